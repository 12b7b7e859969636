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

#include "core/database.h"

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

/* Writes the rows into the open COPY and empties them. */
bool copyrow_send(Database *db, GByteArray *rows, GError **error);
