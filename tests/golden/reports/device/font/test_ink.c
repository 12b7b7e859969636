/*
 * The ink of Urdu: every word of templates, measures, the locale and the reference tables, set in
 * Nastaliq as the devices set it, line upon line and word beside word, and drawn.
 */
#include <cairo.h>
#include <criterion/criterion.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "reports/device/font/font.h"
#include "reports/device/font/font_lines.h"
#include "tests/support/urdu_words.h"

/* Where the devices set Urdu, and how wide texts are there. */
static const struct {
	const char *name;
	FontStyle style;
	double width_pt;
	glong letters; /* no longer text stands there */
} places[] = {
	{ "title", FONT_TITLE, 480, 120 },         { "heading", FONT_HEADING, 480, 120 },
	{ "text", FONT_BODY, 430, 9999 },          { "caption", FONT_CAPTION, 480, 200 },
	{ "note", FONT_NOTE, 414, 9999 },          { "small note", FONT_SMALL_NOTE, 430, 9999 },
	{ "column head", FONT_HEAD, 62, 60 },      { "cell", FONT_CELL, 110, 80 },
	{ "total", FONT_TOTAL, 110, 80 },          { "card label", FONT_FIGURE_LABEL, 88, 60 },
	{ "card unit", FONT_FIGURE_UNIT, 88, 60 }, { "chart label", FONT_AXIS, 120, 60 },
};

static PangoContext *urdu_context(void)
{
	g_autoptr(GError) error = NULL;
	PangoContext *context = font_context_new(true, "ur", &error);
	cr_assert(context != NULL, "%s", error != NULL ? error->message : "");
	return context;
}

/* ── drawing ── */

enum { SCALE = 3, MARGIN = 30 }; /* pixels a point, points around a text */

static cairo_surface_t *picture_of(double width_pt, double height_pt)
{
	return cairo_image_surface_create(CAIRO_FORMAT_A8, (int)(width_pt + 2 * MARGIN) * SCALE,
					  (int)(height_pt + 2 * MARGIN) * SCALE);
}

/* LINE of a layout alone, with its ink where it is in the layout. */
static void draw_line(cairo_surface_t *picture, PangoLayoutIter *line)
{
	cairo_t *cairo = cairo_create(picture);
	PangoRectangle logical;
	cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR);
	cairo_paint(cairo);
	cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
	cairo_scale(cairo, SCALE, SCALE);
	pango_layout_iter_get_line_extents(line, NULL, &logical);
	cairo_move_to(cairo, MARGIN + (double)logical.x / PANGO_SCALE,
		      MARGIN + (double)pango_layout_iter_get_baseline(line) / PANGO_SCALE);
	pango_cairo_show_layout_line(cairo, pango_layout_iter_get_line_readonly(line));
	cairo_destroy(cairo);
	cairo_surface_flush(picture);
}

/* How many pixels are inked in both pictures. */
static guint shared_ink(cairo_surface_t *one, cairo_surface_t *other)
{
	const guint8 *a = cairo_image_surface_get_data(one),
		     *b = cairo_image_surface_get_data(other);
	size_t bytes = (size_t)cairo_image_surface_get_stride(one) *
		       (size_t)cairo_image_surface_get_height(one);
	guint shared = 0;
	for (size_t n = 0; n < bytes; n++)
		shared += a[n] > 100 && b[n] > 100;
	return shared;
}

/* ── lines ── */

/* How many pixels of LAYOUT's lines lie upon those of the next line. */
static guint lines_overlap(PangoLayout *layout, double width_pt)
{
	double height = font_height_pt(layout) * 1.3;
	cairo_surface_t *pictures[] = { picture_of(width_pt, height),
					picture_of(width_pt, height) };
	PangoLayoutIter *line = pango_layout_get_iter(layout);
	guint overlap = 0, at = 0;
	draw_line(pictures[at], line);
	while (pango_layout_iter_next_line(line)) {
		at = 1 - at;
		draw_line(pictures[at], line);
		overlap += shared_ink(pictures[0], pictures[1]);
	}
	pango_layout_iter_free(line);
	cairo_surface_destroy(pictures[0]);
	cairo_surface_destroy(pictures[1]);
	return overlap;
}

/* The texts of PLACE whose lines overlap; their lines are FACTOR times as near as the device sets
 * them. */
