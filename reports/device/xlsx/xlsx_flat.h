/*
 * XLSX flat tables: a table of the model as one rectangular block, which is what
 * spreadsheet programs sort, filter and pivot.
 *
 * A group's row becomes a first column with its name in every row; heads above
 * heads are joined to them ("2024: Cases"); subtotals (and the total, where there
 * are some) leave for a table of their own, so that a sum over a column is right. A
 * mark stands in a column of its own beside the number it belongs to. What is not
 * known is a mark in the cell of a public table, and in the column beside an empty
 * cell of an internal one, whose columns of numbers hold nothing but numbers.
 */
#pragma once

#include "reports/device/xlsx/xlsx_sheet.h"

typedef struct {
	GStrv headers;
	GPtrArray *rows;      /* of Value[], as wide as headers; their texts are borrowed */
	GPtrArray *subtotals; /* the same; the total is the last, when there are others */
	Value *total;         /* or NULL */
	guint heads;          /* so many first columns name the row */
	bool is_one_unit;     /* all its numbers count the same: bars of them can be compared */
	bool has_marks;       /* a column of marks stands beside a column */
	GPtrArray *texts;     /* of char*, made for this table */
} XlsxFlat;

/* TABLE, which must outlive what is returned, for readers of BOOK. */
XlsxFlat *xlsx_flat_new(const XlsxBook *book, const Table *table);
void xlsx_flat_free(XlsxFlat *flat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XlsxFlat, xlsx_flat_free)
