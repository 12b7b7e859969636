/*
 * STL: a series taken apart into seasonal + trend + remainder by repeated local regression.
 * Cleveland, Cleveland, McRae & Terpenning 1990, J Off Stat 6:3; the defaults are those of R's
 * stats::stl.
 *
 *     StlOptions options = stl_defaults(12, 0, true);      // monthly, same season every year,
 * robust if (stl_decompose(log_counts, n, &options, &parts))
 *
 * Edges: a series of less than two periods and one value (R's minimum), a period below 2 and
 * values that are no numbers are refused: false, and nothing is written. Equal values give a
 * seasonal and remainder of 0. Tested against R to 1e-7 of the series' scale.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Windows are numbers of points, made odd and at least 3; degrees are 0 or 1; a jump of n fits
 * every n-th point and draws lines between. Windows and jumps of 0 take the default. */
typedef struct {
	size_t period; /* points a season: 12 */
	bool periodic; /* the season never changes: the mean of each month; seasonal ones are unused
			*/
	size_t seasonal_window, trend_window, low_window;
	unsigned seasonal_degree, trend_degree, low_degree;
	size_t seasonal_jump, trend_jump, low_jump;
	unsigned inner, outer; /* rounds; outer ones are those that set outliers aside */
} StlOptions;

/* What R's stl does for PERIOD with s.window = SEASONAL_WINDOW (0: "periodic") and ROBUST: set
 * other windows and jumps afterwards. */
StlOptions stl_defaults(size_t period, size_t seasonal_window, bool robust);

/* Four series as long as the one taken apart, owned by the caller. seasonal + trend + remainder is
 * the series; weights are 1, or near 0 for what a robust fit set aside. */
typedef struct {
	double *seasonal, *trend, *remainder, *weights;
} StlParts;

/* O(COUNT x windows / jumps x rounds). */
bool stl_decompose(const double *series, size_t count, const StlOptions *options,
		   const StlParts *parts);
