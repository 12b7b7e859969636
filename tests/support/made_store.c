#include "tests/support/made_store.h"

/* As many dimensions as a table has. */
enum { MOST = 4 };

static bool is_leaf(const MadeDimension *dimension, guint node)
{
	for (guint other = node + 1; other < dimension->count; other++)
		if (dimension->parents[other] == node)
			return false;
	return true;
}

static bool all_leaves(const MadeDimension *dimensions, guint count, const guint *nodes)
{
	for (guint n = 0; n < count; n++)
		if (!is_leaf(&dimensions[n], nodes[n]))
			return false;
	return true;
}

static guint size(const MadeDimension *dimensions, guint count)
{
	guint product = 1;
	for (guint n = 0; n < count; n++)
		product *= dimensions[n].count;
	return product;
}

static void nodes_of(const MadeDimension *dimensions, guint count, guint cell, guint *nodes)
{
	for (guint n = count; n > 0; n--) {
		nodes[n - 1] = cell % dimensions[n - 1].count;
		cell /= dimensions[n - 1].count;
	}
}

guint made_cell(const MadeDimension *dimensions, guint count, const guint *nodes)
{
	guint cell = 0;
	for (guint n = 0; n < count; n++)
		cell = cell * dimensions[n].count + nodes[n];
	return cell;
}

guint made_leaves(const MadeDimension *dimensions, guint count)
{
	guint leaves = 0, nodes[MOST];
	for (guint cell = 0; cell < size(dimensions, count); cell++) {
		nodes_of(dimensions, count, cell, nodes);
		leaves += all_leaves(dimensions, count, nodes);
	}
	return leaves;
}

static void add_cells(Store *store, const MadeDimension *dimensions, guint count,
		      const gint64 *leaves)
{
	guint nodes[MOST];
	for (guint cell = 0; cell < size(dimensions, count); cell++) {
		g_autoptr(GString) key = g_string_new(NULL);
		nodes_of(dimensions, count, cell, nodes);
		for (guint n = 0; n < count; n++)
			g_string_append_printf(key, n == 0 ? "%02u" : ".%02u", nodes[n]);
		gint64 value = all_leaves(dimensions, count, nodes) ? *leaves++ : 0;
		store_add(store, key->str, value);
	}
}

/* The cells below NODES along DIMENSION. Transfer full, of guint. */
static GArray *parts_of(const MadeDimension *dimensions, guint count, const guint *nodes,
			guint dimension)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(guint));
	guint below[MOST];
	for (guint n = 0; n < count; n++)
		below[n] = nodes[n];
	for (guint node = nodes[dimension] + 1; node < dimensions[dimension].count; node++) {
		below[dimension] = node;
		guint cell = made_cell(dimensions, count, below);
		if (dimensions[dimension].parents[node] == nodes[dimension])
			g_array_append_val(parts, cell);
	}
	return parts;
}

Store *made_store(const MadeDimension *dimensions, guint count, const gint64 *leaves)
{
	Store *store = store_new();
	guint nodes[MOST];
	g_assert(count <= MOST);
	add_cells(store, dimensions, count, leaves);
	for (guint cell = store->cells->len; cell-- > 0;) {
		bool known = false;
		nodes_of(dimensions, count, cell, nodes);
		for (guint n = 0; n < count; n++) {
			g_autoptr(GArray) parts = parts_of(dimensions, count, nodes, n);
			if (parts->len == 0)
				continue;
			g_autofree char *name =
			    g_strdup_printf("%s by dimension %u", store_cell(store, cell)->key, n);
			store_total(store, name, cell, &g_array_index(parts, guint, 0), parts->len);
			for (guint part = 0; part < parts->len && !known; part++)
				store_cell(store, cell)->value +=
				    store_cell(store, g_array_index(parts, guint, part))->value;
			known = true;
		}
	}
	return store;
}

static guint *shuffled(guint count, GRand *rand)
{
	guint *order = g_new(guint, count + 1);
	for (guint n = 0; n < count; n++) {
		guint other = (guint)g_rand_int_range(rand, 0, (gint32)n + 1);
		order[n] = order[other];
		order[other] = n;
	}
	return order;
}

Store *made_shuffled(const Store *store, GRand *rand)
{
	Store *copy = store_new();
	g_autofree guint *cells = shuffled(store->cells->len, rand);
	g_autofree guint *equations = shuffled(store->equations->len, rand);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *from = store_cell(store, cells[n]);
		StoreCell *to = store_cell(copy, store_add(copy, from->key, from->value));
		char *key = to->key;
		*to = *from;
		to->key = key;
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *from = store->equations->pdata[equations[n]];
		guint count = from->terms->len;
		g_autofree guint *places = g_new(guint, count);
		g_autofree gint64 *factors = g_new(gint64, count);
		for (guint t = 0; t < count; t++) {
			const StoreTerm *term = &g_array_index(from->terms, StoreTerm, t);
			store_find(copy, store_cell(store, term->cell)->key, &places[t]);
			factors[t] = term->factor;
		}
		store_equate(copy, from->name, places, factors, count);
	}
	return copy;
}
