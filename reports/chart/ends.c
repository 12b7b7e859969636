#include "reports/chart/ends.h"

#include <math.h>

#define NAME_SHARE 0.26 /* of the width, at most, for names */
#define EDGE_GAP   9.0  /* between the plot and its labels: room for a leader */
#define MOVED      0.6  /* of a line's height; a label further off gets a leader */

static void end_clear(gpointer data)
{
	g_free(((End *)data)->text);
}

GArray *ends_new(void)
{
	GArray *ends = g_array_new(FALSE, TRUE, sizeof(End));
	g_array_set_clear_func(ends, end_clear);
	return ends;
}

void ends_add(GArray *ends, const End *end)
{
	g_array_append_vals(ends, end, 1);
}

void ends_add_references(const Plot *plot, GArray *ends)
{
	for (guint n = 0; n < plot->chart->references->len; n++) {
		const ChartReference *reference = plot->chart->references->pdata[n];
		if (!scale_is_known(reference->value) || !plot_has_text(reference->label))
			continue;
		ends_add(ends, &(End){ .colour = plot_reference_colour(plot->chart),
				       .value = reference->value,
				       .text = plot_value_text(plot, reference->value),
				       .name = reference->label,
				       .minor = true });
	}
}

static void measure_end(const Plot *plot, End *end, int lines)
{
	const ChartFrame *frame = plot->frame;
	/* what is measured again, on one line, keeps to the strip that was taken for it */
	double most = frame->width_pt * NAME_SHARE, height;
	if (end->name_width > 0)
		most = end->name_width;
	end->lines = lines;
	end->height = end->line = plot_text_height(plot, MARK_VALUE);
	end->text_width = end->text != NULL ? plot_text_width(plot, MARK_VALUE, end->text) + 1 : 0;
	end->name_width = 0;
	if (!plot_has_text(end->name))
		return;
	frame->measure(frame->data, MARK_SERIES, end->name, most, lines, &end->name_width, &height);
	end->name_width = fmin(ceil(end->name_width) + 2, most);
	frame->measure(frame->data, MARK_SERIES, end->name, end->name_width, lines, &most, &height);
	end->height = fmax(end->height, height);
	end->line = fmax(end->line, plot_one_height(frame, MARK_SERIES, end->name));
}

static double end_width(const End *end)
{
	bool both = end->text_width > 0 && end->name_width > 0;
	return end->text_width + end->name_width + (both ? 4 : 0);
}

static void leave_values(GArray *ends)
{
	for (guint n = ends->len; n-- > 0;) {
		End *end = &g_array_index(ends, End, n);
		end->name = NULL;
		if (end->minor || end->text == NULL)
			g_array_remove_index(ends, n);
	}
}

double ends_measure(const Plot *plot, GArray *ends)
{
	double widest = 0;
	if (plot->common != NULL)
		leave_values(ends);
	for (guint n = 0; n < ends->len; n++) {
		End *end = &g_array_index(ends, End, n);
		measure_end(plot, end, 2);
		widest = fmax(widest, end_width(end));
	}
	return widest > 0 ? ceil(widest) + EDGE_GAP : 0;
}

static double total_height(const GArray *ends)
{
	double total = 0;
	for (guint n = 0; n < ends->len; n++)
		total += g_array_index(ends, End, n).height;
	return total;
}

/* Makes the labels fit in ROOM: names on one line, then without the minor ones, then
 * without the last. */
static void fit_ends(const Plot *plot, GArray *ends, double room)
{
	for (guint n = 0; n < ends->len && total_height(ends) > room; n++)
		measure_end(plot, &g_array_index(ends, End, n), 1);
	for (guint n = ends->len; n-- > 0 && total_height(ends) > room;) {
		if (g_array_index(ends, End, n).minor)
			g_array_remove_index(ends, n);
	}
	while (ends->len > 0 && total_height(ends) > room)
		g_array_remove_index(ends, ends->len - 1);
}

static int compare_tops(gconstpointer left, gconstpointer right)
{
	const End *a = left, *b = right;
	return (a->top_pt > b->top_pt) - (a->top_pt < b->top_pt);
}

/* Pushes the labels apart between TOP and BOTTOM: downwards first, then up again. */
static void spread_ends(GArray *ends, double top, double bottom)
{
	g_array_sort(ends, compare_tops);
	double free_from = top;
	for (guint n = 0; n < ends->len; n++) {
		End *end = &g_array_index(ends, End, n);
		end->top_pt = fmax(end->top_pt, free_from);
		free_from = end->top_pt + end->height;
	}
	double free_to = bottom;
	for (guint n = ends->len; n-- > 0;) {
		End *end = &g_array_index(ends, End, n);
		end->top_pt = fmin(end->top_pt, free_to - end->height);
		free_to = end->top_pt;
	}
}

static void draw_leader(Plot *plot, const End *end, double edge, double sign)
{
	double line = end->line, y = plot_y(plot, end->value);
	double middle = end->top_pt + line / 2, from = edge;
	if (end->placed)
		from = plot->x_from + end->x * plot->x_step;
	/* the series ended before the plot does; of a single category there is no way to err */
	bool short_of = sign * (edge - from) > 6 && plot->chart->count > 1;
	if (fabs(middle - y) < MOVED * line && !short_of)
		return;
	if (!short_of && sign * (edge - from) > 6)
		from = edge;
	Mark *leader = marks_add_line(plot->marks, COLOUR_SILVER, 0.5);
	leader->dashed = short_of; /* never to be taken for values */
	mark_add_point(leader, from + sign * (end->placed && from != edge ? 4 : 0), y);
	if (short_of)
		mark_add_point(leader, edge, y);
	mark_add_point(leader, edge + sign * (EDGE_GAP - 2), middle);
}

static void set_end(Plot *plot, const End *end, double edge, bool mirrored)
{
	double x = mirrored ? edge - EDGE_GAP - end_width(end) : edge + EDGE_GAP;
	/* the figure stands beside the middle of the name's first line, whatever its script */
	double figure = end->top_pt + (end->line - plot_text_height(plot, MARK_VALUE)) / 2;
	if (end->text != NULL)
		plot_text(plot, MARK_VALUE, MARK_LEFT, end->colour, end->text, x, figure,
			  end->text_width, 1);
	if (end->name_width > 0)
		plot_text(plot, MARK_SERIES, MARK_LEFT, end->colour, end->name,
			  x + end->text_width + (end->text_width > 0 ? 4 : 0), end->top_pt,
			  end->name_width, end->lines);
}

void ends_draw(Plot *plot, GArray *ends, double edge_pt, bool mirrored)
{
	double half = plot_text_height(plot, MARK_VALUE) / 2;
	double top = plot->top - half, bottom = plot->bottom + 3;
	fit_ends(plot, ends, bottom - top);
	for (guint n = 0; n < ends->len; n++) {
		End *end = &g_array_index(ends, End, n);
		end->top_pt = plot_y(plot, end->value) - end->line / 2;
	}
	spread_ends(ends, top, bottom);
	for (guint n = 0; n < ends->len; n++) {
		const End *end = &g_array_index(ends, End, n);
		draw_leader(plot, end, edge_pt, mirrored ? -1 : 1);
		set_end(plot, end, edge_pt, mirrored);
	}
}
