/* What repair.c and repair_beside.c share: a repair from inside. */
#pragma once

#include "reports/disclosure/own.h"
#include "reports/disclosure/repair.h"

/* Two tables, by what differs from the true one. Shared by the cells that it shows wide. */
typedef struct {
	guint users;
	guint count;
	Move moves[];
} Pair;

struct Repair {
	Store *store;
	const ProtectRules *rules;
	const double *costs;
	Moves *moves;
	GPtrArray **pairs;   /* of Pair, by cell */
	gint64 *spare;       /* by cell: asked for besides the width; 0: not to be had */
	guint *bounded;      /* by cell: what `hidden` was when its bounds were found good, + 1 */
	GHashTable *held_ok; /* "cell held" → hidden + 1: as bounded, for who knows HELD */
	Own *own;            /* who is in what */
	const bool *trusted; /* by cell, or NULL: it is wide, an audit says so */
	const bool *settled; /* by cell, or NULL */
	guint hidden;        /* cells hidden so far */
	bool backwards;      /* cells are gone through from the last key */
	bool releasing;      /* what is not shown at once stays hidden */
	GArray *found;       /* of Move */
};
