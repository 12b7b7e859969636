/* Bars from zero: upright while labels are short, lying when they are long.
 *
 * Both are drawn in the same way on an "along" axis of categories and an
 * "up" axis of values; only the last step knows which one lies. */
#include <math.h>

#include "reports/chart/plot.h"
#include "reports/chart/ticks.h"

#define SHORT_LABEL  48.0 /* points; such labels are thinned rather than laid */
#define FEW_BARS     6    /* fewer with longer names are a list, not a row of columns */
#define LABEL_SHARE  0.36 /* of the width, at most, for names beside lying bars */
#define UPRIGHT_GAP  4.0  /* between labels under columns */
#define LABEL_LINES  3
#define MISSING_TEXT "[x]" /* as in tables: not available */
#define BAR_SHARE    0.68  /* of a category's pitch that is bar */
#define BAR_WIDEST   22.0
#define LYING_PITCH  15.0 /* of one series; each more adds */
#define SERIES_PITCH 8.0

static double widest_label(const Chart *chart, const ChartFrame *frame, double wrap_pt,
			   double *ret_height)
{
	double widest = 0;
	*ret_height = 0;
	for (size_t n = 0; n < chart->count; n++) {
		double width, height;
		frame->measure(frame->data, MARK_CATEGORY, chart->categories[n], wrap_pt,
			       LABEL_LINES, &width, &height);
		widest = fmax(widest, width);
		*ret_height = fmax(*ret_height, height);
	}
	return ceil(widest + 1);
}

/* Whether the bars lie: long names are read in lines, not squeezed under columns. */
static bool lies(const Chart *chart, const ChartFrame *frame)
{
	double height, widest = widest_label(chart, frame, 0, &height);
	double pitch = (frame->width_pt - 30) / (double)chart->count;
	return widest > SHORT_LABEL && (widest + PLOT_GAP > pitch || chart->count < FEW_BARS);
}

static double lying_pitch(const Chart *chart, const ChartFrame *frame)
{
	double height;
	widest_label(chart, frame, frame->width_pt * LABEL_SHARE, &height);
	double bars = LYING_PITCH + SERIES_PITCH * ((double)chart->series->len - 1);
	return fmax(bars, height + 3);
}

/* The line of names that several series need; bars have no ends to label. */
static double legend_height(const Chart *chart, const ChartFrame *frame)
{
	double width, height;
	frame->measure(frame->data, MARK_SERIES, "0", 0, 1, &width, &height);
	return chart->series->len > 1 ? height + 8 : 0;
}

double bar_height(const Chart *chart, const ChartFrame *frame)
{
	double legend = legend_height(chart, frame), width, height;
	if (!lies(chart, frame))
		return legend + (frame->width_pt < 320 ? 130 : 150);
	frame->measure(frame->data, MARK_AXIS, "0", 0, 1, &width, &height);
	double title = chart->x_title != NULL && *chart->x_title != '\0' ? height + 3 : 0;
	return legend + title + lying_pitch(chart, frame) * (double)chart->count + 4;
}

static void draw_legend(Plot *plot)
{
	double x = plot->left, height = plot_text_height(plot, MARK_SERIES);
	if (plot->chart->series->len < 2)
		return;
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		double width = plot_text_width(plot, MARK_SERIES, series->name) + 1;
		width = fmin(width, plot->right - plot->left - 12);
		if (x > plot->left && x + 12 + width > plot->right) {
			x = plot->left;
			plot->top += height;
		}
		marks_add_bar(plot->marks, plot_colour(n),
			      (MarkPoint){ x, plot->top + height / 2 - 3.5 }, 7, 7, false);
		plot_text(plot, MARK_SERIES, MARK_LEFT, plot_colour(n), series->name, x + 11,
			  plot->top, width, 1);
		x += width + 25;
	}
	plot->top += height + 8;
}

/* Where one bar of SERIES at CATEGORY goes along the axis of categories. */
static void bar_slot(const Plot *plot, double from, double pitch, size_t category, guint series,
		     double *ret_start, double *ret_thickness)
{
	double count = plot->chart->series->len;
	double group = fmin(pitch * BAR_SHARE, BAR_WIDEST * count);
	*ret_thickness = group / count;
	*ret_start = from + ((double)category + 0.5) * pitch - group / 2 + series * *ret_thickness;
}

