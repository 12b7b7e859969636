#include "etl/csv/csv_private.h"

#include "core/error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

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

static bool fail_reading(CsvReader *reader, CsvFault fault, GError **error)
{
	static const char *const said[] = {
		[CSV_FAULT_CUT] = "cut short",
		[CSV_FAULT_DAMAGED] = "damaged",
		[CSV_FAULT_BEHIND] = "damaged: bytes that are not packed follow its end,",
	};
	int code = errno;
	reader->fault_line = reader->line;
	if (fault == CSV_FAULT_ERRNO)
		error_set_errno(error, SHUMAR_ERROR_FAILED, code,
				"Check the file and the disk it lies on.", "cannot read '%s'",
				reader->name);
	else
		error_set(error, SHUMAR_ERROR_FAILED, "Copy the file again, whole.",
			  "cannot read '%s': the gzip file is %s after line %" G_GINT64_FORMAT,
			  reader->name, said[fault], reader->line);
	return false;
}

/* False when GOT more bytes are more than the file may hold, or have come too late. */
static bool within_limits(CsvReader *reader, gint64 got, GError **error)
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
	size_t got = 0;
	CsvFault fault = csv_source_read(reader->source, reader->buffer + reader->end, room, &got);
	reader->end += got;
	reader->eof = got == 0;
	if (fault != CSV_FAULT_NONE)
		return fail_reading(reader, fault, error);
	return reader->eof || within_limits(reader, (gint64)got, error);
}

/* Takes a look at all of SOURCE, as long as the limits allow. */
static bool survey(CsvReader *reader, CsvSource *source, bool *ret_utf8, GError **error)
{
	enum { LONGEST = 4 };
	size_t left = 0; /* of a letter that goes on in the next chunk */
	size_t got = 0;
	bool ascii = true;
	*ret_utf8 = false;
	/* what cannot be unpacked is told by the reading itself */
	while (csv_source_read(source, reader->buffer + left, CSV_CHUNK, &got) == CSV_FAULT_NONE &&
	       got > 0) {
		size_t length = left + got;
		bool marked = reader->bytes == 0 && length >= strlen(CSV_MARK) &&
			      memcmp(reader->buffer, CSV_MARK, strlen(CSV_MARK)) == 0;
		size_t mark = marked ? strlen(CSV_MARK) : 0;
		size_t good = csv_text_utf8_fault(reader->buffer, length);
		if (!within_limits(reader, (gint64)got, error))
			return false;
		if (length - good >= LONGEST)
			return true;
		ascii = ascii && csv_text_is_ascii(reader->buffer + mark, length - mark);
		left = length - good;
		memmove(reader->buffer, reader->buffer + good, left);
	}
	*ret_utf8 = left == 0 && !ascii;
	return true;
}

bool csv_scan_survey(CsvReader *reader, int fd, GError **error)
{
	bool utf8 = false;
	int again = dup(fd);
	g_autoptr(CsvSource) source = again >= 0 ? csv_source_new(again) : NULL;
	if (source == NULL)
		return fail_reading(reader, CSV_FAULT_ERRNO, error);
	if (!survey(reader, source, &utf8, error))
		return false;
	reader->doubts.whole = utf8 ? "UTF-8" : NULL;
	reader->bytes = 0;
	return lseek(fd, 0, SEEK_SET) == 0 || fail_reading(reader, CSV_FAULT_ERRNO, error);
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

static size_t pass_blanks(const CsvReader *reader, size_t at)
{
	while (at < reader->end && (reader->buffer[at] == ' ' || reader->buffer[at] == '\t') &&
	       reader->buffer[at] != reader->delimiter)
		at++;
	return at;
}

/* True where a field is over. */
static bool is_field_end(const CsvReader *reader, size_t at)
{
	return at == reader->end || is_line_end(reader->buffer[at]) ||
	       reader->buffer[at] == reader->delimiter;
}

/* Takes the field at PLACE when it is quoted, with blanks before the quote, within its line. DONE
 * with *ret_after at PLACE says that it is not. */
static CsvScanEnd scan_blank_quoted(CsvReader *reader, size_t place, size_t *ret_after)
{
	size_t begin = pass_blanks(reader, place) + 1;
	bool doubled = false;
	*ret_after = place;
	if (begin - 1 == reader->end)
		return reader->eof ? CSV_SCAN_DONE : CSV_SCAN_MORE;
	if (reader->buffer[begin - 1] != '"')
		return CSV_SCAN_DONE;
	for (size_t at = begin; at < reader->end && !is_line_end(reader->buffer[at]); at++) {
		if (reader->buffer[at] != '"')
			continue;
		if (at + 1 < reader->end && reader->buffer[at + 1] == '"') {
			doubled = true;
			at++;
			continue;
		}
		size_t after = pass_blanks(reader, at + 1);
		if (after == reader->end && !reader->eof)
			return CSV_SCAN_MORE;
		if (is_field_end(reader, after)) {
			span_add(reader, begin, at, doubled);
			*ret_after = after;
		}
		return CSV_SCAN_DONE;
	}
	bool over = reader->eof ||
		    memchr(reader->buffer + begin, '\n', reader->end - begin) != NULL ||
		    memchr(reader->buffer + begin, '\r', reader->end - begin) != NULL;
	return over ? CSV_SCAN_DONE : CSV_SCAN_MORE;
}

/* Takes the bare field at PLACE; a quote inside it is text. */
static CsvScanEnd scan_bare_field(CsvReader *reader, size_t place, size_t *ret_after)
{
	size_t at = place;
	if (at < reader->end && (reader->buffer[at] == ' ' || reader->buffer[at] == '\t')) {
		CsvScanEnd end = scan_blank_quoted(reader, place, ret_after);
		if (end != CSV_SCAN_DONE || *ret_after > place)
			return end;
	}
	while (!is_field_end(reader, at))
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
		at = quoted ? pass_blanks(reader, at) : at;
		if (quoted && at == reader->end && !reader->eof)
			return CSV_SCAN_MORE;
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

bool csv_scan_pass_line(CsvReader *reader, GError **error)
{
	for (;;) {
		size_t end = csv_scan_line_end(reader);
		bool found = end != CSV_NOWHERE;
		if (reader->eof || (found && csv_scan_line_end_certain(reader, end))) {
			reader->start = csv_scan_after_line_end(reader, MIN(end, reader->end));
			reader->line++;
			return true;
		}
		reader->start = found ? end : reader->end;
		if (!csv_scan_fill(reader, error))
			return false;
	}
}
