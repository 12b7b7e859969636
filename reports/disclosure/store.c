#include "reports/disclosure/store.h"

#include <string.h>

#include "core/error.h"

static void free_cell(gpointer data)
{
	StoreCell *cell = data;
	g_free(cell->key);
	g_free(cell);
}

static void free_equation(gpointer data)
{
	StoreEquation *equation = data;
	g_free(equation->name);
	g_array_unref(equation->terms);
	g_free(equation);
}

Store *store_new(void)
{
	Store *store = g_new0(Store, 1);
	store->cells = g_ptr_array_new_with_free_func(free_cell);
	store->equations = g_ptr_array_new_with_free_func(free_equation);
	store->places = g_hash_table_new(g_str_hash, g_str_equal);
	store->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return store;
}

void store_free(Store *store)
{
	if (store == NULL)
		return;
	g_hash_table_unref(store->known);
	g_hash_table_unref(store->places);
	g_ptr_array_unref(store->equations);
	g_ptr_array_unref(store->cells);
	g_free(store);
}

guint store_add(Store *store, const char *key, gint64 value)
{
	g_assert(!g_hash_table_contains(store->places, key));
	StoreCell *cell = g_new0(StoreCell, 1);
	*cell =
	    (StoreCell){ .key = g_strdup(key), .value = value, .most = CELL_NO_MOST, .weight = 1 };
	g_ptr_array_add(store->cells, cell);
	g_hash_table_insert(store->places, cell->key, GUINT_TO_POINTER(store->cells->len));
	return store->cells->len - 1;
}

StoreCell *store_cell(const Store *store, guint cell)
{
	g_assert(cell < store->cells->len);
	return store->cells->pdata[cell];
}

bool store_find(const Store *store, const char *key, guint *ret_cell)
{
	guint place = GPOINTER_TO_UINT(g_hash_table_lookup(store->places, key));
	if (place > 0)
		*ret_cell = place - 1;
	return place > 0;
}

/* ── equations ── */

static gint by_cell(gconstpointer left, gconstpointer right)
{
	const StoreTerm *a = left;
	const StoreTerm *b = right;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* Puts terms of one cell together and leaves those of nought out; TERMS are in the order of cells.
 */
static void gather(GArray *terms)
{
	guint kept = 0;
	for (guint n = 0; n < terms->len; n++) {
		StoreTerm term = g_array_index(terms, StoreTerm, n);
		StoreTerm *last = kept > 0 ? &g_array_index(terms, StoreTerm, kept - 1) : NULL;
		if (last != NULL && last->cell == term.cell)
			last->factor += term.factor;
		else
			g_array_index(terms, StoreTerm, kept++) = term;
		if (g_array_index(terms, StoreTerm, kept - 1).factor == 0)
			kept--;
	}
	g_array_set_size(terms, kept);
}

/* The same text for the same equation, whatever its sign. Transfer full. */
static char *equation_text(const GArray *terms)
{
	GString *text = g_string_new(NULL);
	gint64 sign = terms->len > 0 && g_array_index(terms, StoreTerm, 0).factor < 0 ? -1 : 1;
	for (guint n = 0; n < terms->len; n++) {
		const StoreTerm *term = &g_array_index(terms, StoreTerm, n);
		g_string_append_printf(text, "%u*%" G_GINT64_FORMAT " ", term->cell,
				       sign * term->factor);
	}
	return g_string_free(text, FALSE);
}

void store_equate(Store *store, const char *name, const guint *cells, const gint64 *factors,
		  guint count)
{
	g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < count; n++) {
		StoreTerm term = { cells[n], factors[n] };
		g_assert(cells[n] < store->cells->len);
		if (term.factor != 0)
			g_array_append_val(terms, term);
	}
	g_array_sort(terms, by_cell);
	gather(terms);
	char *text = equation_text(terms);
	if (terms->len == 0 || !g_hash_table_add(store->known, text)) {
		if (terms->len == 0)
			g_free(text);
		return;
	}
	StoreEquation *equation = g_new0(StoreEquation, 1);
	*equation = (StoreEquation){ g_strdup(name), g_steal_pointer(&terms) };
	g_ptr_array_add(store->equations, equation);
}

void store_total(Store *store, const char *name, guint total, const guint *parts, guint count)
{
	g_autofree guint *cells = g_new(guint, count + 1);
	g_autofree gint64 *factors = g_new(gint64, count + 1);
	cells[0] = total;
	factors[0] = 1;
	for (guint n = 0; n < count; n++) {
		cells[n + 1] = parts[n];
		factors[n + 1] = -1;
	}
	store_equate(store, name, cells, factors, count + 1);
}

bool *store_hidden(const Store *store)
{
	bool *hidden = g_new(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		hidden[n] = store_cell(store, n)->state == CELL_HIDDEN;
	return hidden;
}

const StoreTerm *store_sum(const StoreEquation *equation)
{
	const StoreTerm *total = NULL;
	guint totals = 0;
	gint64 sum = 0;
	for (guint n = 0; n < equation->terms->len; n++)
		sum += g_array_index(equation->terms, StoreTerm, n).factor;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		bool other = (term->factor > 0) == (sum <= 0); /* alone on its side */
		total = other ? term : total;
		totals += other;
	}
	return totals == 1 ? total : NULL;
}

/* ── the check of true values ── */

/* What the terms of EQUATION with a positive and a negative factor come to. */
static void sides(const Store *store, const StoreEquation *equation, gint64 *ret_left,
		  gint64 *ret_right)
{
	*ret_left = *ret_right = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		gint64 amount = term->factor * store_cell(store, term->cell)->value;
		*(term->factor > 0 ? ret_left : ret_right) += term->factor > 0 ? amount : -amount;
	}
}

bool store_adds_up(const Store *store, GError **error)
{
	const StoreEquation *broken = NULL;
	gint64 left = 0, right = 0;
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		sides(store, equation, &left, &right);
		if (left != right && (broken == NULL || strcmp(equation->name, broken->name) < 0))
			broken = equation;
	}
	if (broken == NULL)
		return true;
	sides(store, broken, &left, &right);
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Correct the figures at their source; nothing is made to fit.",
		  "figures do not add up: %s: %" G_GINT64_FORMAT " against %" G_GINT64_FORMAT,
		  broken->name, left, right);
	return false;
}
