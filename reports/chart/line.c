/* Lines over time: gaps where values are missing, direct labels at the ends. */
#include <math.h>
#include <stdlib.h>

#include "reports/chart/plot.h"
#include "reports/chart/ticks.h"

#define TICK_PITCH   26.0 /* between value ticks, at least */
#define DOTS_AT_MOST 60   /* points; more would be a rope of beads */
#define NAME_SHARE   0.26 /* of the width, at most, for series names */

/* The last known value of a series and where its label goes. */
typedef struct {
	const ChartSeries *series;
	Colour colour;
	double value, x, y;
	char *text;
	double text_width, name_width;
	double label_y, label_height;
} LineEnd;

double line_height(const Chart *chart, const ChartFrame *frame)
{
	(void)chart;
	return frame->width_pt < 320 ? 130 : 150;
}

static void end_clear(gpointer data)
{
	LineEnd *end = data;
	g_free(end->text);
}

/* The labelled ends; a series without any value has none. */
static GArray *find_ends(const Plot *plot)
{
	GArray *ends = g_array_new(FALSE, TRUE, sizeof(LineEnd));
	g_array_set_clear_func(ends, end_clear);
	for (guint n = 0; n < plot->chart->series->len; n++) {
		LineEnd end = { .series = plot->chart->series->pdata[n], .colour = plot_colour(n) };
		size_t last = plot->chart->count;
		while (last > 0 && !scale_is_known(end.series->values[last - 1]))
			last--;
		if (last == 0)
			continue;
		end.value = end.series->values[last - 1];
		end.x = (double)(last - 1);
		end.text = plot_value_text(end.value);
		end.text_width = plot_text_width(plot, MARK_VALUE, end.text);
		if (plot->chart->series->len > 1 && end.series->name != NULL) {
			double most = plot->frame->width_pt * NAME_SHARE, height;
			plot->frame->measure(plot->frame->data, MARK_SERIES, end.series->name, most,
					     2, &end.name_width, &height);
			end.name_width = fmin(end.name_width + 1, most);
			end.label_height = height;
		}
		end.label_height = fmax(end.label_height, plot_text_height(plot, MARK_VALUE));
		g_array_append_val(ends, end);
	}
	return ends;
}

static double x_of(const Plot *plot, double category)
{
	double inset = 4, width = plot->right - plot->left - 2 * inset;
	if (plot->chart->count < 2)
		return plot->left + inset + width / 2;
	return plot->left + inset + category / (double)(plot->chart->count - 1) * width;
}

/* Takes room at the left for tick labels and at the right for the ends. */
static void take_sides(Plot *plot, const GArray *ends)
{
	double ticks = 0, labels = 0;
	for (size_t tick = 0; tick < plot->scale.ticks; tick++) {
		g_autofree char *text = plot_tick_text(plot, tick);
		ticks = fmax(ticks, plot_text_width(plot, MARK_AXIS, text));
	}
	for (guint n = 0; n < ends->len; n++) {
		const LineEnd *end = &g_array_index(ends, LineEnd, n);
		labels =
		    fmax(labels, end->text_width + (end->name_width > 0 ? end->name_width + 4 : 0));
	}
	plot->left += ceil(ticks) + PLOT_GAP;
	plot->right -= ceil(labels) + PLOT_GAP + 2;
}

static void draw_category_axis(Plot *plot)
{
	size_t count = plot->chart->count;
	g_autofree double *centres = g_new(double, count), *widths = g_new(double, count);
	for (size_t n = 0; n < count; n++) {
		centres[n] = x_of(plot, (double)n);
		widths[n] = plot_text_width(plot, MARK_AXIS, plot->chart->categories[n]) + 1;
	}
	g_autoptr(GArray) labels = ticks_thin(centres, widths, count, 0, plot->frame->width_pt, 10);
	for (guint n = 0; n < labels->len; n++) {
		const TickLabel *label = &g_array_index(labels, TickLabel, n);
		double x = centres[label->category];
		marks_add_rule(plot->marks, COLOUR_SILVER, 0.5, (MarkPoint){ x, plot->bottom },
			       (MarkPoint){ x, plot->bottom + 3 });
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY,
			  plot->chart->categories[label->category], label->left_pt,
			  plot->bottom + 4, label->width_pt, 1);
	}
}

