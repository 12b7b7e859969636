#include "reports/disclosure/ordered.h"

#include <string.h>

void ordered_clear(Ordered *ordered)
{
	store_free(ordered->store);
	g_free(ordered->origin);
}

static gint by_key(gconstpointer left, gconstpointer right, gpointer data)
{
	const Store *store = data;
	return strcmp(store_cell(store, *(const guint *)left)->key,
		      store_cell(store, *(const guint *)right)->key);
}

static gint by_terms(gconstpointer left, gconstpointer right)
{
	const GArray *a = *(GArray *const *)left, *b = *(GArray *const *)right;
	for (guint n = 0; n < a->len && n < b->len; n++) {
		StoreTerm one = g_array_index(a, StoreTerm, n);
		StoreTerm other = g_array_index(b, StoreTerm, n);
		if (one.cell != other.cell)
			return one.cell < other.cell ? -1 : 1;
		if (one.factor != other.factor)
			return one.factor < other.factor ? -1 : 1;
	}
	return (a->len > b->len) - (a->len < b->len);
}

static gint by_cell(gconstpointer left, gconstpointer right)
{
	const StoreTerm *a = left, *b = right;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* EQUATION's terms with cells of the new order, the first factor positive. Transfer full. */
static GArray *terms_in_order(const StoreEquation *equation, const guint *place)
{
	GArray *terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < equation->terms->len; n++) {
		StoreTerm term = g_array_index(equation->terms, StoreTerm, n);
		term.cell = place[term.cell];
		g_array_append_val(terms, term);
	}
	g_array_sort(terms, by_cell);
	gint64 sign = g_array_index(terms, StoreTerm, 0).factor < 0 ? -1 : 1;
	for (guint n = 0; n < terms->len; n++)
		g_array_index(terms, StoreTerm, n).factor *= sign;
	return terms;
}

static void equate_in_order(Store *to, const Store *from, const guint *place)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	for (guint n = 0; n < from->equations->len; n++)
		g_ptr_array_add(all, terms_in_order(from->equations->pdata[n], place));
	g_ptr_array_sort(all, by_terms);
	g_autofree guint *cells = g_new(guint, from->cells->len + 1);
	g_autofree gint64 *factors = g_new(gint64, from->cells->len + 1);
	for (guint n = 0; n < all->len; n++) {
		const GArray *terms = all->pdata[n];
		for (guint t = 0; t < terms->len; t++) {
			cells[t] = g_array_index(terms, StoreTerm, t).cell;
			factors[t] = g_array_index(terms, StoreTerm, t).factor;
		}
		store_equate(to, "", cells, factors, terms->len);
	}
}

void order(const Store *store, Ordered *ordered)
{
	guint count = store->cells->len;
	ordered->store = store_new();
	ordered->origin = g_new(guint, MAX(count, 1));
	g_autofree guint *place = g_new(guint, MAX(count, 1));
	for (guint n = 0; n < count; n++)
		ordered->origin[n] = n;
	g_qsort_with_data(ordered->origin, (gint)count, sizeof(guint), by_key,
			  (gpointer)(guintptr)store);
	for (guint n = 0; n < count; n++) {
		const StoreCell *from = store_cell(store, ordered->origin[n]);
		StoreCell *to =
		    store_cell(ordered->store, store_add(ordered->store, from->key, from->value));
		char *key = to->key;
		*to = *from;
		to->key = key;
		place[ordered->origin[n]] = n;
	}
	equate_in_order(ordered->store, store, place);
}
