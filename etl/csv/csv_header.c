#include "etl/csv/csv_private.h"

#include "core/error.h"

#include <string.h>

/* Lines in which the header is looked for. */
#define HEADER_LINES 20

static const char delimiters[] = { ',', '\t', ';', '|' };

static char sniff_delimiter(const char *text, size_t length)
{
	size_t counts[G_N_ELEMENTS(delimiters)] = { 0 };
	bool quoted = false;
	for (size_t n = 0; n < length && (quoted || (text[n] != '\n' && text[n] != '\r')); n++) {
		if (text[n] == '"')
			quoted = !quoted;
		for (size_t c = 0; c < G_N_ELEMENTS(delimiters) && !quoted; c++)
			counts[c] += text[n] == delimiters[c];
	}
	size_t best = 0;
	for (size_t c = 1; c < G_N_ELEMENTS(delimiters); c++)
		best = counts[c] > counts[best] ? c : best;
	return delimiters[best];
}

/* ── what the file is ── */
/* Beginnings of files that are taken for CSV by mistake. */
static const struct {
	const char *bytes;
	size_t length;
	const char *what;
	const char *hint;
} foreign[] = {
	{ "PK\x03\x04", 4, "it is a workbook or a zip archive",
	  "Export it as \"CSV UTF-8\", or unpack it." },
	{ "\xD0\xCF\x11\xE0", 4, "it is an old Excel workbook",
	  "Export it as \"CSV UTF-8\" and drop it again." },
	{ "%PDF", 4, "it is a PDF", "Ask for the records as CSV." },
	{ "\x1F\x8B", 2, "it is packed twice", "Unpack it once and drop it again." },
	{ "BZh", 3, "it is packed with bzip2", "Unpack it, or pack it with gzip." },
	{ "\xFD"
	  "7zXZ",
	  5, "it is packed with xz", "Unpack it, or pack it with gzip." },
	{ "\x28\xB5\x2F\xFD", 4, "it is packed with zstd", "Unpack it, or pack it with gzip." },
	{ "Rar!", 4, "it is a RAR archive", "Unpack it, or pack it with gzip." },
	{ "<!DOCTYPE", 9, "it is a web page", "Export the records as \"CSV UTF-8\"." },
	{ "<html", 5, "it is a web page", "Export the records as \"CSV UTF-8\"." },
	{ "<?xml", 5, "it is XML", "Export the records as \"CSV UTF-8\"." },
	{ "{\\rtf", 5, "it is a text with formats (RTF)", "Save the records as CSV." },
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
	if (reader->end >= strlen(CSV_MARK) &&
	    memcmp(reader->buffer, CSV_MARK, strlen(CSV_MARK)) == 0)
		reader->start = strlen(CSV_MARK);
	return true;
}

static bool fail_header(const CsvReader *reader, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED,
		  "The first line of the file names its columns: export it again with its header.",
		  "cannot read the header of '%s': %s", reader->name, why);
	return false;
}

/* A byte order mark has the last word on the encoding, then what all bytes are. */
static void take_encoding(CsvReader *reader, const CsvFormat *format)
{
	bool guessed = csv_source_guessed_utf16(reader->source);
	if (guessed)
		reader->doubts.whole = "UTF-16";
	if (format->encoding == NULL || reader->start > 0 || csv_source_is_utf16(reader->source) ||
	    reader->doubts.whole != NULL)
		return;
	reader->charset = csv_text_charset(format->encoding);
	reader->decoded = g_malloc((CSV_DECODED_BYTES + 1) * CSV_CAPACITY);
}

/* ── its lines ── */
/* The rest of the line at START, without its end; *ret_next is behind that. */
static size_t line_at_start(CsvReader *reader, size_t *ret_next)
{
	size_t end = MIN(csv_scan_line_end(reader), reader->end);
	*ret_next = csv_scan_after_line_end(reader, end);
	return end - reader->start;
}

/* A first line "sep=;" is for spreadsheets: it says what the delimiter is. */
static char take_separator_line(CsvReader *reader)
{
	size_t next = 0;
	size_t length = line_at_start(reader, &next);
	g_autofree char *line = g_strndup(reader->buffer + reader->start, MIN(length, 16U));
	g_strdelimit(line, "\"", ' ');
	bool said = g_ascii_strncasecmp(g_strchug(line), "sep=", 4) == 0 && line[4] != '\0' &&
		    g_strchomp(line + 5)[0] == '\0';
	if (!said)
		return '\0';
	reader->start = next;
	reader->line++;
	return line[4];
}

/* Passes over lines without a value. */
static bool pass_empty_lines(CsvReader *reader, GError **error)
{
	while (reader->start < reader->end || !reader->eof) {
		size_t next = 0;
		size_t length = line_at_start(reader, &next);
		if (!csv_doubt_is_empty(reader, reader->start + length))
			return true;
		if (!csv_scan_pass_line(reader, error))
			return false;
	}
	return true;
}

