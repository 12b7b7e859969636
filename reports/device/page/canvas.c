/*
 * Ink: each run of it belongs to a tag, and text is found as it is read.
 *
 * A line of Urdu is drawn twice. What is seen is in Nastaliq, whose glyphs stand
 * for parts of letters in no order a reader of PDF could undo; each is given a
 * space as its text. What is found and copied is set over it in plain letters,
 * word by word in the width of the word, and made invisible by pdf_tags.c.
 */
#include <hb.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "reports/device/font/look.h"
#include "reports/device/page/canvas.h"

#define SPACE_EM 0.25 /* the least space after a hidden word, by which readers see its end */

/* ── colours ── */

void canvas_colour(const Canvas *canvas, Colour house)
{
	Colour colour = look_colour(canvas->theme, house);
	cairo_set_source_rgb(canvas->cairo, (double)(colour >> 16 & 0xFF) / 255,
			     (double)(colour >> 8 & 0xFF) / 255, (double)(colour & 0xFF) / 255);
}

/* ── leaves ── */

void ink_begin(const Canvas *canvas, LeafKind kind)
{
	Ink *ink = canvas->ink;
	if (ink == NULL)
		return;
	g_assert(!ink->open);
	cairo_tag_begin(canvas->cairo, "P", NULL);
	tags_leaf(ink->tags, ink->page, ink->repeated ? NULL : ink->tag, kind);
	ink->open = true;
}

void ink_end(const Canvas *canvas)
{
	if (canvas->ink == NULL || !canvas->ink->open)
		return;
	cairo_tag_end(canvas->cairo, "P");
	canvas->ink->open = false;
}

Tag *ink_tag(const Canvas *canvas, Tag *tag)
{
	if (canvas->ink == NULL)
		return NULL;
	Tag *before = canvas->ink->tag;
	canvas->ink->tag = tag;
	return before;
}

Tag *ink_add(const Canvas *canvas, Tag *parent, TagRole role)
{
	if (canvas->ink == NULL || canvas->ink->repeated || parent == NULL)
		return NULL;
	return tags_add(canvas->ink->tags, parent, role);
}

void ink_link(const Canvas *canvas, TagBox box, const TagAnchor *anchor, const char *says)
{
	Ink *ink = canvas->ink;
	if (ink == NULL || ink->repeated || ink->tag == NULL || anchor == NULL || !anchor->placed)
		return;
	box.x_pt += canvas->left_pt;
	box.y_pt += canvas->top_pt;
	tags_link(ink->tags, ink->tag, ink->page, box, anchor, says);
}

/* ── words of a line ── */

/* A stretch of one direction; of what runs from right to left, one word. */
typedef struct {
	PangoGlyphItem *item; /* owned */
	double x, y;          /* its left end on the baseline */
	double width;
	bool backwards;
	bool hidden; /* what is found is not what is seen */
} Stretch;

static void stretch_clear(gpointer data)
{
	pango_glyph_item_free(((Stretch *)data)->item);
}

static bool runs_backwards(const PangoGlyphItem *run)
{
	return run->item->analysis.level % 2 == 1;
}

