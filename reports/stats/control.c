#include "reports/stats/control_private.h"

#include "reports/stats/distribution.h"

#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

const char *control_rebase_problem(const ControlRebase *rebases, size_t rebase_count, size_t count)
{
	size_t last = 0;
	for (size_t n = 0; n < rebase_count; n++) {
		if (rebases[n].reason == NULL || *rebases[n].reason == '\0')
			return "a rebase has no reason";
		if (rebases[n].at <= last || rebases[n].at >= count)
			return "rebases are not in order, or not between the first point and the last";
		last = rebases[n].at;
	}
	return NULL;
}

/* ── means ── */

Estimate control_mean(const Estimate *values, size_t count)
{
	long double sum = 0, rest = 0;
	size_t known = 0;
	for (size_t n = 0; n < count; n++)
		if (estimate_known(values[n])) {
			sum += (long double)values[n].value;
			known++;
		}
	if (known == 0)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	long double mean = sum / (long double)known;
	for (size_t n = 0; n < count; n++)
		if (estimate_known(values[n]))
			rest += (long double)values[n].value - mean;
	return estimate_of((double)(mean + rest / (long double)known));
}

Estimate control_mean_range(const Estimate *values, size_t count, bool screen)
{
	if (count < 2)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	g_autofree Estimate *ranges = g_new0(Estimate, count);
	ranges[0] = estimate_none(ESTIMATE_NOT_AVAILABLE);
	for (size_t n = 1; n < count; n++)
		ranges[n] = estimate_known(values[n]) && estimate_known(values[n - 1])
				? estimate_of(fabs(values[n].value - values[n - 1].value))
				: estimate_none(ESTIMATE_NOT_AVAILABLE);
	Estimate mean = control_mean(ranges, count);
	if (!screen || !estimate_known(mean))
		return mean;
	for (size_t n = 1; n < count; n++)
		if (estimate_known(ranges[n]) && !(ranges[n].value < CONTROL_SCREEN * mean.value))
			ranges[n] = estimate_none(ESTIMATE_NOT_AVAILABLE);
	return control_mean(ranges, count);
}

