/*
 * Copy rows: rows in the binary form of COPY, built in a byte array.
 *
 *     g_autoptr(GByteArray) rows = g_byte_array_new();
 *     copyrow_begin(rows, 2);
 *     copyrow_text(rows, "intake.csv:7", 12);
 *     copyrow_null(rows);
 *     copyrow_send(db, rows, &error);
 *
 * https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
 */
#pragma once

#include "core/database/database.h"

#include <string.h>

/* What stands before the first row and behind the last one. */
void copyrow_header(GByteArray *rows);
void copyrow_trailer(GByteArray *rows);

/* A row of COLUMNS values, which follow in their order. */
void copyrow_begin(GByteArray *rows, gint16 columns);
void copyrow_null(GByteArray *rows);
void copyrow_text(GByteArray *rows, const char *text, size_t length);
void copyrow_string(GByteArray *rows, const char *text); /* NULL is null */
void copyrow_json(GByteArray *rows, const char *json);   /* a jsonb value; NULL is null */
void copyrow_bool(GByteArray *rows, bool value);
void copyrow_int32(GByteArray *rows, gint32 value); /* integer; date in days since 2000-01-01 */
void copyrow_int64(GByteArray *rows, gint64 value); /* bigint; timestamp in us since 2000 */

/* ── many rows ── */
/* Room for LENGTH more bytes at the end of ROWS. What is put there belongs to them when
 * copyrow_close was told where it ends. */
guint8 *copyrow_open(GByteArray *rows, size_t length);
void copyrow_close(GByteArray *rows, const guint8 *end);

/* Most bytes of a row of COLUMNS values but those of its texts. */
static inline size_t copyrow_most(size_t columns)
{
	return sizeof(gint16) + columns * (sizeof(gint32) + sizeof(gint64));
}

/* Each puts one thing at AT and returns the place behind it. */
static inline guint8 *copyrow_put_count(guint8 *at, gint16 columns)
{
	gint16 wire = GINT16_TO_BE(columns);
	memcpy(at, &wire, sizeof wire);
	return at + sizeof wire;
}

static inline guint8 *copyrow_put_length(guint8 *at, gint32 length)
{
	gint32 wire = GINT32_TO_BE(length);
	memcpy(at, &wire, sizeof wire);
	return at + sizeof wire;
}

static inline guint8 *copyrow_put_text(guint8 *at, const char *text, size_t length)
{
	at = copyrow_put_length(at, (gint32)length);
	memcpy(at, text, length);
	return at + length;
}

static inline guint8 *copyrow_put_int32(guint8 *at, gint32 value)
{
	return copyrow_put_length(copyrow_put_length(at, sizeof value), value);
}

static inline guint8 *copyrow_put_int64(guint8 *at, gint64 value)
{
	gint64 wire = GINT64_TO_BE(value);
	at = copyrow_put_length(at, sizeof wire);
	memcpy(at, &wire, sizeof wire);
	return at + sizeof wire;
}

/* Bytes of a decimal of so many digits before and behind its point, without its length. */
#define COPYROW_DECIMAL_BYTES(whole, places) (8 + 2 * (((whole) + 3) / 4 + ((places) + 3) / 4))

/* A numeric; TEXT is digits, "-12.50". */
guint8 *copyrow_put_decimal(guint8 *at, const char *text);

/* Writes the rows into the open COPY and empties them. */
bool copyrow_send(Database *db, GByteArray *rows, GError **error);
