#include "reports/device/xlsx/xlsx_front.h"

#include <string.h>

#include "reports/device/xlsx/xlsx_text.h"

enum {
	LINE_LETTERS = 110 /* of a line that runs on: a longer one would make the print small */
};

/* A line that runs on over the cells beside it. */
static void put_text_line(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const char *text)
{
	xlsx_fit_row(book, sheet, row, "", XLSX_COVER_WIDTH, XLSX_PLAIN);
	xlsx_write_text(book, sheet, row, 0, text, XLSX_PLAIN);
}

/* The end of the sentence that TEXT begins with, the space after it included. */
static const char *sentence_end(const char *text)
{
	static const char *const stops[] = { ". ", "۔ ", "? ", "؟ " };
	const char *end = text + strlen(text);
	for (size_t n = 0; n < G_N_ELEMENTS(stops); n++) {
		const char *stop = strstr(text, stops[n]);
		if (stop != NULL && stop + strlen(stops[n]) < end)
			end = stop + strlen(stops[n]);
	}
	return end;
}

/* TEXT from ROW on, as many sentences a line as a page is wide: a line that runs on would make the
 * printed sheet small. Returns the row below. */
static lxw_row_t put_sentences(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row,
			       const char *text)
{
	while (*text != '\0') {
		const char *end = sentence_end(text);
		while (*end != '\0' &&
		       g_utf8_strlen(text, sentence_end(end) - text) <= LINE_LETTERS)
			end = sentence_end(end);
		g_autofree char *line = g_strchomp(g_strndup(text, (gsize)(end - text)));
		put_text_line(book, sheet, row++, line);
		text = end;
	}
	return row;
}

/* TEXT in lines as wide as a page, from ROW on; returns the row below. */
static lxw_row_t put_words(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autoptr(GString) line = g_string_new(NULL);
	for (char **word = words; *word != NULL; word++) {
		if (line->len > 0 &&
		    g_utf8_strlen(line->str, -1) + 1 + g_utf8_strlen(*word, -1) > LINE_LETTERS) {
			put_text_line(book, sheet, row++, line->str);
			g_string_truncate(line, 0);
		}
		g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", *word);
	}
	if (line->len > 0)
		put_text_line(book, sheet, row++, line->str);
	return row;
}

/* What each sign of the sheet's table means, a sign a line. */
static lxw_row_t put_legend(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, ShorthandSet marks)
{
	for (guint n = 0; n < shorthand_count(); n++)
		if (marks & 1u << n)
			row =
			    put_words(book, sheet, row, model_word(book->model, shorthand_key(n)));
	return row;
}

static void content_free(gpointer data)
{
	XlsxContent *content = data;
	g_free(content->title);
	g_free(content);
}

void xlsx_front_init(XlsxFront *front, XlsxBook *book)
{
	*front =
	    (XlsxFront){ .book = book, .contents = g_ptr_array_new_with_free_func(content_free) };
}

void xlsx_front_clear(XlsxFront *front)
{
	g_ptr_array_unref(front->contents);
}

lxw_worksheet *xlsx_titled_sheet(XlsxFront *front, const char *wish, const char *title,
				 const char **ret_name)
{
	XlsxContent *content = g_new0(XlsxContent, 1);
	if (title == NULL) /* a template need not give one */
		title = wish;
	lxw_worksheet *sheet = xlsx_add_sheet(front->book, wish, &content->sheet);
	content->title = g_strdup(title);
	g_ptr_array_add(front->contents, content);
	if (ret_name != NULL)
		*ret_name = content->sheet;
	lxw_row_t top = front->book->top;
	xlsx_fit_row(front->book, sheet, top, "", XLSX_COVER_WIDTH, XLSX_TITLE);
	xlsx_write_text(front->book, sheet, top, 0, title, XLSX_TITLE);
	return sheet;
}

lxw_row_t xlsx_write_lines(XlsxFront *front, lxw_worksheet *sheet, const BlockAbout *about,
			   const char *holds, const char *extra, ShorthandSet marks)
{
	XlsxBook *book = front->book;
	const Model *model = book->model;
	lxw_row_t row = book->top + 1;
	if (about != NULL && about->subtitle != NULL)
		put_text_line(book, sheet, row++, about->subtitle);
	put_text_line(book, sheet, row++, model_word(model, holds));
	if (extra != NULL)
		row = put_sentences(book, sheet, row, extra);
	if (book->is_public)
		row = put_legend(book, sheet, row, marks);
	if (front->notes != NULL || front->marks != NULL) {
		bool both = front->notes != NULL && front->marks != NULL;
		g_autofree char *line =
		    g_strdup_printf("%s: %s%s%s", model_word(model, "explained_in"),
				    front->notes != NULL ? front->notes : "",
				    both ? model_word(model, "alt_and") : "",
				    front->marks != NULL ? front->marks : "");
		put_text_line(book, sheet, row++, line);
	}
	const char *named = about != NULL ? about->source : NULL;
	g_autofree char *source = g_strdup_printf(
	    "%s%sShumar. %s", named != NULL ? named : model_word(model, "source"),
	    named != NULL ? ". " : ": ", model->footer != NULL ? model->footer : "");
	put_text_line(book, sheet, row++, source);
	return row;
}

