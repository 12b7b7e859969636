/* Rounding to a base so that everything adds up. */
#include "reports/disclosure/round.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <string.h>

/* A table of two dimensions with totals. */
static Store *table_of(const gint64 *values, guint rows, guint columns)
{
	Store *store = store_new();
	g_autofree guint *cells = g_new(guint, (rows + 1) * (columns + 1));
	for (guint r = 0; r <= rows; r++)
		for (guint c = 0; c <= columns; c++) {
			gint64 value = 0;
			for (guint n = 0; n < rows * columns; n++)
				value += (r == rows || r == n / columns) &&
						 (c == columns || c == n % columns)
					     ? values[n]
					     : 0;
			g_autofree char *key = g_strdup_printf("%u|%u", r, c);
			cells[r * (columns + 1) + c] = store_add(store, key, value);
		}
	g_autofree guint *parts = g_new(guint, MAX(rows, columns));
	for (guint r = 0; r <= rows; r++)
		store_total(store, "row", cells[r * (columns + 1) + columns],
			    &cells[r * (columns + 1)], columns);
	for (guint c = 0; c <= columns; c++) {
		for (guint r = 0; r < rows; r++)
			parts[r] = cells[r * (columns + 1) + c];
		store_total(store, "column", cells[rows * (columns + 1) + c], parts, rows);
	}
	return store;
}

static void check_rounded(const Store *store, const Rounding *rounding, gint64 base)
{
	for (guint n = 0; n < store->cells->len; n++) {
		gint64 value = store_cell(store, n)->value, rounded = rounding->values[n];
		cr_assert_eq(rounded % base, 0);
		cr_assert_lt(ABS(rounded - value), base, "%ld to %ld", (long)value, (long)rounded);
		if (value % base == 0)
			cr_assert_eq(rounded, value);
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		gint64 sum = 0;
		for (guint t = 0; t < equation->terms->len; t++)
			sum += g_array_index(equation->terms, StoreTerm, t).factor *
			       rounding->values[g_array_index(equation->terms, StoreTerm, t).cell];
		cr_assert_eq(sum, 0);
	}
}

Test(round, adds_up_and_stays_next_to_every_figure)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(5);
	for (guint table = 0; table < 20; table++) {
		gint64 values[20];
		for (guint n = 0; n < 20; n++)
			values[n] = g_rand_int_range(random, 0, 40);
		g_autoptr(Store) store = table_of(values, 4, 5);
		g_autoptr(GError) error = NULL;
		g_autoptr(Rounding) rounding =
		    round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, &error);
		cr_assert_not_null(rounding, "%s", error != NULL ? error->message : "");
		cr_assert(rounding->within);
		cr_assert_eq(rounding->excess, 0);
		check_rounded(store, rounding, 5);
	}
}

/* The best of a table of four cells, by trying all. */
Test(round, is_the_nearest_of_all)
{
	static const gint64 values[] = { 3, 6, 8, 1 };
	g_autoptr(Store) store = table_of(values, 2, 2);
	g_autoptr(Rounding) ours = round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, NULL);
	cr_assert_not_null(ours);
	gint64 best = G_MAXINT64;
	for (guint choice = 0; choice < 16; choice++) {
		gint64 rounded[4];
		for (guint n = 0; n < 4; n++)
			rounded[n] = values[n] / 5 * 5 + (choice >> n & 1 ? 5 : 0);
		g_autoptr(Store) tried = table_of(rounded, 2, 2);
		gint64 distance = 0;
		bool next = true;
		for (guint n = 0; n < store->cells->len; n++) {
			gint64 far = ABS(store_cell(tried, n)->value - store_cell(store, n)->value);
			next = next && far < 5;
			distance += far;
		}
		best = next ? MIN(best, distance) : best;
	}
	cr_assert_eq(ours->distance, best);
}

Test(round, changes_nothing_that_is_a_multiple)
{
	g_autoptr(Store) store = table_of((const gint64[]){ 0, 5, 10, 25 }, 2, 2);
	g_autoptr(Rounding) rounding = round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, NULL);
	cr_assert_not_null(rounding);
	cr_assert_eq(rounding->distance, 0);
	cr_assert_eq(rounding->farthest, 0);
}

/* r = 8 a: of the neighbours of 8 and 1, none is eight times another. */
Test(round, goes_a_base_farther_where_nothing_fits_next_to_it_and_says_so)
{
	g_autoptr(Store) store = store_new();
	guint a = store_add(store, "a", 1), b = store_add(store, "b", 1);
	guint total = store_add(store, "t", 2), twice = store_add(store, "w", 2);
	guint five = store_add(store, "f", 10), rest = store_add(store, "r", 8);
	store_total(store, "t", total, (const guint[]){ a, b }, 2);
	store_equate(store, "w", (const guint[]){ twice, a, b }, (const gint64[]){ 1, -1, -1 }, 3);
	store_total(store, "f", five, (const guint[]){ rest, total }, 2);
	store_equate(store, "x", (const guint[]){ rest, a }, (const gint64[]){ 1, -8 }, 2);
	g_autoptr(GError) error = NULL;
	g_autoptr(Rounding) rounding = round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, &error);
	cr_assert_not_null(rounding, "%s", error != NULL ? error->message : "");
	cr_assert_not(rounding->within);
	cr_assert_geq(rounding->farthest, 5);
	cr_assert_eq(rounding->values[rest], 8 * rounding->values[a]);
}

Test(round, refuses_figures_that_do_not_add_up)
{
	g_autoptr(Store) store = table_of((const gint64[]){ 3, 6, 8, 1 }, 2, 2);
	store_cell(store, 0)->value++;
	g_autoptr(GError) error = NULL;
	cr_assert_null(round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_DISCLOSURE);
}

Test(round, small_counts_alone_change_and_sums_follow)
{
	g_autoptr(Store) store = table_of((const gint64[]){ 1, 7, 2, 12 }, 2, 2);
	g_autoptr(Rounding) rounding = round_store(store, &(RoundRule){ ROUND_SMALL, 3, 0 }, NULL);
	cr_assert_not_null(rounding);
	guint cell = 0;
	cr_assert(store_find(store, "0|1", &cell));
	cr_assert_eq(rounding->values[cell], 7);
	cr_assert(store_find(store, "0|0", &cell));
	cr_assert(rounding->values[cell] == 0 || rounding->values[cell] == 3);
	cr_assert(store_find(store, "2|2", &cell));
	cr_assert_eq(rounding->values[cell], 22);
}

Test(round, chance_keeps_the_mean)
{
	RoundChance chance = round_chance(7, 5);
	cr_assert_eq(chance.low, 5);
	cr_assert_eq(chance.high, 10);
	cr_assert_float_eq(chance.chance_of_high, 0.4, 1e-12);
	cr_assert_float_eq(chance.variance, 6, 1e-12);
}
