#include "etl/fact/apply.h"

#include "core/database/fact.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"
#include "etl/fact/check.h"

#include <string.h>

static bool count_changes(const char *fact, const DatabaseResult *rows, gint64 *changes,
			  GError **error)
{
	for (int row = 0; row < result_rows(rows); row++) {
		gint64 closing = result_int64(rows, row, 5);
		if (closing < 0) {
			error_set(error, SHUMAR_ERROR_FAILED,
				  "Nothing was changed; report this with the run's log.",
				  "cannot apply feed '%s' of source '%s': it would leave "
				  "%" G_GINT64_FORMAT " facts",
				  fact, result_text(rows, row, 0), closing);
			return false;
		}
		*changes += result_int64(rows, row, 2) + result_int64(rows, row, 3) +
			    result_int64(rows, row, 4);
	}
	return true;
}

/* Brings FACT, whose new rows are in the stage, to them. */
static bool change_fact(const Claim *claim, Database *warehouse, const char *fact, gint64 *changes,
			GError **error)
{
	g_autofree char *point = g_strdup_printf("apply.%s", fact);
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext(SQL_ETL_FACT_APPLY),
			   DATABASE_PARAMS(fact, claim_run_text(claim)), error);
	if (rows == NULL || !count_changes(fact, rows, changes, error))
		return false;
	fault_point(point);
	log_debug("fact applied", "fact", fact, NULL);
	return true;
}

static bool apply_fact(const Claim *claim, Database *warehouse, const char *fact, gint64 *changes,
		       GError **error)
{
	return database_exec(warehouse, sqltext(SQL_ETL_STAGE_DEPENDENTS), DATABASE_PARAMS(fact),
			     NULL, error) &&
	       check_feed(claim, warehouse, fact, error) &&
	       change_fact(claim, warehouse, fact, changes, error);
}

/* The lifecycles of cases, which are made of the other facts and of no feed. */
static bool apply_lifecycles(const Claim *claim, Database *warehouse, gint64 *changes,
			     GError **error)
{
	return database_exec(warehouse, sqltext(SQL_ETL_STAGE_LIFECYCLES),
			     DATABASE_PARAMS(claim_run_text(claim)), NULL, error) &&
	       change_fact(claim, warehouse, "lifecycle", changes, error);
}

static bool complete_stage(const Claim *claim, Database *warehouse, GError **error)
{
	if (!database_exec(warehouse, sqltext(SQL_ETL_STAGE_COMPLETE),
			   DATABASE_PARAMS(claim_run_text(claim)), NULL, error) ||
	    !database_exec(warehouse, sqltext(SQL_ETL_STAGE_MEANING), DATABASE_NO_PARAMS, NULL,
			   error))
		return false;
	fault_point("apply.completed");
	return true;
}

/* What each source counted by a query of its own against facts and rejected rows. */
static bool compare_controls(const Claim *claim, Database *warehouse, GError **error)
{
	g_autoptr(DatabaseResult) faults =
	    database_query(warehouse, sqltext(SQL_ETL_CONTROL_FAULTS),
			   DATABASE_PARAMS(claim_run_text(claim)), error);
	if (faults == NULL)
		return false;
	if (result_rows(faults) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Nothing was changed. Run 'shumar etl run --full' to compare the source row by "
		  "row; if it says the same, its mapping leaves rows out or gives some twice.",
		  "cannot apply feed '%s' of source '%s': the source counts %s rows, but there "
		  "would be %s facts and %s rejected rows",
		  result_text(faults, 0, 1), result_text(faults, 0, 0), result_text(faults, 0, 2),
		  result_text(faults, 0, 3), result_text(faults, 0, 4));
	return false;
}

/* Coverage is read off the cubes and of how far the sources go. Where it alone changed, the cubes
 * are gone through all the same: what is published is proven. */
static bool enter_coverage(const Claim *claim, Database *warehouse, bool changed,
			   ApplyResult *result, GError **error)
{
	g_autoptr(DatabaseResult) row = database_one(warehouse, sqltext(SQL_ETL_COVERAGE_ENTER),
						     DATABASE_PARAMS(claim_run_text(claim)), error);
	if (row == NULL)
		return false;
	result->coverage = result_int64(row, 0, 0);
	return changed || result->coverage == 0 ||
	       cubes_apply(warehouse, claim_run_text(claim), &result->touched, error);
}

/* Makes known how far the sources were read. Whoever moves the day up to which records are known
 * changes what reports print, although no record changed. */
static bool apply_sources(const Claim *claim, Database *warehouse, bool changed, GError **error)
{
	return database_exec(warehouse, sqltext(SQL_ETL_SOURCE_APPLY),
			     DATABASE_PARAMS(claim_run_text(claim), changed ? "true" : "false"),
			     NULL, error);
}

static bool has_moved(Database *warehouse, bool *ret_moved, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(warehouse, sqltext(SQL_ETL_AS_AT_MOVED), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_moved = result_bool(row, 0, 0);
	return true;
}

bool apply_stage(const Claim *claim, Database *warehouse, ApplyResult *ret_result, GError **error)
{
	ApplyResult result = { 0 };
	fault_point("apply.fenced");
	if (!cubes_declare(warehouse, &result.made, error) ||
	    !database_exec(warehouse, sqltext(SQL_ETL_DROP_ENTER),
			   DATABASE_PARAMS(claim_run_text(claim)), NULL, error) ||
	    !complete_stage(claim, warehouse, error))
		return false;
	for (const char *const *fact = fact_order(); *fact != NULL; fact++) {
		if (!apply_fact(claim, warehouse, *fact, &result.changes, error))
			return false;
	}
	if (!apply_lifecycles(claim, warehouse, &result.lifecycles, error) ||
	    !has_moved(warehouse, &result.moved, error))
		return false;
	bool changed =
	    result.changes > 0 || result.lifecycles > 0 || result.made > 0 || result.moved;
	if (!compare_controls(claim, warehouse, error) ||
	    (changed && !cubes_apply(warehouse, claim_run_text(claim), &result.touched, error)))
		return false;
	fault_point("apply.cubes");
	if (!apply_sources(claim, warehouse, changed, error) ||
	    !enter_coverage(claim, warehouse, changed, &result, error))
		return false;
	fault_point("apply.sources");
	*ret_result = result;
	return true;
}

bool apply_delta(const Claim *claim, Database *warehouse, ApplyResult *ret_result, GError **error)
{
	ApplyResult result = { 0 };
	if (!cubes_declare(warehouse, &result.made, error))
		return false;
	for (const char *const *fact = fact_order(); *fact != NULL; fact++) {
		if (!change_fact(claim, warehouse, *fact, &result.changes, error))
			return false;
	}
	if (!change_fact(claim, warehouse, "lifecycle", &result.lifecycles, error) ||
	    !cubes_apply(warehouse, claim_run_text(claim), &result.touched, error))
		return false;
	fault_point("apply.cubes");
	*ret_result = result;
	return true;
}
