#include "etl/csv/csv_private.h"

#include "core/text.h"

#include <string.h>

typedef struct {
	gint64 line;
	const char *code;
	char *column;
	char *reason;
	const char *remedy;
} CsvNote;

static void note_free(gpointer data)
{
	CsvNote *note = data;
	if (note == NULL)
		return;
	g_free(note->column);
	g_free(note->reason);
	g_free(note);
}

/* cppcheck-suppress unknownMacro ; GLib's */
G_GNUC_PRINTF(5, 6)
static CsvNote *note_add(CsvReader *reader, gint64 line, const char *code, const char *remedy,
			 const char *format, ...)
{
	va_list arguments;
	CsvNote *note = g_new0(CsvNote, 1);
	va_start(arguments, format);
	note->reason = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	note->line = line;
	note->code = code;
	note->remedy = remedy;
	g_queue_push_tail(&reader->doubts.notes, note);
	return note;
}

void csv_doubt_clear(CsvDoubts *doubts)
{
	g_queue_clear_full(&doubts->notes, note_free);
	note_free(doubts->given);
}

bool csv_doubt_next(CsvReader *reader, CsvRecord *record)
{
	CsvNote *note = g_queue_pop_head(&reader->doubts.notes);
	note_free(reader->doubts.given);
	reader->doubts.given = note;
	if (note == NULL)
		return false;
	*record = (CsvRecord){ .line = note->line,
			       .code = note->code,
			       .column = note->column,
			       .reason = note->reason,
			       .remedy = note->remedy };
	return true;
}

/* ── lines without a value ── */
/* Without what parts fields; as UTF-8. Transfer full. */
static char *values_of(const CsvReader *reader, const char *text, size_t length)
{
	GString *values = g_string_new(NULL);
	for (size_t n = 0; n < length; n++) {
		if (text[n] != reader->delimiter && text[n] != '"')
			g_string_append_c(values, text[n]);
	}
	if (reader->charset == NULL)
		return g_string_free(values, FALSE);
	char *decoded = g_malloc(CSV_DECODED_BYTES * values->len + 1);
	decoded[csv_text_decode(reader->charset, values->str, values->len, decoded)] = '\0';
	g_string_free(values, TRUE);
	return decoded;
}

bool csv_doubt_is_empty(const CsvReader *reader, size_t end)
{
	const char *text = reader->buffer + reader->start;
	size_t length = end - reader->start;
	bool ascii = true;
	for (size_t n = 0; n < length; n++) {
		bool high = (guchar)text[n] >= 0x80;
		bool blank =
		    g_ascii_isspace(text[n]) || (g_ascii_iscntrl(text[n]) && text[n] != '\0');
		if (!high && !blank && text[n] != reader->delimiter && text[n] != '"')
			return false;
		ascii = ascii && !high;
	}
	if (ascii)
		return true;
	g_autofree char *values = values_of(reader, text, length);
	g_autofree char *folded = text_fold_key(values, -1);
	return folded[0] == '\0';
}

/* ── records over several lines ── */
/* Delimiters of the line at *at, whatever stands in quotes; moves *at to the next line. */
static size_t count_delimiters(const CsvReader *reader, size_t *at, size_t end)
{
	size_t count = 0;
	for (; *at < end; (*at)++) {
		char byte = reader->buffer[*at];
		if (byte == '\n' || byte == '\r')
			break;
		count += byte == reader->delimiter;
	}
	*at = MIN(csv_scan_after_line_end(reader, *at), end);
	return count;
}

/* A line reads as a record where it has as many delimiters. The first and the last have those of
 * the field's neighbours too: they read as records only both together. */
gint64 csv_doubt_swallowed(const CsvReader *reader, const CsvScan *scan)
{
	size_t at = reader->start;
	size_t least = reader->width - 1;
	if (least == 0)
		return 0;
	bool first = count_delimiters(reader, &at, scan->end) >= least;
	bool last = false;
	gint64 between = 0;
	while (at < scan->end) {
		last = count_delimiters(reader, &at, scan->end) >= least;
		between += last && at < scan->end;
	}
	return between + (last && (first || between > 0));
}

