/* Control charts of a series in order of time: what is usual, and which points are not. */
#include "reports/derive.h"
#include "reports/stats/control.h"

/* Below this mean the moving ranges of counts say nothing: few events are counted by the year or
 * watched by the days between them (indicators.md §2; t and g). */
#define XMR_LEAST_MEAN 5.0
/* NHSRplotthedots warns below so many points: limits do not settle before. */
#define XMR_LEAST_POINTS 12

static const DeriveColumn xmr_columns[] = { { "mean", "double precision" },
					    { "lower", "double precision" },
					    { "upper", "double precision" },
					    { "signal", "text" },
					    { "cause", "text" },
					    { 0 } };
static const DeriveColumn chart_columns[] = { { "value", "double precision" },
					      { "centre", "double precision" },
					      { "lower", "double precision" },
					      { "upper", "double precision" },
					      { "signal", "text" },
					      { "shift", "boolean" },
					      { 0 } };

enum { XMR_MEAN, XMR_LOWER, XMR_UPPER, XMR_SIGNAL, XMR_CAUSE };
enum { CHART_VALUE, CHART_CENTRE, CHART_LOWER, CHART_UPPER, CHART_SIGNAL, CHART_SHIFT };

static const struct {
	const char *signal, *cause;
} xmr_words[] = {
	[XMR_COMMON] = { "usual", "chance" },       [XMR_ABOVE_LIMIT] = { "high", "limit" },
	[XMR_BELOW_LIMIT] = { "low", "limit" },     [XMR_TREND_UP] = { "high", "trend" },
	[XMR_TREND_DOWN] = { "low", "trend" },      [XMR_NEAR_UPPER] = { "high", "near-limit" },
	[XMR_NEAR_LOWER] = { "low", "near-limit" }, [XMR_SHIFT_UP] = { "high", "shift" },
	[XMR_SHIFT_DOWN] = { "low", "shift" },
};

static ControlPoint point_of(const DeriveRows *rows, size_t n, bool sized)
{
	Estimate value = derive_number(rows, DERIVE_OF, n);
	Estimate size = sized ? derive_number(rows, DERIVE_OVER, n) : estimate_of(1);
	ControlPoint point = { value.value, size.value, CONTROL_SEEN };
	if (!estimate_known(value) || !estimate_known(size))
		point.state = CONTROL_MISSING;
	else if (derive_left_out(rows, n))
		point.state = CONTROL_PROVISIONAL;
	return point;
}

static ControlPoint *points_of(const DeriveRows *rows, bool sized)
{
	ControlPoint *points = g_new0(ControlPoint, rows->count + 1);
	for (size_t n = 0; n < rows->count; n++)
		points[n] = point_of(rows, n, sized);
	return points;
}

/* ── XmR ── */

static bool are_few(const ControlPoint *points, size_t count)
{
	double sum = 0;
	size_t seen = 0;
	for (size_t n = 0; n < count; n++) {
		if (points[n].state != CONTROL_SEEN)
			continue;
		sum += points[n].value;
		seen++;
	}
	return seen < XMR_LEAST_POINTS || sum / (double)seen < XMR_LEAST_MEAN;
}

/* A count cannot be below 0: where the limit is, no count is. */
static Estimate not_below_zero(Estimate limit)
{
	return estimate_known(limit) && limit.value < 0 ? estimate_of(0) : limit;
}

static void put_xmr(const DeriveRows *rows, const XmrChart *chart, const ControlPoint *points,
		    bool few)
{
	for (size_t n = 0; n < rows->count && n < chart->count; n++) {
		const XmrMark *mark = &chart->marks[n];
		bool seen = points[n].state == CONTROL_SEEN;
		bool limited = estimate_known(mark->upper);
		derive_put(rows, n, XMR_MEAN, mark->mean);
		if (few) {
			derive_put_word(rows, n, XMR_SIGNAL, "too-few");
			continue;
		}
		derive_put(rows, n, XMR_LOWER, not_below_zero(mark->lower));
		derive_put(rows, n, XMR_UPPER, mark->upper);
		if (seen)
			derive_put_word(rows, n, XMR_SIGNAL,
					limited ? xmr_words[mark->cause].signal : "usual");
		if (seen)
			derive_put_word(rows, n, XMR_CAUSE,
					limited ? xmr_words[mark->cause].cause : "chance");
	}
}

