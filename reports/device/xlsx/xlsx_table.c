#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/xlsx/xlsx_sheet.h"
#include "reports/device/xlsx/xlsx_text.h"

/* ── values ── */

/* True when VALUE is a number or date that a cell can hold; *ret_number is then what it holds. */
static bool value_number(const Value *value, double *ret_number)
{
	if (value->state != VALUE_KNOWN || value->excel_format == NULL ||
	    strlen(value->excel_format) > XLSX_NUMBER_FORMAT_MAX)
		return false;
	if (value->kind == VALUE_DATE)
		return xlsx_date_serial(&value->date, ret_number);
	*ret_number = value->number;
	return value->kind == VALUE_NUMBER && isfinite(value->number);
}

/* Texts stand apart from the numbers of the column before; a sign stands where its number would. */
static int text_style(const Value *value, guint column)
{
	bool number = value->kind == VALUE_NUMBER || value->state != VALUE_KNOWN;
	return XLSX_WRAP | (number ? XLSX_END : column > 0 ? XLSX_INDENT : 0);
}

void xlsx_write_row(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const Value *values,
		    guint width, int style)
{
	double number;
	for (guint column = 0; column < width; column++) {
		const Value *value = &values[column];
		if (value_number(value, &number))
			worksheet_write_number(sheet, row, (lxw_col_t)column, number,
					       xlsx_format(book, value->excel_format, style));
		else if (value->text[0] != '\0') /* a format alone is a zero to a chart */
			xlsx_write_text(book, sheet, row, (lxw_col_t)column, value->text,
					text_style(value, column) | style);
	}
}

/* ── widths and heights ── */

enum { NARROWEST = 10, WIDEST = 60, HEADER_LINE = 18, FILTER_BUTTON = 3, MEASURED_ROWS = 5000 };

static size_t text_width(const char *text)
{
	size_t longest = 0;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		longest = MAX(longest, xlsx_text_length(*line));
	return longest;
}

static const Value *row_value(const XlsxTable *table, guint row, guint column)
{
	return &((const Value *)table->rows->pdata[row])[column];
}

/* The width of COLUMN in digits of the base size; a header wraps, so that it asks for no more than
 * a line of a few words. */
static double column_width(const XlsxBook *book, const XlsxTable *table, guint column)
{
	const double widening = book->is_public ? 1.15 : 1.05; /* letters of 12 and of 11 points */
	size_t width = MIN(xlsx_text_length(table->headers[column]), HEADER_LINE) + FILTER_BUTTON;
	for (guint row = 0; row < MIN(table->rows->len, MEASURED_ROWS); row++)
		width = MAX(width, text_width(row_value(table, row, column)->text) + 2);
	if (table->total != NULL)
		width = MAX(width, text_width(table->total[column].text) + 2);
	return CLAMP((double)width * widening, NARROWEST, WIDEST);
}

/* A row is as high as its cell of the most lines. */
static void fit_cells(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const Value *values,
		      const double *widths, guint width)
{
	guint fullest = 0;
	double fullness = 0;
	for (guint column = 0; column < width; column++) {
		double letters = (double)xlsx_text_length(values[column].text) / widths[column];
		if (letters <= fullness)
			continue;
		fullness = letters;
		fullest = column;
	}
	if (fullness > 0.9 || book->model->right_to_left ||
	    strchr(values[fullest].text, '\n') != NULL)
		xlsx_fit_row(book, sheet, row, values[fullest].text, widths[fullest] - 2,
			     XLSX_WRAP);
}

static void fit_header(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, char **headers,
		       const double *widths)
{
	guint fullest = 0;
	for (guint column = 0; headers[column] != NULL; column++) {
		if ((double)xlsx_text_length(headers[column]) / widths[column] >
		    (double)xlsx_text_length(headers[fullest]) / widths[fullest])
			fullest = column;
	}
	xlsx_fit_row(book, sheet, row, headers[fullest], widths[fullest] - FILTER_BUTTON,
		     XLSX_BOLD | XLSX_WRAP);
}

/* Sets all widths; wide tables lie on the paper, and go over several pages, with their HEADS on
 * each, where they would be too small to be read. */
static void set_widths(XlsxBook *book, lxw_worksheet *sheet, const double *widths, guint width,
		       guint heads)
{
	enum { PORTRAIT_DIGITS = 95, SMALLEST_DIGITS = 215 }; /* across A4: upright; lying, small */
	double sum = 0;
	for (guint column = 0; column < width; column++) {
		worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, widths[column],
				     NULL);
		sum += widths[column];
	}
	if (sum > PORTRAIT_DIGITS)
		worksheet_set_landscape(sheet);
	if (sum <= SMALLEST_DIGITS)
		return;
	worksheet_fit_to_pages(sheet, (uint16_t)ceil(sum / SMALLEST_DIGITS), 0);
	if (heads > 0)
		xlsx_check(book, worksheet_repeat_columns(sheet, 0, (lxw_col_t)(heads - 1)),
			   "the repeated columns");
}

/* ── heads ── */

/* HEADERS cleaned and unlike each other, as spreadsheet programs compare them, without case. */
static GStrv unique_headers(char **headers)
{
	g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GStrv unique = g_new0(char *, g_strv_length(headers) + 1);
	for (guint column = 0; headers[column] != NULL; column++) {
		g_autofree char *clean = xlsx_text_clean(headers[column]);
		unique[column] = xlsx_header_name(clean, column + 1, taken);
	}
	return unique;
}