/* Takes room at the bottom for the labels and the title of the categories. */
static void take_bottom(Plot *plot)
{
	const char *title = plot->chart->x_title;
	double height = plot_text_height(plot, MARK_AXIS);
	plot->top += height / 2;
	if (title != NULL && *title != '\0') {
		plot->bottom -= height;
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, title, plot->left,
			  plot->bottom, plot->right - plot->left, 1);
	}
	plot->bottom -= height + 5;
}

static void draw_path(Plot *plot, const ChartSeries *series, Colour colour)
{
	Mark *line = NULL;
	for (size_t n = 0; n < plot->chart->count; n++) {
		if (!scale_is_known(series->values[n])) {
			line = NULL;
			continue;
		}
		if (line == NULL)
			line = marks_add_line(plot->marks, colour, 1.5);
		mark_add_point(line, x_of(plot, (double)n), plot_y(plot, series->values[n]));
	}
}

/* A point shows when points are few, when it stands alone, and when it is provisional. */
static void draw_dots(Plot *plot, const ChartSeries *series, Colour colour)
{
	size_t count = plot->chart->count;
	for (size_t n = 0; n < count; n++) {
		if (!scale_is_known(series->values[n]))
			continue;
		bool hollow = plot_is_provisional(plot, n);
		bool alone = (n == 0 || !scale_is_known(series->values[n - 1])) &&
			     (n + 1 == count || !scale_is_known(series->values[n + 1]));
		MarkPoint place = { x_of(plot, (double)n), plot_y(plot, series->values[n]) };
		if (hollow || alone || count <= DOTS_AT_MOST)
			marks_add_dot(plot->marks, colour, place, hollow ? 4.5 : 3, hollow);
	}
}

static int compare_ends(gconstpointer left, gconstpointer right)
{
	const LineEnd *a = left, *b = right;
	return (a->label_y > b->label_y) - (a->label_y < b->label_y);
}

/* Pushes labels apart: downwards first, then up again from the bottom. */
static void spread_ends(const Plot *plot, GArray *ends)
{
	/* not below the axis, whose labels are there */
	g_array_sort(ends, compare_ends);
	double free_from = 0;
	for (guint n = 0; n < ends->len; n++) {
		LineEnd *end = &g_array_index(ends, LineEnd, n);
		end->label_y = fmax(end->label_y, free_from);
		free_from = end->label_y + end->label_height;
	}
	double free_to = plot->bottom + 3;
	for (guint n = ends->len; n-- > 0;) {
		LineEnd *end = &g_array_index(ends, LineEnd, n);
		end->label_y = fmin(end->label_y, free_to - end->label_height);
		free_to = end->label_y;
	}
}

static void draw_ends(Plot *plot, GArray *ends)
{
	for (guint n = 0; n < ends->len; n++) {
		LineEnd *end = &g_array_index(ends, LineEnd, n);
		size_t last = (size_t)end->x;
		end->x = x_of(plot, end->x);
		end->y = plot_y(plot, end->value);
		end->label_y = end->y - plot_text_height(plot, MARK_VALUE) / 2;
		marks_add_dot(plot->marks, end->colour, (MarkPoint){ end->x, end->y }, 5.5,
			      plot_is_provisional(plot, last));
	}
	spread_ends(plot, ends);
	for (guint n = 0; n < ends->len; n++) {
		const LineEnd *end = &g_array_index(ends, LineEnd, n);
		double x = plot->right + PLOT_GAP;
		plot_text(plot, MARK_VALUE, MARK_LEFT, end->colour, end->text, x, end->label_y,
			  end->text_width + 1, 1);
		if (end->name_width > 0)
			plot_text(plot, MARK_SERIES, MARK_LEFT, end->colour, end->series->name,
				  x + end->text_width + 4, end->label_y, end->name_width, 2);
	}
}

void line_draw(Plot *plot)
{
	double height = plot->bottom - plot->top - 30;
	plot_fit_scale(plot, false, (size_t)fmax(2, fmin(6, height / TICK_PITCH + 1)));
	g_autoptr(GArray) ends = find_ends(plot);
	take_sides(plot, ends);
	take_bottom(plot);
	plot_value_axis(plot);
	draw_category_axis(plot);
	for (guint n = 0; n < plot->chart->series->len; n++)
		draw_path(plot, plot->chart->series->pdata[n], plot_colour(n));
	for (guint n = 0; n < plot->chart->series->len; n++)
		draw_dots(plot, plot->chart->series->pdata[n], plot_colour(n));
	draw_ends(plot, ends);
}
