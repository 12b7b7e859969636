#include "reports/release/belief.h"

#include <math.h>

/* A search that needs more is given up, on every machine at the same place. */
enum { STEPS_MOST = 2000000, NODES_MOST = 2000 };

/* ── parts ── */

static guint root_of(const Belief *belief, guint place)
{
	while (belief->root[place] != place) {
		belief->root[place] = belief->root[belief->root[place]];
		place = belief->root[place];
	}
	return place;
}

void belief_init(Belief *belief, Store *store)
{
	guint cells = store->cells->len;
	*belief = (Belief){ store, g_new(guint, cells + store->equations->len + 1) };
	for (guint n = 0; n < cells + store->equations->len; n++)
		belief->root[n] = n;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		for (guint m = 0; m < equation->terms->len; m++) {
			guint cell = g_array_index(equation->terms, StoreTerm, m).cell;
			if (store_cell(store, cell)->state != CELL_PUBLISHED)
				belief->root[root_of(belief, cell)] = root_of(belief, cells + n);
		}
	}
}

void belief_clear(Belief *belief)
{
	g_free(belief->root);
}

guint belief_part(const Belief *belief, guint cell)
{
	return root_of(belief, cell);
}

guint belief_part_of_sum(const Belief *belief, guint sum)
{
	return root_of(belief, belief->store->cells->len + sum);
}

static bool is_broken(const Store *store, const StoreEquation *equation)
{
	gint64 sum = 0;
	bool below = false; /* of what its readers know it to be at least */
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		const StoreCell *cell = store_cell(store, term->cell);
		sum += term->factor * cell->value;
		below = below || (cell->state != CELL_PUBLISHED && cell->value < cell->least);
	}
	return sum != 0 || below;
}

/* ── one part ── */

Solver *belief_solver(void)
{
	Solver *solver = solver_new();
	solver_work(solver, STEPS_MOST, NODES_MOST);
	return solver;
}

/* Column of CELL and of how far it is from its value, up and down. */
static guint add_column(Solver *solver, const StoreCell *cell)
{
	static const double factors[] = { 1, -1, 1 };
	guint columns[3];
	columns[0] = solver_column(solver, (double)cell->least, INFINITY);
	columns[1] = solver_column(solver, 0, INFINITY);
	columns[2] = solver_column(solver, 0, INFINITY);
	solver_whole(solver, columns[0]);
	solver_cost(solver, columns[1], 1);
	solver_cost(solver, columns[2], 1);
	solver_row(solver, columns, factors, 3, (double)cell->value, (double)cell->value);
	return columns[0];
}

void belief_row(const Belief *belief, Solver *solver, guint sum, const guint *columns,
		const guint *slack)
{
	const StoreEquation *equation = belief->store->equations->pdata[sum];
	g_autofree guint *of = g_new(guint, equation->terms->len + 2);
	g_autofree double *factors = g_new(double, equation->terms->len + 2);
	guint count = 0;
	gint64 rest = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		const StoreCell *cell = store_cell(belief->store, term->cell);
		if (cell->state == CELL_PUBLISHED) {
			rest += term->factor * cell->value;
			continue;
		}
		of[count] = columns[term->cell];
		factors[count++] = (double)term->factor;
	}
	for (guint n = 0; slack != NULL && n < 2; n++) {
		of[count] = slack[n];
		factors[count++] = n == 0 ? 1 : -1;
	}
	solver_row(solver, of, factors, count, (double)-rest, (double)-rest);
}

/* Gives the cells of the part ROOT values that fit. SOLVER_NONE: none do. */
static SolverEnd fit(Belief *belief, guint root)
{
	Store *store = belief->store;
	g_autoptr(Solver) solver = belief_solver();
	g_autofree guint *columns = g_new0(guint, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		if (store_cell(store, n)->state != CELL_PUBLISHED && root_of(belief, n) == root)
			columns[n] = add_column(solver, store_cell(store, n));
	for (guint n = 0; n < store->equations->len; n++)
		if (belief_part_of_sum(belief, n) == root)
			belief_row(belief, solver, n, columns, NULL);
	SolverEnd end = solver_run_whole(solver, 0);
	for (guint n = 0; n < store->cells->len && end == SOLVER_BEST; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->state != CELL_PUBLISHED && root_of(belief, n) == root)
			cell->value = (gint64)llround(solver_value(solver, columns[n]));
	}
	return end;
}

bool belief_fit(Belief *belief, GArray *broken, guint *ret_spent)
{
	const Store *store = belief->store;
	g_autoptr(GHashTable) roots = g_hash_table_new(NULL, NULL);
	for (guint n = 0; n < store->equations->len; n++) {
		guint root = belief_part_of_sum(belief, n);
		if (!is_broken(store, store->equations->pdata[n]) ||
		    !g_hash_table_add(roots, GUINT_TO_POINTER(root)))
			continue;
		SolverEnd end = fit(belief, root);
		if (end == SOLVER_NONE)
			g_array_append_val(broken, n);
		else if (end != SOLVER_BEST) {
			*ret_spent = n;
			return false;
		}
	}
	return true;
}
