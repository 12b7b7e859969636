#include "reports/trace/trace_rule.h"

#include <string.h>

#include "core/database/sqltext.h"

/* ── reading ── */

#define NAMES "[a-z][a-z0-9_]*(?:,\\s*[a-z][a-z0-9_]*)*"
#define PARTS "(?<parts>\\((?:[^()]++|(?&parts))*\\))"
#define SOURCE                                                                                     \
	"(?<all>all\\s+)?(?<fact>fact\\s+)?(?<from>[a-z_]+)(?:\\.(?<count>[a-z0-9_]+|\\*|" PARTS   \
	"))?"
#define OVER "(?:\\s+/\\s+(?<over>[a-z0-9_]+))?"

static const char pattern[] = "^(?<names>" NAMES ")\\s+(?:"
			      "(?<verb>=|of)\\s+" SOURCE OVER "(?:\\s+where\\s+(?<where>.+))?|"
			      "said\\s+\"(?<said>[^\"]+)\")$";

static void rule_free(gpointer data)
{
	TraceRule *rule = data;
	g_free(rule->column);
	g_free(rule->from);
	g_free(rule->count);
	g_free(rule->divisor);
	g_free(rule->condition);
	g_free(rule->said);
	g_free(rule);
}

static void key_free(gpointer data)
{
	TraceKey *key = data;
	g_free(key->column);
	g_free(key->expression);
	g_free(key);
}

/* The named part of MATCH, or NULL when it is empty. */
static char *part(const GMatchInfo *match, const char *name)
{
	char *text = g_match_info_fetch_named(match, name);
	if (text != NULL && text[0] != '\0')
		return text;
	g_free(text);
	return NULL;
}

static TraceRule *rule_new(const GMatchInfo *match, const char *column)
{
	TraceRule *rule = g_new0(TraceRule, 1);
	g_autofree char *verb = part(match, "verb");
	g_autofree char *fact = part(match, "fact");
	rule->column = g_strdup(column);
	rule->said = part(match, "said");
	rule->kind = rule->said != NULL          ? TRACE_SAID
		     : g_strcmp0(verb, "=") == 0 ? TRACE_ADDS_UP
						 : TRACE_WORKED_OUT;
	g_autofree char *all = part(match, "all");
	rule->is_fact = fact != NULL;
	rule->of_all_rows = all != NULL;
	rule->from = part(match, "from");
	rule->count = part(match, "count");
	rule->divisor = part(match, "over");
	rule->condition = part(match, "where");
	if (rule->count == NULL || strcmp(rule->count, "*") == 0) {
		g_free(rule->count);
		rule->count = g_strdup(rule->is_fact ? "1" : column);
	}
	if (rule->condition == NULL)
		rule->condition = g_strdup("true");
	return rule;
}

static void read_rule(TraceRules *rules, const GRegex *regex, const char *value)
{
	g_autoptr(GMatchInfo) match = NULL;
	if (!g_regex_match(regex, value, 0, &match)) {
		g_ptr_array_add(rules->faults, g_strdup(value));
		return;
	}
	g_autofree char *list = part(match, "names");
	g_auto(GStrv) names = g_strsplit(list, ",", -1);
	for (char **name = names; *name != NULL; name++)
		g_ptr_array_add(rules->rules, rule_new(match, g_strstrip(*name)));
}

/* "code = c.district, month = date_trunc('month', c.day)": a comma parts keys only before NAME =.
 */
static void read_keys(TraceRules *rules, const char *value)
{
	g_autoptr(GRegex) comma = g_regex_new(",\\s*(?=[a-z][a-z0-9_]*\\s*=)", 0, 0, NULL);
	g_auto(GStrv) items = g_regex_split(comma, value, 0);
	for (char **item = items; *item != NULL; item++) {
		g_auto(GStrv) sides = g_strsplit(*item, "=", 2);
		if (g_strv_length(sides) != 2) {
			g_ptr_array_add(rules->faults, g_strdup(*item));
			continue;
		}
		TraceKey *key = g_new0(TraceKey, 1);
		key->column = g_strdup(g_strstrip(sides[0]));
		key->expression = g_strdup(g_strstrip(sides[1]));
		g_ptr_array_add(rules->keys, key);
	}
}

