#include "etl/csv/csv_private.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char quote_hint[] =
    "Close the quote on that line, or write a quote that belongs to the text twice (\"\").";

/* ── what is rejected ── */
static void reject(CsvReader *reader, CsvRecord *record, const char *code, size_t place,
		   const char *remedy, const char *format, ...) G_GNUC_PRINTF(6, 7);

static void reject(CsvReader *reader, CsvRecord *record, const char *code, size_t place,
		   const char *remedy, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_string_vprintf(reader->reason, format, arguments);
	va_end(arguments);
	record->code = code;
	record->column = place < reader->width ? reader->header[place] : NULL;
	record->reason = reader->reason->str;
	record->remedy = remedy;
	record->fields = NULL;
}

/* Place in the header of the field that holds the byte at AT. */
static size_t place_of_byte(const CsvReader *reader, size_t at)
{
	size_t place = 0;
	while (place + 1 < MIN(reader->spans_count, reader->width) &&
	       reader->spans[place + 1].start <= at)
		place++;
	return place;
}

static void reject_width(CsvReader *reader, CsvRecord *record, gint64 lines)
{
	bool fewer = reader->spans_count < reader->width;
	g_autofree char *place =
	    lines > 1 ? g_strdup_printf(" on the lines %" G_GINT64_FORMAT "–%" G_GINT64_FORMAT,
					reader->line, reader->line + lines - 1)
		      : g_strdup("");
	reject(reader, record, "csv-width", fewer ? reader->spans_count : CSV_NOWHERE,
	       fewer ? "Give the record every field of the header, empty where nothing is known."
		     : "Put quotes around a field that holds the delimiter.",
	       "The record%s has %zu %s where the header has %zu.", place, reader->spans_count,
	       reader->spans_count == 1 ? "field" : "fields", reader->width);
}

static void reject_long(CsvReader *reader, CsvRecord *record)
{
	reject(reader, record, "csv-long", CSV_NOWHERE,
	       "Check that the file has line ends and that this line is a record.",
	       "The record is longer than %zu bytes.", CSV_RECORD_LIMIT);
}

/* ── giving out a record ── */
/* Refuses the field at PLACE for its byte at FAULT. */
static bool reject_byte(CsvReader *reader, CsvRecord *record, size_t place, size_t fault)
{
	if (reader->charset != NULL)
		reject(reader, record, "csv-encoding", place,
		       "Save the file in the encoding that the source declares, or as UTF-8 with a "
		       "byte order mark.",
		       "Byte %zu of the field stands for no letter in the declared encoding.",
		       fault + 1);
	else
		reject(reader, record, "csv-utf8", place,
		       "Save the file as UTF-8 and drop it again.",
		       "Byte %zu of the field is not UTF-8.", fault + 1);
	return false;
}

/* The LENGTH bytes at TEXT, which lie in the buffer, as UTF-8; false when they are not in the
 * file's encoding. */
static bool take_text(CsvReader *reader, CsvRecord *record, size_t place, bool coded, char **text,
		      size_t *length)
{
	size_t fault = coded ? csv_text_fault(reader->charset, *text, *length)
			     : csv_text_utf8_fault(*text, *length);
	if (fault < *length)
		return reject_byte(reader, record, place, fault);
	if (!coded)
		return true;
	char *decoded = reader->decoded + reader->decoded_length;
	*length = csv_text_decode(reader->charset, *text, *length, decoded);
	reader->decoded_length += *length + 1;
	*text = decoded;
	return true;
}

/* True when the record at hand is in the file's own encoding of one byte a letter; some of one that
 * was put together are UTF-8. */
static bool is_coded(CsvReader *reader, const char *text, size_t length)
{
	if (reader->charset == NULL || !csv_text_is_surely_utf8(text, length))
		return reader->charset != NULL;
	if (reader->doubts.utf8++ == 0)
		reader->doubts.utf8_line = reader->line;
	return false;
}

/* Hands the wanted fields out; false when one of them is not in the file's encoding. */
static bool take_fields(CsvReader *reader, CsvRecord *record, size_t end)
{
	char *begin = reader->buffer + reader->start;
	bool plain = csv_text_is_ascii(begin, end - reader->start);
	bool coded = !plain && is_coded(reader, begin, end - reader->start);
	if (!plain && !coded && csv_text_is_garbled(begin, end - reader->start) &&
	    reader->doubts.garbled++ == 0)
		reader->doubts.garbled_line = reader->line;
	reader->decoded_length = 0;
	for (size_t column = 0; column < reader->wanted_count; column++) {
		size_t place = reader->wanted[column];
		if (place == CSV_NOWHERE)
			continue; /* it stays the empty field that the header made it */
		CsvSpan *span = &reader->spans[place];
		char *text = reader->buffer + span->start;
		size_t length =
		    span->doubled ? csv_text_undouble(text, span->length) : span->length;
		if (!plain && !take_text(reader, record, place, coded, &text, &length))
			return false;
		/* The delimiter, quote or line end behind the field has been scanned. */
		text[length] = '\0';
		reader->fields[column] = (CsvField){ text, length };
	}
	record->fields = reader->fields;
	return true;
}

