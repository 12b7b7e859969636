/* Lines over time: line, range (a line in the band of the usual) and SPC (a line with centre,
 * limits and signals). Each series is named at its end. */
#include <math.h>

#include "reports/chart/path.h"
#include "reports/chart/signal.h"
#include "reports/chart/withheld.h"

#define STROKE_PT      1.5
#define CONTEXT_PT     0.8
#define BEHIND_PT      1.2
#define BAND_SHARE     0.13 /* tint of a band */
#define INTERVAL_SHARE 0.2
#define HEIGHT_PT      150.0
#define NARROW_PT      130.0
#define LATIN_PT       12.0 /* of a line that the heights above have room for */
#define PANEL_PT       88.0
#define PANEL_MOST_PT  210.0 /* frames below are panels of small multiples */

double line_height(const Chart *chart, const ChartFrame *frame)
{
	double height = frame->width_pt < PLOT_NARROW_PT ? NARROW_PT : HEIGHT_PT;
	double lines[] = { plot_one_height(frame, MARK_AXIS, NULL),
			   plot_one_height(frame, MARK_AXIS, chart->x_title),
			   axis_names_height(chart, frame) };
	if (frame->width_pt < PANEL_MOST_PT)
		height = PANEL_PT;
	height = plot_wanted(chart, height);
	/* tall scripts get the room that their labels take */
	for (size_t n = 0; n < G_N_ELEMENTS(lines); n++)
		height += fmax(0, lines[n] - LATIN_PT);
	return height + axis_strip(chart, frame);
}

static double last_middle(const Chart *chart, const ChartSeries *series)
{
	for (size_t n = chart->count; n-- > 0;) {
		if (scale_is_known(series->lower[n]) && scale_is_known(series->upper[n]))
			return (series->lower[n] + series->upper[n]) / 2;
	}
	return NAN;
}

static bool is_band(const ChartSeries *series)
{
	return series->role != SERIES_VALUES && series->lower != NULL && series->upper != NULL;
}

/* The end of a band is named in its middle, that of anything else where its last value is. */
static void add_end(const Plot *plot, GArray *ends, guint number, bool named)
{
	const Chart *chart = plot->chart;
	const ChartSeries *series = chart->series->pdata[number];
	size_t last = path_last(chart, series->values);
	bool values = plot_is_values(series);
	bool behind = series->role == SERIES_BEHIND;
	if (behind && (plot->common != NULL || legend_names_behind(chart, plot->frame)))
		return;
	End end = { .colour = plot_colour(plot, number),
		    .name = named ? series->name : NULL,
		    .minor = !values && !behind };
	if (behind)
		end.colour = COLOUR_STEEL;
	if (last < chart->count) {
		end.value = series->values[last];
		end.placed = true;
		end.x = (double)last;
		if (chart->kind == CHART_SPC && values)
			end.colour = signal_mark(signal_at(series, last))->colour;
		end.text = plot_value_text(plot, end.value);
	} else if (is_band(series)) {
		end.value = last_middle(chart, series);
	}
	if (last < chart->count || (is_band(series) && scale_is_known(end.value)))
		ends_add(ends, &end);
}

static GArray *find_ends(const Plot *plot)
{
	const Chart *chart = plot->chart;
	GArray *ends = ends_new();
	bool named = chart->series->len > 1;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!series->context && series->curve == NULL)
			add_end(plot, ends, n, named);
	}
	ends_add_references(plot, ends);
	return ends;
}

static void draw_bands(Plot *plot)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		if (series->lower == NULL || series->upper == NULL)
			continue;
		Colour colour = is_band(series) ? marks_tint(COLOUR_NAVY, BAND_SHARE)
						: marks_tint(plot_colour(plot, n), INTERVAL_SHARE);
		path_band(plot, series->lower, series->upper, colour);
	}
}

/* Centre and limits: rules where they are steady, steps where they change. */
static void draw_rules(Plot *plot)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		bool limit = series->role == SERIES_LIMIT;
		if (plot_is_values(series) || series->curve != NULL ||
		    series->role == SERIES_BEHIND)
			continue;
		if (plot->chart->kind == CHART_SPC || limit || series->role == SERIES_TARGET)
			path_steps(plot, series->values, COLOUR_GREY, limit ? 0.7 : 0.9,
				   limit || series->role == SERIES_TARGET);
		else
			path_line(plot, series->values, COLOUR_GREY, 0.9, false);
	}
}

static void draw_behind(Plot *plot)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		if (series->role != SERIES_BEHIND)
			continue;
		path_line(plot, series->values, COLOUR_PALE, BEHIND_PT, false);
		path_alone(plot, series->values, COLOUR_PALE);
	}
}

static void draw_series(Plot *plot, bool context)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		if (!plot_is_values(series) || series->context != context)
			continue;
		Colour colour = plot->chart->kind == CHART_SPC ? COLOUR_GREY : plot_colour(plot, n);
		path_line(plot, series->values, context ? marks_tint(COLOUR_SILVER, 0.7) : colour,
			  context ? CONTEXT_PT : STROKE_PT, false);
	}
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		if (plot_is_values(series) && series->context == context)
			path_dots(plot, n, plot_colour(plot, n));
	}
}

/* The last point is larger: the eye goes there. */
static void draw_last(Plot *plot)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		size_t last = path_last(plot->chart, series->values);
		if (!plot_is_values(series) || series->context || last == plot->chart->count)
			continue;
		if (plot->chart->kind == CHART_SPC)
			continue;
		marks_add_dot(
		    plot->marks, plot_colour(plot, n),
		    (MarkPoint){ axis_x(plot, (double)last), plot_y(plot, series->values[last]) },
		    5.5, plot_is_provisional(plot, last));
	}
}

void line_draw(Plot *plot)
{
	g_autoptr(GArray) ends = find_ends(plot);
	axis_lay(plot, &(Axis){ .banded = false }, ends);
	withheld_draw(plot);
	draw_bands(plot);
	draw_behind(plot);
	draw_rules(plot);
	draw_series(plot, true);
	draw_series(plot, false);
	draw_last(plot);
	ends_draw(plot, ends, plot->right, false);
}
