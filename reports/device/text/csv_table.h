/*
 * CSV table: a table, a chart or the figures of an edition as tidy columns and rows: one
 * row an observation, numbers as numbers, what is said of a number in a column beside it.
 * The file and its description are both made from this, so they cannot differ.
 */
#pragma once

#include "reports/model/model.h"

typedef enum { CSV_STRING, CSV_INTEGER, CSV_DECIMAL, CSV_DATE } CsvType;

typedef struct {
	char *name;        /* letters, digits and _; the head in the file */
	char *title;       /* as printed; NULL when NAME says it */
	char *description; /* the definition, or what the marks mean; or NULL */
	CsvType type;
	bool signs; /* a sign stands where there is no value, and nothing is empty */
} CsvColumn;

typedef struct {
	char *title;
	char *subtitle, *source; /* or NULL */
	GPtrArray *columns;      /* of CsvColumn */
	GPtrArray *rows;         /* of GPtrArray of char*, as many as columns; "" is missing */
} CsvTable;

/* Of a draft each table begins with a column "not_for_publication", whose every row says that. */

/* The rows of TABLE with its totals, which a last column "row" tells apart: data, subtotal,
 * total. The name of a row's group is a first column. Each number or date column NAME is followed
 * by NAME_mark: "[x]", "[p]". Transfer full. */
CsvTable *csv_table_of_table(const Model *model, const Table *table);

/* A row for each value of CHART, or of each of its panels. Transfer full. */
CsvTable *csv_table_of_chart(const Model *model, const Chart *chart);

/* All figures of MODEL, a row for each; none when it has none. Transfer full. */
CsvTable *csv_table_of_figures(const Model *model);

void csv_table_free(CsvTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvTable, csv_table_free)

/* TEXT as a field that spreadsheet programs take for text: without the bidi isolates of
 * formatted values, and guarded as core/csvout.h says. Numbers are never passed through here.
 * Transfer full. */
char *csv_text(const char *text);
