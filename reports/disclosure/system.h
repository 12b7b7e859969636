/*
 * System: the figures nobody has published and the equations between them, with published values
 * put in. What gate, attack and certificates work on; true values are not in it.
 *
 * Unknowns stand in the order of their cells' keys, relations in the order of their terms, so that
 * nothing depends on the order of the store. Relations that say the same are one.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	const char *name; /* of the store's equation */
	GArray *terms;    /* of StoreTerm, whose cell is an unknown; the first factor is above 0 */
	gint64 right;
} SystemRelation;

typedef struct {
	const Store *store;
	guint count;          /* of unknowns */
	guint *cells;         /* by unknown: the cell of the store */
	guint *places;        /* by cell: unknown + 1; 0: published */
	gint64 *low;          /* by unknown: what it cannot be below */
	gint64 *high;         /* what it cannot be above; CELL_NO_MOST */
	GPtrArray *relations; /* of SystemRelation */
} System;

/* Unknowns and relations, with bounds as the cells have them. NULL when published figures alone
 * break an equation, or two equations say different things (SHUMAR_ERROR_DISCLOSURE names it), or
 * numbers are too large (SHUMAR_ERROR_FAILED). */
System *system_new(const Store *store, GError **error);
void system_free(System *system);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(System, system_free)

/* Narrows the bounds by what each relation alone says, over and over: in whole numbers, so what it
 * finds is proved. False: nothing fits (a relation is named). */
bool system_narrow(System *system, GError **error);

/* A part that shares no relation with the rest; unknowns whose bounds meet are put in and in none.
 */
typedef struct {
	GArray *unknowns;     /* guint: unknown of the system, by column */
	GPtrArray *relations; /* of SystemRelation, whose terms' cells are columns */
} SystemPart;

/* Transfer full, of SystemPart, in the order of their first unknowns. */
GPtrArray *system_parts(const System *system);

/* SHUMAR_ERROR_DISCLOSURE: the public figures contradict each other, as WHAT says. */
void system_contradicts(GError **error, const char *what);
