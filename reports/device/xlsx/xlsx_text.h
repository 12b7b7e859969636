/*
 * XLSX texts: what a workbook allows in names, cells and dates, and how a text
 * of the model is made to fit. Pure functions; nothing here knows the library.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Limits of the file format, in UTF-16 units as spreadsheet programs count (ECMA-376 part 1, and
 * "Excel specifications and limits"). */
enum {
	XLSX_SHEET_NAME_MAX = 31,
	XLSX_HEADER_MAX = 255, /* of a table column; also of a page footer */
	XLSX_CELL_TEXT_MAX = 32767,
	XLSX_NUMBER_FORMAT_MAX = 127, /* bytes, in libxlsxwriter 1.1.4 */
	XLSX_NAME_MAX = 100,          /* of tables and cells; libxlsxwriter 1.1.4 keeps 127 bytes */
};

size_t xlsx_text_length(const char *text);

/* TEXT as the content of a cell: characters that XML cannot carry become U+FFFD, a bidi isolate
 * around the whole is taken off, and "_x0041_" (an escape to spreadsheet programs) stays itself.
 * Transfer full. */
char *xlsx_text_clean(const char *text);

/* TEXT, or as much of it as fits into MOST units with NOTE, which says so, after it. Transfer full.
 */
char *xlsx_text_cut(const char *text, size_t most, const char *note);

/* True when TEXT is its own cleaned form; a quick look, which may say no to one that is. */
bool xlsx_text_is_clean(const char *text);

/* The name of a table's column made of the clean text HEADER, unlike every name in TAKEN (folded
 * names; the new one is added); an empty one is called by its place, NUMBER. Transfer full. */
char *xlsx_header_name(const char *header, guint number, GHashTable *taken);

/* A tab's name made of WISH: without []:*?/\ and apostrophes, at most 31 units, unlike every name
 * in TAKEN (folded names; the new one is added). Transfer full. */
char *xlsx_sheet_name(const char *wish, GHashTable *taken);

/* The name of a native table made of KIND ("table") and ID in the same way: letters, digits and _
 * only, never like a cell's address. Transfer full. */
char *xlsx_table_name(const char *kind, const char *id, GHashTable *taken);

/* The number of days that stands for DATE in a cell; false before 1 March 1900, where spreadsheet
 * programs count a day that never was. */
bool xlsx_date_serial(const GDate *date, double *ret_serial);

/* "Page %d of %d" and FOOTER as the footer of a printed page: footer at the start, page at the end
 * of the line. Transfer full. */
char *xlsx_page_footer(const char *footer, const char *page_of, bool right_to_left);
