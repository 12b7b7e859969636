#include "reports/disclosure/round.h"

#include <math.h>

#include "core/error.h"
#include "reports/disclosure/solver.h"

static const double NEAR = 1e-6;

void rounding_free(Rounding *rounding)
{
	if (rounding == NULL)
		return;
	g_free(rounding->values);
	g_free(rounding);
}

RoundChance round_chance(gint64 count, gint64 base)
{
	gint64 rest = count % base;
	double chance = (double)rest / (double)base;
	return (RoundChance){
		.low = count - rest,
		.high = rest == 0 ? count : count - rest + base,
		.chance_of_high = chance,
		.mean = (double)count,
		.variance = (double)(rest * (base - rest)),
	};
}

/* ── the program ── */

/* A figure: FROM + UNIT × (up - down), each of them a whole number up to MOST. */
typedef struct {
	gint64 from, unit;
	guint up, down;
	bool fixed;
} Figure;

typedef struct {
	const Store *store;
	const RoundRule *rule;
	Solver *solver;
	Figure *figures;
	double constant; /* of the distance */
} Rounder;

static void rounder_clear(Rounder *rounder)
{
	solver_free(rounder->solver);
	g_free(rounder->figures);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rounder, rounder_clear)

/* From which cells no finer one is: those that are the total of no equation. */
static bool *finest_of(const Store *store)
{
	bool *finest = g_new(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		finest[n] = true;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		gint64 sum = 0;
		for (guint t = 0; t < equation->terms->len; t++)
			sum += g_array_index(equation->terms, StoreTerm, t).factor;
		for (guint t = 0; t < equation->terms->len; t++) {
			StoreTerm term = g_array_index(equation->terms, StoreTerm, t);
			if ((term.factor > 0) != (sum > 0))
				finest[term.cell] = false;
		}
	}
	return finest;
}

/* Next to VALUE from below, and one step up: what that costs more than staying. */
static Figure add_rounded(Rounder *rounder, gint64 value, bool wide)
{
	gint64 base = rounder->rule->base, rest = value % base;
	if (rest == 0 && !wide)
		return (Figure){ .from = value, .fixed = true };
	double steps = wide ? 2 : 1;
	Figure figure = { .from = value - rest, .unit = base };
	figure.up = solver_column(rounder->solver, 0, 1);
	solver_cost(rounder->solver, figure.up, (double)(base - 2 * rest));
	figure.down = solver_column(rounder->solver, 0, value - rest > 0 ? steps - 1 : 0);
	solver_cost(rounder->solver, figure.down, (double)base);
	if (wide) { /* a second step up costs a whole base: a column of its own, with twice one unit
		     */
		guint second = solver_column(rounder->solver, 0, 1);
		solver_cost(rounder->solver, second, (double)base);
		solver_whole(rounder->solver, second);
	}
	solver_whole(rounder->solver, figure.up);
	solver_whole(rounder->solver, figure.down);
	rounder->constant += (double)rest;
	return figure;
}

/* A finest figure below the base: nought or the base. */
static Figure add_small(Rounder *rounder, gint64 value)
{
	gint64 base = rounder->rule->base;
	if (value == 0 || value >= base)
		return (Figure){ .from = value, .fixed = true };
	Figure figure = { .from = 0, .unit = base };
	figure.up = solver_column(rounder->solver, 0, 1);
	figure.down = solver_column(rounder->solver, 0, 0);
	solver_cost(rounder->solver, figure.up, (double)(base - 2 * value));
	solver_whole(rounder->solver, figure.up);
	rounder->constant += (double)value;
	return figure;
}

/* A sum: as far up or down as its parts take it. */
static Figure add_sum(Rounder *rounder, gint64 value)
{
	Figure figure = { .from = value, .unit = 1 };
	figure.up = solver_column(rounder->solver, 0, INFINITY);
	figure.down = solver_column(rounder->solver, 0, (double)value);
	solver_cost(rounder->solver, figure.up, 1);
	solver_cost(rounder->solver, figure.down, 1);
	return figure;
}

static void add_figures(Rounder *rounder, bool wide)
{
	g_autofree bool *finest = finest_of(rounder->store);
	for (guint n = 0; n < rounder->store->cells->len; n++) {
		gint64 value = store_cell(rounder->store, n)->value;
		if (rounder->rule->kind == ROUND_ALL)
			rounder->figures[n] = add_rounded(rounder, value, wide);
		else if (finest[n])
			rounder->figures[n] = add_small(rounder, value);
		else
			rounder->figures[n] = add_sum(rounder, value);
	}
}

/* The second step up of a wide figure is the column after those of its first and of the one down.
 */
static guint terms_of(const Figure *figure, bool second, double factor, guint *columns,
		      double *factors)
{
	guint count = 0;
	columns[count] = figure->up;
	factors[count++] = factor * (double)figure->unit;
	columns[count] = figure->down;
	factors[count++] = -factor * (double)figure->unit;
	if (second) {
		columns[count] = figure->down + 1;
		factors[count++] = factor * (double)figure->unit;
	}
	return count;
}

