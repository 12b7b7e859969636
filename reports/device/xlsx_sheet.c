#include "reports/device/xlsx_sheet.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/xlsx_text.h"

static const char base_font[] = "Arial"; /* on every office machine; Excel embeds none */
enum { BASE_SIZE = 11, TITLE_SIZE = 16, LINK_COLOUR = 0x12436D };

/* ── formats ── */

static void style_format(lxw_format *format, const char *number_format, int style)
{
	format_set_font_name(format, base_font);
	format_set_font_size(format, style & XLSX_TITLE ? TITLE_SIZE : BASE_SIZE);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (number_format != NULL)
		format_set_num_format(format, number_format);
	if (style & (XLSX_BOLD | XLSX_TITLE))
		format_set_bold(format);
	if (style & XLSX_WRAP)
		format_set_text_wrap(format);
	if (style & XLSX_END)
		format_set_align(format, LXW_ALIGN_RIGHT);
	if (style & XLSX_LINK) {
		format_set_font_color(format, LINK_COLOUR);
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
	}
}

lxw_format *xlsx_format(XlsxBook *book, const char *number_format, int style)
{
	g_autofree char *key =
	    g_strdup_printf("%s|%d", number_format != NULL ? number_format : "", style);
	lxw_format *format = g_hash_table_lookup(book->formats, key);
	if (format == NULL) {
		format = workbook_add_format(book->book);
		style_format(format, number_format, style);
		g_hash_table_insert(book->formats, g_steal_pointer(&key), format);
	}
	return format;
}

/* ── sheets ── */

/* TEXT cleaned and kept for as long as the library may read it. */
static char *keep_clean(XlsxBook *book, const char *text)
{
	char *clean = xlsx_text_clean(text);
	g_ptr_array_add(book->texts, clean);
	return clean;
}

lxw_worksheet *xlsx_add_sheet(XlsxBook *book, const char *wish, const char **ret_name)
{
	char *name = xlsx_sheet_name(wish, book->sheet_names);
	g_ptr_array_add(book->texts, name);
	lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);
	worksheet_set_paper(sheet, 9); /* A4: ECMA-376 18.3.1.63 */
	worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.7);
	worksheet_fit_to_pages(sheet, 1, 0);
	if (book->model->right_to_left)
		worksheet_right_to_left(sheet);
	/* accessible public workbooks carry no headers or footers: UK Analysis Function */
	if (strcmp(book->model->audience, "public") != 0) {
		char *footer = xlsx_page_footer(book->model->footer, book->model->page_of,
						book->model->right_to_left);
		g_ptr_array_add(book->texts, footer);
		if (xlsx_text_length(footer) <= XLSX_HEADER_MAX)
			worksheet_set_footer(sheet, footer);
	}
	if (ret_name != NULL)
		*ret_name = name;
	return sheet;
}

void xlsx_write_text(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		     const char *text, int style)
{
	const char *clean = keep_clean(book, text);
	if (book->error == NULL && xlsx_text_length(clean) > XLSX_CELL_TEXT_MAX) {
		error_set(
		    &book->error, SHUMAR_ERROR_OUTPUT,
		    "Shorten the text in the template or the data.",
		    "cannot write a workbook: the text in row %u, column %u of a sheet is longer than %d characters",
		    row + 1, column + 1u, XLSX_CELL_TEXT_MAX);
		return;
	}
	worksheet_write_string(sheet, row, column, clean, xlsx_format(book, NULL, style));
}

/* ── values ── */

/* True when VALUE is a number or date that a cell can hold; *ret_number is then what it holds. */
static bool value_number(const Value *value, double *ret_number)
{
	if (value->state != VALUE_KNOWN || value->excel_format == NULL)
		return false;
	if (value->kind == VALUE_DATE)
		return xlsx_date_serial(&value->date, ret_number);
	*ret_number = value->number;
	return value->kind == VALUE_NUMBER && isfinite(value->number);
}

static void write_value(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
			const Value *value, int style)
{
	double number;
	if (value_number(value, &number))
		worksheet_write_number(sheet, row, column, number,
				       xlsx_format(book, value->excel_format, style));
	else if (value->text[0] != '\0') /* an empty cell with a format is a zero to a chart */
		xlsx_write_text(book, sheet, row, column, value->text, style | XLSX_WRAP);
}

/* ── tables ── */

