/* Trace: which row of a dataset is traced. Private to the trace. */
#pragma once

#include "reports/trace/trace.h"
#include "reports/trace/trace_rule.h"

/* Sets TRACE's row and place to the one of ROWS in which every part of ROW, "Lahore, Rape", is a
 * text of some column. Errors: SHUMAR_ERROR_USAGE for none, with the nearest, and for several. */
bool trace_row_find(Trace *trace, const Dataset *rows, const TraceRules *rules, const char *row,
		    GError **error);

/* What COLUMN says in the row at PLACE, as a parameter; NULL for missing. Transfer full. */
char *trace_row_value(const Dataset *rows, size_t place, const char *column);

/* A name by which trace_row_find finds the row at PLACE: its texts, dates and keys, with commas
 * between. Transfer full. */
char *trace_row_name(const Dataset *rows, const TraceRules *rules, size_t place);
