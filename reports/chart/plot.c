#include "reports/chart/plot.h"

#include <math.h>

#include "reports/model/ticks.h"
#include "reports/model/value.h"

#define CUT_SHARE                                                                                  \
	0.6 /* lines may leave zero out when all values lie above this share of the top            \
	     */
#define SOURCE_LINES 2
#define SOURCE_GAP   3.0 /* a tall script has its own */
#define CURVE_ROOM   1.4 /* times the highest value: how far the scale follows curves */
#define FUNNEL_SHARE 0.2 /* the same of funnels, whose curves open widely */

static const Colour palette[] = { COLOUR_NAVY, COLOUR_ORANGE, COLOUR_TEAL,
				  COLOUR_PLUM, COLOUR_SLATE,  COLOUR_GREY };

/* ── texts ── */

bool plot_has_text(const char *text)
{
	return text != NULL && *text != '\0';
}

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

bool plot_is_free(const Plot *plot, double x, double y, double width, double height)
{
	if (x < 0 || y < 0 || x + width > plot->frame->width_pt ||
	    y + height > plot->frame->height_pt)
		return false;
	for (guint n = 0; n < plot->marks->marks->len; n++) {
		const Mark *mark = plot->marks->marks->pdata[n];
		if (mark->kind == MARK_TEXT && x < mark->x_pt + mark->width_pt &&
		    mark->x_pt < x + width && y < mark->y_pt + mark->height_pt &&
		    mark->y_pt < y + height)
			return false;
	}
	return true;
}

bool plot_text_if_free(Plot *plot, MarkRole role, Colour colour, const char *text, double x_pt,
		       double y_pt)
{
	double width = plot_text_width(plot, role, text) + 0.5;
	if (!plot_is_free(plot, x_pt, y_pt, width, plot_text_height(plot, role)))
		return false;
	plot_text(plot, role, MARK_CENTRE, colour, text, x_pt, y_pt, width, 1);
	return true;
}

/* True when a dashed rule crosses the box. */
static bool is_crossed(const Plot *plot, double x, double y, double width, double height)
{
	for (guint n = 0; n < plot->marks->marks->len; n++) {
		const Mark *mark = plot->marks->marks->pdata[n];
		if (mark->kind != MARK_LINE || !mark->dashed || mark->points->len != 2)
			continue;
		const MarkPoint *ends = &g_array_index(mark->points, MarkPoint, 0);
		if (fmin(ends[0].x_pt, ends[1].x_pt) < x + width &&
		    fmax(ends[0].x_pt, ends[1].x_pt) > x &&
		    fmin(ends[0].y_pt, ends[1].y_pt) < y + height &&
		    fmax(ends[0].y_pt, ends[1].y_pt) > y)
			return true;
	}
	return false;
}

bool plot_figure_if_free(Plot *plot, Colour colour, const char *text, double x_pt, double y_pt)
{
	double width = plot_text_width(plot, MARK_VALUE, text) + 0.5;
	double height = plot_text_height(plot, MARK_VALUE);
	if (!plot_is_free(plot, x_pt, y_pt, width, height))
		return false;
	if (is_crossed(plot, x_pt, y_pt, width, height))
		marks_add_bar(plot->marks, COLOUR_WHITE, (MarkPoint){ x_pt, y_pt + 1 }, width,
			      height - 2, false);
	return plot_text_if_free(plot, MARK_VALUE, colour, text, x_pt, y_pt);
}

double plot_text_width(const Plot *plot, MarkRole role, const char *text)
{
	double width, height;
	plot->frame->measure(plot->frame->data, role, text, 0, 1, &width, &height);
	return width + 0.5; /* boxes of exactly the width would be cut by rounding */
}

static double one_line(const ChartFrame *frame, MarkRole role, const char *text)
{
	double width, height;
	frame->measure(frame->data, role, text, 0, 1, &width, &height);
	return height;
}

double plot_text_height(const Plot *plot, MarkRole role)
{
	return one_line(plot->frame, role, "0");
}

double plot_line_height(const ChartFrame *frame, MarkRole role, char *const *texts, size_t count)
{
	double highest = one_line(frame, role, "0");
	for (size_t n = 0; n < count; n++) {
		if (plot_has_text(texts[n]))
			highest = fmax(highest, one_line(frame, role, texts[n]));
	}
	return highest;
}

double plot_one_height(const ChartFrame *frame, MarkRole role, const char *text)
{
	return plot_has_text(text) ? fmax(one_line(frame, role, "0"), one_line(frame, role, text))
				   : one_line(frame, role, "0");
}

