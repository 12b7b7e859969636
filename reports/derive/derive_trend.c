/* The trend of monthly counts: STL on log(count + 0.5), back on the scale of counts. */
#include "reports/derive/derive_rows.h"
#include "reports/stats/stl.h"

#define MONTHS 12
/* R would do with 24; three years of a season are needed to tell it from chance. */
#define LEAST 36

static const DeriveColumn columns[] = { { "trend", "double precision" },
					{ "adjusted", "double precision" },
					{ 0 } };
enum { TREND, ADJUSTED };

/* How many rows there are before the first provisional one; 0 when one is missing before it. */
static size_t take_series(const DeriveRows *rows, double *series)
{
	size_t count = 0;
	while (count < rows->count && !derive_left_out(rows, count)) {
		Estimate value = derive_number(rows, DERIVE_OF, count);
		if (!estimate_known(value) || value.value < 0)
			return 0;
		series[count++] = log(value.value + 0.5);
	}
	return count;
}

static Estimate back(double logarithm)
{
	return estimate_of(fmax(exp(logarithm) - 0.5, 0));
}

static void run_stl(const DeriveRows *rows)
{
	g_autofree double *numbers = g_new0(double, rows->count * 5 + 1);
	double *series = numbers, *seasonal = numbers + rows->count;
	StlParts parts = { seasonal, seasonal + rows->count, seasonal + 2 * rows->count,
			   seasonal + 3 * rows->count };
	size_t count = take_series(rows, series);
	StlOptions options = stl_defaults(MONTHS, 0, true);
	bool done = count >= LEAST && stl_decompose(series, count, &options, &parts);
	for (size_t n = 0; n < rows->count; n++) {
		bool known = done && n < count;
		Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
		derive_put(rows, n, TREND, known ? back(parts.trend[n]) : none);
		derive_put(rows, n, ADJUSTED, known ? back(series[n] - seasonal[n]) : none);
	}
}

const DeriveMethod derive_trend_methods[] = {
	{ "stl", columns, DERIVE_TAKES(DERIVE_OF), DERIVE_TAKES(DERIVE_LEAVE_OUT), false, false,
	  run_stl, 0, DERIVE_SAME, DERIVE_ALL },
	{ 0 },
};