/* ── the cover ── */

/* What the cover is written with, top to bottom. */
typedef struct {
	XlsxBook *book;
	lxw_worksheet *sheet;
	lxw_row_t row;
	bool titled; /* a cover block or heading has already said the title */
} Cover;

static void put_line(Cover *cover, const char *text, int style)
{
	if (text == NULL || text[0] == '\0')
		return;
	xlsx_fit_row(cover->book, cover->sheet, cover->row, text, XLSX_COVER_WIDTH,
		     style | XLSX_WRAP);
	xlsx_write_text(cover->book, cover->sheet, cover->row++, 0, text, style | XLSX_WRAP);
}

static void put_paragraphs(Cover *cover, const char *text, int style)
{
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
		put_line(cover, *paragraph, style);
}

static void put_card(Cover *cover, const Block *block)
{
	put_line(cover, block->card.title, XLSX_HEADING);
	for (guint n = 0; n < block->card.lines->len; n++) {
		const CardLine *line = block->card.lines->pdata[n];
		bool filled = line->value != NULL && line->value[0] != '\0';
		g_autofree char *text = g_strdup_printf(
		    "%s: %s", line->label,
		    filled ? line->value : model_word(cover->book->model, "to_fill"));
		put_line(cover, text, XLSX_PLAIN);
	}
}

static void put_cover(Cover *cover, const Block *block)
{
	if (g_strcmp0(block->cover.title, cover->book->model->title) != 0)
		put_line(cover, block->cover.title, XLSX_HEADING);
	put_line(cover, block->cover.subtitle, XLSX_BOLD);
	for (guint n = 0; n < block->cover.lines->len; n++)
		put_line(cover, block->cover.lines->pdata[n], XLSX_PLAIN);
}

static void put_heading(Cover *cover, const Block *block)
{
	if (block->heading.level > 1 ||
	    g_strcmp0(block->heading.text, cover->book->model->title) != 0)
		put_line(cover, block->heading.text, XLSX_HEADING);
}

static void put_banner(Cover *cover, const Block *block)
{
	put_paragraphs(cover, block->banner.text, XLSX_BOLD);
}

static void put_text(Cover *cover, const Block *block)
{
	put_paragraphs(cover, block->text.text, XLSX_PLAIN);
}

/* Blocks that are words only stand on the cover; the others have sheets. */
static void put_block(const Block *block, gpointer data)
{
	static void (*const writers[BLOCK_KINDS])(Cover * cover, const Block *block) = {
		[BLOCK_HEADING] = put_heading, [BLOCK_TEXT] = put_text, [BLOCK_COVER] = put_cover,
		[BLOCK_BANNER] = put_banner,   [BLOCK_CARD] = put_card,
	};
	if (writers[block->kind] != NULL)
		writers[block->kind](data, block);
}

void xlsx_write_cover(XlsxFront *front, lxw_worksheet *sheet)
{
	XlsxBook *book = front->book;
	Cover cover = { .book = book, .sheet = sheet, .row = book->top };
	worksheet_set_column(sheet, 0, 0, XLSX_COVER_WIDTH, NULL);
	if (!book->is_public)
		worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
	put_line(&cover, book->model->title, XLSX_TITLE);
	put_line(&cover, book->model->footer, XLSX_PLAIN);
	model_each(book->model, put_block, &cover);
	put_line(&cover, model_word(book->model, "how_to_use"), XLSX_HEADING);
	put_line(&cover, model_word(book->model, "how_sheets"), XLSX_PLAIN);
	put_line(&cover, model_word(book->model, book->is_public ? "how_public" : "how_internal"),
		 XLSX_PLAIN);
	if (book->is_plain)
		put_line(&cover, model_word(book->model, "plain_book"), XLSX_PLAIN);
}

/* ── tables of the front ── */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT,
			.text = g_strdup(text != NULL && text[0] != '\0' ? text : "[z]") };
}

static Value note_value(const XlsxBook *book, int note)
{
	g_autofree char *mark = note > 0 ? model_note_ref(book->model, note, " ") : NULL;
	return text_value(mark);
}

