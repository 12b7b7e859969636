#include "etl/command/ledger.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/command/drop_status.h"
#include "etl/fact/verify.h"
#include "etl/ledger/summary.h"

#include <string.h>

#define RUNS_SHOWN "10"

/* ── status ── */
static bool add_published(GString *text, Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_PUBLISHED), DATABASE_NO_PARAMS, error);
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

bool ledger_status(GString *text, Database *db, GError **error)
{
	static const char *const runs[] = {
		"run", "kind", "state", "started", "seconds", "message"
	};
	static const char *const sources[] = { "source", "state",    "capture",
					       "as at",  "last run", "full at run",
					       "facts",  "rejected", "note" };
	static const char *const rejects[] = { "source", "feed",     "rejected",  "code",
					       "open",   "stations", "open since" };
	return add_published(text, db, error) &&
	       add_table(text, db, SQL_ETL_STATUS_RUNS, RUNS_SHOWN, runs, error) &&
	       add_table(text, db, SQL_ETL_STATUS_SOURCES, NULL, sources, error) &&
	       add_table(text, db, SQL_ETL_REJECTS_AGES, NULL, rejects, error) &&
	       drop_status(text, db, error);
}

/* ── explain ── */
static void put_head(GString *text, const DatabaseResult *rows)
{
	g_string_append_printf(text, "run %s: %s, %s, began %s\n", result_text(rows, 0, 0),
			       result_text(rows, 0, 1), result_text(rows, 0, 2),
			       result_text(rows, 0, 3));
	for (int column = 4; column <= 5; column++) {
		if (!result_is_null(rows, 0, column))
			g_string_append_printf(text, "  %s\n", result_text(rows, 0, column));
	}
	for (int row = 0; row < result_rows(rows) && !result_is_null(rows, row, 6); row++) {
		g_string_append_printf(text, "  source %s: %s, %s by %s; known to %s",
				       result_text(rows, row, 6), result_text(rows, row, 9),
				       result_text(rows, row, 8), result_text(rows, row, 7),
				       result_text(rows, row, 10));
		if (!result_is_null(rows, row, 11))
			g_string_append_printf(text, " (%s)", result_text(rows, row, 11));
		g_string_append_c(text, '\n');
	}
	g_string_append_c(text, '\n');
}

bool ledger_explain(GString *text, Database *db, const char *run, GError **error)
{
	static const char *const changes[] = { "source",   "fact",      "new",          "late",
					       "returned", "corrected", "reclassified", "case",
					       "outcome",  "rejected",  "withdrawn" };
	static const char *const columns[] = { "fact", "corrected column", "facts", "oldest",
					       "newest" };
	static const char *const rejects[] = { "source", "feed", "rejected", "code",
					       "open",   "new",  "resolved" };
	static const char *const steps[] = { "step", "seconds" };
	g_autoptr(DatabaseResult) head =
	    database_query(db, sqltext(SQL_ETL_EXPLAIN_HEAD), DATABASE_PARAMS(run), error);
	if (head == NULL)
		return false;
	if (result_rows(head) == 0) {
		error_set(error, SHUMAR_ERROR_USAGE, "'shumar etl status' shows the runs.",
			  "there is no run %s", run);
		return false;
	}
	put_head(text, head);
	return add_table(text, db, SQL_ETL_EXPLAIN_CHANGES, run, changes, error) &&
	       add_table(text, db, SQL_ETL_EXPLAIN_COLUMNS, run, columns, error) &&
	       add_table(text, db, SQL_ETL_SUMMARY_REJECTS, run, rejects, error) &&
	       database_begin(db, DATABASE_READ_WRITE, error) &&
	       summary_figures(text, db, run, error) && database_commit(db, error) &&
	       add_table(text, db, SQL_ETL_STEPS, run, steps, error);
}

/* ── verify ── */
bool ledger_verify(GString *text, Database *db, GError **error)
{
	g_autoptr(DatabaseResult) run =
	    database_one(db, sqltext(SQL_ETL_LAST_APPLIED), DATABASE_NO_PARAMS, error);
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
