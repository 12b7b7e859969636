#include "etl/source/mapping_raw.h"

#include "core/config/problem.h"
#include "core/error.h"
#include "etl/source/sqlword.h"

#include <string.h>

#define RAW_SCHEMA "raw"

static const SqlWord *word_at(const GPtrArray *words, guint n)
{
	return n < words->len ? g_ptr_array_index(words, n) : NULL;
}

/* The word of the raw table that is named at N ("raw", ".", and this one), or NULL. */
static const SqlWord *raw_table(const GPtrArray *words, guint n)
{
	const SqlWord *schema = word_at(words, n);
	const SqlWord *dot = word_at(words, n + 1);
	const SqlWord *table = word_at(words, n + 2);
	bool named = schema != NULL && schema->identifier && strcmp(schema->text, RAW_SCHEMA) == 0;
	return named && dot != NULL && !dot->identifier && dot->text[0] == '.' && table != NULL &&
		       table->identifier
		   ? table
		   : NULL;
}

static const FileDeclaration *find_file(const Declaration *declaration, const char *name)
{
	for (guint n = 0; n < declaration->files->len; n++) {
		const FileDeclaration *file = g_ptr_array_index(declaration->files, n);
		if (strcmp(file->name, name) == 0)
			return file;
	}
	return NULL;
}

/* ── the check ── */
static bool refuse_table(const Mapping *mapping, const SqlText *file, const SqlWord *table,
			 GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < mapping->declaration->files->len; n++)
		g_ptr_array_add(
		    names,
		    ((FileDeclaration *)g_ptr_array_index(mapping->declaration->files, n))->name);
	g_ptr_array_add(names, NULL);
	g_autofree char *all = g_strjoinv(", raw.", (char **)names->pdata);
	g_autofree char *hint = g_strdup_printf(
	    "Write raw. and the file's name in source.yaml, whatever the source is called: raw.%s.",
	    all);
	g_autofree char *place = sqltext_place(file->path);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "%s:%d:%d: cannot use mapping '%s': its source.yaml declares no file '%s'", place,
		  table->line, table->column, mapping->name, table->text);
	return false;
}

/* Holds FILE (may be NULL), and adds the names of the files it reads to READ (may be NULL). */
static bool check_file(const Mapping *mapping, const SqlText *file, GPtrArray *read, GError **error)
{
	if (file == NULL)
		return true;
	g_autoptr(GPtrArray) words = sqlword_list(file->text);
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *table = raw_table(words, n);
		if (table == NULL)
			continue;
		const FileDeclaration *declared = find_file(mapping->declaration, table->text);
		if (declared == NULL)
			return refuse_table(mapping, file, table, error);
		if (read != NULL && !g_ptr_array_find(read, declared->name, NULL))
			g_ptr_array_add(read, declared->name);
	}
	return true;
}

bool mapping_raw_check(Mapping *mapping, GError **error)
{
	for (guint n = 0; n < mapping->feeds->len; n++) {
		MappingFeed *feed = g_ptr_array_index(mapping->feeds, n);
		if (!check_file(mapping, feed->file, feed->files, error))
			return false;
	}
	return check_file(mapping, mapping->as_at, NULL, error) &&
	       check_file(mapping, mapping->control, NULL, error) &&
	       check_file(mapping, mapping->stations, NULL, error);
}

/* ── reading from a source ── */
/* FILE with the raw tables of SOURCE in the place of those of its declared files. */
static const SqlText *read_from(Mapping *mapping, const SqlText *file, const char *source)
{
	if (file == NULL)
		return NULL;
	g_autoptr(GPtrArray) words = sqlword_list(file->text);
	GString *text = g_string_new(file->text);
	for (guint n = words->len; n-- > 0;) { /* from the end: offsets before stay true */
		const SqlWord *table = raw_table(words, n);
		if (table == NULL || find_file(mapping->declaration, table->text) == NULL)
			continue;
		g_autofree char *name = g_strdup_printf("\"%s_%s\"", source, table->text);
		g_string_erase(text, (gssize)table->offset, (gssize)table->length);
		g_string_insert(text, (gssize)table->offset, name);
	}
	SqlText *own = g_new0(SqlText, 1);
	*own = (SqlText){ .path = file->path, .text = g_string_free(text, FALSE) };
	g_ptr_array_add(mapping->own_files, own);
	return own;
}

void mapping_read_from(Mapping *mapping, const char *source)
{
	for (guint n = 0; n < mapping->feeds->len; n++) {
		MappingFeed *feed = g_ptr_array_index(mapping->feeds, n);
		feed->file = read_from(mapping, feed->file, source);
	}
	mapping->as_at = read_from(mapping, mapping->as_at, source);
	mapping->control = read_from(mapping, mapping->control, source);
	mapping->stations = read_from(mapping, mapping->stations, source);
}