static int header_style(const XlsxTable *table, guint column)
{
	double number; /* a header stands over its numbers */
	bool end = table->rows->len > 0 && value_number(row_value(table, 0, column), &number);
	return XLSX_BOLD | XLSX_WRAP | (end ? XLSX_END : column > 0 ? XLSX_INDENT : XLSX_PLAIN);
}

/* ── the native table ── */

static void add_native(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last,
		       const XlsxTable *table, char **headers)
{
	guint width = g_strv_length(headers);
	g_autofree lxw_table_column *columns = g_new0(lxw_table_column, width);
	g_autofree lxw_table_column **list = g_new0(lxw_table_column *, width + 1);
	for (guint column = 0; column < width; column++) {
		columns[column].header = headers[column];
		columns[column].header_format =
		    xlsx_format(book, NULL, header_style(table, column));
		list[column] = &columns[column];
	}
	const char *name = xlsx_keep(book, xlsx_table_name("table", table->id, book->names));
	lxw_table_options options = { .name = (char *)(guintptr)name,
				      .columns = list,
				      .no_autofilter = book->is_public ? LXW_TRUE : LXW_FALSE,
				      .no_banded_rows = book->is_public ? LXW_TRUE : LXW_FALSE,
				      .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
				      .style_type_number = 1 };
	lxw_error status =
	    worksheet_add_table(sheet, first, 0, last, (lxw_col_t)(width - 1), &options);
	g_autofree char *what = g_strdup_printf("table '%s'", table->id);
	xlsx_check(book, status, what);
}

/* The same block without the table that the library cannot write in flat memory: bold heads, a
 * filter, and a name. */
static void add_plain(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last,
		      const XlsxTable *table, char **headers)
{
	lxw_col_t right = (lxw_col_t)(g_strv_length(headers) - 1);
	for (lxw_col_t column = 0; column <= right; column++)
		xlsx_write_text(book, sheet, first, column, headers[column],
				header_style(table, column));
	if (!book->is_public)
		xlsx_check(book, worksheet_autofilter(sheet, first, 0, last, right), "a filter");
	xlsx_name_cells(book, sheet, "table", table->id, first, 0, last, right);
}

static double most_in(const XlsxTable *table, const GArray *columns)
{
	double most = 0, number;
	for (guint row = 0; row < table->rows->len; row++)
		for (guint n = 0; n < columns->len; n++)
			if (value_number(row_value(table, row, g_array_index(columns, guint, n)),
					 &number))
				most = fmax(most, number);
	return most;
}

/* Bars in the cells of columns of counts of one unit, all on one scale, where they are few enough
 * to be read. */
static void add_bars(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last,
		     const XlsxTable *table, guint width)
{
	enum { MOST_COLUMNS = 3, LEAST_ROWS = 3, BAR_COLOUR = 0xBFD4EA };
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint column = 0; column < width; column++) {
		bool barred = table->rows->len >= LEAST_ROWS;
		double number;
		for (guint row = 0; barred && row < table->rows->len; row++) {
			const Value *value = row_value(table, row, column);
			barred =
			    value->text[0] == '\0' || (value->kind == VALUE_NUMBER &&
						       value_number(value, &number) && number >= 0);
		}
		if (barred)
			g_array_append_val(numbers, column);
	}
	if (numbers->len > MOST_COLUMNS)
		return;
	double most = most_in(table, numbers);
	for (guint n = 0; n < numbers->len; n++) {
		lxw_col_t column = (lxw_col_t)g_array_index(numbers, guint, n);
		lxw_conditional_format bar = { .type = LXW_CONDITIONAL_DATA_BAR,
					       .bar_color = BAR_COLOUR,
					       .bar_solid = LXW_TRUE,
					       .data_bar_2010 = LXW_TRUE,
					       .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
					       .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
					       .max_value = most };
		xlsx_check(
		    book,
		    worksheet_conditional_format_range(sheet, first, column, last, column, &bar),
		    "bars");
	}
}

static void write_rows(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first,
		       const XlsxTable *table, const double *widths, guint width)
{
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		if (row < MEASURED_ROWS)
			fit_cells(book, sheet, first + row, values, widths, width);
		xlsx_write_row(book, sheet, first + row, values, width, XLSX_PLAIN);
	}
	/* As values, since a total row's formula cannot name a header with brackets. */
	if (table->total != NULL)
		xlsx_write_row(book, sheet, first + table->rows->len, table->total, width,
			       XLSX_BOLD);
}

void xlsx_write_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, const XlsxTable *table)
{
	guint width = g_strv_length(table->headers);
	if (table->rows->len == 0 || width == 0)
		return;
	bool total_within = book->is_public && table->total != NULL;
	lxw_row_t last = first + table->rows->len + (total_within ? 1 : 0);
	g_auto(GStrv) headers = unique_headers(table->headers);
	g_autofree double *widths = g_new0(double, width);
	for (guint column = 0; column < width; column++)
		widths[column] = column_width(book, table, column);
	set_widths(book, sheet, widths, width, MIN(table->heads, width));
	fit_header(book, sheet, first, headers, widths); /* rows before their cells: plain books */
	if (book->is_plain)
		add_plain(book, sheet, first, last, table, headers);
	else
		add_native(book, sheet, first, last, table, headers);
	write_rows(book, sheet, first + 1, table, widths, width);
	xlsx_check(book, worksheet_repeat_rows(sheet, book->top > 0 ? 0 : first, first),
		   "the repeated head");
	if (book->is_public)
		return;
	worksheet_freeze_panes(sheet, first + 1, (lxw_col_t)MIN(table->heads, width - 1));
	if (!book->is_plain && table->bars)
		add_bars(book, sheet, first + 1, last, table, width);
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
