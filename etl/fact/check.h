/*
 * Check: the rules over one feed of the stage.
 *
 * A rule is a file of sql/etl/rules/: a SELECT of the rows at fault, whose headers
 * say what follows from it,
 *
 *     -- rule: case field status_on date-range      (feed, severity, field, code)
 *     -- remedy: Correct the date at the source; …
 *
 * severity row: the row is rejected; field: the field is blanked; warning: it is
 * noted. The rules of a feed run in the order of their names, after those that
 * hold for all feeds (engine.reject_common). Rejects are entered into etl.reject,
 * where each has a life of its own. Adding a rule is adding a file.
 */
#pragma once

#include "etl/ledger/claim.h"

/* Runs the rules of FEED in the open transaction of WAREHOUSE and takes rejected rows
 * out of the stage. SHUMAR_ERROR_FAILED when extracted = staged + rejected does not
 * hold afterwards. */
bool check_feed(const Claim *claim, Database *warehouse, const char *feed, GError **error);