/* Refuses the record for its quote. Only its first line is passed over: a stray quote
 * must not take the good records behind it along. */
static CsvStep pass_bad_quote(CsvReader *reader, CsvRecord *record, size_t place,
			      const char *reason, GError **error)
{
	reject(reader, record, "csv-quote", place,
	       "Write a quote that belongs to the text twice (\"\"), or put the delimiter there.",
	       "%s", reason);
	csv_scan_forget(reader);
	return csv_scan_pass_line(reader, error) ? CSV_REJECTED : CSV_FAILED;
}

static CsvStep take_good_width(CsvReader *reader, const CsvScan *scan, CsvRecord *record)
{
	if (scan->lines > 1)
		csv_doubt_lines(reader, scan, csv_doubt_swallowed(reader, scan));
	csv_doubt_total(reader);
	take_fields(reader, record, scan->end);
	return record->code == NULL ? CSV_RECORD : CSV_REJECTED;
}

static CsvStep take_record(CsvReader *reader, const CsvScan *scan, CsvRecord *record,
			   GError **error)
{
	CsvStep step = CSV_REJECTED;
	size_t nul = csv_scan_find(reader, CSV_FIND_NUL, reader->start);
	bool wide = reader->spans_count == reader->width;
	if (scan->end - reader->start > CSV_RECORD_LIMIT)
		reject_long(reader, record);
	else if (nul < scan->end)
		reject(reader, record, "csv-nul", place_of_byte(reader, nul),
		       "Export the file again: it was damaged, or is not plain text.",
		       "The record holds a zero byte.");
	else if (!wide && scan->lines > 1 && csv_doubt_swallowed(reader, scan) > 0)
		return pass_bad_quote(reader, record, CSV_NOWHERE,
				      "A quoted field takes the lines behind it in, which read as "
				      "records of their own.",
				      error);
	else if (!wide)
		reject_width(reader, record, scan->lines);
	else
		step = take_good_width(reader, scan, record);
	reader->doubts.records++;
	reader->start = scan->next;
	reader->line += scan->lines;
	return step;
}

/* Passes over the record that SCAN found when it is none; true when it was. */
static bool pass_no_record(CsvReader *reader, const CsvScan *scan)
{
	CsvDoubts *doubts = &reader->doubts;
	size_t length = scan->end - reader->start;
	const char *text = reader->buffer + reader->start;
	bool again = length == reader->header_text->len &&
		     memcmp(text, reader->header_text->str, length) == 0;
	if (length > 0 && !again && !csv_doubt_is_empty(reader, scan->end))
		return false;
	if (again && doubts->repeats++ == 0)
		doubts->repeat_line = reader->line;
	if (length > 0 && !again && doubts->empty++ == 0)
		doubts->empty_line = reader->line;
	reader->start = scan->next;
	reader->line += scan->lines;
	return true;
}

static CsvStep fail_unclosed(CsvReader *reader, const CsvScan *scan, bool at_end, GError **error)
{
	reader->fault_line = reader->line + scan->lines;
	g_autofree char *within = g_strdup_printf("within %zu bytes", CSV_RECORD_LIMIT);
	error_set(error, SHUMAR_ERROR_FAILED, quote_hint,
		  "cannot read '%s': the quote opened on line %" G_GINT64_FORMAT
		  " is never closed%s%s",
		  reader->name, reader->fault_line, at_end ? "" : " ", at_end ? "" : within);
	return CSV_FAILED;
}

/* Passes over a record whose end was not met within the limit. */
static CsvStep pass_long_record(CsvReader *reader, CsvRecord *record, GError **error)
{
	CsvScan scan;
	if (csv_scan_in_quote(reader, &scan))
		return fail_unclosed(reader, &scan, false, error);
	reject_long(reader, record);
	return csv_scan_pass_line(reader, error) ? CSV_REJECTED : CSV_FAILED;
}

/* A byte order mark in the middle is of a file that was put behind another. */
static void pass_mark(CsvReader *reader)
{
	if (reader->end - reader->start >= strlen(CSV_MARK) &&
	    memcmp(reader->buffer + reader->start, CSV_MARK, strlen(CSV_MARK)) == 0)
		reader->start += strlen(CSV_MARK);
}

