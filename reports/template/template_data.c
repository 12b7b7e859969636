/* What a template asks for: its parameters and its datasets. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/derive/derive.h"
#include "reports/template/publicity.h"
#include "reports/template/template_reader.h"

const TemplateKey template_parameter_keys[] = {
	{ .name = "type", .kind = KEY_WORD, .needed = true },
	{ .name = "default", .kind = KEY_WORD },
	{ .name = "not-before", .kind = KEY_WORD },
	{ .name = "of", .kind = KEY_WORDS },
	{ 0 },
};
const TemplateKey template_dataset_keys[] = {
	{ .name = "query", .kind = KEY_WORD },
	{ .name = "office", .kind = KEY_WORD },
	{ .name = "columns", .kind = KEY_WORD },
	{ .name = "late", .kind = KEY_MAPPING, .keys = template_late_keys },
	{ .name = "only", .kind = KEY_WORD },
	{ .name = "after", .kind = KEY_WORD },
	{ .name = "from", .kind = KEY_WORD },
	{ .name = "row", .kind = KEY_CHOICE, .words = template_row_words },
	{ .name = "unless", .kind = KEY_WORD },
	{ .name = "where", .kind = KEY_MAPPING, .keys = template_where_keys },
	{ .name = "by", .kind = KEY_WORD },
	{ .name = "with", .kind = KEY_NAMES },
	{ .name = "rows", .kind = KEY_WORD },
	{ .name = "add", .kind = KEY_LIST, .keys = template_add_keys },
	{ 0 },
};

/* True when NODE is a mapping or absent; a fault otherwise. */
static bool is_mapping(TemplateReader *reader, const YamlNode *node, const char *where)
{
	if (node == NULL || yaml_kind(node) == YAML_KIND_MAPPING)
		return true;
	problems_add(reader->problems, reader->document, node, NULL, "%s must be a mapping, not %s",
		     where, yaml_kind_name(yaml_kind(node)));
	return false;
}

/* True when the name at KEY can stand in a path; a fault otherwise. */
static bool check_name(TemplateReader *reader, const YamlNode *key, const char *what)
{
	static const char *const kept[] = { "as_at", "if",  "elif",    "else", "end",    "and",
					    "or",    "not", "missing", "row",  "plural", NULL };
	const char *name = yaml_text(key);
	if (!g_regex_match_simple("^[a-z][a-z0-9_]{0,40}\\z", name, 0, 0))
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s '%s' is no name of small letters, digits and '_'", what, name);
	else if (g_strv_contains(kept, name))
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s '%s': that word has a meaning of its own", what, name);
	else if (template_parameter(reader->template, name) != NULL)
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s '%s' has the name of a parameter", what, name);
	else
		return true;
	return false;
}

/* ── parameters ── */

/* Adds the words that NODE lists to the parameter's choices. */
static void add_choices(TemplateReader *reader, const YamlNode *node, const char *what,
			TemplateParameter *parameter)
{
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *word = reader_word(reader, yaml_item(node, n), what);
		if (word != NULL &&
		    g_ptr_array_find_with_equal_func(parameter->choices, word, g_str_equal, NULL))
			problems_add(reader->problems, reader->document, yaml_item(node, n), NULL,
				     "%s: '%s' is named twice", what, word);
		else if (word != NULL)
			g_ptr_array_add(parameter->choices, g_strdup(word));
	}
	g_ptr_array_add(parameter->choices, NULL);
}

static void read_choices(TemplateReader *reader, const YamlNode *mapping, const YamlNode *node,
			 const char *where, TemplateParameter *parameter)
{
	g_autofree char *what = g_strdup_printf("%s: of", where);
	bool list = node != NULL && yaml_kind(node) == YAML_KIND_SEQUENCE && yaml_count(node) > 0;
	if (parameter->type->is_choice && list) {
		parameter->choices = g_ptr_array_new_with_free_func(g_free);
		add_choices(reader, node, what, parameter);
	} else if (parameter->type->is_choice) {
		problems_add(reader->problems, reader->document, node != NULL ? node : mapping,
			     "write for example: of: [all, vwps, helpline]",
			     "%s has no list of what it may be", where);
	} else if (node != NULL) {
		problems_add(reader->problems, reader->document, node, "write type: choice",
			     "%s: only a choice is one of some words", what);
	}
}

