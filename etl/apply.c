#include "etl/apply.h"

#include "core/error.h"
#include "core/log.h"
#include "core/sqltext.h"

/* In the order in which one takes columns of another. */
static const char *const facts[] = { "case",     "accused",  "outcome", "complaint",
				     "outreach", "referral", "training" };

static bool check_balance(const char *fact, const DatabaseResult *rows, int row, GError **error)
{
	gint64 opening = result_int64(rows, row, 1);
	gint64 added = result_int64(rows, row, 2);
	gint64 deleted = result_int64(rows, row, 4);
	gint64 closing = result_int64(rows, row, 5);
	if (opening + added - deleted == closing)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Nothing was changed; report this with the run's log.",
		  "cannot apply feed '%s' of source '%s': %" G_GINT64_FORMAT " + %" G_GINT64_FORMAT
		  " - %" G_GINT64_FORMAT " rows make not the %" G_GINT64_FORMAT " counted",
		  fact, result_text(rows, row, 0), opening, added, deleted, closing);
	return false;
}

static bool apply_fact(const Claim *claim, Database *warehouse, const char *fact, gint64 *changes,
		       GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext("etl/fact_apply.sql"),
			   DATABASE_PARAMS(fact, claim_run_text(claim)), error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		if (!check_balance(fact, rows, row, error))
			return false;
		*changes += result_int64(rows, row, 2) + result_int64(rows, row, 3) +
			    result_int64(rows, row, 4);
	}
	log_debug("fact applied", "fact", fact, NULL);
	return true;
}

bool apply_stage(const Claim *claim, Database *warehouse, ApplyResult *ret_result, GError **error)
{
	ApplyResult result = { 0 };
	if (!cubes_declare(warehouse, &result.made, error))
		return false;
	for (size_t n = 0; n < G_N_ELEMENTS(facts); n++) {
		if (!apply_fact(claim, warehouse, facts[n], &result.changes, error))
			return false;
	}
	bool changed = result.changes > 0 || result.made > 0;
	if (changed && !cubes_apply(warehouse, claim_run_text(claim), &result.touched, error))
		return false;
	if (!database_exec(warehouse, sqltext("etl/source_apply.sql"),
			   DATABASE_PARAMS(claim_run_text(claim), changed ? "true" : "false"), NULL,
			   error))
		return false;
	*ret_result = result;
	return true;
}
