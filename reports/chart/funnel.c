/* Points over their denominators, within curves that say how far chance alone takes them. Points
 * outside are named; nothing is ranked. */
#include <math.h>

#include "reports/chart/axis.h"
#include "reports/chart/signal.h"

#define NAME_SHARE  0.3 /* of the width, at most, for a name beside its point */
#define HEIGHT_PT   190.0
#define NARROW_PT   150.0
#define CURVE_STEPS 12 /* between two districts */

double funnel_height(const Chart *chart, const ChartFrame *frame)
{
	double usual = frame->width_pt < PLOT_NARROW_PT ? NARROW_PT : HEIGHT_PT;
	return plot_wanted(chart, usual) + axis_strip(chart, frame);
}

static double x_value(const Chart *chart, size_t category)
{
	return chart->x != NULL ? chart->x[category] : (double)category;
}

static void add_curve(const GArray *curve, ScaleExtent *extent)
{
	for (guint n = 0; n < curve->len; n++)
		scale_extent_add(extent, &g_array_index(curve, ChartPoint, n).x, 1);
}

static Scale denominators(const Chart *chart, double width)
{
	ScaleExtent extent = { 0 };
	for (size_t n = 0; n < chart->count; n++) {
		double x = x_value(chart, n);
		scale_extent_add(&extent, &x, 1);
	}
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->curve != NULL)
			add_curve(series->curve, &extent);
	}
	Scale scale = scale_fit(&extent, true, (size_t)fmax(3, fmin(8, width / 60)));
	/* the frame ends with the points and curves, not with the next round number */
	if (extent.known > 0 && extent.high > 0)
		scale.high = extent.high;
	while (scale.ticks > 2 && scale_tick(&scale, scale.ticks - 1) > scale.high)
		scale.ticks--;
	return scale;
}

/* ── curves ── */

static bool on_scale(const Plot *plot, const ChartPoint *point)
{
	return scale_is_known(point->x) && scale_is_known(point->y) &&
	       point->y >= plot->scale.low && point->y <= plot->scale.high;
}

/* CURVE with points between those of the districts, so that it bends as limits do and not at each
 * district: they are nearly straight over one by the root of the denominator. */
static GArray *fine_curve(const GArray *curve)
{
	GArray *fine = g_array_new(FALSE, FALSE, sizeof(ChartPoint));
	for (guint n = 0; n < curve->len; n++) {
		ChartPoint to = g_array_index(curve, ChartPoint, n);
		ChartPoint from = n > 0 ? g_array_index(curve, ChartPoint, n - 1) : to;
		bool bends = from.x > 0 && to.x > from.x && scale_is_known(from.y) &&
			     scale_is_known(to.y) && from.y != to.y;
		for (int step = 1; bends && step < CURVE_STEPS; step++) {
			double u = 1 / sqrt(from.x), v = 1 / sqrt(to.x);
			/* even steps along the axis; as many as the gap is wide */
			double x = from.x + (to.x - from.x) * step / CURVE_STEPS;
			double share = (1 / sqrt(x) - u) / (v - u);
			ChartPoint between = { x, from.y + (to.y - from.y) * share };
			g_array_append_val(fine, between);
		}
		g_array_append_val(fine, to);
	}
	return fine;
}

static void draw_curve(Plot *plot, const ChartSeries *series, bool outer)
{
	Mark *line = NULL;
	g_autoptr(GArray) curve = fine_curve(series->curve);
	for (guint n = 0; n < curve->len; n++) {
		const ChartPoint *point = &g_array_index(curve, ChartPoint, n);
		if (!on_scale(plot, point)) {
			line = NULL;
			continue;
		}
		if (line == NULL) {
			line = marks_add_line(plot->marks, COLOUR_GREY, outer ? 0.9 : 0.7);
			line->dashed = series->role == SERIES_LIMIT && !outer;
		}
		mark_add_point(line, axis_x(plot, point->x), plot_y(plot, point->y));
	}
}

/* A curve is named where it ends; upper and lower of one name only once, at the upper. */
static GArray *find_ends(const Plot *plot)
{
	const Chart *chart = plot->chart;
	GArray *ends = ends_new();
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		bool named = false;
		for (guint before = 0; before < n; before++)
			named |= g_strcmp0(((ChartSeries *)chart->series->pdata[before])->name,
					   series->name) == 0;
		if (series->curve == NULL || series->curve->len == 0 || named)
			continue;
		const ChartPoint *last =
		    &g_array_index(series->curve, ChartPoint, series->curve->len - 1);
		End end = { .colour = COLOUR_GREY, .value = last->y, .name = series->name };
		if (series->role == SERIES_CENTRE)
			end.text = plot_value_text(plot, last->y);
		end.minor = true;
		if (scale_is_known(last->y))
			ends_add(ends, &end);
		else
			g_free(end.text);
	}
	ends_add_references(plot, ends);
	return ends;
}