/* ── upright ── */

static void upright_labels(Plot *plot, double pitch)
{
	size_t count = plot->chart->count;
	g_autofree double *centres = g_new(double, count), *widths = g_new(double, count);
	for (size_t n = 0; n < count; n++) {
		centres[n] = plot->left + ((double)n + 0.5) * pitch;
		widths[n] = plot_text_width(plot, MARK_CATEGORY, plot->chart->categories[n]) + 1;
	}
	g_autoptr(GArray) labels =
	    ticks_thin(centres, widths, count, 0, plot->frame->width_pt, UPRIGHT_GAP);
	for (guint n = 0; n < labels->len; n++) {
		const TickLabel *label = &g_array_index(labels, TickLabel, n);
		plot_text(plot, MARK_CATEGORY, MARK_CENTRE, COLOUR_SLATE,
			  plot->chart->categories[label->category], label->left_pt,
			  plot->bottom + 3, label->width_pt, 1);
	}
}

/* Figures above bars, when every one fits over its bar. */
static bool values_fit(const Plot *plot, double thickness)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t category = 0; category < plot->chart->count; category++) {
			if (!scale_is_known(series->values[category]))
				continue;
			g_autofree char *text = plot_value_text(series->values[category]);
			if (plot_text_width(plot, MARK_VALUE, text) + 2 > thickness / BAR_SHARE)
				return false;
		}
	}
	return true;
}

static void upright_bar(Plot *plot, double pitch, size_t category, guint number, bool figures)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double value = series->values[category], start, thickness;
	if (!scale_is_known(value))
		return;
	bar_slot(plot, plot->left, pitch, category, number, &start, &thickness);
	double zero = plot_y(plot, 0), tip = plot_y(plot, value);
	if (value != 0)
		marks_add_bar(plot->marks, plot_colour(number),
			      (MarkPoint){ start, fmin(zero, tip) }, thickness, fabs(tip - zero),
			      plot_is_provisional(plot, category));
	if (!figures)
		return;
	double height = plot_text_height(plot, MARK_VALUE);
	g_autofree char *text = plot_value_text(value);
	double width = plot_text_width(plot, MARK_VALUE, text) + 1;
	double left =
	    fmax(0, fmin(start + thickness / 2 - width / 2, plot->frame->width_pt - width));
	plot_text(plot, MARK_VALUE, MARK_CENTRE, plot_colour(number), text, left,
		  value < 0 ? tip + 1 : tip - height - 1, width, 1);
}

static void draw_upright(Plot *plot)
{
	const char *title = plot->chart->x_title;
	double line = plot_text_height(plot, MARK_AXIS), widest = 0;
	plot_fit_scale(plot, true, 5);
	plot->top += plot_text_height(plot, MARK_VALUE);
	if (title != NULL && *title != '\0') {
		plot->bottom -= line;
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, title, plot->left,
			  plot->bottom, plot->right - plot->left, 1);
	}
	plot->bottom -= line + 5;
	for (size_t tick = 0; tick < plot->scale.ticks; tick++) {
		g_autofree char *text = plot_tick_text(plot, tick);
		widest = fmax(widest, plot_text_width(plot, MARK_AXIS, text));
	}
	plot->left += ceil(widest) + PLOT_GAP;
	plot_value_axis(plot);
	double pitch = (plot->right - plot->left) / (double)plot->chart->count, start, thickness;
	bar_slot(plot, 0, pitch, 0, 0, &start, &thickness);
	bool figures = values_fit(plot, thickness);
	for (size_t category = 0; category < plot->chart->count; category++) {
		for (guint series = 0; series < plot->chart->series->len; series++)
			upright_bar(plot, pitch, category, series, figures);
	}
	upright_labels(plot, pitch);
}

/* ── lying ── */

