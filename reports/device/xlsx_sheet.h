/*
 * XLSX sheets: one workbook at work, its formats, and tidy tables of values on
 * sheets of their own. Only reports/device/xlsx*.c see libxlsxwriter.
 */
#pragma once

#include <xlsxwriter.h>

#include "reports/model.h"

typedef struct {
	const Model *model;
	lxw_workbook *book;
	GHashTable *formats;     /* "number format|style" → lxw_format, owned by the book */
	GHashTable *sheet_names; /* folded names taken */
	GHashTable *table_names;
	GPtrArray *texts; /* cleaned texts the library borrows until it closes */
	GError *error;    /* the first fault; everything after it does nothing */
} XlsxBook;

enum { XLSX_PLAIN = 0, XLSX_BOLD = 1, XLSX_WRAP = 2, XLSX_TITLE = 4, XLSX_LINK = 8, XLSX_END = 16 };

/* The format of NUMBER_FORMAT (NULL for text) in STYLE (XLSX_ flags). */
lxw_format *xlsx_format(XlsxBook *book, const char *number_format, int style);

/* A new sheet named after WISH, with the print set-up of the edition. *ret_name is its name. */
lxw_worksheet *xlsx_add_sheet(XlsxBook *book, const char *wish, const char **ret_name);

/* Writes TEXT as a text, whatever it begins with. */
void xlsx_write_text(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		     const char *text, int style);

/* A table as a native one: headers in row FIRST, values below, TOTAL (or NULL) in bold under it. */
typedef struct {
	const char *id;
	char **headers;        /* NULL-terminated */
	const GPtrArray *rows; /* of Value[], as wide as headers */
	const Value *total;
} XlsxTable;

/* Writes TABLE on SHEET from row FIRST on, sets column widths, and freezes and filters for
 * internal readers. A table without rows is not written. */
void xlsx_write_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first,
		      const XlsxTable *table);

/* Frees ROWS made for a table, of WIDTH values each, with what is in them. */
void xlsx_free_rows(GPtrArray *rows, guint width);
