#include "reports/chart/marks.h"

#include <math.h>

static const char *const roles[] = {
	[MARK_TITLE] = "title",       [MARK_SUBTITLE] = "subtitle", [MARK_AXIS] = "axis",
	[MARK_CATEGORY] = "category", [MARK_SERIES] = "series",     [MARK_VALUE] = "value",
	[MARK_MESSAGE] = "message",
};
static const char *const aligns[] = { "left", "centre", "right" };

static void mark_free(gpointer data)
{
	Mark *mark = data;
	if (mark->points != NULL)
		g_array_unref(mark->points);
	g_free(mark->text);
	g_free(mark);
}

Marks *marks_new(double width_pt, double height_pt)
{
	Marks *marks = g_new0(Marks, 1);
	*marks = (Marks){ width_pt, height_pt, g_ptr_array_new_with_free_func(mark_free) };
	return marks;
}

void marks_free(Marks *marks)
{
	if (marks == NULL)
		return;
	g_ptr_array_unref(marks->marks);
	g_free(marks);
}

static Mark *add(Marks *marks, MarkKind kind, Colour colour)
{
	Mark *mark = g_new0(Mark, 1);
	mark->kind = kind;
	mark->colour = colour;
	g_ptr_array_add(marks->marks, mark);
	return mark;
}

Mark *marks_add_line(Marks *marks, Colour colour, double stroke_pt)
{
	Mark *line = add(marks, MARK_LINE, colour);
	line->stroke_pt = stroke_pt;
	line->points = g_array_new(FALSE, FALSE, sizeof(MarkPoint));
	return line;
}

void mark_add_point(Mark *line, double x_pt, double y_pt)
{
	MarkPoint point = { x_pt, y_pt };
	g_array_append_val(line->points, point);
}

void marks_add_rule(Marks *marks, Colour colour, double stroke_pt, MarkPoint from, MarkPoint to)
{
	Mark *line = marks_add_line(marks, colour, stroke_pt);
	mark_add_point(line, from.x_pt, from.y_pt);
	mark_add_point(line, to.x_pt, to.y_pt);
}

void marks_add_dot(Marks *marks, Colour colour, MarkPoint centre, double diameter_pt, bool hollow)
{
	Mark *dot = add(marks, MARK_DOT, colour);
	dot->x_pt = centre.x_pt;
	dot->y_pt = centre.y_pt;
	dot->width_pt = dot->height_pt = diameter_pt;
	dot->stroke_pt = 1;
	dot->hollow = hollow;
}

void marks_add_signal(Marks *marks, Colour colour, MarkPoint centre, double diameter_pt,
		      bool hollow, DotShape shape)
{
	marks_add_dot(marks, colour, centre, diameter_pt, hollow);
	((Mark *)marks->marks->pdata[marks->marks->len - 1])->shape = shape;
}

Mark *marks_add_area(Marks *marks, Colour colour)
{
	Mark *area = add(marks, MARK_AREA, colour);
	area->points = g_array_new(FALSE, FALSE, sizeof(MarkPoint));
	return area;
}

#define HATCH_STEP_PT   4.0
#define HATCH_STROKE_PT 0.6

void marks_add_hatch(Marks *marks, Colour colour, MarkPoint left_top, double width_pt,
		     double height_pt)
{
	/* from the foot of the box to its left or top: x + y is the same along each */
	for (guint step = 1; step * HATCH_STEP_PT < width_pt + height_pt; step++) {
		double at = step * HATCH_STEP_PT;
		double down = fmin(at, height_pt), across = fmin(at, width_pt);
		marks_add_rule(marks, colour, HATCH_STROKE_PT,
			       (MarkPoint){ left_top.x_pt + at - down, left_top.y_pt + down },
			       (MarkPoint){ left_top.x_pt + across, left_top.y_pt + at - across });
	}
}

