/*
 * Check: the rules of sql/etl/rules/ over the stage.
 *
 * Each rule is one statement that enters what it refuses into etl.reject: a row
 * (which then leaves the stage) or a field (which the rule itself blanks). At the
 * end extracted = staged + rejected for every feed, or the run stops. Adding a
 * rule is adding a file.
 */
#pragma once

#include "etl/claim.h"

/* Runs all rules in the open transaction of WAREHOUSE. */
bool check_stage(const Claim *claim, Database *warehouse, GError **error);
