/*
 * Gate: what follows from published figures by adding and subtracting alone.
 *
 * The equations, with published values put in, are eliminated in whole numbers, sparse and exact.
 * A random solution of what is left, modulo a prime, moves every cell that could be otherwise; the
 * few that it leaves in place are derived one by one, exactly. No solver, no rounding, no bounds:
 * what the gate finds, a reader with a pencil finds.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	guint cell;
	gint64 value;
} GateCell;

/* The cells that are not published and follow from those that are, with their values, in the order
 * of keys. NULL: the published figures contradict each other (SHUMAR_ERROR_DISCLOSURE names an
 * equation), or numbers grow too large to tell (SHUMAR_ERROR_FAILED). Transfer full, of GateCell.
 */
GArray *gate_derive(const Store *store, GError **error);
