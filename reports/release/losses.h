/*
 * Losses: what each table of a prepared release publishes and withholds, and what the two other
 * ways would cost: rounding all tables to a base, or a coarser table in the place of one. For the
 * desk, after the audit; nothing of it chooses what is withheld.
 *
 *     release.cell, release.hidden ─▶ store of the tables alone ─▶ counts; losses
 * (disclosure/loss.h)
 */
#pragma once

#include "reports/release/plan.h"
#include "reports/release/union.h"

/* Appends to BRIEF a line or two for each table of PLAN that RELEASE (with true values) has, in
 * words for who decides: counts and shares alone, no figure of the release. FULL gets the sums too,
 * for the safety report. BASE: what rounding is to. Errors: those of rounding but for DISCLOSURE,
 * which is said. */
bool losses_tell(const UnionRelease *release, const Plan *plan, gint64 base, GString *brief,
		 GString *full, GError **error);
