/*
 * Summary: the table that ends a run, and tables of text in general.
 */
#pragma once

#include "core/database/database.h"

/* Appends the rows of RESULT under HEADS (one per column, ended by NULL): text
 * columns to the left, numbers to the right, nulls as "-". */
void summary_table(GString *text, const DatabaseResult *result, const char *const *heads);

/* Appends what run RUN_NO did to each feed, and what it rejected. */
bool summary_run(GString *text, Database *db, const char *run_no, GError **error);

/* Appends which published figures run RUN_NO changed, in the transaction that applied it or after.
 */
bool summary_figures(GString *text, Database *db, const char *run_no, GError **error);
