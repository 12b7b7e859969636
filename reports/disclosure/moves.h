/*
 * Moves: two tables that look the same from outside, in which one cell differs by enough.
 *
 * A linear program over the neighbourhood of a cell: what may move are cells that are not
 * published, at no cost, and those that could be hidden, at their cost; what adds up goes on to add
 * up. The cells that move are then a proof that the one is wide, and those of them that are
 * published have to be hidden for it. Tables start from the true one here: what is shown outside is
 * made anew from public figures alone (tables).
 */
#pragma once

#include "reports/disclosure/rule.h"

#define MOVES_NOBODY G_MAXUINT

typedef struct Moves Moves;

typedef enum {
	MOVES_NEEDED, /* by simplex, by search where that gives fractions */
	MOVES_SIMPLE, /* by simplex alone: what it gives in fractions counts as not found */
	MOVES_PROVED, /* the cheapest, by search: slow */
} MovesWhole;

/* What CELL has in the two tables, against its true value. */
typedef struct {
	guint cell;
	gint64 low;
	gint64 high;
} Move;

typedef struct {
	guint cell;
	gint64 width;     /* high - low at least */
	gint64 below;     /* -low at least */
	gint64 above;     /* high at least */
	guint held;       /* a cell that who attacks knows, or MOVES_NOBODY */
	bool free;        /* only what is not published may move */
	guint fan;        /* so many of a sum's terms at most, the same ones in all; 0: all */
	guint most;       /* a neighbourhood of more cells is not looked into; 0: any */
	MovesWhole whole; /* how tables of whole numbers are come by */
} MovesAsk;

/* STORE (borrowed) has its cells in the order of keys; COSTS (borrowed) by cell. States are read
 * anew by each call. */
Moves *moves_new(const Store *store, const ProtectRules *rules, const double *costs);
void moves_free(Moves *moves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Moves, moves_free)

/* True when CELL is not published, or could be hidden for others: it need not stay public. A 0 is
 * hidden for a total of 0 alone, since programs would become large. */
bool moves_can(const Moves *moves, guint cell);

/* The cheapest moves within REACH equations of the cell; false: there are none. RET_MOVES (of Move,
 * emptied first) are in the order of cells. RET_ALL: the neighbourhood was everything that hangs
 * together, so that a wider one has no more. */
bool moves_find(Moves *moves, const MovesAsk *ask, guint reach, GArray *ret_moves, double *ret_cost,
		bool *ret_all);

/* How many cells the neighbourhood of the last search had, before those that cannot move were left
 * out. */
guint moves_size(const Moves *moves);

/* The least (SIGN 1) or most (SIGN -1) that CELL can be for who knows what is published, and HELD,
 * within REACH equations: never above, or below, what it is among all. */
double moves_extreme(Moves *moves, guint cell, guint held, guint reach, int sign);