static CsvStep read_record(CsvReader *reader, CsvRecord *record, GError **error)
{
	for (;;) {
		pass_mark(reader);
		if (reader->start == reader->end && reader->eof)
			return CSV_END;
		CsvScan scan;
		CsvScanEnd end = csv_scan_record(reader, &scan);
		record->line = reader->line;
		if (end == CSV_SCAN_UNCLOSED)
			return fail_unclosed(reader, &scan, true, error);
		if (end == CSV_SCAN_AFTER_QUOTE)
			return pass_bad_quote(reader, record, reader->spans_count - 1,
					      "Text follows the closing quote of the field.",
					      error);
		if (end == CSV_SCAN_DONE) {
			if (!pass_no_record(reader, &scan))
				return take_record(reader, &scan, record, error);
		} else if (reader->end - reader->start > CSV_RECORD_LIMIT)
			return pass_long_record(reader, record, error);
		else if (!csv_scan_fill(reader, error))
			return CSV_FAILED;
	}
}

/* ── opening ── */
/* Opens PATH for reading when it is a plain file; a pipe would never end. */
static int open_plain_file(const char *path, const char *name, GError **error)
{
	static const char hint[] = "Check the file's name and that this user may read it.";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	if (fd < 0 || fstat(fd, &status) != 0) {
		error_set_errno(error, SHUMAR_ERROR_FAILED, errno, hint, "cannot open '%s'", name);
		return fd;
	}
	if (S_ISREG(status.st_mode))
		return fd;
	close(fd);
	error_set(error, SHUMAR_ERROR_FAILED, "Put the records there as a file.",
		  "cannot read '%s': it is %s", name,
		  S_ISDIR(status.st_mode) ? "a folder, not a file" : "no plain file");
	return -1;
}

static void limit(CsvReader *reader, int fd, const CsvFormat *format)
{
	struct stat status;
	reader->most_bytes = format->most_bytes;
	if (format->most_packed > 0 && fstat(fd, &status) == 0)
		reader->bomb_bytes = MAX(CSV_BOMB_BYTES, status.st_size * format->most_packed);
	if (format->most_us > 0)
		reader->until_us = g_get_monotonic_time() + format->most_us;
}

CsvReader *csv_open_fd(int fd, const char *name, const CsvFormat *format, GError **error)
{
	g_autoptr(CsvReader) reader = g_new0(CsvReader, 1);
	reader->name = g_strdup(name);
	reader->buffer = g_malloc(CSV_CAPACITY + 1);
	reader->reason = g_string_new(NULL);
	reader->line = 1;
	limit(reader, fd, format);
	reader->source = csv_source_new(fd);
	if (format->encoding != NULL && !csv_scan_survey(reader, fd, error))
		return NULL;
	return csv_header_read(reader, format, error) ? g_steal_pointer(&reader) : NULL;
}

CsvReader *csv_open_as(const char *path, const char *name, const CsvFormat *format, GError **error)
{
	int fd = open_plain_file(path, name, error);
	return fd >= 0 ? csv_open_fd(fd, name, format, error) : NULL;
}

CsvReader *csv_open(const char *path, const char *name, const char *const *columns, GError **error)
{
	size_t count = 0;
	while (columns != NULL && columns[count] != NULL)
		count++;
	g_autofree const char **names = g_new0(const char *, 2 * count + 1);
	g_autofree CsvColumn *wanted = g_new0(CsvColumn, count + 1);
	for (size_t n = 0; n < count; n++) {
		names[2 * n] = columns[n];
		wanted[n].names = &names[2 * n];
	}
	const CsvFormat format = { .columns = columns != NULL ? wanted : NULL,
				   .columns_count = count };
	return csv_open_as(path, name, &format, error);
}

void csv_close(CsvReader *reader)
{
	if (reader == NULL)
		return;
	csv_source_free(reader->source);
	g_free(reader->name);
	g_free(reader->buffer);
	g_strfreev(reader->header);
	if (reader->header_text != NULL)
		g_string_free(reader->header_text, TRUE);
	csv_doubt_clear(&reader->doubts);
	g_free(reader->wanted);
	g_free(reader->spans);
	g_free(reader->fields);
	g_free(reader->charset);
	g_free(reader->decoded);
	g_string_free(reader->reason, TRUE);
	g_free(reader);
}

const char *const *csv_header(const CsvReader *reader)
{
	return (const char *const *)reader->header;
}

gint64 csv_fault_line(const CsvReader *reader)
{
	return reader->fault_line;
}

CsvStep csv_read(CsvReader *reader, CsvRecord *ret_record, GError **error)
{
	*ret_record = (CsvRecord){ .line = reader->line };
	if (csv_doubt_next(reader, ret_record))
		return CSV_NOTED;
	if (reader->over)
		return CSV_END;
	CsvStep step = read_record(reader, ret_record, error);
	reader->over = step == CSV_END || step == CSV_FAILED;
	if (step != CSV_END)
		return step;
	csv_doubt_end(reader);
	return csv_doubt_next(reader, ret_record) ? CSV_NOTED : CSV_END;
}