static size_t value_width(const Value *value)
{
	size_t longest = 0;
	g_auto(GStrv) lines = g_strsplit(value->text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		longest = MAX(longest, xlsx_text_length(*line));
	return longest;
}

static void set_widths(lxw_worksheet *sheet, lxw_row_t first, const XlsxTable *table)
{
	enum { NARROWEST = 10, WIDEST = 60, HEADER_LINE = 18, FILTER_BUTTON = 3, LINE_POINTS = 15 };
	size_t header_lines = 1;
	for (lxw_col_t column = 0; table->headers[column] != NULL; column++) {
		/* a header wraps, so it asks for no more than a line of a few words */
		size_t width =
		    MIN(xlsx_text_length(table->headers[column]), HEADER_LINE) + FILTER_BUTTON;
		for (guint row = 0; row < table->rows->len; row++)
			width =
			    MAX(width,
				value_width(&((const Value *)table->rows->pdata[row])[column]) + 2);
		width = CLAMP(width, NARROWEST, WIDEST);
		size_t letters = xlsx_text_length(table->headers[column]);
		header_lines = MAX(header_lines, letters / (width - FILTER_BUTTON) + 1);
		worksheet_set_column(sheet, column, column, (double)width, NULL);
	}
	/* no program fits the height of wrapped text by itself when it opens a file */
	worksheet_set_row(sheet, first, (double)(header_lines * LINE_POINTS), NULL);
}

/* The table's columns for the library, with unique headers. */
static lxw_table_column *make_columns(XlsxBook *book, const XlsxTable *table, guint width)
{
	g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lxw_table_column *columns = g_new0(lxw_table_column, width);
	for (guint column = 0; column < width; column++) {
		g_autofree char *clean = xlsx_text_clean(table->headers[column]);
		g_autoptr(GString) name = g_string_new(clean[0] != '\0' ? clean : "?");
		/* spreadsheet programs compare names without case */
		g_autofree char *folded = g_utf8_casefold(name->str, -1);
		while (g_hash_table_contains(taken, folded)) {
			g_string_append_c(name, '_');
			g_free(folded);
			folded = g_utf8_casefold(name->str, -1);
		}
		g_hash_table_add(taken, g_steal_pointer(&folded));
		columns[column].header = keep_clean(book, name->str);
		/* a header stands over its numbers */
		double number;
		bool end = table->rows->len > 0 &&
			   value_number(&((const Value *)table->rows->pdata[0])[column], &number);
		columns[column].header_format =
		    xlsx_format(book, NULL, XLSX_BOLD | XLSX_WRAP | (end ? XLSX_END : XLSX_PLAIN));
	}
	return columns;
}

static void write_rows(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first,
		       const XlsxTable *table, guint width)
{
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		for (guint column = 0; column < width; column++)
			write_value(book, sheet, first + row, (lxw_col_t)column, &values[column],
				    XLSX_PLAIN);
	}
	/* Below the native table, so that sorting and filtering leave it where it is; as values,
	 * since a total row's formula cannot name a header with brackets. */
	for (guint column = 0; table->total != NULL && column < width; column++)
		write_value(book, sheet, first + table->rows->len, (lxw_col_t)column,
			    &table->total[column], XLSX_BOLD);
}

void xlsx_write_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, const XlsxTable *table)
{
	guint width = g_strv_length(table->headers);
	if (table->rows->len == 0 || width == 0)
		return;
	bool internal = strcmp(book->model->audience, "public") != 0;
	lxw_row_t last = first + table->rows->len;
	g_autofree lxw_table_column *columns = make_columns(book, table, width);
	g_autofree lxw_table_column **list = g_new0(lxw_table_column *, width + 1);
	for (guint column = 0; column < width; column++)
		list[column] = &columns[column];
	char *name = xlsx_table_name("table", table->id, book->table_names);
	g_ptr_array_add(book->texts, name);
	lxw_table_options options = { .name = name,
				      .columns = list,
				      .no_autofilter = internal ? LXW_FALSE : LXW_TRUE,
				      .no_banded_rows = internal ? LXW_FALSE : LXW_TRUE,
				      .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
				      .style_type_number = 1 };
	lxw_error status =
	    worksheet_add_table(sheet, first, 0, last, (lxw_col_t)(width - 1), &options);
	if (status != LXW_NO_ERROR && book->error == NULL)
		error_set(&book->error, SHUMAR_ERROR_OUTPUT, NULL,
			  "cannot write table '%s' of a workbook: %s", table->id,
			  lxw_strerror(status));
	write_rows(book, sheet, first + 1, table, width);
	set_widths(sheet, first, table);
	worksheet_repeat_rows(sheet, first, first);
	if (internal)
		worksheet_freeze_panes(sheet, first + 1, 0);
}

void xlsx_free_rows(GPtrArray *rows, guint width)
{
	for (guint row = 0; row < rows->len; row++) {
		for (guint column = 0; column < width; column++)
			value_clear(&((Value *)rows->pdata[row])[column]);
		g_free(rows->pdata[row]);
	}
	g_ptr_array_unref(rows);
}
