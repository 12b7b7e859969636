/* Cover, banners, cards and contents: what stands around figures. */
#include <math.h>
#include <string.h>

#include "reports/device/page/draw.h"

#define COLOUR_CAUTION_TINT 0xFCF1EAu
#define COLOUR_PLAIN_TINT   0xEEF2F7u
#define PADDING_PT          8.5  /* 3 mm */
#define BAR_PT              3.5  /* at the start of a banner */
#define SEAM_PT             0.3  /* tinted boxes overlap, so that no line of paper shows */
#define BLANK_PT            25.5 /* 9 mm to sign or write in */
#define DOT_PT              4.0  /* from dot to dot of a leader */

static PangoLayout *layout_of(const Canvas *canvas, FontStyle style, const char *text, double width,
			      Align align)
{
	return font_layout_new(canvas->fonts, style, 1, text, width, canvas_align(canvas, align),
			       0);
}

/* Read in order by those who do not see the page. */
static Tag *tag_reading(const Canvas *canvas, Tag *tag, const char *text)
{
	if (tag != NULL && canvas->right_to_left)
		tag->text = g_strdup(text);
	return tag;
}

/* ── cover ── */

typedef struct {
	PangoLayout *title, *subtitle; /* subtitle may be NULL */
	GPtrArray *lines;              /* of PangoLayout */
	Tag *heading, *paragraph;
	GPtrArray *paragraphs; /* of Tag, one a line */
} Cover;

static void cover_free(gpointer data)
{
	Cover *cover = data;
	g_object_unref(cover->title);
	g_clear_object(&cover->subtitle);
	g_ptr_array_unref(cover->lines);
	g_ptr_array_unref(cover->paragraphs);
	g_free(cover);
}

static void cover_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Cover *cover = data;
	double left = canvas_left(canvas, 0, canvas->width_pt);
	double y = top_pt + canvas->height_pt * 0.22;
	(void)part;
	canvas_rule(canvas, COLOUR_NAVY, 4, 0, 85, y);
	y += 18;
	ink_tag(canvas, cover->heading);
	canvas_layout(canvas, cover->title, font_colour(FONT_COVER), left, y);
	y += font_height_pt(cover->title) + 8;
	if (cover->subtitle != NULL) {
		ink_tag(canvas, cover->paragraph);
		canvas_layout(canvas, cover->subtitle, font_colour(FONT_COVER_LINE), left, y);
		y += font_height_pt(cover->subtitle);
	}
	double height = 0;
	for (guint n = 0; n < cover->lines->len; n++)
		height += font_height_pt(cover->lines->pdata[n]) + 4;
	y = fmax(y + 24, top_pt + canvas->height_pt * 0.92 - height);
	if (cover->lines->len > 0)
		canvas_rule(canvas, COLOUR_RULE, 0.5, 0, canvas->width_pt, y - 10);
	for (guint n = 0; n < cover->lines->len; n++) {
		ink_tag(canvas, cover->paragraphs->pdata[n]);
		canvas_layout(canvas, cover->lines->pdata[n], font_colour(FONT_BODY), left, y);
		y += font_height_pt(cover->lines->pdata[n]) + 4;
	}
}

void draw_cover(Flow *flow, const Block *block)
{
	const Canvas *canvas = flow->canvas;
	double width = canvas->width_pt;
	Cover *cover = flow_own(flow, g_new0(Cover, 1), cover_free);
	cover->lines = g_ptr_array_new_with_free_func(g_object_unref);
	cover->paragraphs = g_ptr_array_new();
	cover->title =
	    layout_of(canvas, FONT_COVER, block->cover.title, page_span(width, 10), ALIGN_START);
	cover->heading = tag_reading(canvas, flow_tag(flow, TAG_HEADING_1), block->cover.title);
	/* the layout is as wide as the page, so that its start edge is the page's */
	font_layout_set(cover->title, block->cover.title, width, canvas_align(canvas, ALIGN_START));
	if (block->cover.subtitle != NULL) {
		cover->subtitle =
		    layout_of(canvas, FONT_COVER_LINE, block->cover.subtitle, width, ALIGN_START);
		cover->paragraph =
		    tag_reading(canvas, flow_tag(flow, TAG_PARAGRAPH), block->cover.subtitle);
	}
	for (guint n = 0; n < block->cover.lines->len; n++) {
		const char *line = block->cover.lines->pdata[n];
		g_ptr_array_add(cover->lines,
				layout_of(canvas, FONT_BODY, line, width, ALIGN_START));
		g_ptr_array_add(cover->paragraphs,
				tag_reading(canvas, flow_tag(flow, TAG_PARAGRAPH), line));
	}
	flow->turn = flow->pieces->len > 0;
	flow_add(flow, 0, canvas->height_pt, cover_draw, cover, 0);
	flow->turn = true;
}