static GStrv word_headers(const XlsxBook *book, const char *const *keys, guint count)
{
	GStrv headers = g_new0(char *, count + 1);
	for (guint n = 0; n < count; n++)
		headers[n] = g_strdup(model_word(book->model, keys[n]));
	return headers;
}

static void add_row(GPtrArray *rows, const char *first, const char *second)
{
	Value *row = g_new0(Value, 2);
	row[0] = text_value(first);
	row[1] = text_value(second);
	g_ptr_array_add(rows, row);
}

/* Writes ROWS, under headers of the catalogue's KEYS, and frees them. */
static void write_front_table(XlsxFront *front, lxw_worksheet *sheet, lxw_row_t first,
			      const char *id, const char *const *keys, guint width, GPtrArray *rows)
{
	g_auto(GStrv) headers = word_headers(front->book, keys, width);
	xlsx_write_table(front->book, sheet, first,
			 &(XlsxTable){ .id = id, .headers = headers, .rows = rows });
	xlsx_free_rows(rows, width);
}

void xlsx_write_contents(XlsxFront *front, lxw_worksheet *sheet)
{
	static const char *const keys[] = { "sheet", "contents" };
	XlsxBook *book = front->book;
	GPtrArray *rows = g_ptr_array_new();
	lxw_row_t top = book->top, head = top + 2;
	xlsx_fit_row(book, sheet, top, "", XLSX_COVER_WIDTH, XLSX_TITLE);
	xlsx_write_text(book, sheet, top, 0, model_word(book->model, "contents"), XLSX_TITLE);
	put_text_line(book, sheet, top + 1, model_word(book->model, "one_table"));
	for (guint n = 0; n < front->contents->len; n++) {
		const XlsxContent *content = front->contents->pdata[n];
		add_row(rows, content->sheet, content->title);
	}
	write_front_table(front, sheet, head, "contents", keys, 2, rows);
	/* LibreOffice sets a wrapped link from right to left beyond its cell */
	int link = XLSX_LINK | (book->model->right_to_left ? 0 : XLSX_WRAP);
	for (guint n = 0; n < front->contents->len && !book->is_plain; n++) {
		const XlsxContent *content = front->contents->pdata[n];
		g_autofree char *target = g_strdup_printf("internal:'%s'!A1", content->sheet);
		xlsx_check(book,
			   worksheet_write_url_opt(sheet, head + 1 + n, 0, target,
						   xlsx_format(book, NULL, link), content->sheet,
						   NULL),
			   "a link");
	}
}

/* ── notes and shorthand ── */

static int compare_notes(gconstpointer one, gconstpointer other)
{
	return (*(Note *const *)one)->number - (*(Note *const *)other)->number;
}

/* A sheet TITLE of NOTES (of Note). */
static void write_notes(XlsxFront *front, const char *title, const GPtrArray *notes)
{
	static const char *const keys[] = { "note", "figure", "definition" };
	enum { NOTE_COLUMNS = 3 };
	GPtrArray *rows = g_ptr_array_new();
	for (guint n = 0; n < notes->len; n++) {
		const Note *note = notes->pdata[n];
		Value *row = g_new0(Value, NOTE_COLUMNS);
		row[0] = note_value(front->book, note->number);
		row[1] = text_value(note->term);
		row[2] = text_value(note->text);
		g_ptr_array_add(rows, row);
	}
	const char *name;
	lxw_worksheet *sheet = xlsx_titled_sheet(front, title, title, &name);
	put_text_line(front->book, sheet, front->book->top + 1,
		      model_word(front->book->model, "one_table"));
	write_front_table(front, sheet, front->book->top + 2, "notes", keys, NOTE_COLUMNS, rows);
	if (front->notes == NULL)
		front->notes = name;
}

/* The notes of pages: those at the end, and those that stand under blocks, on one sheet. */
typedef struct {
	GPtrArray *notes; /* of Note */
	XlsxFront *front;
} NotesTaken;

static void take_notes(const Block *block, gpointer data)
{
	const NotesTaken *taken = data;
	bool ours =
	    block->kind == BLOCK_NOTES &&
	    (block->notes.under ||
	     g_strcmp0(block->notes.title, model_word(taken->front->book->model, "notes")) == 0);
	for (guint n = 0; ours && n < block->notes.notes->len; n++) {
		Note *note = block->notes.notes->pdata[n];
		if (!note->is_legend) /* its signs have a sheet, and stand above the table */
			g_ptr_array_add(taken->notes, note);
	}
}

