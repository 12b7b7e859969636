/*
 * Book: the cells of the workbooks measured by `make bench-report`, made of row,
 * column and sheet by a formula that peers/xlsx_book.py knows too, and the same cells
 * written by bare libxlsxwriter.
 */
#pragma once

#include <stdbool.h>

#include "reports/model/model.h"

enum { BOOK_TEXT_COLUMNS = 4 }; /* the first columns of every sheet hold texts */

typedef struct {
	guint sheets, rows, columns;
} BookSize;

/* An edition without blocks, for internal readers. */
Model *book_model_empty(void);

/* An empty table "sheet7" of COLUMNS columns at the end of MODEL; borrowed. */
Table *book_add_table(Model *model, guint sheet, guint columns);

/* Fills ROW of SHEET into VALUES, whose texts are owned by the caller. */
void book_fill_row(Value *values, guint sheet, guint row, guint columns);

/* The whole as a model, which is what the device is given. */
Model *book_model(BookSize size);

/* MODEL's tables by bare libxlsxwriter, each a native table under its title. */
bool book_write_raw(const Model *model, const char *path);

/* One sheet of SIZE by bare libxlsxwriter in constant memory. */
bool book_write_raw_plain(BookSize size, const char *path);
