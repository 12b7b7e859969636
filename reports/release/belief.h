/*
 * Belief: what is taken for true of figures that are not published, where records changed and
 * nobody was told.
 *
 * A reader takes a figure that was printed for true until another one is printed. What follows for
 * those between is what he can find, and what has to be protected: so their values are the nearest
 * to those counted that agree with everything printed. True values are of the desk alone: this
 * chooses nothing that is public but what a pattern begins from.
 */
#pragma once

#include "reports/disclosure/solver.h"
#include "reports/disclosure/store.h"

typedef struct {
	Store *store;
	guint *root; /* of cells, then of equations: parts that hang together */
} Belief;

void belief_init(Belief *belief, Store *store);
void belief_clear(Belief *belief);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Belief, belief_clear)

/* The number of the part that hangs together with CELL, or with equation SUM, of the store. */
guint belief_part(const Belief *belief, guint cell);
guint belief_part_of_sum(const Belief *belief, guint sum);

/* Gives the figures of each part in which a sum does not hold values that fit. Into BROKEN (of
 * guint) one equation of each part in which none do. False: *RET_SPENT is one of a part in which
 * the search was given up. */
bool belief_fit(Belief *belief, GArray *broken, guint *ret_spent);

/* A program for one part: so much work, the same on every machine. Transfer full. */
Solver *belief_solver(void);
/* SUM of the store as a row of SOLVER, whose COLUMNS are by cell; SLACK: two columns by which it
 * may be above and below; NULL: it has to hold. */
void belief_row(const Belief *belief, Solver *solver, guint sum, const guint *columns,
		const guint *slack);
