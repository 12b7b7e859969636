/*
 * The workbook device: a cover with the texts and a list of the sheets, the
 * figures as a table, each table and chart on a sheet of its own, and the notes.
 */
#include <unistd.h>

#include "core/error.h"
#include "reports/device.h"
#include "reports/device/xlsx_chart.h"
#include "reports/device/xlsx_file.h"
#include "reports/device/xlsx_text.h"

/* One line of the cover's contents. */
typedef struct {
	const char *sheet; /* its name, kept by the book */
	char *title;
} Content;

static void content_free(gpointer data)
{
	Content *content = data;
	g_free(content->title);
	g_free(content);
}

static void add_content(GPtrArray *contents, const char *sheet, const char *title)
{
	Content *content = g_new0(Content, 1);
	content->sheet = sheet;
	content->title = g_strdup(title);
	g_ptr_array_add(contents, content);
}

/* A sheet with its title in A1; the table begins in the third row. */
enum { TABLE_ROW = 2, TITLE_POINTS = 26 };

static lxw_worksheet *titled_sheet(XlsxBook *book, const char *wish, const char *title,
				   GPtrArray *contents, const char **ret_name)
{
	lxw_worksheet *sheet = xlsx_add_sheet(book, wish, ret_name);
	worksheet_set_row(sheet, 0, TITLE_POINTS, NULL);
	xlsx_write_text(book, sheet, 0, 0, title, XLSX_TITLE);
	add_content(contents, *ret_name, title);
	return sheet;
}

/* ── figures and notes as tables ── */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT,
			.text = g_strdup(text != NULL && text[0] != '\0' ? text : "[z]") };
}

static Value value_copy(const Value *value)
{
	Value copy = *value;
	copy.text = g_strdup(value->text);
	copy.excel_format = g_strdup(value->excel_format);
	return copy;
}

static Value note_value(int note)
{
	g_autofree char *mark = note > 0 ? g_strdup_printf("[note %d]", note) : NULL;
	return text_value(mark);
}

enum { FIGURE_COLUMNS = 6, NOTE_COLUMNS = 3 };

static void add_figure_rows(GPtrArray *rows, const GPtrArray *figures)
{
	for (guint n = 0; n < figures->len; n++) {
		const Figure *figure = figures->pdata[n];
		Value *row = g_new0(Value, FIGURE_COLUMNS);
		row[0] = text_value(figure->label);
		row[1] = value_copy(&figure->value);
		row[2] = text_value(figure->unit);
		row[3] = text_value(figure->basis);
		row[4] = text_value(figure->versus);
		row[5] = note_value(figure->note);
		g_ptr_array_add(rows, row);
	}
}

static GStrv word_headers(const XlsxBook *book, const char *const *keys, guint count)
{
	GStrv headers = g_new0(char *, count + 1);
	for (guint n = 0; n < count; n++)
		headers[n] = g_strdup(model_word(book->model, keys[n]));
	return headers;
}

/* All figures of the edition in one tidy table. */
static void write_figures(XlsxBook *book, GPtrArray *contents)
{
	static const char *const keys[FIGURE_COLUMNS] = { "figure", "value",  "unit",
							  "basis",  "versus", "note" };
	GPtrArray *rows = g_ptr_array_new();
	for (guint n = 0; n < book->model->blocks->len; n++) {
		const Block *block = book->model->blocks->pdata[n];
		if (block->kind == BLOCK_FIGURES)
			add_figure_rows(rows, block->figures.figures);
	}
	if (rows->len > 0) {
		const char *title = model_word(book->model, "figures");
		const char *name;
		lxw_worksheet *sheet = titled_sheet(book, title, title, contents, &name);
		g_auto(GStrv) headers = word_headers(book, keys, FIGURE_COLUMNS);
		xlsx_write_table(book, sheet, TABLE_ROW,
				 &(XlsxTable){ .id = "figures", .headers = headers, .rows = rows });
	}
	xlsx_free_rows(rows, FIGURE_COLUMNS);
}

