/* Two moments and a line for each series: what rose and what fell. */
#include <math.h>

#include "reports/chart/path.h"

#define STROKE_PT  1.8
#define CONTEXT_PT 0.8
#define PLOT_SHARE 0.2 /* of the width, at least, for the lines themselves */

/* The labels of the series at CATEGORY, named where NAMED. */
static GArray *find_ends(const Plot *plot, size_t category, bool named)
{
	GArray *ends = ends_new();
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		double value = series->values[category];
		if (!plot_is_values(series) || series->context || !scale_is_known(value))
			continue;
		ends_add(ends, &(End){ .colour = plot_colour(plot, n),
				       .value = value,
				       .text = plot_value_text(plot, value),
				       .name = named ? series->name : NULL });
	}
	if (named)
		ends_add_references(plot, ends);
	return ends;
}

/* Each moment's name has its half of the frame. */
static void draw_moment(Plot *plot, const char *name, bool first)
{
	double x = first ? plot->left : plot->right, middle = (plot->left + plot->right) / 2;
	double from = first ? 0 : middle + 2, to = first ? middle - 2 : plot->frame->width_pt;
	double width = fmin(plot_text_width(plot, MARK_AXIS, name) + 1, to - from);
	double left = fmax(from, fmin(x - width / 2, to - width));
	marks_add_rule(plot->marks, COLOUR_RULE, 0.75, (MarkPoint){ x, plot->top },
		       (MarkPoint){ x, plot->bottom });
	plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, name, left, plot->bottom + 5, width,
		  1);
}

static void draw_slope(Plot *plot, guint number, size_t last)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	size_t places[] = { 0, last };
	Colour colour = plot_colour(plot, number);
	if (scale_is_known(series->values[0]) && scale_is_known(series->values[last]) &&
	    !plot_breaks(plot->chart, last))
		marks_add_rule(plot->marks, series->context ? marks_tint(colour, 0.7) : colour,
			       series->context ? CONTEXT_PT : STROKE_PT,
			       (MarkPoint){ plot->left, plot_y(plot, series->values[0]) },
			       (MarkPoint){ plot->right, plot_y(plot, series->values[last]) });
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		if (scale_is_known(series->values[places[n]]))
			marks_add_dot(plot->marks, colour,
				      (MarkPoint){ n == 0 ? plot->left : plot->right,
						   plot_y(plot, series->values[places[n]]) },
				      series->context ? 2.5 : 5.5,
				      plot_is_provisional(plot, places[n]));
	}
}

/* The values are printed at both ends and there is no axis, so the scale spans just them. */
static void fit_scale(Plot *plot)
{
	plot_fit_scale(plot, 5);
	ScaleExtent extent = { 0 };
	if (plot->common != NULL)
		extent = *plot->common;
	else
		plot_extent(plot->chart, &extent);
	if (extent.known > 0 &&
	    extent.high - extent.low > (plot->scale.high - plot->scale.low) / 50) {
		plot->scale.low = extent.low;
		plot->scale.high = extent.high;
	}
}

static void take_sides(Plot *plot, GArray *before, GArray *after)
{
	double left = ends_measure(plot, before), right = ends_measure(plot, after);
	double room = plot->frame->width_pt * (1 - PLOT_SHARE);
	if (left + right > room) {
		g_array_set_size(before, 0);
		left = 0;
	}
	if (right > room) {
		g_array_set_size(after, 0);
		right = 0;
	}
	plot->left += fmax(6, left);
	plot->right -= fmax(6, right);
}

static void draw_references(Plot *plot)
{
	for (guint n = 0; n < plot->chart->references->len; n++) {
		const ChartReference *reference = plot->chart->references->pdata[n];
		if (!scale_is_known(reference->value))
			continue;
		double y = plot_y(plot, reference->value);
		Mark *rule = marks_add_line(plot->marks, COLOUR_GREY, 0.9);
		rule->dashed = true;
		mark_add_point(rule, plot->left, y);
		mark_add_point(rule, plot->right, y);
	}
}

void slope_draw(Plot *plot)
{
	size_t last = plot->chart->count - 1;
	if (last == 0) { /* one moment has no slope */
		line_draw(plot);
		return;
	}
	g_autoptr(GArray) before = find_ends(plot, 0, false);
	g_autoptr(GArray) after = find_ends(plot, last, true);
	double line = axis_names_height(plot->chart, plot->frame);
	fit_scale(plot);
	take_sides(plot, before, after);
	plot->top += plot_text_height(plot, MARK_VALUE) / 2;
	plot->bottom -= line + 6;
	draw_references(plot);
	draw_moment(plot, plot->chart->categories[0], true);
	draw_moment(plot, plot->chart->categories[last], false);
	for (int context = 1; context >= 0; context--) {
		for (guint n = 0; n < plot->chart->series->len; n++) {
			const ChartSeries *series = plot->chart->series->pdata[n];
			if (plot_is_values(series) && series->context == (context == 1))
				draw_slope(plot, n, last);
		}
	}
	ends_draw(plot, before, plot->left, true);
	ends_draw(plot, after, plot->right, false);
}
