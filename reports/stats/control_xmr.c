/* XmR charts, of control.h. */
#include "reports/stats/control_private.h"

/* 3 / 1.128 as Making Data Count rounds it. */
static const double limit_factor = 2.66;
static const size_t shift_length = 7;

/* The points of one part; value is known only where a point takes part in the rules. */
typedef struct {
	XmrMark *marks;
	Estimate *values;
	size_t count;
	const XmrOptions *options;
} Part;

/* ── limits ── */

/* As R's sign(): of the difference, not of the numbers. */
static int side_of(double value, double mean)
{
	return (value > mean) - (value < mean);
}

static void place(XmrMark *mark, double range)
{
	double value = mark->value.value, mean = mark->mean.value;
	double far = limit_factor * range, close = 2 * (limit_factor / 3) * range;
	mark->lower = estimate_of(mean - far);
	mark->upper = estimate_of(mean + far);
	mark->outside = value > mean + far || value < mean - far;
	mark->near = !mark->outside && (value > mean + close || value < mean - close);
}

static void set_limits(const Part *part)
{
	size_t fix = part->options->fix_after;
	size_t base = fix == 0 ? part->count : MIN(fix, part->count);
	const XmrOptions *options = part->options;
	Estimate mean =
	    options->given_mean != NULL ? *options->given_mean : control_mean(part->values, base);
	Estimate range = options->given_range != NULL
			     ? *options->given_range
			     : control_mean_range(part->values, base, !options->unscreened);
	for (size_t n = 0; n < part->count; n++) {
		XmrMark *mark = &part->marks[n];
		mark->mean = mean;
		if (estimate_known(mean) && estimate_known(part->values[n]))
			mark->side = side_of(mark->value.value, mean.value);
		if (!estimate_known(mean) || !estimate_known(range))
			continue;
		place(mark, range.value);
		if (!estimate_known(part->values[n]))
			mark->outside = mark->near = false;
	}
}

/* ── rules ── */

/* The length of the run of equal, non-zero signs that ends at each of COUNT places; marks in
 * PART_OF those that belong to one of LENGTH. */
static void find_stretches(const int *signs, size_t count, size_t length, bool *part_of)
{
	size_t run = 0;
	for (size_t n = 0; n < count; n++) {
		run = signs[n] == 0 ? 0 : n > 0 && signs[n] == signs[n - 1] ? run + 1 : 1;
		for (size_t back = 0; run >= length && back < length; back++)
			part_of[n - back] = true;
	}
}

/* steps[n] is the way from point n - 1 to n; a trend of L points has L - 1 steps. */
static void find_trends(const Part *part, int *steps, bool *trends)
{
	size_t length = part->options->trend_length == 0 ? 7 : part->options->trend_length;
	steps[0] = 0;
	for (size_t n = 1; n < part->count; n++)
		if (estimate_known(part->values[n]) && estimate_known(part->values[n - 1]))
			steps[n] = side_of(part->values[n].value, part->values[n - 1].value);
	if (length < 2)
		return;
	find_stretches(steps, part->count, length - 1, trends);
	for (size_t n = 0; n + 1 < part->count; n++)
		trends[n] = trends[n] || (trends[n + 1] && steps[n + 1] != 0);
}

/* A point in two trends is shown with the later one. */
static bool trend_rises(const Part *part, const int *steps, const bool *trends, size_t n)
{
	bool next = n + 1 < part->count && trends[n + 1];
	return steps[next ? n + 1 : n] > 0;
}

static bool counts_as_near(const Part *part, size_t n)
{
	const XmrMark *mark = &part->marks[n];
	return mark->near || (mark->outside && part->options->rule == CONTROL_MDC2023);
}

/* Whether the three points from FIRST on are on one side and two of them near. */
static bool two_of_three(const Part *part, size_t first)
{
	int sides = 0, near = 0;
	for (size_t n = first; n < first + 3; n++) {
		sides += part->marks[n].side;
		near += counts_as_near(part, n);
	}
	return (sides == 3 || sides == -3) && near >= 2;
}

