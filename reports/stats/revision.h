/*
 * Revisions: by how much published figures change afterwards, and whether they change in one
 * direction.
 *
 * Over periods 0 .. n - 1, a revision is later - first. A mean revision that is not chance (|t|
 * above about 2) is a bias: first figures are then known to be too low or too high, and readers
 * have to be told. Because revisions of neighbouring periods go together, its standard error is
 * that of Newey & West 1987, Econometrica 55:703 (Bartlett's weights, no correction for small
 * samples; the mean being taken out).
 *
 * Edges: no periods make everything not available; one period has no standard deviation and no t.
 * A first figure of 0 has no relative revision and makes the mean of those not applicable.
 * Revisions that are all equal have a standard error of 0 and no t (not applicable).
 * Tested against R to 1e-9 relative.
 */
#pragma once

#include "reports/stats/estimate.h"

#include <stddef.h>

typedef struct {
	size_t count;
	Estimate mean, mean_absolute;
	Estimate mean_relative_pct; /* of |later - first| / |first|, in per cent */
	Estimate deviation;         /* standard deviation, by n - 1 */
	Estimate root_mean_square;
	Estimate upward; /* share of revisions above 0 */
	size_t lag;      /* of the Newey-West error */
	Estimate mean_error, t;
} RevisionSummary;

/* The lag for COUNT periods: floor(4 (COUNT / 100)^(2/9)), Newey & West 1994. */
size_t revision_lag(size_t count);

/* The revisions of COUNT periods from FIRST to LATER, with neighbours up to LAG taken as related
 * (fewer when there are no more than LAG periods). Values that are no numbers make all not
 * available. O(COUNT x LAG). */
RevisionSummary revision_summary(const double *first, const double *later, size_t count,
				 size_t lag);
