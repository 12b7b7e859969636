#include "reports/release/plan.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/database/sqltext.h"
#include "core/error.h"

enum { LAST_LIMIT = 400 };

typedef struct {
	Problems *problems;
	const YamlDocument *document;
	Plan *plan;
} Reader;

static const char *const top_keys[] = { "release",  "title",     "parameters", "jurisdiction",
					"papers",   "most-lost", "counts",     "tables",
					"headline", "wanted",    NULL };
static const char *const title_keys[] = { "en", "ur", NULL };
static const char *const parameter_keys[] = { "type", "default", "not-before", NULL };
static const char *const table_keys[] = { "table", "title",   "measure", "place", "places",
					  "kind",  "kinds",   "period",  "from",  "to",
					  "last",  "coarser", "once",    NULL };
static const char *const headline_keys[] = { "table", "place", "kind", NULL };
static const char *const count_keys[] = { "period", "every", "count", "dimensions", NULL };
static const char *const place_levels[] = { "province", "division", "before", "district", NULL };
static const char *const kind_levels[] = { "all", "group", "offence", "vwps", "vwps-status", NULL };

/* ── words ── */

static const char *read_word(const Reader *reader, const YamlNode *mapping, const char *key,
			     const char *where, bool needed)
{
	const YamlNode *node = yaml_find(mapping, key);
	const char *text = yaml_text(node);
	if (node == NULL && needed)
		problems_add(reader->problems, reader->document, mapping, NULL, "%s has no '%s'",
			     where, key);
	else if (node != NULL && (text == NULL || text[0] == '\0' || yaml_is_null(node)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' must be a text", where, key);
	else
		return text;
	return NULL;
}

/* A word of WORDS. */
static const char *read_choice(const Reader *reader, const YamlNode *mapping, const char *key,
			       const char *where, const char *const *words)
{
	const char *text = read_word(reader, mapping, key, where, true);
	if (text == NULL || g_strv_contains(words, text))
		return text;
	const char *near = nearest_name(text, words);
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)words);
	g_autofree char *hint = near != NULL ? g_strdup_printf("did you mean '%s'?", near)
					     : g_strdup_printf("there are: %s", all);
	problems_add(reader->problems, reader->document, yaml_find(mapping, key), hint,
		     "%s: unknown %s '%s'", where, key, text);
	return NULL;
}

static const char *read_name(const Reader *reader, const YamlNode *mapping, const char *key,
			     const char *where)
{
	const char *text = read_word(reader, mapping, key, where, true);
	if (text == NULL || g_regex_match_simple("^[a-z][a-z0-9-]{0,40}\\z", text, 0, 0))
		return text;
	problems_add(reader->problems, reader->document, yaml_find(mapping, key), NULL,
		     "%s: '%s' is no name of small letters, digits and '-'", where, text);
	return NULL;
}

static guint read_number(const Reader *reader, const YamlNode *mapping, const char *key,
			 const char *where, guint least, guint most)
{
	const char *text = read_word(reader, mapping, key, where, false);
	guint64 number = 0;
	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, least, most, &number, NULL))
		problems_add(reader->problems, reader->document, yaml_find(mapping, key), NULL,
			     "%s: '%s' is no number from %u to %u", where, text, least, most);
	return (guint)number;
}

/* The texts of a list of at least one; NULL without the key. Transfer full. */
static GPtrArray *read_list(const Reader *reader, const YamlNode *mapping, const char *key,
			    const char *where)
{
	const YamlNode *node = yaml_find(mapping, key);
	if (node == NULL)
		return NULL;
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	bool list = yaml_kind(node) == YAML_KIND_SEQUENCE;
	for (size_t n = 0; list && n < yaml_count(node); n++) {
		const char *text = yaml_text(yaml_item(node, n));
		if (text != NULL && text[0] != '\0')
			g_ptr_array_add(texts, g_strdup(text));
	}
	if (!list || texts->len == 0 || texts->len != yaml_count(node))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' must be a list of names", where, key);
	return texts;
}

