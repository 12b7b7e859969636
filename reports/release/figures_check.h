/*
 * Figures check: data/figures.csv held against proof/cells.csv, cell by cell: what is withheld in
 * the one must be withheld in the other, and what is published be the same number.
 */
#pragma once

#include <glib.h>

typedef struct {
	gint64 figures; /* rows of figures.csv */
	gint64 withheld;
	gint64 missing; /* not available, not yet, does not apply */
} FiguresCount;

/* Both texts may be anything. Adds a sentence to FAULTS (of char*) for each figure that is not as
 * it has to be. */
void figures_check(const char *figures, const char *cells, GPtrArray *faults,
		   FiguresCount *ret_count);
