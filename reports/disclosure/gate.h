/*
 * Gate: what follows from published figures by adding and subtracting alone.
 *
 * The equations, with published values put in, are eliminated exactly: in whole numbers modulo two
 * primes first, which tells the cells that could follow, then each of these is proved or not in
 * fractions of whole numbers. No solver, no rounding, no bounds: what the gate finds, a reader with
 * a pencil finds.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	guint cell;
	gint64 value;
} GateCell;

/* The cells that are not published and follow from those that are, with their values, in the order
 * of keys. NULL: the published figures contradict each other (SHUMAR_ERROR_DISCLOSURE names an
 * equation). Transfer full, of GateCell. */
GArray *gate_derive(const Store *store, GError **error);
