/* The content area: which side is left in a language, rules and boxes. */
#include "reports/device/page/canvas.h"

double canvas_left(const Canvas *canvas, double start_pt, double width_pt)
{
	return canvas->right_to_left ? canvas->width_pt - start_pt - width_pt : start_pt;
}

PangoAlignment canvas_align(const Canvas *canvas, Align align)
{
	bool left = (align == ALIGN_START) != canvas->right_to_left;
	return left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

void canvas_rule(const Canvas *canvas, Colour colour, double stroke_pt, double start_pt,
		 double width_pt, double y_pt)
{
	double left = canvas_left(canvas, start_pt, width_pt);
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	canvas_colour(canvas, colour);
	cairo_set_line_width(canvas->cairo, stroke_pt);
	cairo_move_to(canvas->cairo, left, y_pt);
	cairo_line_to(canvas->cairo, left + width_pt, y_pt);
	cairo_stroke(canvas->cairo);
	ink_end(canvas);
	ink_tag(canvas, tag);
}

void canvas_box(const Canvas *canvas, Colour colour, double start_pt, double width_pt, double y_pt,
		double height_pt)
{
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	canvas_colour(canvas, colour);
	cairo_rectangle(canvas->cairo, canvas_left(canvas, start_pt, width_pt), y_pt, width_pt,
			height_pt);
	cairo_fill(canvas->cairo);
	ink_end(canvas);
	ink_tag(canvas, tag);
}
