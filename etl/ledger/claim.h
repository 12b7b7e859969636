/*
 * Claim: the right to run, held by one process at a time.
 *
 * An advisory lock of the warehouse on a session of its own. Whoever gets it ends
 * the runs that killed processes left behind, statements that still work for them
 * included, and enters its own run into the ledger. Every transaction of the run
 * begins with the fence: it moves the run from the state it must be in to the next,
 * which fails once another process has taken over, and makes that process wait while
 * the transaction lasts.
 */
#pragma once

#include "core/database/database.h"

typedef struct Claim Claim;

/* Claims the warehouse at CONNINFO for a run of KIND ("nightly", "rebuild"), made for
 * REASON (NULL for an ordinary one). SHUMAR_ERROR_LOCKED, naming the holder, when another
 * process has it. */
Claim *claim_take(const char *conninfo, const char *kind, const char *reason, GError **error);

/* Gives the lock back; NULL is allowed. A run that has not ended is left to the next claim. */
void claim_free(Claim *claim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Claim, claim_free)

gint64 claim_run(const Claim *claim);
const char *claim_run_text(const Claim *claim); /* the number as a parameter; borrowed */

/* Moves the run from state WAS to BECOMES within the transaction of DB; they may
 * be the same. SHUMAR_ERROR_LOCKED when the run is no longer ours. */
bool claim_fence(const Claim *claim, Database *db, const char *was, const char *becomes,
		 GError **error);

/* Holds the run in state WAS until the transaction of DB ends; several sessions may.
 * SHUMAR_ERROR_LOCKED when the run is no longer ours. */
bool claim_hold(const Claim *claim, Database *db, const char *was, GError **error);

/* Ends the run as failed (applied stays applied) with the message of FAULT; best effort. */
void claim_fail(Claim *claim, const GError *fault);
