/*
 * Small_tables: every whole-number table that fits what is public, one after the other, as the
 * oracle of what who attacks can know. Shares nothing with the product but the store.
 */
#pragma once

#include "reports/disclosure/store.h"

/* VALUES by cell, all of them; false ends the enumeration. */
typedef bool (*SmallTable)(const gint64 *values, gpointer data);

/* Calls DO_TABLE for each table of STORE that agrees with its published values and equations, in
 * which no other cell is more than ABOVE over its true value: what is tied to no public total has
 * no other end. */
void small_tables(const Store *store, gint64 above, SmallTable do_table, gpointer data);

/* Least and most of each cell over them, by cell; NULL: no table fits. Transfer full. */
typedef struct {
	gint64 low, high;
} SmallRange;
SmallRange *small_ranges(const Store *store, gint64 above);

/* The same for who also knows the true value of HELD. */
SmallRange *small_ranges_held(const Store *store, gint64 above, guint held);
