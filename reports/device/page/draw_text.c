/* Headings, paragraphs and notes: lines of text that flow. */
#include <math.h>
#include <string.h>

#include "reports/device/font/font_lines.h"
#include "reports/device/page/draw.h"

#define TEXT_SPAN      10    /* grid columns: a line of some 80 letters reads well */
#define TEXT_MOST      430.0 /* points, where the page is wide */
#define URDU_TEXT_MOST 500.0
#define ACCENT_PT      3.0  /* the bar above a title */
#define NOTE_PT        16.0 /* from a note's number to its text */
#define UNDER_PT       4.0  /* from a block to the notes under it */

static const struct {
	FontStyle style;
	double before_pt, after_pt;
} headings[] = {
	{ FONT_TITLE, 0, 3 }, /* level 1 */
	{ FONT_HEADING, 20, 0 },
	{ FONT_SUBHEADING, 14, 0 },
};
static const TagRole heading_roles[] = { TAG_HEADING_1, TAG_HEADING_2, TAG_HEADING_3 };

static double text_width(const Flow *flow)
{
	/* a line of Nastaliq stands so far from the next that the eye finds it however long it is
	 */
	return flow->canvas->right_to_left
		   ? fmin(flow->canvas->width_pt, URDU_TEXT_MOST)
		   : fmin(page_span(flow->canvas->width_pt, TEXT_SPAN), TEXT_MOST);
}

/* Single line ends in a paragraph are of the template's layout, not the text's. */
static char *join_lines(const char *text)
{
	char *joined = g_strstrip(g_strdup(text));
	return g_strdelimit(joined, "\n", ' ');
}

static void accent_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	(void)data;
	(void)part;
	canvas_rule(canvas, COLOUR_NAVY, ACCENT_PT, 0, 42, top_pt + ACCENT_PT / 2);
}

/* Title and headings begin a section of the document, subheadings stand in it. */
static void begin_section(Flow *flow, size_t level)
{
	if (level > 1 || flow->section == NULL)
		return;
	Tag *above = flow->section->role == TAG_SECTION ? flow->section->parent : flow->section;
	flow->section = ink_add(flow->canvas, above, TAG_SECTION);
}

void draw_heading(Flow *flow, const Block *block)
{
	size_t level = (size_t)CLAMP(block->heading.level, 1, 3) - 1;
	FontStyle style = headings[level].style;
	double width = flow->canvas->width_pt, before = headings[level].before_pt;
	guint first = flow->pieces->len;
	begin_section(flow, level);
	if (level == 0) {
		flow_add(flow, before, ACCENT_PT, accent_draw, NULL, 0);
		before = 6;
	}
	PangoLayout *layout = font_layout_new(flow->canvas->fonts, style, 1, block->heading.text,
					      width, canvas_align(flow->canvas, ALIGN_START), 0);
	font_hang_in(layout, width);
	flow_add_lines(flow, layout, font_colour(style), 0, width, before,
		       flow_tag(flow, heading_roles[level]));
	flow_keep(flow, first);
	g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).height_pt +=
	    headings[level].after_pt;
	flow->after_heading = true;
}

static FontStyle note_style(const Flow *flow)
{
	return flow->plan.tight ? FONT_SMALL_NOTE : FONT_NOTE;
}

void draw_text(Flow *flow, const Block *block)
{
	g_auto(GStrv) paragraphs = g_strsplit(block->text.text, "\n\n", -1);
	/* the words for the signs stand with the notes */
	FontStyle style = block->line == 0 ? note_style(flow) : FONT_BODY;
	double width = text_width(flow);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		g_autofree char *text = join_lines(*paragraph);
		if (*text == '\0')
			continue;
		PangoLayout *layout = font_layout_new(flow->canvas->fonts, style, 1, text, width,
						      canvas_align(flow->canvas, ALIGN_START), 0);
		flow_add_lines(flow, layout, font_colour(style), 0, width, 6,
			       flow_tag(flow, TAG_PARAGRAPH));
	}
}

/* ── notes ── */

static void rule_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	(void)data;
	(void)part;
	canvas_rule(canvas, COLOUR_RULE, 0.5, 0, canvas->width_pt, top_pt + 0.25);
}

/* A note's number beside its text. */
typedef struct {
	PangoLayout *layout;
	FontStyle style;
	Tag *tag;
} NoteNumber;

