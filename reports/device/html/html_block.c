/* The blocks of the HTML page other than tables and charts. */
#include <string.h>

#include "reports/device/font/page.h"
#include "reports/device/html/html.h"

static void open_block(const Html *html, const Block *block, const char *element, const char *klass)
{
	html_markup(html, "<%s class=\"%s\" id=\"", element, klass);
	html_escaped(html, html_id(html, block));
	html_markup(html, "\">\n");
}

static void append_heading(Html *html, const Block *block)
{
	html_heading(html, block->heading.level + html->shift, html_id(html, block),
		     block->heading.text);
}

static void append_text(Html *html, const Block *block)
{
	open_block(html, block, "div", "text");
	html_paragraphs(html, block->text.text);
	html_markup(html, "</div>\n");
}

/* ── figures ── */

static void append_part(const Html *html, const char *klass, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	html_element(html, "dd", klass, text);
	html_markup(html, "\n");
}

static void append_figure(Html *html, const Figure *figure)
{
	html_markup(html, "<div");
	if (figure->id != NULL) {
		html_markup(html, " data-figure=\"");
		html_escaped(html, figure->id);
		html_markup(html, "\"");
	}
	html_markup(html, "><dt>");
	html_text(html, figure->label);
	html_note_mark(html, figure->note, false);
	html_markup(html, "</dt>\n<dd class=\"value\">");
	html_value(html, &figure->value);
	if (figure->value.mark != NULL) {
		html_markup(html, "<span class=\"mark\">&nbsp;");
		html_escaped(html, figure->value.mark);
		html_markup(html, "</span>");
	}
	html_markup(html, "</dd>\n");
	append_part(html, "unit", figure->unit);
	append_part(html, "basis", figure->basis);
	append_part(html, "versus", figure->versus);
	html_markup(html, "</div>\n");
}

/* So many cards in a row that the last row is not left with one. */
static guint cards_per_row(guint count)
{
	static const guint rows[] = { 1, 1, 2, 3, 4, 5, 3, 4, 4, 5, 5 };
	return count < G_N_ELEMENTS(rows) ? rows[count] : 4;
}

static void append_figures(Html *html, const Block *block)
{
	const GPtrArray *figures = block->figures.figures;
	html_markup(html, "<dl class=\"figures\" style=\"--n:%u\" id=\"",
		    cards_per_row(figures->len));
	html_escaped(html, html_id(html, block));
	html_markup(html, "\">\n");
	for (guint n = 0; n < figures->len; n++)
		append_figure(html, figures->pdata[n]);
	html_markup(html, "</dl>\n");
}

/* ── notes ── */

static void append_note(Html *html, const Note *note)
{
	gpointer linked = NULL, key = GINT_TO_POINTER(note->number);
	bool known =
	    note->number > 0 && g_hash_table_lookup_extended(html->notes, key, NULL, &linked);
	guint state = GPOINTER_TO_UINT(linked);
	/* a second notes block repeats no id */
	bool ours = known && (state & HTML_NOTE_PRINTED) == 0;
	bool back = ours && (state & HTML_NOTE_LINKED) != 0;
	g_autofree char *mark = model_note_ref(html->model, note->number, "&nbsp;");
	html_markup(html, ours ? "<li id=\"note-%d\">" : "<li>", note->number);
	if (note->number > 0) {
		html_markup(html,
			    back ? "<a class=\"note\" href=\"#ref-%d\">" : "<span class=\"note\">",
			    note->number);
		html_markup(html, "%s%s ", mark, back ? "</a>" : "</span>");
	}
	if (note->language != NULL)
		html_markup(html, "<div lang=\"%s\" dir=\"%s\">", note->language,
			    note->right_to_left ? "rtl" : "ltr");
	else
		html_markup(html, "<div>");
	if (note->term != NULL && *note->term != '\0') {
		html_markup(html, "<b>");
		html_text(html, note->term);
		html_markup(html, "</b>: ");
	}
	html_text(html, note->text);
	html_markup(html, "</div></li>\n");
	if (ours)
		g_hash_table_insert(html->notes, key, GUINT_TO_POINTER(state | HTML_NOTE_PRINTED));
}

