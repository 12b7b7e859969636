/* Anhoej's rules, of control.h. */
#include "reports/stats/control.h"
#include "reports/stats/distribution.h"

ControlRuns control_runs(const int *sides, size_t count)
{
	ControlRuns runs = { 0 };
	int before = 0;
	size_t run = 0;
	for (size_t n = 0; n < count; n++) {
		if (sides[n] == 0)
			continue;
		runs.useful++;
		if (before != 0 && sides[n] != before)
			runs.crossings++;
		run = sides[n] == before ? run + 1 : 1;
		runs.longest = MAX(runs.longest, run);
		before = sides[n];
	}
	if (runs.useful == 0)
		return runs;
	runs.known = true;
	/* Schilling 2012, Math Mag 85:141, and Chen 2010: 5 % of fair coins do worse */
	runs.longest_most = (size_t)rint(log2((double)runs.useful)) + 3;
	runs.crossings_least = distribution_coin_quantile(runs.useful - 1, 0.05);
	runs.signal = runs.longest > runs.longest_most || runs.crossings < runs.crossings_least;
	return runs;
}
