/*
 * XLSX sheets: one workbook at work, its two profiles, its formats, and texts in
 * cells. Only xlsx_*.c see libxlsxwriter.
 *
 * The public profile keeps the UK Analysis Function's rules for accessible
 * spreadsheets (docs/workbooks.md); the internal one adds what analysts work with:
 * filters, frozen heads, banding, bars, page footers.
 */
#pragma once

#include <xlsxwriter.h>

#include "reports/model/model.h"

typedef struct {
	const Model *model;
	lxw_workbook *book;
	bool is_public;
	bool is_plain; /* the library keeps one row at a time: no native tables, rows in order */
	GHashTable *formats;     /* "number format|style" → lxw_format, owned by the book */
	GHashTable *sheet_names; /* folded names taken */
	GHashTable *names;       /* folded names taken by tables and defined names */
	GPtrArray *texts;        /* names and headers the library may read until it closes */
	lxw_row_t top;           /* of every sheet's title: 1 below the mark of a draft, else 0 */
	GError *error;           /* the first fault; everything after it does nothing */
} XlsxBook;

enum {
	XLSX_PLAIN = 0,
	XLSX_BOLD = 1,
	XLSX_WRAP = 2,
	XLSX_TITLE = 4,
	XLSX_LINK = 8,
	XLSX_END = 16,
	XLSX_HEADING = 32,
	XLSX_INDENT = 64 /* apart from the number beside it */
};

/* Digits across A4, which a program does not part. */
enum { XLSX_COVER_WIDTH = 76 };

/* Sizes of titles and headings in points, of both profiles; also how the finishing pass knows
 * which formats are to be the cell styles "Heading 1" and "Heading 2". */
enum { XLSX_TITLE_SIZE = 16, XLSX_HEADING_SIZE = 14 };

/* A workbook for MODEL (borrowed) that the library writes to PATH, with its temporary files in
 * FOLDER. IS_PLAIN: memory stays flat however many rows there are. */
void xlsx_book_init(XlsxBook *book, const Model *model, const char *path, const char *folder,
		    bool is_plain);

/* Closes the library's workbook in any case and clears BOOK; the first fault of writing or closing
 * is *error. TARGET is what messages call the file. Errors: SHUMAR_ERROR_OUTPUT. */
bool xlsx_book_close(XlsxBook *book, const char *target, GError **error);

/* Keeps TEXT (transfer full) until the book is closed. */
const char *xlsx_keep(XlsxBook *book, char *text);

/* Notes that the library refused to write WHAT, unless STATUS is none. */
void xlsx_check(XlsxBook *book, lxw_error status, const char *what);

/* The format of NUMBER_FORMAT (NULL for text) in STYLE (XLSX_ flags). */
lxw_format *xlsx_format(XlsxBook *book, const char *number_format, int style);

/* A new sheet named after WISH, with the print set-up of the edition. *ret_name is its name. Of a
 * draft its first row says so, stays in sight and is printed on every page. */
lxw_worksheet *xlsx_add_sheet(XlsxBook *book, const char *wish, const char **ret_name);

/* Sets the height of ROW for TEXT in a column WIDTH letters wide; call it before the row is
 * written. Programs fit the height themselves only while nobody else has. */
void xlsx_fit_row(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const char *text,
		  double width, int style);

/* Writes TEXT as a text, whatever it begins with. */
void xlsx_write_text(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		     const char *text, int style);

/* Gives the cells from (TOP, LEFT) to (BOTTOM, RIGHT) a name in the workbook, made of KIND and ID
 * ("figure_registered"): formulas of others can lean on it whatever the sheet is called. */
void xlsx_name_cells(XlsxBook *book, const lxw_worksheet *sheet, const char *kind, const char *id,
		     lxw_row_t top, lxw_col_t left, lxw_row_t bottom, lxw_col_t right);

/* A table as a native one: headers in row FIRST, values below. */
typedef struct {
	const char *id;
	char **headers;        /* NULL-terminated */
	const GPtrArray *rows; /* of Value[], as wide as headers */
	const Value *total;    /* or NULL; in bold: public workbooks have it as the table's last
				  row, internal ones below it, where filters leave it alone */
	guint heads;           /* so many first columns stay in sight; 0 for none */
	bool bars;             /* its numbers are of one unit, and may have bars on one scale */
} XlsxTable;

/* Writes TABLE on SHEET from row FIRST on, sets column widths, and freezes and filters for
 * internal readers. A table without rows is not written. */
void xlsx_write_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first,
		      const XlsxTable *table);

/* Writes VALUES as row ROW of SHEET; an empty text is an empty cell. */
void xlsx_write_row(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, const Value *values,
		    guint width, int style);

/* Frees ROWS made for a table, of WIDTH values each, with what is in them. */
void xlsx_free_rows(GPtrArray *rows, guint width);
