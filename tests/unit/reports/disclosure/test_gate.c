#include "reports/disclosure/gate.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "tests/support/made_store.h"

static const guint flat[] = { 0, 0, 0, 0 };
static const MadeDimension square[] = { { 4, flat }, { 4, flat } };
static const gint64 nine[] = { 7, 3, 12, 2, 9, 4, 30, 1, 5 };

static void hide(Store *store, const char *key)
{
	guint cell;
	cr_assert(store_find(store, key, &cell), "%s", key);
	store_cell(store, cell)->state = CELL_HIDDEN;
}

/* "key=value " of each cell that follows, or the message. Transfer full. */
static char *derived(const Store *store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) cells = gate_derive(store, &error);
	if (cells == NULL)
		return g_strdup(error->message);
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < cells->len; n++) {
		const GateCell *cell = &g_array_index(cells, GateCell, n);
		g_string_append_printf(text, "%s=%" G_GINT64_FORMAT " ",
				       store_cell(store, cell->cell)->key, cell->value);
	}
	return g_string_free(text, FALSE);
}

static void check(const Store *store, const char *expected)
{
	g_autofree char *text = derived(store);
	cr_assert_str_eq(text, expected, "%s", text);
}

Test(gate, nothing_follows_from_nothing)
{
	g_autoptr(Store) empty = store_new();
	check(empty, "");
	g_autoptr(Store) open = made_store(square, 2, nine);
	check(open, "");
	for (guint cell = 0; cell < open->cells->len; cell++)
		store_cell(open, cell)->state = CELL_HIDDEN;
	check(open, "");
}

Test(gate, a_single_cell_of_a_row_follows)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.02");
	check(store, "01.02=3 ");
}

Test(gate, a_rectangle_does_not_follow)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.01");
	hide(store, "01.02");
	hide(store, "03.01");
	hide(store, "03.02");
	check(store, "");
	hide(store, "02.03");
	check(store, "02.03=4 ");
}

/* Every line has two or more hidden cells, yet one follows: rows 1 and 2 less column 1. */
Test(gate, finds_what_no_single_line_shows)
{
	static const guint five[] = { 0, 0, 0, 0, 0 };
	static const MadeDimension table[] = { { 5, five }, { 5, five } };
	static const gint64 leaves[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
	g_autoptr(Store) store = made_store(table, 2, leaves);
	static const char *const hidden[] = { "01.01", "01.02", "02.01", "02.02", "02.03",
					      "03.03", "03.04", "04.03", "04.04" };
	for (guint n = 0; n < G_N_ELEMENTS(hidden); n++)
		hide(store, hidden[n]);
	check(store, "02.03=7 ");
}

Test(gate, factors_other_than_one_are_exact)
{
	g_autoptr(Store) store = store_new();
	guint cells[] = { store_add(store, "a", 5), store_add(store, "b", 7),
			  store_add(store, "sum", 29), store_add(store, "other", 45) };
	store_equate(store, "3a + 2b", cells, (const gint64[]){ 3, 2, -1, 0 }, 4);
	store_equate(store, "2a + 5b", cells, (const gint64[]){ 2, 5, 0, -1 }, 4);
	hide(store, "a");
	hide(store, "b");
	check(store, "a=5 b=7 ");
}

Test(gate, names_an_equation_that_cannot_hold)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	guint cell;
	store_find(store, "01.00", &cell);
	store_cell(store, cell)->value += 1;
	g_autofree char *text = derived(store);
	cr_assert(strstr(text, "contradict each other: 0") != NULL, "%s", text);
	/* with enough hidden, only the sums of several lines show it */
	hide(store, "01.01");
	hide(store, "02.01");
	hide(store, "01.02");
	hide(store, "02.02");
	g_autofree char *later = derived(store);
	cr_assert(strstr(later, "contradict each other") != NULL, "%s", later);
}

Test(gate, the_order_of_the_store_changes_nothing)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.01");
	hide(store, "01.02");
	hide(store, "02.01");
	hide(store, "03.03");
	g_autofree char *expected = derived(store);
	cr_assert_str_eq(expected, "01.01=7 01.02=3 02.01=2 03.03=5 ");
	for (guint n = 0; n < 20; n++) {
		g_autoptr(Store) other = made_shuffled(store, rand);
		check(other, expected);
	}
}
