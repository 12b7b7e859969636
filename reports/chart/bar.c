/* Lying marks, a category a line: bars from zero, and dots with their intervals. */
#include <math.h>

#include "reports/chart/plot.h"
#include "reports/chart/signal.h"
#include "reports/model/ticks.h"
#include "reports/model/value.h"

#define LABEL_SHARE  0.36 /* of the width, at most, for names beside the marks */
#define LABEL_LINES  3
#define MISSING_TEXT "[x]" /* as in tables: not available */
#define BAR_SHARE    0.68  /* of a category's pitch that is bar */
#define BAR_WIDEST   22.0
#define LYING_PITCH  15.0 /* of one series; each more adds */
#define NAME_GAP     3.0
#define GROUP_SHARE  0.8 /* of a pitch, for the bars of several series */
#define PLOT_SHARE   0.2 /* of the width, at least, for the marks: else figures go */
#define STRIP_SHARE  0.4 /* of the width, at most, for the words of a rule */

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

static double lying_pitch(const Chart *chart, const ChartFrame *frame)
{
	double height;
	widest_label(chart, frame, frame->width_pt * LABEL_SHARE, &height);
	double bars = LYING_PITCH, width, figure;
	frame->measure(frame->data, MARK_VALUE, "0", 0, 1, &width, &figure);
	if (plot_values(chart) > 1) /* each with a figure of its own */
		bars = plot_values(chart) * figure / GROUP_SHARE;
	/* lines of a tall script have air of their own */
	double line = plot_line_height(frame, MARK_CATEGORY, chart->categories, chart->count);
	return fmax(bars, height + (line > LYING_PITCH ? 0 : NAME_GAP));
}

static guint count_rules(const Chart *chart)
{
	guint count = 0;
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		count += scale_is_known(reference->value) && plot_has_text(reference->label);
	}
	return count;
}

/* Of a line of the words of rules. */
static double rule_height(const Chart *chart, const ChartFrame *frame)
{
	double highest = 0;
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		highest = fmax(highest, plot_one_height(frame, MARK_AXIS, reference->label));
	}
	return highest;
}

double bar_height(const Chart *chart, const ChartFrame *frame)
{
	double lines = lying_pitch(chart, frame) * (double)chart->count;
	double title = plot_one_height(frame, MARK_AXIS, chart->x_title) + 3;
	double scale = plot_one_height(frame, MARK_AXIS, NULL) + 6;
	return (plot_has_text(chart->x_title) ? title : 0) +
	       (chart->kind == CHART_DOT ? scale : 0) +
	       count_rules(chart) * rule_height(chart, frame) + fmax(lines, plot_wanted(chart, 0)) +
	       4;
}

/* ── places ── */

static double lying_x(const Plot *plot, double value)
{
	return plot->left + scale_position(&plot->scale, value) * (plot->right - plot->left);
}

static double pitch_of(const Plot *plot)
{
	return (plot->bottom - plot->top) / (double)plot->chart->count;
}

static void lying_slot(const Plot *plot, size_t category, guint rank, double *ret_start,
		       double *ret_thickness)
{
	double count = plot_values(plot->chart), pitch = pitch_of(plot);
	double share = count > 1 ? GROUP_SHARE : BAR_SHARE;
	double group = fmin(pitch * share, BAR_WIDEST * count);
	*ret_thickness = group / count;
	*ret_start =
	    plot->top + ((double)category + 0.5) * pitch - group / 2 + rank * *ret_thickness;
}

/* ── marks ── */

static void lying_figure(Plot *plot, Colour colour, const char *text, double x, double middle)
{
	if (plot_text_height(plot, MARK_VALUE) <= pitch_of(plot) / plot_values(plot->chart) + 2)
		plot_figure_if_free(plot, colour == COLOUR_SILVER ? COLOUR_GREY : colour, text, x,
				    middle - plot_text_height(plot, MARK_VALUE) / 2);
}

static void lying_bar(Plot *plot, size_t category, guint number, guint rank)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double value = series->values[category], start, thickness;
	Colour colour = plot_colour_at(plot, number, category);
	lying_slot(plot, category, rank, &start, &thickness);
	double middle = start + thickness / 2, zero = lying_x(plot, 0);
	if (!scale_is_known(value)) {
		lying_figure(plot, COLOUR_GREY, chart_missing_text(value), zero + 4, middle);
		return;
	}
	double tip = lying_x(plot, value);
	if (value != 0)
		marks_add_bar(plot->marks, colour, (MarkPoint){ fmin(zero, tip), start },
			      fabs(tip - zero), thickness, plot_is_provisional(plot, category));
	g_autofree char *text = plot_value_text(plot, value);
	lying_figure(plot, colour, text, fmax(zero, tip) + 4, middle);
}

