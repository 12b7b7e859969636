/* Stacked cumulative shares over the time since: of the cases registered, how many had which
 * outcome after so many months. What no area covers is still open. */
#include <math.h>

#include "reports/chart/path.h"

#define TICK_WIDTH        44.0 /* between ticks below, at least */
#define PROVISIONAL_SHARE 0.45 /* tint of areas that late entries may still change */

static double x_value(const Chart *chart, size_t category)
{
	return chart->x != NULL ? chart->x[category] : (double)category;
}

/* Ticks of months: every 1, 2, 3, 6 or 12 of them, as they are spoken of. */
static Scale month_scale(const Chart *chart, double width)
{
	static const double steps[] = { 1, 2, 3, 6, 12, 24, 60, 120 };
	double low = x_value(chart, 0), high = low;
	for (size_t n = 1; n < chart->count; n++) {
		low = fmin(low, x_value(chart, n));
		high = fmax(high, x_value(chart, n));
	}
	low = fmin(low, 0);
	high = fmax(high, low + 1);
	Scale scale = { .low = low, .high = high };
	for (size_t n = 0; n < G_N_ELEMENTS(steps); n++) {
		scale.step = steps[n];
		scale.ticks = (size_t)floor((high - low) / scale.step + 1e-9) + 1;
		if ((double)scale.ticks * TICK_WIDTH <= width)
			break;
	}
	scale.ticks = MIN(scale.ticks, 100);
	return scale;
}

/* The sum of the series up to and with NUMBER at CATEGORY; NaN when one is missing. */
static double sum_to(const Chart *chart, int number, size_t category)
{
	double sum = 0;
	for (int n = 0; n <= number; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!plot_is_values(series))
			continue;
		if (!scale_is_known(series->values[category]))
			return NAN;
		sum += fmax(0, series->values[category]);
	}
	return sum;
}

static bool is_whole(const Chart *chart, size_t category)
{
	return scale_is_known(sum_to(chart, (int)chart->series->len - 1, category));
}

/* The area of series NUMBER from category FIRST to LAST; a single one gets a width. */
static void draw_piece(Plot *plot, int number, size_t first, size_t last, Colour colour)
{
	const Chart *chart = plot->chart;
	double half = first == last ? 2 : 0;
	Mark *area = marks_add_area(plot->marks, colour);
	for (size_t n = first; n <= last; n++)
		mark_add_point(area, fmax(plot->left, axis_x(plot, x_value(chart, n)) - half),
			       plot_y(plot, sum_to(chart, number, n)));
	if (half > 0)
		mark_add_point(area, axis_x(plot, x_value(chart, last)) + half,
			       plot_y(plot, sum_to(chart, number, last)));
	for (size_t n = last + 1; n-- > first;)
		mark_add_point(area, axis_x(plot, x_value(chart, n)) + half,
			       plot_y(plot, sum_to(chart, number - 1, n)));
	if (half > 0)
		mark_add_point(area, fmax(plot->left, axis_x(plot, x_value(chart, first)) - half),
			       plot_y(plot, sum_to(chart, number - 1, first)));
	if (first == last)
		return;
	/* a line of paper parts neighbours, in grey print too */
	Mark *edge = marks_add_line(plot->marks, COLOUR_WHITE, 0.75);
	for (size_t n = first; n <= last; n++)
		mark_add_point(edge, axis_x(plot, x_value(chart, n)),
			       plot_y(plot, sum_to(chart, number, n)));
}

static void draw_run(Plot *plot, int number, size_t first, size_t last, Colour colour)
{
	size_t solid = first;
	while (solid <= last && !plot_is_provisional(plot, solid))
		solid++;
	if (solid > last) {
		draw_piece(plot, number, first, last, colour);
		return;
	}
	if (solid > first + 1)
		draw_piece(plot, number, first, solid - 1, colour);
	draw_piece(plot, number, solid > first ? solid - 1 : first, last,
		   marks_tint(colour, PROVISIONAL_SHARE));
}

static void draw_series(Plot *plot, int number)
{
	const Chart *chart = plot->chart;
	for (size_t first = 0; first < chart->count;) {
		size_t end = first;
		while (end < chart->count && is_whole(chart, end) &&
		       (end == first || !plot_breaks(chart, end)))
			end++;
		if (end > first)
			draw_run(plot, number, first, end - 1, plot_colour(plot, (guint)number));
		first = end > first ? end : first + 1;
	}
}

static GArray *find_ends(const Plot *plot, size_t last)
{
	const Chart *chart = plot->chart;
	GArray *ends = ends_new();
	for (guint n = 0; n < chart->series->len && last < chart->count; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		double value = series->values[last];
		if (!plot_is_values(series))
			continue;
		ends_add(ends,
			 &(End){ .colour = series->context ? COLOUR_GREY : plot_colour(plot, n),
				 .value = sum_to(chart, (int)n, last) - fmax(0, value) / 2,
				 .text = plot_value_text(plot, value),
				 .name = series->name });
	}
	ends_add_references(plot, ends);
	return ends;
}

void incidence_draw(Plot *plot)
{
	const Chart *chart = plot->chart;
	size_t last = chart->count;
	for (size_t n = 0; n < chart->count; n++)
		last = is_whole(chart, n) ? n : last;
	g_autoptr(GArray) ends = find_ends(plot, last);
	Scale months = month_scale(chart, (plot->right - plot->left) * 0.7);
	axis_lay(plot, &(Axis){ .x = &months }, ends);
	for (int n = 0; n < (int)chart->series->len; n++) {
		if (plot_is_values(chart->series->pdata[n]))
			draw_series(plot, n);
	}
	ends_draw(plot, ends, plot->right, false);
}
