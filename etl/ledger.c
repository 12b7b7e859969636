#include "etl/ledger.h"

#include "core/error.h"
#include "core/sqltext.h"
#include "etl/summary.h"
#include "etl/verify.h"

#include <string.h>

#define RUNS_SHOWN "10"

/* ── status ── */
static bool add_published(GString *text, Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext("etl/published.sql"), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	if (result_is_null(row, 0, 0))
		g_string_append(text, "no run is published yet\n\n");
	else
		g_string_append_printf(
		    text, "reports read run %s%s\n\n", result_text(row, 0, 0),
		    result_bool(row, 0, 1) ? "; a later one is applied and not published" : "");
	return true;
}

static bool add_table(GString *text, Database *db, const char *path, const char *parameter,
		      const char *const *heads, GError **error)
{
	const char *const params[] = { parameter };
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(path), params, parameter != NULL ? 1 : 0, error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) > 0) {
		summary_table(text, rows, heads);
		g_string_append_c(text, '\n');
	}
	return true;
}

/* The run whose refusals are meant when none is named; NULL with or without *error. */
static char *last_run(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext("etl/rejects_last_run.sql"), DATABASE_NO_PARAMS, error);
	return row != NULL ? g_strdup(result_text(row, 0, 0)) : NULL;
}

bool ledger_status(GString *text, Database *db, GError **error)
{
	static const char *const runs[] = {
		"run", "kind", "state", "started", "seconds", "message"
	};
	static const char *const sources[] = { "source", "mapping",  "jurisdiction",
					       "as at",  "last run", "facts" };
	static const char *const rejects[] = { "source", "feed", "refused", "code", "entries" };
	if (!add_published(text, db, error) ||
	    !add_table(text, db, "etl/status_runs.sql", RUNS_SHOWN, runs, error) ||
	    !add_table(text, db, "etl/status_sources.sql", NULL, sources, error))
		return false;
	g_autoptr(GError) fault = NULL;
	g_autofree char *run = last_run(db, &fault);
	if (fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	return run == NULL || add_table(text, db, "etl/summary_rejects.sql", run, rejects, error);
}

/* ── rejects ── */
static void put_csv_value(GString *text, const char *value)
{
	if (value == NULL)
		return;
	if (strpbrk(value, "\",\r\n") == NULL) {
		g_string_append(text, value);
		return;
	}
	g_string_append_c(text, '"');
	for (; *value != '\0'; value++)
		g_string_append_printf(text, *value == '"' ? "\"\"" : "%c", *value);
	g_string_append_c(text, '"');
}

static void put_csv(GString *text, const DatabaseResult *rows)
{
	for (int row = -1; row < result_rows(rows); row++) {
		for (int column = 0; column < result_columns(rows); column++) {
			if (column > 0)
				g_string_append_c(text, ',');
			put_csv_value(text, row < 0 ? result_column_name(rows, column)
						    : result_text(rows, row, column));
		}
		g_string_append_c(text, '\n');
	}
}

static const char *value_of(const DatabaseResult *rows, int row, const char *column)
{
	return result_text(rows, row, result_column(rows, column));
}

/* "psrms/case duplicate-fir, LHR Civil Lines, fir_number, file.csv:12" and what was given. */
static void put_entry(GString *text, const DatabaseResult *rows, int row)
{
	static const char *const places[] = { "district", "station", "field" };
	g_string_append_printf(
	    text, "%s/%s %s%s", value_of(rows, row, "source"), value_of(rows, row, "feed"),
	    value_of(rows, row, "code"),
	    strcmp(value_of(rows, row, "severity"), "row") == 0 ? " (row refused)" : "");
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		const char *place = value_of(rows, row, places[n]);
		if (place != NULL)
			g_string_append_printf(text, ", %s", place);
	}
	if (value_of(rows, row, "file") != NULL)
		g_string_append_printf(text, ", %s", value_of(rows, row, "file"));
	if (value_of(rows, row, "line") != NULL)
		g_string_append_printf(text, ":%s", value_of(rows, row, "line"));
	g_string_append_printf(text, "\n  %s\n  %s\n", value_of(rows, row, "reason"),
			       value_of(rows, row, "remedy"));
	if (value_of(rows, row, "content") != NULL)
		g_string_append_printf(text, "  %s\n", value_of(rows, row, "content"));
}

static void put_entries(GString *text, const DatabaseResult *rows, const char *run)
{
	for (int row = 0; row < result_rows(rows); row++)
		put_entry(text, rows, row);
	g_string_append_printf(text, "%d entries of run %s\n", result_rows(rows), run);
}

bool ledger_rejects(GString *text, Database *db, const LedgerRejects *wanted, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *run = wanted->run != NULL ? g_strdup(wanted->run) : last_run(db, &fault);
	if (run == NULL && fault == NULL)
		g_string_append(text, "nothing has been read yet\n");
	g_autoptr(DatabaseResult) rows =
	    run != NULL ? database_query(db, sqltext("etl/rejects.sql"),
					 DATABASE_PARAMS(run, wanted->source, wanted->code), &fault)
			: NULL;
	if (rows != NULL && wanted->csv)
		put_csv(text, rows);
	else if (rows != NULL)
		put_entries(text, rows, run);
	if (fault == NULL)
		return true;
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

/* ── verify ── */
bool ledger_verify(GString *text, Database *db, GError **error)
{
	g_autoptr(DatabaseResult) run =
	    database_one(db, sqltext("etl/last_applied.sql"), DATABASE_NO_PARAMS, error);
	if (run == NULL)
		return false;
	if (result_is_null(run, 0, 0)) {
		error_set(error, SHUMAR_ERROR_FAILED, "Run 'shumar etl run'.",
			  "cannot verify: no run was applied yet");
		return false;
	}
	g_auto(VerifyResult) verified = { 0 };
	if (!verify_cubes(db, result_text(run, 0, 0), &verified, error))
		return false;
	g_string_append_printf(text,
			       "%" G_GINT64_FORMAT " cubes (%" G_GINT64_FORMAT
			       " cells) proven equal to their facts, %u wrong\n",
			       verified.proven, verified.cells, verified.wrong->len);
	return verify_fault(&verified, error);
}
