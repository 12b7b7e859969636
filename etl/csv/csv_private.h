/*
 * Inside of the CSV reader: csv_source.c gives bytes, csv_scan.c finds records in the buffer,
 * csv_header.c looks for the header and csv_columns.c for the wanted columns in it, csv_text.c
 * knows encodings, csv_doubt.c what is to be noted, csv.c gives records out. Only these include it.
 */
#pragma once

#include "etl/csv/csv.h"
#include "etl/csv/csv_source.h"

#include <stdint.h>

#define CSV_CHUNK    ((size_t)256 * 1024)
#define CSV_CAPACITY (CSV_RECORD_LIMIT + CSV_CHUNK)
#define CSV_MARK     "\xEF\xBB\xBF" /* the byte order mark of UTF-8 */
#define CSV_NOWHERE  SIZE_MAX

/* Where a byte next stands in the buffer; each finder scans every byte of the file once. */
typedef struct {
	size_t next; /* its place when found, else how far was scanned */
	bool found;
} CsvFinder;

enum { CSV_FIND_LF, CSV_FIND_CR, CSV_FIND_QUOTE, CSV_FIND_NUL, CSV_FINDERS };

/* A field as it lies in the buffer, quotes taken off, doubled quotes still doubled. */
typedef struct {
	size_t start;
	size_t length;
	bool doubled;
} CsvSpan;

/* Bytes of UTF-8 that one byte of another encoding can become. */
#define CSV_DECODED_BYTES 3

typedef struct CsvCharset CsvCharset;

/* Lines FIRST to LAST that one record takes, by its field PLACE. */
typedef struct {
	gint64 first;
	gint64 last;
	size_t place;
} CsvLines;

/* Of records over several lines, so many are noted at the end where there are no more. */
#define CSV_RARE 3

/* What was seen of the file so far. */
typedef struct {
	gint64 records;
	gint64 over_lines; /* records of several lines that were not noted yet */
	CsvLines rare[CSV_RARE];
	gint64 empty; /* lines without a value, and the first of them; likewise below */
	gint64 empty_line;
	gint64 garbled; /* records whose letters were spoilt before */
	gint64 garbled_line;
	gint64 totals; /* records that say that they are a total */
	gint64 total_line;
	gint64 repeats; /* of the header */
	gint64 repeat_line;
	gint64 utf8; /* records of UTF-8 in a file of another encoding */
	gint64 utf8_line;
	gint64 titles;     /* lines above the header */
	const char *whole; /* the encoding that the file has throughout instead of the declared */
	GQueue notes;      /* not given yet */
	gpointer given;    /* the note that was given last */
} CsvDoubts;

struct CsvReader {
	char *name;
	CsvSource *source;
	char *buffer; /* CSV_CAPACITY bytes and one for the last zero byte */
	size_t start; /* of the record at hand */
	size_t end;   /* of what was read */
	bool eof;
	bool over; /* CSV_END or CSV_FAILED was given */
	CsvFinder finders[CSV_FINDERS];
	gint64 line; /* where START is */
	gint64 fault_line;

	gint64 bytes;      /* unpacked so far */
	gint64 most_bytes; /* limits; 0 for none */
	gint64 bomb_bytes;
	gint64 until_us;

	char delimiter;
	GStrv header;
	GString *header_text; /* its bytes, for headers that come again */
	size_t width;         /* fields of the header; 0 until it was counted */
	size_t *wanted; /* header places of the wanted columns; CSV_NOWHERE for one not there */
	size_t wanted_count;

	CsvCharset *charset; /* NULL for UTF-8 */
	char *decoded;       /* fields of the record at hand in UTF-8; with CHARSET only */
	size_t decoded_length;

	CsvSpan *spans;     /* of the record at hand, the first WIDTH of them */
	size_t spans_count; /* may be more than WIDTH */
	CsvField *fields;   /* WANTED_COUNT of them */
	GString *reason;
	CsvDoubts doubts;
};

typedef enum {
	CSV_SCAN_DONE,
	CSV_SCAN_MORE,        /* more must be read to know */
	CSV_SCAN_UNCLOSED,    /* the file ends inside a quote */
	CSV_SCAN_AFTER_QUOTE, /* text follows a closing quote, in the last span */
} CsvScanEnd;

typedef struct {
	size_t end;   /* of the record's text */
	size_t next;  /* where the next record begins */
	gint64 lines; /* physical lines taken; CSV_SCAN_UNCLOSED: those before the open quote's */
} CsvScan;

