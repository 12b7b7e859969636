#include "etl/drop/drop_raw.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define NAME_LIMIT   63 /* NAMEDATALEN - 1 */
#define TABLE_PREFIX "rows_"

/* Counts the changes of what a file is read as within one version of the program. */
#define READER 2

/* By FieldType: the columns of raw tables. */
static const char *const column_types[] = { "text",    "text",
					    "integer", "boolean",
					    "date",    "timestamp without time zone",
					    "numeric", "timestamp with time zone" };

const char *drop_raw_type(FieldType type)
{
	return column_types[type];
}

static void read_free(gpointer data)
{
	DropRead *read = data;
	g_free(read->file);
	g_free(read->sha256);
	g_free(read->code);
	g_free(read->reason);
	g_free(read->remedy);
	g_free(read);
}

void drop_raw_free(DropRaw *raw)
{
	if (raw == NULL)
		return;
	g_free(raw->copy_in);
	g_hash_table_unref(raw->by_sha256);
	g_hash_table_unref(raw->by_name);
	g_ptr_array_unref(raw->reads);
	g_free(raw);
}

/* ── the table ── */
char *drop_raw_array(const char *const *texts, size_t count)
{
	GString *literal = g_string_new("{");
	for (size_t n = 0; n < count; n++) {
		g_string_append(literal, n > 0 ? ",\"" : "\"");
		for (const char *at = texts[n]; *at != '\0'; at++) {
			if (*at == '"' || *at == '\\')
				g_string_append_c(literal, '\\');
			g_string_append_c(literal, *at);
		}
		g_string_append_c(literal, '"');
	}
	g_string_append_c(literal, '}');
	return g_string_free(literal, FALSE);
}

/* A declaration that changed, or a program that may read otherwise, reads everything again. */
static char *declared_digest(const Declaration *declaration)
{
	return g_strdup_printf("%s/%d %s %s", SHUMAR_VERSION, READER, TEXT_FOLD,
			       declaration->sha256);
}

static bool make_table(DropRaw *raw, const Declaration *declaration, GError **error)
{
	const GPtrArray *fields = raw->file->fields;
	if (strlen(TABLE_PREFIX) + strlen(raw->source) + 1 + strlen(raw->file->name) > NAME_LIMIT) {
		error_set(
		    error, SHUMAR_ERROR_CONFIG, "Give the source a shorter name.",
		    "cannot make a table for file '%s' of source '%s': the names are too long",
		    raw->file->name, raw->source);
		return false;
	}
	g_autofree const char **names = g_new0(const char *, fields->len);
	g_autofree const char **types = g_new0(const char *, fields->len);
	for (guint n = 0; n < fields->len; n++) {
		const FileField *field = g_ptr_array_index(fields, n);
		names[n] = field->name;
		types[n] = column_types[field->type];
	}
	g_autofree char *digest = declared_digest(declaration);
	g_autofree char *names_array = drop_raw_array(names, fields->len);
	g_autofree char *types_array = drop_raw_array(types, fields->len);
	g_autoptr(DatabaseResult) made = database_one(
	    raw->warehouse, sqltext(SQL_ETL_RAW_MAKE),
	    DATABASE_PARAMS(raw->source, raw->file->name, digest, names_array, types_array), error);
	raw->copy_in = made != NULL ? g_strdup(result_text(made, 0, 0)) : NULL;
	return made != NULL;
}

/* ── the ledger ── */
static DropRead *take_read(const DatabaseResult *rows, int row)
{
	DropRead *read = g_new0(DropRead, 1);
	read->file_no = (gint32)result_int64(rows, row, 0);
	read->file = g_strdup(result_text(rows, row, 1));
	read->sha256 = g_strdup(result_text(rows, row, 2));
	read->records = result_int64(rows, row, 3);
	read->rejected = result_int64(rows, row, 4);
	read->code = g_strdup(result_text(rows, row, 5));
	read->line = result_is_null(rows, row, 6) ? 0 : result_int64(rows, row, 6);
	read->reason = g_strdup(result_text(rows, row, 7));
	read->remedy = g_strdup(result_text(rows, row, 8));
	return read;
}

static void keep_read(DropRaw *raw, DropRead *read)
{
	g_ptr_array_add(raw->reads, read);
	g_hash_table_insert(raw->by_sha256, read->sha256, read);
	if (read->code == NULL)
		g_hash_table_insert(raw->by_name, read->file, read);
}

