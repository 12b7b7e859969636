/*
 * Apply: the stage into facts and cubes, in the caller's transaction.
 *
 * The stage is completed first: rejected rows are tried again, and what hangs on a
 * changed case is taken up. Then each feed is checked (etl/fact/check.h) and its fact
 * brought to its new image: changed and vanished rows close their version, new
 * ones open theirs, stamped with the run. The cubes take the signed difference.
 * The lifecycles of cases (fact.lifecycle) are made of the facts then; no feed gives them.
 * Balances and the sources' own counts are compared, or the transaction is given up.
 */
#pragma once

#include "etl/fact/cubes.h"
#include "etl/ledger/claim.h"

typedef struct {
	gint64 changes;    /* fact rows added, changed or deleted */
	gint64 lifecycles; /* of cases, that these changed, or new rules for them */
	gint64 coverage;   /* spans of coverage that are other than before: a file may say zero */
	gint64 made;       /* cubes to be built or dropped because their definition changed */
	bool moved; /* reports print otherwise all the same: another as-at day, or a new baseline */
	CubesTouched touched;
} ApplyResult;

bool apply_stage(const Claim *claim, Database *warehouse, ApplyResult *ret_result, GError **error);

/* Applies a change of facts that stands in the stage already, old images left to the engine: no
 * rule is asked, and what no source gives, the lifecycles, stands there too. */
bool apply_delta(const Claim *claim, Database *warehouse, ApplyResult *ret_result, GError **error);
