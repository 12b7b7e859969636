/*
 * Dataset: the rows of one named query in memory, typed by the columns that its
 * SQL header declares.
 *
 * A column pair name_en, name_ur is also found as "name" in either language.
 */
#pragma once

#include "reports/model/datum.h"

typedef struct Dataset Dataset;

/* An empty dataset with COLUMNS (of SqlColumn, borrowed for the call); NAME is
 * what messages call it. Types that reports cannot print abort: the template's
 * check refuses them before. */
Dataset *dataset_new(const char *name, const GPtrArray *columns);
void dataset_free(Dataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dataset, dataset_free)

/* Adds a row of as many texts as there are columns, as PostgreSQL prints them,
 * NULL for null; copied, texts as datum_printable makes them. Errors: a text that is no value of
 * its column's type.
 *
 * Columns beside others say what is to be known of counts (bigint and numeric): COLUMN_coverage, or
 * coverage for all of the row, is the state of report.coverage_of, and COLUMN_provisional, or
 * provisional, whether late entries still come. What is missing then says why, and what is partial
 * or provisional is marked [p], on every device. */
bool dataset_add(Dataset *dataset, const char *const *texts, GError **error);

size_t dataset_rows(const Dataset *dataset);
size_t dataset_columns(const Dataset *dataset);

/* Index of the column FIELD, or of FIELD_LANGUAGE (LANGUAGE may be NULL); -1 when
 * there is neither. */
int dataset_column(const Dataset *dataset, const char *field, const char *language);

/* The value in ROW, COLUMN; its text is borrowed from the dataset. */
const Datum *dataset_value(const Dataset *dataset, size_t row, size_t column);

/* A copy of DATASET whose columns are COLUMNS (of SqlColumn): those that DATASET has, in their
 * order, and after them new ones, which are missing in every row. It has the COUNT rows at the
 * places ROWS, or the first COUNT (ROWS NULL). Transfer full. */
Dataset *dataset_take(const Dataset *dataset, const GPtrArray *columns, const size_t *rows,
		      size_t count);

/* Adds a row in which every value is missing. */
void dataset_add_missing(Dataset *dataset);

/* Sets the value in ROW, COLUMN, whose type DATUM must have; its text is copied. */
void dataset_set(Dataset *dataset, size_t row, size_t column, Datum datum);

/* That no day of what DATASET is of was reported: where it has no rows, that is no zero. */
void dataset_set_outside(Dataset *dataset);
bool dataset_is_outside(const Dataset *dataset);

/* That the file of the office called FILE, which it would be of, is not there. */
void dataset_set_unsupplied(Dataset *dataset, const char *file);
const char *dataset_unsupplied(const Dataset *dataset); /* NULL: it is there; borrowed */

/* Takes the value in ROW, COLUMN away: it is withheld to protect persons. */
void dataset_set_hidden(Dataset *dataset, size_t row, size_t column);

/* Marks the value in ROW, COLUMN as one that may still change. */
void dataset_set_provisional(Dataset *dataset, size_t row, size_t column);

/* True when there are LEAST to MOST rows (MOST below 0: no upper bound); else
 * SHUMAR_ERROR_FAILED naming the dataset. */
bool dataset_expect(const Dataset *dataset, gint64 least, gint64 most, GError **error);

/* Index in COLUMNS (of SqlColumn) of FIELD or FIELD_LANGUAGE, or -1: what the check
 * asks before there are rows. */
int columns_find(const GPtrArray *columns, const char *field, const char *language);