TraceRules *trace_rules_read(const char *sql)
{
	TraceRules *rules = g_new0(TraceRules, 1);
	rules->sql = sql;
	rules->rules = g_ptr_array_new_with_free_func(rule_free);
	rules->keys = g_ptr_array_new_with_free_func(key_free);
	rules->faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_DOTALL, 0, NULL);
	g_auto(GStrv) lines = sqltext_headers(sql, "trace");
	for (char **line = lines; *line != NULL; line++)
		read_rule(rules, regex, *line);
	g_autofree char *row = sqltext_header(sql, "row");
	if (row != NULL)
		read_keys(rules, row);
	rules->within = sqltext_header(sql, "within");
	return rules;
}

void trace_rules_free(TraceRules *rules)
{
	if (rules == NULL)
		return;
	g_ptr_array_unref(rules->rules);
	g_ptr_array_unref(rules->keys);
	g_ptr_array_unref(rules->faults);
	g_free(rules->within);
	g_free(rules);
}

bool trace_rules_know(const TraceRules *rules, const char *column)
{
	for (guint n = 0; n < rules->rules->len; n++) {
		if (strcmp(((TraceRule *)rules->rules->pdata[n])->column, column) == 0)
			return true;
	}
	return false;
}

/* ── statements ── */

/* ", $1::text, $2::date": each parameter is used and has its type, whatever the condition needs. */
static char *typed_parameters(const GPtrArray *parameters)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < parameters->len; n++)
		g_string_append_printf(list, ", $%u::%s", n + 1,
				       ((SqlColumn *)parameters->pdata[n])->type);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

/* The number of the parameter that COLUMN of the row is. */
static guint row_parameter(TraceStatement *statement, guint given, const char *column)
{
	guint at;
	if (!g_ptr_array_find_with_equal_func(statement->columns, column, g_str_equal, &at)) {
		at = statement->columns->len;
		g_ptr_array_add(statement->columns, g_strdup(column));
	}
	return given + at + 1;
}

static const char *column_type(const GPtrArray *columns, const char *name)
{
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		if (strcmp(column->name, name) == 0)
			return column->type;
	}
	return "text";
}

/* CONDITION with the columns of the row that it names, as parameters. Transfer full. */
static char *bind_columns(TraceStatement *statement, const GPtrArray *parameters,
			  const GPtrArray *returns, const char *condition)
{
	/* split with the name captured: text, name, text, name, …, text */
	g_autoptr(GRegex) mark = g_regex_new("@([a-z][a-z0-9_]*)@", 0, 0, NULL);
	g_auto(GStrv) parts = g_regex_split(mark, condition, 0);
	g_autoptr(GString) bound = g_string_new(parts[0]);
	for (char **name = parts + 1; parts[0] != NULL && *name != NULL && name[1] != NULL;
	     name += 2) {
		statement->needs_row = true;
		g_string_append_printf(bound, "$%u::%s%s",
				       row_parameter(statement, parameters->len, *name),
				       column_type(returns, *name), name[1]);
	}
	return g_string_free(g_steal_pointer(&bound), FALSE);
}

/* What holds of the cells of the row traced. Transfer full. */
static char *bind_row(TraceStatement *statement, const GPtrArray *parameters,
		      const TraceRules *rules, bool of_row)
{
	g_autoptr(GString) row = g_string_new("true");
	for (guint n = 0; of_row && n < rules->keys->len; n++) {
		const TraceKey *key = g_ptr_array_index(rules->keys, n);
		g_string_append_printf(row, " and (%s)::text is not distinct from $%u::text",
				       key->expression,
				       row_parameter(statement, parameters->len, key->column));
	}
	return g_string_free(g_steal_pointer(&row), FALSE);
}

