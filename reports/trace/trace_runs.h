/* Trace: which runs changed a figure. Private to the trace. */
#pragma once

#include "reports/trace/trace.h"

/* Fills TRACE's runs from its facts, and what is known of each from the warehouse. */
bool trace_read_runs(Trace *trace, Database *db, GError **error);
