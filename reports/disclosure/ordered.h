/*
 * Ordered: a copy of a store with cells in the order of keys and equations in that of their terms,
 * so that nothing hangs on the order in which they came.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	Store *store;
	guint *origin; /* by cell: its place in the store it came from */
} Ordered;

void ordered_clear(Ordered *ordered);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Ordered, ordered_clear)

void order(const Store *store, Ordered *ordered);
