/*
 * Flow: pieces that page.h can place, each with what draws it at a height on the page. What a
 * block prepared for its pieces belongs to the flow.
 */
#pragma once

#include "reports/device/font/page.h"
#include "reports/device/page/canvas.h"

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

typedef struct Flow Flow;
/* Adds the pieces of BLOCKS to FLOW (draw_blocks): a block may hold others. */
typedef void (*FlowFill)(Flow *flow, const GPtrArray *blocks);

struct Flow {
	const Canvas *canvas;
	const Model *model;
	FlowFill fill; /* by whom it is filled; NULL before */
	FlowPlan plan;
	guint blocks;   /* so many that may be moved */
	GArray *pieces; /* of PagePiece */
	GArray *parts;  /* of FlowPart, one per piece */
	GArray *owned;
	Outline *outline;   /* borrowed */
	Tag *section;       /* whose the tags of the next blocks are; NULL where there are none */
	bool after_heading; /* the next piece stands close below */
	bool turn;          /* the next piece begins a page */
};

Flow *flow_new(const Canvas *canvas, const Model *model, Outline *outline, Tag *section,
	       FlowPlan plan);
/* The places of the flow's pieces on the canvas's pages; and how many pages that are. */
GArray *flow_places(const Flow *flow);
size_t flow_pages(const GArray *places);
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

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
