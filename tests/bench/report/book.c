#include "tests/bench/report/book.h"

#include <xlsxwriter.h>

Model *book_model_empty(void)
{
	Model *model = model_new();
	model->template_name = g_strdup("bench");
	model->title = g_strdup("Bench");
	model->language = g_strdup("en");
	model->audience = g_strdup("internal");
	model->footer = g_strdup("Run 1");
	model->page_of = g_strdup("Page %d of %d");
	model->orientation = g_strdup("portrait");
	model->as_at = g_date_time_new_utc(2024, 8, 5, 0, 0, 0);
	return model;
}

Table *book_add_table(Model *model, guint sheet, guint columns)
{
	Table *table = model_add(model, BLOCK_TABLE, 1)->table;
	table->id = g_strdup_printf("sheet%u", sheet);
	table->caption = g_strdup_printf("Sheet %u", sheet);
	table->empty = g_strdup("None.");
	for (guint column = 0; column < columns; column++) {
		bool text = column < BOOK_TEXT_COLUMNS;
		g_autofree char *header = g_strdup_printf("Column head %u", column + 1);
		g_ptr_array_add(table->columns,
				table_column_new(header, header, text ? ALIGN_START : ALIGN_END,
						 text ? VALUE_TEXT : VALUE_NUMBER));
	}
	return table;
}

void book_fill_row(Value *values, guint sheet, guint row, guint columns)
{
	for (guint column = 0; column < columns; column++) {
		guint number = (row * 31 + column * 17 + sheet * 7) % 1000;
		bool text = column < BOOK_TEXT_COLUMNS;
		values[column] =
		    (Value){ .kind = text ? VALUE_TEXT : VALUE_NUMBER,
			     .text = g_strdup_printf(text ? "Police station %u" : "%u", number),
			     .number = number,
			     .excel_format = text ? NULL : g_strdup("#,##0") };
	}
}

Model *book_model(BookSize size)
{
	Model *model = book_model_empty();
	for (guint sheet = 0; sheet < size.sheets; sheet++) {
		Table *table = book_add_table(model, sheet, size.columns);
		for (guint row = 0; row < size.rows; row++) {
			Value *values = g_new0(Value, size.columns);
			book_fill_row(values, sheet, row, size.columns);
			g_ptr_array_add(table->rows, values);
		}
	}
	return model;
}

/* ── bare libxlsxwriter ── */

typedef struct {
	lxw_workbook *book;
	lxw_format *title, *head, *text, *number;
} Raw;

static lxw_format *raw_format(const Raw *raw, double size, const char *number_format)
{
	lxw_format *format = workbook_add_format(raw->book);
	format_set_font_name(format, "Arial");
	format_set_font_size(format, size);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (number_format != NULL)
		format_set_num_format(format, number_format);
	else
		format_set_text_wrap(format);
	return format;
}

static Raw raw_begin(const char *path, bool constant_memory)
{
	lxw_workbook_options options = { .constant_memory =
					     constant_memory ? LXW_TRUE : LXW_FALSE };
	Raw raw = { .book = workbook_new_opt(path, &options) };
	raw.title = raw_format(&raw, 16, NULL);
	raw.head = raw_format(&raw, 11, NULL);
	raw.text = raw_format(&raw, 11, NULL);
	raw.number = raw_format(&raw, 11, "#,##0");
	return raw;
}

static void raw_row(const Raw *raw, lxw_worksheet *sheet, lxw_row_t row, const Value *values,
		    guint columns)
{
	for (guint column = 0; column < columns; column++) {
		if (values[column].kind == VALUE_NUMBER)
			worksheet_write_number(sheet, row, (lxw_col_t)column, values[column].number,
					       raw->number);
		else
			worksheet_write_string(sheet, row, (lxw_col_t)column, values[column].text,
					       raw->text);
	}
}

static void raw_table(const Raw *raw, const Table *table)
{
	guint width = table->columns->len;
	lxw_worksheet *sheet = workbook_add_worksheet(raw->book, table->id);
	g_autofree lxw_table_column *columns = g_new0(lxw_table_column, width);
	g_autofree lxw_table_column **list = g_new0(lxw_table_column *, width + 1);
	for (guint column = 0; column < width; column++) {
		columns[column].header =
		    ((const TableColumn *)table->columns->pdata[column])->header;
		columns[column].header_format = raw->head;
		list[column] = &columns[column];
	}
	worksheet_write_string(sheet, 0, 0, table->caption, raw->title);
	worksheet_set_column(sheet, 0, (lxw_col_t)(width - 1), 16, NULL);
	worksheet_add_table(sheet, 1, 0, 1 + table->rows->len, (lxw_col_t)(width - 1),
			    &(lxw_table_options){ .columns = list });
	for (guint row = 0; row < table->rows->len; row++)
		raw_row(raw, sheet, 2 + row, table->rows->pdata[row], width);
	worksheet_freeze_panes(sheet, 2, 0);
}

bool book_write_raw(const Model *model, const char *path)
{
	Raw raw = raw_begin(path, false);
	for (guint n = 0; n < model->blocks->len; n++)
		raw_table(&raw, ((const Block *)model->blocks->pdata[n])->table);
	return workbook_close(raw.book) == LXW_NO_ERROR;
}

bool book_write_raw_plain(BookSize size, const char *path)
{
	Raw raw = raw_begin(path, true);
	g_autofree Value *values = g_new0(Value, size.columns);
	lxw_worksheet *sheet = workbook_add_worksheet(raw.book, "sheet0");
	worksheet_set_column(sheet, 0, (lxw_col_t)(size.columns - 1), 16, NULL);
	worksheet_write_string(sheet, 0, 0, "Sheet 0", raw.title);
	for (guint column = 0; column < size.columns; column++) {
		g_autofree char *header = g_strdup_printf("Column head %u", column + 1);
		worksheet_write_string(sheet, 1, (lxw_col_t)column, header, raw.head);
	}
	for (guint row = 0; row < size.rows; row++) {
		book_fill_row(values, 0, row, size.columns);
		raw_row(&raw, sheet, 2 + row, values, size.columns);
		for (guint column = 0; column < size.columns; column++)
			value_clear(&values[column]);
	}
	return workbook_close(raw.book) == LXW_NO_ERROR;
}
