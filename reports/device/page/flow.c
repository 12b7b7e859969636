/* The flow: pieces with what draws each, lines of text as pieces, and where all of them come to
 * stand. */
#include "reports/device/page/flow.h"

#include "reports/device/font/font_lines.h"

#include <math.h>
#include <pango/pangocairo.h>

#define HEADING_GAP_PT 7.0 /* from a heading to what it heads */

typedef struct {
	gpointer data;
	GDestroyNotify destroy;
} Owned;

static void owned_clear(gpointer data)
{
	Owned *owned = data;
	owned->destroy(owned->data);
}

Flow *flow_new(const Canvas *canvas, const Model *model, Outline *outline, Tag *section,
	       FlowPlan plan)
{
	Flow *flow = g_new0(Flow, 1);
	flow->canvas = canvas;
	flow->model = model;
	flow->outline = outline;
	flow->section = section;
	flow->plan = plan;
	flow->pieces = g_array_new(FALSE, FALSE, sizeof(PagePiece));
	flow->parts = g_array_new(FALSE, FALSE, sizeof(FlowPart));
	flow->owned = g_array_new(FALSE, FALSE, sizeof(Owned));
	g_array_set_clear_func(flow->owned, owned_clear);
	return flow;
}

void flow_free(Flow *flow)
{
	if (flow == NULL)
		return;
	g_array_unref(flow->pieces);
	g_array_unref(flow->parts);
	g_array_unref(flow->owned);
	g_free(flow);
}

PagePiece *flow_add(Flow *flow, double before_pt, double height_pt, FlowDraw draw, gpointer data,
		    size_t part)
{
	double before = flow->after_heading ? fmin(before_pt, HEADING_GAP_PT) : before_pt;
	PagePiece piece = { .before_pt = before,
			    .height_pt = height_pt,
			    .head = PAGE_NO_HEAD,
			    .turn = flow->turn };
	flow->after_heading = flow->turn = false;
	FlowPart made = { draw, data, part, NULL, NULL };
	g_array_append_val(flow->pieces, piece);
	g_array_append_val(flow->parts, made);
	return &g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1);
}

gpointer flow_own(Flow *flow, gpointer data, GDestroyNotify destroy)
{
	Owned owned = { data, destroy };
	g_array_append_val(flow->owned, owned);
	return data;
}

void flow_keep(Flow *flow, guint first)
{
	for (guint n = first; n < flow->pieces->len; n++)
		g_array_index(flow->pieces, PagePiece, n).keep_next = true;
}

Tag *flow_tag(Flow *flow, TagRole role)
{
	return ink_add(flow->canvas, flow->section, role);
}

void flow_anchor(Flow *flow, guint number, const Block *block)
{
	if (number < flow->parts->len)
		g_array_index(flow->parts, FlowPart, number).anchor =
		    outline_anchor(flow->outline, block);
}

void flow_locate(const Flow *flow, const GArray *places, double x_pt, double y_pt)
{
	for (guint n = 0; n < places->len; n++) {
		const PagePlace *place = &g_array_index(places, PagePlace, n);
		const FlowPart *part = &g_array_index(flow->parts, FlowPart, place->piece);
		if (part->anchor != NULL && !place->repeated)
			*part->anchor =
			    (TagAnchor){ true, place->page, x_pt, y_pt + place->top_pt };
		if (part->locate != NULL)
			part->locate(part->data, part->part, place->page, x_pt,
				     y_pt + place->top_pt);
	}
}

void flow_draw(const Flow *flow, const GArray *places, size_t page, const Canvas *canvas)
{
	for (guint n = 0; n < places->len; n++) {
		const PagePlace *place = &g_array_index(places, PagePlace, n);
		const FlowPart *part = &g_array_index(flow->parts, FlowPart, place->piece);
		if (place->page != page)
			continue;
		if (canvas->ink != NULL)
			canvas->ink->repeated = place->repeated;
		part->draw(canvas, part->data, part->part, place->top_pt);
		if (canvas->ink != NULL)
			canvas->ink->repeated = false;
	}
}

