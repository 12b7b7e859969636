#include "etl/csv_private.h"

#include "core/error.h"
#include "core/problem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char quote_hint[] =
    "Close the quote on that line, or write a quote that belongs to the text twice (\"\").";

/* ── refusals ── */
static void refuse(CsvReader *reader, CsvRecord *record, const char *code, size_t place,
		   const char *remedy, const char *format, ...) G_GNUC_PRINTF(6, 7);

static void refuse(CsvReader *reader, CsvRecord *record, const char *code, size_t place,
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

static void refuse_width(CsvReader *reader, CsvRecord *record)
{
	bool fewer = reader->spans_count < reader->width;
	refuse(reader, record, "csv-width", fewer ? reader->spans_count : CSV_NOWHERE,
	       fewer ? "Give the record every field of the header, empty where nothing is known."
		     : "Put quotes around a field that holds the delimiter.",
	       "The record has %zu %s where the header has %zu.", reader->spans_count,
	       reader->spans_count == 1 ? "field" : "fields", reader->width);
}

static void refuse_long(CsvReader *reader, CsvRecord *record)
{
	refuse(reader, record, "csv-long", CSV_NOWHERE,
	       "Check that the file has line ends and that this line is a record.",
	       "The record is longer than %zu bytes.", CSV_RECORD_LIMIT);
}

/* Offset of the first byte that is not UTF-8; LENGTH when all are. */
static size_t utf8_fault(const char *data, size_t length)
{
	size_t ascii = 0;
	guint64 word = 0;
	for (; ascii + sizeof word <= length; ascii += sizeof word) {
		memcpy(&word, data + ascii, sizeof word);
		if ((word & G_GUINT64_CONSTANT(0x8080808080808080)) != 0)
			break;
	}
	const char *end = NULL;
	g_utf8_validate_len(data + ascii, length - ascii, &end);
	return (size_t)(end - data);
}

/* ── giving out a record ── */
/* Makes each doubled quote one; returns the new length. */
static size_t undouble(char *text, size_t length)
{
	size_t kept = 0;
	for (size_t n = 0; n < length; n++) {
		text[kept++] = text[n];
		if (text[n] == '"')
			n++;
	}
	return kept;
}

/* Hands the wanted fields out; false when one of them is not UTF-8. */
static bool take_fields(CsvReader *reader, CsvRecord *record)
{
	for (size_t column = 0; column < reader->wanted_count; column++) {
		size_t place = reader->wanted[column];
		CsvSpan *span = &reader->spans[place];
		char *text = reader->buffer + span->start;
		size_t fault = utf8_fault(text, span->length);
		if (fault < span->length) {
			refuse(reader, record, "csv-utf8", place,
			       "Save the file as UTF-8 and drop it again.",
			       "Byte %zu of the field is not UTF-8.", fault + 1);
			return false;
		}
		size_t length = span->doubled ? undouble(text, span->length) : span->length;
		/* The delimiter, quote or line end behind the field has been scanned. */
		text[length] = '\0';
		reader->fields[column] = (CsvField){ text, length };
	}
	record->fields = reader->fields;
	return true;
}

static CsvStep take_record(CsvReader *reader, const CsvScan *scan, CsvRecord *record)
{
	size_t nul = csv_scan_find(reader, CSV_FIND_NUL, reader->start);
	if (scan->end - reader->start > CSV_RECORD_LIMIT)
		refuse_long(reader, record);
	else if (nul < scan->end)
		refuse(reader, record, "csv-nul", place_of_byte(reader, nul),
		       "Export the file again: it was damaged, or is not plain text.",
		       "The record holds a zero byte.");
	else if (reader->spans_count != reader->width)
		refuse_width(reader, record);
	else
		take_fields(reader, record);
	reader->start = scan->next;
	reader->line += scan->lines;
	return record->code == NULL ? CSV_RECORD : CSV_REFUSED;
}

/* Passes over the line that begins at START, reading on to its end. */
static bool pass_line(CsvReader *reader, GError **error)
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

/* Refuses the record for its quote. Only its first line is passed over: a stray quote
 * must not take the good records behind it along. */
static CsvStep pass_bad_quote(CsvReader *reader, CsvRecord *record, GError **error)
{
	refuse(reader, record, "csv-quote", reader->spans_count - 1,
	       "Write a quote that belongs to the text twice (\"\"), or put the delimiter there.",
	       "Text follows the closing quote of the field.");
	csv_scan_forget(reader);
	return pass_line(reader, error) ? CSV_REFUSED : CSV_FAILED;
}

static CsvStep fail_unclosed(const CsvReader *reader, const CsvScan *scan, bool at_end,
			     GError **error)
{
	g_autofree char *within = g_strdup_printf("within %zu bytes", CSV_RECORD_LIMIT);
	error_set(
	    error, SHUMAR_ERROR_FAILED, quote_hint,
	    "cannot read '%s': the quote opened on line %" G_GINT64_FORMAT " is never closed%s%s",
	    reader->name, reader->line + scan->lines, at_end ? "" : " ", at_end ? "" : within);
	return CSV_FAILED;
}

/* Passes over a record whose end was not met within the limit. */
static CsvStep pass_long_record(CsvReader *reader, CsvRecord *record, GError **error)
{
	CsvScan scan;
	if (csv_scan_in_quote(reader, &scan))
		return fail_unclosed(reader, &scan, false, error);
	refuse_long(reader, record);
	return pass_line(reader, error) ? CSV_REFUSED : CSV_FAILED;
}

static CsvStep read_record(CsvReader *reader, CsvRecord *record, GError **error)
{
	for (;;) {
		if (reader->start == reader->end && reader->eof)
			return CSV_END;
		CsvScan scan;
		CsvScanEnd end = csv_scan_record(reader, &scan);
		record->line = reader->line;
		if (end == CSV_SCAN_UNCLOSED)
			return fail_unclosed(reader, &scan, true, error);
		if (end == CSV_SCAN_AFTER_QUOTE)
			return pass_bad_quote(reader, record, error);
		if (end == CSV_SCAN_DONE && scan.end > reader->start)
			return take_record(reader, &scan, record);
		if (end == CSV_SCAN_DONE) {
			reader->start = scan.next;
			reader->line++;
		} else if (reader->end - reader->start > CSV_RECORD_LIMIT)
			return pass_long_record(reader, record, error);
		else if (!csv_scan_fill(reader, error))
			return CSV_FAILED;
	}
}

/* ── the header ── */
static char sniff_delimiter(const char *text, size_t length)
{
	static const char candidates[] = { ',', '\t', ';' };
	size_t counts[G_N_ELEMENTS(candidates)] = { 0 };
	bool quoted = false;
	for (size_t n = 0; n < length && (quoted || (text[n] != '\n' && text[n] != '\r')); n++) {
		if (text[n] == '"')
			quoted = !quoted;
		for (size_t c = 0; c < G_N_ELEMENTS(candidates) && !quoted; c++)
			counts[c] += text[n] == candidates[c];
	}
	size_t best = 0;
	for (size_t c = 1; c < G_N_ELEMENTS(candidates); c++)
		best = counts[c] > counts[best] ? c : best;
	return candidates[best];
}

/* Beginnings of files that are taken for CSV by mistake. */
static const struct {
	const char *bytes;
	size_t length;
	const char *what;
	const char *hint;
} foreign[] = {
	{ "\xFF\xFE", 2, "it is UTF-16", "Save it as \"CSV UTF-8\" and drop it again." },
	{ "\xFE\xFF", 2, "it is UTF-16", "Save it as \"CSV UTF-8\" and drop it again." },
	{ "PK\x03\x04", 4, "it is a workbook or a zip archive",
	  "Export it as \"CSV UTF-8\", or unpack it." },
	{ "\xD0\xCF\x11\xE0", 4, "it is an old Excel workbook",
	  "Export it as \"CSV UTF-8\" and drop it again." },
	{ "%PDF", 4, "it is a PDF", "Ask for the records as CSV." },
};

static bool check_beginning(CsvReader *reader, GError **error)
{
	for (size_t n = 0; n < G_N_ELEMENTS(foreign); n++) {
		if (reader->end >= foreign[n].length &&
		    memcmp(reader->buffer, foreign[n].bytes, foreign[n].length) == 0) {
			error_set(error, SHUMAR_ERROR_FAILED, foreign[n].hint,
				  "cannot read '%s' as CSV: %s", reader->name, foreign[n].what);
			return false;
		}
	}
	if (reader->end >= 3 && memcmp(reader->buffer, "\xEF\xBB\xBF", 3) == 0)
		reader->start = 3;
	return true;
}

static bool fail_header(const CsvReader *reader, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED,
		  "The first line of the file names its columns: export it again with its header.",
		  "cannot read the header of '%s': %s", reader->name, why);
	return false;
}

