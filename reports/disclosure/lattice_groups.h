/*
 * Groups of a lattice: which tables bind each other in a finer level, and on what the others hang.
 *
 * Stretches of days that no period of any table leads out of have nothing to do with each other:
 * each is looked at alone. Of the tables of one measure a group is what has one level of place, one
 * of kind and the same members. While a group meets each other one in no more than it meets a
 * single one of them (its separator), it hangs on that one and is left as it is. Where none does,
 * one is cut at the bounds of another, so that this hangs on it; and where that does not help
 * either, two are merged into the coarsest level that is finer than both.
 */
#pragma once

#include "reports/disclosure/lattice.h"

/* Which members of a dimension a group has. */
typedef struct {
	guint level;   /* the finest */
	GArray *only;  /* of guint, members; NULL: all */
	guint only_at; /* their level */
	guint top;     /* the coarsest: the root, or that of the separator */
} LatticeScope;

typedef struct {
	const char *measure;
	guint time; /* which of the stretches of days that no period leads out of */
	LatticeScope place, kind;
	GArray *spans; /* of LatticeSpan */
	bool merged;   /* tables in a circle bind each other in it */
} LatticeGroup;

/* The groups of LATTICE's tables; elements LatticeGroup. Transfer full. */
GPtrArray *lattice_groups(const Lattice *lattice);

/* The scope of a table's own members. Borrows. */
LatticeScope lattice_table_scope(const Dimension *dimension, guint level, GArray *only);

/* True when MEMBER is in SCOPE (of a level between its finest and its top). */
bool lattice_in_scope(const Dimension *dimension, const LatticeScope *scope, guint member);

/* SPANS cut at all bounds: pieces in order, of days that some span holds. Transfer full. */
GArray *lattice_cut(const GArray *spans);