/* Other notes, as definitions, have a sheet of their own. */
static void write_other_notes(const Block *block, gpointer data)
{
	const NotesTaken *taken = data;
	if (block->kind != BLOCK_NOTES || block->notes.notes->len == 0 || block->notes.under ||
	    g_ptr_array_find(taken->notes, block->notes.notes->pdata[0], NULL))
		return;
	bool titled = block->notes.title != NULL && block->notes.title[0] != '\0';
	write_notes(taken->front,
		    titled ? block->notes.title : model_word(taken->front->book->model, "notes"),
		    block->notes.notes);
}

void xlsx_write_notes(XlsxFront *front)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new();
	NotesTaken taken = { notes, front };
	model_each(front->book->model, take_notes, &taken);
	g_ptr_array_sort(notes, compare_notes);
	if (notes->len > 0)
		write_notes(front, model_word(front->book->model, "notes"), notes);
	model_each(front->book->model, write_other_notes, &taken);
}

static void collect_marks(const Block *block, gpointer data)
{
	ShorthandSet *marks = data;
	if (block->kind != BLOCK_TEXT)
		*marks |= shorthand_of_block(block);
}

ShorthandSet xlsx_marks_used(const Model *model)
{
	ShorthandSet marks = 0;
	model_each(model, collect_marks, &marks);
	/* figures and notes without a note, comparison or unit say that none applies */
	return marks | shorthand_of_text("[z]");
}

/* The meaning in "[c] = withheld …". */
static const char *meaning(const char *sentence)
{
	const char *sign = strstr(sentence, "= ");
	return sign != NULL ? sign + 2 : sentence;
}

void xlsx_write_marks(XlsxFront *front, ShorthandSet marks)
{
	static const char *const keys[] = { "shorthand", "definition" };
	const Model *model = front->book->model;
	GPtrArray *rows = g_ptr_array_new();
	for (guint n = 0; n < shorthand_count(); n++) {
		if (marks & 1u << n)
			add_row(rows, shorthand_sign(n),
				meaning(model_word(model, shorthand_key(n))));
	}
	const char *title = model_word(model, "shorthand");
	lxw_worksheet *sheet = xlsx_titled_sheet(front, title, title, &front->marks);
	put_text_line(front->book, sheet, front->book->top + 1, model_word(model, "one_table"));
	write_front_table(front, sheet, front->book->top + 2, "shorthand", keys, 2, rows);
}

/* ── figures ── */

enum { FIGURE_COLUMNS = 7, VALUE_COLUMN = 1 };

static void add_figures(const Block *block, gpointer data)
{
	if (block->kind != BLOCK_FIGURES)
		return;
	for (guint n = 0; n < block->figures.figures->len; n++)
		g_ptr_array_add(data, block->figures.figures->pdata[n]);
}

static Value *figure_row(const XlsxBook *book, const Figure *figure)
{
	Value *row = g_new0(Value, FIGURE_COLUMNS);
	row[0] = text_value(figure->label);
	row[VALUE_COLUMN] = figure->value;
	row[VALUE_COLUMN].text = g_strdup(figure->value.text);
	row[VALUE_COLUMN].excel_format = g_strdup(figure->value.excel_format);
	row[VALUE_COLUMN].mark = NULL;
	row[2] = text_value(figure->value.mark != NULL ? figure->value.mark
						       : model_word(book->model, "no_mark"));
	row[3] = text_value(figure->unit);
	row[4] = text_value(figure->basis);
	row[5] = text_value(figure->versus);
	row[6] = note_value(book, figure->note);
	return row;
}

/* All figures of the edition in one tidy table; each value has a name of its own. */
void xlsx_write_figures(XlsxFront *front)
{
	static const char *const keys[FIGURE_COLUMNS] = { "figure", "value",  "status", "unit",
							  "basis",  "versus", "note" };
	XlsxBook *book = front->book;
	g_autoptr(GPtrArray) figures = g_ptr_array_new();
	model_each(book->model, add_figures, figures);
	if (figures->len == 0)
		return;
	GPtrArray *rows = g_ptr_array_new();
	ShorthandSet marks = 0;
	for (guint n = 0; n < figures->len; n++) {
		marks |= shorthand_of_value(&((const Figure *)figures->pdata[n])->value);
		g_ptr_array_add(rows, figure_row(book, figures->pdata[n]));
	}
	const char *title = model_word(book->model, "figures");
	lxw_worksheet *sheet = xlsx_titled_sheet(front, title, title, NULL);
	lxw_row_t first = xlsx_write_lines(front, sheet, NULL, "one_table", NULL, marks);
	write_front_table(front, sheet, first, "figures", keys, FIGURE_COLUMNS, rows);
	for (guint n = 0; n < figures->len; n++)
		xlsx_name_cells(book, sheet, "figure", ((const Figure *)figures->pdata[n])->id,
				first + 1 + n, VALUE_COLUMN, first + 1 + n, VALUE_COLUMN);
}