/* ── banner ── */

typedef struct {
	BannerTone tone;
	PangoLayout *word, *text; /* word may be NULL */
	double height;
	Tag *tag;
} Banner;

static const struct {
	Colour bar, tint;
	const char *word; /* key of what it says besides its colour */
} tones[] = {
	[TONE_PLAIN] = { COLOUR_NAVY, COLOUR_PLAIN_TINT, NULL },
	[TONE_CAUTION] = { COLOUR_ORANGE, COLOUR_CAUTION_TINT, "caution" },
};

static void banner_free(gpointer data)
{
	Banner *banner = data;
	g_clear_object(&banner->word);
	g_object_unref(banner->text);
	g_free(banner);
}

static void banner_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Banner *banner = data;
	double inset = BAR_PT + PADDING_PT, width = canvas->width_pt - inset - PADDING_PT;
	double left = canvas_left(canvas, inset, width), y = top_pt + PADDING_PT;
	(void)part;
	canvas_box(canvas, tones[banner->tone].tint, 0, canvas->width_pt, top_pt, banner->height);
	canvas_box(canvas, tones[banner->tone].bar, 0, BAR_PT, top_pt, banner->height);
	ink_tag(canvas, banner->tag);
	if (banner->word != NULL) {
		canvas_layout(canvas, banner->word, tones[banner->tone].bar, left, y);
		y += font_height_pt(banner->word) + 1;
	}
	canvas_layout(canvas, banner->text, font_colour(FONT_BODY), left, y);
}

void draw_banner(Flow *flow, const Block *block)
{
	Banner *banner = flow_own(flow, g_new0(Banner, 1), banner_free);
	double width = flow->canvas->width_pt - BAR_PT - 2 * PADDING_PT;
	const char *key = tones[block->banner.tone].word;
	banner->tone = block->banner.tone;
	banner->height = 2 * PADDING_PT;
	if (key != NULL) {
		banner->word = layout_of(flow->canvas, FONT_FIGURE_LABEL,
					 model_word(flow->model, key), width, ALIGN_START);
		banner->height += font_height_pt(banner->word) + 1;
	}
	banner->text = layout_of(flow->canvas, FONT_BODY, block->banner.text, width, ALIGN_START);
	banner->height += font_height_pt(banner->text);
	/* what is said on more than a page is no banner */
	if (banner->height > flow->canvas->height_pt) {
		pango_layout_set_height(
		    banner->text,
		    (int)((flow->canvas->height_pt - 4 * PADDING_PT - 20) * PANGO_SCALE));
		pango_layout_set_ellipsize(banner->text, PANGO_ELLIPSIZE_END);
		banner->height = flow->canvas->height_pt;
	}
	banner->tag = tag_reading(flow->canvas, flow_tag(flow, TAG_PARAGRAPH), block->banner.text);
	flow_add(flow, 12, banner->height, banner_draw, banner, 0);
}

/* ── card ── */

typedef struct {
	PangoLayout *label, *value; /* value is NULL where it is to be written by hand */
	double height;
	bool first, last;
	Tag *label_tag, *value_tag;
} CardRow;

static void card_row_free(gpointer data)
{
	CardRow *row = data;
	g_object_unref(row->label);
	g_clear_object(&row->value);
	g_free(row);
}

/* Labels take a third of the card. */
static double label_width(const Canvas *canvas)
{
	return (canvas->width_pt - 2 * PADDING_PT) / 3 - PAGE_GUTTER_PT / 2;
}

static double value_width(const Canvas *canvas)
{
	return canvas->width_pt - 2 * PADDING_PT - label_width(canvas) - PAGE_GUTTER_PT;
}

/* How much lower a layout stands to share the baseline of OTHER beside it. */
static double drop_of(PangoLayout *other, PangoLayout *layout)
{
	return fmax(0, font_baseline_pt(other) - font_baseline_pt(layout));
}

