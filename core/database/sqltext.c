#include "core/database/sqltext.h"

#include <stdlib.h>
#include <string.h>

static int compare_path(const void *key, const void *element)
{
	return strcmp(key, ((const SqlText *)element)->path);
}

/* ── the table, and what a site lays over it ── */
static const SqlText *laid; /* table and site together; NULL: there is no site */
static size_t laid_count;
static const char *laid_folder;

static bool is_before(const SqlText *own, const SqlText *other)
{
	return strcmp(own->path, other->path) < 0;
}

void sqltext_overlay(const char *folder, const SqlText *files, size_t count)
{
	GArray *both =
	    g_array_sized_new(FALSE, FALSE, sizeof(SqlText), (guint)(sqltext_table_count + count));
	size_t own = 0;
	for (size_t n = 0; n < count; n++) {
		for (; own < sqltext_table_count && is_before(&sqltext_table[own], &files[n]);
		     own++)
			g_array_append_val(both, sqltext_table[own]);
		own += own < sqltext_table_count &&
		       strcmp(sqltext_table[own].path, files[n].path) == 0;
		g_array_append_val(both, files[n]);
	}
	g_array_append_vals(both, sqltext_table + own, (guint)(sqltext_table_count - own));
	laid_count = both->len;
	laid = (const SqlText *)(gpointer)g_array_free(both, FALSE);
	laid_folder = folder;
}

const SqlText *sqltext_files(size_t *ret_count)
{
	*ret_count = laid != NULL ? laid_count : sqltext_table_count;
	return laid != NULL ? laid : sqltext_table;
}

const SqlText *sqltext_find(const char *path)
{
	size_t count = 0;
	const SqlText *files = sqltext_files(&count);
	return bsearch(path, files, count, sizeof *files, compare_path);
}

const SqlText *sqltext_own(const char *path)
{
	return bsearch(path, sqltext_table, sqltext_table_count, sizeof *sqltext_table,
		       compare_path);
}

char *sqltext_place(const char *path)
{
	const SqlText *file = sqltext_find(path);
	const SqlText *own = sqltext_own(path);
	bool of_site = file != NULL && (own == NULL || file->text != own->text);
	return of_site ? g_strdup_printf("%s/sql/%s", laid_folder, path)
		       : g_strdup_printf("sql/%s", path);
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
	size_t count = 0;
	const SqlText *files = sqltext_files(&count);
	for (size_t n = 0; n < count; n++) {
		if (g_str_has_prefix(files[n].path, prefix) && !visit(&files[n], payload, error))
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
