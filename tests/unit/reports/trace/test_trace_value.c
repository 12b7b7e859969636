/* What sums of records make of a figure. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/trace/trace.h"

/* A trace of a figure that is NUMBER, whose facts and cells sum up to the parts given. */
static Trace sums(double scale, gint64 whole, gint64 numerator, gint64 denominator, double figure)
{
	Trace trace = { .scale = scale, .number = figure };
	const gint64 parts[TRACE_PARTS] = { whole, numerator, denominator };
	for (int part = 0; part < TRACE_PARTS; part++)
		trace.facts_sum[part] = trace.cells_sum[part] = parts[part];
	return trace;
}

Test(trace_value, is_the_sum_of_a_count_exactly)
{
	Trace right = sums(1, 81, 0, 0, 81), wrong = sums(1, 80, 0, 0, 81);
	cr_assert(trace_agrees(&right));
	cr_assert(!trace_agrees(&wrong));
}

Test(trace_value, is_a_share_of_the_sum_rounded_to_a_decimal)
{
	Trace mean = sums(1.0 / 52, 57, 0, 0, 1.1), wrong = sums(1.0 / 52, 63, 0, 0, 1.1);
	cr_assert(trace_agrees(&mean));
	cr_assert(!trace_agrees(&wrong));
}

Test(trace_value, is_numerator_over_denominator_of_a_rate)
{
	Trace rate = sums(100, 0, 9, 60, 15), wrong = sums(100, 0, 9, 61, 15);
	cr_assert_float_eq(trace_value(&rate, rate.facts_sum), 15, 1e-9);
	cr_assert(trace_agrees(&rate));
	cr_assert(!trace_agrees(&wrong));
}

Test(trace_value, is_not_agreed_when_cells_and_facts_part)
{
	Trace trace = sums(1, 81, 0, 0, 81);
	trace.cells_sum[TRACE_WHOLE] = 82;
	cr_assert(!trace_agrees(&trace));
}

Test(trace_value, of_a_missing_figure_agrees_with_anything)
{
	Trace trace = sums(1, 3, 0, 0, 0);
	trace.missing = true;
	cr_assert(trace_agrees(&trace));
}