void marks_add_bar(Marks *marks, Colour colour, MarkPoint left_top, double width_pt,
		   double height_pt, bool hollow)
{
	Mark *bar = add(marks, MARK_BAR, colour);
	bar->x_pt = left_top.x_pt;
	bar->y_pt = left_top.y_pt;
	bar->width_pt = width_pt;
	bar->height_pt = height_pt;
	bar->stroke_pt = 1;
	bar->hollow = hollow;
}

Mark *marks_add_text(Marks *marks, MarkRole role, MarkAlign align, Colour colour, const char *text)
{
	Mark *mark = add(marks, MARK_TEXT, colour);
	mark->text = g_strdup(text);
	mark->role = role;
	mark->align = align;
	mark->lines = 1;
	return mark;
}

void marks_take(Marks *marks, Marks *from, double x_pt, double y_pt)
{
	for (guint n = 0; n < from->marks->len; n++) {
		Mark *mark = from->marks->pdata[n];
		mark->x_pt += x_pt;
		mark->y_pt += y_pt;
		for (guint point = 0; mark->points != NULL && point < mark->points->len; point++) {
			MarkPoint *place = &g_array_index(mark->points, MarkPoint, point);
			place->x_pt += x_pt;
			place->y_pt += y_pt;
		}
		g_ptr_array_add(marks->marks, mark);
	}
	g_ptr_array_set_free_func(from->marks, NULL);
	marks_free(from);
}

Colour marks_tint(Colour colour, double share)
{
	Colour tint = 0;
	for (unsigned shift = 0; shift <= 16; shift += 8) {
		double part = (colour >> shift) & 0xFF;
		tint |= (Colour)(255 - (255 - part) * share + 0.5) << shift;
	}
	return tint;
}

void marks_mirror(Marks *marks)
{
	for (guint n = 0; n < marks->marks->len; n++) {
		Mark *mark = marks->marks->pdata[n];
		double width = mark->kind == MARK_DOT ? 0 : mark->width_pt;
		mark->x_pt = marks->width_pt - mark->x_pt - width;
		for (guint point = 0; mark->points != NULL && point < mark->points->len; point++) {
			MarkPoint *place = &g_array_index(mark->points, MarkPoint, point);
			place->x_pt = marks->width_pt - place->x_pt;
		}
		if (mark->align != MARK_CENTRE)
			mark->align = mark->align == MARK_LEFT ? MARK_RIGHT : MARK_LEFT;
	}
}

static void dump_number(GString *text, const char *before, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(digits, sizeof(digits), "%.1f", value == 0 ? 0 : value);
	g_string_append_printf(text, "%s%s", before, digits);
}

static void dump_mark(GString *text, const Mark *mark)
{
	static const char *const kinds[] = { "line", "dot", "bar", "text", "area" };
	static const char *const shapes[] = { "", " square", " diamond", " up", " down" };
	g_string_append_printf(text, "%s #%06X", kinds[mark->kind], mark->colour);
	for (guint n = 0; mark->points != NULL && n < mark->points->len; n++) {
		const MarkPoint *point = &g_array_index(mark->points, MarkPoint, n);
		dump_number(text, " ", point->x_pt);
		dump_number(text, ",", point->y_pt);
	}
	if (mark->points == NULL) {
		dump_number(text, " ", mark->x_pt);
		dump_number(text, ",", mark->y_pt);
		dump_number(text, " ", mark->width_pt);
		dump_number(text, "x", mark->height_pt);
	}
	if (mark->kind == MARK_TEXT)
		g_string_append_printf(text, " %s %s \"%s\"", roles[mark->role],
				       aligns[mark->align], mark->text);
	g_string_append_printf(text, "%s%s%s\n", shapes[mark->shape], mark->hollow ? " hollow" : "",
			       mark->dashed ? " dashed" : "");
}

char *marks_dump(const Marks *marks)
{
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < marks->marks->len; n++)
		dump_mark(text, marks->marks->pdata[n]);
	return g_string_free(text, FALSE);
}
