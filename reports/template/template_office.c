/* {office: commitments, columns: "owner text, due date"}: a dataset from a file of the office. */
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/derive/derive.h"
#include "reports/template/template_reader.h"

const TemplateKey template_late_keys[] = {
	{ .name = "due", .kind = KEY_WORD, .needed = true },
	{ .name = "done", .kind = KEY_WORD, .needed = true },
	{ 0 },
};

/* "owner text", "note text?" of WORDS. */
static void read_column(TemplateReader *reader, const YamlNode *node, const char *where,
			const char *words, Office *office)
{
	static const char *const kept[] = { "late", "days_late", "line", NULL };
	g_auto(GStrv) parts = g_strsplit_set(words, " \t\n", -1);
	guint count = g_strv_length(parts);
	bool optional = count == 2 && g_str_has_suffix(parts[1], "?");
	if (optional)
		parts[1][strlen(parts[1]) - 1] = '\0';
	int type = 0;
	while (count == 2 && type < OFFICE_TYPES && strcmp(office_type_names[type], parts[1]) != 0)
		type++;
	if (count != 2 || !g_regex_match_simple("^[a-z][a-z0-9_]{0,40}\\z", parts[0], 0, 0))
		problems_add(reader->problems, reader->document, node,
			     "write for example: \"owner text, due date, note text?\"",
			     "%s: '%s' is no name and type", where, words);
	else if (type == OFFICE_TYPES)
		reader_unknown(reader, node, parts[1], office_type_names,
			       "%s: '%s' has no type '%s'", where, parts[0], parts[1]);
	else if (office_column(office, parts[0]) != NULL || g_strv_contains(kept, parts[0]))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' is there already", where, parts[0]);
	else {
		OfficeColumn *column = g_new0(OfficeColumn, 1);
		column->name = g_strdup(parts[0]);
		column->type = (OfficeType)type;
		column->optional = optional;
		g_ptr_array_add(office->columns, column);
	}
}

static void read_columns(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
			 const char *where, Office *office)
{
	g_autofree char *what = g_strdup_printf("%s: columns", where);
	if (node == NULL)
		problems_add(reader->problems, reader->document, key,
			     "write for example: columns: \"owner text, due date\"",
			     "%s has no columns", where);
	const char *list = node != NULL ? reader_word(reader, node, what) : NULL;
	g_auto(GStrv) items = g_strsplit(list != NULL ? list : "", ",", -1);
	for (char **item = items; *item != NULL; item++)
		read_column(reader, node, what, g_strstrip(*item), office);
}

/* The column that NODE names, of one of two types (or one twice). Transfer full. */
static char *read_name(TemplateReader *reader, const YamlNode *node, const char *where,
		       const Office *office, OfficeType one, OfficeType other)
{
	const char *name = node != NULL ? reader_word(reader, node, where) : NULL;
	const OfficeColumn *column = name != NULL ? office_column(office, name) : NULL;
	if (name == NULL)
		return NULL;
	if (column == NULL || (column->type != one && column->type != other))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' is no column of the type %s", where, name,
			     office_type_names[one]);
	return g_strdup(name);
}

static void read_late(TemplateReader *reader, const YamlNode *node, const char *where,
		      Office *office)
{
	g_autofree char *what = g_strdup_printf("%s: late", where);
	if (node == NULL || !reader_keys(reader, node, what, template_late_keys))
		return;
	reader_needed(reader, node, what, template_late_keys);
	office->due =
	    read_name(reader, yaml_find(node, "due"), what, office, OFFICE_DATE, OFFICE_DATE);
	office->done =
	    read_name(reader, yaml_find(node, "done"), what, office, OFFICE_YES_NO, OFFICE_DATE);
}

/* Which rows are wanted. */
static void read_filters(TemplateReader *reader, const YamlNode *node, const char *where,
			 Office *office)
{
	const YamlNode *only = yaml_find(node, "only"), *after = yaml_find(node, "after");
	g_autofree char *what = g_strdup_printf("%s: only", where);
	g_autofree char *which = g_strdup_printf("%s: after", where);
	if (office->due != NULL && g_strcmp0(yaml_text(only), "late") == 0)
		office->only = g_strdup("late");
	else
		office->only = read_name(reader, only, what, office, OFFICE_YES_NO, OFFICE_YES_NO);
	office->after = read_name(reader, after, which, office, OFFICE_DATE, OFFICE_DATE);
}

static void refuse_others(TemplateReader *reader, const YamlNode *node, const char *where,
			  const char *what, const char *const *others)
{
	for (const char *const *other = others; *other != NULL; other++)
		if (yaml_find(node, *other) != NULL)
			problems_add(reader->problems, reader->document, yaml_find(node, *other),
				     NULL, "%s has '%s' and takes no '%s'", where, what, *other);
}

void reader_no_office(TemplateReader *reader, const YamlNode *node, const char *where)
{
	static const char *const others[] = { "columns", "late", "only", "after", NULL };
	refuse_others(reader, node, where, yaml_find(node, "from") != NULL ? "from" : "query",
		      others);
}

bool reader_office(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
		   const char *where, TemplateDataset *dataset)
{
	static const char *const others[] = { "query", "with", "from", "row", "unless", NULL };
	g_autofree char *what = g_strdup_printf("%s: office", where);
	refuse_others(reader, node, where, "office", others);
	const char *name = reader_word(reader, yaml_find(node, "office"), what);
	if (name == NULL)
		return false;
	if (!g_regex_match_simple("^[a-z][a-z0-9_-]{0,40}\\z", name, 0, 0)) {
		problems_add(reader->problems, reader->document, yaml_find(node, "office"),
			     "leave the folder and '.yaml' out",
			     "%s: '%s' is no name of small letters, digits, '-' and '_'", what,
			     name);
		return false;
	}
	dataset->office = office_new(name);
	read_columns(reader, key, yaml_find(node, "columns"), where, dataset->office);
	read_late(reader, yaml_find(node, "late"), where, dataset->office);
	read_filters(reader, node, where, dataset->office);
	office_finish(dataset->office, library_languages(reader->library));
	dataset->query = dataset->office->query;
	dataset->sql = dataset->office->sql;
	return true;
}
