#include "tests/bench/report/work.h"
#include "reports/device/xlsx/xlsx.h"

#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx_stream.h"
#include "tests/bench/report/book.h"
#include "tests/bench/report/python.h"
#include "tests/bench/report/taken.h"

static const BookSize sheet_size = { 1, 100000, 20 };
static const BookSize book_size = { 30, 1000, 15 };

Taken work_stream(const char *path)
{
	Taken began = taken_now();
	g_autoptr(Model) model = book_model_empty();
	Table *table = book_add_table(model, 0, sheet_size.columns);
	g_autofree Value *values = g_new0(Value, sheet_size.columns);
	XlsxStream *stream =
	    xlsx_stream_begin(&(XlsxStreamHead){ .model = model, .table = table }, path, NULL);
	for (guint row = 0; stream != NULL && row < sheet_size.rows; row++) {
		book_fill_row(values, 0, row, sheet_size.columns);
		xlsx_stream_row(stream, values);
		for (guint column = 0; column < sheet_size.columns; column++)
			value_clear(&values[column]);
	}
	return stream != NULL && xlsx_stream_end(stream, NULL) ? taken_since(began) : taken_failed;
}

Taken work_stream_raw(const char *path)
{
	Taken began = taken_now();
	return book_write_raw_plain(sheet_size, path) ? taken_since(began) : taken_failed;
}

Taken work_book(const char *path)
{
	g_autoptr(Model) model = book_model(book_size);
	Taken began = taken_now();
	return device_xlsx_write(model, path, NULL) ? taken_since(began) : taken_failed;
}

Taken work_book_raw(const char *path)
{
	g_autoptr(Model) model = book_model(book_size);
	Taken began = taken_now();
	return book_write_raw(model, path) ? taken_since(began) : taken_failed;
}

Taken work_book_python(const char *path)
{
	g_autofree char *command = g_strdup_printf("write %u %u %u '%s'", book_size.sheets,
						   book_size.rows, book_size.columns, path);
	g_autofree char *said = python_ask("xlsx_book.py", command);
	return python_taken(said);
}

bool work_same_cells(const char *ours, const char *theirs)
{
	g_autofree char *first = g_strdup_printf("cells '%s'", ours);
	g_autofree char *second = g_strdup_printf("cells '%s'", theirs);
	g_autofree char *one = python_ask("xlsx_book.py", first);
	g_autofree char *other = python_ask("xlsx_book.py", second);
	return one != NULL && g_strcmp0(one, other) == 0;
}
