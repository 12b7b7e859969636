/* Control charts of a series in order of time: what is usual, and which points are not. */
#include "reports/derive/derive_rows.h"
#include "reports/stats/control.h"

#include <math.h>

/* Below this mean the moving ranges of counts say nothing: few events are counted by the year or
 * watched by the days between them (docs/definitions.md; t and g). */
#define XMR_LEAST_MEAN 5.0
/* NHSRplotthedots warns below so many points: limits do not settle before. */
#define XMR_LEAST_POINTS 12

static const DeriveColumn xmr_columns[] = { { "mean", "double precision" },
					    { "lower", "double precision" },
					    { "upper", "double precision" },
					    { "signal", "text" },
					    { "cause", "text" },
					    { "run", "integer" },
					    { 0 } };
static const DeriveColumn chart_columns[] = { { "value", "double precision" },
					      { "centre", "double precision" },
					      { "lower", "double precision" },
					      { "upper", "double precision" },
					      { "signal", "text" },
					      { "shift", "boolean" },
					      { 0 } };

enum { XMR_MEAN, XMR_LOWER, XMR_UPPER, XMR_SIGNAL, XMR_CAUSE, XMR_RUN };
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

/* What the points are judged by. */
typedef struct {
	bool given;           /* by a baseline, and not by the points themselves */
	Estimate mean, range; /* the baseline's; not available where it has too few weeks */
	ControlPoint *points; /* as they would be without the season */
	double *seasons;
} XmrSeries;

/* What the season makes of one in the N-th of ROWS. */
static double season_of(const DeriveRows *rows, size_t n)
{
	Estimate season = derive_number(rows, DERIVE_SEASON, n);
	return estimate_known(season) && season.value > 0 ? season.value : 1;
}

/* The last that is known: rows of another baseline have none, and are judged by none. */
static Estimate last_known(const DeriveRows *rows, DeriveRole role)
{
	Estimate found = estimate_none(ESTIMATE_NOT_AVAILABLE);
	for (size_t n = 0; n < rows->count; n++) {
		Estimate value = derive_number(rows, role, n);
		if (estimate_known(value))
			found = value;
	}
	return found;
}

static XmrSeries xmr_series(const DeriveRows *rows)
{
	XmrSeries series = { .given = rows->derivation->roles[DERIVE_MEAN] != NULL,
			     .mean = last_known(rows, DERIVE_MEAN),
			     .range = last_known(rows, DERIVE_RANGE),
			     .points = points_of(rows, false),
			     .seasons = g_new0(double, rows->count + 1) };
	for (size_t n = 0; n < rows->count; n++) {
		series.seasons[n] = season_of(rows, n);
		series.points[n].value /= series.seasons[n];
		if (series.given && !estimate_known(derive_number(rows, DERIVE_MEAN, n)))
			series.points[n].state = CONTROL_MISSING;
	}
	return series;
}

