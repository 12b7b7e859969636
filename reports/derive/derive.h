/*
 * Derive: statistics as columns of a dataset, declared beside it in the template.
 *
 *     datasets:
 *       trend:
 *         query: weekly_series
 *         with: {…}
 *         add: [{method: xmr, of: cases, leave-out: provisional}]
 *
 * adds cases_mean, cases_lower, cases_upper, cases_signal and cases_cause, which texts, tables and
 * charts name like any other column; the check knows them without a database. docs/measures.md
 * lists the columns of each method. The formulas are those of reports/stats.
 *
 * Every derived value is a finite number, a word, or missing with its state: [u] too few, [x] not
 * available, [z] not applicable, [c] withheld. A row whose leave-out column is true takes no part
 * in limits, and what is counted in it and derived for it is marked [p]. What is made of a withheld
 * figure is withheld: of its row and, by methods that are of all rows, of every row; limits that
 * are given by a baseline stay.
 */
#pragma once

#include "reports/derive/derive_rows.h"

/* The method NAME, or NULL. */
const DeriveMethod *derive_method(const char *name);

/* All names, NULL-terminated. Transfer container. */
GPtrArray *derive_method_names(void);

void derivation_free(gpointer derivation);

/* Fills the columns of DERIVATION in DATASET, which has them. */
void derive_run(const Derivation *derivation, Dataset *dataset);

/* The rows of DATASET that have the value of row FIRST in the column BY (-1: all), from there on
 * and not DONE yet, which they are then: of size_t. Transfer full. */
GArray *derive_group(const Dataset *dataset, int by, size_t first, bool *done);