static void check_default(TemplateReader *reader, const YamlNode *node, const char *what,
			  const TemplateParameter *parameter)
{
	const char *text = parameter->default_text;
	if (parameter->choices != NULL &&
	    !g_strv_contains((const char *const *)parameter->choices->pdata, text)) {
		reader_unknown(reader, node, text, (const char *const *)parameter->choices->pdata,
			       "%s: '%s' is none of the choices", what, text);
		return;
	}
	/* which districts there are, only the warehouse knows */
	if (parameter->type->type != DATUM_DATE || strcmp(text, "last-complete") == 0)
		return;
	Period period;
	g_autoptr(GError) error = NULL;
	if (!period_parse(parameter->type->kind, text, &period, &error))
		problems_add(reader->problems, reader->document, node, error_hint(error), "%s: %s",
			     what, error->message);
}

static void read_default(TemplateReader *reader, const YamlNode *node, const char *where,
			 TemplateParameter *parameter)
{
	g_autofree char *what = g_strdup_printf("%s: default", where);
	const char *text = node != NULL ? reader_word(reader, node, what) : NULL;
	if (text == NULL)
		return;
	parameter->default_text = g_strdup(text);
	check_default(reader, node, what, parameter);
}

static void read_not_before(TemplateReader *reader, const YamlNode *node, const char *where,
			    TemplateParameter *parameter)
{
	g_autofree char *what = g_strdup_printf("%s: not-before", where);
	const char *name = node != NULL ? reader_word(reader, node, what) : NULL;
	if (name == NULL || parameter->type == NULL)
		return;
	const TemplateParameter *earlier = template_parameter(reader->template, name);
	if (earlier == NULL || earlier->type == NULL || earlier->type->type != DATUM_DATE ||
	    parameter->type->type != DATUM_DATE)
		problems_add(reader->problems, reader->document, node,
			     "name a date or period above it",
			     "%s: '%s' is no date parameter before it", what, name);
	else
		parameter->not_before = g_strdup(name);
}

static void read_parameter(TemplateReader *reader, const YamlNode *key, const YamlNode *node)
{
	g_autofree char *where = g_strdup_printf("parameter '%s'", yaml_text(key));
	g_autofree char *what = g_strdup_printf("%s: type", where);
	if (!check_name(reader, key, "parameter") ||
	    !reader_keys(reader, node, where, template_parameter_keys))
		return;
	const YamlNode *type = yaml_find(node, "type");
	if (type == NULL) {
		problems_add(reader->problems, reader->document, node, NULL, "%s has no type",
			     where);
		return;
	}
	g_autofree const char **known = parameter_type_names();
	const char *type_name = reader_choice(reader, type, what, known);
	if (type_name == NULL)
		return;
	TemplateParameter *parameter = g_new0(TemplateParameter, 1);
	parameter->name = g_strdup(yaml_text(key));
	parameter->type = parameter_type_find(type_name);
	read_choices(reader, node, yaml_find(node, "of"), where, parameter);
	read_default(reader, yaml_find(node, "default"), where, parameter);
	read_not_before(reader, yaml_find(node, "not-before"), where, parameter);
	g_ptr_array_add(reader->template->parameters, parameter);
}

void reader_parameters(TemplateReader *reader, const YamlNode *node)
{
	if (!is_mapping(reader, node, "parameters"))
		return;
	for (size_t n = 0; n < yaml_count(node); n++)
		read_parameter(reader, yaml_key(node, n), yaml_value(node, n));
}

/* ── datasets ── */

/* The SQL file of the query that NODE names. */
static bool read_query(TemplateReader *reader, const YamlNode *node, const char *where,
		       TemplateDataset *dataset)
{
	g_autofree char *what = g_strdup_printf("%s: query", where);
	const char *name = reader_word(reader, node, what);
	if (name == NULL)
		return false;
	g_autofree char *path = g_strdup_printf("reports/%s.sql", name);
	const SqlText *file = sqltext_find(path);
	if (file != NULL) {
		dataset->query = yaml_text(node);
		dataset->sql = file->text;
		reader_check_audience(reader, node, where, dataset);
		return true;
	}
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	size_t count = 0;
	const SqlText *files = sqltext_files(&count);
	for (size_t n = 0; n < count; n++) {
		const char *known_path = files[n].path;
		if (g_str_has_prefix(known_path, "reports/") &&
		    g_str_has_suffix(known_path, ".sql"))
			g_ptr_array_add(known, g_strndup(known_path + strlen("reports/"),
							 strlen(known_path) - strlen("reports/") -
							     strlen(".sql")));
	}
	g_ptr_array_add(known, NULL);
	reader_unknown(reader, node, name, (const char *const *)known->pdata,
		       "%s: no query 'sql/reports/%s.sql'", where, name);
	return false;
}

