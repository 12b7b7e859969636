/* What a table loses in each of three ways. */
#include "reports/disclosure/loss.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Two districts of two kinds, 7 3 / 15 31, one total each and one of all; 3 and three more hidden.
 */
static Store *store_of(guint *cells)
{
	static const gint64 values[] = { 7, 3, 15, 31, 22, 34, 56 };
	Store *store = store_new();
	for (guint n = 0; n < G_N_ELEMENTS(values); n++) {
		g_autofree char *key = g_strdup_printf("c%u", n);
		cells[n] = store_add(store, key, values[n]);
		store_cell(store, cells[n])->state = n < 2 ? CELL_HIDDEN : CELL_PUBLISHED;
	}
	store_total(store, "first", cells[4], (const guint[]){ cells[0], cells[2] }, 2);
	store_total(store, "second", cells[5], (const guint[]){ cells[1], cells[3] }, 2);
	store_total(store, "all", cells[6], (const guint[]){ cells[4], cells[5] }, 2);
	return store;
}

Test(loss, of_hiding_is_what_the_hidden_tell)
{
	guint cells[7];
	g_autoptr(Store) store = store_of(cells);
	Loss loss = loss_of_hiding(store, (LossTable){ "t", cells, 4 });
	cr_assert_eq(loss.cells, 4);
	cr_assert_eq(loss.lost, 2);
	cr_assert_eq(loss.value, 56);
	cr_assert_eq(loss.value_lost, 10);
	cr_assert_float_eq(loss.bits, 3 + 2 + 4 + 5, 1e-12);
	cr_assert_float_eq(loss.bits_lost, 5, 1e-12);
}

Test(loss, of_rounding_is_the_numbers_it_leaves_open)
{
	guint cells[7];
	g_autoptr(Store) store = store_of(cells);
	g_autoptr(Rounding) rounding = round_store(store, &(RoundRule){ ROUND_ALL, 5, 0 }, NULL);
	cr_assert_not_null(rounding);
	Loss loss = loss_of_rounding(store, rounding, 5, (LossTable){ "t", cells, 4 });
	cr_assert_eq(loss.lost, 3, "15 stays");
	cr_assert_float_eq(loss.bits_lost, 3 + 2 + log2(9), 1e-12,
			   "no figure loses more than it has");
	cr_assert_not(loss_of_rounding(store, NULL, 5, (LossTable){ "t", cells, 4 }).possible);
}

Test(loss, of_coarsening_is_all_that_the_coarser_does_not_tell)
{
	guint cells[7];
	g_autoptr(Store) store = store_of(cells);
	LossTable fine = { "fine", cells, 4 }, coarse = { "coarse", cells + 4, 3 };
	Loss loss = loss_of_coarsening(store, fine, coarse);
	cr_assert_eq(loss.lost, 4);
	cr_assert_float_eq(loss.bits_lost, MAX(14 - log2(23) - log2(35) - log2(57), 0), 1e-12);
	cr_assert_not(loss_of_coarsening(store, fine, (LossTable){ "none", NULL, 0 }).possible);
}

Test(loss, recommends_what_loses_least_and_is_possible)
{
	Loss losses[LOSS_WAYS] = { { .possible = true, .bits = 10, .bits_lost = 5 },
				   { .possible = true, .bits = 10, .bits_lost = 3 },
				   { .possible = false, .bits = 10, .bits_lost = 0 } };
	cr_assert_eq(loss_recommend(losses), LOSS_ROUND);
	losses[LOSS_ROUND].bits_lost = 5;
	cr_assert_eq(loss_recommend(losses), LOSS_HIDE);
	g_autoptr(GString) text = g_string_new(NULL);
	loss_write(text, "district-month", losses);
	cr_assert_not_null(strstr(text->str, "50.0 % of information  <- loses least"));
	cr_assert_not_null(strstr(text->str, "coarser table  not possible"));
}

Test(loss, refuses_a_table_that_loses_too_much_and_names_the_coarser)
{
	g_autoptr(GError) error = NULL;
	Loss loss = { .possible = true, .cells = 10, .lost = 4 };
	cr_assert(loss_allowed("fine", &loss, 40, "coarse", &error));
	cr_assert_not(loss_allowed("fine", &loss, 39, "coarse", &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_DISCLOSURE);
	cr_assert_not_null(strstr(error->message, "4 of 10 figures"));
	cr_assert_not_null(strstr(error_hint(error), "'coarse'"));
	Loss empty = { .possible = true };
	cr_assert(loss_allowed("fine", &empty, 0, NULL, NULL));
}