static void lying_dot(Plot *plot, size_t category, guint number, guint rank)
{
	const ChartSeries *series = plot->chart->series->pdata[number];
	double value = series->values[category], start, thickness;
	Colour colour = plot_colour_at(plot, number, category);
	lying_slot(plot, category, rank, &start, &thickness);
	double middle = start + thickness / 2;
	if (!scale_is_known(value)) {
		lying_figure(plot, COLOUR_GREY, chart_missing_text(value), plot->left + 4, middle);
		return;
	}
	double tip = lying_x(plot, value), upper = tip;
	if (series->lower != NULL && series->upper != NULL &&
	    scale_is_known(series->lower[category]) && scale_is_known(series->upper[category])) {
		upper = lying_x(plot, series->upper[category]);
		marks_add_rule(plot->marks, colour, 1.6,
			       (MarkPoint){ lying_x(plot, series->lower[category]), middle },
			       (MarkPoint){ upper, middle });
	}
	const SignalMark *signal = signal_mark(signal_at(series, category));
	bool marked = signal_at(series, category) != SIGNAL_NONE;
	marks_add_signal(plot->marks, marked ? signal->colour : colour, (MarkPoint){ tip, middle },
			 marked ? signal->diameter_pt : 6, plot_is_provisional(plot, category),
			 marked ? signal->shape : DOT_CIRCLE);
	g_autofree char *text = plot_value_text(plot, value);
	lying_figure(plot, colour, text, fmax(upper, tip + 3) + 4, middle);
}

static void lying_series(Plot *plot, void (*draw)(Plot *, size_t, guint, guint))
{
	for (size_t category = 0; category < plot->chart->count; category++) {
		guint rank = 0;
		for (guint n = 0; n < plot->chart->series->len; n++) {
			if (plot_is_values(plot->chart->series->pdata[n]))
				draw(plot, category, n, rank++);
		}
	}
}

/* Targets and other rules that a series gives each category: a tick across its line. */
static void lying_targets(Plot *plot)
{
	double pitch = pitch_of(plot);
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t at = 0; at < plot->chart->count && !plot_is_values(series); at++) {
			if (series->curve != NULL || !scale_is_known(series->values[at]))
				continue;
			double x = lying_x(plot, series->values[at]);
			double y = plot->top + (double)at * pitch;
			marks_add_rule(plot->marks, COLOUR_SLATE, 1.4,
				       (MarkPoint){ x, y + pitch * 0.1 },
				       (MarkPoint){ x, y + pitch * 0.9 });
		}
	}
}

static double widest_value(const Plot *plot)
{
	double widest = plot_text_width(plot, MARK_VALUE, MISSING_TEXT);
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		for (size_t at = 0; at < plot->chart->count && series->curve == NULL; at++) {
			if (!scale_is_known(series->values[at]))
				continue;
			g_autofree char *text = plot_value_text(plot, series->values[at]);
			widest = fmax(widest, plot_text_width(plot, MARK_VALUE, text));
		}
	}
	return ceil(widest) + 1;
}

/* Names beside the marks; in a crowd only every so many. */
static void lying_labels(Plot *plot, double width)
{
	const Chart *chart = plot->chart;
	double step = 1, pitch = pitch_of(plot);
	double line = plot_line_height(plot->frame, MARK_CATEGORY, chart->categories, chart->count);
	int lines = (int)fmax(1, fmin(LABEL_LINES, floor(pitch / line)));
	if (pitch < line)
		step = ceil(line / pitch);
	for (size_t n = 0; n < chart->count; n += (size_t)step) {
		double text_width, height;
		plot->frame->measure(plot->frame->data, MARK_CATEGORY, chart->categories[n], width,
				     lines, &text_width, &height);
		double middle = plot->top + ((double)n + 0.5) * pitch;
		double top = fmin(middle - height / 2, plot->frame->height_pt - height);
		bool grey = chart->highlight != NULL && !chart->highlight[n];
		plot_text(plot, MARK_CATEGORY, MARK_LEFT, grey ? COLOUR_GREY : COLOUR_SLATE,
			  chart->categories[n], 0, top, width, lines);
	}
}

