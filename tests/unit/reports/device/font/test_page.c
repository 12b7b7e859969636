/* Pagination on heights alone, and the widths of table columns. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/device/font/page.h"

static PagePiece piece(double before, double height, bool keep)
{
	return (PagePiece){
		.before_pt = before, .height_pt = height, .keep_next = keep, .head = PAGE_NO_HEAD
	};
}

static PagePlace at(const GArray *places, guint n)
{
	cr_assert(n < places->len, "only %u places", places->len);
	return g_array_index(places, PagePlace, n);
}

Test(page, has_no_places_without_pieces)
{
	g_autoptr(GArray) places = page_paginate(NULL, 0, 100);
	cr_assert_eq(places->len, 0);
}

Test(page, drops_the_space_above_at_the_top)
{
	const PagePiece pieces[] = { piece(20, 50, false), piece(20, 50, false) };
	g_autoptr(GArray) places = page_paginate(pieces, 2, 100);
	cr_expect_eq(at(places, 0).top_pt, 0);
	cr_expect_eq(at(places, 1).page, 1);
	cr_expect_eq(at(places, 1).top_pt, 0);
}

Test(page, fills_a_page_to_its_last_point)
{
	const PagePiece pieces[] = { piece(0, 40, false), piece(20, 40, false) };
	g_autoptr(GArray) places = page_paginate(pieces, 2, 100);
	cr_expect_eq(at(places, 1).page, 0);
	cr_expect_eq(at(places, 1).top_pt, 60);
}

Test(page, takes_a_heading_along_with_what_it_heads)
{
	const PagePiece pieces[] = { piece(0, 70, false), piece(5, 10, true), piece(0, 20, false) };
	g_autoptr(GArray) places = page_paginate(pieces, 3, 100);
	cr_expect_eq(at(places, 1).page, 1);
	cr_expect_eq(at(places, 2).page, 1);
	cr_expect_eq(at(places, 2).top_pt, 10);
}

Test(page, turns_before_a_piece_that_begins_one)
{
	PagePiece pieces[] = { piece(0, 10, true), piece(5, 10, false), piece(5, 10, false) };
	pieces[0].turn = true; /* nothing is before it: no empty page */
	pieces[1].turn = true; /* whatever the one before would keep */
	g_autoptr(GArray) places = page_paginate(pieces, 3, 100);
	cr_expect_eq(at(places, 0).page, 0);
	cr_expect_eq(at(places, 1).page, 1);
	cr_expect_eq(at(places, 1).top_pt, 0);
	cr_expect_eq(at(places, 2).page, 1);
}

Test(page, breaks_a_chain_that_no_page_can_hold)
{
	PagePiece pieces[8];
	for (size_t n = 0; n < 8; n++)
		pieces[n] = piece(0, 30, true);
	g_autoptr(GArray) places = page_paginate(pieces, 8, 100);
	cr_expect_eq(places->len, 8);
	cr_expect_eq(at(places, 7).page, 2);
}

Test(page, repeats_the_head_of_a_table)
{
	PagePiece pieces[6];
	pieces[0] = piece(0, 10, true);
	for (size_t n = 1; n < 6; n++) {
		pieces[n] = piece(0, 40, false);
		pieces[n].head = 0;
	}
	g_autoptr(GArray) places = page_paginate(pieces, 6, 100);
	/* head 1 2 | head 3 4 | head 5 */
	cr_assert_eq(places->len, 8);
	cr_expect(at(places, 3).repeated && at(places, 3).piece == 0 && at(places, 3).page == 1);
	cr_expect_eq(at(places, 4).piece, 3);
	cr_expect_eq(at(places, 4).top_pt, 10);
	cr_expect(at(places, 6).repeated && at(places, 6).page == 2);
}

Test(page, places_a_piece_taller_than_a_page_once)
{
	PagePiece pieces[] = { piece(0, 10, true), piece(0, 500, false), piece(0, 10, false) };
	pieces[1].head = 0;
	g_autoptr(GArray) places = page_paginate(pieces, 3, 100);
	cr_expect_eq(at(places, places->len - 1).piece, 2);
	cr_expect(at(places, places->len - 1).page <= 2);
}

