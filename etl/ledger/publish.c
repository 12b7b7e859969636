#include "etl/ledger/publish.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "etl/ledger/manifest.h"

static bool finish(const Claim *claim, Database *warehouse, const char *state, const char *message,
		   GError **error)
{
	return database_exec(warehouse, sqltext(SQL_ETL_RUN_FINISH),
			     DATABASE_PARAMS(claim_run_text(claim), state, message), NULL, error);
}

static bool move_pointer(const Claim *claim, Database *warehouse, GError **error)
{
	g_autoptr(DatabaseResult) moved = database_query(
	    warehouse, sqltext(SQL_ETL_PUBLISH), DATABASE_PARAMS(claim_run_text(claim)), error);
	if (moved == NULL)
		return false;
	if (result_rows(moved) == 1) {
		fault_point("publish.pointer");
		return true;
	}
	error_set(error, SHUMAR_ERROR_UNPUBLISHED, "Run 'shumar etl rebuild all'.",
		  "cannot publish run %s: a cube has no proof", claim_run_text(claim));
	return false;
}

static bool in_transaction(const Claim *claim, Database *warehouse, const Config *config,
			   bool publish, const char *message, GError **error)
{
	if (!database_begin(warehouse, DATABASE_READ_WRITE, error))
		return false;
	bool done = claim_fence(claim, warehouse, "applied", "applied", error) &&
		    (!publish || move_pointer(claim, warehouse, error)) &&
		    finish(claim, warehouse, publish ? "published" : "unchanged", message, error) &&
		    manifest_write(warehouse, config, claim_run_text(claim), error);
	if (done)
		fault_point("publish.before-commit");
	done = done && database_commit(warehouse, error);
	database_rollback(warehouse);
	if (done)
		fault_point("publish.after-commit");
	return done;
}

bool publish_run(const Claim *claim, Database *warehouse, const Config *config, const char *message,
		 GError **error)
{
	return in_transaction(claim, warehouse, config, true, message, error);
}

bool publish_nothing(const Claim *claim, Database *warehouse, const Config *config,
		     const char *message, GError **error)
{
	return in_transaction(claim, warehouse, config, false, message, error);
}