/* ── points ── */

static bool covers_dot(const Plot *plot, double x, double y, double width, double height)
{
	for (guint n = 0; n < plot->marks->marks->len; n++) {
		const Mark *mark = plot->marks->marks->pdata[n];
		if (mark->kind == MARK_DOT && mark->x_pt > x - 3 && mark->x_pt < x + width + 3 &&
		    mark->y_pt > y - 2 && mark->y_pt < y + height + 2)
			return true;
	}
	return false;
}

/* Sets NAME near the point: close to it, or further off with a leader. */
static void draw_name(Plot *plot, const char *name, Colour colour, MarkPoint point)
{
	static const double turns[][2] = { { 1, 0 },   { -1, 0 },   { 0.5, -1 }, { -0.5, -1 },
					   { 0.5, 1 }, { -0.5, 1 }, { 1, -1 },   { -1, -1 } };
	double height = plot_one_height(plot->frame, MARK_VALUE, name);
	double width =
	    fmin(plot_text_width(plot, MARK_VALUE, name) + 1, plot->frame->width_pt * NAME_SHARE);
	for (int attempt = 0; attempt < 3 * (int)G_N_ELEMENTS(turns) * 2; attempt++) {
		const double *turn = turns[attempt % (int)G_N_ELEMENTS(turns)];
		double away = 7 + 10 * (attempt / (int)G_N_ELEMENTS(turns) % 3);
		double x = point.x_pt + turn[0] * away - (turn[0] < 0 ? width : 0);
		double y = point.y_pt + turn[1] * away * 0.8 - height / 2;
		bool pressed = attempt >= 3 * (int)G_N_ELEMENTS(turns); /* over dots, if need be */
		if (x < plot->left || x + width > plot->right || y < plot->top - 2 ||
		    y + height > plot->bottom || !plot_is_free(plot, x, y, width, height) ||
		    (!pressed && covers_dot(plot, x, y, width, height)))
			continue;
		if (away > 10)
			marks_add_rule(
			    plot->marks, COLOUR_SILVER, 0.5,
			    (MarkPoint){ point.x_pt + turn[0] * 3, point.y_pt + turn[1] * 3 },
			    (MarkPoint){ turn[0] < 0 ? x + width : x, y + height / 2 });
		marks_add_bar(plot->marks, COLOUR_WHITE, (MarkPoint){ x, y + 1 }, width, height - 2,
			      false); /* a curve may run here */
		plot_text(plot, MARK_VALUE, turn[0] < 0 ? MARK_RIGHT : MARK_LEFT, colour, name, x,
			  y, width, 1);
		return;
	}
}

static void draw_points(Plot *plot, guint number, bool names)
{
	const Chart *chart = plot->chart;
	const ChartSeries *series = chart->series->pdata[number];
	for (size_t n = 0; n < chart->count; n++) {
		const SignalMark *signal = signal_mark(signal_at(series, n));
		bool marked = signal_at(series, n) != SIGNAL_NONE;
		bool picked = chart->highlight != NULL && chart->highlight[n];
		Colour colour = marked ? signal->colour : picked ? COLOUR_NAVY : COLOUR_SILVER;
		MarkPoint place = { axis_x(plot, x_value(chart, n)), 0 };
		if (!scale_is_known(series->values[n]) || !scale_is_known(x_value(chart, n)))
			continue;
		place.y_pt = plot_y(plot, series->values[n]);
		if (names && (marked || picked))
			draw_name(plot, chart->categories[n], colour, place);
		else if (!names)
			marks_add_signal(plot->marks, colour, place,
					 marked ? signal->diameter_pt : 4.5,
					 plot_is_provisional(plot, n), signal->shape);
	}
}

void funnel_draw(Plot *plot)
{
	g_autoptr(GArray) ends = find_ends(plot);
	Scale x = denominators(plot->chart, (plot->right - plot->left) * 0.8);
	axis_lay(plot, &(Axis){ .x = &x }, ends);
	guint limits = 0;
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		if (series->curve != NULL)
			/* two curves a limit, the narrow one first */
			draw_curve(plot, series, series->role != SERIES_LIMIT || limits++ >= 2);
	}
	for (int names = 0; names < 2; names++) {
		for (guint n = 0; n < plot->chart->series->len; n++) {
			if (plot_is_values(plot->chart->series->pdata[n]))
				draw_points(plot, n, names == 1);
		}
	}
	ends_draw(plot, ends, plot->right, false);
}
