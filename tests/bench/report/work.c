#include "tests/bench/report/work.h"

#include <time.h>

#include "reports/device.h"
#include "reports/device/xlsx_stream.h"
#include "tests/bench/report/book.h"

static const BookSize sheet_size = { 1, 100000, 20 };
static const BookSize book_size = { 30, 1000, 15 };

/* Seconds of the processor, since other programs share the machine and both sides work alone. */
static double processor_seconds(void)
{
	struct timespec now;
	return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0
		   ? (double)now.tv_sec + (double)now.tv_nsec / 1e9
		   : 0;
}

double work_stream(const char *path)
{
	double began = processor_seconds();
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
	return stream != NULL && xlsx_stream_end(stream, NULL) ? processor_seconds() - began : -1;
}

double work_stream_raw(const char *path)
{
	double began = processor_seconds();
	return book_write_raw_plain(sheet_size, path) ? processor_seconds() - began : -1;
}

double work_book(const char *path)
{
	g_autoptr(Model) model = book_model(book_size);
	double began = processor_seconds();
	return device_xlsx_write(model, path, NULL) ? processor_seconds() - began : -1;
}

double work_book_raw(const char *path)
{
	g_autoptr(Model) model = book_model(book_size);
	double began = processor_seconds();
	return book_write_raw(model, path) ? processor_seconds() - began : -1;
}

/* What the Python peer prints for COMMAND; NULL when it fails. */
static char *ask_python(const char *command)
{
	g_autofree char *line = g_strdup_printf("tests/bench/peers/xlsx_book.py %s", command);
	char *said = NULL;
	int status = 0;
	if (!g_spawn_command_line_sync(line, &said, NULL, &status, NULL) || status != 0)
		g_clear_pointer(&said, g_free);
	return said;
}

double work_book_python(const char *path)
{
	g_autofree char *command = g_strdup_printf("write %u %u %u '%s'", book_size.sheets,
						   book_size.rows, book_size.columns, path);
	g_autofree char *said = ask_python(command);
	return said != NULL ? g_ascii_strtod(said, NULL) : -1;
}

bool work_same(const char *ours, const char *theirs)
{
	g_autofree char *first = g_strdup_printf("cells '%s'", ours);
	g_autofree char *second = g_strdup_printf("cells '%s'", theirs);
	g_autofree char *one = ask_python(first);
	g_autofree char *other = ask_python(second);
	return one != NULL && g_strcmp0(one, other) == 0;
}
