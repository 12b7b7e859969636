#include "tests/support/random_tables.h"

#include "tests/support/made_store.h"
#include "tests/support/small_tables.h"

enum { DIMENSIONS = 3, NODES = 9 };

static const gint64 PRIME = 1000003;

/* A total and its parts; DEEP: two groups between them. */
static guint grow(GRand *rand, guint *parents, bool deep, bool small)
{
	guint count = (guint)g_rand_int_range(rand, 3, small ? 5 : 7);
	for (guint node = 0; node < count; node++)
		parents[node] = 0;
	if (!deep)
		return count;
	guint leaves = (guint)g_rand_int_range(rand, 3, small ? 5 : 7);
	for (guint leaf = 0; leaf < leaves; leaf++)
		parents[3 + leaf] = leaf < 2   ? 1
				    : leaf < 4 ? 2
					       : (guint)g_rand_int_range(rand, 1, 3);
	return leaves == 3 ? 6 : 3 + leaves;
}

static gint64 draw_value(GRand *rand)
{
	switch (g_rand_int_range(rand, 0, 4)) {
	case 0:
		return 0;
	case 1:
		return g_rand_int_range(rand, 1, 5);
	case 2:
		return g_rand_int_range(rand, 0, 12);
	default:
		return g_rand_int_range(rand, 0, 60);
	}
}

static Store *table_of(GRand *rand, guint shape, bool small)
{
	guint parents[DIMENSIONS][NODES + 1];
	MadeDimension dimensions[DIMENSIONS];
	guint count = shape == 2 ? 3 : 2;
	for (guint n = 0; n < count; n++)
		dimensions[n] =
		    (MadeDimension){ grow(rand, parents[n], shape == 1, small || shape == 2),
				     parents[n] };
	guint leaves = made_leaves(dimensions, count);
	g_autofree gint64 *values = g_new(gint64, leaves);
	for (guint n = 0; n < leaves; n++)
		values[n] = draw_value(rand);
	return made_store(dimensions, count, values);
}

static void hide(GRand *rand, StoreCell *cell, bool small)
{
	bool near = small && g_rand_int_range(rand, 0, 3) > 0;
	cell->state = g_rand_int_range(rand, 0, 4) == 0 ? CELL_UNPUBLISHED : CELL_HIDDEN;
	cell->least = cell->value > 0 ? g_rand_int_range(rand, 0, 2) : 0;
	cell->most = cell->value + (near ? g_rand_int_range(rand, 0, 7) : small ? 15 : 40);
}

/* The store under the keys of a release. */
static Store *keyed(const Store *made)
{
	Store *store = store_new();
	for (guint n = 0; n < made->cells->len; n++) {
		const StoreCell *from = store_cell(made, n);
		g_autofree char *key =
		    g_strdup_printf("cases|%s|all|2026-01-01|2026-01-31|r", from->key);
		store_add(store, key, from->value);
	}
	for (guint n = 0; n < made->equations->len; n++) {
		const StoreEquation *from = made->equations->pdata[n];
		g_autofree guint *cells = g_new(guint, from->terms->len);
		g_autofree gint64 *factors = g_new(gint64, from->terms->len);
		for (guint t = 0; t < from->terms->len; t++) {
			cells[t] = g_array_index(from->terms, StoreTerm, t).cell;
			factors[t] = g_array_index(from->terms, StoreTerm, t).factor;
		}
		store_equate(store, from->name, cells, factors, from->terms->len);
	}
	return store;
}

Store *random_tables(guint32 seed, bool small)
{
	static const guint shares[] = { 2, 3, 5, 8 }; /* in ten */
	g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
	g_autoptr(Store) made = table_of(rand, seed % 3, small);
	Store *store = keyed(made);
	guint share = shares[g_rand_int_range(rand, 0, G_N_ELEMENTS(shares))];
	guint left = small ? 11 : G_MAXUINT;
	for (guint n = 0; n < store->cells->len; n++) {
		guint draw = (guint)g_rand_int_range(rand, 0, 10);
		if (draw >= share || left == 0)
			continue;
		hide(rand, store_cell(store, n), small);
		left--;
	}
	return store;
}

/* ── counted out ── */

typedef struct {
	RandomRange *ranges;
	guint cells, tables, most;
} Ranges;

static bool widen(const gint64 *values, gpointer data)
{
	Ranges *all = data;
	bool first = all->tables == 0;
	for (guint n = 0; n < all->cells; n++) {
		RandomRange *range = &all->ranges[n];
		range->low = first ? values[n] : MIN(range->low, values[n]);
		range->high = first ? values[n] : MAX(range->high, values[n]);
	}
	return ++all->tables <= all->most;
}

RandomRange *random_ranges(const Store *store, guint most)
{
	Ranges all = { g_new0(RandomRange, store->cells->len), store->cells->len, 0, most };
	small_tables(store, G_MAXINT32, widen, &all);
	if (all.tables > 0 && all.tables <= most)
		return all.ranges;
	g_free(all.ranges);
	return NULL;
}

/* ── derived ── */

static gint64 inverse(gint64 number)
{
	gint64 result = 1;
	for (gint64 exponent = PRIME - 2; exponent > 0; exponent /= 2) {
		if (exponent % 2 == 1)
			result = result * number % PRIME;
		number = number * number % PRIME;
	}
	return result;
}

/* ROW less its multiple of PIVOT in COLUMN. */
static void clear(gint64 *row, const gint64 *pivot, guint column, guint columns)
{
	gint64 factor = row[column];
	for (guint n = 0; n < columns && factor != 0; n++)
		row[n] = (row[n] + (PRIME - factor) * pivot[n]) % PRIME;
}

static gint64 *matrix_of(const Store *store)
{
	guint columns = store->cells->len;
	gint64 *matrix = g_new0(gint64, MAX(store->equations->len, 1) * columns);
	for (guint row = 0; row < store->equations->len; row++) {
		const StoreEquation *equation = store->equations->pdata[row];
		for (guint n = 0; n < equation->terms->len; n++) {
			const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
			if (store_cell(store, term->cell)->state != CELL_PUBLISHED)
				matrix[row * columns + term->cell] =
				    (term->factor % PRIME + PRIME) % PRIME;
		}
	}
	return matrix;
}

bool *random_derivable(const Store *store)
{
	guint columns = store->cells->len, rows = store->equations->len, done = 0;
	bool *derivable = g_new0(bool, columns);
	g_autofree gint64 *matrix = matrix_of(store);
	for (guint column = 0; column < columns; column++) {
		guint at = done;
		while (at < rows && matrix[at * columns + column] == 0)
			at++;
		if (at == rows)
			continue;
		gint64 scale = inverse(matrix[at * columns + column]);
		for (guint n = 0; n < columns; n++) {
			gint64 moved = matrix[at * columns + n] * scale % PRIME;
			matrix[at * columns + n] = matrix[done * columns + n];
			matrix[done * columns + n] = moved;
		}
		for (guint row = 0; row < rows; row++)
			if (row != done)
				clear(matrix + row * columns, matrix + done * columns, column,
				      columns);
		done++;
	}
	for (guint row = 0; row < done; row++) {
		guint last = 0, filled = 0;
		for (guint n = 0; n < columns; n++)
			if (matrix[row * columns + n] != 0) {
				last = n;
				filled++;
			}
		derivable[last] |= filled == 1;
	}
	return derivable;
}