Test(page, places_five_thousand_rows_in_order)
{
	g_autofree PagePiece *pieces = g_new(PagePiece, 5000);
	for (size_t n = 0; n < 5000; n++) {
		pieces[n] = piece(0, 17, n == 0);
		pieces[n].head = n > 0 ? 0 : PAGE_NO_HEAD;
	}
	g_autoptr(GArray) places = page_paginate(pieces, 5000, 700);
	size_t expected = 0;
	for (guint n = 0; n < places->len; n++) {
		PagePlace place = at(places, n);
		cr_assert(place.top_pt + 17 <= 700.001);
		cr_assert(place.repeated || place.piece == expected++);
	}
	cr_expect_eq(expected, 5000);
}

Test(page, turns_paper_for_landscape)
{
	PagePaper portrait = page_paper("portrait"), landscape = page_paper("landscape");
	PagePaper other = page_paper(NULL);
	cr_expect_float_eq(portrait.width_pt, 595.28, 0.01);
	cr_expect_float_eq(landscape.width_pt, portrait.height_pt, 1e-9);
	cr_expect_float_eq(other.height_pt, 841.89, 0.01);
}

Test(page, spans_all_twelve_columns)
{
	cr_expect_float_eq(page_span(500, PAGE_COLUMNS), 500, 1e-9);
	cr_expect_float_eq(2 * page_span(500, 6) + PAGE_GUTTER_PT, 500, 1e-9);
}

Test(page, fits_columns_between_their_extremes)
{
	static const struct {
		double width;
		bool fits;
		double first, second;
	} cases[] = {
		{ 300, true, 200, 100 }, /* room: shared in proportion */
		{ 150, true, 100, 50 },  /* natural */
		{ 90, true, 55, 35 },    /* between: wrapped */
		{ 60, true, 30, 30 },    /* the longest words just fit */
		{ 30, false, 15, 15 },   /* not even these */
	};
	const double minimum[] = { 30, 30 }, natural[] = { 100, 50 };
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		double widths[2];
		bool fits = page_fit_columns(minimum, natural, 2, cases[n].width, widths);
		cr_expect_eq(fits, cases[n].fits, "%g", cases[n].width);
		cr_expect_float_eq(widths[0] + widths[1], cases[n].width, 1e-9);
		cr_expect(fabs(widths[0] - cases[n].first) < 4, "%g: %g", cases[n].width,
			  widths[0]);
	}
}

/* A piece of the movable block NUMBER. */
static PagePiece part(guint number, double height, bool keep)
{
	PagePiece made = piece(0, height, keep);
	made.block = number;
	return made;
}

static PagePiece note(double height)
{
	PagePiece made = piece(0, height, false);
	made.weak = true;
	return made;
}

Test(page, moves_a_small_block_up_where_a_fifth_of_the_page_would_stay_empty)
{
	const PagePiece pieces[] = { part(1, 60, false), part(2, 50, false), part(3, 15, true),
				     part(3, 15, false), piece(0, 20, false) };
	g_autoptr(GArray) places = page_paginate(pieces, 5, 100);
	static const size_t order[] = { 0, 2, 3, 1, 4 }, pages[] = { 0, 0, 0, 1, 1 };
	for (guint n = 0; n < G_N_ELEMENTS(order); n++) {
		cr_expect_eq(at(places, n).piece, order[n], "place %u", n);
		cr_expect_eq(at(places, n).page, pages[n], "place %u", n);
	}
}

Test(page, moves_nothing_past_a_text_or_for_a_small_gap)
{
	const PagePiece text[] = { part(1, 60, false), part(2, 50, false), piece(0, 5, false),
				   part(3, 15, false) };
	const PagePiece small[] = { part(1, 85, false), part(2, 50, false), part(3, 10, false) };
	g_autoptr(GArray) places = page_paginate(text, 4, 100);
	for (guint n = 0; n < 4; n++)
		cr_expect_eq(at(places, n).piece, n);
	g_autoptr(GArray) others = page_paginate(small, 3, 100);
	for (guint n = 0; n < 3; n++)
		cr_expect_eq(at(others, n).piece, n);
}

Test(page, gives_notes_no_page_of_their_own)
{
	const PagePiece pieces[] = { piece(0, 50, false), piece(0, 45, false), note(10), note(10) };
	g_autoptr(GArray) places = page_paginate(pieces, 4, 100);
	cr_expect_eq(at(places, 0).page, 0);
	cr_expect_eq(at(places, 1).page, 1, "what stands before them comes along");
	cr_expect_eq(at(places, 3).page, 1);
	cr_expect(!page_has_weak(pieces, places));
	const PagePiece longer[] = { piece(0, 50, false), note(90), note(90) };
	g_autoptr(GArray) full = page_paginate(longer, 3, 100);
	cr_expect(page_has_weak(longer, full), "more than a page of notes is what it is");
}
