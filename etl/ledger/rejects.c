#include "etl/ledger/rejects.h"

#include "core/database/sqltext.h"
#include "core/text.h"
#include "etl/ledger/rejects_private.h"

#include <string.h>

/* Type oids of numbers: they go to CSV as they are. */
static bool is_number(guint32 type)
{
	enum { INT8 = 20, INT2 = 21, INT4 = 23, FLOAT4 = 700, FLOAT8 = 701, NUMERIC = 1700 };
	return type == INT8 || type == INT2 || type == INT4 || type == FLOAT4 || type == FLOAT8 ||
	       type == NUMERIC;
}

void rejects_put_csv(Csvout *csv, const DatabaseResult *rows, int row)
{
	for (int column = 0; column < result_columns(rows); column++) {
		if (row < 0)
			csvout_text(csv, result_column_name(rows, column));
		else if (is_number(result_column_type(rows, column)))
			csvout_number(csv, result_text(rows, row, column));
		else
			csvout_text(csv, result_text(rows, row, column));
	}
	csvout_end(csv);
}

/* "; open since 2026-11-24 (run 3)" or "; corrected in run 5". */
static void put_life(GString *text, const DatabaseResult *rows, int row)
{
	if (result_text_at(rows, row, "resolved_run") != NULL)
		g_string_append_printf(text, "; %s in run %s",
				       result_text_at(rows, row, "resolved_how"),
				       result_text_at(rows, row, "resolved_run"));
	else
		g_string_append_printf(text, "; open since %s (run %s)",
				       result_text_at(rows, row, "since"),
				       result_text_at(rows, row, "first_run"));
}

/* Appends ", VALUE" on one line; what a station or a file is called is for no terminal to obey. */
static void put_place(GString *text, const char *value)
{
	g_autofree char *shown = text_printable(value, -1);
	g_string_append_printf(text, ", %s", g_strdelimit(shown, "\n\t", ' '));
}

/* "psrms/case duplicate-fir, LHR, Civil Lines, 12/2024, fir_number, file.csv:12" and what was
 * given. */
static void put_entry(GString *text, const DatabaseResult *rows, int row)
{
	static const char *const places[] = { "district", "station", "fir", "field" };
	g_string_append_printf(
	    text, "%s/%s %s%s", result_text_at(rows, row, "source"),
	    result_text_at(rows, row, "feed"), result_text_at(rows, row, "code"),
	    strcmp(result_text_at(rows, row, "severity"), "row") == 0       ? " (row rejected)"
	    : strcmp(result_text_at(rows, row, "severity"), "warning") == 0 ? " (only noted)"
									    : "");
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		const char *place = result_text_at(rows, row, places[n]);
		if (place != NULL)
			put_place(text, place);
	}
	if (result_text_at(rows, row, "file") != NULL)
		put_place(text, result_text_at(rows, row, "file"));
	if (result_text_at(rows, row, "line") != NULL)
		g_string_append_printf(text, ":%s", result_text_at(rows, row, "line"));
	put_life(text, rows, row);
	g_string_append_printf(text, "\n  %s\n  %s\n", result_text_at(rows, row, "reason"),
			       result_text_at(rows, row, "remedy"));
	if (result_text_at(rows, row, "content") != NULL)
		g_string_append_printf(text, "  %s\n", result_text_at(rows, row, "content"));
}

DatabaseResult *rejects_find(Database *db, const Rejects *wanted, GError **error)
{
	return database_query(db, sqltext(SQL_ETL_REJECTS),
			      DATABASE_PARAMS(wanted->run, wanted->source, wanted->code,
					      wanted->district, wanted->station),
			      error);
}

bool rejects_list(GString *text, Database *db, const Rejects *wanted, GError **error)
{
	g_autoptr(DatabaseResult) rows = rejects_find(db, wanted, error);
	if (rows == NULL)
		return false;
	if (wanted->csv) {
		Csvout csv = csvout_begin(text, false);
		for (int row = -1; row < result_rows(rows); row++)
			rejects_put_csv(&csv, rows, row);
		return true;
	}
	for (int row = 0; row < result_rows(rows); row++)
		put_entry(text, rows, row);
	if (wanted->run == NULL)
		g_string_append_printf(text, "%d open entries\n", result_rows(rows));
	else
		g_string_append_printf(text, "%d entries that run %s knew\n", result_rows(rows),
				       wanted->run);
	return true;
}