/* Letters that no font of ours has. */
static bool has_unknown(const PangoGlyphString *glyphs)
{
	for (int n = 0; n < glyphs->num_glyphs; n++) {
		if ((glyphs->glyphs[n].glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
			return true;
	}
	return false;
}

/* The length of the first word of RUN with the spaces after it; 0 when there is no other. */
static int first_word(const PangoGlyphItem *run, const char *text)
{
	const char *start = text + run->item->offset, *end = start + run->item->length;
	const char *space = memchr(start, ' ', (size_t)(end - start));
	while (space != NULL && space < end && *space == ' ')
		space++;
	return space != NULL && space < end ? (int)(space - start) : 0;
}

static double glyphs_width(PangoGlyphItem *item)
{
	return (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE;
}

/* Appends RUN, which begins at X, to STRETCHES; its width comes back. */
static double split_run(GArray *stretches, PangoGlyphItem *run, const char *text, double x,
			double y)
{
	PangoGlyphItem *rest = pango_glyph_item_copy(run);
	double width = glyphs_width(rest), right = x + width;
	int bytes;
	while (runs_backwards(rest) && (bytes = first_word(rest, text)) > 0) {
		PangoGlyphItem *word = pango_glyph_item_split(rest, text, bytes);
		if (word == NULL)
			break;
		right -= glyphs_width(word);
		Stretch made = { word, right, y, glyphs_width(word), true, true };
		g_array_append_val(stretches, made);
	}
	bool backwards = runs_backwards(rest);
	Stretch last = { rest,      x,
			 y,         glyphs_width(rest),
			 backwards, backwards || has_unknown(rest->glyphs) };
	g_array_append_val(stretches, last);
	return width;
}

static gint by_reading(gconstpointer a, gconstpointer b)
{
	const Stretch *left = a, *right = b;
	return left->item->item->offset - right->item->item->offset;
}

static GArray *line_stretches(PangoLayoutLine *line, const char *text, double x, double y)
{
	GArray *stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
	g_array_set_clear_func(stretches, stretch_clear);
	for (const GSList *at = line->runs; at != NULL; at = at->next) {
		PangoGlyphItem *run = at->data;
		x += (double)run->start_x_offset / PANGO_SCALE;
		x += split_run(stretches, run, text, x, y - (double)run->y_offset / PANGO_SCALE);
		x += (double)run->end_x_offset / PANGO_SCALE;
	}
	g_array_sort(stretches, by_reading);
	return stretches;
}

/* ── what is seen ── */

static void set_font(const Canvas *canvas, PangoFont *font)
{
	cairo_set_scaled_font(canvas->cairo,
			      pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
}

/* Instead of a letter that no font of ours has; pango would write its number. */
static void show_box(const Canvas *canvas, double x, double y, double width)
{
	cairo_set_line_width(canvas->cairo, 0.5);
	cairo_rectangle(canvas->cairo, x + width * 0.15, y - width * 0.6, width * 0.7, width * 0.7);
	cairo_stroke(canvas->cairo);
}

/* Each glyph with a space for its text, so that no reader sees letters in it. */
static void show_silent(const Canvas *canvas, const Stretch *stretch)
{
	const PangoGlyphString *string = stretch->item->glyphs;
	PangoFont *font = stretch->item->item->analysis.font;
	guint most = (guint)string->num_glyphs;
	int count = 0;
	g_autofree cairo_glyph_t *glyphs = g_new(cairo_glyph_t, most);
	g_autofree cairo_text_cluster_t *clusters = g_new(cairo_text_cluster_t, most);
	g_autofree char *spaces = g_strnfill(most, ' ');
	double x = stretch->x;
	for (guint n = 0; n < most; n++) {
		const PangoGlyphInfo *info = &string->glyphs[n];
		double width = (double)info->geometry.width / PANGO_SCALE;
		if ((info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
			show_box(canvas, x, stretch->y, width);
		} else if (info->glyph != PANGO_GLYPH_EMPTY) {
			glyphs[count] = (cairo_glyph_t){
				info->glyph, x + (double)info->geometry.x_offset / PANGO_SCALE,
				stretch->y + (double)info->geometry.y_offset / PANGO_SCALE
			};
			clusters[count++] = (cairo_text_cluster_t){ 1, 1 };
		}
		x += width;
	}
	set_font(canvas, font);
	if (count > 0)
		cairo_show_text_glyphs(canvas->cairo, spaces, count, glyphs, count, clusters, count,
				       0);
}

/* ── what is found ── */

/* A glyph and the letter that it is read as. */
typedef struct {
	char text[8];
	unsigned long glyph;
	double advance; /* for an em of 1; 0 of a space */
} Letter;

/* The letters of STRETCH in the order of reading, without joiners and marks of direction. */
static GArray *hidden_letters(const Canvas *canvas, const Stretch *stretch, const char *text)
{
	hb_font_t *font = pango_font_get_hb_font(canvas->ink->hidden);
	int scale, unused;
	hb_font_get_scale(font, &scale, &unused);
	GArray *letters = g_array_new(FALSE, FALSE, sizeof(Letter));
	const char *at = text + stretch->item->item->offset;
	const char *end = at + stretch->item->item->length;
	while (at < end) {
		gunichar letter = g_utf8_get_char(at);
		hb_codepoint_t glyph = 0;
		Letter made = { 0 };
		at += g_unichar_to_utf8(letter, made.text);
		if (g_unichar_type(letter) == G_UNICODE_FORMAT)
			continue;
		if (!hb_font_get_nominal_glyph(font, letter, &glyph))
			hb_font_get_nominal_glyph(font, ' ', &glyph);
		made.glyph = glyph;
		if (letter != ' ')
			made.advance = (double)hb_font_get_glyph_h_advance(font, glyph) / scale;
		g_array_append_val(letters, made);
	}
	return letters;
}

/* How the letters fill the width of their word: its letters narrowed or widened, its spaces
 * wide enough to be seen as such. */
typedef struct {
	double stretch; /* of the letters */
	double space;
} Fill;

static Fill fill_width(const GArray *letters, double width, double em)
{
	double natural = 0;
	guint spaces = 0;
	for (guint n = 0; n < letters->len; n++) {
		const Letter *letter = &g_array_index(letters, Letter, n);
		spaces += *letter->text == ' ';
		natural += letter->advance * em;
	}
	if (natural <= 0)
		return (Fill){ 1, spaces > 0 ? width / spaces : 0 };
	double space = spaces > 0 ? fmin(SPACE_EM * em, width / 2 / spaces) : 0;
	return (Fill){ fmax(0.05, (width - space * spaces) / natural), space };
}

static double em_of(PangoFont *font)
{
	g_autoptr(PangoFontDescription) description = pango_font_describe_with_absolute_size(font);
	return (double)pango_font_description_get_size(description) / PANGO_SCALE;
}

/* From left to right, for readers of PDF turn what runs the other way themselves. */
static void show_letters(const Canvas *canvas, const Stretch *stretch, const GArray *letters)
{
	double em = em_of(stretch->item->item->analysis.font), x = stretch->x;
	Fill fill = fill_width(letters, stretch->width, em);
	g_autofree cairo_glyph_t *glyphs = g_new(cairo_glyph_t, letters->len);
	g_autofree cairo_text_cluster_t *clusters = g_new(cairo_text_cluster_t, letters->len);
	g_autoptr(GString) found = g_string_new(NULL);
	for (guint n = 0; n < letters->len; n++) {
		const Letter *letter =
		    &g_array_index(letters, Letter, stretch->backwards ? letters->len - 1 - n : n);
		g_string_append(found, letter->text);
		glyphs[n] = (cairo_glyph_t){ letter->glyph, x, stretch->y };
		clusters[n] = (cairo_text_cluster_t){ (int)strlen(letter->text), 1 };
		x += *letter->text == ' ' ? fill.space : letter->advance * em * fill.stretch;
	}
	cairo_matrix_t matrix;
	cairo_matrix_init_scale(&matrix, em * fill.stretch, em);
	cairo_save(canvas->cairo);
	set_font(canvas, canvas->ink->hidden);
	cairo_set_font_matrix(canvas->cairo, &matrix);
	cairo_show_text_glyphs(canvas->cairo, found->str, (int)found->len, glyphs,
			       (int)letters->len, clusters, (int)letters->len, 0);
	cairo_restore(canvas->cairo);
}

static void show_hidden(const Canvas *canvas, const Stretch *stretch, const char *text)
{
	g_autoptr(GArray) letters = hidden_letters(canvas, stretch, text);
	if (letters->len > 0)
		show_letters(canvas, stretch, letters);
}

/* ── lines ── */

static void show_forwards(const Canvas *canvas, const Stretch *stretch, const char *text)
{
	cairo_move_to(canvas->cairo, stretch->x, stretch->y);
	pango_cairo_show_glyph_item(canvas->cairo, text, stretch->item);
}

/* The stretches in the order of reading, each kind in leaves of its own. */
static void show_stretches(const Canvas *canvas, const GArray *stretches, const char *text)
{
	/* an artifact, as the picture is of a page that was scanned and read */
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	for (guint n = 0; n < stretches->len; n++) {
		if (g_array_index(stretches, Stretch, n).hidden)
			show_silent(canvas, &g_array_index(stretches, Stretch, n));
	}
	ink_end(canvas);
	ink_tag(canvas, tag);
	for (guint n = 0; n < stretches->len; n++) {
		const Stretch *stretch = &g_array_index(stretches, Stretch, n);
		bool turns = n == 0 || stretch->hidden != (stretch - 1)->hidden;
		if (turns) {
			ink_end(canvas);
			ink_begin(canvas, stretch->hidden ? LEAF_HIDDEN : LEAF_SEEN);
		}
		(stretch->hidden ? show_hidden : show_forwards)(canvas, stretch, text);
	}
	ink_end(canvas);
}

static bool any_hidden(const PangoLayoutLine *line)
{
	for (const GSList *at = line->runs; at != NULL; at = at->next) {
		const PangoGlyphItem *run = at->data;
		if (runs_backwards(run) || has_unknown(run->glyphs))
			return true;
	}
	return false;
}

void canvas_line(const Canvas *canvas, PangoLayoutLine *line, Colour colour, double x_pt,
		 double baseline_pt)
{
	canvas_colour(canvas, colour);
	if (line->runs == NULL)
		return;
	if (canvas->ink == NULL || !any_hidden(line)) {
		ink_begin(canvas, LEAF_SEEN);
		cairo_move_to(canvas->cairo, x_pt, baseline_pt);
		pango_cairo_show_layout_line(canvas->cairo, line);
		ink_end(canvas);
		return;
	}
	const char *text = pango_layout_get_text(line->layout);
	g_autoptr(GArray) stretches = line_stretches(line, text, x_pt, baseline_pt);
	show_stretches(canvas, stretches, text);
}

void canvas_layout(const Canvas *canvas, PangoLayout *layout, Colour colour, double x_pt,
		   double y_pt)
{
	g_autoptr(PangoLayoutIter) at = pango_layout_get_iter(layout);
	do {
		PangoRectangle logical;
		pango_layout_iter_get_line_extents(at, NULL, &logical);
		canvas_line(canvas, pango_layout_iter_get_line_readonly(at), colour,
			    x_pt + (double)logical.x / PANGO_SCALE,
			    y_pt + (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE);
	} while (pango_layout_iter_next_line(at));
}

void canvas_noted(const Canvas *canvas, PangoLayout *layout, Colour colour, double x_pt,
		  double y_pt, int note)
{
	canvas_layout(canvas, layout, colour, x_pt, y_pt);
	if (note <= 0 || canvas->ink == NULL)
		return;
	g_autofree char *mark = g_strdup_printf("%d", note);
	size_t bytes = strlen(pango_layout_get_text(layout)), digits = strlen(mark);
	PangoRectangle first, last;
	pango_layout_index_to_pos(layout, (int)(bytes - MIN(digits, bytes)), &first);
	pango_layout_index_to_pos(layout, (int)bytes - 1, &last);
	double from = (double)MIN(first.x, last.x) / PANGO_SCALE;
	double to = (double)MAX(first.x + first.width, last.x + last.width) / PANGO_SCALE;
	TagBox box = { x_pt + from - 1, y_pt + (double)first.y / PANGO_SCALE, to - from + 2,
		       (double)first.height / PANGO_SCALE };
	ink_link(canvas, box, outline_note(canvas->ink->outline, note), mark);
}

/* ── the content area: which side is left in a language, rules and boxes ── */

double canvas_left(const Canvas *canvas, double start_pt, double width_pt)
{
	return canvas->right_to_left ? canvas->width_pt - start_pt - width_pt : start_pt;
}

PangoAlignment canvas_align(const Canvas *canvas, Align align)
{
	bool left = (align == ALIGN_START) != canvas->right_to_left;
	return left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

void canvas_rule(const Canvas *canvas, Colour colour, double stroke_pt, double start_pt,
		 double width_pt, double y_pt)
{
	double left = canvas_left(canvas, start_pt, width_pt);
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	canvas_colour(canvas, colour);
	cairo_set_line_width(canvas->cairo, stroke_pt);
	cairo_move_to(canvas->cairo, left, y_pt);
	cairo_line_to(canvas->cairo, left + width_pt, y_pt);
	cairo_stroke(canvas->cairo);
	ink_end(canvas);
	ink_tag(canvas, tag);
}

void canvas_box(const Canvas *canvas, Colour colour, double start_pt, double width_pt, double y_pt,
		double height_pt)
{
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	canvas_colour(canvas, colour);
	cairo_rectangle(canvas->cairo, canvas_left(canvas, start_pt, width_pt), y_pt, width_pt,
			height_pt);
	cairo_fill(canvas->cairo);
	ink_end(canvas);
	ink_tag(canvas, tag);
}
