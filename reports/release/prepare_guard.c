/* Protecting in two steps. The inner figures, in which tables in a circle bind each other, are many
 * and little depends on them: a pattern is chosen without them first, and all of it is protected
 * anew with them, which hides what is still missing. The second step is the one that proves. */
#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "reports/disclosure/choice.h"
#include "reports/disclosure/own.h"
#include "reports/disclosure/solver.h"
#include "reports/release/prepare_private.h"

/* What the worth of a figure ends at. */
static const double HEAVIEST = 100;

/* The store's cells that are of the inner level and nothing else. Transfer full. */
static bool *inner_of(const Prepare *prepare)
{
	bool *inner = g_new0(bool, prepare->store->cells->len);
	for (guint n = 0; n < prepare->releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(prepare->releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			const UnionCell *cell = g_ptr_array_index(release->cells, m);
			const UnionCell *now =
			    g_hash_table_lookup(prepare->newest->keys, cell->key);
			if (cell->cell != UNION_NO_CELL &&
			    store_cell(prepare->store, cell->cell)->state == CELL_UNPUBLISHED)
				inner[cell->cell] = now != NULL && now->inner;
		}
	}
	return inner;
}

static void copy_cell(const StoreCell *from, StoreCell *to)
{
	char *key = to->key;
	*to = *from;
	to->key = key;
}

/* The store without INNER cells; NUMBERS are the places of the others in it. Transfer full. */
static Store *outer_store(const Store *store, const bool *inner, guint *numbers)
{
	Store *outer = store_new();
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		if (inner[n])
			continue;
		numbers[n] = store_add(outer, cell->key, cell->value);
		copy_cell(cell, store_cell(outer, numbers[n]));
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		g_autofree guint *cells = g_new(guint, equation->terms->len);
		g_autofree gint64 *factors = g_new(gint64, equation->terms->len);
		bool whole = true;
		for (guint m = 0; m < equation->terms->len; m++) {
			const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, m);
			whole = whole && !inner[term->cell];
			cells[m] = numbers[term->cell];
			factors[m] = term->factor;
		}
		if (whole)
			store_equate(outer, equation->name, cells, factors, equation->terms->len);
	}
	return outer;
}

/* A total is worth as much as all of its parts: readers miss the total of a district more than one
 * offence in it. Goes by what adds up alone, and by no value. */
static void weigh(Store *store)
{
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		const StoreTerm *total = NULL;
		guint totals = 0;
		for (guint m = 0; m < equation->terms->len; m++) {
			const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, m);
			total = term->factor > 0 ? term : total;
			totals += term->factor > 0;
		}
		StoreCell *cell = totals == 1 ? store_cell(store, total->cell) : NULL;
		if (cell != NULL)
			cell->weight = MIN(cell->weight * (equation->terms->len - 1), HEAVIEST);
	}
}

/* ── what was public before ── */

/* Names in BEFORE the rules that hit the same figures of STORE, and which of them are INNER there.
 * Transfer full. */
static bool *inner_before(Store *before, const Store *store, const bool *inner)
{
	bool *found = g_new0(bool, before->cells->len + 1);
	for (guint n = 0; n < before->cells->len; n++) {
		guint now = 0;
		if (!store_find(store, store_cell(before, n)->key, &now))
			continue;
		store_cell(before, n)->rule = store_cell(store, now)->rule;
		found[n] = inner[now];
	}
	return found;
}

static bool guard_since(Store *store, const Store *before, const ProtectRules *rules,
			ProtectResult *result, GError **error)
{
	g_autoptr(Past) past = prepare_past(before, rules, error);
	return past != NULL && protect_since(store, rules, past, result, error);
}

/* The refused cells of the outer store by their places in the whole one. Transfer full. */
static GArray *in_whole(const ProtectResult *outer, const bool *inner, const guint *numbers,
			guint cells)
{
	GArray *whole = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; outer->refused != NULL && n < outer->refused->len; n++)
		for (guint cell = 0; cell < cells; cell++)
			if (!inner[cell] &&
			    numbers[cell] == g_array_index(outer->refused, guint, n))
				g_array_append_val(whole, cell);
	return whole;
}

