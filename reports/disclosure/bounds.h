/*
 * Bounds: what sums show of cells that no tables can show it of.
 *
 * That a cell is always large, or always nought, is about all tables there can be. The checker of
 * proofs shows it sum by sum: in each, a cell is at least and at most what the others leave for it.
 * Where only several sums together show it, their combination is one more sum, which follows from
 * them and tells nothing new; these are found here, by linear programs.
 */
#pragma once

#include "reports/disclosure/attack.h"

/* The sums to be listed besides STORE's (GArray of StoreTerm, by cell of the store), so that the
 * checker can show of each cell that does not vary by the width over TABLES that it is always at
 * least the threshold, or always 0. Empty when it can already, or when there is nothing to show. A
 * cell that is found not to be so is left: the checker names it. Transfer full. */
GPtrArray *bounds_sums(const Store *store, const Tables *tables, const AttackRule *rule);
