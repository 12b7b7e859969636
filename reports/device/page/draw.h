/*
 * Draw: from the model's blocks to pieces that page.h can place, and from a
 * placed piece to ink. Private to the devices that draw with cairo.
 *
 * Each block adds its pieces to the flow, measured, with a function that draws
 * one of them at a height on the page. What it prepared belongs to the flow.
 */
#pragma once

#include <cairo.h>

#include "reports/device/font/font.h"
#include "reports/device/font/page.h"
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

typedef void (*FlowDraw)(const Canvas *canvas, gpointer data, size_t part, double top_pt);
/* Places the entries of the outline that a piece holds in pieces of its own. */
typedef void (*FlowLocate)(gpointer data, size_t part, size_t page, double x_pt, double y_pt);

/* What draws a piece: DATA's PART. */
typedef struct {
	FlowDraw draw;
	gpointer data;
	size_t part;
	TagAnchor *anchor; /* of what begins here; or NULL */
	FlowLocate locate; /* or NULL */
} FlowPart;

/* What can only be told once all is measured. */
typedef struct {
	bool contents; /* there are pages enough for a list of contents */
	bool tight;    /* notes are set smaller, so as not to take a page of their own */
} FlowPlan;

typedef struct {
	const Canvas *canvas;
	const Model *model;
	FlowPlan plan;
	guint blocks;   /* so many that may be moved */
	GArray *pieces; /* of PagePiece */
	GArray *parts;  /* of FlowPart, one per piece */
	GArray *owned;
	Outline *outline;   /* borrowed */
	Tag *section;       /* whose the tags of the next blocks are; NULL where there are none */
	bool after_heading; /* the next piece stands close below */
	bool turn;          /* the next piece begins a page */
} Flow;

Flow *flow_new(const Canvas *canvas, const Model *model, Outline *outline, Tag *section,
	       FlowPlan plan);
/* Measures MODEL for CANVAS and tells how it is to be set. */
FlowPlan flow_plan(const Canvas *canvas, const Model *model, Outline *outline);
/* The places of the flow's pieces on the canvas's pages; and how many pages that are. */
GArray *flow_places(const Flow *flow);
size_t flow_pages(const GArray *places);
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

/* Adds the pieces of BLOCKS. */
void flow_blocks(Flow *flow, const GPtrArray *blocks);

/* Adds one piece; the result is valid until the next. */
PagePiece *flow_add(Flow *flow, double before_pt, double height_pt, FlowDraw draw, gpointer data,
		    size_t part);
/* Hands DATA to the flow, which frees it with DESTROY. */
gpointer flow_own(Flow *flow, gpointer data, GDestroyNotify destroy);

/* A new tag of ROLE in the flow's section; NULL where nothing is tagged. */
Tag *flow_tag(Flow *flow, TagRole role);

/* Adds the lines of LAYOUT (owned by the flow from now on) as pieces of TAG, START_PT
 * from the start edge, in COLOUR; no line alone on a page. */
void flow_add_lines(Flow *flow, PangoLayout *layout, Colour colour, double start_pt,
		    double width_pt, double before_pt, Tag *tag);

/* Keeps all pieces from FIRST on with their next. */
void flow_keep(Flow *flow, guint first);

/* Makes piece NUMBER the place of BLOCK in the outline. */
void flow_anchor(Flow *flow, guint number, const Block *block);

/* Gives the outline's entries their places, the content beginning at X_PT, Y_PT of the paper. */
void flow_locate(const Flow *flow, const GArray *places, double x_pt, double y_pt);

/* Draws the pieces of PAGE on CANVAS. */
void flow_draw(const Flow *flow, const GArray *places, size_t page, const Canvas *canvas);

/* The blocks. A pair of charts stands side by side; the second may be NULL. */
void draw_heading(Flow *flow, const Block *block);
void draw_text(Flow *flow, const Block *block);
void draw_notes(Flow *flow, const Block *block);
void draw_figures(Flow *flow, const Block *block);
void draw_table(Flow *flow, const Block *block);
void draw_dictionary(Flow *flow, const Block *block); /* notes that are one */
void draw_cover(Flow *flow, const Block *block);
void draw_banner(Flow *flow, const Block *block);
void draw_card(Flow *flow, const Block *block);
void draw_columns(Flow *flow, const Block *block);
void draw_contents(Flow *flow, const Block *block);
bool draw_charts_pair(const Flow *flow, const Block *left, const Block *right);
void draw_charts(Flow *flow, const Block *left, const Block *right);

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
