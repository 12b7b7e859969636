/*
 * XLSX front sheets: the cover with the edition's texts, the list of sheets, the
 * figures, the notes, and the shorthand, each a sheet of its own.
 */
#pragma once

#include "reports/device/xlsx/xlsx_sheet.h"
#include "reports/model/shorthand.h"

/* The workbook's sheets as they are made, for the list of them. */
typedef struct {
	XlsxBook *book;
	GPtrArray *contents; /* of XlsxContent */
	const char *notes;   /* name of the sheet of notes, or NULL */
	const char *marks;   /* name of the sheet of shorthand, or NULL */
} XlsxFront;

typedef struct {
	const char *sheet; /* its name, kept by the book */
	char *title;
} XlsxContent;

void xlsx_front_init(XlsxFront *front, XlsxBook *book);
void xlsx_front_clear(XlsxFront *front);

/* A new sheet called after WISH with TITLE in A1, listed in the contents. */
lxw_worksheet *xlsx_titled_sheet(XlsxFront *front, const char *wish, const char *title,
				 const char **ret_name);

/* The lines between title and table, in the order of the rules: the subtitle of ABOUT (NULL where
 * the sheet is no block's), what the sheet holds (a key of the
 * catalogue), EXTRA (or NULL), for the public what the signs MARKS of its table mean, where the
 * notes are, the source. Returns the row of the table. */
lxw_row_t xlsx_write_lines(XlsxFront *front, lxw_worksheet *sheet, const BlockAbout *about,
			   const char *holds, const char *extra, ShorthandSet marks);

/* The shorthand that stands somewhere in MODEL. */
ShorthandSet xlsx_marks_used(const Model *model);

/* Each writes one sheet or, where the model has nothing for it, none. */
void xlsx_write_cover(XlsxFront *front, lxw_worksheet *cover);
void xlsx_write_contents(XlsxFront *front, lxw_worksheet *sheet);
void xlsx_write_notes(XlsxFront *front);
void xlsx_write_marks(XlsxFront *front, ShorthandSet marks);
void xlsx_write_figures(XlsxFront *front);
