/* What earlier releases said of figures that are not published now, where records changed since:
 * what readers believe of them (belief.h); where no values agree with all that is printed, the
 * release says by itself that something was revised: that is looked for in the sums that do not
 * hold. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/release/belief.h"
#include "reports/release/prepare_private.h"

enum { ROUNDS = 20 };
static const double HALF = 0.5;

UnionStand prepare_stand(const char *place, const char *other, gpointer payload)
{
	const Dimension *places = payload;
	guint a = 0, b = 0;
	if (strcmp(place, other) == 0)
		return UNION_WITHIN;
	if (!dimension_find(places, place, &a) || !dimension_find(places, other, &b))
		return UNION_OVERLAPS; /* a place that is no more: nobody knows */
	guint of_a = dimension_member(places, a)->level, of_b = dimension_member(places, b)->level;
	if (dimension_adds_up(places, of_a, of_b))
		return dimension_ancestor(places, a, of_b) == b ? UNION_WITHIN : UNION_APART;
	if (dimension_adds_up(places, of_b, of_a))
		return dimension_ancestor(places, b, of_a) == a ? UNION_OVERLAPS : UNION_APART;
	return UNION_OVERLAPS;
}

/* ── what was revised without being told ── */

/* By cell of the store: the newest release's figures. */
typedef struct {
	UnionCell **old;     /* that would be new if they were revised; NULL: there is none */
	UnionCell **printed; /* that are printed now */
} Figures;

static void figures_init(Figures *figures, const Prepare *prepare)
{
	guint count = prepare->store->cells->len + 1;
	*figures = (Figures){ g_new0(UnionCell *, count), g_new0(UnionCell *, count) };
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (cell->cell == UNION_NO_CELL)
			continue;
		if (cell->table != NULL && cell->state == CELL_PUBLISHED)
			figures->printed[cell->cell] = cell;
		if (strcmp(cell->version, prepare->release_id) != 0 &&
		    !union_was_printed(prepare->store, cell))
			figures->old[cell->cell] = cell;
	}
}

