/*
 * Coded: what the text columns of feeds may hold. A column of a list takes its words only, in
 * whatever letter case and blanks; a station one that is listed; another column words, a number
 * or a section by its form. What does not fit never lands: in its place stands what it is like,
 *
 *     ‹unlisted: 2 words, 12 letters (Latin)›     ‹withheld: a phone number, row 4711›
 *
 * and the rules reject the row or blank the field (engine.reject_withheld). Lists are data:
 * sql/reference/coded_column.csv, coded_value.csv, station.csv.
 */
#pragma once

#include "core/database/database.h"

typedef struct Coded Coded;
typedef struct CodedColumn CodedColumn;

/* Reads columns and lists from WAREHOUSE. */
Coded *coded_read(Database *warehouse, GError **error);
void coded_free(Coded *coded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Coded, coded_free)

/* The column NAME of FEED; NULL when it takes anything, or CODED is NULL. Borrowed. */
const CodedColumn *coded_column(const Coded *coded, const char *feed, const char *name);

/* Adds the first column of ROWS to the stations that are listed. Without any, a station is held
 * against the form of words only. */
void coded_add_stations(Coded *coded, const DatabaseResult *rows);
guint coded_stations(const Coded *coded);

/* What lands in the place of the LENGTH bytes at VALUE: NULL for the value itself, else the
 * word of the list that it stands for, or what it is like. COLUMN may be NULL. ROW, the id of
 * the row at its source or NULL, is said beside. Transfer full. */
char *coded_settle(const CodedColumn *column, const char *value, size_t length, const char *row);