/* Splits the header into as many spans as it has fields: counted first, then kept. */
static bool split_header(CsvReader *reader, CsvScan *scan, GError **error)
{
	CsvScanEnd end = CSV_SCAN_MORE;
	while ((end = csv_scan_record(reader, scan)) == CSV_SCAN_MORE) {
		if (reader->end - reader->start > CSV_RECORD_LIMIT)
			return fail_header(reader, "it is longer than a record may be", error);
		if (!csv_scan_fill(reader, error))
			return false;
	}
	if (end == CSV_SCAN_UNCLOSED)
		return fail_header(reader, "a quote in it is never closed", error);
	if (end == CSV_SCAN_AFTER_QUOTE)
		return fail_header(reader, "text follows a closing quote", error);
	if (scan->end == reader->start)
		return fail_header(reader, "the first line is blank", error);
	reader->width = reader->spans_count;
	reader->spans = g_new0(CsvSpan, reader->width);
	csv_scan_record(reader, scan);
	return true;
}

/* A name without the blanks around it; transfer full. */
static char *header_name(CsvReader *reader, const CsvSpan *span)
{
	char *text = reader->buffer + span->start;
	size_t length = span->doubled ? undouble(text, span->length) : span->length;
	return g_strstrip(g_utf8_make_valid(text, (gssize)length));
}