/* Tells of keys that are unknown; true when NODE is a mapping, whose other keys are read. */
static bool read_keys(const Reader *reader, const YamlNode *node, const char *where,
		      const char *const *keys)
{
	problems_check_keys(reader->problems, reader->document, node, where, keys);
	return yaml_kind(node) == YAML_KIND_MAPPING;
}

/* ── titles ── */

static void read_title(const Reader *reader, const YamlNode *mapping, const char *where,
		       char **ret_en, char **ret_ur)
{
	const YamlNode *title = yaml_find(mapping, "title");
	if (!read_keys(reader, title, where, title_keys))
		return;
	*ret_en = g_strdup(read_word(reader, title, "en", where, true));
	*ret_ur = g_strdup(read_word(reader, title, "ur", where, true));
}

/* ── parameters ── */

static PlanParameter *parameter_of(const Plan *plan, const char *name)
{
	for (guint n = 0; n < plan->parameters->len; n++) {
		PlanParameter *parameter = g_ptr_array_index(plan->parameters, n);
		if (strcmp(parameter->name, name) == 0)
			return parameter;
	}
	return NULL;
}

static bool is_date(const PlanParameter *parameter)
{
	return parameter != NULL && parameter->type->type == DATUM_DATE;
}

static void check_default(const Reader *reader, const YamlNode *node, const char *where,
			  const PlanParameter *parameter)
{
	Period period;
	g_autoptr(GError) error = NULL;
	const char *text = parameter->default_text;
	if (text != NULL && is_date(parameter) && strcmp(text, "last-complete") != 0 &&
	    !period_parse(parameter->type->kind, text, &period, &error))
		problems_add(reader->problems, reader->document, yaml_find(node, "default"),
			     error_hint(error), "%s: %s", where, error->message);
}

static void read_parameter(const Reader *reader, const YamlNode *key, const YamlNode *node)
{
	g_autofree char *where = g_strdup_printf("parameter '%s'", yaml_text(key));
	g_autofree const char **types = parameter_type_names();
	if (!read_keys(reader, node, where, parameter_keys))
		return;
	const char *type = read_choice(reader, node, "type", where, types);
	if (type == NULL)
		return;
	const char *not_before = read_word(reader, node, "not-before", where, false);
	PlanParameter *parameter = g_new0(PlanParameter, 1);
	parameter->name = g_strdup(yaml_text(key));
	parameter->type = parameter_type_find(type);
	parameter->default_text = g_strdup(read_word(reader, node, "default", where, false));
	check_default(reader, node, where, parameter);
	if (not_before != NULL && is_date(parameter) &&
	    is_date(parameter_of(reader->plan, not_before)))
		parameter->not_before = g_strdup(not_before);
	else if (not_before != NULL)
		problems_add(reader->problems, reader->document, yaml_find(node, "not-before"),
			     "name a date or period above it",
			     "%s: '%s' is no date parameter before it", where, not_before);
	g_ptr_array_add(reader->plan->parameters, parameter);
}

static void read_parameters(const Reader *reader, const YamlNode *node)
{
	if (node != NULL && yaml_kind(node) != YAML_KIND_MAPPING)
		problems_add(reader->problems, reader->document, node, NULL,
			     "parameters must be a mapping, not %s",
			     yaml_kind_name(yaml_kind(node)));
	else
		for (size_t n = 0; n < yaml_count(node); n++)
			read_parameter(reader, yaml_key(node, n), yaml_value(node, n));
}

/* Checks "$parameter" of TEXT at NODE; a date one when DATED. */
static void use_parameter(const Reader *reader, const YamlNode *node, const char *where,
			  const char *text, bool dated)
{
	if (text == NULL || text[0] != '$')
		return;
	PlanParameter *parameter = parameter_of(reader->plan, text + 1);
	if (parameter != NULL)
		parameter->used = true;
	if (parameter == NULL || (dated ? !is_date(parameter) : !parameter->type->is_district))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' is no %s parameter of this plan", where, text,
			     dated ? "date" : "district");
}