/* Lying bars carry their figures, so they need neither ticks nor grid. */
static void lying_figure(Plot *plot, Colour colour, const char *text, double x, double middle)
{
	plot_text(plot, MARK_VALUE, MARK_LEFT, colour, text, x,
		  middle - plot_text_height(plot, MARK_VALUE) / 2,
		  plot_text_width(plot, MARK_VALUE, text) + 1, 1);
}

static void lying_bar(Plot *plot, double pitch, size_t category, guint number)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double value = series->values[category], start, thickness;
	bar_slot(plot, plot->top, pitch, category, number, &start, &thickness);
	bool figures = plot_text_height(plot, MARK_VALUE) <= thickness / BAR_SHARE + 2;
	double width = plot->right - plot->left, middle = start + thickness / 2;
	double zero = plot->left + scale_position(&plot->scale, 0) * width;
	if (!scale_is_known(value)) {
		if (figures)
			lying_figure(plot, COLOUR_GREY, MISSING_TEXT, zero + 4, middle);
		return;
	}
	double tip = plot->left + scale_position(&plot->scale, value) * width;
	if (value != 0)
		marks_add_bar(plot->marks, plot_colour(number),
			      (MarkPoint){ fmin(zero, tip), start }, fabs(tip - zero), thickness,
			      plot_is_provisional(plot, category));
	g_autofree char *text = plot_value_text(value);
	if (figures)
		lying_figure(plot, plot_colour(number), text, fmax(zero, tip) + 4, middle);
}

static double widest_value(const Plot *plot)
{
	double widest = 0;
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t category = 0; category < plot->chart->count; category++) {
			if (!scale_is_known(series->values[category]))
				continue;
			g_autofree char *text = plot_value_text(series->values[category]);
			widest = fmax(widest, plot_text_width(plot, MARK_VALUE, text));
		}
	}
	return ceil(fmax(widest, plot_text_width(plot, MARK_VALUE, MISSING_TEXT)));
}

/* Names beside the bars; in a crowd only every so many. */
static void lying_labels(Plot *plot, double width, double pitch)
{
	double step = 1, line = plot_text_height(plot, MARK_CATEGORY);
	int lines = (int)fmax(1, fmin(LABEL_LINES, floor(pitch / line)));
	if (pitch < line)
		step = ceil(line / pitch);
	for (size_t n = 0; n < plot->chart->count; n += (size_t)step) {
		double text_width, height;
		plot->frame->measure(plot->frame->data, MARK_CATEGORY, plot->chart->categories[n],
				     width, lines, &text_width, &height);
		double middle = plot->top + ((double)n + 0.5) * pitch;
		plot_text(plot, MARK_CATEGORY, MARK_LEFT, COLOUR_SLATE, plot->chart->categories[n],
			  0, middle - height / 2, width, lines);
	}
}

static void draw_lying(Plot *plot)
{
	const char *title = plot->chart->x_title;
	double height, most = plot->frame->width_pt * LABEL_SHARE;
	double labels = fmin(widest_label(plot->chart, plot->frame, most, &height), most);
	if (title != NULL && *title != '\0')
		plot->top += plot_text(plot, MARK_AXIS, MARK_LEFT, COLOUR_GREY, title, 0, plot->top,
				       plot->right, 1) +
			     3;
	plot_fit_scale(plot, true, 5);
	plot_tighten_scale(plot);
	plot->left += labels + PLOT_GAP;
	plot->right -= widest_value(plot) + PLOT_GAP;
	double pitch = (plot->bottom - plot->top) / (double)plot->chart->count;
	double zero = plot->left + scale_position(&plot->scale, 0) * (plot->right - plot->left);
	for (size_t category = 0; category < plot->chart->count; category++) {
		for (guint series = 0; series < plot->chart->series->len; series++)
			lying_bar(plot, pitch, category, series);
	}
	marks_add_rule(plot->marks, COLOUR_SILVER, 0.75, (MarkPoint){ zero, plot->top },
		       (MarkPoint){ zero, plot->bottom });
	lying_labels(plot, labels, pitch);
}

void bar_draw(Plot *plot)
{
	draw_legend(plot);
	if (lies(plot->chart, plot->frame))
		draw_lying(plot);
	else
		draw_upright(plot);
}