static void write_notes(XlsxBook *book, const Block *block, GPtrArray *contents)
{
	static const char *const keys[NOTE_COLUMNS] = { "note", "figure", "definition" };
	GPtrArray *rows = g_ptr_array_new();
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		Value *row = g_new0(Value, NOTE_COLUMNS);
		row[0] = note_value(note->number);
		row[1] = text_value(note->term);
		row[2] = text_value(note->text);
		g_ptr_array_add(rows, row);
	}
	const char *name;
	lxw_worksheet *sheet =
	    titled_sheet(book, block->notes.title, block->notes.title, contents, &name);
	g_auto(GStrv) headers = word_headers(book, keys, NOTE_COLUMNS);
	xlsx_write_table(book, sheet, TABLE_ROW,
			 &(XlsxTable){ .id = "notes", .headers = headers, .rows = rows });
	xlsx_free_rows(rows, NOTE_COLUMNS);
}

/* ── tables and charts ── */

static void write_table(XlsxBook *book, const Block *block, GPtrArray *contents)
{
	const Table *table = block->table;
	const char *name;
	lxw_worksheet *sheet = titled_sheet(book, table->id, table->caption, contents, &name);
	g_auto(GStrv) headers = g_new0(char *, table->columns->len + 1);
	for (guint n = 0; n < table->columns->len; n++) {
		const TableColumn *column = table->columns->pdata[n];
		headers[n] = column->note > 0
				 ? g_strdup_printf("%s [note %d]", column->header, column->note)
				 : g_strdup(column->header);
	}
	if (table->rows->len == 0)
		xlsx_write_text(book, sheet, TABLE_ROW, 0, table->empty, XLSX_PLAIN);
	xlsx_write_table(
	    book, sheet, TABLE_ROW,
	    &(XlsxTable){
		.id = table->id, .headers = headers, .rows = table->rows, .total = table->total });
}

static void write_chart(XlsxBook *book, const Block *block, GPtrArray *contents)
{
	const Chart *chart = block->chart;
	const char *name;
	lxw_worksheet *sheet = titled_sheet(book, chart->id, chart->title, contents, &name);
	worksheet_set_landscape(sheet);
	if (chart->count == 0 && chart->panels->len == 0)
		xlsx_write_text(book, sheet, TABLE_ROW, 0, chart->empty, XLSX_PLAIN);
	else
		xlsx_write_chart(book, sheet, name, TABLE_ROW, chart);
}

/* ── the cover ── */

static lxw_row_t write_paragraphs(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row,
				  const char *text)
{
	enum { LINE_LETTERS = 72, LINE_POINTS = 15 };
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++, row++) {
		/* no program fits the height of wrapped text by itself when it opens a file */
		size_t lines = xlsx_text_length(*paragraph) / LINE_LETTERS + 1;
		worksheet_set_row(sheet, row, (double)(lines * LINE_POINTS), NULL);
		xlsx_write_text(book, sheet, row, 0, *paragraph, XLSX_WRAP);
	}
	return row;
}

static lxw_row_t write_texts(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row)
{
	for (guint n = 0; n < book->model->blocks->len; n++) {
		const Block *block = book->model->blocks->pdata[n];
		if (block->kind == BLOCK_TEXT)
			row = write_paragraphs(book, sheet, row, block->text.text);
		else if (block->kind == BLOCK_HEADING && block->heading.level > 1)
			xlsx_write_text(book, sheet, row++, 0, block->heading.text, XLSX_BOLD);
	}
	return row;
}

static void write_contents(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row,
			   const GPtrArray *contents)
{
	xlsx_write_text(book, sheet, row++, 0, model_word(book->model, "contents"), XLSX_BOLD);
	for (guint n = 0; n < contents->len; n++) {
		const Content *content = contents->pdata[n];
		g_autofree char *target = g_strdup_printf("internal:'%s'!A1", content->sheet);
		worksheet_write_url_opt(sheet, row, 0, target, xlsx_format(book, NULL, XLSX_LINK),
					content->title, NULL);
		row++;
	}
}

