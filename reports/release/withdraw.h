/*
 * Withdrawing: what was public stays public in the ledger and in its folder; beside the folder lies
 * a notice that says it is not to be used any more, and why.
 */
#pragma once

#include "reports/library/library.h"
#include "reports/release/standing.h"

/* Withdraws RELEASE_ID, which is public, for REASON by PERSON. *ret_notice (transfer full) is the
 * notice's path. Errors: CONFIG by the order of steps; OUTPUT when the notice could not be written:
 * the next command at the desk writes it then. */
bool release_withdraw_by(Desk *desk, const Library *library, const char *release_id,
			 const char *person, const char *reason, char **ret_notice, GError **error);