static void replace(GString *sql, const char *mark, const char *with)
{
	g_string_replace(sql, mark, with, 0);
}

/* The frame FILE with what every rule fills in. */
static GString *fill(TraceStatement *statement, const char *file, const TraceRules *rules,
		     const TraceRule *rule, bool of_row)
{
	g_autoptr(GPtrArray) parameters = sqltext_columns(rules->sql, "parameters");
	g_autoptr(GPtrArray) returns = sqltext_columns(rules->sql, "returns");
	g_autofree char *types = typed_parameters(parameters);
	bool within = rules->within != NULL && !rule->is_fact;
	g_autofree char *whole =
	    g_strdup_printf("(%s) and (%s)", rule->condition, within ? rules->within : "true");
	g_autofree char *condition = bind_columns(statement, parameters, returns, whole);
	g_autofree char *row =
	    bind_row(statement, parameters, rules, of_row && !rule->is_fact && !rule->of_all_rows);
	statement->needs_row |= rule->of_all_rows;
	const char *frame = strstr(sqltext(file), "-- locks: none\n");
	GString *sql = g_string_new(frame + strlen("-- locks: none\n"));
	replace(sql, "@parameters@", types);
	replace(sql, "@condition@", condition);
	replace(sql, "@row@", row);
	replace(sql, "@count@", rule->count);
	replace(sql, rule->is_fact ? "@fact@" : "@cube@", rule->from);
	return sql;
}

static TraceStatement *statement_new(void)
{
	TraceStatement *statement = g_new0(TraceStatement, 1);
	statement->columns = g_ptr_array_new_with_free_func(g_free);
	return statement;
}

TraceStatement *trace_rule_cells(const TraceRules *rules, const TraceRule *rule, bool of_row)
{
	if (rule->kind == TRACE_SAID || rule->is_fact)
		return NULL;
	TraceStatement *statement = statement_new();
	GString *sql = fill(statement, SQL_REPORTS_TRACE_CELLS, rules, rule, of_row);
	statement->sql = g_string_free(sql, FALSE);
	return statement;
}

/* The SELECT of CUBE over the facts of all runs, each with its mark. Transfer full; NULL: no such
 * cube. */
static char *traced_cube(const char *cube)
{
	g_autofree char *path = g_strdup_printf("cubes/%s.sql", cube);
	const SqlText *file = sqltext_find(path);
	if (file == NULL)
		return NULL;
	GString *sql = g_string_new(file->text);
	replace(sql, "engine.signed_", "engine.traced_");
	replace(sql, "\nselect f.", "\nselect f.mark, f.");
	return g_string_free(sql, FALSE);
}

/* The key of CUBE that is a day: "c.registered_on", or "null::date". Transfer full. */
static char *cube_day(const char *cube)
{
	g_autofree char *path = g_strdup_printf("cubes/%s.sql", cube);
	g_autoptr(GPtrArray) columns = sqltext_columns(sqltext(path), "returns");
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		if (strcmp(column->type, "date") == 0)
			return g_strdup_printf("c.%s", column->name);
	}
	return g_strdup("null::date");
}

TraceStatement *trace_rule_records(const TraceRules *rules, const TraceRule *rule, bool of_row)
{
	if (rule->kind == TRACE_SAID)
		return NULL;
	TraceStatement *statement = statement_new();
	const char *file = rule->is_fact ? SQL_REPORTS_TRACE_FACTS : SQL_REPORTS_TRACE_RECORDS;
	GString *sql = fill(statement, file, rules, rule, of_row);
	if (!rule->is_fact) {
		g_autofree char *definition = traced_cube(rule->from);
		g_autofree char *day = cube_day(rule->from);
		replace(sql, "@definition@", definition);
		replace(sql, "@day@", day);
	}
	statement->sql = g_string_free(sql, FALSE);
	return statement;
}

void trace_statement_free(TraceStatement *statement)
{
	if (statement == NULL)
		return;
	g_free(statement->sql);
	g_ptr_array_unref(statement->columns);
	g_free(statement);
}