static void add_sums(Rounder *rounder, bool wide)
{
	const Store *store = rounder->store;
	g_autofree guint *columns = g_new(guint, 3 * store->cells->len + 3);
	g_autofree double *factors = g_new(double, 3 * store->cells->len + 3);
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		guint count = 0;
		double known = 0;
		for (guint t = 0; t < equation->terms->len; t++) {
			StoreTerm term = g_array_index(equation->terms, StoreTerm, t);
			const Figure *figure = &rounder->figures[term.cell];
			known += (double)(term.factor * figure->from);
			if (!figure->fixed)
				count += terms_of(figure, wide, (double)term.factor,
						  columns + count, factors + count);
		}
		if (count > 0 || known != 0)
			solver_row(rounder->solver, columns, factors, count, -known, -known);
	}
}

static bool is_whole(const Rounder *rounder)
{
	for (guint n = 0; n < rounder->store->cells->len; n++) {
		const Figure *figure = &rounder->figures[n];
		double up = figure->fixed ? 0 : solver_value(rounder->solver, figure->up);
		double down = figure->fixed ? 0 : solver_value(rounder->solver, figure->down);
		if (fabs(up - round(up)) > NEAR || fabs(down - round(down)) > NEAR)
			return false;
	}
	return true;
}

static gint64 value_of(const Rounder *rounder, guint cell, bool wide)
{
	const Figure *figure = &rounder->figures[cell];
	if (figure->fixed)
		return figure->from;
	double steps =
	    solver_value(rounder->solver, figure->up) - solver_value(rounder->solver, figure->down);
	if (wide)
		steps += solver_value(rounder->solver, figure->down + 1);
	return figure->from + figure->unit * llround(steps);
}

static Rounding *rounding_of(const Rounder *rounder, bool wide, double bound)
{
	Rounding *rounding = g_new0(Rounding, 1);
	rounding->values = g_new(gint64, rounder->store->cells->len + 1);
	rounding->within = !wide;
	for (guint n = 0; n < rounder->store->cells->len; n++) {
		rounding->values[n] = value_of(rounder, n, wide);
		gint64 far = ABS(rounding->values[n] - store_cell(rounder->store, n)->value);
		rounding->distance += far;
		rounding->farthest = MAX(rounding->farthest, far);
	}
	rounding->excess = MAX((double)rounding->distance - floor(bound + NEAR), 0);
	return rounding;
}

/* Simplex first: where its answer is whole, nothing is better. A search that is stopped is gone
 * after once more for anything that fits, and how far off that may be is known from the simplex. */
static SolverEnd run(Rounder *rounder, double *ret_bound)
{
	SolverEnd end = solver_run(rounder->solver, 0);
	if (end != SOLVER_BEST)
		return end;
	*ret_bound = solver_best(rounder->solver) + rounder->constant;
	if (is_whole(rounder))
		return SOLVER_BEST;
	end = solver_run_whole(rounder->solver, 0);
	if (end == SOLVER_BEST)
		*ret_bound = solver_best(rounder->solver) + rounder->constant;
	if (end != SOLVER_STOPPED && end != SOLVER_SPENT)
		return end;
	for (guint n = 0; n < rounder->store->cells->len; n++)
		if (!rounder->figures[n].fixed)
			solver_cost(rounder->solver, rounder->figures[n].up, 0);
	return solver_run_whole(rounder->solver, 0);
}

static SolverEnd try_round(const Store *store, const RoundRule *rule, bool wide,
			   Rounding **ret_rounding)
{
	g_auto(Rounder) rounder = { .store = store, .rule = rule };
	rounder.solver = solver_new();
	solver_work(rounder.solver, 0, rule->nodes);
	rounder.figures = g_new0(Figure, store->cells->len + 1);
	add_figures(&rounder, wide);
	add_sums(&rounder, wide);
	double bound = 0;
	SolverEnd end = run(&rounder, &bound);
	if (end == SOLVER_BEST)
		*ret_rounding = rounding_of(&rounder, wide, bound);
	return end;
}

Rounding *round_store(const Store *store, const RoundRule *rule, GError **error)
{
	g_assert(rule->base > 1);
	Rounding *rounding = NULL;
	if (!store_adds_up(store, error))
		return NULL;
	SolverEnd end = try_round(store, rule, false, &rounding);
	if (end == SOLVER_NONE && rule->kind == ROUND_ALL)
		end = try_round(store, rule, true, &rounding);
	if (end != SOLVER_BEST)
		error_set(error, SHUMAR_ERROR_DISCLOSURE,
			  "Publish a coarser table, or hide small figures instead.",
			  "figures cannot be rounded to %" G_GINT64_FORMAT
			  " so that they add up: %s",
			  rule->base,
			  end == SOLVER_NONE ? "nothing fits within two bases of every figure"
					     : "the search was stopped by its limit");
	return rounding;
}