static void figures_clear(Figures *figures)
{
	g_free(figures->old);
	g_free(figures->printed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Figures, figures_clear)

/* A sum that a figure which may have been revised is in, and by how much it does not hold. */
typedef struct {
	StoreEquation *equation;
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
static GArray *add_slacks(const Belief *belief, guint root, UnionCell *const *old, Solver *solver)
{
	const Store *store = belief->store;
	GArray *slacks = g_array_new(FALSE, FALSE, sizeof(Slack));
	g_autofree guint *columns = g_new0(guint, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		if (cell->state == CELL_PUBLISHED || belief_part(belief, n) != root)
			continue;
		columns[n] = solver_column(solver, (double)cell->least, INFINITY);
		solver_whole(solver, columns[n]);
	}
	for (guint n = 0; n < store->equations->len; n++) {
		Slack slack = { store->equations->pdata[n], { 0, 0 } };
		if (belief_part_of_sum(belief, n) != root)
			continue;
		if (!has_old(slack.equation, old)) {
			belief_row(belief, solver, n, columns, NULL);
			continue;
		}
		for (guint m = 0; m < 2; m++) {
			slack.columns[m] = solver_column(solver, 0, INFINITY);
			solver_cost(solver, slack.columns[m], 1);
		}
		belief_row(belief, solver, n, columns, slack.columns);
		g_array_append_val(slacks, slack);
	}
	return slacks;
}

/* Adds to SUMS those that are broken in the solver's answer, and has these hold from now on. */
static void take_broken(Solver *solver, const GArray *slacks, GPtrArray *sums)
{
	for (guint n = 0; n < slacks->len; n++) {
		const Slack *slack = &g_array_index(slacks, Slack, n);
		if (solver_value(solver, slack->columns[0]) < HALF &&
		    solver_value(solver, slack->columns[1]) < HALF)
			continue;
		g_ptr_array_add(sums, slack->equation);
		for (guint m = 0; m < 2; m++)
			solver_bound(solver, slack->columns[m], 0, 0);
	}
}

/* Adds to SUMS (of StoreEquation) those of the part ROOT that do not hold with everything
 * printed. Where some could be broken or some others, by as few cases, it is both; where the solver
 * does not say, all that an OLD figure is in. */
static void add_contradicted(const Belief *belief, guint root, UnionCell *const *old,
			     GPtrArray *sums)
{
	g_autoptr(Solver) solver = belief_solver();
	g_autoptr(GArray) slacks = add_slacks(belief, root, old, solver);
	guint before = sums->len;
	double least = INFINITY;
	for (int round = 0; round < ROUNDS; round++) {
		if (solver_run_whole(solver, 0) != SOLVER_BEST ||
		    solver_best(solver) > least + HALF)
			break;
		least = solver_best(solver);
		take_broken(solver, slacks, sums);
	}
	bool said = sums->len > before;
	for (guint n = 0; n < slacks->len && !said; n++)
		g_ptr_array_add(sums, g_array_index(slacks, Slack, n).equation);
}

/* Adds to REVISED (of UnionCell) the old figures in SUM; those that are printed now say so. */
static void revise(const StoreEquation *sum, const Figures *figures, GPtrArray *revised)
{
	for (guint n = 0; n < sum->terms->len; n++) {
		guint place = g_array_index(sum->terms, StoreTerm, n).cell;
		if (figures->old[place] != NULL)
			g_ptr_array_add(revised, figures->old[place]);
		if (figures->printed[place] != NULL)
			figures->printed[place]->evidence = true;
	}
}

static void set_contradiction(const Prepare *prepare, guint sum, bool spent, GError **error)
{
	const StoreEquation *equation = prepare->store->equations->pdata[sum];
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  spent ? "Publish fewer tables, or coarser ones."
			: "Correct the figures at their source, or leave out the table.",
		  spent ? "release '%s': whether its figures agree with earlier ones was not found "
			  "with the work allowed: %s"
			: "release '%s' contradicts what was published before: %s",
		  prepare->release_id, equation->name);
}

/* One round; *ret_again when figures became new ones and all has to be joined again. */
static bool mend(Prepare *prepare, bool *ret_again, GError **error)
{
	Store *store = prepare->store;
	g_auto(Belief) belief = { 0 };
	g_auto(Figures) figures = { 0 };
	g_autoptr(GPtrArray) sums = g_ptr_array_new();    /* of StoreEquation */
	g_autoptr(GPtrArray) revised = g_ptr_array_new(); /* of UnionCell */
	g_autoptr(GArray) broken = g_array_new(FALSE, FALSE, sizeof(guint));
	guint spent = 0;
	figures_init(&figures, prepare);
	belief_init(&belief, store);
	if (!belief_fit(&belief, broken, &spent)) {
		set_contradiction(prepare, spent, true, error);
		return false;
	}
	for (guint n = 0; n < broken->len; n++)
		add_contradicted(&belief,
				 belief_part_of_sum(&belief, g_array_index(broken, guint, n)),
				 figures.old, sums);
	for (guint n = 0; n < sums->len; n++)
		revise(g_ptr_array_index(sums, n), &figures, revised);
	*ret_again = union_revise(prepare->newest, store, revised, prepare_stand, prepare->places,
				  prepare->rules->zeros == ZEROS_PUBLISHED);
	prepare->outgrown = prepare->outgrown || *ret_again;
	if (broken->len == 0 || *ret_again)
		return true;
	set_contradiction(prepare, g_array_index(broken, guint, 0), false, error);
	return false;
}

/* Of earlier releases by themselves, so that what nothing new touches is the same in both systems.
 * Where it comes to nothing, less is given up: no more than that. */
static void fit_before(const Prepare *prepare)
{
	g_auto(Belief) belief = { 0 };
	g_autoptr(GArray) broken = g_array_new(FALSE, FALSE, sizeof(guint));
	guint spent = 0;
	belief_init(&belief, prepare->before);
	belief_fit(&belief, broken, &spent);
}

bool prepare_belief(Prepare *prepare, GError **error)
{
	bool again = true;
	fit_before(prepare);
	for (int round = 0; again && round < ROUNDS; round++) {
		g_clear_pointer(&prepare->store, store_free);
		prepare->store = union_join(prepare->releases, false);
		if (!mend(prepare, &again, error))
			return false;
	}
	return store_adds_up(prepare->store, error);
}
