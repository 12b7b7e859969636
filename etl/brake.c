#include "etl/brake.h"

#include "core/error.h"
#include "core/sqltext.h"

bool brake_check(const Claim *claim, Database *warehouse, GError **error)
{
	g_autoptr(DatabaseResult) losses =
	    database_query(warehouse, sqltext("etl/loss_faults.sql"),
			   DATABASE_PARAMS(claim_run_text(claim)), error);
	if (losses == NULL)
		return false;
	if (result_rows(losses) == 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_FAILED,
	    "Nothing was changed. Look at what the source gives; if it is right, run again with "
	    "--accept-loss (and with --dry-run first, to see the figures that move).",
	    "cannot apply feed '%s' of source '%s': %s of its %s facts would leave, because the "
	    "source does not give them any more or gives them with faults",
	    result_text(losses, 0, 1), result_text(losses, 0, 0), result_text(losses, 0, 3),
	    result_text(losses, 0, 2));
	return false;
}