/* The place of the first field with a line end in it. */
static size_t place_over_lines(const CsvReader *reader)
{
	for (size_t place = 0; place < MIN(reader->spans_count, reader->width); place++) {
		const CsvSpan *span = &reader->spans[place];
		const char *text = reader->buffer + span->start;
		if (memchr(text, '\n', span->length) != NULL ||
		    memchr(text, '\r', span->length) != NULL)
			return place;
	}
	return 0;
}

void csv_doubt_lines(CsvReader *reader, const CsvScan *scan, gint64 swallowed)
{
	CsvDoubts *doubts = &reader->doubts;
	const CsvLines lines = { reader->line, reader->line + scan->lines - 1,
				 place_over_lines(reader) };
	if (swallowed == 0) {
		if (doubts->over_lines < CSV_RARE)
			doubts->rare[doubts->over_lines] = lines;
		doubts->over_lines++;
		return;
	}
	CsvNote *note = note_add(
	    reader, lines.first, "csv-lines",
	    "If these are records, take the stray quote out, or write it twice (\"\"), and send the "
	    "file again.",
	    "The quoted field %s runs over the lines %" G_GINT64_FORMAT "–%" G_GINT64_FORMAT
	    ", of which %" G_GINT64_FORMAT " %s: it is counted as one record.",
	    reader->header[lines.place], lines.first, lines.last, swallowed,
	    swallowed == 1 ? "reads as a record of its own" : "read as records of their own");
	note->column = g_strdup(reader->header[lines.place]);
}

/* Where hardly any record has line ends in a field, those that have may be more than one. */
static void end_lines(CsvReader *reader)
{
	enum { OTHERS = 20 }; /* to each of them, but where there is one alone */
	const CsvDoubts *doubts = &reader->doubts;
	bool rare = doubts->over_lines == 1 ? doubts->records > 1
					    : doubts->records >= OTHERS * doubts->over_lines;
	if (doubts->over_lines > CSV_RARE || !rare)
		return;
	for (gint64 n = 0; n < doubts->over_lines; n++) {
		const CsvLines *lines = &doubts->rare[n];
		const char *column = reader->header[lines->place];
		CsvNote *note =
		    note_add(reader, lines->first, "csv-lines",
			     "Look at these lines; if a stray quote took records in, take it out "
			     "and send the file again.",
			     "The quoted field %s runs over the lines %" G_GINT64_FORMAT
			     "–%" G_GINT64_FORMAT ", as hardly any other of the file does.",
			     column, lines->first, lines->last);
		note->column = g_strdup(column);
	}
}

/* ── lines of totals ── */
/* Fields in which a line of totals says so, and bytes of the longest such word. */
#define TOTAL_FIELDS 3
#define TOTAL_BYTES  40

/* The field at SPAN as text_fold_compare gives it, without a colon at its end. Transfer full. */
static char *word_of(const CsvReader *reader, const CsvSpan *span)
{
	char decoded[CSV_DECODED_BYTES * TOTAL_BYTES];
	const char *text = reader->buffer + span->start;
	size_t length = span->length;
	if (reader->charset != NULL) {
		length = csv_text_decode(reader->charset, text, length, decoded);
		text = decoded;
	}
	char *word = text_fold_compare(text, (gssize)length);
	if (g_str_has_suffix(word, ":"))
		word[strlen(word) - 1] = '\0';
	return g_strchomp(word);
}

/* The words that a line of totals begins with, folded; made once. */
static GHashTable *total_words(void)
{
	static const char *const words[] = { "total",     "totals",   "grand total", "sub total",
					     "sub-total", "subtotal", "sum",         "کل",
					     "کل میزان",  "میزان",    "مجموعہ",      "ٹوٹل",
					     "کل تعداد" };
	static GHashTable *made;
	if (g_once_init_enter(&made)) {
		GHashTable *folded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		for (size_t n = 0; n < G_N_ELEMENTS(words); n++)
			g_hash_table_add(folded, text_fold_compare(words[n], -1));
		g_once_init_leave(&made, folded);
	}
	return made;
}