static void check_columns(TemplateReader *reader, const YamlNode *node, const char *where,
			  const TemplateDataset *dataset)
{
	DatumType type;
	for (guint n = 0; n < dataset->columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(dataset->columns, n);
		if (!datum_type_of_sql(column->type, &type))
			problems_add(reader->problems, reader->document, node,
				     "cast it in the query",
				     "%s: column '%s' has the type %s, which reports cannot print",
				     where, column->name, column->type);
	}
}

/* Reads NAME or, of a period, NAME.end into ARGUMENT; false with a fault when there is none. */
static bool find_parameter(TemplateReader *reader, const YamlNode *node, const char *where,
			   const char *name, TemplateArgument *argument)
{
	const Template *template = reader->template;
	g_autofree char *bare =
	    g_str_has_suffix(name, ".end") ? g_strndup(name, strlen(name) - 4) : g_strdup(name);
	TemplateParameter *parameter = template_parameter(template, bare);
	bool end = strcmp(bare, name) != 0;
	if (parameter != NULL && (!end || parameter->type->is_period)) {
		parameter->used = true;
		argument->parameter = parameter;
		argument->end = end;
		return true;
	}
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (guint n = 0; n < template->parameters->len; n++)
		g_ptr_array_add(known, ((TemplateParameter *)template->parameters->pdata[n])->name);
	g_ptr_array_add(known, NULL);
	reader_unknown(reader, node, name, (const char *const *)known->pdata,
		       "%s: no parameter '%s'", where, name);
	return false;
}

/* What a template gives for a parameter of an SQL type: a date, a number, or else a text. */
static const char *kind_wanted(const SqlColumn *wanted)
{
	return strcmp(wanted->type, "date") == 0      ? "date"
	       : strcmp(wanted->type, "integer") == 0 ? "number"
						      : "text";
}

/* TEXT as what is WANTED, where it can be that; else a text. */
static const char *kind_given(const char *wanted, const char *text)
{
	enum { MOST = 10000 };
	GDate date;
	guint64 number = 0;
	bool fits = strcmp(wanted, "date") == 0 ? date_parse(text, &date, NULL)
		    : strcmp(wanted, "number") == 0
			? g_ascii_string_to_unsigned(text, 10, 1, MOST, &number, NULL)
			: true;
	return fits ? wanted : "text";
}

/* The value of the query's PARAMETER, of the SQL type TYPE, from NODE. */
static void read_argument(TemplateReader *reader, const YamlNode *node, const char *where,
			  const SqlColumn *wanted, TemplateArgument *argument)
{
	g_autofree char *what = g_strdup_printf("%s: %s", where, wanted->name);
	/* a query may take "" for all of something */
	bool empty = g_strcmp0(yaml_text(node), "") == 0 && !yaml_is_null(node);
	const char *text = empty ? "" : reader_word(reader, node, what);
	if (text == NULL)
		return;
	const char *type = kind_wanted(wanted);
	const char *given = "text";
	if (strcmp(text, "$as_at") == 0) {
		argument->as_at = true;
		given = "date";
	} else if (text[0] == '$') {
		if (!find_parameter(reader, node, where, text + 1, argument))
			return;
		given = argument->parameter->type->type == DATUM_DATE ? "date" : "text";
	} else {
		argument->literal = g_strdup(text);
		given = kind_given(type, text);
	}
	if (strcmp(type, given) != 0)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s wants a %s for '%s', and '%s' is a %s", where, type, wanted->name,
			     text, given);
}

/* A problem for each key of WITH that is no parameter of the query. */
static void check_with(TemplateReader *reader, const YamlNode *with, const char *where,
		       const GPtrArray *wanted)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < wanted->len; n++)
		g_ptr_array_add(names, ((SqlColumn *)wanted->pdata[n])->name);
	g_ptr_array_add(names, NULL);
	for (size_t n = 0; n < yaml_count(with); n++) {
		const YamlNode *key = yaml_key(with, n);
		if (!g_strv_contains((const char *const *)names->pdata, yaml_text(key)))
			reader_unknown(
			    reader, key, yaml_text(key), (const char *const *)names->pdata,
			    "%s: the query has no parameter '%s'", where, yaml_text(key));
	}
}

/* What stands in the header line "defaults" for the parameter NAME. Transfer full; NULL: nothing.
 */
static char *default_of(const GPtrArray *defaults, const char *name)
{
	for (guint n = 0; n < defaults->len; n++) {
		const SqlColumn *known = g_ptr_array_index(defaults, n);
		if (strcmp(known->name, name) == 0)
			return g_strdup(known->type);
	}
	return NULL;
}

