/*
 * Guess: how sure the best bet on a hidden figure is.
 *
 * Who bets takes all whole-number tables that fit what is printed for equally likely. The share of
 * a value is in how many of them a figure has it. Width says that a figure may be 1 to 5; it does
 * not say that it is not 1 in nine tables of ten.
 *
 * Tables are drawn by a walk that goes from one to the next along moves that break no sum, twice,
 * from two tables of an audit; what both say together is told. Figures that are in no table of any
 * release are left out, but for the bounds that they give to others. True values are never looked
 * at, draws hang on the cells' keys alone: same figures, same shares, in any order.
 *
 *     g_autoptr(Guess) guess = guess_all(store, audit->tables, rules->threshold, &error);
 *     guess->bets: of each hidden figure the commonest value and its share
 */
#pragma once

#include "reports/disclosure/tables.h"

typedef struct {
	guint cell;
	gint64 value;     /* the commonest */
	double share;     /* of it, 0 to 1 */
	gint64 low, high; /* the least and the most that was met */
} GuessBet;

typedef struct {
	GArray *bets; /* of GuessBet, by key of the cell */
	guint parts;
	double apart; /* how far the two walks differ in a share told, at most */
} Guess;

/* The bets on STORE's hidden figures, but for those that are always at least THRESHOLD or always 0.
 * TABLES (those of an audit of STORE) is where walks begin. NULL: published figures contradict each
 * other, or numbers are too large (*error). */
Guess *guess_all(const Store *store, const Tables *tables, gint64 threshold, GError **error);
void guess_free(Guess *guess);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Guess, guess_free)