/* ── the dictionary: a small table for each measure ── */

static void append_part_row(const Html *html, const NotePart *part, const Note *note)
{
	html_markup(html, "<tr><th scope=\"row\">");
	html_text(html, part->label);
	html_markup(html, "</th><td>");
	html_text(html, part->text);
	html_markup(html, "</td>");
	if (note->other != NULL) {
		html_markup(html, "<td lang=\"%s\" dir=\"%s\">", note->other,
			    html->model->right_to_left ? "ltr" : "rtl");
		html_escaped(html, part->other);
		html_markup(html, "</td>");
	}
	html_markup(html, "</tr>\n");
}

static void append_measure(const Html *html, const Note *note)
{
	html_markup(html, "<table class=\"measure\" id=\"measure-");
	html_escaped(html, note->id);
	html_markup(html, "\"><caption>");
	html_text(html, note->term);
	html_markup(html, " <code>");
	html_escaped(html, note->id);
	html_markup(html, "</code></caption>\n");
	for (guint n = 0; n < note->parts->len; n++)
		append_part_row(html, note->parts->pdata[n], note);
	html_markup(html, "</table>\n");
}

static void append_dictionary(Html *html, const Block *block)
{
	open_block(html, block, "section", "dictionary");
	html_heading(html, 2, NULL, block->notes.title);
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		if (!note_is_told(block, note))
			append_measure(html, note);
	}
	html_markup(html, "</section>\n");
}

static void append_notes(Html *html, const Block *block)
{
	const GPtrArray *notes = block->notes.notes;
	if (notes->len == 0)
		return;
	if (block->notes.dictionary) {
		append_dictionary(html, block);
		return;
	}
	open_block(html, block, block->notes.under ? "div" : "section",
		   block->notes.under ? "notes under" : "notes");
	if (block->notes.title != NULL && block->notes.title[0] != '\0')
		html_heading(html, 2, NULL, block->notes.title);
	html_markup(html, "<ol>\n");
	for (guint n = 0; n < notes->len; n++)
		append_note(html, notes->pdata[n]);
	html_markup(html, "</ol>\n");
	html_markup(html, block->notes.under ? "</div>\n" : "</section>\n");
}

/* ── furniture ── */

static void append_cover(Html *html, const Block *block)
{
	open_block(html, block, "header", "cover");
	html_heading(html, 1, NULL, block->cover.title);
	if (block->cover.subtitle != NULL && block->cover.subtitle[0] != '\0')
		html_element(html, "p", "subtitle", block->cover.subtitle);
	for (guint n = 0; n < block->cover.lines->len; n++) {
		html_element(html, "p", "line", block->cover.lines->pdata[n]);
		html_markup(html, "\n");
	}
	html_markup(html, "</header>\n");
	html->shift = 1;
}

static void append_banner(Html *html, const Block *block)
{
	html_markup(html, "<div role=\"note\" class=\"banner%s\" id=\"",
		    block->banner.tone == TONE_CAUTION ? " caution" : "");
	html_escaped(html, html_id(html, block));
	html_markup(html, "\">\n");
	html_paragraphs(html, block->banner.text);
	html_markup(html, "</div>\n");
}

static void append_card(Html *html, const Block *block)
{
	open_block(html, block, "div", "card");
	if (block->card.title != NULL && block->card.title[0] != '\0')
		html_element(html, "p", "title", block->card.title);
	html_markup(html, "<dl>\n");
	for (guint n = 0; n < block->card.lines->len; n++) {
		const CardLine *line = block->card.lines->pdata[n];
		html_markup(html, "<div>");
		html_element(html, "dt", NULL, line->label);
		if (line->value != NULL && line->value[0] != '\0')
			html_element(html, "dd", NULL, line->value);
		else
			html_markup(html,
				    "<dd class=\"blank\"><span class=\"hidden\">…</span></dd>");
		html_markup(html, "</div>\n");
	}
	html_markup(html, "</dl>\n</div>\n");
}