static void run_xmr(const DeriveRows *rows)
{
	g_autofree ControlPoint *points = points_of(rows, false);
	XmrOptions options = { .improvement = CONTROL_NEUTRAL, .rule = CONTROL_MDC2023 };
	g_autoptr(XmrChart) chart = control_xmr(points, rows->count, &options);
	put_xmr(rows, chart, points, are_few(points, rows->count));
}

/* ── charts with Anhoej's rules ── */

static const char *signal_word(const ControlMark *mark)
{
	if (!estimate_known(mark->value) || !estimate_known(mark->centre))
		return NULL;
	if (!mark->outside)
		return "usual";
	return mark->value.value > mark->centre.value ? "high" : "low";
}

static void put_chart(const DeriveRows *rows, const ControlChart *chart, const ControlPoint *points,
		      double factor)
{
	for (size_t n = 0; n < rows->count && n < chart->count; n++) {
		const ControlMark *mark = &chart->marks[n];
		derive_put(rows, n, CHART_VALUE, estimate_scale(mark->value, factor));
		derive_put(rows, n, CHART_CENTRE, estimate_scale(mark->centre, factor));
		derive_put(rows, n, CHART_LOWER, estimate_scale(mark->lower, factor));
		derive_put(rows, n, CHART_UPPER, estimate_scale(mark->upper, factor));
		if (points[n].state == CONTROL_SEEN)
			derive_put_word(rows, n, CHART_SIGNAL, signal_word(mark));
		if (chart->part_count > 0 && chart->parts[0].runs.known) {
			Datum shift = { .type = DATUM_BOOL, .truth = chart->parts[0].runs.signal };
			dataset_set(rows->dataset, rows->rows[n],
				    rows->derivation->first + CHART_SHIFT, shift);
		}
	}
}

static void run_chart(const DeriveRows *rows, ControlKind kind, bool sized, double factor)
{
	g_autofree ControlPoint *points = points_of(rows, sized);
	ControlOptions options = { 0 };
	g_autoptr(ControlChart) chart = control_chart(points, rows->count, kind, &options);
	put_chart(rows, chart, points, factor);
}

static void run_runs(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_RUN, false, 1);
}

static void run_c(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_C, false, 1);
}

static void run_u(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_U, true, rows->derivation->per);
}

static void run_u_prime(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_U_PRIME, true, rows->derivation->per);
}

static void run_p(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_P, true, 100);
}

static void run_p_prime(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_P_PRIME, true, 100);
}

static void run_g(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_G, false, 1);
}

static void run_t(const DeriveRows *rows)
{
	run_chart(rows, CONTROL_T, false, 1);
}

#define OF        DERIVE_TAKES(DERIVE_OF)
#define OVER      DERIVE_TAKES(DERIVE_OVER)
#define LEAVE_OUT DERIVE_TAKES(DERIVE_LEAVE_OUT)

const DeriveMethod derive_control_methods[] = {
	{ "xmr", xmr_columns, OF, LEAVE_OUT, false, false, run_xmr, 0, DERIVE_SAME },
	{ "run", chart_columns, OF, LEAVE_OUT, false, false, run_runs, 0, DERIVE_SAME },
	{ "c", chart_columns, OF, LEAVE_OUT, false, false, run_c, 0, DERIVE_SAME },
	{ "u", chart_columns, OF | OVER, LEAVE_OUT, false, true, run_u, 0, DERIVE_OTHER },
	{ "u-prime", chart_columns, OF | OVER, LEAVE_OUT, false, true, run_u_prime, 0,
	  DERIVE_OTHER },
	{ "p", chart_columns, OF | OVER, LEAVE_OUT, false, false, run_p, 0, DERIVE_SHARE },
	{ "p-prime", chart_columns, OF | OVER, LEAVE_OUT, false, false, run_p_prime, 0,
	  DERIVE_SHARE },
	{ "g", chart_columns, OF, LEAVE_OUT, false, false, run_g, 0, DERIVE_OTHER },
	{ "t", chart_columns, OF, LEAVE_OUT, false, false, run_t, 0, DERIVE_SAME },
	{ 0 },
};