static void card_row_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const CardRow *row = data;
	double start = PADDING_PT + label_width(canvas) + PAGE_GUTTER_PT;
	double foot = top_pt + row->height, label = font_height_pt(row->label);
	(void)part;
	canvas_box(canvas, COLOUR_PLAIN_TINT, 0, canvas->width_pt, top_pt, row->height + SEAM_PT);
	/* beside a blank the label stands on its rule, beside a text on its first line */
	double y =
	    row->value == NULL ? foot - label - 2 : top_pt + 2 + drop_of(row->value, row->label);
	ink_tag(canvas, row->label_tag);
	canvas_layout(canvas, row->label, font_colour(FONT_FIGURE_LABEL),
		      canvas_left(canvas, PADDING_PT, label_width(canvas)), y);
	ink_tag(canvas, row->value_tag);
	if (row->value != NULL)
		canvas_layout(canvas, row->value, font_colour(FONT_BODY),
			      canvas_left(canvas, start, value_width(canvas)),
			      top_pt + 2 + drop_of(row->label, row->value));
	else
		canvas_rule(canvas, COLOUR_GREY, 0.5, start, value_width(canvas), foot - 4);
}

static void add_card_line(Flow *flow, const CardLine *line, Tag *list)
{
	const Canvas *canvas = flow->canvas;
	CardRow *row = flow_own(flow, g_new0(CardRow, 1), card_row_free);
	row->label =
	    layout_of(canvas, FONT_FIGURE_LABEL, line->label, label_width(canvas), ALIGN_START);
	row->height = font_height_pt(row->label) + 4;
	if (*line->value != '\0') {
		row->value =
		    layout_of(canvas, FONT_BODY, line->value, value_width(canvas), ALIGN_START);
		row->height =
		    fmax(row->height + drop_of(row->value, row->label),
			 font_height_pt(row->value) + drop_of(row->label, row->value) + 4);
	} else {
		row->height = fmax(row->height, BLANK_PT);
	}
	Tag *item = ink_add(canvas, list, TAG_ITEM);
	row->label_tag = tag_reading(canvas, ink_add(canvas, item, TAG_LABEL), line->label);
	row->value_tag = row->value != NULL
			     ? tag_reading(canvas, ink_add(canvas, item, TAG_BODY), line->value)
			     : NULL;
	flow_add(flow, 0, row->height, card_row_draw, row, 0);
}

static void edge_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	(void)data;
	canvas_box(canvas, COLOUR_PLAIN_TINT, 0, canvas->width_pt, top_pt,
		   PADDING_PT - 2 + (part == 0 ? SEAM_PT : 0));
	if (part == 0)
		canvas_rule(canvas, COLOUR_NAVY, 1.25, 0, canvas->width_pt, top_pt);
}

typedef struct {
	PangoLayout *layout;
	Tag *tag;
} CardTitle;

static void card_title_free(gpointer data)
{
	g_object_unref(((CardTitle *)data)->layout);
	g_free(data);
}

static void card_title_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const CardTitle *title = data;
	double width = canvas->width_pt - 2 * PADDING_PT,
	       height = font_height_pt(title->layout) + 4;
	(void)part;
	canvas_box(canvas, COLOUR_PLAIN_TINT, 0, canvas->width_pt, top_pt, height + SEAM_PT);
	ink_tag(canvas, title->tag);
	canvas_layout(canvas, title->layout, font_colour(FONT_SUBHEADING),
		      canvas_left(canvas, PADDING_PT, width), top_pt);
}

void draw_card(Flow *flow, const Block *block)
{
	const Canvas *canvas = flow->canvas;
	guint first = flow->pieces->len;
	flow_add(flow, 14, PADDING_PT - 2, edge_draw, NULL, 0);
	if (block->card.title != NULL && *block->card.title != '\0') {
		CardTitle *title = flow_own(flow, g_new0(CardTitle, 1), card_title_free);
		title->layout = layout_of(canvas, FONT_SUBHEADING, block->card.title,
					  canvas->width_pt - 2 * PADDING_PT, ALIGN_START);
		title->tag = tag_reading(canvas, flow_tag(flow, TAG_PARAGRAPH), block->card.title);
		flow_add(flow, 0, font_height_pt(title->layout) + 4, card_title_draw, title, 0);
	}
	Tag *list = flow_tag(flow, TAG_LIST);
	for (guint n = 0; n < block->card.lines->len; n++)
		add_card_line(flow, block->card.lines->pdata[n], list);
	flow_keep(flow, first);
	flow_add(flow, 0, PADDING_PT - 2, edge_draw, NULL, 1);
}

/* ── contents ── */

