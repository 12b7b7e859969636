#include "tests/support/told.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void put_record(GString *told, const CsvRecord *record, size_t width)
{
	g_string_append_printf(told, "%d", (int)record->line);
	for (size_t n = 0; n < width; n++)
		g_string_append_printf(told, "|%s", record->fields[n].data);
	g_string_append_c(told, '\n');
}

static char *tell(CsvReader *reader, size_t width)
{
	g_autoptr(GError) error = NULL;
	GString *told = g_string_new(NULL);
	CsvRecord record;
	CsvStep step;
	while ((step = csv_read(reader, &record, &error)) < CSV_END) {
		if (step == CSV_RECORD)
			put_record(told, &record, width);
		else
			g_string_append_printf(
			    told, "%c%d %s %s %s\n", step == CSV_NOTED ? '?' : '!',
			    (int)record.line, record.code,
			    record.column != NULL ? record.column : "-", record.reason);
	}
	if (step == CSV_FAILED)
		g_string_append_printf(told, "error %d %s\n", error->code, error->message);
	return g_string_free(told, FALSE);
}

char *told_bytes(const void *bytes, size_t length, const CsvFormat *format)
{
	static const CsvFormat plain;
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	int fd = g_file_open_tmp("shumar-told-XXXXXX", &path, NULL);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, bytes, length), (ssize_t)length);
	close(fd);
	g_autoptr(CsvReader) reader =
	    csv_open_as(path, "x.csv", format != NULL ? format : &plain, &error);
	g_unlink(path);
	if (reader == NULL)
		return g_strdup_printf("error %d %s\n", error->code, error->message);
	bool all = format == NULL || format->columns == NULL;
	return tell(reader, all ? g_strv_length((GStrv)(guintptr)csv_header(reader))
				: format->columns_count);
}

char *told_text(const char *text, const char *const *names)
{
	size_t count = 0;
	while (names[count] != NULL)
		count++;
	g_autofree const char **lists = g_new0(const char *, 2 * count);
	g_autofree CsvColumn *columns = g_new0(CsvColumn, count);
	for (size_t n = 0; n < count; n++) {
		lists[2 * n] = names[n];
		columns[n].names = &lists[2 * n];
	}
	const CsvFormat format = { .columns = columns, .columns_count = count };
	return told_bytes(text, strlen(text), &format);
}

void told_check(const char *text, const char *const *names, const char *expected)
{
	g_autofree char *told = told_text(text, names);
	cr_expect_str_eq(told, expected, "of <%s> was told <%s>", text, told);
}
