/*
 * Fuzzing the reader of CSV files: no bytes, however malformed, may crash, hang or leak; every step
 * has what its kind must have, lines only go on, and each value is read as every type. The first
 * byte chooses how the file is declared.
 */
#define _GNU_SOURCE /* memfd_create */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "etl/csv/csv.h"
#include "etl/source/drop_field.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const id[] = { "id", "fir no", "A", NULL };
static const char *const held[] = { "held", "b", NULL };
static const CsvColumn columns[] = { { .names = id }, { .names = held, .optional = true } };

static const char *const encodings[] = { NULL, "WINDOWS-1256", "WINDOWS-1252" };
static const char delimiters[] = { '\0', ',', ';', '\t', '|' };

static void read_value(const CsvField *value, const DropReading *reading)
{
	for (int type = FIELD_TEXT; type <= FIELD_INSTANT; type++) {
		char name[] = "held";
		FileField field = { .name = name,
				    .type = (FieldType)type,
				    .decimals = type % 2 == 0 ? 2 : -1,
				    .dmy_style = true,
				    .month_style = true };
		DropValue got = drop_field_read(&field, reading, value->data, value->length);
		g_assert((got.code == NULL) == (got.remedy == NULL));
		g_assert(got.code == NULL || got.null || got.noted);
		g_assert(got.text == NULL || g_utf8_validate(got.text, (gssize)got.length, NULL));
	}
	g_string_chunk_clear(reading->texts);
}

static void check_record(const CsvRecord *record, CsvStep step, size_t width,
			 const DropReading *reading)
{
	g_assert(record->line >= 1);
	g_assert((step == CSV_RECORD) == (record->fields != NULL));
	g_assert((step == CSV_RECORD) == (record->code == NULL));
	g_assert(step == CSV_RECORD || (record->reason != NULL && record->remedy != NULL));
	for (size_t n = 0; step == CSV_RECORD && n < width; n++) {
		const CsvField *value = &record->fields[n];
		g_assert(strlen(value->data) == value->length);
		g_assert(g_utf8_validate(value->data, (gssize)value->length, NULL));
		read_value(value, reading);
	}
}

static void read_file(int fd, const CsvFormat *format, const DropReading *reading)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CsvReader) reader = csv_open_fd(fd, "fuzz.csv", format, &error);
	g_assert((reader == NULL) == (error != NULL));
	if (reader == NULL)
		return;
	size_t width = format->columns != NULL ? format->columns_count : 0;
	while (format->columns == NULL && csv_header(reader)[width] != NULL)
		width++;
	CsvRecord record;
	CsvStep step;
	gint64 line = 0;
	while ((step = csv_read(reader, &record, &error)) < CSV_END) {
		check_record(&record, step, width, reading);
		g_assert(step == CSV_NOTED || record.line > line);
		line = step == CSV_NOTED ? line : record.line;
	}
	g_assert((step == CSV_FAILED) == (error != NULL));
	g_assert(csv_read(reader, &record, NULL) == CSV_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	int fd = memfd_create("fuzz.csv", MFD_CLOEXEC);
	g_assert(fd >= 0 && write(fd, data + 1, size - 1) == (ssize_t)size - 1);
	g_assert(lseek(fd, 0, SEEK_SET) == 0);
	bool all = data[0] & 1;
	const CsvFormat format = {
		.encoding = encodings[(data[0] >> 1) % G_N_ELEMENTS(encodings)],
		.delimiter = delimiters[(data[0] >> 3) % G_N_ELEMENTS(delimiters)],
		.columns = all ? NULL : columns,
		.columns_count = all ? 0 : G_N_ELEMENTS(columns),
		.most_bytes = 8 * 1024 * 1024,
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Karachi");
	g_autoptr(GString) reason = g_string_new(NULL);
	const DropReading reading = { zone, reason, g_string_chunk_new(256) };
	read_file(fd, &format, &reading);
	g_string_chunk_free(reading.texts);
	return 0;
}
