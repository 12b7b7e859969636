#include "reports/chart/path.h"

#include <math.h>

#include "reports/chart/signal.h"

#define DOTS_AT_MOST 60 /* points; more would be a rope of beads */

size_t path_last(const Chart *chart, const double *values)
{
	for (size_t n = chart->count; n-- > 0;) {
		if (scale_is_known(values[n]))
			return n;
	}
	return chart->count;
}

void path_line(Plot *plot, const double *values, Colour colour, double stroke_pt, bool dashed)
{
	Mark *line = NULL;
	for (size_t n = 0; n < plot->chart->count; n++) {
		if (!scale_is_known(values[n])) {
			line = NULL;
			continue;
		}
		if (line == NULL || plot_breaks(plot->chart, n)) {
			line = marks_add_line(plot->marks, colour, stroke_pt);
			line->dashed = dashed;
		}
		mark_add_point(line, axis_x(plot, (double)n), plot_y(plot, values[n]));
	}
}

void path_steps(Plot *plot, const double *values, Colour colour, double stroke_pt, bool dashed)
{
	Mark *line = NULL;
	for (size_t n = 0; n < plot->chart->count; n++) {
		if (!scale_is_known(values[n])) {
			line = NULL;
			continue;
		}
		if (line == NULL || plot_breaks(plot->chart, n)) {
			line = marks_add_line(plot->marks, colour, stroke_pt);
			line->dashed = dashed;
		}
		double y = plot_y(plot, values[n]), half = plot->x_step / 2;
		double from = fmax(plot->left, axis_x(plot, (double)n) - half);
		mark_add_point(line, from, y);
		mark_add_point(line, fmin(plot->right, axis_x(plot, (double)n) + half), y);
	}
}

static bool has_band(const double *lower, const double *upper, size_t category)
{
	return scale_is_known(lower[category]) && scale_is_known(upper[category]);
}

/* The piece of a band from FIRST to before END. A single category is a short bar. */
static void band_piece(Plot *plot, const double *lower, const double *upper, Colour colour,
		       size_t first, size_t end)
{
	Mark *area = marks_add_area(plot->marks, colour);
	double half = end - first == 1 ? fmin(3, plot->x_step > 0 ? plot->x_step / 2 : 3) : 0;
	for (size_t n = first; n < end; n++)
		mark_add_point(area, axis_x(plot, (double)n) - half, plot_y(plot, upper[n]));
	if (half > 0)
		mark_add_point(area, axis_x(plot, (double)first) + half,
			       plot_y(plot, upper[first]));
	for (size_t n = end; n-- > first;)
		mark_add_point(area, axis_x(plot, (double)n) + half, plot_y(plot, lower[n]));
	if (half > 0)
		mark_add_point(area, axis_x(plot, (double)first) - half,
			       plot_y(plot, lower[first]));
}

void path_band(Plot *plot, const double *lower, const double *upper, Colour colour)
{
	size_t count = plot->chart->count;
	for (size_t first = 0; first < count;) {
		size_t end = first;
		while (end < count && has_band(lower, upper, end) &&
		       (end == first || !plot_breaks(plot->chart, end)))
			end++;
		if (end > first)
			band_piece(plot, lower, upper, colour, first, end);
		first = end > first ? end : first + 1;
	}
}

static bool joins(const Plot *plot, const double *values, size_t n)
{
	return n > 0 && n < plot->chart->count && scale_is_known(values[n - 1]) &&
	       scale_is_known(values[n]) && !plot_breaks(plot->chart, n);
}

void path_alone(Plot *plot, const double *values, Colour colour)
{
	for (size_t n = 0; n < plot->chart->count; n++) {
		if (scale_is_known(values[n]) && !joins(plot, values, n) &&
		    !joins(plot, values, n + 1))
			marks_add_dot(
			    plot->marks, colour,
			    (MarkPoint){ axis_x(plot, (double)n), plot_y(plot, values[n]) }, 2.5,
			    false);
	}
}

void path_dots(Plot *plot, guint number, Colour colour)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	const double *values = series->values;
	bool spc = plot->chart->kind == CHART_SPC && !series->context;
	for (size_t n = 0; n < plot->chart->count; n++) {
		if (!scale_is_known(values[n]))
			continue;
		const SignalMark *signal = signal_mark(signal_at(series, n));
		bool hollow = plot_is_provisional(plot, n);
		bool alone = !joins(plot, values, n) && !joins(plot, values, n + 1);
		bool marked = signal_at(series, n) != SIGNAL_NONE;
		MarkPoint place = { axis_x(plot, (double)n), plot_y(plot, values[n]) };
		if (marked || (spc && plot->chart->count <= DOTS_AT_MOST))
			marks_add_signal(plot->marks, signal->colour, place, signal->diameter_pt,
					 hollow, signal->shape);
		else if (hollow || alone ||
			 (plot->chart->count <= DOTS_AT_MOST && !series->context))
			marks_add_dot(plot->marks, colour, place, hollow ? 4.5 : 3, hollow);
	}
}
