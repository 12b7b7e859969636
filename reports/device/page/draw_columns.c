/* Blocks side by side: each column is a flow of its own; together they are one piece, or where
 * no page holds them, a piece for each page. */
#include <math.h>

#include "reports/device/page/draw.h"

#define BEFORE_PT 14.0

typedef struct {
	Canvas canvas; /* as wide as the column, for measuring */
	double start;  /* from the start edge of the page's content */
	Flow *flow;
	GArray *places;
} Column;

typedef struct {
	Column *columns;
	guint count;
} Beside;

static void beside_free(gpointer data)
{
	Beside *beside = data;
	for (guint n = 0; n < beside->count; n++) {
		flow_free(beside->columns[n].flow);
		if (beside->columns[n].places != NULL)
			g_array_unref(beside->columns[n].places);
	}
	g_free(beside->columns);
	g_free(beside);
}

static double column_left(const Canvas *canvas, const Column *column)
{
	return canvas_left(canvas, column->start, column->canvas.width_pt);
}

static void beside_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Beside *beside = data;
	for (guint n = 0; n < beside->count; n++) {
		const Column *column = &beside->columns[n];
		double left = column_left(canvas, column);
		Canvas inner = column->canvas;
		inner.cairo = canvas->cairo;
		inner.ink = canvas->ink;
		inner.left_pt = canvas->left_pt + left;
		inner.top_pt = canvas->top_pt + top_pt;
		cairo_save(canvas->cairo);
		cairo_translate(canvas->cairo, left, top_pt);
		flow_draw(column->flow, column->places, part, &inner);
		cairo_restore(canvas->cairo);
	}
}

/* The places of one page of a column, as they are on the page of the document. */
static void locate_column(const Column *column, size_t part, size_t page, double x, double y)
{
	g_autoptr(GArray) here = g_array_new(FALSE, FALSE, sizeof(PagePlace));
	for (guint n = 0; n < column->places->len; n++) {
		PagePlace place = g_array_index(column->places, PagePlace, n);
		if (place.page != part)
			continue;
		place.page = page;
		g_array_append_val(here, place);
	}
	flow_locate(column->flow, here, x, y);
}

static void beside_locate(gpointer data, size_t part, size_t page, double x_pt, double y_pt)
{
	const Beside *beside = data;
	for (guint n = 0; n < beside->count; n++) {
		const Column *column = &beside->columns[n];
		/* links lead to the left edge of the content, which shows all of a page */
		locate_column(column, part, page, x_pt, y_pt);
	}
}

/* How many of the grid's columns all spans take; more than twelve are narrowed to fit. */
static int spans_of(const GPtrArray *columns)
{
	int spans = 0;
	for (guint n = 0; n < columns->len; n++)
		spans += MAX(1, ((BlockColumn *)columns->pdata[n])->span);
	return MAX(spans, PAGE_COLUMNS);
}

static void lay_column(Flow *flow, Column *column, const BlockColumn *blocks)
{
	column->flow =
	    flow_new(&column->canvas, flow->model, flow->outline, flow->section, flow->plan);
	column->flow->after_heading = flow->after_heading;
	flow->fill(column->flow, blocks->blocks);
	const GArray *pieces = column->flow->pieces;
	column->places = page_paginate((const PagePiece *)(gpointer)pieces->data, pieces->len,
				       flow->canvas->height_pt);
}

static Beside *beside_new(Flow *flow, const GPtrArray *columns)
{
	Beside *beside = g_new0(Beside, 1);
	beside->count = columns->len;
	beside->columns = g_new0(Column, columns->len);
	flow_own(flow, beside, beside_free);
	double width = flow->canvas->width_pt, start = 0;
	double unit = (width + PAGE_GUTTER_PT) / spans_of(columns);
	for (guint n = 0; n < columns->len; n++) {
		const BlockColumn *blocks = columns->pdata[n];
		Column *column = &beside->columns[n];
		column->canvas = *flow->canvas;
		column->canvas.width_pt = MAX(1, blocks->span) * unit - PAGE_GUTTER_PT;
		column->start = start;
		start += column->canvas.width_pt + PAGE_GUTTER_PT;
		lay_column(flow, column, blocks);
	}
	return beside;
}

static double bottom_of(const Column *column, size_t page)
{
	double bottom = 0;
	for (guint n = 0; n < column->places->len; n++) {
		const PagePlace *place = &g_array_index(column->places, PagePlace, n);
		const PagePiece *piece =
		    &g_array_index(column->flow->pieces, PagePiece, place->piece);
		if (place->page == page)
			bottom = fmax(bottom, place->top_pt + piece->height_pt);
	}
	return bottom;
}

static size_t pages_of(const Column *column)
{
	guint count = column->places->len;
	return count > 0 ? g_array_index(column->places, PagePlace, count - 1).page + 1 : 0;
}

void draw_columns(Flow *flow, const Block *block)
{
	Beside *beside = beside_new(flow, block->columns.columns);
	size_t pages = 0;
	for (guint n = 0; n < beside->count; n++)
		pages = MAX(pages, pages_of(&beside->columns[n]));
	for (size_t page = 0; page < pages; page++) {
		double height = 0;
		for (guint n = 0; n < beside->count; n++)
			height = fmax(height, bottom_of(&beside->columns[n], page));
		flow_add(flow, BEFORE_PT, height, beside_draw, beside, page);
		g_array_index(flow->parts, FlowPart, flow->parts->len - 1).locate = beside_locate;
	}
}