double plot_wanted(const Chart *chart, double usual)
{
	const double points = 72 / 25.4, axis = 17,
		     title = 12; /* below the plot, in Latin script */
	if (chart->height_mm <= 0)
		return usual;
	return chart->height_mm * points + axis + (plot_has_text(chart->x_title) ? title : 0);
}

/* Subtitle and unit on one line, where they have room on it; NULL where not. Transfer full. */
static char *one_line_of(const Plot *plot, const char *subtitle, const char *unit, double width)
{
	if (!plot_has_text(subtitle) || !plot_has_text(unit))
		return NULL;
	g_autofree char *both = g_strdup_printf("%s · %s", subtitle, unit);
	return plot_text_width(plot, MARK_SUBTITLE, both) <= width ? g_steal_pointer(&both) : NULL;
}

void plot_titles(Plot *plot)
{
	double width = plot->right - plot->left;
	const char *title = plot->chart->title, *unit = plot->chart->y_title;
	MarkRole role = plot->common != NULL ? MARK_SERIES : MARK_TITLE;
	if (plot_has_text(title))
		plot->top += plot_text(plot, role, MARK_LEFT, COLOUR_INK, title, plot->left,
				       plot->top, width, plot->common != NULL ? 2 : 0) +
			     1;
	const char *const lines[] = { plot->chart->about.subtitle, unit };
	g_autofree char *both = one_line_of(plot, plot->chart->about.subtitle, unit, width);
	if (both != NULL && plot->common == NULL)
		plot->top += plot_text(plot, MARK_SUBTITLE, MARK_LEFT, COLOUR_GREY, both,
				       plot->left, plot->top, width, 0);
	for (size_t n = both != NULL ? G_N_ELEMENTS(lines) : 0;
	     n < G_N_ELEMENTS(lines) && plot->common == NULL; n++) {
		if (plot_has_text(lines[n]))
			plot->top += plot_text(plot, MARK_SUBTITLE, MARK_LEFT, COLOUR_GREY,
					       lines[n], plot->left, plot->top, width, 0);
	}
	plot->top += plot->common != NULL ? 2 : 8;
}

double plot_source_height(const Chart *chart, const ChartFrame *frame)
{
	double width, height;
	if (!plot_has_text(chart->about.source))
		return 0;
	frame->measure(frame->data, MARK_SOURCE, chart->about.source, frame->width_pt, SOURCE_LINES,
		       &width, &height);
	return height + SOURCE_GAP;
}

void plot_source(Plot *plot)
{
	double height = plot_source_height(plot->chart, plot->frame);
	plot->bottom -= height;
	if (height > 0)
		plot_text(plot, MARK_SOURCE, MARK_LEFT, COLOUR_GREY, plot->chart->about.source,
			  plot->left, plot->bottom + SOURCE_GAP, plot->right - plot->left,
			  SOURCE_LINES);
}

/* ── series ── */

bool plot_is_values(const ChartSeries *series)
{
	return series->role == SERIES_VALUES && series->curve == NULL;
}

guint plot_values(const Chart *chart)
{
	guint count = 0;
	for (guint n = 0; n < chart->series->len; n++)
		count += plot_is_values(chart->series->pdata[n]);
	return count;
}

Colour plot_colour(const Plot *plot, guint series)
{
	guint rank = 0;
	const ChartSeries *wanted = plot->chart->series->pdata[series];
	if (wanted->context)
		return COLOUR_SILVER;
	if (!plot_is_values(wanted))
		return COLOUR_GREY;
	for (guint n = 0; n < series; n++) {
		const ChartSeries *other = plot->chart->series->pdata[n];
		rank += plot_is_values(other) && !other->context;
	}
	const Theme *theme = plot->frame->theme;
	if (theme != NULL && theme->series_count > 0)
		return theme->series[MIN(rank, theme->series_count - 1)];
	return palette[MIN(rank, G_N_ELEMENTS(palette) - 1)];
}

Colour plot_colour_at(const Plot *plot, guint series, size_t category)
{
	const bool *highlight = plot->chart->highlight;
	return highlight == NULL || highlight[category] ? plot_colour(plot, series) : COLOUR_SILVER;
}

Colour plot_reference_colour(const Chart *chart)
{
	return chart->kind == CHART_SPC ? COLOUR_PLUM : COLOUR_GREY;
}

bool plot_is_provisional(const Plot *plot, size_t category)
{
	return plot->chart->provisional != NULL && plot->chart->provisional[category];
}

bool plot_breaks(const Chart *chart, size_t category)
{
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (reference->is_break && reference->category == category)
			return true;
	}
	return false;
}

/* ── the value scale ── */