bool prepare_guard_store(Store *store, Store *before, const bool *inner, const ProtectRules *rules,
			 ProtectResult *result, GError **error)
{
	g_autofree guint *numbers = g_new0(guint, store->cells->len + 1);
	g_autofree guint *numbers_before = g_new0(guint, before->cells->len + 1);
	g_autofree bool *were_inner = inner_before(before, store, inner);
	guint count = 0;
	weigh(store);
	for (guint n = 0; n < store->cells->len; n++)
		count += inner[n];
	if (count > 0) {
		g_autoptr(Store) outer = outer_store(store, inner, numbers);
		g_autoptr(Store) past = outer_store(before, were_inner, numbers_before);
		g_auto(ProtectResult) first = { 0 };
		if (!guard_since(outer, past, rules, &first, error)) {
			result->refused = in_whole(&first, inner, numbers, store->cells->len);
			return false;
		}
		for (guint n = 0; n < store->cells->len; n++) {
			if (!inner[n])
				copy_cell(store_cell(outer, numbers[n]), store_cell(store, n));
		}
	}
	return guard_since(store, before, rules, result, error);
}

/* ── totals ── */

/* The figures of the tables that a headline is of. Transfer full. */
static bool *headline_totals(const Prepare *prepare)
{
	bool *totals = g_new0(bool, prepare->store->cells->len + 1);
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		for (guint m = 0; m < prepare->plan->headlines->len; m++) {
			const PlanHeadline *headline =
			    g_ptr_array_index(prepare->plan->headlines, m);
			const PlanTable *table =
			    g_ptr_array_index(prepare->plan->tables, headline->table);
			if (cell->cell != UNION_NO_CELL && !cell->missing &&
			    g_strcmp0(cell->table, table->name) == 0)
				totals[cell->cell] = true;
		}
	}
	return totals;
}

/* The plan's table of the cell at PLACE in the store; NULL: it is in none. */
static const PlanTable *table_of(const Prepare *prepare, guint place)
{
	const char *name = NULL;
	for (guint n = 0; n < prepare->newest->cells->len && name == NULL; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		name = cell->cell == place ? cell->table : NULL;
	}
	return plan_table(prepare->plan, name);
}

/* Names in *ERROR the table of the first figure that nothing can protect, and the coarser one as
 * its remedy. */
static void name_table(const Prepare *prepare, const ProtectResult *result, GError **error)
{
	if (result->refused == NULL || result->refused->len == 0)
		return;
	const PlanTable *table = table_of(prepare, g_array_index(result->refused, guint, 0));
	if (table == NULL)
		return;
	g_autofree char *name = plan_call(table);
	g_autofree char *hint = plan_coarser_hint(prepare->plan, table);
	g_prefix_error(error, "table %s is too fine: ", name);
	error_set_hint(*error, hint);
}

/* What is tried under each choice. */
typedef struct {
	Prepare *prepare;
	const bool *inner;
	PrepareResult *result;
} Guard;

/* Protected, and no table loses more than the plan allows. */
static bool protect_one(Store *store, const ProtectRules *rules, gpointer payload,
			ProtectResult *result, GError **error)
{
	const Guard *guard = payload;
	Prepare *prepare = guard->prepare;
	if (!prepare_guard_store(store, prepare->before, guard->inner, rules, result, error) ||
	    !prepare_doubt(prepare, rules, guard->result, result, error)) {
		name_table(prepare, result, error);
		return false;
	}
	return prepare_losses(prepare, error);
}

/* The same; what was tried in vain is in the log of --log-level debug. */
static bool protect_told(Store *store, const ProtectRules *rules, gpointer payload,
			 ProtectResult *result, GError **error)
{
	const Guard *guard = payload;
	GError *fault = NULL;
	gint64 before = solver_steps();
	if (protect_one(store, rules, payload, result, &fault))
		return true;
	g_autofree char *steps = g_strdup_printf("%" G_GINT64_FORMAT, solver_steps() - before);
	log_debug("cannot be protected so", "release", guard->prepare->release_id, "steps", steps,
		  "reason", fault->message, NULL);
	g_propagate_error(error, fault);
	return false;
}

/* Readers miss the table of the headline most, and what the plan says is wanted. */
bool prepare_guard(Prepare *prepare, ProtectResult *protected, PrepareResult *result,
		   GError **error)
{
	if (!prepare_losses_least(prepare, error))
		return false;
	g_autofree bool *inner = inner_of(prepare);
	g_autofree bool *totals = headline_totals(prepare);
	Guard guard = { prepare, inner, result };
	const Choice choice = { prepare->rules, totals, protect_told, &guard, CHOICE_STEPS };
	return choice_protect(&choice, prepare->store, protected, &result->choice, error);
}