/* Splits the record at START into spans; changes nothing else, so that it can be
 * done again when more was read. */
CsvScanEnd csv_scan_record(CsvReader *reader, CsvScan *ret_scan);

/* True when what was read of the record at START ends inside a quote. */
bool csv_scan_in_quote(CsvReader *reader, CsvScan *ret_scan);

/* The place of the next byte of kind WHICH at or behind FROM; CSV_NOWHERE when what was read has
 * none. FROM never goes back, but after csv_scan_forget. */
size_t csv_scan_find(CsvReader *reader, int which, size_t from);
void csv_scan_forget(CsvReader *reader);

/* The place of the line end at or behind START, and the place behind the one at PLACE. */
size_t csv_scan_line_end(CsvReader *reader);
size_t csv_scan_after_line_end(const CsvReader *reader, size_t place);

/* A CR that is the last byte read may be the first half of CRLF: false. */
bool csv_scan_line_end_certain(const CsvReader *reader, size_t place);

/* Reads a chunk behind what the buffer holds, which begins with the record at START
 * afterwards; sets EOF at the end. */
bool csv_scan_fill(CsvReader *reader, GError **error);

/* Looks through the whole file at FD, which is at its start again afterwards: DOUBTS knows whether
 * it is UTF-8 throughout, and not all of it ASCII. */
bool csv_scan_survey(CsvReader *reader, int fd, GError **error);

/* Passes over the line that begins at START, reading on to its end. */
bool csv_scan_pass_line(CsvReader *reader, GError **error);

/* ── the header ── */
/* Opens the buffer, reads the header and finds the wanted columns. */
bool csv_header_read(CsvReader *reader, const CsvFormat *format, GError **error);

/* Takes the header's names from the spans. */
void csv_columns_name(CsvReader *reader);

/* How many of the wanted columns the header has under any of their names; *ret_missing is the
 * first that is not there and must be, or NULL. */
size_t csv_columns_found(const CsvReader *reader, const CsvFormat *format,
			 const CsvColumn **ret_missing);

/* Finds the places of the wanted columns. */
bool csv_columns_take(CsvReader *reader, const CsvFormat *format, GError **error);

/* Sets the error of a header without COLUMN; WHY may be NULL. */
void csv_columns_fail(const CsvReader *reader, const CsvColumn *column, const char *why,
		      const char *hint, GError **error);

/* ── doubts ── */
/* True when the bytes between START and END are no value: delimiters, quotes, blanks of any kind.
 */
bool csv_doubt_is_empty(const CsvReader *reader, size_t end);

/* Of a record over several lines: how many of its lines read as records of their own. */
gint64 csv_doubt_swallowed(const CsvReader *reader, const CsvScan *scan);

/* Notes that the record SCAN runs over several lines, of which SWALLOWED read as records. */
void csv_doubt_lines(CsvReader *reader, const CsvScan *scan, gint64 swallowed);

/* Counts the record in the spans when it says that it is a total. */
void csv_doubt_total(CsvReader *reader);

/* Puts what is to be said of the whole file into the notes. */
void csv_doubt_end(CsvReader *reader);

/* The next note into RECORD; false when there is none. */
bool csv_doubt_next(CsvReader *reader, CsvRecord *record);
void csv_doubt_clear(CsvDoubts *doubts);

/* ── texts ── */
bool csv_text_is_ascii(const char *text, size_t length);

/* Offset of the first byte that is not UTF-8; LENGTH when all are. */
size_t csv_text_utf8_fault(const char *text, size_t length);

/* True for UTF-8 in which there is so much else than ASCII that it can be nothing else. */
bool csv_text_is_surely_utf8(const char *text, size_t length);

/* True for UTF-8 of Arabic letters that was read as windows-1252 ("Ø§Ù„") or windows-1256 ("ط§ط±")
 * and saved again: the lead bytes D8 to DB as letters, each before a sign. */
bool csv_text_is_garbled(const char *text, size_t length);

/* Makes each doubled quote one; returns the new length. */
size_t csv_text_undouble(char *text, size_t length);

/* The letters of an encoding of one byte a letter, by iconv's name. */
CsvCharset *csv_text_charset(const char *encoding);

/* Offset of the first byte that is no letter; LENGTH when all are. */
size_t csv_text_fault(const CsvCharset *charset, const char *text, size_t length);

/* Writes UTF-8 to OUT, which has CSV_DECODED_BYTES for each byte; returns its length. */
size_t csv_text_decode(const CsvCharset *charset, const char *text, size_t length, char *out);
