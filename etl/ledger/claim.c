#include "etl/ledger/claim.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/warehouse/warehouse.h"

#include <unistd.h>

struct Claim {
	Database *session;
	gint64 run_no;
	char *run_text;
};

void claim_free(Claim *claim)
{
	if (claim == NULL)
		return;
	database_close(claim->session); /* and with it goes the lock */
	g_free(claim->run_text);
	g_free(claim);
}

gint64 claim_run(const Claim *claim)
{
	return claim->run_no;
}

const char *claim_run_text(const Claim *claim)
{
	return claim->run_text;
}

/* ── when another has it ── */
static void fail_locked(const DatabaseResult *holder, GError **error)
{
	static const char hint[] = "Wait until it has ended; 'shumar etl status' shows the runs.";
	if (holder == NULL || result_rows(holder) == 0)
		error_set(error, SHUMAR_ERROR_LOCKED, hint,
			  "cannot start: another run is just ending");
	else if (result_is_null(holder, 0, 0))
		error_set(error, SHUMAR_ERROR_LOCKED, hint,
			  "cannot start: another run is just starting (session %s since %s)",
			  result_text(holder, 0, 6), result_text(holder, 0, 5));
	else
		error_set(error, SHUMAR_ERROR_LOCKED, hint,
			  "cannot start: run %s (%s, %s) of process %s on host '%s' works since %s",
			  result_text(holder, 0, 0), result_text(holder, 0, 1),
			  result_text(holder, 0, 2), result_text(holder, 0, 4),
			  result_text(holder, 0, 3), result_text(holder, 0, 5));
}

static bool take_lock(Database *session, GError **error)
{
	g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT, WAREHOUSE_RUN_LOCK);
	bool got = false;
	if (!database_try_lock(session, WAREHOUSE_RUN_LOCK, &got, error))
		return false;
	if (got)
		return true;
	g_autoptr(DatabaseResult) holder =
	    database_query(session, sqltext(SQL_ETL_RUN_HOLDER), DATABASE_PARAMS(key), NULL);
	fail_locked(holder, error);
	return false;
}

/* ── what a predecessor left to the server ── */
#define ORPHAN_WAITS   6 /* looks, a second apart: the server gives them up by itself after two */
#define ORPHAN_WAIT_US ((gulong)G_USEC_PER_SEC)

static bool end_orphans(Database *session, const DatabaseResult *orphans, GError **error)
{
	for (int row = 0; row < result_rows(orphans); row++) {
		log_warning("a statement of a run that was killed is ended", "session",
			    result_text(orphans, row, 0), "job", result_text(orphans, row, 1),
			    "since", result_text(orphans, row, 2), NULL);
		if (!database_exec(session, sqltext(SQL_ETL_RUN_ORPHAN_END),
				   DATABASE_PARAMS(result_text(orphans, row, 0)), NULL, error))
			return false;
	}
	return true;
}

/* Whoever has the claim is alone: statements that go on without it are waited for, and then ended.
 */
static bool clear_orphans(Database *session, GError **error)
{
	for (int look = 0;; look++) {
		g_autoptr(DatabaseResult) orphans = database_query(
		    session, sqltext(SQL_ETL_RUN_ORPHANS), DATABASE_NO_PARAMS, error);
		if (orphans == NULL || result_rows(orphans) == 0)
			return orphans != NULL;
		if (look == 0)
			log_info("a run that was killed left a statement at work; it is waited for",
				 "session", result_text(orphans, 0, 0), NULL);
		if (look == ORPHAN_WAITS)
			return end_orphans(session, orphans, error);
		g_usleep(ORPHAN_WAIT_US);
	}
}

/* ── the ledger ── */
static bool abandon_others(Database *session, GError **error)
{
	g_autoptr(DatabaseResult) ended =
	    database_query(session, sqltext(SQL_ETL_RUN_ABANDON), DATABASE_NO_PARAMS, error);
	if (ended == NULL)
		return false;
	for (int row = 0; row < result_rows(ended); row++)
		log_warning("a run was left behind by a process that ended", "left",
			    result_text(ended, row, 0), "state", result_text(ended, row, 1), NULL);
	return true;
}

static bool begin_run(Claim *claim, const char *kind, const char *reason, GError **error)
{
	g_autofree char *pid = g_strdup_printf("%d", (int)getpid());
	g_autoptr(DatabaseResult) row = database_one(
	    claim->session, sqltext(SQL_ETL_RUN_BEGIN),
	    DATABASE_PARAMS(kind, SHUMAR_VERSION, g_get_host_name(), pid, reason), error);
	if (row == NULL)
		return false;
	claim->run_no = result_int64(row, 0, 0);
	g_free(claim->run_text);
	claim->run_text = g_strdup(result_text(row, 0, 0));
	return true;
}

Claim *claim_take(const char *conninfo, const char *kind, const char *reason, GError **error)
{
	g_autoptr(Claim) claim = g_new0(Claim, 1);
	claim->session = database_open(conninfo, "etl-claim", error);
	if (claim->session == NULL || !take_lock(claim->session, error) ||
	    !clear_orphans(claim->session, error) || !abandon_others(claim->session, error) ||
	    !begin_run(claim, kind, reason, error))
		return NULL;
	return g_steal_pointer(&claim);
}

static bool fail_lost(const Claim *claim, GError **error)
{
	error_set(error, SHUMAR_ERROR_LOCKED,
		  "Look at 'shumar etl status'; start again if it has ended.",
		  "cannot go on with run %s: it lost its lock and another run took over",
		  claim->run_text);
	return false;
}

bool claim_hold(const Claim *claim, Database *db, const char *was, GError **error)
{
	g_autoptr(DatabaseResult) held = database_query(
	    db, sqltext(SQL_ETL_RUN_HOLD), DATABASE_PARAMS(claim->run_text, was), error);
	return held != NULL && (result_rows(held) == 1 || fail_lost(claim, error));
}

bool claim_fence(const Claim *claim, Database *db, const char *was, const char *becomes,
		 GError **error)
{
	g_autoptr(DatabaseResult) moved =
	    database_query(db, sqltext(SQL_ETL_RUN_ADVANCE),
			   DATABASE_PARAMS(claim->run_text, was, becomes), error);
	if (moved == NULL)
		return false;
	return result_rows(moved) == 1 || fail_lost(claim, error);
}

void claim_fail(Claim *claim, const GError *fault)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) ended =
	    database_query(claim->session, sqltext(SQL_ETL_RUN_FAIL),
			   DATABASE_PARAMS(claim->run_text, fault->message), &error);
	if (ended == NULL)
		log_debug("the end of the run was left to the next one", NULL);
}
