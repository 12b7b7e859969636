/*
 * Lattice: from tables to all figures that tie them together, and how these add up.
 *
 *     tables (measure, level of place, level of kind, periods) ─▶ cells and equations
 *
 * A table has its places and kinds with all that they add up to, of its periods those named. What
 * follows from the tables together:
 *  - Periods of one place and kind that overlap are cut at all their bounds; each is the sum of its
 *    pieces. The difference of two published ones that begin or end together is a cell too,
 *    however far it is cut: it is what a reader subtracts.
 *  - A table whose places and kinds meet those of all others in one level of one of them (its
 *    separator) hangs on that: finer detail below it binds nothing, since two tables of whole
 *    numbers with the same margin always have a common refinement (a transport problem).
 *    Tables that hang together in a circle (district × group, division × group × month,
 *    district × month) bind each other in the finer level, which is then made of unpublished
 *    cells. tests/unit/reports/disclosure/test_lattice.c holds both to full enumeration.
 *
 * Pure. Same tables, same cells in the same order.
 */
#pragma once

#include "reports/disclosure/dimension.h"

/* A period: days of the proleptic calendar (g_date_get_julian), both counted. */
typedef struct {
	guint32 first, last;
} LatticeSpan;

typedef struct {
	char *name; /* of the plan; of an earlier release "NAME of RELEASE" */
	char *measure;
	guint place_level, kind_level;
	GArray *places; /* of guint, members that it has alone; NULL: all, with all that they add up
			   to */
	GArray *kinds;
	GArray *spans; /* of LatticeSpan */
	bool listed;   /* a table of this release */
} LatticeTable;

typedef struct {
	char *measure; /* interned by the lattice */
	guint place, kind;
	LatticeSpan span;
	int table;  /* the first listed table that has it; -1: none */
	bool inner; /* of the finer level that tables in a circle bind each other in, and in no
		       table */
} LatticeCell;

typedef struct {
	char *name;
	GArray *cells;   /* of guint */
	GArray *factors; /* of gint64 */
} LatticeEquation;

typedef struct {
	const Dimension *places, *kinds;
	GPtrArray *tables;    /* of LatticeTable */
	GArray *cells;        /* of LatticeCell, made by lattice_build */
	GPtrArray *equations; /* of LatticeEquation */
	GHashTable *index;    /* of cells */
	GStringChunk *words;
} Lattice;

/* PLACES and KINDS are borrowed. */
Lattice *lattice_new(const Dimension *places, const Dimension *kinds);
void lattice_free(Lattice *lattice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lattice, lattice_free)

/* A new table, copied words; spans, places and kinds are empty, for the caller to fill. */
LatticeTable *lattice_add_table(Lattice *lattice, const char *name, const char *measure,
				guint place_level, guint kind_level, bool listed);
void lattice_only_place(LatticeTable *table, guint place);
void lattice_only_kind(LatticeTable *table, guint kind);
void lattice_span(LatticeTable *table, guint32 first, guint32 last);

/* Makes cells and equations, once. */
void lattice_build(Lattice *lattice);

/* "cases_registered|PKP|all|2026-10-01|2026-10-31". Transfer full. */
char *lattice_key(const Lattice *lattice, const LatticeCell *cell);
bool lattice_find(const Lattice *lattice, const char *measure, guint place, guint kind,
		  LatticeSpan span, guint *ret_cell);
/* A cell that no table has: unpublished; the one that is there already, if so. */
guint lattice_add_cell(Lattice *lattice, const char *measure, guint place, guint kind,
		       LatticeSpan span);
void lattice_equate(Lattice *lattice, const char *name, const guint *cells, const gint64 *factors,
		    guint count);
