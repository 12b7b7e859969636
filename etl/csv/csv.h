/*
 * CSV: a streaming reader of RFC 4180 files, plain or gzip, flat in memory.
 *
 * The delimiter (comma, tab, semicolon, '|') is declared, told by a first line "sep=;" or taken
 * from the header, line ends may be LF, CRLF or CR in any mixture, a byte order mark is passed
 * over, texts are UTF-8, UTF-16 or of a declared encoding of one byte a letter, and come out as
 * UTF-8. Lines above the header that name none of the wanted columns are titles. Quoted
 * fields may hold delimiters, line ends and doubled quotes. Lines without any value are no
 * records. A record that is wrong is rejected alone and reading goes on with the
 * line after the one where it began; what makes the rest of the file unreadable
 * (a quote that never closes, a gzip file that is damaged) fails it as a whole. What is read
 * and may not mean what it says is noted.
 * No message and no reason ever holds a value of the file.
 *
 *     g_autoptr(CsvReader) reader = csv_open(path, "intake.csv", columns, &error);
 *     CsvRecord record;
 *     CsvStep step;
 *     while ((step = csv_read(reader, &record, &error)) < CSV_END)
 *             step == CSV_RECORD ? take(record.fields[0].data) : note(record.line, record.reason);
 *     return step == CSV_END;
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Bytes of the longest record that is read. */
#define CSV_RECORD_LIMIT ((size_t)1024 * 1024)

/* Unpacked bytes from which on a file is asked how far it unpacks. */
#define CSV_BOMB_BYTES ((gint64)256 * 1024 * 1024)

typedef struct CsvReader CsvReader;

/* A value without its quotes, ended by a zero byte that LENGTH does not count.
 * Borrowed from the reader until the next call on it. */
typedef struct {
	const char *data;
	size_t length;
} CsvField;

/*
 * A step of reading. Codes of what is rejected: csv-width, csv-quote, csv-utf8, csv-encoding,
 * csv-nul, csv-long. Of what is noted:
 *
 *     csv-lines     a quoted field over lines, which may be records that a stray quote took in
 *     csv-empty     lines without a value
 *     csv-title     lines above the header
 *     csv-total     a record that says that it is a total
 *     csv-repeat    the header again
 *     csv-garbled   letters that were spoilt before the file was saved
 *     csv-is-utf8   another encoding than the declared one; csv-is-utf16 likewise
 */
typedef struct {
	gint64 line;            /* of the file, from 1, where the record began */
	const CsvField *fields; /* one per wanted column, in their order; else NULL */
	/* of a reject or a note (see above); borrowed until the next call, NULL otherwise */
	const char *code;
	const char *column; /* header name where the fault stands, or NULL for the whole record */
	const char *reason; /* a sentence without any value */
	const char *remedy;
} CsvRecord;

typedef enum {
	CSV_RECORD,   /* a good record */
	CSV_REJECTED, /* one that is wrong: code, reason and remedy are set */
	CSV_NOTED, /* no record: a doubt about the one before, or, at the end, the file: the same */
	CSV_END,
	CSV_FAILED, /* the file cannot be read on: *error is set */
} CsvStep;

/* A wanted column: its names, NULL-terminated, the first of which messages use. */
typedef struct {
	const char *const *names;
	bool optional; /* where it is missing, its fields are empty */
} CsvColumn;

typedef struct {
	char delimiter;       /* '\0' takes it from the header */
	const char *encoding; /* iconv's name; NULL for UTF-8. A UTF-8 byte order mark outdoes it */
	const CsvColumn *columns; /* NULL wants all in their order */
	size_t columns_count;
	/* what a file may take; 0 for no limit. One that takes more fails as a whole. */
	gint64 most_bytes;  /* unpacked */
	gint64 most_packed; /* times its bytes on the disk, once CSV_BOMB_BYTES are unpacked */
	gint64 most_us;     /* from its opening */
} CsvFormat;

/* Opens the file at PATH, which messages call NAME, and reads its header. COLUMNS
 * (NULL-terminated) are the header names wanted, found whatever their place, letter
 * case and surrounding blanks, a blank in them being an underscore, and by whichever of the
 * letters that look alike they are written (text_fold_compare); NULL wants all in their order.
 * Values of other columns are passed over unread, so that bad UTF-8 in them rejects nothing.
 * Errors: SHUMAR_ERROR_CONFIG for a wanted column that is missing (NAME:1 and the
 * nearest header name), one under two names, and a name that stands twice; SHUMAR_ERROR_FAILED for
 * what is no readable CSV file. */
CsvReader *csv_open(const char *path, const char *name, const char *const *columns, GError **error);
CsvReader *csv_open_as(const char *path, const char *name, const CsvFormat *format, GError **error);
/* The same of FD, an open plain file at its start, which it closes in any case. */
CsvReader *csv_open_fd(int fd, const char *name, const CsvFormat *format, GError **error);
void csv_close(CsvReader *reader); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvReader, csv_close)

/* The header's names, NULL-terminated; borrowed from READER. */
const char *const *csv_header(const CsvReader *reader);

/* Reads the next record into *ret_record. After CSV_END or CSV_FAILED the reader is at its end. */
CsvStep csv_read(CsvReader *reader, CsvRecord *ret_record, GError **error);

/* The line on which a failed file became unreadable; 0 when it is not known. */
gint64 csv_fault_line(const CsvReader *reader);
