#include "reports/device/xlsx/xlsx_sheet.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/xlsx/xlsx_text.h"

/* On every office machine, with the letters of Urdu in its Naskh; Excel embeds no fonts. */
static const char base_font[] = "Arial";
/* A plain Naskh; programs without it take another that the charset names Arabic
 * (docs/workbooks.md). */
static const char urdu_font[] = "Noto Naskh Arabic";
enum { PUBLIC_SIZE = 12, INTERNAL_SIZE = 11, LINK_COLOUR = 0x12436D };

/* ── the book ── */

/* Dates of the document come from the records, so that the same model is the same bytes. */
static void set_properties(XlsxBook *book)
{
	const Model *model = book->model;
	g_autofree char *keywords =
	    g_strdup_printf("%s, %s, %s", model->template_name != NULL ? model->template_name : "",
			    model->audience, model->language);
	g_autofree char *title = model_document_title(model);
	lxw_doc_properties properties = {
		.title = title,
		.status = (char *)(guintptr)model_draft(model),
		.subject = (char *)(guintptr)(model->footer != NULL ? model->footer : ""),
		.author = (char *)(guintptr) "Shumar",
		.company = (char *)(guintptr) "Shumar",
		.category = (char *)(guintptr)model_word(model, model->audience),
		.keywords = keywords,
		.created = (time_t)g_date_time_to_unix(model->as_at)
	};
	xlsx_check(book, workbook_set_properties(book->book, &properties), "the properties");
}

void xlsx_book_init(XlsxBook *book, const Model *model, const char *path, const char *folder,
		    bool is_plain)
{
	lxw_workbook_options options = { .tmpdir = (char *)(guintptr)folder,
					 .constant_memory = is_plain ? LXW_TRUE : LXW_FALSE };
	*book = (XlsxBook){
		.model = model,
		.book = workbook_new_opt(path, &options),
		.is_public = strcmp(model->audience, "public") == 0,
		.is_plain = is_plain,
		.formats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.sheet_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.texts = g_ptr_array_new_with_free_func(g_free),
		.top = model->draft ? 1 : 0,
	};
	set_properties(book);
}

bool xlsx_book_close(XlsxBook *book, const char *target, GError **error)
{
	lxw_error status = workbook_close(book->book);
	g_hash_table_unref(book->formats);
	g_hash_table_unref(book->sheet_names);
	g_hash_table_unref(book->names);
	g_ptr_array_unref(book->texts);
	if (book->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&book->error));
		return false;
	}
	if (status == LXW_NO_ERROR)
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT,
		  "Free space on the disk and in the folder for temporary files (TMPDIR).",
		  "cannot write '%s': %s", target, lxw_strerror(status));
	return false;
}

const char *xlsx_keep(XlsxBook *book, char *text)
{
	g_ptr_array_add(book->texts, text);
	return text;
}

void xlsx_check(XlsxBook *book, lxw_error status, const char *what)
{
	if (status != LXW_NO_ERROR && book->error == NULL)
		error_set(&book->error, SHUMAR_ERROR_OUTPUT, NULL,
			  "cannot write %s of a workbook: %s", what, lxw_strerror(status));
}

/* ── formats ── */

static double text_size(const XlsxBook *book, int style)
{
	if (style & XLSX_TITLE)
		return XLSX_TITLE_SIZE;
	if (style & XLSX_HEADING)
		return XLSX_HEADING_SIZE;
	return book->is_public ? PUBLIC_SIZE : INTERNAL_SIZE;
}

static void style_format(const XlsxBook *book, lxw_format *format, const char *number_format,
			 int style)
{
	enum { READ_FROM_RIGHT = 2 };  /* ECMA-376 part 1, 18.8.1, readingOrder */
	enum { ARABIC_CHARSET = 178 }; /* ECMA-376 part 1, 18.4.1 */
	bool urdu = book->model->right_to_left;
	format_set_font_name(format, urdu ? urdu_font : base_font);
	if (urdu)
		format_set_font_charset(format, ARABIC_CHARSET);
	format_set_font_size(format, text_size(book, style));
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (number_format != NULL)
		format_set_num_format(format, number_format);
	if (style & (XLSX_BOLD | XLSX_TITLE | XLSX_HEADING))
		format_set_bold(format);
	if (style & XLSX_WRAP)
		format_set_text_wrap(format);
	/* in a sheet from right to left a number's end is still where its units stand */
	if (style & XLSX_END)
		format_set_align(format, LXW_ALIGN_RIGHT);
	if (style & XLSX_INDENT)
		format_set_indent(format, 1);
	if (style & XLSX_LINK) {
		format_set_font_color(format, LINK_COLOUR);
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
	}
	if (book->model->right_to_left)
		format_set_reading_order(format, READ_FROM_RIGHT);
}

