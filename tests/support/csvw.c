#include "tests/support/csvw.h"

#include <stdbool.h>
#include <string.h>

#include "core/config/yaml.h"

/* Of every description; then of a table, a dialect, a schema and a column. */
static const char *const inherited[] = { "aboutUrl",      "datatype", "default",  "lang",
					 "null",          "ordered",  "required", "propertyUrl",
					 "separator",     "valueUrl", "@id",      "@type",
					 "textDirection", NULL };
static const char *const of_table[] = { "@context",
					"url",
					"dialect",
					"notes",
					"tableSchema",
					"tableDirection",
					"transformations",
					"suppressOutput",
					NULL };
static const char *const of_dialect[] = { "commentPrefix",
					  "delimiter",
					  "doubleQuote",
					  "encoding",
					  "header",
					  "headerRowCount",
					  "lineTerminators",
					  "quoteChar",
					  "skipBlankRows",
					  "skipColumns",
					  "skipInitialSpace",
					  "skipRows",
					  "trim",
					  "@id",
					  "@type",
					  NULL };
static const char *const of_schema[] = { "columns", "foreignKeys", "primaryKey", "rowTitles",
					 NULL };
static const char *const of_column[] = { "name", "suppressOutput", "titles", "virtual", NULL };
/* Prefixes that the standard's context has, as far as we use them. */
static const char *const prefixes[] = { "dc", "dcterms", "rdfs", "schema", "skos", NULL };

static void fault(GString *faults, const char *what, const char *name)
{
	g_string_append_printf(faults, "%s: %s\n", what, name != NULL ? name : "?");
}

static bool has(const char *const *names, const char *name)
{
	return g_strv_contains(names, name);
}

/* An absolute address, or PREFIX:NAME of a prefix that is known without being declared. */
static bool is_common(const char *name)
{
	const char *colon = strchr(name, ':');
	if (colon == NULL || colon[1] == '\0')
		return false;
	g_autofree char *prefix = g_strndup(name, (gsize)(colon - name));
	return has(prefixes, prefix) || g_str_has_prefix(name, "http://") ||
	       g_str_has_prefix(name, "https://");
}

static void check_common(const YamlNode *value, const char *name, GString *faults);

/* An object among common values: @value with a language or a type, or more common values. */
static void check_object(const YamlNode *object, const char *name, GString *faults)
{
	bool literal = yaml_find(object, "@value") != NULL;
	bool both = yaml_find(object, "@language") != NULL && yaml_find(object, "@type") != NULL;
	for (size_t n = 0; n < yaml_count(object); n++) {
		const char *key = yaml_text(yaml_key(object, n));
		bool of_literal = strcmp(key, "@value") == 0 || strcmp(key, "@language") == 0;
		if (literal
			? !of_literal && strcmp(key, "@type") != 0
			: strcmp(key, "@id") != 0 && strcmp(key, "@type") != 0 && !is_common(key))
			fault(faults, name, key);
		if (strcmp(key, "@type") == 0 && !is_common(yaml_text(yaml_value(object, n))))
			fault(faults, "no type", yaml_text(yaml_value(object, n)));
		if (is_common(key))
			check_common(yaml_value(object, n), key, faults);
	}
	if (both)
		fault(faults, name, "both @type and @language");
}

static void check_common(const YamlNode *value, const char *name, GString *faults)
{
	for (size_t n = 0; yaml_kind(value) == YAML_KIND_SEQUENCE && n < yaml_count(value); n++)
		check_common(yaml_item(value, n), name, faults);
	if (yaml_kind(value) == YAML_KIND_MAPPING)
		check_object(value, name, faults);
}

/* OBJECT has names of OWN, those that all descriptions have, and common ones. */
static void check_names(const YamlNode *object, const char *what, const char *const *own,
			GString *faults)
{
	if (object == NULL || yaml_kind(object) != YAML_KIND_MAPPING) {
		fault(faults, what, "is no object");
		return;
	}
	for (size_t n = 0; n < yaml_count(object); n++) {
		const char *key = yaml_text(yaml_key(object, n));
		if (has(own, key) || (own != of_dialect && has(inherited, key)))
			continue;
		if (own == of_dialect || !is_common(key))
			fault(faults, what, key);
		else
			check_common(yaml_value(object, n), key, faults);
	}
}