static guint overlapping(PangoContext *context, const GPtrArray *texts, size_t place, double factor,
			 guint every)
{
	guint faults = 0;
	for (guint n = (guint)place; n < texts->len; n += every) {
		if (g_utf8_strlen(texts->pdata[n], -1) > places[place].letters)
			continue;
		PangoLayout *layout =
		    font_layout_new(context, places[place].style, 1, texts->pdata[n],
				    places[place].width_pt, PANGO_ALIGN_RIGHT, 0);
		float spacing = pango_layout_get_line_spacing(layout);
		bool many = pango_layout_get_line_count(layout) > 1;
		if (many)
			pango_layout_set_line_spacing(layout, spacing * (float)factor);
		bool wrong = many && lines_overlap(layout, places[place].width_pt) > 0;
		if (wrong && factor >= 1)
			cr_log_error("%s: %s", places[place].name, (char *)texts->pdata[n]);
		faults += wrong;
		g_object_unref(layout);
	}
	return faults;
}

Test(ink, of_a_line_never_touches_the_next)
{
	PangoContext *context = urdu_context();
	g_autoptr(GPtrArray) texts = urdu_texts();
	cr_assert_geq(texts->len, 500);
	for (size_t place = 0; place < G_N_ELEMENTS(places); place++)
		cr_expect_eq(overlapping(context, texts, place, 1, 1), 0, "%s", places[place].name);
	g_object_unref(context);
}

/* The same eyes see it where lines are set nearer. */
Test(ink, of_lines_that_are_too_near_is_seen_to_touch)
{
	PangoContext *context = urdu_context();
	g_autoptr(GPtrArray) texts = urdu_texts();
	cr_expect_gt(overlapping(context, texts, 2, 0.7, 3), 3);
	cr_expect_gt(overlapping(context, texts, 6, 0.7, 3), 3);
	g_object_unref(context);
}

Test(ink, lets_lines_be_nearer_than_the_font_would_have_them)
{
	PangoContext *context = urdu_context();
	g_autoptr(GPtrArray) texts = urdu_texts();
	double sum = 0;
	guint count = 0;
	for (guint n = 0; n < texts->len; n++) {
		PangoLayout *layout = font_layout_new(context, FONT_NOTE, 1, texts->pdata[n], 414,
						      PANGO_ALIGN_RIGHT, 0);
		float spacing = pango_layout_get_line_spacing(layout);
		if (pango_layout_get_line_count(layout) > 1) {
			cr_assert(spacing >= (float)LINES_LEAST && spacing <= (float)LINES_MOST);
			sum += (double)spacing;
			count++;
		}
		g_object_unref(layout);
	}
	cr_expect_gt(count, 20);
	cr_expect_lt(sum / count, 0.95, "%f", sum / count);
	g_object_unref(context);
}

/* ── rows, cells and margins ── */

/* What a row or box is given above and below the baseline holds the ink whole; sideways no letter
 * hangs out of its word further than the gaps of tables and the margins of cards and pages are
 * wide. */
Test(ink, of_every_word_is_within_what_rows_and_margins_give_it)
{
	static const double hang_em = 0.46; /* the bar of ک and گ at a word's beginning */
	PangoContext *context = urdu_context();
	g_autoptr(GPtrArray) texts = urdu_texts();
	g_autoptr(GPtrArray) words = urdu_words(texts);
	cr_assert_geq(words->len, 700);
	for (size_t place = 0; place < G_N_ELEMENTS(places); place++) {
		for (guint n = 0; n < words->len; n++) {
			PangoLayout *layout =
			    font_layout_new(context, places[place].style, 1, words->pdata[n], 0,
					    PANGO_ALIGN_RIGHT, 0);
			PangoRectangle ink, logical;
			double above, below, em = font_height_pt(layout) / 2.5;
			pango_layout_get_extents(layout, &ink, &logical);
			font_extent(layout, &above, &below);
			double top = font_baseline_pt(layout) - (double)ink.y / PANGO_SCALE;
			double hang =
			    fmax(logical.x - ink.x, ink.x + ink.width - logical.x - logical.width) /
			    PANGO_SCALE;
			cr_expect(top <= above + 0.01 && above < 2.4 * em && below < 0.8 * em,
				  "%s: %s: %.1f %.1f", places[place].name, (char *)words->pdata[n],
				  above / em, below / em);
			cr_expect_leq(hang, hang_em * em, "%s: %s hangs out %.2f em",
				      places[place].name, (char *)words->pdata[n], hang / em);
			g_object_unref(layout);
		}
	}
	g_object_unref(context);
}

