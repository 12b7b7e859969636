#include "etl/csv_private.h"

#include "core/error.h"

#include <errno.h>
#include <string.h>

static const char finder_bytes[CSV_FINDERS] = { '\n', '\r', '"', '\0' };

/* ── the buffer ── */
size_t csv_scan_find(CsvReader *reader, int which, size_t from)
{
	CsvFinder *finder = &reader->finders[which];
	if (finder->found && finder->next >= from)
		return finder->next;
	size_t begin = MAX(finder->next, from);
	const char *hit = memchr(reader->buffer + begin, finder_bytes[which], reader->end - begin);
	finder->found = hit != NULL;
	finder->next = hit != NULL ? (size_t)(hit - reader->buffer) : reader->end;
	return hit != NULL ? finder->next : CSV_NOWHERE;
}

void csv_scan_forget(CsvReader *reader)
{
	for (int which = 0; which < CSV_FINDERS; which++)
		reader->finders[which] = (CsvFinder){ .next = reader->start };
}

/* Brings the record at hand to the front of the buffer. */
static void buffer_shift(CsvReader *reader)
{
	size_t shift = reader->start;
	if (shift == 0)
		return;
	memmove(reader->buffer, reader->buffer + shift, reader->end - shift);
	reader->start = 0;
	reader->end -= shift;
	for (int which = 0; which < CSV_FINDERS; which++) {
		CsvFinder *finder = &reader->finders[which];
		finder->found = finder->found && finder->next >= shift;
		finder->next = finder->next >= shift ? finder->next - shift : 0;
	}
}

static bool fail_reading(CsvReader *reader, GError **error)
{
	reader->fault_line = reader->line;
	int code = Z_OK;
	const char *message = gzerror(reader->file, &code);
	if (code == Z_ERRNO)
		error_set_errno(error, SHUMAR_ERROR_FAILED, errno,
				"Check the file and the disk it lies on.", "cannot read '%s'",
				reader->name);
	else if (code == Z_BUF_ERROR)
		error_set(
		    error, SHUMAR_ERROR_FAILED, "Copy the file again, whole.",
		    "cannot read '%s': the gzip file is cut short after line %" G_GINT64_FORMAT,
		    reader->name, reader->line);
	else
		error_set(error, SHUMAR_ERROR_FAILED, "Copy the file again, whole.",
			  "cannot read '%s': the gzip file is damaged (%s)", reader->name, message);
	return false;
}

/* False when GOT more bytes are more than the file may hold, or have come too late. */
static bool within_limits(CsvReader *reader, int got, GError **error)
{
	static const char size_hint[] =
	    "Send the records in smaller files, or raise 'file_megabytes' of the source.";
	reader->bytes += got;
	const gint64 megabytes = reader->most_bytes / (1024 * 1024);
	if (reader->most_bytes > 0 && reader->bytes > reader->most_bytes)
		error_set(error, SHUMAR_ERROR_FAILED, size_hint,
			  "cannot read '%s': it unpacks to more than %" G_GINT64_FORMAT
			  " megabytes",
			  reader->name, megabytes);
	else if (reader->bomb_bytes > 0 && reader->bytes > reader->bomb_bytes)
		error_set(error, SHUMAR_ERROR_FAILED,
			  "Send the records unpacked, if it is a file of records at all.",
			  "cannot read '%s': it unpacks to far more than its bytes can mean",
			  reader->name);
	else if (reader->until_us > 0 && g_get_monotonic_time() > reader->until_us)
		error_set(
		    error, SHUMAR_ERROR_FAILED,
		    "Send the records in smaller files, or raise 'file_minutes' of the source.",
		    "cannot read '%s': it takes longer than a file may", reader->name);
	else
		return true;
	reader->fault_line = reader->line;
	return false;
}

/* Reads a chunk behind what the buffer holds; there is room while the record at hand is
 * not over-long. */
bool csv_scan_fill(CsvReader *reader, GError **error)
{
	buffer_shift(reader);
	size_t room = MIN(CSV_CAPACITY - reader->end, CSV_CHUNK);
	int got = gzread(reader->file, reader->buffer + reader->end, (unsigned)room);
	if (got < 0)
		return fail_reading(reader, error);
	reader->end += (size_t)got;
	if (got > 0)
		return within_limits(reader, got, error);
	/* gzread calls a stream that lacks its end the end of the file. */
	int code = Z_OK;
	gzerror(reader->file, &code);
	reader->eof = true;
	return code == Z_OK || code == Z_STREAM_END || fail_reading(reader, error);
}

/* ── finding the end of a record ── */
/* Where the line end at PLACE is over: LF, CR or CRLF. */
size_t csv_scan_after_line_end(const CsvReader *reader, size_t place)
{
	if (place >= reader->end)
		return reader->end;
	bool crlf = reader->buffer[place] == '\r' && place + 1 < reader->end &&
		    reader->buffer[place + 1] == '\n';
	return place + (crlf ? 2 : 1);
}

/* A CR that is the last byte read may be the first half of CRLF. */
bool csv_scan_line_end_certain(const CsvReader *reader, size_t place)
{
	return reader->eof || reader->buffer[place] != '\r' || place + 1 < reader->end;
}

