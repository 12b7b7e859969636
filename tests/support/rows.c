#include "tests/support/rows.h"

#include <criterion/criterion.h>

char *rows_text(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) rows = database_query(db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert_not_null(rows, "%s", error != NULL ? error->message : "");
	GString *text = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++) {
		for (int column = 0; column < result_columns(rows); column++) {
			const char *value = result_text(rows, row, column);
			g_string_append_printf(text, "%s%s", column > 0 ? "|" : "",
					       value != NULL ? value : "-");
		}
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

void rows_check(Database *db, const char *sql, const char *expected)
{
	g_autofree char *got = rows_text(db, sql);
	cr_assert_str_eq(got, expected, "%s\ngave:\n%s", sql, got);
}
