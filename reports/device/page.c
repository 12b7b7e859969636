#include "reports/device/page.h"

#include <math.h>
#include <string.h>

#define MM    2.834645669 /* points */
#define SLACK 1e-6        /* so that rounding does not push a piece that just fits */

PagePaper page_paper(const char *orientation)
{
	bool landscape = g_strcmp0(orientation, "landscape") == 0;
	double across = 210 * MM, along = 297 * MM;
	return (PagePaper){ landscape ? along : across,
			    landscape ? across : along,
			    16 * MM,
			    16 * MM,
			    16 * MM,
			    18 * MM };
}

double page_content_width(const PagePaper *paper)
{
	return paper->width_pt - paper->left_pt - paper->right_pt;
}

double page_content_height(const PagePaper *paper)
{
	return paper->height_pt - paper->top_pt - paper->bottom_pt;
}

double page_span(double width_pt, int span)
{
	double column = (width_pt - (PAGE_COLUMNS - 1) * PAGE_GUTTER_PT) / PAGE_COLUMNS;
	return span * column + (span - 1) * PAGE_GUTTER_PT;
}

/* ── pagination ── */

typedef struct {
	const PagePiece *pieces;
	double height;
	size_t page;
	double used;
	bool fresh; /* nothing on this page but a repeated head */
	GArray *places;
} Pager;

/* The end of the chain of kept pieces that begins at FIRST. */
static size_t chain_end(const PagePiece *pieces, size_t first, size_t count)
{
	size_t end = first + 1;
	while (end < count && pieces[end - 1].keep_next && !pieces[end].turn)
		end++;
	return end;
}

static double chain_height(const PagePiece *pieces, size_t first, size_t end)
{
	double height = pieces[first].height_pt;
	for (size_t n = first + 1; n < end; n++)
		height += pieces[n].before_pt + pieces[n].height_pt;
	return height;
}

static void place(Pager *pager, size_t piece, double before, bool repeated)
{
	PagePlace made = { piece, pager->page, pager->used + before, repeated };
	g_array_append_val(pager->places, made);
	pager->used = made.top_pt + pager->pieces[piece].height_pt;
	pager->fresh = repeated;
}

static void place_head(Pager *pager, size_t piece)
{
	size_t head = pager->pieces[piece].head;
	if (head != PAGE_NO_HEAD && head < piece)
		place(pager, head, 0, true);
}

/* Begins a page whose first piece is PIECE, unless this page has nothing yet. */
static void turn(Pager *pager, size_t piece)
{
	if (pager->fresh)
		return;
	pager->page++;
	pager->used = 0;
	pager->fresh = true;
	place_head(pager, piece);
}

static double before_of(const Pager *pager, size_t piece)
{
	return pager->used == 0 ? 0 : pager->pieces[piece].before_pt;
}

static bool fits(const Pager *pager, double before, double height)
{
	return pager->used + before + height <= pager->height + SLACK;
}

static void place_chain(Pager *pager, size_t first, size_t end)
{
	if (pager->pieces[first].turn ||
	    !fits(pager, before_of(pager, first), chain_height(pager->pieces, first, end)))
		turn(pager, first);
	for (size_t piece = first; piece < end; piece++) {
		if (!fits(pager, before_of(pager, piece), pager->pieces[piece].height_pt))
			turn(pager, piece);
		place(pager, piece, before_of(pager, piece), false);
	}
}

GArray *page_paginate(const PagePiece *pieces, size_t count, double height_pt)
{
	Pager pager = { .pieces = pieces, .height = height_pt, .fresh = true };
	pager.places = g_array_new(FALSE, FALSE, sizeof(PagePlace));
	for (size_t first = 0; first < count;) {
		size_t end = chain_end(pieces, first, count);
		place_chain(&pager, first, end);
		first = end;
	}
	return pager.places;
}

/* ── columns ── */

static double sum(const double *numbers, size_t count)
{
	double total = 0;
	for (size_t n = 0; n < count; n++)
		total += numbers[n];
	return total;
}

bool page_fit_columns(const double *minimum_pt, const double *natural_pt, size_t count,
		      double width_pt, double *ret_widths_pt)
{
	double least = sum(minimum_pt, count), most = sum(natural_pt, count);
	for (size_t n = 0; n < count; n++) {
		if (most <= width_pt)
			ret_widths_pt[n] = natural_pt[n] + (width_pt - most) * natural_pt[n] / most;
		else if (least <= width_pt)
			ret_widths_pt[n] = minimum_pt[n] + (natural_pt[n] - minimum_pt[n]) *
							       (width_pt - least) / (most - least);
		else
			ret_widths_pt[n] = minimum_pt[n] * width_pt / least;
	}
	return least <= width_pt;
}