/* ── lines ── */

typedef struct {
	PangoLayout *layout;
	Colour colour;
	double left;
	Tag *tag;
} Lines;

static void lines_free(gpointer data)
{
	Lines *lines = data;
	g_object_unref(lines->layout);
	g_free(lines);
}

static PangoLayoutIter *line_at(PangoLayout *layout, size_t part)
{
	PangoLayoutIter *line = pango_layout_get_iter(layout);
	for (size_t n = 0; n < part; n++)
		pango_layout_iter_next_line(line);
	return line;
}

#define INK_AIR_PT 1.5 /* above the first line of an Urdu text and below the last */

/* From which height to which line NUMBER of LAYOUT stands. Lines of Nastaliq are nearer to each
 * other than they are high (font_lines.h): each begins as far above its baseline as the first does.
 */
static void line_range(PangoLayout *layout, size_t number, double *ret_from, double *ret_to)
{
	g_autoptr(PangoLayoutIter) line = line_at(layout, number);
	int from, to;
	pango_layout_iter_get_line_yrange(line, &from, &to);
	*ret_from = (double)from / PANGO_SCALE;
	*ret_to = (double)to / PANGO_SCALE;
	if (!font_is_urdu(layout))
		return;
	PangoRectangle ink;
	double ascent = font_baseline_pt(layout);
	pango_layout_iter_get_line_extents(line, &ink, NULL);
	*ret_from = (double)pango_layout_iter_get_baseline(line) / PANGO_SCALE - ascent;
	if (number == 0) /* no higher than its ink, nor is the last line deeper */
		*ret_from = fmax(*ret_from, (double)ink.y / PANGO_SCALE - INK_AIR_PT);
	if (pango_layout_iter_next_line(line))
		*ret_to = (double)pango_layout_iter_get_baseline(line) / PANGO_SCALE - ascent;
	else
		*ret_to = fmin(*ret_to, (double)(ink.y + ink.height) / PANGO_SCALE + INK_AIR_PT);
}

static void line_draw_part(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Lines *lines = data;
	g_autoptr(PangoLayoutIter) line = line_at(lines->layout, part);
	PangoRectangle logical;
	double from, to;
	pango_layout_iter_get_line_extents(line, NULL, &logical);
	line_range(lines->layout, part, &from, &to);
	ink_tag(canvas, lines->tag);
	canvas_line(canvas, pango_layout_iter_get_line_readonly(line), lines->colour,
		    lines->left + (double)logical.x / PANGO_SCALE,
		    top_pt - from + (double)pango_layout_iter_get_baseline(line) / PANGO_SCALE);
}

void flow_add_lines(Flow *flow, PangoLayout *layout, Colour colour, double start_pt,
		    double width_pt, double before_pt, Tag *tag)
{
	/* read as a whole, whatever the order of its letters on the page */
	if (tag != NULL && tag->text == NULL && flow->canvas->right_to_left)
		tag->text = g_strdup(pango_layout_get_text(layout));
	Lines *lines = g_new0(Lines, 1);
	*lines = (Lines){ layout, colour, canvas_left(flow->canvas, start_pt, width_pt), tag };
	flow_own(flow, lines, lines_free);
	size_t count = (size_t)pango_layout_get_line_count(layout);
	for (size_t n = 0; n < count; n++) {
		double from, to;
		line_range(layout, n, &from, &to);
		PagePiece *piece =
		    flow_add(flow, n == 0 ? before_pt : 0, to - from, line_draw_part, lines, n);
		piece->keep_next = n + 1 < count && (n == 0 || n + 2 == count);
	}
}

/* ── places ── */

GArray *flow_places(const Flow *flow)
{
	return page_paginate((const PagePiece *)(gpointer)flow->pieces->data, flow->pieces->len,
			     flow->canvas->height_pt);
}

size_t flow_pages(const GArray *places)
{
	size_t pages = 1;
	for (guint n = 0; n < places->len; n++)
		pages = MAX(pages, g_array_index(places, PagePlace, n).page + 1);
	return pages;
}
