/* What is believed of figures that are not published, where records changed since they were last
 * told of in a way that nobody was shown.
 *
 * A reader takes a figure that was printed for true until another one is printed. What follows for
 * those between is what he can find, and what has to be protected: so their values here are the
 * nearest to the true ones that agree with everything printed. Where none do, the release says by
 * itself that something was revised, and all figures that touch it are new ones. */
#include "reports/disclosure/solver.h"
#include "reports/release/prepare_private.h"

#include <math.h>

#include "core/error.h"

enum { LIMIT_MS = 60000, ROUNDS = 20 };

typedef struct {
	const Store *store;
	guint *root; /* of cells, then of equations: parts that hang together */
} Parts;

static void parts_clear(Parts *parts)
{
	g_free(parts->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

static guint root_of(const Parts *parts, guint place)
{
	while (parts->root[place] != place) {
		parts->root[place] = parts->root[parts->root[place]];
		place = parts->root[place];
	}
	return place;
}

static Parts parts_of(const Store *store)
{
	guint cells = store->cells->len;
	Parts parts = { store, g_new(guint, cells + store->equations->len) };
	for (guint n = 0; n < cells + store->equations->len; n++)
		parts.root[n] = n;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		for (guint m = 0; m < equation->terms->len; m++) {
			guint cell = g_array_index(equation->terms, StoreTerm, m).cell;
			if (store_cell(store, cell)->state != CELL_PUBLISHED)
				parts.root[root_of(&parts, cell)] = root_of(&parts, cells + n);
		}
	}
	return parts;
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

/* Column of CELL and of how far it is from its true value, up and down. */
static void add_column(Solver *solver, const StoreCell *cell, guint *columns)
{
	double most = cell->most == CELL_NO_MOST ? INFINITY : (double)cell->most;
	columns[0] = solver_column(solver, (double)cell->least, most);
	columns[1] = solver_column(solver, 0, INFINITY);
	columns[2] = solver_column(solver, 0, INFINITY);
	solver_whole(solver, columns[0]);
	solver_cost(solver, columns[1], 1);
	solver_cost(solver, columns[2], 1);
	static const double factors[] = { 1, -1, 1 };
	solver_row(solver, columns, factors, 3, (double)cell->value, (double)cell->value);
}

static void add_row(Solver *solver, const Store *store, const StoreEquation *equation,
		    const guint *columns)
{
	g_autofree guint *of = g_new(guint, equation->terms->len);
	g_autofree double *factors = g_new(double, equation->terms->len);
	guint count = 0;
	gint64 rest = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		const StoreCell *cell = store_cell(store, term->cell);
		if (cell->state == CELL_PUBLISHED) {
			rest += term->factor * cell->value;
			continue;
		}
		of[count] = columns[term->cell];
		factors[count++] = (double)term->factor;
	}
	solver_row(solver, of, factors, count, (double)-rest, (double)-rest);
}

/* Gives the cells of the part ROOT values that fit; false when none do, or the solver stopped. */
static bool fit(const Parts *parts, guint root, bool *ret_stopped)
{
	const Store *store = parts->store;
	g_autoptr(Solver) solver = solver_new();
	g_autofree guint *columns = g_new0(guint, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++) {
		guint three[3];
		if (store_cell(store, n)->state == CELL_PUBLISHED || root_of(parts, n) != root)
			continue;
		add_column(solver, store_cell(store, n), three);
		columns[n] = three[0];
	}
	for (guint n = 0; n < store->equations->len; n++) {
		if (root_of(parts, store->cells->len + n) == root)
			add_row(solver, store, store->equations->pdata[n], columns);
	}
	SolverEnd end = solver_run_whole(solver, LIMIT_MS);
	*ret_stopped = end == SOLVER_STOPPED;
	if (end != SOLVER_BEST)
		return false;
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->state != CELL_PUBLISHED && root_of(parts, n) == root)
			cell->value = (gint64)llround(solver_value(solver, columns[n]));
	}
	return true;
}

/* All of the newest release's figures that a sum of the part ROOT has are new ones, but those that
 * are printed as they were. False when there is none left. */
static bool renew(Prepare *prepare, const Parts *parts, guint root)
{
	const Store *store = parts->store;
	g_autofree bool *touched = g_new0(bool, store->cells->len);
	bool any = false;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		if (root_of(parts, store->cells->len + n) != root)
			continue;
		for (guint m = 0; m < equation->terms->len; m++)
			touched[g_array_index(equation->terms, StoreTerm, m).cell] = true;
	}
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		bool printed = cell->table != NULL && cell->state == CELL_PUBLISHED;
		if (cell->cell == UNION_NO_CELL || !touched[cell->cell] || printed ||
		    g_strcmp0(cell->version, prepare->release_id) == 0)
			continue;
		g_free(cell->version);
		cell->version = g_strdup(prepare->release_id);
		/* what was withheld stays withheld, whatever its version */
		cell->kept = cell->state == CELL_HIDDEN &&
			     (cell->value != 0 || prepare->rules->zeros != ZEROS_PUBLISHED);
		if (cell->table != NULL && !cell->kept)
			cell->state = CELL_PUBLISHED;
		any = true;
	}
	return any;
}

static void set_contradiction(const Prepare *prepare, const StoreEquation *equation, bool stopped,
			      GError **error)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  stopped ? "Prepare again when the machine is less busy, or publish fewer tables."
			  : "Correct the figures at their source, or leave out the table.",
		  stopped ? "release '%s': whether its figures agree with earlier ones was not "
			    "found in time: %s"
			  : "release '%s' contradicts what was published before: %s",
		  prepare->release_id, equation->name);
}

/* One round; *ret_again when figures became new ones and all has to be joined again. */
static bool mend(Prepare *prepare, bool *ret_again, GError **error)
{
	const Store *store = prepare->store;
	g_auto(Parts) parts = parts_of(store);
	*ret_again = false;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		bool stopped = false;
		guint root = root_of(&parts, store->cells->len + n);
		if (!is_broken(store, equation) || fit(&parts, root, &stopped))
			continue;
		if (stopped || !renew(prepare, &parts, root)) {
			set_contradiction(prepare, equation, stopped, error);
			return false;
		}
		*ret_again = true;
	}
	return true;
}

bool prepare_belief(Prepare *prepare, GError **error)
{
	bool again = true;
	for (int round = 0; again && round < ROUNDS; round++) {
		g_clear_pointer(&prepare->store, store_free);
		prepare->store = union_join(prepare->releases, false);
		if (!mend(prepare, &again, error))
			return false;
	}
	return store_adds_up(prepare->store, error);
}