static void xmr_series_clear(XmrSeries *series)
{
	g_free(series->points);
	g_free(series->seasons);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(XmrSeries, xmr_series_clear)

static bool are_few(const XmrSeries *series, size_t count)
{
	double sum = 0;
	size_t seen = 0;
	if (series->given)
		return !estimate_known(series->mean) || series->mean.value < XMR_LEAST_MEAN;
	for (size_t n = 0; n < count; n++) {
		if (series->points[n].state != CONTROL_SEEN)
			continue;
		sum += series->points[n].value;
		seen++;
	}
	return seen < XMR_LEAST_POINTS || sum / (double)seen < XMR_LEAST_MEAN;
}

/* A limit as it prints, on every device: a count cannot be below 0, and of counts the last that is
 * still within, so that "18 to 63" are whole numbers that are usual. */
static Estimate printed_limit(const DeriveRows *rows, Estimate limit, double season, bool upper)
{
	if (!estimate_known(limit))
		return limit;
	double value = limit.value * season;
	if (rows->derivation->counts)
		value = upper ? floor(value) : ceil(value);
	return estimate_of(upper ? value : fmax(value, 0));
}

/* How many points in a row, up to the N-th, make its run or trend; 0 where the cause is another. */
static size_t run_length(const XmrChart *chart, const XmrSeries *series, size_t n)
{
	XmrCause cause = chart->marks[n].cause;
	bool shift = cause == XMR_SHIFT_UP || cause == XMR_SHIFT_DOWN;
	bool trend = cause == XMR_TREND_UP || cause == XMR_TREND_DOWN;
	size_t length = shift || trend ? 1 : 0;
	for (size_t at = n; length > 0 && at > 0; at--, length++) {
		const ControlPoint *here = &series->points[at], *before = here - 1;
		double step = here->value - before->value;
		if (before->state != CONTROL_SEEN ||
		    (shift && chart->marks[at - 1].side != chart->marks[n].side) ||
		    (trend && (cause == XMR_TREND_UP ? step <= 0 : step >= 0)))
			break;
	}
	return length;
}

static void put_words(const DeriveRows *rows, const XmrChart *chart, const XmrSeries *series,
		      size_t n)
{
	const XmrMark *mark = &chart->marks[n];
	XmrCause cause = estimate_known(mark->upper) ? mark->cause : XMR_COMMON;
	size_t run = run_length(chart, series, n);
	derive_put_word(rows, n, XMR_SIGNAL, xmr_words[cause].signal);
	derive_put_word(rows, n, XMR_CAUSE, xmr_words[cause].cause);
	if (run > 0)
		derive_put(rows, n, XMR_RUN, estimate_of((double)run));
}

static void put_xmr(const DeriveRows *rows, const XmrChart *chart, const XmrSeries *series,
		    bool few)
{
	bool none = series->given && !estimate_known(series->mean);
	for (size_t n = 0; n < rows->count && n < chart->count; n++) {
		const XmrMark *mark = &chart->marks[n];
		double season = series->seasons[n];
		if (series->given && series->points[n].state == CONTROL_MISSING && !none)
			continue; /* not covered, or of another baseline */
		derive_put(rows, n, XMR_MEAN, estimate_scale(mark->mean, few ? 1 : season));
		if (few) {
			derive_put_word(rows, n, XMR_SIGNAL, none ? "no-baseline" : "too-few");
			continue;
		}
		derive_put(rows, n, XMR_LOWER, printed_limit(rows, mark->lower, season, false));
		derive_put(rows, n, XMR_UPPER, printed_limit(rows, mark->upper, season, true));
		if (series->points[n].state == CONTROL_SEEN)
			put_words(rows, chart, series, n);
	}
}

static void run_xmr(const DeriveRows *rows)
{
	g_auto(XmrSeries) series = xmr_series(rows);
	XmrOptions options = { .improvement = CONTROL_NEUTRAL,
			       .rule = CONTROL_MDC2023,
			       .given_mean = series.given ? &series.mean : NULL,
			       .given_range = series.given ? &series.range : NULL };
	g_autoptr(XmrChart) chart = control_xmr(series.points, rows->count, &options);
	put_xmr(rows, chart, &series, are_few(&series, rows->count));
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
#define BASELINE                                                                                   \
	(DERIVE_TAKES(DERIVE_MEAN) | DERIVE_TAKES(DERIVE_RANGE) | DERIVE_TAKES(DERIVE_SEASON))

const DeriveMethod derive_control_methods[] = {
	{ "xmr", xmr_columns, OF, LEAVE_OUT | BASELINE, false, false, run_xmr, 0, DERIVE_SAME,
	  DERIVE_ALL },
	{ "run", chart_columns, OF, LEAVE_OUT, false, false, run_runs, 0, DERIVE_SAME,
	  DERIVE_REST },
	{ "c", chart_columns, OF, LEAVE_OUT, false, false, run_c, 0, DERIVE_SAME, DERIVE_REST },
	{ "u", chart_columns, OF | OVER, LEAVE_OUT, false, true, run_u, 0, DERIVE_OTHER,
	  DERIVE_REST },
	{ "u-prime", chart_columns, OF | OVER, LEAVE_OUT, false, true, run_u_prime, 0, DERIVE_OTHER,
	  DERIVE_REST },
	{ "p", chart_columns, OF | OVER, LEAVE_OUT, false, false, run_p, 0, DERIVE_SHARE,
	  DERIVE_REST },
	{ "p-prime", chart_columns, OF | OVER, LEAVE_OUT, false, false, run_p_prime, 0,
	  DERIVE_SHARE, DERIVE_REST },
	{ "g", chart_columns, OF, LEAVE_OUT, false, false, run_g, 0, DERIVE_OTHER, DERIVE_REST },
	{ "t", chart_columns, OF, LEAVE_OUT, false, false, run_t, 0, DERIVE_SAME, DERIVE_REST },
	{ 0 },
};