static void number_free(gpointer data)
{
	g_object_unref(((NoteNumber *)data)->layout);
	g_free(data);
}

static void number_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const NoteNumber *number = data;
	(void)part;
	ink_tag(canvas, number->tag);
	canvas_layout(canvas, number->layout, font_colour(number->style),
		      canvas_left(canvas, 0, NOTE_PT - 4), top_pt);
}

static void add_number(Flow *flow, int note, FontStyle style, Tag *item)
{
	g_autofree char *text = g_strdup_printf("%d", note);
	NoteNumber *number = flow_own(flow, g_new0(NoteNumber, 1), number_free);
	number->style = style;
	number->layout = font_layout_new(flow->canvas->fonts, style, 1, text, NOTE_PT - 4,
					 canvas_align(flow->canvas, ALIGN_START), 0);
	number->tag = ink_add(flow->canvas, item, TAG_LABEL);
	/* a piece without height, so that the number shares the line of its text */
	flow_add(flow, style == FONT_NOTE ? 3 : 1, 0, number_draw, number, 0)->keep_next = true;
	g_array_index(flow->parts, FlowPart, flow->parts->len - 1).anchor =
	    outline_note(flow->outline, note);
}

static void embolden(PangoLayout *layout, size_t bytes)
{
	g_autoptr(PangoAttrList) list = font_attributes(layout);
	PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
	bold->end_index = (guint)bytes;
	pango_attr_list_insert(list, bold);
	pango_layout_set_attributes(layout, list);
}

static void add_note(Flow *flow, const Note *note, FontStyle style, Tag *list)
{
	g_autofree char *joined = join_lines(note->text != NULL ? note->text : "");
	bool has_term = note->term != NULL && *note->term != '\0';
	g_autofree char *text =
	    has_term ? g_strdup_printf("%s: %s", note->term, joined) : g_strdup(joined);
	double indent = note->number > 0 ? NOTE_PT : 0;
	double width = (style == FONT_NOTE ? text_width(flow) : flow->canvas->width_pt) - indent;
	PangoLayout *layout = font_layout_new(flow->canvas->fonts, style, 1, text, width,
					      canvas_align(flow->canvas, ALIGN_START), 0);
	if (has_term)
		embolden(layout, strlen(note->term) + 1);
	Tag *item = ink_add(flow->canvas, list, TAG_ITEM);
	if (item != NULL)
		item->language = note->language;
	if (note->number > 0)
		add_number(flow, note->number, style, item);
	flow_add_lines(flow, layout, font_colour(style), indent, width, note->number > 0 ? 0 : 3,
		       ink_add(flow->canvas, item, TAG_BODY));
}

static void add_notes(Flow *flow, const Block *block, FontStyle style)
{
	Tag *list = flow_tag(flow, TAG_LIST);
	for (guint n = 0; n < block->notes.notes->len; n++)
		add_note(flow, block->notes.notes->pdata[n], style, list);
}

/* Below the block that they explain, with its last rows: notes alone on a page explain nothing. */
static void draw_notes_under(Flow *flow, const Block *block)
{
	guint first = flow->pieces->len;
	if (first > 0)
		g_array_index(flow->pieces, PagePiece, first - 1).keep_next = true;
	add_notes(flow, block, FONT_SMALL_NOTE);
	g_array_index(flow->pieces, PagePiece, first).before_pt = UNDER_PT;
	flow_keep(flow, first);
	g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).keep_next = false;
}

void draw_notes(Flow *flow, const Block *block)
{
	guint first = flow->pieces->len;
	if (block->notes.notes->len == 0)
		return;
	if (block->notes.under || block->notes.dictionary) {
		(block->notes.under ? draw_notes_under : draw_dictionary)(flow, block);
		return;
	}
	flow_add(flow, 18, 5, rule_draw, NULL, 0);
	if (block->notes.title != NULL && *block->notes.title != '\0') {
		PangoLayout *layout = font_layout_new(flow->canvas->fonts, FONT_FIGURE_LABEL, 1,
						      block->notes.title, flow->canvas->width_pt,
						      canvas_align(flow->canvas, ALIGN_START), 0);
		flow_add_lines(flow, layout, font_colour(FONT_FIGURE_LABEL), 0,
			       flow->canvas->width_pt, 0, flow_tag(flow, TAG_PARAGRAPH));
	}
	flow_keep(flow, first);
	add_notes(flow, block, note_style(flow));
}
