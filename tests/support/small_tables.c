#include "tests/support/small_tables.h"

typedef struct {
	const Store *store;
	gint64 above;
	SmallTable do_table;
	gpointer data;
	gint64 *values;
	bool *known;
	bool go_on;
} Search;

/* What the one unknown cell of EQUATION has to be. 1: it is so, 0: more than one, -1: cannot be. */
static int solve(const Search *search, const StoreEquation *equation, guint *ret_cell,
		 gint64 *ret_value)
{
	gint64 sum = 0, factor = 0;
	guint unknown = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		StoreTerm term = g_array_index(equation->terms, StoreTerm, n);
		if (search->known[term.cell]) {
			sum += term.factor * search->values[term.cell];
			continue;
		}
		unknown++;
		*ret_cell = term.cell;
		factor = term.factor;
	}
	if (unknown == 0)
		return sum == 0 ? 0 : -1;
	if (unknown > 1)
		return 0;
	if (sum % factor != 0)
		return -1;
	*ret_value = -sum / factor;
	return 1;
}

static bool fits(const Search *search, guint cell, gint64 value)
{
	const StoreCell *it = store_cell(search->store, cell);
	gint64 most = MIN(it->most, it->value + search->above);
	return value >= it->least && value <= most;
}

/* Fills in what follows; TRAIL gets the cells. False: a contradiction. */
static bool follow(Search *search, GArray *trail)
{
	bool again = true;
	while (again) {
		again = false;
		for (guint n = 0; n < search->store->equations->len; n++) {
			guint cell = 0;
			gint64 value = 0;
			int result =
			    solve(search, search->store->equations->pdata[n], &cell, &value);
			if (result < 0 || (result > 0 && !fits(search, cell, value)))
				return false;
			if (result == 0)
				continue;
			search->known[cell] = true;
			search->values[cell] = value;
			g_array_append_val(trail, cell);
			again = true;
		}
	}
	return true;
}

static guint next_unknown(const Search *search)
{
	guint n = 0;
	while (n < search->store->cells->len && search->known[n])
		n++;
	return n;
}

static void search_on(Search *search)
{
	g_autoptr(GArray) trail = g_array_new(FALSE, FALSE, sizeof(guint));
	bool good = follow(search, trail);
	guint cell = next_unknown(search);
	if (good && cell == search->store->cells->len)
		search->go_on = search->do_table(search->values, search->data);
	else if (good) {
		search->known[cell] = true;
		for (gint64 value = store_cell(search->store, cell)->least;
		     search->go_on && fits(search, cell, value); value++) {
			search->values[cell] = value;
			search_on(search);
		}
		search->known[cell] = false;
	}
	for (guint n = 0; n < trail->len; n++)
		search->known[g_array_index(trail, guint, n)] = false;
}

static void run(const Store *store, gint64 above, guint held, SmallTable do_table, gpointer data)
{
	guint count = store->cells->len;
	g_autofree gint64 *values = g_new0(gint64, count + 1);
	g_autofree bool *known = g_new0(bool, count + 1);
	for (guint n = 0; n < count; n++) {
		known[n] = store_cell(store, n)->state == CELL_PUBLISHED || n == held;
		values[n] = known[n] ? store_cell(store, n)->value : 0;
	}
	Search search = { store, above, do_table, data, values, known, true };
	search_on(&search);
}

void small_tables(const Store *store, gint64 above, SmallTable do_table, gpointer data)
{
	run(store, above, G_MAXUINT, do_table, data);
}

typedef struct {
	SmallRange *ranges;
	guint count;
	bool any;
} Ranges;

static bool widen(const gint64 *values, gpointer data)
{
	Ranges *ranges = data;
	for (guint n = 0; n < ranges->count; n++) {
		SmallRange *range = &ranges->ranges[n];
		range->low = ranges->any ? MIN(range->low, values[n]) : values[n];
		range->high = ranges->any ? MAX(range->high, values[n]) : values[n];
	}
	ranges->any = true;
	return true;
}

SmallRange *small_ranges_held(const Store *store, gint64 above, guint held)
{
	Ranges ranges = { g_new0(SmallRange, store->cells->len + 1), store->cells->len, false };
	run(store, above, held, widen, &ranges);
	if (ranges.any)
		return ranges.ranges;
	g_free(ranges.ranges);
	return NULL;
}

SmallRange *small_ranges(const Store *store, gint64 above)
{
	return small_ranges_held(store, above, G_MAXUINT);
}
