/*
 * Figures check: data/figures.csv held against proof/cells.csv, cell by cell: what is withheld in
 * the one must be withheld in the other, and what is published be the same number.
 */
#pragma once

#include <glib.h>

typedef struct {
	gint64 figures; /* rows of figures.csv */
	gint64 withheld;
	gint64 missing;    /* not available, not yet, does not apply */
	gint64 given_up;   /* rows of cells.csv: could be found of earlier releases */
	char *given_up_by; /* these releases, with ", " between them; NULL: none. Owned */
} FiguresCount;

/* Both texts may be anything. Adds a sentence to FAULTS (of char*) for each figure that is not as
 * it has to be; a figure of RELEASE itself (NULL: not known) must not be given up. */
void figures_check(const char *figures, const char *cells, const char *release, GPtrArray *faults,
		   FiguresCount *ret_count);
