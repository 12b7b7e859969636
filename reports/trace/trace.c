#include "reports/trace/trace.h"

#include <math.h>

const char *const trace_part_names[TRACE_PARTS] = {
	[TRACE_WHOLE] = "",
	[TRACE_NUMERATOR] = "numerator",
	[TRACE_DENOMINATOR] = "denominator",
};

void trace_free(Trace *trace)
{
	if (trace == NULL)
		return;
	g_free(trace->row);
	g_free(trace->printed);
	g_free(trace->arguments);
	g_array_unref(trace->facts);
	g_array_unref(trace->cells);
	g_array_unref(trace->runs);
	g_string_free(trace->said, TRUE);
	g_string_chunk_free(trace->texts);
	g_free(trace);
}

double trace_value(const Trace *trace, const gint64 *sums)
{
	bool rate = trace->facts_sum[TRACE_DENOMINATOR] != 0 ||
		    trace->cells_sum[TRACE_DENOMINATOR] != 0 || sums[TRACE_DENOMINATOR] != 0;
	double sum = (double)(sums[TRACE_WHOLE] + sums[TRACE_NUMERATOR]);
	if (rate && sums[TRACE_DENOMINATOR] == 0)
		return NAN;
	return trace->scale * sum / (rate ? (double)sums[TRACE_DENOMINATOR] : 1);
}

/* Counts are exact; what was divided may have been rounded to a decimal. */
static bool is_near(const Trace *trace, double value)
{
	double slack =
	    trace->scale != 1 || trace->facts_sum[TRACE_DENOMINATOR] != 0 ? 0.05 + 1e-9 : 0;
	return fabs(value - trace->number) <= slack;
}

/* What is worked out is not a sum; but its cells and records are of the same. */
static bool parts_agree(const Trace *trace)
{
	bool same = true;
	for (int part = 0; part < TRACE_PARTS; part++)
		same = same && trace->facts_sum[part] == trace->cells_sum[part];
	return same || trace->of_facts;
}

bool trace_agrees(const Trace *trace)
{
	if (trace->missing || trace->worked_out)
		return trace->missing || parts_agree(trace);
	return is_near(trace, trace_value(trace, trace->facts_sum)) &&
	       is_near(trace, trace_value(trace, trace->cells_sum));
}