static void find_near(const Part *part, bool *near)
{
	for (size_t first = 0; first + 3 <= part->count; first++)
		for (size_t n = first; two_of_three(part, first) && n < first + 3; n++)
			near[n] = near[n] || part->marks[n].near;
}

static void find_causes(const Part *part)
{
	g_autofree int *steps = g_new0(int, part->count);
	g_autofree int *sides = g_new0(int, part->count);
	g_autofree bool *trends = g_new0(bool, part->count);
	g_autofree bool *near = g_new0(bool, part->count);
	g_autofree bool *shifts = g_new0(bool, part->count);
	for (size_t n = 0; n < part->count; n++)
		sides[n] = part->marks[n].side;
	find_trends(part, steps, trends);
	find_near(part, near);
	find_stretches(sides, part->count, shift_length, shifts);
	for (size_t n = 0; n < part->count; n++) {
		XmrMark *mark = &part->marks[n];
		bool above = mark->side > 0;
		if (mark->outside)
			mark->cause = above ? XMR_ABOVE_LIMIT : XMR_BELOW_LIMIT;
		else if (trends[n])
			mark->cause =
			    trend_rises(part, steps, trends, n) ? XMR_TREND_UP : XMR_TREND_DOWN;
		else if (near[n])
			mark->cause = above ? XMR_NEAR_UPPER : XMR_NEAR_LOWER;
		else if (shifts[n])
			mark->cause = above ? XMR_SHIFT_UP : XMR_SHIFT_DOWN;
	}
}

/* What a cause means: up or down, then whether that is good. */
static XmrMeaning meaning_of(XmrCause cause, ControlDirection improvement)
{
	static const int ways[] = {
		[XMR_ABOVE_LIMIT] = 1, [XMR_BELOW_LIMIT] = -1, [XMR_TREND_UP] = 1,
		[XMR_TREND_DOWN] = -1, [XMR_NEAR_UPPER] = 1,   [XMR_NEAR_LOWER] = -1,
		[XMR_SHIFT_UP] = 1,    [XMR_SHIFT_DOWN] = -1,
	};
	static const XmrMeaning meanings[][2] = {
		[CONTROL_NEUTRAL] = { XMR_LOW, XMR_HIGH },
		[CONTROL_INCREASE] = { XMR_CONCERN, XMR_IMPROVEMENT },
		[CONTROL_DECREASE] = { XMR_IMPROVEMENT, XMR_CONCERN },
	};
	return ways[cause] == 0 ? XMR_NOTHING : meanings[improvement][ways[cause] > 0];
}

/* ── the chart ── */

static Estimate point_value(const ControlPoint *point)
{
	if (point->state == CONTROL_MISSING)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	return estimate_of(point->value);
}

static void draw(const Part *part, const ControlPoint *points)
{
	Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
	for (size_t n = 0; n < part->count; n++) {
		part->marks[n] = (XmrMark){
			.value = point_value(&points[n]), .mean = none, .lower = none, .upper = none
		};
		part->values[n] = points[n].state == CONTROL_SEEN ? part->marks[n].value : none;
	}
	set_limits(part);
	find_causes(part);
	for (size_t n = 0; n < part->count; n++)
		part->marks[n].meaning =
		    meaning_of(part->marks[n].cause, part->options->improvement);
}

XmrChart *control_xmr(const ControlPoint *points, size_t count, const XmrOptions *options)
{
	XmrChart *chart = g_new0(XmrChart, 1);
	size_t rebases = options->rebase_count;
	chart->problem = control_rebase_problem(options->rebases, rebases, count);
	if (chart->problem != NULL || count == 0)
		return chart;
	chart->count = count;
	chart->marks = g_new0(XmrMark, count);
	g_autofree Estimate *values = g_new0(Estimate, count);
	for (size_t n = 0; n <= rebases; n++) {
		size_t first = n == 0 ? 0 : options->rebases[n - 1].at;
		size_t end = n == rebases ? count : options->rebases[n].at;
		Part part = { chart->marks + first, values + first, end - first, options };
		draw(&part, points + first);
	}
	return chart;
}

void control_xmr_free(XmrChart *chart)
{
	if (chart == NULL)
		return;
	g_free(chart->marks);
	g_free(chart);
}
