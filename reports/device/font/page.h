/*
 * Page: which piece of a document goes on which page, and where.
 *
 * A document is a row of pieces: a line of text, a table row, a chart, a row
 * of figure cards. Pieces are never split; pagination needs only their heights,
 * so it is the same for every device and is tested without one.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define PAGE_NO_HEAD G_MAXSIZE

/* Size and margins of the paper, in points. */
typedef struct {
	double width_pt, height_pt;
	double left_pt, top_pt, right_pt, bottom_pt; /* margins */
} PagePaper;

/* A4 in ORIENTATION ("landscape"; anything else is portrait), 16 mm margins, 18 mm below. */
PagePaper page_paper(const char *orientation);
double page_content_width(const PagePaper *paper);
double page_content_height(const PagePaper *paper);

/* The width of SPAN of the 12 grid columns in WIDTH_PT, with the gutters between them. */
#define PAGE_COLUMNS   12
#define PAGE_GUTTER_PT 11.34 /* 4 mm */
double page_span(double width_pt, int span);

typedef struct {
	double before_pt; /* space above; dropped at the top of a page */
	double height_pt;
	bool keep_next; /* on one page with the next piece, where a page can hold both */
	size_t head;    /* piece that is repeated above this one when a page begins with it */
	bool turn;      /* begins a page */
	bool weak;      /* a note: no page holds such pieces alone, where that can be */
	guint block;    /* pieces of a block that may be moved have its number, from 1; else 0 */
} PagePiece;

typedef struct {
	size_t piece;
	size_t page;   /* from 0 */
	double top_pt; /* below the top margin */
	bool repeated; /* a head shown again */
} PagePlace;

/* Places COUNT pieces on pages whose content is HEIGHT_PT high; PagePlaces in
 * drawing order, pages ascending. Chains of kept pieces that are taller than a
 * page are broken where the page ends. Where one that does not fit would leave a fifth of a page
 * empty, a block that fits is moved up from the few behind it; before a page of weak pieces alone
 * a page begins with what stands before them. */
GArray *page_paginate(const PagePiece *pieces, size_t count, double height_pt);

/* Whether a page of PLACES holds weak pieces alone. */
bool page_has_weak(const PagePiece *pieces, const GArray *places);

/* Widths of table columns in WIDTH_PT: each between its MINIMUM (longest word)
 * and its NATURAL width (unwrapped), what is left over shared in proportion.
 * False when even the minima do not fit; they are then scaled down. */
bool page_fit_columns(const double *minimum_pt, const double *natural_pt, size_t count,
		      double width_pt, double *ret_widths_pt);