static bool read_ledger(DropRaw *raw, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(raw->warehouse, sqltext(SQL_ETL_RAW_LOADED),
			   DATABASE_PARAMS(raw->source, raw->file->name), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++)
		keep_read(raw, take_read(rows, row));
	return rows != NULL;
}

DropRaw *drop_raw_open(Database *warehouse, const char *source, const Declaration *declaration,
		       const FileDeclaration *file, GError **error)
{
	g_autoptr(DropRaw) raw = g_new0(DropRaw, 1);
	raw->warehouse = warehouse;
	raw->source = source;
	raw->file = file;
	raw->reads = g_ptr_array_new_with_free_func(read_free);
	raw->by_sha256 = g_hash_table_new(g_str_hash, g_str_equal);
	raw->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	return make_table(raw, declaration, error) && read_ledger(raw, error)
		   ? g_steal_pointer(&raw)
		   : NULL;
}

/* ── one file ── */
static char *number(gint64 value)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

/* Day as text for a parameter; NULL for none. Transfer full. */
static char *day_text(const GDate *day)
{
	if (!g_date_valid(day))
		return NULL;
	return g_strdup_printf("%04d-%02d-%02d", (int)g_date_get_year(day),
			       (int)g_date_get_month(day), (int)g_date_get_day(day));
}

bool drop_raw_begin(DropRaw *raw, const DropFile *file, gint32 *ret_file_no, GError **error)
{
	g_autofree char *period = day_text(&file->said.period);
	g_autoptr(DatabaseResult) row =
	    database_one(raw->warehouse, sqltext(SQL_ETL_RAW_BEGIN),
			 DATABASE_PARAMS(raw->source, raw->file->name, file->name, file->sha256,
					 file->said.unit, period),
			 error);
	if (row != NULL)
		*ret_file_no = (gint32)result_int64(row, 0, 0);
	return row != NULL;
}

static bool empty_files(DropRaw *raw, const char *file_nos, GError **error)
{
	return database_exec(raw->warehouse, sqltext(SQL_ETL_RAW_EMPTY),
			     DATABASE_PARAMS(raw->source, raw->file->name, file_nos), NULL, error);
}

static bool forget_files(DropRaw *raw, const char *file_nos, GError **error)
{
	return database_exec(raw->warehouse, sqltext(SQL_ETL_RAW_FORGET), DATABASE_PARAMS(file_nos),
			     NULL, error);
}

/* The same bytes may come again under another name in the same folder. */
static void remember(DropRaw *raw, const DropFile *file, gint32 file_no)
{
	DropRead *read = g_new0(DropRead, 1);
	read->file_no = file_no;
	read->file = g_strdup(file->name);
	read->sha256 = g_strdup(file->sha256);
	read->records = file->records;
	read->rejected = file->rejected;
	read->code = g_strdup(file->code);
	read->line = file->line;
	read->reason = g_strdup(file->reason);
	read->remedy = g_strdup(file->remedy);
	read->used = true;
	keep_read(raw, read);
}

bool drop_raw_end(DropRaw *raw, const DropFile *file, gint32 file_no, bool keep, GError **error)
{
	g_autofree char *key = number(file_no);
	g_autofree char *list = g_strdup_printf("{%s}", key);
	g_autofree char *records = number(file->records);
	g_autofree char *rejected = number(file->rejected);
	g_autofree char *line = file->line > 0 ? number(file->line) : NULL;
	if ((file->code != NULL || !keep) && !empty_files(raw, list, error))
		return false;
	if (!keep)
		return forget_files(raw, list, error);
	remember(raw, file, file_no);
	return database_exec(
	    raw->warehouse, sqltext(SQL_ETL_RAW_END),
	    DATABASE_PARAMS(key, records, rejected, file->code, line, file->reason, file->remedy),
	    NULL, error);
}

bool drop_raw_sweep(DropRaw *raw, GError **error)
{
	g_autoptr(GString) list = g_string_new("{");
	for (guint n = 0; n < raw->reads->len; n++) {
		const DropRead *read = g_ptr_array_index(raw->reads, n);
		if (!read->used)
			g_string_append_printf(list, "%s%d", list->len > 1 ? "," : "",
					       read->file_no);
	}
	bool none = list->len == 1;
	g_string_append_c(list, '}');
	return none || (empty_files(raw, list->str, error) && forget_files(raw, list->str, error));
}
