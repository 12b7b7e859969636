#include "reports/device/font/page.h"

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

/* ── moving blocks up ── */

#define GAP_SHARE  0.2 /* of a page: more is not left empty where a block can fill it */
#define LOOK_AHEAD 3   /* blocks; more would part a block too far from its neighbours */

/* The end of the block that begins at FIRST. */
static size_t block_end(const PagePiece *pieces, size_t first, size_t count)
{
	size_t end = first + 1;
	while (end < count && pieces[end].block == pieces[first].block)
		end++;
	return end;
}

static bool begins_block(const PagePiece *pieces, size_t piece)
{
	return pieces[piece].block > 0 &&
	       (piece == 0 || pieces[piece - 1].block != pieces[piece].block);
}

/* Places the first block behind those from FIRST on that fits into what is left of the page; false
 * when none does. */
static bool fill_gap(Pager *pager, bool *placed, size_t first, size_t count)
{
	size_t at = block_end(pager->pieces, first, count);
	for (int ahead = 0; ahead < LOOK_AHEAD && at < count; ahead++) {
		size_t end = block_end(pager->pieces, at, count);
		if (pager->pieces[at].block == 0 || pager->pieces[at].turn ||
		    pager->pieces[end - 1].keep_next)
			return false;
		if (!placed[at] &&
		    fits(pager, before_of(pager, at), chain_height(pager->pieces, at, end))) {
			for (size_t piece = at; piece < end; piece++) {
				place(pager, piece, before_of(pager, piece), false);
				placed[piece] = true;
			}
			return true;
		}
		at = end;
	}
	return false;
}

static bool leaves_gap(const Pager *pager, size_t first, size_t end)
{
	return !pager->fresh && !pager->pieces[first].turn && begins_block(pager->pieces, first) &&
	       pager->height - pager->used > GAP_SHARE * pager->height &&
	       !fits(pager, before_of(pager, first), chain_height(pager->pieces, first, end));
}

/* ── pages of weak pieces ── */

bool page_has_weak(const PagePiece *pieces, const GArray *places)
{
	for (guint n = 0; n < places->len;) {
		size_t page = g_array_index(places, PagePlace, n).page;
		bool weak = true;
		for (; n < places->len && g_array_index(places, PagePlace, n).page == page; n++) {
			const PagePlace *at = &g_array_index(places, PagePlace, n);
			weak = weak && (at->repeated || pieces[at->piece].weak);
		}
		if (weak)
			return true;
	}
	return false;
}

/* Of the weak pieces that end the document: the first piece of the chain before them, which is to
 * begin a page with them; COUNT when there is none, or no page holds both. */
static size_t turn_before_weak(const PagePiece *pieces, size_t count, double height)
{
	size_t before = count;
	for (size_t first = 0; first < count; first = chain_end(pieces, first, count))
		if (!pieces[first].weak)
			before = first;
	if (before == count)
		return count;
	return chain_height(pieces, before, count) <= height ? before : count;
}

static GArray *paginate(const PagePiece *pieces, size_t count, double height_pt, size_t turned)
{
	Pager pager = { .pieces = pieces, .height = height_pt, .fresh = true };
	g_autofree bool *placed = g_new0(bool, count + 1);
	pager.places = g_array_new(FALSE, FALSE, sizeof(PagePlace));
	for (size_t first = 0; first < count;) {
		size_t end = chain_end(pieces, first, count);
		if (placed[first]) {
			first = end;
			continue;
		}
		while (leaves_gap(&pager, first, end) && fill_gap(&pager, placed, first, count))
			;
		if (first == turned)
			turn(&pager, first);
		place_chain(&pager, first, end);
		first = end;
	}
	return pager.places;
}

GArray *page_paginate(const PagePiece *pieces, size_t count, double height_pt)
{
	GArray *places = paginate(pieces, count, height_pt, count);
	size_t turned = count > 0 && page_has_weak(pieces, places)
			    ? turn_before_weak(pieces, count, height_pt)
			    : count;
	if (turned == count)
		return places;
	g_array_unref(places);
	return paginate(pieces, count, height_pt, turned);
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