static void read_with(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
		      const char *where, TemplateDataset *dataset)
{
	const YamlNode *with = yaml_find(node, "with");
	g_autoptr(GPtrArray) wanted = sqltext_columns(dataset->sql, "parameters");
	g_autoptr(GPtrArray) defaults = sqltext_columns(dataset->sql, "defaults");
	g_autofree char *what = g_strdup_printf("%s: with", where);
	if (!is_mapping(reader, with, what))
		return;
	check_with(reader, with, where, wanted);
	for (guint n = 0; n < wanted->len; n++) {
		const SqlColumn *column = g_ptr_array_index(wanted, n);
		const YamlNode *given = yaml_find(with, column->name);
		TemplateArgument *argument = g_new0(TemplateArgument, 1);
		g_ptr_array_add(dataset->arguments, argument);
		if (given != NULL)
			read_argument(reader, given, where, column, argument);
		else
			argument->literal = default_of(defaults, column->name);
		if (given == NULL && argument->literal == NULL)
			problems_add(reader->problems, reader->document, with != NULL ? with : key,
				     NULL, "%s: the query's parameter '%s' is not given", where,
				     column->name);
	}
}

enum { ROWS_LIMIT = 1000000 };

/* "N", "N..M" or "N..". */
static bool parse_rows(const char *text, TemplateDataset *dataset)
{
	const char *dots = strstr(text, "..");
	g_autofree char *first = dots != NULL ? g_strndup(text, (gsize)(dots - text)) : NULL;
	const char *last = dots != NULL ? dots + 2 : text;
	guint64 least = 0;
	guint64 most = 0;
	bool open = dots != NULL && *last == '\0';
	if (!g_ascii_string_to_unsigned(first != NULL ? first : text, 10, 0, ROWS_LIMIT, &least,
					NULL) ||
	    (!open && !g_ascii_string_to_unsigned(last, 10, 0, ROWS_LIMIT, &most, NULL)) ||
	    (!open && most < least))
		return false;
	dataset->least = (gint64)least;
	dataset->most = open ? -1 : (gint64)most;
	return true;
}

static void read_rows(TemplateReader *reader, const YamlNode *node, const char *where,
		      TemplateDataset *dataset)
{
	g_autofree char *what = g_strdup_printf("%s: rows", where);
	dataset->least = 0;
	dataset->most = -1;
	const char *text = node != NULL ? reader_word(reader, node, what) : NULL;
	if (text != NULL && !parse_rows(text, dataset))
		problems_add(reader->problems, reader->document, node,
			     "write for example: rows: 1, rows: 26..104 or rows: 1..",
			     "%s: '%s' is no number of rows", where, text);
}

static void argument_free(gpointer data)
{
	TemplateArgument *argument = data;
	g_free(argument->literal);
	g_free(argument);
}

static void read_dataset(TemplateReader *reader, const YamlNode *key, const YamlNode *node)
{
	g_autofree char *where = g_strdup_printf("dataset '%s'", yaml_text(key));
	if (!check_name(reader, key, "dataset") ||
	    !reader_keys(reader, node, where, template_dataset_keys))
		return;
	bool office = yaml_find(node, "office") != NULL;
	if (!office)
		reader_no_office(reader, node, where);
	if (!office && yaml_find(node, "from") != NULL) {
		reader_from(reader, key, node, where);
		return;
	}
	TemplateDataset found = { 0 };
	const YamlNode *query = yaml_find(node, "query");
	if (query == NULL && !office)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no query",
			     where);
	if (office ? !reader_office(reader, key, node, where, &found)
		   : query == NULL || !read_query(reader, query, where, &found))
		return;
	TemplateDataset *dataset = g_memdup2(&found, sizeof found);
	dataset->name = g_strdup(yaml_text(key));
	dataset->place = g_strdup_printf("%s:%d", yaml_name(reader->document), yaml_line(key));
	dataset->query_columns = sqltext_columns(found.sql, "returns");
	dataset->columns = sqltext_columns(found.sql, "returns");
	dataset->derivations = g_ptr_array_new_with_free_func(derivation_free);
	dataset->arguments = g_ptr_array_new_with_free_func(argument_free);
	g_ptr_array_add(reader->template->datasets, dataset);
	check_columns(reader, query, where, dataset);
	if (!office)
		read_with(reader, key, node, where, dataset);
	read_rows(reader, yaml_find(node, "rows"), where, dataset);
	publicity_check(reader, query, where, dataset);
	derivations_read(reader, yaml_find(node, "add"), where, dataset);
}

void reader_datasets(TemplateReader *reader, const YamlNode *node)
{
	if (!is_mapping(reader, node, "datasets"))
		return;
	for (size_t n = 0; n < yaml_count(node); n++)
		read_dataset(reader, yaml_key(node, n), yaml_value(node, n));
}