/* The bar of a ک at the beginning of a title ends at the margin, not beyond it. */
Test(ink, of_titles_ends_at_the_margin)
{
	static const char *const titles[] = { "کیسے پڑھا جائے", "گرفتاریاں اور چالان",
					      "لاہور: ہفتہ" };
	PangoContext *context = urdu_context();
	for (size_t n = 0; n < G_N_ELEMENTS(titles); n++) {
		PangoLayout *layout =
		    font_layout_new(context, FONT_TITLE, 1, titles[n], 300, PANGO_ALIGN_RIGHT, 0);
		PangoRectangle before, after;
		pango_layout_get_extents(layout, &before, NULL);
		font_hang_in(layout, 300);
		pango_layout_get_extents(layout, &after, NULL);
		cr_expect(n == 2 || before.x + before.width > 302 * PANGO_SCALE, "%s", titles[n]);
		cr_expect_leq(after.x + after.width, 300 * PANGO_SCALE + 1, "%s", titles[n]);
		g_object_unref(layout);
	}
	g_object_unref(context);
}

/* ── neighbours ── */

/* The ink that the words of PAIR share, in pixels of an em of 60. */
static guint pair_overlap(PangoContext *context, const char *first, const char *second)
{
	g_autofree char *text = g_strdup_printf("%s %s", first, second);
	PangoLayout *layout =
	    font_layout_new(context, FONT_TITLE, 1, text, 0, PANGO_ALIGN_RIGHT, 0);
	double width = font_width_pt(layout), height = font_height_pt(layout);
	cairo_surface_t *pictures[] = { picture_of(width, height), picture_of(width, height) };
	/* each word is drawn in its colour: what is transparent leaves no ink */
	for (size_t word = 0; word < 2; word++) {
		PangoAttrList *list = font_attributes(layout);
		PangoAttribute *hidden = pango_attr_foreground_alpha_new(1);
		hidden->start_index = word == 0 ? (guint)strlen(first) + 1 : 0;
		hidden->end_index = word == 0 ? (guint)strlen(text) : (guint)strlen(first);
		pango_attr_list_insert(list, hidden);
		PangoLayout *alone = pango_layout_copy(layout);
		pango_layout_set_attributes(alone, list);
		PangoLayoutIter *line = pango_layout_get_iter(alone);
		draw_line(pictures[word], line);
		pango_layout_iter_free(line);
		pango_attr_list_unref(list);
		g_object_unref(alone);
	}
	guint shared = shared_ink(pictures[0], pictures[1]);
	cairo_surface_destroy(pictures[0]);
	cairo_surface_destroy(pictures[1]);
	g_object_unref(layout);
	return shared;
}

static bool has_arabic(const char *word)
{
	gunichar first = g_utf8_get_char(word);
	return g_unichar_get_script(first) == G_UNICODE_SCRIPT_ARABIC;
}

static char *accepted_path(void)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), "tests/golden/ink_pairs.txt", NULL);
}

static GHashTable *accepted_pairs(void)
{
	GHashTable *pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *path = accepted_path();
	g_autofree char *content = NULL;
	cr_assert(g_file_get_contents(path, &content, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (**line != '#' && **line != '\0')
			g_hash_table_add(pairs, g_strdup(*line));
	}
	return pairs;
}

/* Neighbours in any text. The font is drawn to scale at every size, so what touches at one does at
 * all. */
Test(ink, of_a_word_lies_upon_its_neighbour_only_where_that_is_accepted)
{
	PangoContext *context = urdu_context();
	g_autoptr(GPtrArray) texts = urdu_texts();
	g_autoptr(GHashTable) accepted = accepted_pairs();
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) found = g_string_new(NULL);
	for (guint n = 0; n < texts->len; n++) {
		g_auto(GStrv) words = g_strsplit(texts->pdata[n], " ", -1);
		for (guint at = 0; words[at] != NULL && words[at + 1] != NULL; at++) {
			if (!has_arabic(words[at]) || !has_arabic(words[at + 1]))
				continue;
			char *pair = g_strdup_printf("%s %s", words[at], words[at + 1]);
			if (!g_hash_table_add(seen, pair) ||
			    pair_overlap(context, words[at], words[at + 1]) <= 2)
				continue;
			g_string_append_printf(found, "%s\n", pair);
			if (g_getenv("INK_UPDATE") == NULL)
				cr_expect(
				    g_hash_table_contains(accepted, pair),
				    "'%s' touch each other: write it otherwise, or accept the pair in "
				    "ink_pairs.txt",
				    pair);
		}
	}
	g_autofree char *path = accepted_path();
	if (g_getenv("INK_UPDATE") != NULL)
		g_file_set_contents(path, found->str, -1, NULL);
	cr_expect_gt(g_hash_table_size(seen), 1500);
	g_object_unref(context);
}
