#include "reports/chart/plot.h"

#include "reports/chart/ticks.h"

static const Colour palette[] = { COLOUR_NAVY, COLOUR_ORANGE, COLOUR_TEAL,
				  COLOUR_PLUM, COLOUR_SLATE,  COLOUR_SILVER };

double plot_text(Plot *plot, MarkRole role, MarkAlign align, Colour colour, const char *text,
		 double x_pt, double y_pt, double width_pt, int lines)
{
	double width, height;
	plot->frame->measure(plot->frame->data, role, text, width_pt, lines, &width, &height);
	Mark *mark = marks_add_text(plot->marks, role, align, colour, text);
	mark->x_pt = x_pt;
	mark->y_pt = y_pt;
	mark->width_pt = width_pt;
	mark->height_pt = height;
	mark->lines = lines;
	return height;
}

double plot_text_width(const Plot *plot, MarkRole role, const char *text)
{
	double width, height;
	plot->frame->measure(plot->frame->data, role, text, 0, 1, &width, &height);
	return width + 0.5; /* boxes of exactly the width would be cut by rounding */
}

double plot_text_height(const Plot *plot, MarkRole role)
{
	double width, height;
	plot->frame->measure(plot->frame->data, role, "0", 0, 1, &width, &height);
	return height;
}

void plot_titles(Plot *plot)
{
	double width = plot->right - plot->left;
	const char *title = plot->chart->title, *unit = plot->chart->y_title;
	if (title != NULL && *title != '\0')
		plot->top += plot_text(plot, MARK_TITLE, MARK_LEFT, COLOUR_INK, title, plot->left,
				       plot->top, width, 0) +
			     1;
	if (unit != NULL && *unit != '\0')
		plot->top += plot_text(plot, MARK_SUBTITLE, MARK_LEFT, COLOUR_GREY, unit,
				       plot->left, plot->top, width, 0);
	plot->top += 8;
}

Colour plot_colour(guint series)
{
	return palette[MIN(series, G_N_ELEMENTS(palette) - 1)];
}

static ScaleExtent extent_of(const Chart *chart)
{
	ScaleExtent extent = { 0 };
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		scale_extent_add(&extent, series->values, chart->count);
	}
	return extent;
}

void plot_fit_scale(Plot *plot, bool from_zero, size_t ticks)
{
	ScaleExtent extent = extent_of(plot->chart);
	plot->scale = scale_fit(&extent, from_zero, ticks);
}

void plot_tighten_scale(Plot *plot)
{
	ScaleExtent extent = extent_of(plot->chart);
	double low = extent.low < 0 ? extent.low : 0, high = extent.high > 0 ? extent.high : 0;
	plot->scale.low = low;
	plot->scale.high = high > low ? high : low + 1;
}

char *plot_tick_text(const Plot *plot, size_t tick)
{
	return ticks_number_text(scale_tick(&plot->scale, tick), plot->scale.decimals);
}

char *plot_value_text(double value)
{
	return ticks_number_text(value, ticks_decimals(value));
}

double plot_y(const Plot *plot, double value)
{
	return plot->bottom - scale_position(&plot->scale, value) * (plot->bottom - plot->top);
}

void plot_value_axis(Plot *plot)
{
	double half = plot_text_height(plot, MARK_AXIS) / 2;
	for (size_t tick = 0; tick < plot->scale.ticks; tick++) {
		double value = scale_tick(&plot->scale, tick), y = plot_y(plot, value);
		bool base = value == 0;
		marks_add_rule(plot->marks, base ? COLOUR_SILVER : COLOUR_GRID, base ? 0.75 : 0.5,
			       (MarkPoint){ plot->left, y }, (MarkPoint){ plot->right, y });
		g_autofree char *text = plot_tick_text(plot, tick);
		plot_text(plot, MARK_AXIS, MARK_RIGHT, COLOUR_GREY, text, 0, y - half,
			  plot->left - PLOT_GAP, 1);
	}
}

bool plot_is_provisional(const Plot *plot, size_t category)
{
	return plot->chart->provisional != NULL && plot->chart->provisional[category];
}
