/*
 * Store: every figure that is or was public, those that are hidden, the finer ones between them,
 * and how they add up.
 *
 * A cell is one figure: a count of one measure, place, kind and period. An equation says that a
 * sum of cells, each times a whole number, is nought: total - part - part = 0. A count that another
 * never exceeds (cases with an arrest, cases) is an equation with an unpublished rest. Ratios are
 * no cells: one is published only where both its counts are, and tells nothing more.
 *
 * Who attacks sees the value of published cells only, and knows that the others are whole numbers
 * from least to most. Order of cells and equations changes no result: what chooses goes by key.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	CELL_PUBLISHED,   /* printed, or derivable from what is */
	CELL_HIDDEN,      /* printed as [c] */
	CELL_UNPUBLISHED, /* in no table; ties together those that are */
} CellState;

#define CELL_NO_MOST G_MAXINT64

typedef struct {
	char *key; /* unique: "cases_registered|PKP|all|2026-10-01|2026-10-31" */
	CellState state;
	gint64 value; /* the true value; who attacks uses that of published cells only */
	gint64 least; /* what everybody knows of one that is not published */
	gint64 most;  /* CELL_NO_MOST: nothing */
	/* for choosing what to hide */
	const char *rule; /* static or interned: the primary rule that hides it; NULL: none */
	gint64 width;     /* the least width it needs, where rule is not NULL */
	gint64 below;     /* how far below and above its value what it may be has to reach, where */
	gint64 above;     /* rule is not NULL; 0 but in magnitude tables of others */
	bool forced;      /* stays published: public before, or a headline */
	bool wanted;      /* where nothing small is near, nothing may cost it (keep.h) */
	double weight;    /* what hiding it costs, above 0 */
} StoreCell;

typedef struct {
	guint cell;
	gint64 factor; /* never 0 */
} StoreTerm;

typedef struct {
	char *name;    /* for messages: "district-month: PKP, all, 2026-10 by kind"; never NULL */
	GArray *terms; /* of StoreTerm, by cell */
} StoreEquation;

typedef struct {
	GPtrArray *cells;     /* of StoreCell */
	GPtrArray *equations; /* of StoreEquation */
	GHashTable *places;   /* key → index + 1 */
	GHashTable *known;    /* texts of the equations */
} Store;

Store *store_new(void);
void store_free(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_free)

/* A new cell KEY (copied), which is not there yet: published, of VALUE, least 0, no rule, weight 1.
 * Its index. */
guint store_add(Store *store, const char *key, gint64 value);
StoreCell *store_cell(const Store *store, guint cell);
/* False when there is none. */
bool store_find(const Store *store, const char *key, guint *ret_cell);

/* Sum of FACTORS[n] × CELLS[n] = 0; terms of one cell are put together, those of nought left out;
 * an equation that is there already is not added again. */
void store_equate(Store *store, const char *name, const guint *cells, const gint64 *factors,
		  guint count);
/* total = sum of PARTS. */
void store_total(Store *store, const char *name, guint total, const guint *parts, guint count);
/* The term of EQUATION that all others add up to; NULL: there is none, or are several. */
const StoreTerm *store_sum(const StoreEquation *equation);

/* By cell: it is hidden. Transfer full. */
bool *store_hidden(const Store *store);

/* The first equation, in order of names, that true values break: SHUMAR_ERROR_DISCLOSURE names it
 * with both sides. Nothing is mended. */
bool store_adds_up(const Store *store, GError **error);