static bool is_line_end(char byte)
{
	return byte == '\n' || byte == '\r';
}

static void span_add(CsvReader *reader, size_t start, size_t end, bool doubled)
{
	if (reader->spans_count < reader->width)
		reader->spans[reader->spans_count] = (CsvSpan){ start, end - start, doubled };
	reader->spans_count++;
}

/* Splits a line without quotes. */
static void split_line(CsvReader *reader, size_t end)
{
	const char *field = reader->buffer + reader->start;
	const char *stop = reader->buffer + end;
	const char *delimiter = NULL;
	reader->spans_count = 0;
	while ((delimiter = memchr(field, reader->delimiter, (size_t)(stop - field))) != NULL) {
		span_add(reader, (size_t)(field - reader->buffer),
			 (size_t)(delimiter - reader->buffer), false);
		field = delimiter + 1;
	}
	span_add(reader, (size_t)(field - reader->buffer), end, false);
}

static gint64 count_line_ends(const char *text, size_t length)
{
	gint64 count = 0;
	for (size_t n = 0; n < length; n++)
		count += text[n] == '\n' ||
			 (text[n] == '\r' && (n + 1 == length || text[n + 1] != '\n'));
	return count;
}

/* Takes the quoted field that opens at PLACE; *ret_after is behind its closing quote. */
static CsvScanEnd scan_quoted_field(CsvReader *reader, size_t place, size_t *ret_after,
				    CsvScan *scan)
{
	size_t begin = place + 1;
	size_t from = begin;
	bool doubled = false;
	for (;;) {
		const char *hit = memchr(reader->buffer + from, '"', reader->end - from);
		size_t quote = hit != NULL ? (size_t)(hit - reader->buffer) : reader->end;
		if (!reader->eof && quote + 1 >= reader->end)
			return CSV_SCAN_MORE;
		if (hit == NULL)
			return CSV_SCAN_UNCLOSED;
		if (quote + 1 == reader->end || reader->buffer[quote + 1] != '"') {
			span_add(reader, begin, quote, doubled);
			scan->lines += count_line_ends(reader->buffer + begin, quote - begin);
			*ret_after = quote + 1;
			return CSV_SCAN_DONE;
		}
		doubled = true;
		from = quote + 2;
	}
}

/* Takes the bare field at PLACE; a quote inside it is text. */
static CsvScanEnd scan_bare_field(CsvReader *reader, size_t place, size_t *ret_after)
{
	size_t at = place;
	while (at < reader->end && reader->buffer[at] != reader->delimiter &&
	       !is_line_end(reader->buffer[at]))
		at++;
	if (at == reader->end && !reader->eof)
		return CSV_SCAN_MORE;
	span_add(reader, place, at, false);
	*ret_after = at;
	return CSV_SCAN_DONE;
}

/* Splits the record at hand where quotes have a say. Changes nothing but the spans, so
 * that it can be done again when more was read. */
static CsvScanEnd scan_quoted(CsvReader *reader, CsvScan *scan)
{
	size_t at = reader->start;
	*scan = (CsvScan){ .lines = 0 };
	reader->spans_count = 0;
	for (;;) {
		bool quoted = at < reader->end && reader->buffer[at] == '"';
		CsvScanEnd end = quoted ? scan_quoted_field(reader, at, &at, scan)
					: scan_bare_field(reader, at, &at);
		if (end != CSV_SCAN_DONE)
			return end;
		if (at == reader->end || is_line_end(reader->buffer[at]))
			break;
		if (reader->buffer[at] != reader->delimiter)
			return CSV_SCAN_AFTER_QUOTE;
		at++;
		if (at == reader->end && !reader->eof)
			return CSV_SCAN_MORE;
	}
	if (at < reader->end && !csv_scan_line_end_certain(reader, at))
		return CSV_SCAN_MORE;
	scan->end = at;
	scan->next = csv_scan_after_line_end(reader, at);
	scan->lines++;
	return CSV_SCAN_DONE;
}

bool csv_scan_in_quote(CsvReader *reader, CsvScan *ret_scan)
{
	bool eof = reader->eof;
	reader->eof = true;
	CsvScanEnd end = scan_quoted(reader, ret_scan);
	reader->eof = eof;
	return end == CSV_SCAN_UNCLOSED;
}

size_t csv_scan_line_end(CsvReader *reader)
{
	return MIN(csv_scan_find(reader, CSV_FIND_LF, reader->start),
		   csv_scan_find(reader, CSV_FIND_CR, reader->start));
}

/* Splits the record at hand: by its line end alone when no quote stands in the line. */
CsvScanEnd csv_scan_record(CsvReader *reader, CsvScan *ret_scan)
{
	size_t end = MIN(csv_scan_line_end(reader), reader->eof ? reader->end : CSV_NOWHERE);
	if (csv_scan_find(reader, CSV_FIND_QUOTE, reader->start) < end)
		return scan_quoted(reader, ret_scan);
	if (end == CSV_NOWHERE || (end < reader->end && !csv_scan_line_end_certain(reader, end)))
		return CSV_SCAN_MORE;
	*ret_scan =
	    (CsvScan){ .end = end, .next = csv_scan_after_line_end(reader, end), .lines = 1 };
	split_line(reader, end);
	return CSV_SCAN_DONE;
}