static void append_columns(Html *html, const Block *block)
{
	const GPtrArray *columns = block->columns.columns;
	open_block(html, block, "div", "columns");
	for (guint n = 0; n < columns->len; n++) {
		const BlockColumn *column = columns->pdata[n];
		html->span = CLAMP(column->span, 1, PAGE_COLUMNS);
		html_markup(html, "<div class=\"column\" style=\"--span:%d\">\n", html->span);
		html_blocks(html, column->blocks);
		html_markup(html, "</div>\n");
	}
	html->span = PAGE_COLUMNS;
	html_markup(html, "</div>\n");
}

/* ── contents ── */

static const char *entry_text(const Block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		return block->heading.text;
	case BLOCK_TABLE:
		return block->table->caption;
	case BLOCK_CHART:
		return block->chart->title;
	default:
		return NULL;
	}
}

/* The measures of a dictionary. */
static void append_measures(const Html *html, const Block *block)
{
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		if (note_is_told(block, note))
			continue;
		html_markup(html, "<li><a href=\"#measure-");
		html_escaped(html, note->id);
		html_markup(html, "\">");
		html_text(html, note->term);
		html_markup(html, "</a></li>\n");
	}
}

static void append_entry(const Html *html, const Block *block)
{
	if (block->kind == BLOCK_NOTES && block->notes.dictionary)
		append_measures(html, block);
	const char *text = entry_text(block);
	if (text == NULL || *text == '\0')
		return;
	bool major = block->kind == BLOCK_HEADING && block->heading.level < 3;
	html_markup(html, major ? "<li><a href=\"#" : "<li class=\"minor\"><a href=\"#");
	html_escaped(html, html_id(html, block));
	html_markup(html, "\">");
	html_text(html, text);
	html_markup(html, "</a></li>\n");
}

static void append_contents(Html *html, const Block *block)
{
	guint at = 0;
	(void)g_ptr_array_find(html->order, block, &at);
	html_markup(html, "<nav class=\"contents\" aria-label=\"");
	html_escaped(html, block->contents.title);
	html_markup(html, "\" id=\"");
	html_escaped(html, html_id(html, block));
	html_markup(html, "\">\n");
	html_heading(html, 2, NULL, block->contents.title);
	html_markup(html, "<ul>\n");
	for (guint n = at + 1; n < html->order->len; n++)
		append_entry(html, html->order->pdata[n]);
	html_markup(html, "</ul>\n</nav>\n");
}

static void append_pagebreak(Html *html, const Block *block)
{
	(void)block;
	html_markup(html, "<div class=\"pagebreak\"></div>\n");
}

typedef void (*BlockAppend)(Html *html, const Block *block);
static const BlockAppend appends[BLOCK_KINDS] = {
	[BLOCK_HEADING] = append_heading,   [BLOCK_TEXT] = append_text,
	[BLOCK_FIGURES] = append_figures,   [BLOCK_TABLE] = html_table,
	[BLOCK_CHART] = html_chart,         [BLOCK_NOTES] = append_notes,
	[BLOCK_COVER] = append_cover,       [BLOCK_BANNER] = append_banner,
	[BLOCK_CARD] = append_card,         [BLOCK_COLUMNS] = append_columns,
	[BLOCK_CONTENTS] = append_contents, [BLOCK_PAGEBREAK] = append_pagebreak,
};

void html_blocks(Html *html, const GPtrArray *blocks)
{
	for (guint n = 0; n < blocks->len; n++) {
		const Block *block = blocks->pdata[n];
		appends[block->kind](html, block);
	}
}