typedef struct {
	const OutlineEntry *entry;
	PangoLayout *title;
	double start; /* indentation */
	Tag *tag;
} ContentsLine;

static void contents_line_free(gpointer data)
{
	g_object_unref(((ContentsLine *)data)->title);
	g_free(data);
}

#define PAGE_NO_PT 28.0 /* for the number of a page */

static double line_end_pt(PangoLayout *layout)
{
	PangoRectangle logical;
	pango_layout_line_get_extents(
	    pango_layout_get_line_readonly(layout, pango_layout_get_line_count(layout) - 1), NULL,
	    &logical);
	return (double)logical.width / PANGO_SCALE;
}

static void draw_leader(const Canvas *canvas, double from, double to, double y)
{
	Tag *tag = ink_tag(canvas, NULL);
	ink_begin(canvas, LEAF_SEEN);
	canvas_colour(canvas, COLOUR_SILVER);
	/* on one raster for all lines */
	for (int dot = (int)ceil(from / DOT_PT); dot * DOT_PT < to; dot++) {
		cairo_arc(canvas->cairo, canvas_left(canvas, dot * DOT_PT, 0), y, 0.4, 0, 2 * G_PI);
		cairo_fill(canvas->cairo);
	}
	ink_end(canvas);
	ink_tag(canvas, tag);
}

static void contents_line_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const ContentsLine *line = data;
	double width = canvas->width_pt - PAGE_NO_PT - line->start;
	double height = font_height_pt(line->title);
	double foot = top_pt + height -
		      font_height_pt(line->title) / pango_layout_get_line_count(line->title) +
		      font_baseline_pt(line->title);
	g_autofree char *number = g_strdup_printf("%zu", line->entry->anchor.page + 1);
	g_autoptr(PangoLayout) page = layout_of(canvas, FONT_BODY, number, PAGE_NO_PT, ALIGN_END);
	(void)part;
	ink_tag(canvas, line->tag);
	canvas_layout(canvas, line->title, font_colour(FONT_BODY),
		      canvas_left(canvas, line->start, width), top_pt);
	canvas_layout(canvas, page, font_colour(FONT_BODY),
		      canvas_left(canvas, canvas->width_pt - PAGE_NO_PT, PAGE_NO_PT),
		      foot - font_baseline_pt(page));
	draw_leader(canvas, line->start + line_end_pt(line->title) + 6,
		    canvas->width_pt - font_width_pt(page) - 6, foot - 1);
	ink_link(canvas, (TagBox){ 0, top_pt, canvas->width_pt, height }, &line->entry->anchor,
		 line->entry->title);
}

static void add_contents_line(Flow *flow, const OutlineEntry *entry, Tag *contents)
{
	const Canvas *canvas = flow->canvas;
	ContentsLine *line = flow_own(flow, g_new0(ContentsLine, 1), contents_line_free);
	line->entry = entry;
	line->start = MAX(0, entry->level - 2) * 14.0;
	bool part = entry->level <= 2 && entry->block->kind != BLOCK_TABLE &&
		    entry->block->kind != BLOCK_CHART;
	line->title = layout_of(canvas, part ? FONT_CAPTION : FONT_BODY, entry->title,
				canvas->width_pt - PAGE_NO_PT - line->start, ALIGN_START);
	line->tag = tag_reading(canvas, ink_add(canvas, contents, TAG_CONTENTS_ITEM), entry->title);
	flow_add(flow, part ? 6 : 2, font_height_pt(line->title), contents_line_draw, line, 0);
}

void draw_contents(Flow *flow, const Block *block)
{
	guint first = flow->pieces->len;
	if (block->contents.when_long && !flow->plan.contents)
		return;
	if (block->contents.title != NULL && *block->contents.title != '\0') {
		PangoLayout *title = layout_of(flow->canvas, FONT_HEADING, block->contents.title,
					       flow->canvas->width_pt, ALIGN_START);
		flow_add_lines(flow, title, font_colour(FONT_HEADING), 0, flow->canvas->width_pt,
			       18, flow_tag(flow, TAG_PARAGRAPH));
	}
	flow_keep(flow, first);
	Tag *contents = flow_tag(flow, TAG_CONTENTS);
	/* only what comes after the contents; lines of included parts would not tell */
	for (guint n = outline_after(flow->outline, block); n < flow->outline->entries->len; n++) {
		const OutlineEntry *entry = flow->outline->entries->pdata[n];
		if (entry->level > 1)
			add_contents_line(flow, entry, contents);
	}
}
