#include "etl/check.h"

#include "core/error.h"
#include "core/log.h"
#include "core/sqltext.h"

#define RULES "etl/rules/"

typedef struct {
	const Claim *claim;
	Database *warehouse;
} Check;

static bool run_statement(const Check *check, const char *sql, GError **error)
{
	return database_exec(check->warehouse, sql, DATABASE_PARAMS(claim_run_text(check->claim)),
			     NULL, error);
}

/* A rule never meets a row that an earlier one refused. */
static bool run_rule(const SqlText *file, gpointer payload, GError **error)
{
	const Check *check = payload;
	if (run_statement(check, file->text, error) &&
	    run_statement(check, sqltext("etl/stage_remove_refused.sql"), error))
		return true;
	g_prefix_error(error, "rule 'sql/%s': ", file->path);
	return false;
}

static bool compare_totals(const Check *check, GError **error)
{
	g_autoptr(DatabaseResult) faults =
	    database_query(check->warehouse, sqltext("etl/check_totals.sql"),
			   DATABASE_PARAMS(claim_run_text(check->claim)), error);
	if (faults == NULL)
		return false;
	if (result_rows(faults) == 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_FAILED,
	    "A rule took rows out of the stage without entering them; mend the rule.",
	    "cannot apply feed '%s' of source '%s': %s rows were extracted, but %s staged and "
	    "%s refused",
	    result_text(faults, 0, 1), result_text(faults, 0, 0), result_text(faults, 0, 2),
	    result_text(faults, 0, 3), result_text(faults, 0, 4));
	return false;
}

bool check_stage(const Claim *claim, Database *warehouse, GError **error)
{
	Check check = { .claim = claim, .warehouse = warehouse };
	return database_exec(warehouse, sqltext("etl/stage_analyze.sql"), DATABASE_NO_PARAMS, NULL,
			     error) &&
	       database_exec(warehouse, sqltext("etl/stage_resolve_districts.sql"),
			     DATABASE_NO_PARAMS, NULL, error) &&
	       sqltext_each(RULES, run_rule, &check, error) &&
	       run_statement(&check, sqltext("etl/reject_finish.sql"), error) &&
	       compare_totals(&check, error);
}
