#include "etl/csv/csv_source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define PACKED_BYTES ((size_t)256 * 1024)

/* What tells UTF-16 must be seen within as many bytes. */
#define SNIFF_BYTES ((size_t)512)

/* A byte that stands nowhere in UTF-8. */
#define NO_TEXT ((char)0xFF)

typedef enum { FORM_UNKNOWN, FORM_PLAIN, FORM_GZIP, FORM_PADDING } SourceForm;
typedef enum { WIDE_UNKNOWN, WIDE_NONE, WIDE_LITTLE, WIDE_BIG } SourceWide;

struct CsvSource {
	int fd;
	SourceForm form;
	guint8 *packed; /* PACKED_BYTES, of which those from START to END are to come */
	size_t start;
	size_t end;
	bool eof;
	bool inflating; /* within a member */
	z_stream zip;

	SourceWide wide;
	bool guessed;
	guint8 *units; /* bytes of UTF-16 that are to come, at most UNITS_COUNT */
	size_t units_count;
	bool units_eof;
};

CsvSource *csv_source_new(int fd)
{
	CsvSource *source = g_new0(CsvSource, 1);
	source->fd = fd;
	source->packed = g_malloc(PACKED_BYTES);
	source->units = g_malloc(PACKED_BYTES);
	return source;
}

void csv_source_free(CsvSource *source)
{
	if (source == NULL)
		return;
	if (source->zip.state != NULL)
		inflateEnd(&source->zip);
	close(source->fd);
	g_free(source->packed);
	g_free(source->units);
	g_free(source);
}

bool csv_source_is_utf16(const CsvSource *source)
{
	return source->wide == WIDE_LITTLE || source->wide == WIDE_BIG;
}

bool csv_source_guessed_utf16(const CsvSource *source)
{
	return source->guessed;
}

/* ── the file ── */
/* Sees that LEAST bytes are to come, or all that the file has. */
static CsvFault fetch(CsvSource *source, size_t least)
{
	if (source->start > 0 && source->end - source->start < least) {
		memmove(source->packed, source->packed + source->start,
			source->end - source->start);
		source->end -= source->start;
		source->start = 0;
	}
	while (source->end - source->start < least && !source->eof) {
		ssize_t got =
		    read(source->fd, source->packed + source->end, PACKED_BYTES - source->end);
		if (got < 0 && errno != EINTR)
			return CSV_FAULT_ERRNO;
		source->eof = got == 0;
		source->end += got > 0 ? (size_t)got : 0;
	}
	return CSV_FAULT_NONE;
}

static bool at_member(const CsvSource *source)
{
	return source->end - source->start >= 2 && source->packed[source->start] == 0x1F &&
	       source->packed[source->start + 1] == 0x8B;
}

static CsvFault take_plain(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	CsvFault fault = fetch(source, 1);
	*ret_got = MIN(room, source->end - source->start);
	memcpy(out, source->packed + source->start, *ret_got);
	source->start += *ret_got;
	return fault;
}

/* ── gzip ── */
/* Behind a member: another one, zero bytes (of tapes and blocks), or the end. RFC 1952, 2.2;
 * gunzip passes over the zero bytes too. */
static CsvFault begin_member(CsvSource *source)
{
	CsvFault fault = fetch(source, 2);
	if (fault != CSV_FAULT_NONE || source->end == source->start)
		return fault;
	if (source->packed[source->start] == 0) {
		source->form = FORM_PADDING;
		return CSV_FAULT_NONE;
	}
	if (!at_member(source))
		return CSV_FAULT_BEHIND;
	enum { GZIP_WINDOW = 15 + 16 }; /* the largest window, gzip's head and checks: zlib.h */
	int code = source->zip.state == NULL ? inflateInit2(&source->zip, GZIP_WINDOW)
					     : inflateReset(&source->zip);
	g_assert(code == Z_OK); /* only a wrong version or no memory gives another */
	source->inflating = true;
	return CSV_FAULT_NONE;
}

