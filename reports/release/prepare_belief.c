/* What is believed of figures that are not published, where records changed since they were last
 * told of in a way that nobody was shown.
 *
 * A reader takes a figure that was printed for true until another one is printed. What follows for
 * those between is what he can find, and what has to be protected: so their values here are the
 * nearest to the true ones that agree with everything printed. Where none do, the release says by
 * itself that something was revised: that is looked for in the sums that do not hold. */
#include "reports/disclosure/solver.h"
#include "reports/release/prepare_private.h"

#include <math.h>
#include <string.h>

#include "core/error.h"

enum { LIMIT_MS = 60000, ROUNDS = 20 };
static const double HALF = 0.5;

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

/* SLACK: two columns by which it may be above and below; NULL: it has to hold. */
static void add_row(Solver *solver, const Store *store, const StoreEquation *equation,
		    const guint *columns, const guint *slack)
{
	g_autofree guint *of = g_new(guint, equation->terms->len + 2);
	g_autofree double *factors = g_new(double, equation->terms->len + 2);
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
	for (guint n = 0; slack != NULL && n < 2; n++) {
		of[count] = slack[n];
		factors[count++] = n == 0 ? 1 : -1;
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
			add_row(solver, store, store->equations->pdata[n], columns, NULL);
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

/* ── what was revised without being told ── */

/* By cell of the store: the newest release's figure that would be new if it were revised; NULL:
 * there is none. Transfer container. */
static UnionCell **old_figures(const Prepare *prepare)
{
	UnionCell **old = g_new0(UnionCell *, prepare->store->cells->len + 1);
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (cell->cell != UNION_NO_CELL &&
		    strcmp(cell->version, prepare->release_id) != 0 &&
		    !union_was_printed(prepare->store, cell))
			old[cell->cell] = cell;
	}
	return old;
}

/* A sum that a figure which may have been revised is in, and by how much it does not hold. */
typedef struct {
	const StoreEquation *equation;
	guint columns[2]; /* of how far above and below */
} Slack;

static bool has_old(const StoreEquation *equation, UnionCell *const *old)
{
	for (guint n = 0; n < equation->terms->len; n++)
		if (old[g_array_index(equation->terms, StoreTerm, n).cell] != NULL)
			return true;
	return false;
}

/* The part ROOT as a program in which the sums of OLD figures may be broken, by as little as goes.
 * Transfer full, of Slack. */
static GArray *add_slacks(const Parts *parts, guint root, UnionCell *const *old, Solver *solver)
{
	const Store *store = parts->store;
	GArray *slacks = g_array_new(FALSE, FALSE, sizeof(Slack));
	g_autofree guint *columns = g_new0(guint, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		double most = cell->most == CELL_NO_MOST ? INFINITY : (double)cell->most;
		if (cell->state == CELL_PUBLISHED || root_of(parts, n) != root)
			continue;
		columns[n] = solver_column(solver, (double)cell->least, most);
		solver_whole(solver, columns[n]);
	}
	for (guint n = 0; n < store->equations->len; n++) {
		Slack slack = { store->equations->pdata[n], { 0, 0 } };
		if (root_of(parts, store->cells->len + n) != root)
			continue;
		if (!has_old(slack.equation, old)) {
			add_row(solver, store, slack.equation, columns, NULL);
			continue;
		}
		for (guint m = 0; m < 2; m++) {
			slack.columns[m] = solver_column(solver, 0, INFINITY);
			solver_cost(solver, slack.columns[m], 1);
		}
		add_row(solver, store, slack.equation, columns, slack.columns);
		g_array_append_val(slacks, slack);
	}
	return slacks;
}

static void add_old(const StoreEquation *equation, UnionCell *const *old, GPtrArray *cells)
{
	for (guint n = 0; n < equation->terms->len; n++) {
		UnionCell *cell = old[g_array_index(equation->terms, StoreTerm, n).cell];
		if (cell != NULL)
			g_ptr_array_add(cells, cell);
	}
}

/* Adds to CELLS the figures in the sums that are broken in the solver's answer, and has these hold
 * from now on. */
static void take_broken(Solver *solver, const GArray *slacks, UnionCell *const *old,
			GPtrArray *cells)
{
	for (guint n = 0; n < slacks->len; n++) {
		const Slack *slack = &g_array_index(slacks, Slack, n);
		if (solver_value(solver, slack->columns[0]) < HALF &&
		    solver_value(solver, slack->columns[1]) < HALF)
			continue;
		add_old(slack->equation, old, cells);
		for (guint m = 0; m < 2; m++)
			solver_bound(solver, slack->columns[m], 0, 0);
	}
}

/* Adds to CELLS the OLD figures in the sums of the part ROOT that do not hold with everything
 * printed. Where some of these could be broken or some others, by as few cases, it is both; where
 * the solver does not say, all of the part. */
static void add_contradicted(const Parts *parts, guint root, UnionCell *const *old,
			     GPtrArray *cells)
{
	g_autoptr(Solver) solver = solver_new();
	g_autoptr(GArray) slacks = add_slacks(parts, root, old, solver);
	guint before = cells->len;
	double least = INFINITY;
	for (int round = 0; round < ROUNDS; round++) {
		if (solver_run_whole(solver, LIMIT_MS) != SOLVER_BEST ||
		    solver_best(solver) > least + HALF)
			break;
		least = solver_best(solver);
		take_broken(solver, slacks, old, cells);
	}
	bool said = cells->len > before;
	for (guint n = 0; n < slacks->len && !said; n++)
		add_old(g_array_index(slacks, Slack, n).equation, old, cells);
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
	g_autofree UnionCell **old = old_figures(prepare);
	g_autoptr(GPtrArray) revised = g_ptr_array_new(); /* of UnionCell */
	g_autoptr(GHashTable) roots = g_hash_table_new(NULL, NULL);
	const StoreEquation *first = NULL;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		bool stopped = false;
		guint root = root_of(&parts, store->cells->len + n);
		if (!is_broken(store, equation) ||
		    g_hash_table_contains(roots, GUINT_TO_POINTER(root)) ||
		    fit(&parts, root, &stopped))
			continue;
		if (stopped) {
			set_contradiction(prepare, equation, true, error);
			return false;
		}
		g_hash_table_add(roots, GUINT_TO_POINTER(root));
		first = first != NULL ? first : equation;
		add_contradicted(&parts, root, old, revised);
	}
	*ret_again = union_revise(prepare->newest, store, revised, prepare_stand, prepare->places,
				  prepare->rules->zeros == ZEROS_PUBLISHED);
	if (first != NULL && !*ret_again)
		set_contradiction(prepare, first, false, error);
	return first == NULL || *ret_again;
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
