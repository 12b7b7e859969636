/*
 * CSV that goes out: RFC 4180, UTF-8, and safe to open in a spreadsheet. Every CSV file and list
 * of the program is written with this; what comes in is etl/csv's.
 *
 * A field of text that a spreadsheet program would take for a formula gets an apostrophe before it
 * (OWASP, "CSV Injection"): one whose first visible character is = + - or @, in its full width too,
 * or that begins with a tab or a line end. Numbers go as numbers: -5 is a count, and no formula.
 * What cannot be printed stands as what it is (text_printable).
 *
 *     Csvout csv = csvout_begin(text, true);
 *     csvout_text(&csv, "station");
 *     csvout_number(&csv, "-5");
 *     csvout_end(&csv);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	GString *out; /* borrowed */
	bool begun;   /* the record has a field */
} Csvout;

/* Records behind what is in OUT; with FILE a byte order mark first, without which Excel takes UTF-8
 * for Windows-1252. */
Csvout csvout_begin(GString *out, bool file);

/* One more field; NULL is an empty one. csvout_number takes TEXT for a text where it is no number
 * (as PostgreSQL and this program print them). csvout_made puts what csvout_guard or a caller has
 * made safe. */
void csvout_text(Csvout *csv, const char *text);
void csvout_number(Csvout *csv, const char *text);
void csvout_made(Csvout *csv, const char *field);

/* Ends the record. */
void csvout_end(Csvout *csv);

/* TEXT (NULL: none) as the content of a field: printable and no formula. Transfer full. */
char *csvout_guard(const char *text);