/* Splits the line at START into as many spans as it has fields: counted first, then kept. */
static bool split_header(CsvReader *reader, CsvScan *scan, GError **error)
{
	CsvScanEnd end = CSV_SCAN_MORE;
	reader->width = 0;
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
	reader->width = reader->spans_count;
	reader->spans = g_renew(CsvSpan, reader->spans, reader->width);
	csv_scan_record(reader, scan);
	return true;
}

static bool take_line(CsvReader *reader, char delimiter, CsvScan *scan, GError **error)
{
	size_t next = 0;
	reader->delimiter = delimiter != '\0' ? delimiter
					      : sniff_delimiter(reader->buffer + reader->start,
								reader->end - reader->start);
	csv_scan_forget(reader);
	(void)line_at_start(reader, &next);
	if (!split_header(reader, scan, error))
		return false;
	if (memchr(reader->buffer + reader->start, '\0', scan->end - reader->start) != NULL)
		return fail_header(reader, "it holds zero bytes: it is no text, or UTF-32", error);
	csv_columns_name(reader);
	return true;
}

/* ── looking for the header ── */
/* True when the line at START is in the encoding that it is read in. */
static bool is_utf8_line(CsvReader *reader)
{
	size_t next = 0;
	size_t length = line_at_start(reader, &next);
	return reader->charset != NULL ||
	       csv_text_utf8_fault(reader->buffer + reader->start, length) == length;
}

/* What may be wrong with a line that names no column; NULL where nothing is to be seen. */
static const char *doubt_of(CsvReader *reader, const CsvFormat *format, const char **ret_hint)
{
	CsvScan scan;
	const CsvColumn *missing = NULL;
	if (format->delimiter != '\0' && take_line(reader, '\0', &scan, NULL) &&
	    csv_columns_found(reader, format, &missing) > 0) {
		*ret_hint = "Declare the delimiter as auto, or have the file exported as declared.";
		return "its fields are not parted by the delimiter that is declared";
	}
	if (!is_utf8_line(reader)) {
		*ret_hint = "Save the file as UTF-8, or declare its encoding, as windows-1256.";
		return "its letters are not UTF-8";
	}
	if (reader->width > 1 || format->columns_count < 2)
		return NULL;
	*ret_hint =
	    "Export the file again with a line that names its columns, parted by commas, semicolons, "
	    "tabs or '|'.";
	return "the line is one field, a title without a header below it, or parted by no known "
	       "delimiter";
}

static void fail_columns(CsvReader *reader, const CsvFormat *format, const CsvColumn *missing,
			 GError **error)
{
	const char *hint = NULL;
	const char *why = doubt_of(reader, format, &hint);
	csv_columns_fail(reader, missing != NULL ? missing : &format->columns[0], why, hint, error);
}

/* Looks at the line at START: true when it is the header. *ret_fault is what the first line that is
 * none lacks. */
static bool is_header(CsvReader *reader, const CsvFormat *format, char delimiter, CsvScan *scan,
		      GError **ret_fault)
{
	g_autoptr(GError) fault = NULL;
	const CsvColumn *missing = NULL;
	bool split = take_line(reader, delimiter, scan, &fault);
	if (split && (format->columns == NULL || csv_columns_found(reader, format, &missing) > 0))
		return true;
	if (split && *ret_fault == NULL)
		fail_columns(reader, format, missing, ret_fault);
	else if (*ret_fault == NULL)
		*ret_fault = g_steal_pointer(&fault);
	return false;
}

/* The first line that names a wanted column; what is above names none and is a title. */
static bool find_header(CsvReader *reader, const CsvFormat *format, char delimiter, CsvScan *scan,
			GError **error)
{
	g_autoptr(GError) fault = NULL;
	for (int line = 0; line < HEADER_LINES && pass_empty_lines(reader, error); line++) {
		if (reader->start == reader->end)
			break;
		if (is_header(reader, format, delimiter, scan, &fault)) {
			reader->doubts.titles = line > 0 ? reader->line - 1 : 0;
			return true;
		}
		csv_scan_forget(reader);
		if (format->columns == NULL || reader->fault_line > 0 ||
		    !csv_scan_pass_line(reader, error))
			break;
	}
	if (error != NULL && *error != NULL)
		return false;
	if (fault == NULL)
		return fail_header(reader, "it has no line but empty ones", error);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

bool csv_header_read(CsvReader *reader, const CsvFormat *format, GError **error)
{
	if (!csv_scan_fill(reader, error) || !check_beginning(reader, error))
		return false;
	if (reader->start == reader->end)
		return fail_header(reader, "the file is empty", error);
	take_encoding(reader, format);
	char said = take_separator_line(reader);
	CsvScan scan;
	if (!find_header(reader, format, said != '\0' ? said : format->delimiter, &scan, error) ||
	    !csv_columns_take(reader, format, error))
		return false;
	reader->header_text =
	    g_string_new_len(reader->buffer + reader->start, (gssize)(scan.end - reader->start));
	reader->start = scan.next;
	reader->line += scan.lines;
	return true;
}