/* Rules down the chart at a value, each with its words on a line of their own on top. */
static void lying_rules(Plot *plot, double top)
{
	double line = rule_height(plot->chart, plot->frame);
	for (guint n = 0; n < plot->chart->references->len; n++) {
		const ChartReference *reference = plot->chart->references->pdata[n];
		if (!scale_is_known(reference->value))
			continue;
		double x = lying_x(plot, reference->value);
		Mark *rule = marks_add_line(plot->marks, COLOUR_GREY, 0.9);
		rule->dashed = true;
		mark_add_point(rule, x, plot_has_text(reference->label) ? top + line : plot->top);
		mark_add_point(rule, x, plot->bottom);
		if (!plot_has_text(reference->label))
			continue;
		g_autofree char *value = plot_value_text(plot, reference->value);
		g_autofree char *text = g_strdup_printf("%s %s", reference->label, value);
		double wide = plot_text_width(plot, MARK_AXIS, text) + 1;
		wide = fmin(wide, plot->frame->width_pt * STRIP_SHARE);
		double left = fmax(0, fmin(x - wide / 2, plot->frame->width_pt - wide));
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_SLATE, text, left, top, wide, 1);
		top += line;
	}
}

/* Takes the space of names, titles and rules, and draws what belongs to them. */
static void lay(Plot *plot, double foot, double figures)
{
	const char *title = plot->chart->x_title;
	double height, most = plot->frame->width_pt * LABEL_SHARE;
	double labels = fmin(widest_label(plot->chart, plot->frame, most, &height), most);
	if (plot_has_text(title))
		plot->top += plot_text(plot, MARK_AXIS, MARK_LEFT, COLOUR_GREY, title, 0, plot->top,
				       plot->right, 1) +
			     3;
	double strip = plot->top;
	plot->top += count_rules(plot->chart) * rule_height(plot->chart, plot->frame);
	plot->bottom -= foot;
	plot->left += labels + PLOT_GAP;
	if (plot->right - figures - plot->left >= plot->frame->width_pt * PLOT_SHARE)
		plot->right -= figures;
	lying_rules(plot, strip);
	lying_labels(plot, labels);
}

void bar_draw(Plot *plot)
{
	plot_fit_scale(plot, 5);
	plot_tighten_scale(plot);
	/* lying bars carry their figures, so they need neither ticks nor grid */
	lay(plot, 0, widest_value(plot) + PLOT_GAP);
	lying_series(plot, lying_bar);
	lying_targets(plot);
	double zero = lying_x(plot, 0);
	marks_add_rule(plot->marks, COLOUR_SILVER, 0.75, (MarkPoint){ zero, plot->top },
		       (MarkPoint){ zero, plot->bottom });
}

static void draw_scale(Plot *plot)
{
	size_t count = plot->scale.ticks;
	g_autofree double *places = g_new(double, count), *widths = g_new(double, count);
	g_auto(GStrv) texts = g_new0(char *, count + 1);
	for (size_t n = 0; n < count; n++) {
		double value = scale_tick(&plot->scale, n);
		places[n] = lying_x(plot, value);
		texts[n] = plot_tick_text(plot, &plot->scale, n, plot->chart->percent);
		widths[n] = plot_text_width(plot, MARK_AXIS, texts[n]) + 1;
		bool base = value == 0;
		marks_add_rule(plot->marks, base ? COLOUR_SILVER : COLOUR_GRID, base ? 0.75 : 0.5,
			       (MarkPoint){ places[n], plot->top },
			       (MarkPoint){ places[n], plot->bottom });
	}
	g_autoptr(GArray) shown =
	    ticks_thin(places, widths, count, plot->left - PLOT_GAP, plot->frame->width_pt, 8);
	for (guint n = 0; n < shown->len; n++) {
		const TickLabel *label = &g_array_index(shown, TickLabel, n);
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, texts[label->category],
			  label->left_pt, plot->bottom + 3, label->width_pt, 1);
	}
}

void dot_draw(Plot *plot)
{
	plot_fit_scale(plot, plot->frame->width_pt < PLOT_NARROW_PT ? 4 : 6);
	lay(plot, plot_text_height(plot, MARK_AXIS) + 4, widest_value(plot) + PLOT_GAP);
	draw_scale(plot);
	lying_targets(plot);
	lying_series(plot, lying_dot);
}