static bool is_stacked(const Chart *chart)
{
	return chart->kind == CHART_STACK || chart->kind == CHART_INCIDENCE;
}

static void stacked_extent(const Chart *chart, ScaleExtent *extent)
{
	for (size_t category = 0; category < chart->count; category++) {
		double sum = 0;
		for (guint n = 0; n < chart->series->len; n++) {
			const ChartSeries *series = chart->series->pdata[n];
			if (plot_is_values(series) && scale_is_known(series->values[category]))
				sum += fmax(0, series->values[category]);
		}
		scale_extent_add(extent, &sum, 1);
	}
}

/* The highest value of CHART and of where its curves end. */
static double highest(const Chart *chart)
{
	ScaleExtent extent = { 0 };
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->curve == NULL)
			scale_extent_add(&extent, series->values, chart->count);
		else if (series->curve->len > 0)
			scale_extent_add(
			    &extent,
			    &g_array_index(series->curve, ChartPoint, series->curve->len - 1).y, 1);
	}
	return extent.known > 0 ? extent.high : INFINITY;
}

/* Curves open without end over few: they leave the plot, so that the points have its room. */
static void curve_extent(const GArray *curve, double highest, ScaleExtent *extent)
{
	for (guint n = 0; n < curve->len; n++) {
		double y = g_array_index(curve, ChartPoint, n).y;
		if (highest > 0 && scale_is_known(y))
			y = fmin(y, CURVE_ROOM * highest);
		scale_extent_add(extent, &y, 1);
	}
}

void plot_extent(const Chart *chart, ScaleExtent *extent)
{
	bool fraction = extent->fraction || !chart_is_of_counts(chart);
	if (is_stacked(chart))
		stacked_extent(chart, extent);
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->curve != NULL) {
			curve_extent(series->curve, highest(chart), extent);
			continue;
		}
		if (!is_stacked(chart))
			scale_extent_add(extent, series->values, chart->count);
		if (series->lower != NULL)
			scale_extent_add(extent, series->lower, chart->count);
		if (series->upper != NULL)
			scale_extent_add(extent, series->upper, chart->count);
	}
	for (guint n = 0; n < chart->references->len; n++)
		scale_extent_add(extent, &((ChartReference *)chart->references->pdata[n])->value,
				 1);
	for (guint n = 0; n < chart->panels->len; n++) {
		extent->fraction = fraction;
		plot_extent(chart->panels->pdata[n], extent);
		fraction = extent->fraction;
	}
	extent->fraction = fraction;
}

/* Kinds whose marks do not stand on zero. */
static bool floats(ChartKind kind)
{
	return kind == CHART_LINE || kind == CHART_SPC || kind == CHART_RANGE;
}

bool plot_is_cut(const Chart *chart, const ScaleExtent *common)
{
	ScaleExtent extent = { 0 };
	if (common != NULL)
		extent = *common;
	else
		plot_extent(chart, &extent);
	if (extent.known < 2 || scale_extent_is_count(&extent))
		return false;
	if (chart->kind == CHART_FUNNEL)
		return extent.low > FUNNEL_SHARE * extent.high;
	return floats(chart->kind) && extent.low > CUT_SHARE * extent.high;
}

void plot_fit_scale(Plot *plot, size_t ticks)
{
	ScaleExtent extent = { 0 };
	if (plot->common != NULL)
		extent = *plot->common;
	else
		plot_extent(plot->chart, &extent);
	plot->scale = scale_fit(&extent, !plot_is_cut(plot->chart, plot->common), ticks);
}

void plot_tighten_scale(Plot *plot)
{
	ScaleExtent extent = { 0 };
	if (plot->common != NULL)
		extent = *plot->common;
	else
		plot_extent(plot->chart, &extent);
	double low = extent.low < 0 ? extent.low : 0, high = extent.high > 0 ? extent.high : 0;
	plot->scale.low = low;
	plot->scale.high = high > low ? high : low + 1;
}

static TickStyle style_of(const Plot *plot, bool percent)
{
	return (TickStyle){ plot->chart->group, plot->chart->point, percent ? "%" : NULL,
			    plot->frame->right_to_left };
}

char *plot_tick_text(const Plot *plot, const Scale *scale, size_t tick, bool percent)
{
	TickStyle style = style_of(plot, percent);
	return ticks_number_text(scale_tick(scale, tick), scale->decimals, &style);
}

char *plot_value_text(const Plot *plot, double value)
{
	return chart_value_text(plot->chart, value, plot->frame->right_to_left);
}

double plot_y(const Plot *plot, double value)
{
	return plot->bottom - scale_position(&plot->scale, value) * (plot->bottom - plot->top);
}
