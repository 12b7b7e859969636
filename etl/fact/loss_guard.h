/*
 * Loss guard: stops a run that would take away more records than the corrections of a night.
 *
 * A source that suddenly yields nothing (an empty view, a lost grant on rows, a folder not
 * mounted), a DELETE without its WHERE, a resent file that is cut short: all look like records
 * that were deleted in order. So the run asks, by feed and district, however the loss came about:
 * notes of a change ledger, a comparison, a resend, rows that turned bad, or facts that moved to
 * another district. What is too much is engine.loss_is_grave.
 */
#pragma once

#include "core/database/database.h"
#include "etl/ledger/claim.h"

/* Looks at what the open transaction of the run did to the facts. ACCEPTED are codes or names of
 * districts that may lose records, or "all"; NULL for none. SHUMAR_ERROR_FAILED when another loses
 * too many, naming feed and district; SHUMAR_ERROR_USAGE for a name that is no district. */
bool loss_guard_check(const Claim *claim, Database *warehouse, const char *const *accepted,
		      GError **error);
