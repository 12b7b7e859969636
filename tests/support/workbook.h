/*
 * An invented edition with every kind of block a workbook knows, for tests of the
 * workbook device and for looking at it in an office program.
 */
#pragma once

#include "reports/model/model.h"

/* The edition for AUDIENCE in LANGUAGE ("en" or "ur"), with the catalogue's words. */
Model *workbook_model(const char *audience, const char *language);

/* Parts for tests that build their own. */
Value workbook_text(const char *words);
Value workbook_count(double number);
Value workbook_missing(ValueState state, const char *mark);

/* Adds a table of ROWS rows under two columns to MODEL; borrowed. */
Table *workbook_add_table(Model *model, const char *id, guint rows);
