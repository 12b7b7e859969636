/*
 * Brake: stops a run whose reading of a source would take most of its facts away.
 *
 * A source that suddenly yields nothing (an empty view, a lost grant on rows, a folder not
 * mounted) looks like one whose records were all deleted. Records are never deleted in such
 * numbers overnight, so the run asks.
 */
#pragma once

#include "core/database.h"
#include "etl/claim.h"

/* Looks at what the open transaction of the run did to the facts. SHUMAR_ERROR_FAILED when a
 * feed of 1000 facts and more would lose over half of them. */
bool brake_check(const Claim *claim, Database *warehouse, GError **error);
