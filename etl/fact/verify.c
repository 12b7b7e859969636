#include "etl/fact/verify.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"

#include <string.h>

void verify_clear(VerifyResult *result)
{
	g_clear_pointer(&result->wrong, g_ptr_array_unref);
	g_clear_pointer(&result->balance, g_free);
}

static void take_proof(VerifyResult *result, const char *cube, bool proven, gint64 cells)
{
	result->proven += proven;
	result->cells += cells;
	if (proven)
		return;
	g_ptr_array_add(result->wrong, g_strdup(cube));
	log_warning("a cube is not equal to its facts", "cube", cube, NULL);
}

static bool prove_cube(Database *db, const char *cube, const char *run_no, VerifyResult *result,
		       GError **error)
{
	g_autoptr(DatabaseResult) proof =
	    database_one(db, sqltext(SQL_ETL_CUBE_PROVE), DATABASE_PARAMS(cube, run_no), error);
	if (proof == NULL)
		return false;
	take_proof(result, cube, result_bool(proof, 0, 1), result_int64(proof, 0, 4));
	return true;
}

/* Takes the proof of CUBE from BUILT (NULL: none); false when it is not there. */
static bool take_built(VerifyResult *result, const DatabaseResult *built, const char *cube)
{
	for (int row = 0; built != NULL && row < result_rows(built); row++) {
		if (strcmp(result_text(built, row, 0), cube) != 0)
			continue;
		take_proof(result, cube, true, result_int64(built, row, 1));
		return true;
	}
	return false;
}

/* Proves all cubes but those that BUILT (NULL: none) lists as proven. */
static bool prove_all(Database *db, const char *run_no, const DatabaseResult *built,
		      VerifyResult *result, GError **error)
{
	g_autoptr(DatabaseResult) cubes =
	    database_query(db, sqltext(SQL_ETL_CUBE_LIST), DATABASE_NO_PARAMS, error);
	if (cubes == NULL)
		return false;
	result->all = true;
	for (int row = 0; row < result_rows(cubes); row++) {
		const char *cube = result_text(cubes, row, 0);
		if (!take_built(result, built, cube) &&
		    !prove_cube(db, cube, run_no, result, error))
			return false;
	}
	return true;
}

/* Counts the facts against what the runs closed with. */
static bool count_facts(Database *db, const char *run_no, VerifyResult *result, GError **error)
{
	g_autoptr(DatabaseResult) faults =
	    database_query(db, sqltext(SQL_ETL_BALANCE_FAULTS), DATABASE_PARAMS(run_no), error);
	if (faults == NULL)
		return false;
	if (result_rows(faults) > 0)
		result->balance = g_strdup_printf(
		    "feed '%s' of source '%s' has %s facts, but its runs closed with %s",
		    result_text(faults, 0, 1), result_text(faults, 0, 0), result_text(faults, 0, 3),
		    result_text(faults, 0, 2));
	return true;
}

/* The proofs that the application of the run made of the cells it touched. */
static bool take_touched(Database *db, const char *run_no, VerifyResult *result, GError **error)
{
	g_autoptr(DatabaseResult) proofs =
	    database_query(db, sqltext(SQL_ETL_PROOF_FAULTS), DATABASE_PARAMS(run_no), error);
	if (proofs == NULL)
		return false;
	for (int row = 0; row < result_rows(proofs); row++)
		take_proof(result, result_text(proofs, row, 0), result_bool(proofs, row, 1),
			   result_int64(proofs, row, 4));
	return true;
}

static bool is_due(Database *db, const char *run_no, bool *ret_due, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_VERIFY_DUE), DATABASE_PARAMS(run_no), error);
	if (row == NULL)
		return false;
	*ret_due = result_bool(row, 0, 0);
	return true;
}

static bool verify_but(Database *db, const char *run_no, const DatabaseResult *built,
		       VerifyResult *ret_result, GError **error)
{
	g_auto(VerifyResult) result = { .wrong = g_ptr_array_new_with_free_func(g_free) };
	if (!prove_all(db, run_no, built, &result, error) ||
	    !count_facts(db, run_no, &result, error))
		return false;
	if (result.wrong->len == 0 && result.balance == NULL &&
	    !database_exec(db, sqltext(SQL_ETL_VERIFIED_ALL), DATABASE_PARAMS(run_no), NULL, error))
		return false;
	verify_clear(ret_result);
	*ret_result = result;
	memset(&result, 0, sizeof result);
	return true;
}

bool verify_cubes(Database *db, const char *run_no, VerifyResult *ret_result, GError **error)
{
	return verify_but(db, run_no, NULL, ret_result, error);
}

/* All cubes for the run that has just been applied: those it built it has proven already, in
 * the transaction that changed their facts. */
static bool verify_unbuilt(Database *db, const char *run_no, VerifyResult *ret_result,
			   GError **error)
{
	g_autoptr(DatabaseResult) built =
	    database_query(db, sqltext(SQL_ETL_PROOFS_BUILT), DATABASE_PARAMS(run_no), error);
	return built != NULL && verify_but(db, run_no, built, ret_result, error);
}

bool verify_run(Database *db, const char *run_no, bool all, VerifyResult *ret_result,
		GError **error)
{
	bool due = false;
	if (!all && !is_due(db, run_no, &due, error))
		return false;
	if (all || due)
		return verify_unbuilt(db, run_no, ret_result, error);
	g_auto(VerifyResult) result = { .wrong = g_ptr_array_new_with_free_func(g_free) };
	if (!take_touched(db, run_no, &result, error))
		return false;
	verify_clear(ret_result);
	*ret_result = result;
	memset(&result, 0, sizeof result);
	return true;
}

static bool fault_of_balance(const VerifyResult *result, GError **error)
{
	if (result->balance == NULL)
		return true;
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "Facts were changed behind the engine. Run 'shumar etl run --full'; it compares "
		  "every source row by row.",
		  "cannot publish: %s", result->balance);
	return false;
}

bool verify_fault(const VerifyResult *result, GError **error)
{
	if (result->wrong->len == 0)
		return fault_of_balance(result, error);
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint n = 0; n < result->wrong->len; n++)
		g_string_append_printf(names, "%s'%s'", n > 0 ? ", " : "",
				       (const char *)g_ptr_array_index(result->wrong, n));
	const char *first = g_ptr_array_index(result->wrong, 0);
	g_autofree char *hint =
	    g_strdup_printf("Run 'shumar etl rebuild %s'; it repairs, proves and publishes.",
			    result->wrong->len == 1 ? first : "all");
	error_set(error, SHUMAR_ERROR_UNPUBLISHED, hint,
		  "cannot publish: cube%s %s %s not equal to the facts",
		  result->wrong->len == 1 ? "" : "s", names->str,
		  result->wrong->len == 1 ? "is" : "are");
	return false;
}
