#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/disclosure/solver.h"

/* maximise 5x + 4y where 6x + 4y <= 24, x + 2y <= 6, both at least nought: (3, 1.5), 21; in whole
 * numbers (4, 0), 20. */
static Solver *textbook(void)
{
	Solver *solver = solver_new();
	guint columns[] = { solver_column(solver, 0, INFINITY),
			    solver_column(solver, 0, INFINITY) };
	solver_row(solver, columns, (const double[]){ 6, 4 }, 2, -INFINITY, 24);
	solver_row(solver, columns, (const double[]){ 1, 2 }, 2, -INFINITY, 6);
	solver_cost(solver, columns[0], -5);
	solver_cost(solver, columns[1], -4);
	solver_whole(solver, columns[0]);
	solver_whole(solver, columns[1]);
	return solver;
}

static bool near(double left, double right)
{
	return fabs(left - right) < 1e-6;
}

Test(solver, finds_the_best)
{
	g_autoptr(Solver) solver = textbook();
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_best(solver), -21), "%g", solver_best(solver));
	cr_assert(near(solver_value(solver, 0), 3) && near(solver_value(solver, 1), 1.5));
}

Test(solver, finds_the_best_in_whole_numbers)
{
	g_autoptr(Solver) solver = textbook();
	cr_assert_eq(solver_run_whole(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_best(solver), -20), "%g", solver_best(solver));
	cr_assert(near(solver_value(solver, 0), 4) && near(solver_value(solver, 1), 0));
}

Test(solver, goes_on_from_where_it_was_when_costs_and_bounds_change)
{
	g_autoptr(Solver) solver = textbook();
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	solver_cost(solver, 0, 1);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_best(solver), -12) && near(solver_value(solver, 1), 3));
	solver_bound(solver, 1, 0, 2);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_best(solver), -8) && near(solver_value(solver, 1), 2));
	guint first = 0;
	solver_row(solver, &first, (const double[]){ 1 }, 1, 1, INFINITY);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_best(solver), -7) && near(solver_value(solver, 0), 1));
}

Test(solver, says_when_nothing_fits)
{
	g_autoptr(Solver) solver = textbook();
	solver_bound(solver, 0, 5, 9);
	cr_assert_eq(solver_run(solver, 0), SOLVER_NONE);
	cr_assert_eq(solver_run_whole(solver, 0), SOLVER_NONE);
	solver_bound(solver, 0, 3, 2);
	cr_assert_eq(solver_run(solver, 0), SOLVER_NONE, "bounds that cross");
	solver_bound(solver, 0, 0, 4);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
}

Test(solver, says_when_only_fractions_fit)
{
	g_autoptr(Solver) solver = solver_new();
	guint columns[] = { solver_column(solver, 0, 10), solver_column(solver, 0, 10) };
	solver_row(solver, columns, (const double[]){ 2, 4 }, 2, 7, 7);
	solver_whole(solver, columns[0]);
	solver_whole(solver, columns[1]);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert_eq(solver_run_whole(solver, 0), SOLVER_NONE);
}

Test(solver, says_when_there_is_no_end)
{
	g_autoptr(Solver) solver = solver_new();
	guint columns[] = { solver_column(solver, 0, INFINITY),
			    solver_column(solver, 0, INFINITY) };
	solver_row(solver, columns, (const double[]){ 1, -1 }, 2, 0, 0);
	solver_cost(solver, columns[0], -1);
	cr_assert_eq(solver_run(solver, 0), SOLVER_UNBOUNDED);
}

Test(solver, takes_a_program_without_rows)
{
	g_autoptr(Solver) solver = solver_new();
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST, "nor columns");
	guint column = solver_column(solver, 2, 7);
	solver_cost(solver, column, -1);
	cr_assert_eq(solver_run_whole(solver, 0), SOLVER_BEST);
	cr_assert(near(solver_value(solver, column), 7) && near(solver_best(solver), -7));
	solver_bound(solver, column, 2, INFINITY);
	cr_assert_eq(solver_run(solver, 0), SOLVER_UNBOUNDED);
}

/* A market split (Cornuéjols and Dawande, 1999): six sums of fifty numbers are all to be met at
 * half, which the relaxation does at once and a search settles in no time that a test would wait,
 * nor within a few nodes. */
static Solver *market_split(void)
{
	enum { SUMS = 6, NUMBERS = 50 };
	Solver *solver = solver_new();
	guint columns[NUMBERS];
	for (guint n = 0; n < NUMBERS; n++) {
		columns[n] = solver_column(solver, 0, 1);
		solver_whole(solver, columns[n]);
		solver_cost(solver, columns[n], -1.0 - n);
	}
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	for (guint sum = 0; sum < SUMS; sum++) {
		double weights[NUMBERS], full = 0;
		for (guint n = 0; n < NUMBERS; n++)
			full += weights[n] = g_rand_int_range(rand, 0, 100);
		solver_row(solver, columns, weights, NUMBERS, floor(full / 2), floor(full / 2));
	}
	return solver;
}

Test(solver, claims_nothing_when_time_is_up)
{
	g_autoptr(Solver) solver = market_split();
	cr_assert_eq(solver_run_whole(solver, 1), SOLVER_STOPPED);
}

Test(solver, names_its_versions)
{
	cr_assert_neq(strstr(solver_version(), "GLPK"), NULL);
	cr_assert_neq(strstr(solver_version(), "CBC"), NULL);
	cr_assert_eq(solver_version(), solver_version());
}

Test(solver, claims_nothing_when_its_work_is_done)
{
	g_autoptr(Solver) search = market_split();
	solver_work(search, 0, 5);
	cr_assert_eq(solver_run_whole(search, 0), SOLVER_SPENT);
	g_autoptr(Solver) simplex = market_split();
	solver_work(simplex, 1, 0);
	cr_assert_eq(solver_run(simplex, 0), SOLVER_SPENT);
	solver_work(simplex, 0, 0);
	cr_assert_eq(solver_run(simplex, 0), SOLVER_BEST, "the next run has a limit of its own");
}