static char *folded(const char *name)
{
	g_autofree char *text = g_strstrip(g_strdup(name));
	return g_utf8_casefold(text, -1);
}

/* The header's places by folded name; columns without a name are reached by no one. */
static GHashTable *index_header(const CsvReader *reader, GError **error)
{
	g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t place = 0; place < reader->width; place++) {
		const char *name = reader->header[place];
		if (name[0] == '\0' ||
		    g_hash_table_insert(places, folded(name), GSIZE_TO_POINTER(place)))
			continue;
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Give every column of the file a name of its own.",
			  "%s:1: column '%s' stands twice in the header", reader->name, name);
		return NULL;
	}
	return g_steal_pointer(&places);
}

static bool fail_missing(const CsvReader *reader, const char *column, GError **error)
{
	const char *nearest = nearest_name(column, csv_header(reader));
	error_set(
	    error, SHUMAR_ERROR_CONFIG,
	    "Export the file with that column, or mend the columns of the source's declaration.",
	    "%s:1: no column '%s' in the header%s%s%s", reader->name, column,
	    nearest != NULL ? "; the nearest is '" : "", nearest != NULL ? nearest : "",
	    nearest != NULL ? "'" : "");
	return false;
}

static bool find_wanted(CsvReader *reader, const char *const *columns, GError **error)
{
	g_autoptr(GHashTable) places = index_header(reader, error);
	if (places == NULL)
		return false;
	reader->wanted_count = columns != NULL ? 0 : reader->width;
	while (columns != NULL && columns[reader->wanted_count] != NULL)
		reader->wanted_count++;
	reader->wanted = g_new(size_t, reader->wanted_count);
	reader->fields = g_new(CsvField, reader->wanted_count);
	for (size_t column = 0; column < reader->wanted_count; column++) {
		gpointer place = GSIZE_TO_POINTER(column);
		g_autofree char *key = columns != NULL ? folded(columns[column]) : NULL;
		if (key != NULL && !g_hash_table_lookup_extended(places, key, NULL, &place))
			return fail_missing(reader, columns[column], error);
		reader->wanted[column] = GPOINTER_TO_SIZE(place);
	}
	return true;
}

static bool read_header(CsvReader *reader, const char *const *columns, GError **error)
{
	if (!csv_scan_fill(reader, error) || !check_beginning(reader, error))
		return false;
	if (reader->start == reader->end)
		return fail_header(reader, "the file is empty", error);
	reader->delimiter =
	    sniff_delimiter(reader->buffer + reader->start, reader->end - reader->start);
	CsvScan scan;
	if (!split_header(reader, &scan, error))
		return false;
	reader->header = g_new0(char *, reader->width + 1);
	for (size_t place = 0; place < reader->width; place++)
		reader->header[place] = header_name(reader, &reader->spans[place]);
	reader->start = scan.next;
	reader->line += scan.lines;
	return find_wanted(reader, columns, error);
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

CsvReader *csv_open(const char *path, const char *name, const char *const *columns, GError **error)
{
	int fd = open_plain_file(path, name, error);
	if (fd < 0)
		return NULL;
	g_autoptr(CsvReader) reader = g_new0(CsvReader, 1);
	reader->name = g_strdup(name);
	reader->buffer = g_malloc(CSV_CAPACITY + 1);
	reader->reason = g_string_new(NULL);
	reader->line = 1;
	reader->file = gzdopen(fd, "rb");
	g_assert(reader->file != NULL); /* only a wrong mode or no memory gives none */
	gzbuffer(reader->file, (unsigned)CSV_CHUNK);
	return read_header(reader, columns, error) ? g_steal_pointer(&reader) : NULL;
}

void csv_close(CsvReader *reader)
{
	if (reader == NULL)
		return;
	if (reader->file != NULL)
		gzclose(reader->file);
	g_free(reader->name);
	g_free(reader->buffer);
	g_strfreev(reader->header);
	g_free(reader->wanted);
	g_free(reader->spans);
	g_free(reader->fields);
	g_string_free(reader->reason, TRUE);
	g_free(reader);
}

const char *const *csv_header(const CsvReader *reader)
{
	return (const char *const *)reader->header;
}

CsvStep csv_read(CsvReader *reader, CsvRecord *ret_record, GError **error)
{
	*ret_record = (CsvRecord){ .line = reader->line };
	if (reader->over)
		return CSV_END;
	CsvStep step = read_record(reader, ret_record, error);
	reader->over = step == CSV_END || step == CSV_FAILED;
	return step;
}
