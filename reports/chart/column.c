/* Upright bars: columns side by side, and stacks of the parts of a whole. */
#include <math.h>

#include "reports/chart/axis.h"
#include "reports/chart/withheld.h"

#define BAR_SHARE    0.68 /* of a category's pitch that is bar */
#define BAR_WIDEST   22.0
#define STACK_WIDEST 44.0

double column_height(const Chart *chart, const ChartFrame *frame)
{
	return line_height(chart, frame);
}

/* The bars of one category stand side by side; a context series stands behind the others. */
static void bar_slot(const Plot *plot, size_t category, guint rank, double *ret_start,
		     double *ret_thickness)
{
	double count = plot_values(plot->chart);
	double group = fmin(plot->x_step * BAR_SHARE, BAR_WIDEST * count);
	*ret_thickness = group / count;
	*ret_start = axis_x(plot, (double)category) - group / 2 + rank * *ret_thickness;
}

static void draw_figure(Plot *plot, Colour colour, double middle, double tip, double value)
{
	g_autofree char *text = plot_value_text(plot, value);
	double height = plot_text_height(plot, MARK_VALUE);
	plot_figure_if_free(plot, colour == COLOUR_SILVER ? COLOUR_GREY : colour, text,
			    middle - plot_text_width(plot, MARK_VALUE, text) / 2,
			    value < 0 ? tip + 1 : tip - height - 1);
}

/* Figures are printed above all bars or above none: a few would look picked out. */
static bool figures_fit(const Plot *plot)
{
	double start, thickness;
	bar_slot(plot, 0, 0, &start, &thickness);
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t at = 0; at < plot->chart->count && plot_is_values(series); at++) {
			if (!scale_is_known(series->values[at]))
				continue;
			g_autofree char *text = plot_value_text(plot, series->values[at]);
			if (plot_text_width(plot, MARK_VALUE, text) + 3 > thickness / BAR_SHARE)
				return false;
		}
	}
	return true;
}

static void draw_interval(Plot *plot, const ChartSeries *series, size_t category, double x)
{
	if (series->lower == NULL || series->upper == NULL ||
	    !scale_is_known(series->lower[category]) || !scale_is_known(series->upper[category]))
		return;
	marks_add_rule(plot->marks, COLOUR_SLATE, 0.9,
		       (MarkPoint){ x, plot_y(plot, series->lower[category]) },
		       (MarkPoint){ x, plot_y(plot, series->upper[category]) });
}

static void draw_bar(Plot *plot, guint number, guint rank, size_t category, bool figures)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double value = series->values[category], start, thickness;
	Colour colour = plot_colour_at(plot, number, category);
	if (!scale_is_known(value))
		return;
	bar_slot(plot, category, rank, &start, &thickness);
	double zero = plot_y(plot, 0), tip = plot_y(plot, value);
	if (value != 0)
		marks_add_bar(plot->marks, colour, (MarkPoint){ start, fmin(zero, tip) }, thickness,
			      fabs(tip - zero), plot_is_provisional(plot, category));
	draw_interval(plot, series, category, start + thickness / 2);
	bool picked = plot->chart->highlight != NULL && plot->chart->highlight[category];
	if (figures || picked)
		draw_figure(plot, colour, start + thickness / 2, tip, value);
}

/* Targets that change from category to category. */
static void draw_targets(Plot *plot)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t at = 0;
		     at < plot->chart->count && !plot_is_values(series) && series->curve == NULL;
		     at++) {
			if (!scale_is_known(series->values[at]))
				continue;
			double x = axis_x(plot, (double)at), y = plot_y(plot, series->values[at]);
			marks_add_rule(plot->marks, COLOUR_SLATE, 1.2,
				       (MarkPoint){ x - plot->x_step * 0.42, y },
				       (MarkPoint){ x + plot->x_step * 0.42, y });
		}
	}
}

static void add_target_ends(const Plot *plot, GArray *ends)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t at = plot->chart->count; at-- > 0 && !plot_is_values(series);) {
			if (!scale_is_known(series->values[at]))
				continue;
			ends_add(ends, &(End){ .colour = COLOUR_GREY,
					       .value = series->values[at],
					       .text = plot_value_text(plot, series->values[at]),
					       .name = series->name,
					       .minor = true });
			break;
		}
	}
}

