/* Every figure of an edition followed to its cells and records, and whether it agrees with them. */
#pragma once

#include "reports/trace/trace.h"

/* Rows of a table that are traced of each figure that has no sum: the first so many. */
#define TRACE_ALL_MOST 10

typedef struct {
	guint figures;
	guint add_up, worked_out, said; /* that agree: what they are to their cells */
	guint wrong;
} TraceAll;

/* Traces every number that the datasets of RENDER's template count or derive, whole or, where only
 * rows can be, row by row, and appends a line for each to TEXT and at the end the counts. Errors:
 * what cannot be traced at all, with the figure's name. */
bool trace_all(GString *text, Render *render, const Library *library, const Template *template,
	       const Binding *binding, const char *language, TraceAll *ret_counts, GError **error);
