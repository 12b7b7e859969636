#include "reports/disclosure/tables.h"

#include <string.h>

#include "core/error.h"

struct Tables {
	const Store *store;
	gint64 *first;     /* by cell of the store: table 0 */
	GPtrArray *others; /* GHashTable: cell → gint64 *, of tables 1 and on */
	guint *order;      /* cells that are not published, by key */
	guint cells;
};

static gint by_key(gconstpointer left, gconstpointer right, gpointer data)
{
	const Store *store = data;
	return strcmp(store_cell(store, *(const guint *)left)->key,
		      store_cell(store, *(const guint *)right)->key);
}

Tables *tables_new(const Store *store)
{
	Tables *tables = g_new0(Tables, 1);
	tables->store = store;
	tables->others = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	tables->order = g_new(guint, store->cells->len + 1);
	for (guint cell = 0; cell < store->cells->len; cell++)
		if (store_cell(store, cell)->state != CELL_PUBLISHED)
			tables->order[tables->cells++] = cell;
	g_qsort_with_data(tables->order, (gint)tables->cells, sizeof(guint), by_key,
			  (gpointer)(gsize)store);
	return tables;
}

void tables_free(Tables *tables)
{
	if (tables == NULL)
		return;
	g_free(tables->first);
	g_ptr_array_unref(tables->others);
	g_free(tables->order);
	g_free(tables);
}

guint tables_count(const Tables *tables)
{
	return tables->first == NULL ? 0 : tables->others->len + 1;
}

gint64 tables_value(const Tables *tables, guint table, guint cell)
{
	g_assert(table < tables_count(tables));
	const StoreCell *known = store_cell(tables->store, cell);
	if (known->state == CELL_PUBLISHED)
		return known->value;
	const gint64 *other = table == 0 ? NULL
					 : g_hash_table_lookup(tables->others->pdata[table - 1],
							       GUINT_TO_POINTER(cell));
	return other != NULL ? *other : tables->first[cell];
}

void tables_range(const Tables *tables, guint cell, gint64 *ret_low, gint64 *ret_high)
{
	*ret_low = *ret_high = tables_value(tables, 0, cell);
	for (guint table = 1; table < tables_count(tables); table++) {
		gint64 value = tables_value(tables, table, cell);
		*ret_low = MIN(*ret_low, value);
		*ret_high = MAX(*ret_high, value);
	}
}

void tables_begin(Tables *tables, const gint64 *values)
{
	g_assert(tables->first == NULL);
	tables->first = g_memdup2(values, MAX(tables->store->cells->len, 1) * sizeof(gint64));
}

void tables_change(Tables *tables, guint table, const guint *cells, const gint64 *values,
		   guint count)
{
	g_assert(table > 0 && tables->first != NULL);
	while (tables->others->len < table)
		g_ptr_array_add(tables->others,
				g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free));
	GHashTable *other = tables->others->pdata[table - 1];
	for (guint n = 0; n < count; n++)
		if (values[n] == tables->first[cells[n]])
			g_hash_table_remove(other, GUINT_TO_POINTER(cells[n]));
		else
			g_hash_table_insert(other, GUINT_TO_POINTER(cells[n]),
					    g_memdup2(&values[n], sizeof(gint64)));
}

/* ── the check ── */

static bool equation_holds(const Tables *tables, guint table, const StoreEquation *equation)
{
	gint64 sum = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		gint64 amount;
		if (__builtin_mul_overflow(term->factor, tables_value(tables, table, term->cell),
					   &amount) ||
		    __builtin_add_overflow(sum, amount, &sum))
			return false;
	}
	return sum == 0;
}

static bool table_holds(const Tables *tables, guint table, const char **ret_fault)
{
	for (guint n = 0; n < tables->cells; n++) {
		const StoreCell *cell = store_cell(tables->store, tables->order[n]);
		gint64 value = tables_value(tables, table, tables->order[n]);
		*ret_fault = cell->key;
		if (value < cell->least || value > cell->most)
			return false;
	}
	for (guint n = 0; n < tables->store->equations->len; n++) {
		const StoreEquation *equation = tables->store->equations->pdata[n];
		*ret_fault = equation->name;
		if (!equation_holds(tables, table, equation))
			return false;
	}
	return true;
}

bool tables_hold(const Tables *tables, GError **error)
{
	for (guint table = 0; table < tables_count(tables); table++) {
		const char *fault;
		if (table_holds(tables, table, &fault))
			continue;
		error_set(error, SHUMAR_ERROR_FAILED,
			  "This is a fault of the program: report it with the plan.",
			  "table %u of the certificates does not fit '%s'", table, fault);
		return false;
	}
	return true;
}

GArray *tables_rows(const Tables *tables)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(TableRow));
	for (guint table = 0; table < tables_count(tables); table++)
		for (guint n = 0; n < tables->cells; n++) {
			guint cell = tables->order[n];
			TableRow row = { table, cell, tables_value(tables, table, cell) };
			if (table == 0 || row.value != tables->first[cell])
				g_array_append_val(rows, row);
		}
	return rows;
}