void column_draw(Plot *plot)
{
	g_autoptr(GArray) ends = ends_new();
	add_target_ends(plot, ends);
	ends_add_references(plot, ends);
	plot->top += plot_text_height(plot, MARK_VALUE) - plot_text_height(plot, MARK_AXIS) / 2;
	axis_lay(plot, &(Axis){ .banded = true }, ends);
	withheld_draw(plot);
	bool figures = figures_fit(plot);
	for (size_t category = 0; category < plot->chart->count; category++) {
		guint rank = 0;
		for (guint n = 0; n < plot->chart->series->len; n++) {
			if (plot_is_values(plot->chart->series->pdata[n]))
				draw_bar(plot, n, rank++, category, figures);
		}
	}
	draw_targets(plot);
	ends_draw(plot, ends, plot->right, false);
}

/* ── stacks ── */

/* The height at which series NUMBER begins in CATEGORY: the sum of those below it. NaN when one
 * of them is missing: what stands on an unknown has no place. */
static double stack_base(const Chart *chart, guint number, size_t category)
{
	double sum = 0;
	for (guint n = 0; n < number; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (plot_is_values(series))
			sum += fmax(0, series->values[category]);
		if (plot_is_values(series) && !scale_is_known(series->values[category]))
			return NAN;
	}
	return sum;
}

static void draw_part(Plot *plot, guint number, size_t category)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double base = stack_base(plot->chart, number, category), value = series->values[category];
	if (!scale_is_known(base) || !scale_is_known(value) || value <= 0)
		return;
	double width = fmin(plot->x_step * BAR_SHARE, STACK_WIDEST);
	double top = plot_y(plot, base + value), bottom = plot_y(plot, base);
	double left = axis_x(plot, (double)category) - width / 2;
	bool hollow = plot_is_provisional(plot, category);
	/* a hairline of paper parts neighbours, in grey print too */
	double part = base > 0 && !hollow && bottom - top > 2 ? 0.75 : 0;
	Colour colour = plot_colour_at(plot, number, category);
	marks_add_bar(plot->marks, colour, (MarkPoint){ left, top }, width, bottom - top - part,
		      hollow);
	g_autofree char *text = plot_value_text(plot, value);
	double height = plot_text_height(plot, MARK_VALUE);
	double wide = plot_text_width(plot, MARK_VALUE, text);
	Colour ink = hollow ? colour : colour == COLOUR_SILVER ? COLOUR_INK : COLOUR_WHITE;
	if (height <= bottom - top && wide + 2 <= width)
		plot_text_if_free(plot, MARK_VALUE, ink, text,
				  axis_x(plot, (double)category) - wide / 2,
				  (top + bottom - height) / 2);
}

/* Each part is named beside its place in the last column that has all of them. */
static void add_part_ends(const Plot *plot, GArray *ends)
{
	const Chart *chart = plot->chart;
	size_t last = chart->count;
	while (last > 0 && !scale_is_known(stack_base(chart, chart->series->len, last - 1)))
		last--;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		double value = last > 0 ? fmax(0, series->values[last - 1]) : 0;
		if (!plot_is_values(series) || !plot_has_text(series->name))
			continue;
		ends_add(
		    ends,
		    &(End){ .colour = series->context ? COLOUR_GREY : plot_colour(plot, n),
			    .value = last > 0 ? stack_base(chart, n, last - 1) + value / 2 : value,
			    .name = series->name });
	}
}

/* The whole, above columns that have all their parts. */
static void draw_total(Plot *plot, size_t category)
{
	double total = stack_base(plot->chart, plot->chart->series->len, category);
	if (!scale_is_known(total) || plot_values(plot->chart) < 2 ||
	    (plot->chart->percent && fabs(total - 100) < 0.5))
		return;
	g_autofree char *text = plot_value_text(plot, total);
	double wide = plot_text_width(plot, MARK_VALUE, text);
	if (wide + 2 <= plot->x_step)
		plot_text_if_free(plot, MARK_VALUE, COLOUR_INK, text,
				  axis_x(plot, (double)category) - wide / 2,
				  plot_y(plot, total) - plot_text_height(plot, MARK_VALUE) - 1);
}

void stack_draw(Plot *plot)
{
	g_autoptr(GArray) ends = ends_new();
	add_part_ends(plot, ends);
	ends_add_references(plot, ends);
	plot->top += plot_text_height(plot, MARK_VALUE) - plot_text_height(plot, MARK_AXIS) / 2;
	axis_lay(plot, &(Axis){ .banded = true }, ends);
	withheld_draw(plot);
	for (size_t category = 0; category < plot->chart->count; category++) {
		for (guint n = 0; n < plot->chart->series->len; n++) {
			if (plot_is_values(plot->chart->series->pdata[n]))
				draw_part(plot, n, category);
		}
		draw_total(plot, category);
	}
	ends_draw(plot, ends, plot->right, false);
}