static void write_cover(XlsxBook *book, lxw_worksheet *cover, const GPtrArray *contents)
{
	enum { COVER_WIDTH = 76 };
	worksheet_set_column(cover, 0, 0, COVER_WIDTH, NULL);
	worksheet_gridlines(cover, LXW_HIDE_ALL_GRIDLINES);
	enum { TITLE_LETTERS = 46 };
	size_t title_lines = xlsx_text_length(book->model->title) / TITLE_LETTERS + 1;
	worksheet_set_row(cover, 0, (double)(title_lines * TITLE_POINTS), NULL);
	xlsx_write_text(book, cover, 0, 0, book->model->title, XLSX_TITLE | XLSX_WRAP);
	xlsx_write_text(book, cover, 1, 0, book->model->footer, XLSX_PLAIN);
	lxw_row_t row = write_texts(book, cover, 3);
	write_contents(book, cover, row + 1, contents);
}

/* ── the workbook ── */

static void write_blocks(XlsxBook *book)
{
	g_autoptr(GPtrArray) contents = g_ptr_array_new_with_free_func(content_free);
	lxw_worksheet *cover = xlsx_add_sheet(book, model_word(book->model, "cover"), NULL);
	write_figures(book, contents);
	for (guint n = 0; n < book->model->blocks->len; n++) {
		const Block *block = book->model->blocks->pdata[n];
		if (block->kind == BLOCK_TABLE)
			write_table(book, block, contents);
		else if (block->kind == BLOCK_CHART)
			write_chart(book, block, contents);
		else if (block->kind == BLOCK_NOTES && block->notes.notes->len > 0)
			write_notes(book, block, contents);
	}
	write_cover(book, cover, contents);
}

/* Dates of the document come from the records, so that the same model is the same bytes. */
static void set_properties(XlsxBook *book)
{
	lxw_doc_properties properties = { .title = (char *)(guintptr)book->model->title,
					  .author = (char *)(guintptr) "Shumar",
					  .created =
					      (time_t)g_date_time_to_unix(book->model->as_at) };
	workbook_set_properties(book->book, &properties);
}

/* Closes the library's workbook in any case; the first fault of writing or closing is *error. */
static bool close_book(XlsxBook *book, const char *path, GError **error)
{
	lxw_error status = workbook_close(book->book);
	if (book->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&book->error));
		return false;
	}
	if (status == LXW_NO_ERROR)
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT,
		  "Free space on the disk and in the folder for temporary files (TMPDIR).",
		  "cannot write '%s': %s", path, lxw_strerror(status));
	return false;
}

static bool write_book(const Model *model, const char *memory, const char *folder, const char *path,
		       GError **error)
{
	lxw_workbook_options options = { .tmpdir = (char *)(guintptr)folder };
	XlsxBook book = { .model = model,
			  .book = workbook_new_opt(memory, &options),
			  .formats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			  .sheet_names =
			      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			  .table_names =
			      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			  .texts = g_ptr_array_new_with_free_func(g_free) };
	set_properties(&book);
	write_blocks(&book);
	bool closed = close_book(&book, path, error);
	g_hash_table_unref(book.formats);
	g_hash_table_unref(book.sheet_names);
	g_hash_table_unref(book.table_names);
	g_ptr_array_unref(book.texts);
	return closed;
}

bool device_xlsx_write(const Model *model, const char *path, GError **error)
{
	g_autofree char *memory = NULL;
	const char *folder = xlsx_file_folder(path, error);
	int file = folder != NULL ? xlsx_file_open(path, &memory, error) : -1;
	if (file < 0)
		return false;
	bool written =
	    write_book(model, memory, folder, path, error) && xlsx_file_save(file, path, error);
	close(file);
	return written;
}
