/*
 * Draw: from the model's blocks to pieces that page.h can place, and from a
 * placed piece to ink. Private to the PDF device.
 *
 * Each block adds its pieces to the flow, measured, with a function that draws
 * one of them at a height on the page. What it prepared belongs to the flow.
 */
#pragma once

#include <cairo.h>

#include "reports/device/font.h"
#include "reports/device/page.h"
#include "reports/model.h"

/* Where ink goes: the content area of the current page is at 0, 0. */
typedef struct {
	cairo_t *cairo; /* NULL while blocks are measured */
	PangoContext *fonts;
	double width_pt, height_pt; /* of the content area */
	bool right_to_left;
} Canvas;

typedef void (*FlowDraw)(const Canvas *canvas, gpointer data, size_t part, double top_pt);

/* What draws a piece: DATA's PART. */
typedef struct {
	FlowDraw draw;
	gpointer data;
	size_t part;
	const Block *heading; /* that begins here, for the outline; or NULL */
} FlowPart;

typedef struct {
	const Canvas *canvas;
	GArray *pieces; /* of PagePiece */
	GArray *parts;  /* of FlowPart, one per piece */
	GArray *owned;
	bool after_heading; /* the next piece stands close below */
} Flow;

Flow *flow_new(const Canvas *canvas);
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

/* Adds the pieces of all blocks of MODEL. */
void flow_model(Flow *flow, const Model *model);

/* Adds one piece; the result is valid until the next. */
PagePiece *flow_add(Flow *flow, double before_pt, double height_pt, FlowDraw draw, gpointer data,
		    size_t part);
/* Hands DATA to the flow, which frees it with DESTROY. */
gpointer flow_own(Flow *flow, gpointer data, GDestroyNotify destroy);

/* Adds the lines of LAYOUT (owned by the flow from now on) as pieces, START_PT
 * from the start edge, in COLOUR; no line alone on a page. */
void flow_add_lines(Flow *flow, PangoLayout *layout, Colour colour, double start_pt,
		    double width_pt, double before_pt);

/* Keeps all pieces from FIRST on with their next. */
void flow_keep(Flow *flow, guint first);

/* The blocks. A pair of charts stands side by side; the second may be NULL. */
void draw_heading(Flow *flow, const Block *block);
void draw_text(Flow *flow, const Block *block);
void draw_notes(Flow *flow, const Block *block);
void draw_figures(Flow *flow, const Block *block);
void draw_table(Flow *flow, const Block *block);
bool draw_charts_pair(const Flow *flow, const Block *left, const Block *right);
void draw_charts(Flow *flow, const Block *left, const Block *right);

/* Physical left edge of a box that is START_PT from the start of the line. */
double canvas_left(const Canvas *canvas, double start_pt, double width_pt);
PangoAlignment canvas_align(const Canvas *canvas, Align align);
void canvas_colour(const Canvas *canvas, Colour colour);
void canvas_layout(const Canvas *canvas, PangoLayout *layout, Colour colour, double x_pt,
		   double y_pt);
void canvas_rule(const Canvas *canvas, Colour colour, double stroke_pt, double start_pt,
		 double width_pt, double y_pt);
void canvas_marks(const Canvas *canvas, const Marks *marks, double x_pt, double y_pt);
