/* Charts: marks of reports/chart to strokes and texts. */
#include <math.h>

#include "reports/chart/chart.h"
#include "reports/device/font/chart_type.h"
#include "reports/device/page/draw.h"

/* Charts stand side by side when they are about as high and not crowded. */
#define PAIR_RATIO  1.6
#define PAIR_SERIES 2

/* ── strokes ── */

static void mark_line(const Canvas *canvas, const Mark *mark)
{
	static const double dashes[] = { 3, 2 };
	for (guint n = 0; n < mark->points->len; n++) {
		const MarkPoint *point = &g_array_index(mark->points, MarkPoint, n);
		cairo_line_to(canvas->cairo, point->x_pt, point->y_pt);
	}
	cairo_set_line_width(canvas->cairo, mark->stroke_pt);
	cairo_set_dash(canvas->cairo, dashes, mark->dashed ? 2 : 0, 0);
	cairo_stroke(canvas->cairo);
}

/* Fills the path, or with a hollow mark fills it white and strokes its edge. */
static void fill(const Canvas *canvas, const Mark *mark)
{
	if (mark->hollow) {
		cairo_set_source_rgb(canvas->cairo, 1, 1, 1);
		cairo_fill_preserve(canvas->cairo);
		canvas_colour(canvas, mark->colour);
		cairo_set_line_width(canvas->cairo, mark->stroke_pt);
		cairo_set_dash(canvas->cairo, NULL, 0, 0);
		cairo_stroke(canvas->cairo);
	} else {
		cairo_fill(canvas->cairo);
	}
}

static void mark_dot(const Canvas *canvas, const Mark *mark)
{
	/* corners on a circle of the diameter, the first at this angle */
	static const struct {
		int corners;
		double turn;
	} shapes[] = {
		[DOT_SQUARE] = { 4, G_PI / 4 },
		[DOT_DIAMOND] = { 4, 0 },
		[DOT_UP] = { 3, -G_PI / 2 },
		[DOT_DOWN] = { 3, G_PI / 2 },
	};
	if (mark->shape == DOT_CIRCLE)
		cairo_arc(canvas->cairo, mark->x_pt, mark->y_pt, mark->width_pt / 2, 0, 2 * G_PI);
	for (int corner = 0; mark->shape != DOT_CIRCLE && corner < shapes[mark->shape].corners;
	     corner++) {
		double angle =
		    shapes[mark->shape].turn + 2 * G_PI * corner / shapes[mark->shape].corners;
		/* so large that a shape looks as heavy as a circle of its diameter */
		cairo_line_to(canvas->cairo, mark->x_pt + 0.62 * mark->width_pt * cos(angle),
			      mark->y_pt + 0.62 * mark->width_pt * sin(angle));
	}
	cairo_close_path(canvas->cairo);
	fill(canvas, mark);
}

static void mark_area(const Canvas *canvas, const Mark *mark)
{
	for (guint n = 0; n < mark->points->len; n++) {
		const MarkPoint *point = &g_array_index(mark->points, MarkPoint, n);
		cairo_line_to(canvas->cairo, point->x_pt, point->y_pt);
	}
	cairo_close_path(canvas->cairo);
	cairo_fill(canvas->cairo);
}

static void mark_bar(const Canvas *canvas, const Mark *mark)
{
	double inset = mark->hollow ? mark->stroke_pt / 2 : 0;
	cairo_rectangle(canvas->cairo, mark->x_pt + inset, mark->y_pt + inset,
			fmax(0, mark->width_pt - 2 * inset), fmax(0, mark->height_pt - 2 * inset));
	fill(canvas, mark);
}

static void mark_text(const Canvas *canvas, const Mark *mark)
{
	g_autoptr(PangoLayout) layout = chart_type_layout(canvas->fonts, mark->role, mark->align,
							  mark->text, mark->width_pt, mark->lines);
	canvas_layout(canvas, layout, mark->colour, mark->x_pt,
		      mark->y_pt - chart_type_top(layout, mark->role));
}

