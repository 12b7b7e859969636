#include "etl/csv_private.h"

#include "core/error.h"
#include "core/problem.h"

#include <string.h>

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
	size_t length = span->doubled ? csv_text_undouble(text, span->length) : span->length;
	if (reader->charset == NULL)
		return g_strstrip(g_utf8_make_valid(text, (gssize)length));
	char *name = g_malloc(CSV_DECODED_BYTES * length + 1);
	length = csv_text_decode(reader->charset, text, length, name);
	name[length] = '\0';
	return g_strstrip(name);
}

/* Letter case, blanks around and what stands between words do not count: "Crime ID" is crime_id. */
static char *folded(const char *name)
{
	g_autofree char *text = g_strstrip(g_strdup(name));
	g_strdelimit(text, " \t\r\n", '_');
	char *kept = text;
	for (const char *at = text; *at != '\0'; at++) {
		if (*at != '_' || kept == text || kept[-1] != '_')
			*kept++ = *at;
	}
	*kept = '\0';
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

/* Finds COLUMN under one of its names; *ret_place is CSV_NOWHERE for an optional one that is
 * not there. */
static bool find_column(const CsvReader *reader, GHashTable *places, const CsvColumn *column,
			size_t *ret_place, GError **error)
{
	const char *found = NULL;
	*ret_place = CSV_NOWHERE;
	for (const char *const *name = column->names; *name != NULL; name++) {
		gpointer place = NULL;
		g_autofree char *key = folded(*name);
		if (!g_hash_table_lookup_extended(places, key, NULL, &place) ||
		    GPOINTER_TO_SIZE(place) == *ret_place)
			continue;
		if (found != NULL) {
			error_set(error, SHUMAR_ERROR_CONFIG,
				  "Take one of the two out of the file.",
				  "%s:1: columns '%s' and '%s' of the header both stand for '%s'",
				  reader->name, found, *name, column->names[0]);
			return false;
		}
		found = *name;
		*ret_place = GPOINTER_TO_SIZE(place);
	}
	return found != NULL || column->optional || fail_missing(reader, column->names[0], error);
}

static bool find_wanted(CsvReader *reader, const CsvFormat *format, GError **error)
{
	g_autoptr(GHashTable) places = index_header(reader, error);
	if (places == NULL)
		return false;
	bool all = format->columns == NULL;
	reader->wanted_count = all ? reader->width : format->columns_count;
	reader->wanted = g_new(size_t, reader->wanted_count);
	reader->fields = g_new(CsvField, reader->wanted_count);
	for (size_t column = 0; column < reader->wanted_count; column++) {
		reader->fields[column] = (CsvField){ "", 0 };
		reader->wanted[column] = column;
		if (!all && !find_column(reader, places, &format->columns[column],
					 &reader->wanted[column], error))
			return false;
	}
	return true;
}

/* A byte order mark has the last word on the encoding. */
static void take_encoding(CsvReader *reader, const CsvFormat *format)
{
	if (format->encoding == NULL || reader->start > 0)
		return;
	reader->charset = csv_text_charset(format->encoding);
	reader->decoded = g_malloc((CSV_DECODED_BYTES + 1) * CSV_CAPACITY);
}

bool csv_header_read(CsvReader *reader, const CsvFormat *format, GError **error)
{
	if (!csv_scan_fill(reader, error) || !check_beginning(reader, error))
		return false;
	if (reader->start == reader->end)
		return fail_header(reader, "the file is empty", error);
	take_encoding(reader, format);
	reader->delimiter =
	    format->delimiter != '\0'
		? format->delimiter
		: sniff_delimiter(reader->buffer + reader->start, reader->end - reader->start);
	CsvScan scan;
	if (!split_header(reader, &scan, error))
		return false;
	reader->header = g_new0(char *, reader->width + 1);
	for (size_t place = 0; place < reader->width; place++)
		reader->header[place] = header_name(reader, &reader->spans[place]);
	reader->start = scan.next;
	reader->line += scan.lines;
	return find_wanted(reader, format, error);
}