static char *read_day(const Reader *reader, const YamlNode *mapping, const char *key,
		      const char *where, bool needed)
{
	GDate date;
	const char *text = read_word(reader, mapping, key, where, needed);
	use_parameter(reader, yaml_find(mapping, key), where, text, true);
	if (text != NULL && text[0] != '$' && !date_parse(text, &date, NULL))
		problems_add(reader->problems, reader->document, yaml_find(mapping, key),
			     "write a day as 2026-10-31, or $parameter",
			     "%s: '%s' is neither a day nor a parameter", where, text);
	return g_strdup(text);
}

/* ── tables ── */

/* The measures that can be counted, NULL-terminated. Transfer full. */
static char **known_measures(void)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t n = 0; n < sqltext_table_count; n++) {
		const char *path = sqltext_table[n].path;
		const char *prefix = "release/counts_";
		if (g_str_has_prefix(path, prefix) && g_str_has_suffix(path, ".sql"))
			g_ptr_array_add(names,
					g_strndup(path + strlen(prefix),
						  strlen(path) - strlen(prefix) - strlen(".sql")));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

static const char *const once_words[] = { "yes", "no", NULL };

static void read_period(const Reader *reader, const YamlNode *node, const char *where,
			PlanTable *table)
{
	static const char *const words[] = { "day",         "week",  "month",   "quarter", "year",
					     "fiscal-year", "whole", "to-date", NULL };
	const char *word = read_choice(reader, node, "period", where, words);
	bool whole = g_strcmp0(word, "whole") == 0, to_date = g_strcmp0(word, "to-date") == 0;
	table->period = whole ? PLAN_WHOLE : to_date ? PLAN_TO_DATE : PLAN_CALENDAR;
	if (word != NULL && table->period == PLAN_CALENDAR)
		period_kind_parse(word, &table->every);
	table->last = read_number(reader, node, "last", where, 1, LAST_LIMIT);
	table->once = yaml_find(node, "once") != NULL &&
		      g_strcmp0(read_choice(reader, node, "once", where, once_words), "yes") == 0;
	table->from = read_day(reader, node, "from", where, whole);
	table->to = read_day(reader, node, "to", where, true);
	bool both = yaml_find(node, "last") != NULL && table->from != NULL;
	bool none = yaml_find(node, "last") == NULL && table->from == NULL;
	if (word != NULL && table->period == PLAN_CALENDAR && (both || none))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: give either 'from' or 'last'", where);
	else if (table->period != PLAN_CALENDAR && table->once)
		problems_add(reader->problems, reader->document, yaml_find(node, "once"), NULL,
			     "%s: 'once' is of periods of the calendar", where);
	else if (table->period != PLAN_CALENDAR && yaml_find(node, "last") != NULL)
		problems_add(reader->problems, reader->document, yaml_find(node, "last"), NULL,
			     "%s: one period has no 'last'", where);
}

static void read_levels(const Reader *reader, const YamlNode *node, const char *where,
			PlanTable *table)
{
	g_auto(GStrv) measures = known_measures();
	if (reader->plan->counts != NULL) {
		table->measure = g_strdup(read_word(reader, node, "measure", where, true));
		table->place = g_strdup("province");
		table->kind = g_strdup(read_word(reader, node, "kind", where, true));
		return;
	}
	table->measure =
	    g_strdup(read_choice(reader, node, "measure", where, (const char *const *)measures));
	table->place = g_strdup(read_choice(reader, node, "place", where, place_levels));
	table->kind = g_strdup(read_choice(reader, node, "kind", where, kind_levels));
}

static void read_table(const Reader *reader, const YamlNode *node)
{
	if (!read_keys(reader, node, "table", table_keys))
		return;
	const char *name = read_name(reader, node, "table", "table");
	g_autofree char *where = g_strdup_printf("table '%s'", name != NULL ? name : "?");
	for (guint n = 0; n < reader->plan->tables->len && name != NULL; n++) {
		const PlanTable *other = g_ptr_array_index(reader->plan->tables, n);
		if (g_strcmp0(other->name, name) == 0)
			problems_add(reader->problems, reader->document, yaml_find(node, "table"),
				     NULL, "%s is there twice", where);
	}
	PlanTable *table = g_new0(PlanTable, 1);
	g_ptr_array_add(reader->plan->tables, table);
	table->name = g_strdup(name);
	if (yaml_find(node, "title") != NULL)
		read_title(reader, node, where, &table->title_en, &table->title_ur);
	read_levels(reader, node, where, table);
	table->places = read_list(reader, node, "places", where);
	table->kinds = read_list(reader, node, "kinds", where);
	for (guint n = 0; table->places != NULL && n < table->places->len; n++)
		use_parameter(reader, yaml_item(yaml_find(node, "places"), n), where,
			      table->places->pdata[n], false);
	table->coarser = g_strdup(read_word(reader, node, "coarser", where, false));
	read_period(reader, node, where, table);
}

static bool find_table(const Plan *plan, const char *name, guint *ret_table)
{
	for (guint n = 0; n < plan->tables->len; n++) {
		if (g_strcmp0(((PlanTable *)plan->tables->pdata[n])->name, name) == 0) {
			*ret_table = n;
			return true;
		}
	}
	return false;
}

static void read_tables(const Reader *reader, const YamlNode *root)
{
	const YamlNode *node = yaml_find(root, "tables");
	if (node == NULL || yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0) {
		problems_add(reader->problems, reader->document, node != NULL ? node : root, NULL,
			     "a plan needs a list of tables");
		return;
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		read_table(reader, yaml_item(node, n));
	for (guint n = 0; n < reader->plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(reader->plan->tables, n);
		guint other;
		if (table->coarser != NULL && (g_strcmp0(table->coarser, table->name) == 0 ||
					       !find_table(reader->plan, table->coarser, &other)))
			problems_add(reader->problems, reader->document,
				     yaml_find(yaml_item(node, n), "coarser"), NULL,
				     "table '%s': coarser: there is no other table '%s'",
				     table->name, table->coarser);
	}
}

/* A figure of WHERE, "headline" or "wanted". */
static void read_headline(const Reader *reader, const YamlNode *node, const char *where,
			  GPtrArray *figures)
{
	PlanHeadline *headline = g_new0(PlanHeadline, 1);
	g_ptr_array_add(figures, headline);
	if (!read_keys(reader, node, where, headline_keys))
		return;
	const char *table = read_word(reader, node, "table", where, true);
	headline->place = g_strdup(read_word(reader, node, "place", where, true));
	headline->kind = g_strdup(read_word(reader, node, "kind", where, true));
	use_parameter(reader, yaml_find(node, "place"), where, headline->place, false);
	if (table != NULL && !find_table(reader->plan, table, &headline->table))
		problems_add(reader->problems, reader->document, yaml_find(node, "table"), NULL,
			     "%s: there is no table '%s'", where, table);
	else if (figures == reader->plan->headlines && table != NULL &&
		 ((PlanTable *)reader->plan->tables->pdata[headline->table])->once)
		problems_add(reader->problems, reader->document, yaml_find(node, "table"), NULL,
			     "headline: table '%s' is told once, and not in every release", table);
}

static void read_headlines(const Reader *reader, const YamlNode *root, const char *key,
			   GPtrArray *figures)
{
	const YamlNode *node = yaml_find(root, key);
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node, NULL, "%s must be a list",
			     key);
	else
		for (size_t n = 0; n < yaml_count(node); n++)
			read_headline(reader, yaml_item(node, n), key, figures);
}

/* ── counts of a file ── */

static void read_counts(const Reader *reader, const YamlNode *node)
{
	static const char *const kinds[] = { "day",  "week",        "month", "quarter",
					     "year", "fiscal-year", NULL };
	if (node == NULL || !read_keys(reader, node, "counts", count_keys))
		return;
	PlanCounts *counts = g_new0(PlanCounts, 1);
	reader->plan->counts = counts;
	counts->dimensions = g_ptr_array_new_with_free_func(g_free);
	counts->period = g_strdup(read_word(reader, node, "period", "counts", true));
	counts->count = g_strdup(read_word(reader, node, "count", "counts", true));
	const char *every = read_choice(reader, node, "every", "counts", kinds);
	if (every != NULL)
		period_kind_parse(every, &counts->every);
	const YamlNode *dimensions = yaml_find(node, "dimensions");
	for (size_t n = 0; n < yaml_count(dimensions); n++) {
		g_ptr_array_add(counts->dimensions, g_strdup(yaml_text(yaml_key(dimensions, n))));
		g_ptr_array_add(counts->dimensions, g_strdup(yaml_text(yaml_value(dimensions, n))));
	}
	if (counts->dimensions->len == 0)
		problems_add(reader->problems, reader->document, node,
			     "write for example: dimensions: {offence: OFFENCE}",
			     "counts has no dimensions");
	if (counts->dimensions->len / 2 > PLAN_DIMENSIONS_MOST)
		problems_add(reader->problems, reader->document, dimensions,
			     "leave out those that no table is by",
			     "counts has %u dimensions, %d are the most",
			     counts->dimensions->len / 2, PLAN_DIMENSIONS_MOST);
}

/* ── the whole ── */

static void check_used(const Reader *reader, const YamlNode *root)
{
	const YamlNode *node = yaml_find(root, "parameters");
	for (guint n = 0; n < reader->plan->parameters->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(reader->plan->parameters, n);
		for (size_t m = 0; m < yaml_count(node) && !parameter->used; m++) {
			if (strcmp(yaml_text(yaml_key(node, m)), parameter->name) == 0)
				problems_add(reader->problems, reader->document, yaml_key(node, m),
					     NULL, "parameter '%s' is used nowhere",
					     parameter->name);
		}
	}
}

static void read_plan(const Reader *reader, const YamlNode *root)
{
	Plan *plan = reader->plan;
	if (!read_keys(reader, root, "plan", top_keys))
		return;
	plan->name = g_strdup(read_name(reader, root, "release", "the plan"));
	plan->jurisdiction = g_strdup(read_name(reader, root, "jurisdiction", "the plan"));
	if (yaml_find(root, "title") != NULL)
		read_title(reader, root, "title", &plan->title_en, &plan->title_ur);
	else
		problems_add(reader->problems, reader->document, root, NULL,
			     "the plan has no 'title'");
	read_parameters(reader, yaml_find(root, "parameters"));
	GPtrArray *papers = read_list(reader, root, "papers", "the plan");
	if (papers != NULL) {
		g_ptr_array_unref(plan->papers);
		plan->papers = papers;
	}
	plan->most_lost_pct = yaml_find(root, "most-lost") != NULL
				  ? read_number(reader, root, "most-lost", "the plan", 0, 100)
				  : 100;
	read_counts(reader, yaml_find(root, "counts"));
	read_tables(reader, root);
	read_headlines(reader, root, "headline", plan->headlines);
	read_headlines(reader, root, "wanted", plan->wanted);
	check_used(reader, root);
}

static Plan *take_document(const YamlDocument *document, const char *name, GError **error)
{
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(Plan) plan = plan_new(name);
	const Reader reader = { problems, document, plan };
	if (yaml_root(document) == NULL)
		problems_add(problems, document, NULL, NULL, "the plan is empty");
	else
		read_plan(&reader, yaml_root(document));
	return problems_end(problems, error) ? g_steal_pointer(&plan) : NULL;
}

Plan *plan_parse(const char *text, const char *name, GError **error)
{
	g_autoptr(YamlDocument) document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? take_document(document, name, error) : NULL;
}

Plan *plan_read(const char *path, GError **error)
{
	static const char *const keys[] = { "release:", "tables:", NULL };
	g_autoptr(YamlDocument) document = yaml_read_of(path, keys, error);
	return document != NULL ? take_document(document, path, error) : NULL;
}
