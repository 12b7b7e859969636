/* Protecting in two steps. The inner figures, in which tables in a circle bind each other, are many
 * and little depends on them: a pattern is chosen without them first, and all of it is protected
 * anew with them, which hides what is still missing. The second step is the one that proves. */
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

bool prepare_guard_store(Store *store, const bool *inner, const ProtectRules *rules,
			 ProtectResult *result, GError **error)
{
	g_autofree guint *numbers = g_new0(guint, store->cells->len);
	guint count = 0;
	weigh(store);
	for (guint n = 0; n < store->cells->len; n++)
		count += inner[n];
	if (count > 0) {
		g_autoptr(Store) outer = outer_store(store, inner, numbers);
		g_auto(ProtectResult) first = { 0 };
		if (!protect(outer, rules, &first, error))
			return false;
		for (guint n = 0; n < store->cells->len; n++) {
			if (!inner[n])
				copy_cell(store_cell(outer, numbers[n]), store_cell(store, n));
		}
	}
	return protect(store, rules, result, error);
}

bool prepare_guard(Prepare *prepare, ProtectResult *result, GError **error)
{
	g_autofree bool *inner = inner_of(prepare);
	return prepare_guard_store(prepare->store, inner, prepare->rules, result, error);
}
