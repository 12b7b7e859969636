/*
 * Loss: what a table loses by being hidden in part, by being rounded, or by a coarser one in its
 * place, measured alike, so that the desk can choose.
 *
 * Information is counted in bits: a figure of n tells log2(1 + n); hidden it tells nothing, rounded
 * to a base it leaves 2 × base - 1 numbers that it may be, a coarser table tells what its own
 * figures do. All of it uses hidden values: for the desk, never for the public.
 */
#pragma once

#include "reports/disclosure/round.h"

typedef enum { LOSS_HIDE, LOSS_ROUND, LOSS_COARSEN, LOSS_WAYS } LossWay;

/* A table: which cells of a store it has. */
typedef struct {
	const char *name;
	const guint *cells;
	guint count;
} LossTable;

typedef struct {
	bool possible;
	guint cells, lost;        /* figures, and those that are not told as they are */
	gint64 value, value_lost; /* their sums */
	double bits, bits_lost;
} Loss;

/* TABLE as it is protected in STORE. */
Loss loss_of_hiding(const Store *store, LossTable table);
/* The same rounded; ROUNDING NULL: not possible. */
Loss loss_of_rounding(const Store *store, const Rounding *rounding, gint64 base, LossTable table);
/* COARSER in its place, as it is protected in STORE; no cells: there is none. */
Loss loss_of_coarsening(const Store *store, LossTable table, LossTable coarser);

/* Which of the three (by LossWay) loses the fewest bits; of equals the first. Hiding is always
 * possible. */
LossWay loss_recommend(const Loss losses[LOSS_WAYS]);

/* A few lines for the desk: the three ways and which is recommended. */
void loss_write(GString *text, const char *table, const Loss losses[LOSS_WAYS]);

/* False when more than MOST_PCT percent of the figures of a table are hidden: *error
 * (SHUMAR_ERROR_DISCLOSURE) names COARSER (may be NULL) to publish in its place. */
bool loss_allowed(const char *table, const Loss *hiding, guint most_pct, const char *coarser,
		  GError **error);