lxw_format *xlsx_format(XlsxBook *book, const char *number_format, int style)
{
	char key[XLSX_NUMBER_FORMAT_MAX + 16];
	g_snprintf(key, sizeof key, "%d|%s", style, number_format != NULL ? number_format : "");
	lxw_format *format = g_hash_table_lookup(book->formats, key);
	if (format == NULL) {
		format = workbook_add_format(book->book);
		style_format(book, format, number_format, style);
		g_hash_table_insert(book->formats, g_strdup(key), format);
	}
	return format;
}

/* ── sheets ── */

/* The title of a draft's sheet stands below what it is. */
static void mark_draft(XlsxBook *book, lxw_worksheet *sheet)
{
	const char *draft = model_draft(book->model);
	if (draft == NULL)
		return;
	xlsx_fit_row(book, sheet, 0, "", XLSX_COVER_WIDTH, XLSX_TITLE);
	xlsx_write_text(book, sheet, 0, 0, draft, XLSX_TITLE);
	worksheet_freeze_panes(sheet, book->top, 0);
	xlsx_check(book, worksheet_repeat_rows(sheet, 0, 0), "the repeated mark");
}

lxw_worksheet *xlsx_add_sheet(XlsxBook *book, const char *wish, const char **ret_name)
{
	const char *name = xlsx_keep(book, xlsx_sheet_name(wish, book->sheet_names));
	lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);
	worksheet_set_paper(sheet, 9); /* A4: ECMA-376 18.3.1.63 */
	worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.7);
	worksheet_fit_to_pages(sheet, 1, 0);
	if (book->model->right_to_left)
		worksheet_right_to_left(sheet);
	/* accessible public workbooks carry no headers or footers: UK Analysis Function */
	if (!book->is_public) {
		g_autofree char *line =
		    xlsx_text_clean(book->model->footer != NULL ? book->model->footer : "");
		g_autofree char *footer =
		    xlsx_page_footer(line, book->model->page_of, book->model->right_to_left);
		if (xlsx_text_length(footer) < XLSX_HEADER_MAX)
			xlsx_check(book, worksheet_set_footer(sheet, footer), "the footer");
	}
	mark_draft(book, sheet);
	if (ret_name != NULL)
		*ret_name = name;
	return sheet;
}

void xlsx_fit_row(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const char *text,
		  double width, int style)
{
	const double leading = book->model->right_to_left ? 1.7 : 1.35;
	double size = text_size(book, style);
	/* a column's width counts digits of 11 points, and letters are a little narrower */
	double letters = MAX(4, width * 11 / size * (style & ~(XLSX_WRAP | XLSX_END) ? 1 : 1.1));
	double lines = 0;
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
		lines += MAX(1, ceil((double)xlsx_text_length(*paragraph) / letters));
	const double most = 409; /* points: Excel specifications and limits */
	worksheet_set_row(sheet, row, MIN(most, MAX(1, lines) * size * leading + 1), NULL);
}

void xlsx_write_text(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		     const char *text, int style)
{
	g_autofree char *cleaned = xlsx_text_is_clean(text) ? NULL : xlsx_text_clean(text);
	const char *clean = cleaned != NULL ? cleaned : text;
	/* no text has more units than bytes */
	g_autofree char *cut =
	    strlen(clean) > XLSX_CELL_TEXT_MAX
		? xlsx_text_cut(clean, XLSX_CELL_TEXT_MAX, model_word(book->model, "cut_text"))
		: NULL;
	worksheet_write_string(sheet, row, column, cut != NULL ? cut : clean,
			       xlsx_format(book, NULL, style));
}

/* "$B$5" */
static char *absolute_cell(lxw_row_t row, lxw_col_t column)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH];
	lxw_rowcol_to_cell_abs(cell, row, column, LXW_TRUE, LXW_TRUE);
	return g_strdup(cell);
}

void xlsx_name_cells(XlsxBook *book, const lxw_worksheet *sheet, const char *kind, const char *id,
		     lxw_row_t top, lxw_col_t left, lxw_row_t bottom, lxw_col_t right)
{
	g_autofree char *name = xlsx_table_name(kind, id, book->names);
	g_autofree char *first = absolute_cell(top, left);
	g_autofree char *last = absolute_cell(bottom, right);
	bool single = top == bottom && left == right;
	g_autofree char *cells = g_strdup_printf("='%s'!%s%s%s", sheet->name, first,
						 single ? "" : ":", single ? "" : last);
	/* the library keeps both in arrays of this size, cut off without a word */
	if (strlen(name) < LXW_DEFINED_NAME_LENGTH && strlen(cells) < LXW_DEFINED_NAME_LENGTH)
		xlsx_check(book, workbook_define_name(book->book, name, cells), "a defined name");
}
