#include "core/database/sqltext.h"

#include <stdlib.h>
#include <string.h>

static int compare_path(const void *key, const void *element)
{
	return strcmp(key, ((const SqlText *)element)->path);
}

const SqlText *sqltext_find(const char *path)
{
	return bsearch(path, sqltext_table, sqltext_table_count, sizeof *sqltext_table,
		       compare_path);
}

const char *sqltext(const char *path)
{
	const SqlText *file = sqltext_find(path);
	if (file == NULL)
		g_error("no SQL file sql/%s was embedded", path);
	return file->text;
}

bool sqltext_each(const char *prefix, SqlTextVisit visit, gpointer payload, GError **error)
{
	for (size_t n = 0; n < sqltext_table_count; n++) {
		if (g_str_has_prefix(sqltext_table[n].path, prefix) &&
		    !visit(&sqltext_table[n], payload, error))
			return false;
	}
	return true;
}

/* The text after "-- NAME:" when LINE is that header line, else NULL. */
static const char *header_value(const char *line, const char *name)
{
	size_t length = strlen(name);
	if (!g_str_has_prefix(line, "-- ") || strncmp(line + 3, name, length) != 0)
		return NULL;
	return line[3 + length] == ':' ? line + 4 + length : NULL;
}

char **sqltext_headers(const char *text, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GPtrArray) values = g_ptr_array_new();
	g_autoptr(GString) value = NULL;
	for (char **line = lines; *line != NULL && g_str_has_prefix(*line, "--"); line++) {
		const char *start = header_value(*line, name);
		if (value != NULL && start == NULL && g_str_has_prefix(*line, "--   ")) {
			g_string_append(value, *line + 4);
			continue;
		}
		if (value != NULL)
			g_ptr_array_add(values,
					g_strstrip(g_string_free(g_steal_pointer(&value), FALSE)));
		if (start != NULL)
			value = g_string_new(start);
	}
	if (value != NULL)
		g_ptr_array_add(values, g_strstrip(g_string_free(g_steal_pointer(&value), FALSE)));
	g_ptr_array_add(values, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&values), FALSE);
}

char *sqltext_header(const char *text, const char *name)
{
	g_auto(GStrv) values = sqltext_headers(text, name);
	return g_strdup(values[0]);
}

static void column_free(gpointer data)
{
	SqlColumn *column = data;
	g_free(column->name);
	g_free(column->type);
	g_free(column);
}

/* Parses "[$n ]name type words" into a column; NULL when it is not of that form. */
static SqlColumn *column_parse(const char *item)
{
	g_auto(GStrv) words = g_strsplit(item, " ", -1);
	char **word = words;
	if (*word != NULL && **word == '$')
		word++;
	if (word[0] == NULL || word[1] == NULL)
		return NULL;
	SqlColumn *column = g_new(SqlColumn, 1);
	column->name = g_strdup(word[0]);
	column->type = g_strjoinv(" ", word + 1);
	return column;
}

GPtrArray *sqltext_columns(const char *text, const char *header)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func(column_free);
	g_autofree char *value = sqltext_header(text, header);
	if (value == NULL || strcmp(value, "none") == 0)
		return columns;
	g_auto(GStrv) items = g_strsplit(value, ",", -1);
	for (char **item = items; *item != NULL; item++) {
		SqlColumn *column = column_parse(g_strstrip(*item));
		if (column != NULL)
			g_ptr_array_add(columns, column);
	}
	return columns;
}
