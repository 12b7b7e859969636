/*
 * Made_store: tables of one to three dimensions with hierarchies, all cells published, for tests
 * and the bench of disclosure control.
 *
 *     static const guint flat[] = { 0, 0, 0, 0 };         a total and three parts
 *     static const guint deep[] = { 0, 0, 0, 1, 1, 2, 2 }; a total, two groups, two parts each
 *     MadeDimension dimensions[] = { { 4, flat }, { 7, deep } };
 *     g_autoptr(Store) store = made_store(dimensions, 2, leaves);
 */
#pragma once

#include "reports/disclosure/store.h"

/* A tree: node 0 is the total; every other comes after its parent. */
typedef struct {
	guint count;
	const guint *parents;
} MadeDimension;

/* How many cells of a table are sums of no others. */
guint made_leaves(const MadeDimension *dimensions, guint count);
/* The table over the product of COUNT trees; LEAVES in the order of their nodes, the last dimension
 * the fastest. Keys are the nodes' numbers ("00.03.12"). */
Store *made_store(const MadeDimension *dimensions, guint count, const gint64 *leaves);
/* The cell at NODES, one for each dimension. */
guint made_cell(const MadeDimension *dimensions, guint count, const guint *nodes);
/* The same cells and equations, each in an order drawn from RAND. */
Store *made_shuffled(const Store *store, GRand *rand);