static int by_value(const void *a, const void *b)
{
	const double *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

static Estimate median(const Estimate *values, size_t count)
{
	g_autofree double *known = g_new(double, count);
	size_t next = 0;
	for (size_t n = 0; n < count; n++)
		if (estimate_known(values[n]))
			known[next++] = values[n].value;
	if (next == 0)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	qsort(known, next, sizeof(*known), by_value);
	return estimate_of(gsl_stats_median_from_sorted_data(known, 1, next));
}

/* ── one part of a chart ── */

/* The points of a part as the kind draws them; base is known only where a point counts for limits.
 */
typedef struct {
	const ControlPoint *points;
	ControlMark *marks;
	Estimate *base;
	size_t count;
	bool screen;
} Part;

/* Limits of WIDTH sigmas on each side; FLOOR and CEILING may be infinite. */
static Estimate limit(double centre, double offset, double low, double high)
{
	return estimate_of(CLAMP(centre + offset, low, high));
}

static void set_limits(ControlMark *mark, double centre, double sigma, double low, double high)
{
	mark->lower = limit(centre, -3 * sigma, low, high);
	mark->upper = limit(centre, 3 * sigma, low, high);
	mark->lower95 = limit(centre, -2 * sigma, low, high);
	mark->upper95 = limit(centre, 2 * sigma, low, high);
}

static void set_centre(const Part *part, Estimate centre)
{
	for (size_t n = 0; n < part->count; n++)
		part->marks[n].centre = centre;
}

/* The same sigma for all points. */
static void set_all(const Part *part, Estimate centre, Estimate sigma, double low)
{
	set_centre(part, centre);
	if (!estimate_known(centre) || !estimate_known(sigma))
		return;
	for (size_t n = 0; n < part->count; n++)
		set_limits(&part->marks[n], centre.value, sigma.value, low, HUGE_VAL);
}

static void chart_run(const Part *part)
{
	set_centre(part, median(part->base, part->count));
}

/* Sigma of single values from their moving ranges: the mean range of two normal values is 1.128
 * sigma. */
static Estimate range_sigma(const Part *part)
{
	return estimate_scale(control_mean_range(part->base, part->count, part->screen), 1 / 1.128);
}

static void chart_i(const Part *part)
{
	set_all(part, control_mean(part->base, part->count), range_sigma(part), -HUGE_VAL);
}

static void chart_mr(const Part *part)
{
	Estimate centre = control_mean(part->base, part->count);
	set_centre(part, centre);
	for (size_t n = 0; estimate_known(centre) && n < part->count; n++) {
		ControlMark *mark = &part->marks[n];
		mark->lower = mark->lower95 = estimate_of(0);
		mark->upper = estimate_of(CONTROL_SCREEN * centre.value);
		mark->upper95 = estimate_of(CONTROL_SCREEN / 3 * 2 * centre.value);
	}
}

static void chart_c(const Part *part)
{
	Estimate centre = control_mean(part->base, part->count);
	Estimate sigma = estimate_known(centre) ? estimate_of(sqrt(centre.value)) : centre;
	set_all(part, centre, sigma, 0);
}

static void chart_g(const Part *part)
{
	Estimate mean = control_mean(part->base, part->count);
	Estimate sigma =
	    estimate_known(mean) ? estimate_of(sqrt(mean.value * (mean.value + 1))) : mean;
	set_all(part, mean, sigma, 0);
	set_centre(part, median(part->base, part->count));
}

/* ── shares and rates, whose sigma depends on the size ── */

/* Sigma of one subgroup by chance alone. */
static double share_sigma(double centre, double size)
{
	return sqrt(centre * (1 - centre) / size);
}

static double rate_sigma(double centre, double size)
{
	return sqrt(centre / size);
}

/* The sum of the counts of the base over the sum of its sizes. */
static Estimate pooled(const Part *part)
{
	double events = 0, size = 0;
	for (size_t n = 0; n < part->count; n++)
		if (estimate_known(part->base[n])) {
			events += part->points[n].value;
			size += part->points[n].size;
		}
	return size > 0 ? estimate_of(events / size) : estimate_none(ESTIMATE_NOT_AVAILABLE);
}

/* How much more subgroups vary than by chance: sigma of their z scores. */
static Estimate between(const Part *part, double centre, double (*sigma)(double, double))
{
	g_autofree Estimate *scores = g_new0(Estimate, part->count);
	for (size_t n = 0; n < part->count; n++)
		scores[n] = estimate_known(part->base[n])
				? estimate_of((part->base[n].value - centre) /
					      sigma(centre, part->points[n].size))
				: part->base[n];
	return estimate_scale(control_mean_range(scores, part->count, part->screen), 1 / 1.128);
}

static void chart_sized(const Part *part, double (*sigma)(double, double), double high, bool prime)
{
	Estimate centre = pooled(part);
	set_centre(part, centre);
	if (!estimate_known(centre))
		return;
	Estimate factor = prime ? between(part, centre.value, sigma) : estimate_of(1);
	for (size_t n = 0; estimate_known(factor) && n < part->count; n++)
		if (estimate_known(part->marks[n].value))
			set_limits(&part->marks[n], centre.value,
				   sigma(centre.value, part->points[n].size) * factor.value, 0,
				   high);
}

static void chart_u(const Part *part)
{
	chart_sized(part, rate_sigma, HUGE_VAL, false);
}

static void chart_u_prime(const Part *part)
{
	chart_sized(part, rate_sigma, HUGE_VAL, true);
}

static void chart_p(const Part *part)
{
	chart_sized(part, share_sigma, 1, false);
}

static void chart_p_prime(const Part *part)
{
	chart_sized(part, share_sigma, 1, true);
}

/* ── time between events ── */

/* The power that makes exponential times nearly normal (Nelson 1994, J Qual Technol 26:239). */
static const double straight = 3.6;

/* A limit below 0 on the straight scale is none in time; the outer one is then 0, as qicharts2 has
 * it. */
static Estimate back_in_time(Estimate scaled, bool outer)
{
	if (!estimate_known(scaled))
		return scaled;
	if (scaled.value >= 0)
		return estimate_of(pow(scaled.value, straight));
	return outer ? estimate_of(0) : estimate_none(ESTIMATE_NOT_APPLICABLE);
}

static void chart_t(const Part *part)
{
	for (size_t n = 0; n < part->count; n++)
		if (estimate_known(part->base[n]))
			part->base[n] = estimate_of(pow(part->base[n].value, 1 / straight));
	chart_i(part);
	for (size_t n = 0; n < part->count; n++) {
		ControlMark *mark = &part->marks[n];
		mark->centre = back_in_time(mark->centre, false);
		mark->lower = back_in_time(mark->lower, true);
		mark->upper = back_in_time(mark->upper, true);
		mark->lower95 = back_in_time(mark->lower95, false);
		mark->upper95 = back_in_time(mark->upper95, false);
	}
}

/* ── the kinds ── */

static const struct {
	void (*draw)(const Part *part);
	bool sized;    /* value is out of size */
	bool counts;   /* value is at least 0 */
	bool at_most;  /* ... and at most size */
	bool positive; /* value is above 0 */
	bool ranges;   /* draws moving ranges */
} kinds[] = {
	[CONTROL_RUN] = { .draw = chart_run },
	[CONTROL_I] = { .draw = chart_i },
	[CONTROL_MR] = { .draw = chart_mr, .ranges = true },
	[CONTROL_C] = { .draw = chart_c, .counts = true },
	[CONTROL_U] = { .draw = chart_u, .sized = true, .counts = true },
	[CONTROL_U_PRIME] = { .draw = chart_u_prime, .sized = true, .counts = true },
	[CONTROL_P] = { .draw = chart_p, .sized = true, .counts = true, .at_most = true },
	[CONTROL_P_PRIME] = { .draw = chart_p_prime,
			      .sized = true,
			      .counts = true,
			      .at_most = true },
	[CONTROL_G] = { .draw = chart_g, .counts = true },
	[CONTROL_T] = { .draw = chart_t, .positive = true },
};

static Estimate point_value(const ControlPoint *point, ControlKind kind)
{
	bool fits = isfinite(point->value) && (!kinds[kind].counts || point->value >= 0) &&
		    (!kinds[kind].positive || point->value > 0) &&
		    (!kinds[kind].at_most || point->value <= point->size);
	if (point->state == CONTROL_MISSING || !fits)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	if (!kinds[kind].sized)
		return estimate_of(point->value);
	if (!isfinite(point->size) || point->size < 0)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	return point->size > 0 ? estimate_of(point->value / point->size)
			       : estimate_none(ESTIMATE_NOT_APPLICABLE);
}

/* Sets the value of each mark of a part: the point's own or its distance from the one before. */
static void set_values(const Part *part, ControlKind kind)
{
	Estimate before = estimate_none(ESTIMATE_NOT_AVAILABLE);
	for (size_t n = 0; n < part->count; n++) {
		Estimate value = point_value(&part->points[n], kind);
		Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
		part->marks[n] = (ControlMark){ value, none, none, none, none, none, false };
		if (kinds[kind].ranges)
			part->marks[n].value = estimate_known(value) && estimate_known(before)
						   ? estimate_of(fabs(value.value - before.value))
						   : none;
		before = value;
	}
}

/* Whether a point's value depends on nothing that is provisional. */
static bool settled(const Part *part, size_t n, ControlKind kind)
{
	bool before =
	    !kinds[kind].ranges || n == 0 || part->points[n - 1].state != CONTROL_PROVISIONAL;
	return part->points[n].state == CONTROL_SEEN && before;
}

static void set_base(const Part *part, ControlKind kind, size_t freeze)
{
	for (size_t n = 0; n < part->count; n++)
		part->base[n] = settled(part, n, kind) && (freeze == 0 || n < freeze)
				    ? part->marks[n].value
				    : estimate_none(ESTIMATE_NOT_AVAILABLE);
}

static bool is_outside(const ControlMark *mark)
{
	if (!estimate_known(mark->value))
		return false;
	return (estimate_known(mark->upper) && mark->value.value > mark->upper.value) ||
	       (estimate_known(mark->lower) && mark->value.value < mark->lower.value);
}

/* Signals of a part that has its limits. */
static ControlRuns find_signals(const Part *part, ControlKind kind)
{
	g_autofree int *sides = g_new0(int, part->count);
	for (size_t n = 0; n < part->count; n++) {
		ControlMark *mark = &part->marks[n];
		if (!settled(part, n, kind))
			continue;
		mark->outside = is_outside(mark);
		if (estimate_known(mark->value) && estimate_known(mark->centre))
			sides[n] = (mark->value.value > mark->centre.value) -
				   (mark->value.value < mark->centre.value);
	}
	ControlRuns runs = control_runs(sides, part->count);
	if (kinds[kind].ranges)
		runs.signal = false; /* neighbouring ranges share a point and are no runs */
	return runs;
}

ControlChart *control_chart(const ControlPoint *points, size_t count, ControlKind kind,
			    const ControlOptions *options)
{
	distribution_quiet();
	ControlChart *chart = g_new0(ControlChart, 1);
	size_t rebases = options->rebase_count;
	chart->problem = control_rebase_problem(options->rebases, rebases, count);
	if (chart->problem != NULL || count == 0)
		return chart;
	chart->count = count;
	chart->marks = g_new0(ControlMark, count);
	chart->part_count = rebases + 1;
	chart->parts = g_new0(ControlPart, chart->part_count);
	g_autofree Estimate *base = g_new0(Estimate, count);
	for (size_t n = 0; n <= rebases; n++) {
		size_t first = n == 0 ? 0 : options->rebases[n - 1].at;
		size_t end = n == rebases ? count : options->rebases[n].at;
		const char *reason = n == 0 ? NULL : options->rebases[n - 1].reason;
		Part part = { points + first, chart->marks + first, base + first, end - first,
			      options->screen };
		set_values(&part, kind);
		set_base(&part, kind, options->freeze);
		kinds[kind].draw(&part);
		chart->parts[n] =
		    (ControlPart){ first, end - first, reason, find_signals(&part, kind) };
	}
	return chart;
}

void control_chart_free(ControlChart *chart)
{
	if (chart == NULL)
		return;
	g_free(chart->marks);
	g_free(chart->parts);
	g_free(chart);
}