/* Unpacks what one call gives; *ret_got may be 0 within the file. */
static CsvFault inflate_some(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	CsvFault fault = fetch(source, 1);
	if (fault != CSV_FAULT_NONE)
		return fault;
	z_stream *zip = &source->zip;
	zip->next_in = source->packed + source->start;
	zip->avail_in = (uInt)(source->end - source->start);
	zip->next_out = (Bytef *)out;
	zip->avail_out = (uInt)MIN(room, G_MAXINT32);
	uInt before = zip->avail_out;
	int code = inflate(zip, Z_NO_FLUSH);
	*ret_got = before - zip->avail_out;
	source->start = source->end - zip->avail_in;
	source->inflating = code != Z_STREAM_END;
	if (code == Z_STREAM_END || (code == Z_OK && *ret_got > 0))
		return CSV_FAULT_NONE;
	if (code != Z_OK && code != Z_BUF_ERROR)
		return CSV_FAULT_DAMAGED;
	return source->eof && source->start == source->end ? CSV_FAULT_CUT : CSV_FAULT_NONE;
}

/* To the end of the file there are zero bytes. */
static CsvFault pass_padding(CsvSource *source)
{
	CsvFault fault = CSV_FAULT_NONE;
	while ((fault = fetch(source, 1)) == CSV_FAULT_NONE && source->start < source->end) {
		if (source->packed[source->start] != 0)
			return CSV_FAULT_BEHIND;
		source->start++;
	}
	return fault;
}

static CsvFault take_gzip(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	CsvFault fault = CSV_FAULT_NONE;
	*ret_got = 0;
	while (*ret_got == 0 && fault == CSV_FAULT_NONE && source->form == FORM_GZIP) {
		bool over = false;
		if (source->inflating) {
			fault = inflate_some(source, out, room, ret_got);
		} else {
			fault = begin_member(source);
			over = source->end == source->start;
		}
		if (over)
			return fault;
	}
	return source->form == FORM_PADDING ? pass_padding(source) : fault;
}

/* The file's bytes, unpacked. */
static CsvFault take_bytes(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	*ret_got = 0;
	if (source->form == FORM_UNKNOWN) {
		CsvFault fault = fetch(source, 2);
		if (fault != CSV_FAULT_NONE)
			return fault;
		source->form = at_member(source) ? FORM_GZIP : FORM_PLAIN;
	}
	return source->form == FORM_PLAIN ? take_plain(source, out, room, ret_got)
					  : take_gzip(source, out, room, ret_got);
}

/* ── UTF-16 ── */
static CsvFault fetch_units(CsvSource *source, size_t least)
{
	while (source->units_count < least && !source->units_eof) {
		size_t got = 0;
		CsvFault fault = take_bytes(source, (char *)source->units + source->units_count,
					    PACKED_BYTES - source->units_count, &got);
		if (fault != CSV_FAULT_NONE)
			return fault;
		source->units_count += got;
		source->units_eof = got == 0;
	}
	return CSV_FAULT_NONE;
}

static void drop_units(CsvSource *source, size_t count)
{
	source->units_count -= count;
	memmove(source->units, source->units + count, source->units_count);
}

/* Bytes that are line ends, and those of them beside which no zero byte makes a letter of them. */
static void count_line_ends(const guint8 *bytes, size_t count, size_t zero_parity, size_t *ret_all,
			    size_t *ret_single)
{
	*ret_all = *ret_single = 0;
	for (size_t n = 0; n + 1 < count; n++) {
		if (bytes[n] != '\n' && bytes[n] != '\r')
			continue;
		(*ret_all)++;
		*ret_single += n % 2 == zero_parity || bytes[n ^ 1] != 0;
	}
}

/* Without a mark: delimiters, line ends and quotes are ASCII in every language, so that a text has
 * every second byte zero in many places and the others hardly ever; and no line end stands alone,
 * as those do in a text of single bytes that was damaged. */
