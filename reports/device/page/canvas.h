/*
 * Canvas: where ink goes, the content area of a page, and whose each stroke is. Private to the
 * devices that draw with cairo.
 */
#pragma once

#include <cairo.h>

#include "reports/device/font/font.h"
#include "reports/device/page/outline.h"
#include "reports/device/page/tags.h"
#include "reports/model/model.h"

/* Whose the ink is that comes next. */
typedef struct {
	Tags *tags;
	const Outline *outline; /* where links lead */
	size_t page;
	bool repeated; /* a head shown again, or furniture: artifacts */
	Tag *tag;
	bool open;         /* a leaf is begun */
	PangoFont *hidden; /* of the text that is found, not seen */
} Ink;

/* Where ink goes: the content area of the current page is at 0, 0. */
typedef struct {
	cairo_t *cairo; /* NULL while blocks are measured */
	PangoContext *fonts;
	double width_pt, height_pt; /* of the content area */
	bool right_to_left;
	const Theme *theme;     /* whose colours texts have; NULL: the house's */
	Ink *ink;               /* NULL: nothing is tagged */
	double left_pt, top_pt; /* of the content area on the paper */
} Canvas;

/* A leaf of the current tag, from begin to end; leaves do not nest. Nothing where the canvas
 * has no tags. */
void ink_begin(const Canvas *canvas, LeafKind kind);
void ink_end(const Canvas *canvas);
/* Makes TAG current, NULL for artifacts; the one before comes back. */
Tag *ink_tag(const Canvas *canvas, Tag *tag);
/* A new tag below PARENT; NULL where nothing is tagged, and for what is shown again. */
Tag *ink_add(const Canvas *canvas, Tag *parent, TagRole role);
/* A link over a box of the canvas, within the current tag. */
void ink_link(const Canvas *canvas, TagBox box, const TagAnchor *anchor, const char *says);

/* Physical left edge of a box that is START_PT from the start of the line. */
double canvas_left(const Canvas *canvas, double start_pt, double width_pt);
PangoAlignment canvas_align(const Canvas *canvas, Align align);
/* COLOUR of the house, in the canvas's theme. */
void canvas_colour(const Canvas *canvas, Colour house);
/* One line, its left end on the baseline at X_PT, as a leaf of the current tag. */
void canvas_line(const Canvas *canvas, PangoLayoutLine *line, Colour colour, double x_pt,
		 double baseline_pt);
void canvas_layout(const Canvas *canvas, PangoLayout *layout, Colour colour, double x_pt,
		   double y_pt);
/* As above; LAYOUT ends with the mark of NOTE (0: none), which links to the note. */
void canvas_noted(const Canvas *canvas, PangoLayout *layout, Colour colour, double x_pt,
		  double y_pt, int note);
void canvas_rule(const Canvas *canvas, Colour colour, double stroke_pt, double start_pt,
		 double width_pt, double y_pt);
/* A filled box, START_PT from the start edge. */
void canvas_box(const Canvas *canvas, Colour colour, double start_pt, double width_pt, double y_pt,
		double height_pt);
void canvas_marks(const Canvas *page, const Marks *marks, double x_pt, double y_pt);
