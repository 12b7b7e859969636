/*
 * Random_tables: tables of three shapes with random patterns, for tests of disclosure control that
 * no example would cover. The same seed, the same store.
 */
#pragma once

#include "reports/disclosure/store.h"

/* A table of two dimensions, of two with hierarchies, or of three (seed modulo 3); keys are those
 * of a release's cells. A part of the cells is hidden or unpublished; all that are have both a
 * least and a most. SMALL: few enough that every table that fits can be counted out. */
Store *random_tables(guint32 seed, bool small);

/* Every table that fits, counted out. */
typedef struct {
	gint64 low, high;
} RandomRange;

/* Least and most of each cell over all tables that fit STORE, by a search that shares nothing with
 * the product. NULL when there are more than MOST. Transfer full. */
RandomRange *random_ranges(const Store *store, guint most);

/* By cell: whether it is not published and follows from what is by adding and subtracting, by plain
 * elimination modulo a prime. Transfer full. */
bool *random_derivable(const Store *store);