static SourceWide guess_wide(const guint8 *bytes, size_t count)
{
	size_t zeros[2] = { 0, 0 };
	count = MIN(count, SNIFF_BYTES);
	for (size_t n = 0; n < count; n++)
		zeros[n % 2] += bytes[n] == 0;
	size_t parity = zeros[1] > zeros[0];
	if (zeros[parity] < 2 || zeros[parity] <= 8 * zeros[1 - parity])
		return WIDE_NONE;
	size_t line_ends = 0;
	size_t single = 0;
	count_line_ends(bytes, count, parity, &line_ends, &single);
	bool many = zeros[parity] * 20 >= count; /* one letter in ten */
	if (single > 0 || (line_ends == 0 && !many))
		return WIDE_NONE;
	return parity == 1 ? WIDE_LITTLE : WIDE_BIG;
}

static CsvFault sniff_wide(CsvSource *source)
{
	CsvFault fault = fetch_units(source, SNIFF_BYTES);
	const guint8 *bytes = source->units;
	if (fault != CSV_FAULT_NONE && source->units_count == 0)
		return fault; /* else it comes again, behind what could be read */
	bool marked = source->units_count >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) ||
						   (bytes[0] == 0xFE && bytes[1] == 0xFF));
	source->wide = !marked            ? guess_wide(bytes, source->units_count)
		       : bytes[0] == 0xFF ? WIDE_LITTLE
					  : WIDE_BIG;
	source->guessed = !marked && source->wide != WIDE_NONE;
	if (marked)
		drop_units(source, 2);
	return CSV_FAULT_NONE;
}

static guint32 unit_at(const CsvSource *source, size_t place)
{
	guint8 first = source->units[place];
	guint8 second = source->units[place + 1];
	return source->wide == WIDE_LITTLE ? (guint32)(second << 8 | first)
					   : (guint32)(first << 8 | second);
}

/* Writes the letter at PLACE to OUT; *ret_taken is 0 where its second half is still to come. */
static size_t put_letter(const CsvSource *source, size_t place, char *out, size_t *ret_taken)
{
	size_t left = source->units_count - place;
	guint32 unit = left >= 2 ? unit_at(source, place) : 0;
	bool high = unit >= 0xD800 && unit <= 0xDBFF;
	if (left < (high ? 4U : 2U) && !source->units_eof) {
		*ret_taken = 0;
		return 0;
	}
	guint32 low = high && left >= 4 ? unit_at(source, place + 2) : 0;
	*ret_taken = MIN(left, 2U);
	if (low >= 0xDC00 && low <= 0xDFFF) {
		*ret_taken = 4;
		unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
	} else if (left < 2 || (unit >= 0xD800 && unit <= 0xDFFF)) {
		*out = NO_TEXT;
		return 1;
	}
	return (size_t)g_unichar_to_utf8(unit, out);
}

static CsvFault take_wide(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	enum { LETTER_BYTES = 4 };
	size_t place = 0;
	*ret_got = 0;
	CsvFault fault = fetch_units(source, LETTER_BYTES);
	while (place < source->units_count && *ret_got + LETTER_BYTES <= room) {
		size_t taken = 0;
		*ret_got += put_letter(source, place, out + *ret_got, &taken);
		if (taken == 0)
			break;
		place += taken;
	}
	drop_units(source, place);
	return *ret_got > 0 ? CSV_FAULT_NONE : fault;
}

CsvFault csv_source_read(CsvSource *source, char *out, size_t room, size_t *ret_got)
{
	*ret_got = 0;
	if (source->wide == WIDE_UNKNOWN) {
		CsvFault fault = sniff_wide(source);
		if (fault != CSV_FAULT_NONE)
			return fault;
	}
	if (source->wide != WIDE_NONE)
		return take_wide(source, out, room, ret_got);
	if (source->units_count == 0)
		return take_bytes(source, out, room, ret_got);
	*ret_got = MIN(room, source->units_count);
	memcpy(out, source->units, *ret_got);
	drop_units(source, *ret_got);
	return CSV_FAULT_NONE;
}
