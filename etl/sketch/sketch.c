#include "etl/sketch/sketch.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/guard/forbidden.h"

static void column_free(gpointer data)
{
	SketchColumn *column = data;
	g_free(column->name);
	g_free(column->type);
	g_free(column);
}

Sketch *sketch_new(void)
{
	Sketch *sketch = g_new0(Sketch, 1);
	sketch->columns = g_ptr_array_new_with_free_func(column_free);
	return sketch;
}

void sketch_free(Sketch *sketch)
{
	if (sketch == NULL)
		return;
	g_ptr_array_unref(sketch->columns);
	g_free(sketch->place);
	g_free(sketch);
}

/* ── a table ── */
static ForbiddenType holds_of(const char *type)
{
	static const char *const numbers[] = { "smallint", "integer",          "bigint", "numeric",
					       "real",     "double precision", NULL };
	if (g_strv_contains(numbers, type))
		return FORBIDDEN_NUMBER;
	return strcmp(type, "date") == 0 || strcmp(type, "boolean") == 0 ||
		       g_str_has_prefix(type, "timestamp")
		   ? FORBIDDEN_MOMENT
		   : FORBIDDEN_TEXT;
}

bool sketch_is_year(const char *value)
{
	enum { FIRST = 1900, LAST = 2100 };
	gint64 year = 0;
	return g_ascii_string_to_signed(value, 10, FIRST, LAST, &year, NULL);
}

/* Values of the column at PLACE: whether all are there, none twice, and of persons. */
static void see_values(SketchColumn *column, const DatabaseResult *rows, int place)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	column->filled = column->unique = result_rows(rows) > 0;
	column->years = result_rows(rows) > 0;
	for (int row = 0; row < result_rows(rows); row++) {
		const char *value = result_text(rows, row, place);
		if (value == NULL) {
			column->filled = column->unique = false;
			continue;
		}
		column->years = column->years && sketch_is_year(value);
		if (!g_hash_table_add(seen, (gpointer)(guintptr)value))
			column->unique = false;
		if (column->personal == NULL && holds_of(column->type) == FORBIDDEN_TEXT)
			(void)forbidden_value(value, strlen(value), &column->personal);
	}
}

/* The statement that reads some rows, and where: NULL with *error. Transfer full. */
static char *statement_of(Database *source, const char *table, Sketch *sketch, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(source, sqltext(SQL_ETL_SKETCH_COLUMNS), DATABASE_PARAMS(table), error);
	if (row == NULL)
		return NULL;
	if (result_rows(row) == 0 || result_is_null(row, 0, 1)) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  result_rows(row) == 0 ? "Name it with its schema: public.complaints."
						: "Grant the user of the connection its columns.",
			  "cannot look at the table '%s' of '%s': %s", table, database_name(source),
			  result_rows(row) == 0 ? "there is none"
						: "the user may read no column of it");
		return NULL;
	}
	GString *statement = g_string_new(sqltext(SQL_ETL_SKETCH_ROWS));
	sketch->place = g_strdup(result_text(row, 0, 0));
	sketch->hidden = result_int64(row, 0, 2);
	g_string_replace(statement, "@columns@", result_text(row, 0, 1), 1);
	g_string_replace(statement, "@table@", sketch->place, 1);
	return g_string_free(statement, FALSE);
}

static SketchColumn *column_of(const DatabaseColumn *has, const DatabaseResult *rows, int place)
{
	SketchColumn *column = g_new0(SketchColumn, 1);
	column->name = g_strdup(has->name);
	column->type = g_strdup(has->type);
	(void)forbidden_column(column->name, holds_of(column->type), &column->personal);
	see_values(column, rows, place);
	return column;
}

Sketch *sketch_table(Database *source, const char *table, GError **error)
{
	g_autoptr(Sketch) sketch = sketch_new();
	g_autofree char *statement = statement_of(source, table, sketch, error);
	g_autoptr(DatabaseDescription) described =
	    statement != NULL ? database_describe(source, statement, error) : NULL;
	g_autoptr(DatabaseResult) rows =
	    described != NULL ? database_query(source, statement, DATABASE_NO_PARAMS, error) : NULL;
	if (rows == NULL)
		return NULL;
	sketch->records = result_rows(rows);
	for (guint n = 0; n < described->columns->len; n++)
		g_ptr_array_add(sketch->columns,
				column_of(g_ptr_array_index(described->columns, n), rows, (int)n));
	return g_steal_pointer(&sketch);
}