void canvas_marks(const Canvas *page, const Marks *marks, double x_pt, double y_pt)
{
	Canvas own = *page, *canvas = &own; /* marks have their colours from the frame */
	own.theme = NULL;
	static void (*const draws[])(const Canvas *, const Mark *) = {
		[MARK_LINE] = mark_line, [MARK_DOT] = mark_dot,   [MARK_BAR] = mark_bar,
		[MARK_TEXT] = mark_text, [MARK_AREA] = mark_area,
	};
	cairo_save(canvas->cairo);
	cairo_translate(canvas->cairo, x_pt, y_pt);
	cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		/* a text is a leaf of its own */
		if (mark->kind == MARK_TEXT)
			ink_end(canvas);
		else if (canvas->ink != NULL && !canvas->ink->open)
			ink_begin(canvas, LEAF_SEEN);
		canvas_colour(canvas, mark->colour);
		cairo_new_path(canvas->cairo);
		draws[mark->kind](canvas, mark);
	}
	ink_end(canvas);
	cairo_restore(canvas->cairo);
}

/* ── blocks ── */

static ChartFrame frame_of(const Flow *flow, const Chart *chart, int span)
{
	const Canvas *canvas = flow->canvas;
	ChartFrame frame = { .width_pt = page_span(canvas->width_pt, span),
			     .right_to_left = canvas->right_to_left,
			     .measure = chart_type_measure,
			     .data = canvas->fonts,
			     .theme = flow->model->look };
	frame.height_pt = fmin(chart_height(chart, &frame), canvas->height_pt);
	return frame;
}

bool draw_charts_pair(const Flow *flow, const Block *left, const Block *right)
{
	double a = frame_of(flow, left->chart, PAGE_COLUMNS / 2).height_pt;
	double b = frame_of(flow, right->chart, PAGE_COLUMNS / 2).height_pt;
	/* small multiples and maps need the whole width */
	if (left->chart->panels->len > 0 || right->chart->panels->len > 0 ||
	    left->chart->kind == CHART_TILES || right->chart->kind == CHART_TILES)
		return false;
	return chart_has_values(left->chart) && chart_has_values(right->chart) &&
	       left->chart->series->len <= PAIR_SERIES &&
	       right->chart->series->len <= PAIR_SERIES && fmax(a, b) < PAIR_RATIO * fmin(a, b);
}

/* A chart with its place in the tree. */
typedef struct {
	Marks *marks;
	Tag *tag;
	bool at_end; /* the second of a pair */
} Picture;

static void picture_free(gpointer data)
{
	marks_free(((Picture *)data)->marks);
	g_free(data);
}

static void picture_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Picture *picture = data;
	const Marks *marks = picture->marks;
	(void)part;
	double start = picture->at_end ? canvas->width_pt - marks->width_pt : 0;
	double left = canvas_left(canvas, start, marks->width_pt);
	if (picture->tag != NULL)
		picture->tag->box = (TagBox){ canvas->left_pt + left, canvas->top_pt + top_pt,
					      marks->width_pt, marks->height_pt };
	ink_tag(canvas, picture->tag);
	canvas_marks(canvas, marks, left, top_pt);
}

static void add_picture(Flow *flow, const Block *block, const ChartFrame *frame, bool at_end,
			double before, double height)
{
	Picture *picture = flow_own(flow, g_new0(Picture, 1), picture_free);
	const Chart *chart = block->chart;
	picture->marks = chart_marks(chart, frame);
	picture->at_end = at_end;
	picture->tag = flow_tag(flow, TAG_FIGURE);
	if (picture->tag != NULL)
		picture->tag->alt = chart_alt(chart);
	flow_add(flow, before, height, picture_draw, picture, 0);
	flow_anchor(flow, flow->parts->len - 1, block);
}

void draw_charts(Flow *flow, const Block *left, const Block *right)
{
	int span = right != NULL ? PAGE_COLUMNS / 2 : PAGE_COLUMNS;
	ChartFrame frame = frame_of(flow, left->chart, span);
	double height = frame.height_pt;
	if (right != NULL)
		height = fmax(height, frame_of(flow, right->chart, span).height_pt);
	frame.height_pt = height;
	guint first = flow->pieces->len;
	/* the left one takes no height of its own: both stand on one line */
	add_picture(flow, left, &frame, false, 18, right != NULL ? 0 : height);
	if (right == NULL)
		return;
	flow_keep(flow, first);
	add_picture(flow, right, &frame, true, 0, height);
}