static bool is_total(const CsvReader *reader, const CsvSpan *span)
{
	/* most fields begin with another letter: that is told quickly */
	const char *text = reader->buffer + span->start;
	if (span->length == 0 || span->length > TOTAL_BYTES ||
	    ((guchar)text[0] < 0x80 && strchr("tTgGsS \t", text[0]) == NULL))
		return false;
	g_autofree char *word = word_of(reader, span);
	return g_hash_table_contains(total_words(), word);
}

void csv_doubt_total(CsvReader *reader)
{
	CsvDoubts *doubts = &reader->doubts;
	bool total = false;
	for (size_t place = 0; place < MIN(reader->width, TOTAL_FIELDS) && !total; place++)
		total = is_total(reader, &reader->spans[place]);
	if (total && doubts->totals++ == 0)
		doubts->total_line = reader->line;
}

/* ── the whole file ── */
static void end_empty(CsvReader *reader)
{
	const CsvDoubts *doubts = &reader->doubts;
	if (doubts->empty > 0)
		note_add(reader, doubts->empty_line, "csv-empty",
			 "Nothing is to be done if they are the empty rows of a sheet.",
			 "The file has %" G_GINT64_FORMAT
			 " %s without any value, the first on line %" G_GINT64_FORMAT
			 ": %s not counted.",
			 doubts->empty, doubts->empty == 1 ? "line" : "lines", doubts->empty_line,
			 doubts->empty == 1 ? "it is" : "they are");
	if (doubts->repeats > 0)
		note_add(reader, doubts->repeat_line, "csv-repeat",
			 "Look whether two files were put into one.",
			 "The header comes again on line %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
			 " %s in all: it is not counted as a record.",
			 doubts->repeat_line, doubts->repeats,
			 doubts->repeats == 1 ? "time" : "times");
}

static void end_totals(CsvReader *reader)
{
	const CsvDoubts *doubts = &reader->doubts;
	if (doubts->totals > 0)
		note_add(reader, doubts->total_line, "csv-total",
			 "If it is the sum of other lines, take it out and send the file again.",
			 "Line %" G_GINT64_FORMAT
			 " says that it is a total, and is counted as a record (%" G_GINT64_FORMAT
			 " such %s in all).",
			 doubts->total_line, doubts->totals,
			 doubts->totals == 1 ? "line" : "lines");
}

static void end_encoding(CsvReader *reader)
{
	const CsvDoubts *doubts = &reader->doubts;
	static const char remedy[] =
	    "Nothing is to be done if the letters are right; else save the file as UTF-8.";
	if (doubts->whole != NULL)
		note_add(
		    reader, 1, strcmp(doubts->whole, "UTF-8") == 0 ? "csv-is-utf8" : "csv-is-utf16",
		    remedy,
		    "The file is not in the encoding that is declared: it is %s throughout, and "
		    "was read as that.",
		    doubts->whole);
	if (doubts->garbled > 0)
		note_add(
		    reader, doubts->garbled_line, "csv-garbled",
		    "Have the records exported anew as UTF-8: the letters are lost in this file.",
		    "The letters of line %" G_GINT64_FORMAT
		    " were spoilt before the file was saved: UTF-8 that was read as another "
		    "encoding (%" G_GINT64_FORMAT " such %s in all).",
		    doubts->garbled_line, doubts->garbled, doubts->garbled == 1 ? "line" : "lines");
	if (doubts->utf8 > 0)
		note_add(
		    reader, doubts->utf8_line, "csv-is-utf8", remedy,
		    "Line %" G_GINT64_FORMAT
		    " is UTF-8 in a file of another encoding, and was read as that (%" G_GINT64_FORMAT
		    " in all).",
		    doubts->utf8_line, doubts->utf8);
}

void csv_doubt_end(CsvReader *reader)
{
	const CsvDoubts *doubts = &reader->doubts;
	if (doubts->titles > 0)
		note_add(reader, 1, "csv-title",
			 "Nothing is to be done if these lines are a title.",
			 "The header stands on line %" G_GINT64_FORMAT
			 "; what is above it was passed over.",
			 doubts->titles + 1);
	end_encoding(reader);
	end_empty(reader);
	end_totals(reader);
	end_lines(reader);
}
