/*
 * Solver: linear and whole-number programs. The only file that sees GLPK and CBC is solver.c.
 *
 *     minimise  sum cost·x   where  lower <= row·x <= upper  and  lower <= x <= upper
 *
 * Same program, same answer: columns and rows keep the order they were added in, and the simplex
 * starts from the basis of the run before. An answer that something is chosen by must not hang on
 * how busy the machine is: there the limit is one of work (solver_work), which is reached at the
 * same place everywhere. A limit of time is for what ends in an error.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	SOLVER_BEST, /* proved */
	SOLVER_NONE, /* nothing fits */
	SOLVER_UNBOUNDED,
	SOLVER_SPENT,   /* by the limit of work; nothing is claimed */
	SOLVER_STOPPED, /* by the limit of time or of memory; nothing is claimed */
} SolverEnd;

typedef struct Solver Solver;

Solver *solver_new(void);
void solver_free(Solver *solver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Solver, solver_free)

/* A column of cost 0; its index from 0. Bounds may be -INFINITY and INFINITY. */
guint solver_column(Solver *solver, double lower, double upper);
void solver_row(Solver *solver, const guint *columns, const double *factors, guint count,
		double lower, double upper);
void solver_bound(Solver *solver, guint column, double lower, double upper);
void solver_cost(Solver *solver, guint column, double cost);
void solver_whole(Solver *solver, guint column); /* has to be whole in solver_run_whole */

/* For each run from now on: so many steps of the simplex and so many nodes of a search at most; 0:
 * no limit. */
void solver_work(Solver *solver, guint steps, guint nodes);

/* Steps of the simplex that all programs and searches of this process have taken: work, as other
 * machines would count it. */
gint64 solver_steps(void);

/* The best by simplex; LIMIT_MS 0: no limit. */
SolverEnd solver_run(Solver *solver, gint64 limit_ms);
/* The best in whole numbers: by simplex where that comes out whole, else by CBC, or by GLPK's
 * search in a program built without CBC. */
SolverEnd solver_run_whole(Solver *solver, gint64 limit_ms);

/* The same, and content with what is no farther from the best than GAP of it (0.1: a tenth). */
SolverEnd solver_run_good(Solver *solver, double gap, gint64 limit_ms);

double solver_value(const Solver *solver, guint column); /* of the last run that ended BEST */
double solver_best(const Solver *solver);                /* its cost */
const char *solver_version(void);                        /* "GLPK 5.0, CBC 2.10.8"; CBC none */