static void check_context(const YamlNode *context, GString *faults)
{
	static const char *const local[] = { "@base", "@language", NULL };
	const YamlNode *first =
	    yaml_kind(context) == YAML_KIND_SEQUENCE ? yaml_item(context, 0) : context;
	if (g_strcmp0(yaml_text(first), "http://www.w3.org/ns/csvw") != 0)
		fault(faults, "@context", yaml_text(first));
	if (first == context)
		return;
	const YamlNode *rest = yaml_count(context) == 2 ? yaml_item(context, 1) : NULL;
	if (yaml_count(context) > 2 || rest == NULL || yaml_kind(rest) != YAML_KIND_MAPPING)
		fault(faults, "@context", "is not an address and an object");
	for (size_t n = 0; n < yaml_count(rest); n++)
		if (!has(local, yaml_text(yaml_key(rest, n))))
			fault(faults, "@context", yaml_text(yaml_key(rest, n)));
}

/* HEAD is among the titles of COLUMN, of any language. */
static bool is_titled(const YamlNode *column, const char *head)
{
	const YamlNode *titles = yaml_find(column, "titles");
	for (size_t n = 0; n < yaml_count(titles); n++) {
		const YamlNode *of = yaml_value(titles, n);
		if (g_strcmp0(yaml_text(of), head) == 0)
			return true;
		for (size_t m = 0; yaml_text(of) == NULL && m < yaml_count(of); m++)
			if (g_strcmp0(yaml_text(yaml_item(of, m)), head) == 0)
				return true;
	}
	return false;
}

static void check_columns(const YamlNode *columns, const char *const *heads, GString *faults)
{
	static const char *const types[] = { "integer", "string", "date", NULL };
	if (yaml_count(columns) != g_strv_length((char **)(guintptr)heads))
		fault(faults, "columns", "are not those of the table");
	for (size_t n = 0; n < yaml_count(columns) && heads[n] != NULL; n++) {
		const YamlNode *column = yaml_item(columns, n);
		const char *type = yaml_text(yaml_find(column, "datatype"));
		check_names(column, "column", of_column, faults);
		if (g_strcmp0(yaml_text(yaml_find(column, "name")), heads[n]) != 0 ||
		    !g_regex_match_simple("^[A-Za-z0-9][A-Za-z0-9_.]*$", heads[n], 0, 0))
			fault(faults, "column's name", heads[n]);
		if (!is_titled(column, heads[n]))
			fault(faults, "no title is the head", heads[n]);
		if (type == NULL || !has(types, type))
			fault(faults, "datatype", type);
	}
}

static void check_key(const YamlNode *key, const char *const *heads, GString *faults)
{
	for (size_t n = 0; n < yaml_count(key); n++)
		if (!has(heads, yaml_text(yaml_item(key, n))))
			fault(faults, "primaryKey", yaml_text(yaml_item(key, n)));
}

char *csvw_faults(const char *json, const char *const *heads)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(YamlDocument) document = yaml_parse(json, strlen(json), "metadata", &error);
	const YamlNode *root = document != NULL ? yaml_root(document) : NULL;
	GString *faults = g_string_new(NULL);
	const YamlNode *notes = yaml_find(root, "notes"), *schema = yaml_find(root, "tableSchema");
	if (root == NULL || yaml_find(root, "@context") == NULL || schema == NULL) {
		fault(faults, "no metadata", error != NULL ? error->message : json);
		return g_string_free(faults, FALSE);
	}
	check_names(root, "table", of_table, faults);
	check_context(yaml_find(root, "@context"), faults);
	check_names(yaml_find(root, "dialect"), "dialect", of_dialect, faults);
	check_names(schema, "schema", of_schema, faults);
	check_columns(yaml_find(schema, "columns"), heads, faults);
	check_key(yaml_find(schema, "primaryKey"), heads, faults);
	if (notes != NULL && yaml_kind(notes) != YAML_KIND_SEQUENCE)
		fault(faults, "notes", "are no list");
	for (size_t n = 0; n < yaml_count(notes); n++)
		check_object(yaml_item(notes, n), "note", faults);
	return g_string_free(faults, FALSE);
}
