#include "core/database/database_private.h"

#include <stdio.h>
#include <string.h>

DatabaseResult *result_new(PGresult *rows)
{
	DatabaseResult *result = g_new(DatabaseResult, 1);
	result->rows = rows;
	return result;
}

void result_free(DatabaseResult *result)
{
	if (result == NULL)
		return;
	PQclear(result->rows);
	g_free(result);
}

int result_rows(const DatabaseResult *result)
{
	return PQntuples(result->rows);
}

int result_columns(const DatabaseResult *result)
{
	return PQnfields(result->rows);
}

const char *result_column_name(const DatabaseResult *result, int column)
{
	const char *name = PQfname(result->rows, column);
	g_assert(name != NULL);
	return name;
}

guint32 result_column_type(const DatabaseResult *result, int column)
{
	return PQftype(result->rows, column);
}

int result_column(const DatabaseResult *result, const char *name)
{
	for (int column = 0; column < PQnfields(result->rows); column++) {
		if (strcmp(PQfname(result->rows, column), name) == 0)
			return column;
	}
	g_error("no column '%s' in the result", name);
}

static void check_place(const DatabaseResult *result, int row, int column)
{
	g_assert(row >= 0 && row < PQntuples(result->rows));
	g_assert(column >= 0 && column < PQnfields(result->rows));
}

bool result_is_null(const DatabaseResult *result, int row, int column)
{
	check_place(result, row, column);
	return PQgetisnull(result->rows, row, column) != 0;
}

const char *result_text(const DatabaseResult *result, int row, int column)
{
	return result_is_null(result, row, column) ? NULL : PQgetvalue(result->rows, row, column);
}

const char *result_text_at(const DatabaseResult *result, int row, const char *column)
{
	return result_text(result, row, result_column(result, column));
}

/* The text of a value that must not be null. */
static const char *value_text(const DatabaseResult *result, int row, int column)
{
	const char *text = result_text(result, row, column);
	if (text == NULL)
		g_error("column '%s' is null", result_column_name(result, column));
	return text;
}

gint64 result_int64(const DatabaseResult *result, int row, int column)
{
	gint64 value = 0;
	if (!g_ascii_string_to_signed(value_text(result, row, column), 10, G_MININT64, G_MAXINT64,
				      &value, NULL))
		g_error("column '%s' is not a whole number", result_column_name(result, column));
	return value;
}

double result_double(const DatabaseResult *result, int row, int column)
{
	const char *text = value_text(result, row, column);
	char *end = NULL;
	double value = g_ascii_strtod(text, &end);
	if (end == text || *end != '\0')
		g_error("column '%s' is not a number", result_column_name(result, column));
	return value;
}

bool result_bool(const DatabaseResult *result, int row, int column)
{
	const char *text = value_text(result, row, column);
	if (strcmp(text, "t") != 0 && strcmp(text, "f") != 0)
		g_error("column '%s' is not boolean", result_column_name(result, column));
	return *text == 't';
}

bool result_date(const DatabaseResult *result, int row, int column, GDate *ret_date)
{
	enum { DATE_OID = 1082 }; /* pg_type.dat */
	if (PQftype(result->rows, column) != DATE_OID)
		g_error("column '%s' is not a date", result_column_name(result, column));
	const char *text = result_text(result, row, column);
	unsigned year = 0;
	unsigned month = 0;
	unsigned day = 0;
	int end = 0;
	g_date_clear(ret_date, 1);
	/* "infinity", years BC and past 65535 are dates of PostgreSQL but not of GLib. */
	if (text == NULL || sscanf(text, "%u-%u-%u%n", &year, &month, &day, &end) != 3 ||
	    text[end] != '\0' ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)MIN(year, 65535)) ||
	    year > 65535)
		return false;
	g_date_set_dmy(ret_date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return true;
}
