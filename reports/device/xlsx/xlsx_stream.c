#include "reports/device/xlsx/xlsx_stream.h"

#include <unistd.h>

#include "core/error.h"
#include "reports/device/xlsx/xlsx_file.h"
#include "reports/device/xlsx/xlsx_front.h"
#include "reports/device/xlsx/xlsx_text.h"

struct XlsxStream {
	XlsxStreamHead head;
	char *target;
	int file;
	XlsxBook book;
	lxw_worksheet *sheet;
	lxw_row_t first, row; /* of the heads, and the next one to be written */
	guint width;
};

enum { NUMBER_WIDTH = 14, TEXT_WIDTH = 24 };

/* The lines above the table, and its heads; rows come in their order. */
static void write_head(XlsxStream *stream)
{
	XlsxBook *book = &stream->book;
	const Table *table = stream->head.table;
	XlsxFront front;
	xlsx_front_init(&front, book);
	stream->sheet = xlsx_titled_sheet(&front, table->id, table->caption, NULL);
	stream->first = xlsx_write_lines(&front, stream->sheet, &table->about, "one_table",
					 model_word(book->model, "plain_sheet"), 0);
	xlsx_front_clear(&front);
	stream->row = stream->first + 1;
	for (guint column = 0; column < stream->width; column++) {
		const TableColumn *head = table->columns->pdata[column];
		bool end = head->kind != VALUE_TEXT;
		worksheet_set_column(stream->sheet, (lxw_col_t)column, (lxw_col_t)column,
				     end ? NUMBER_WIDTH : TEXT_WIDTH, NULL);
		xlsx_write_text(book, stream->sheet, stream->first, (lxw_col_t)column, head->header,
				XLSX_BOLD | XLSX_WRAP | (end ? XLSX_END : XLSX_PLAIN));
	}
	worksheet_repeat_rows(stream->sheet, stream->book.top > 0 ? 0 : stream->first,
			      stream->first);
	worksheet_set_landscape(stream->sheet);
	if (!book->is_public)
		worksheet_freeze_panes(stream->sheet, stream->first + 1,
				       (lxw_col_t)MIN(table->heads, stream->width - 1));
}

XlsxStream *xlsx_stream_begin(const XlsxStreamHead *head, const char *target, GError **error)
{
	g_autofree char *path = NULL;
	const char *folder = xlsx_file_folder(target, error);
	int file = folder != NULL ? xlsx_file_open(target, folder, true, &path, error) : -1;
	if (file < 0)
		return NULL;
	XlsxStream *stream = g_new0(XlsxStream, 1);
	stream->head = *head;
	stream->target = g_strdup(target);
	stream->file = file;
	stream->width = head->table->columns->len;
	xlsx_book_init(&stream->book, head->model, path, folder, true);
	write_head(stream);
	return stream;
}

void xlsx_stream_row(XlsxStream *stream, const Value *values)
{
	if (stream->row >= LXW_ROW_MAX) {
		if (stream->book.error == NULL)
			error_set(&stream->book.error, SHUMAR_ERROR_OUTPUT,
				  "Write it as CSV, or part it by year or district.",
				  "cannot write '%s': a sheet has %d rows and the table has more",
				  stream->target, LXW_ROW_MAX);
		return;
	}
	xlsx_write_row(&stream->book, stream->sheet, stream->row++, values, stream->width,
		       XLSX_PLAIN);
}

bool xlsx_stream_end(XlsxStream *stream, GError **error)
{
	lxw_col_t right = (lxw_col_t)(stream->width - 1);
	lxw_row_t last = MAX(stream->row - 1, stream->first + 1);
	if (!stream->book.is_public)
		xlsx_check(&stream->book,
			   worksheet_autofilter(stream->sheet, stream->first, 0, last, right),
			   "a filter");
	xlsx_name_cells(&stream->book, stream->sheet, "table", stream->head.table->id,
			stream->first, 0, last, right);
	bool written = xlsx_book_close(&stream->book, stream->target, error) &&
		       xlsx_file_save(stream->file, stream->head.model, stream->target, error);
	close(stream->file);
	g_free(stream->target);
	g_free(stream);
	return written;
}
