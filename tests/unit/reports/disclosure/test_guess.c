/* How sure the best bet on a hidden figure is, against every table that fits counted out. */
#include "reports/disclosure/guess.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/disclosure/attack.h"
#include "reports/disclosure/past.h"
#include "reports/disclosure/protect.h"
#include "tests/support/made_store.h"
#include "tests/support/random_tables.h"
#include "tests/support/small_tables.h"

static const AttackRule rule = { 4, 5, 0 };

enum { VALUES = 128, TABLES_MOST = 60000 };

static Guess *guess_of(const Store *store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Audit) audit = attack_audit(store, &rule, &error);
	cr_assert_not_null(audit, "%s", error != NULL ? error->message : "");
	Guess *guess = guess_all(store, audit->tables, rule.threshold, &error);
	cr_assert_not_null(guess, "%s", error != NULL ? error->message : "");
	return guess;
}

static const GuessBet *bet_on(const Guess *guess, const Store *store, const char *key)
{
	guint cell = 0;
	cr_assert(store_find(store, key, &cell), "%s", key);
	for (guint n = 0; n < guess->bets->len; n++)
		if (g_array_index(guess->bets, GuessBet, n).cell == cell)
			return &g_array_index(guess->bets, GuessBet, n);
	cr_assert(false, "no bet on %s", key);
	return NULL;
}

static double surest(const Guess *guess)
{
	double most = 0;
	for (guint n = 0; n < guess->bets->len; n++)
		most = fmax(most, g_array_index(guess->bets, GuessBet, n).share);
	return most;
}

/* ── against every table ── */

typedef struct {
	guint cells, tables;
	guint *counts; /* by cell and value */
} Counted;

static bool count_table(const gint64 *values, gpointer data)
{
	Counted *counted = data;
	for (guint n = 0; n < counted->cells; n++)
		if (values[n] >= 0 && values[n] < VALUES)
			counted->counts[n * VALUES + (guint)values[n]]++;
	return ++counted->tables <= TABLES_MOST;
}

static void check_bet(const Counted *counted, const GuessBet *bet, guint32 seed)
{
	const guint *counts = counted->counts + (gsize)bet->cell * VALUES;
	guint most = 0;
	for (guint n = 0; n < VALUES; n++)
		most = MAX(most, counts[n]);
	double truth = (double)counts[bet->value] / counted->tables;
	double best = (double)most / counted->tables;
	cr_assert_lt(fabs(bet->share - truth), 0.05, "seed %u, cell %u: %.3f, not %.3f", seed,
		     bet->cell, bet->share, truth);
	cr_assert_lt(best - bet->share, 0.05, "seed %u, cell %u: %.3f, best %.3f", seed, bet->cell,
		     bet->share, best);
}

Test(guess, shares_are_those_of_all_tables_that_fit)
{
	guint checked = 0;
	for (guint32 seed = 1; seed <= 240; seed++) {
		g_autoptr(Store) store = random_tables(seed, true);
		for (guint n = 0; n < store->cells->len; n++)
			if (store_cell(store, n)->state == CELL_UNPUBLISHED)
				store_cell(store, n)->state = CELL_HIDDEN;
		Counted counted = { store->cells->len, 0, NULL };
		g_autofree guint *counts = g_new0(guint, (gsize)counted.cells * VALUES);
		counted.counts = counts;
		small_tables(store, G_MAXINT32, count_table, &counted);
		if (counted.tables == 0 || counted.tables > TABLES_MOST)
			continue;
		g_autoptr(Guess) guess = guess_of(store);
		for (guint n = 0; n < guess->bets->len; n++, checked++)
			check_bet(&counted, &g_array_index(guess->bets, GuessBet, n), seed);
	}
	cr_assert_gt(checked, 60, "only %u figures were looked at", checked);
}

/* ── families ── */

/* A total of COUNT figures with VALUES; those below 5 are hidden, at least LEAST. */
static Store *family(const gint64 *values, guint count, gint64 least)
{
	Store *store = store_new();
	gint64 sum = 0;
	guint parts[16];
	for (guint n = 0; n < count; n++) {
		g_autofree char *key = g_strdup_printf("cases|p%02u|all|2026-01-01|2026-01-31", n);
		parts[n] = store_add(store, key, values[n]);
		sum += values[n];
		if (values[n] >= rule.threshold)
			continue;
		store_cell(store, parts[n])->state = CELL_HIDDEN;
		store_cell(store, parts[n])->least = least;
	}
	guint total = store_add(store, "cases|z|all|2026-01-01|2026-01-31", sum);
	store_total(store, "z by place", total, parts, count);
	return store;
}

Test(guess, a_family_of_ones_is_as_sure_as_the_formula_says)
{
	static const gint64 ones[] = { 1, 1, 2, 1, 2, 2, 2, 1, 40 };
	/* 8 figures of 12: 1 in (k - 1) of (S - 1) */
	g_autoptr(Store) store = family(ones, G_N_ELEMENTS(ones), 1);
	g_autoptr(Guess) guess = guess_of(store);
	const GuessBet *bet = bet_on(guess, store, "cases|p02|all|2026-01-01|2026-01-31");
	cr_assert_eq(bet->value, 1);
	cr_assert_float_eq(bet->share, 7.0 / 11, 0.03, "%.3f", bet->share);
	/* at least 0: 0 in (k - 1) of (S + k - 1) */
	g_autoptr(Store) zero = family(ones, G_N_ELEMENTS(ones), 0);
	g_autoptr(Guess) less = guess_of(zero);
	bet = bet_on(less, zero, "cases|p02|all|2026-01-01|2026-01-31");
	cr_assert_eq(bet->value, 0);
	cr_assert_float_eq(bet->share, 7.0 / 19, 0.03, "%.3f", bet->share);
}

static bool has_bet(const GArray *bets, const Store *store, const char *key)
{
	for (guint n = 0; n < bets->len; n++)
		if (strcmp(store_cell(store, g_array_index(bets, GuessBet, n).cell)->key, key) == 0)
			return true;
	return false;
}

/* What could be bet on before is given up; what four of the figures come to, printed since, makes a
 * bet on these surer, from seven of eleven tables to three of four. */
Test(guess, a_bet_is_given_up_where_it_is_no_surer_than_before)
{
	static const char key[] = "cases|p00|all|2026-01-01|2026-01-31";
	static const gint64 ones[] = { 1, 1, 2, 1, 2, 2, 2, 1, 40 };
	static const guint four[] = { 0, 1, 2, 3 };
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) before = family(ones, G_N_ELEMENTS(ones), 1);
	g_autoptr(Past) past = past_new(before, &rule, NULL, 0, &error);
	cr_assert_not_null(past, "%s", error != NULL ? error->message : "");
	for (int told = 0; told < 2; told++) {
		g_autoptr(Store) store = family(ones, G_N_ELEMENTS(ones), 1);
		if (told)
			store_total(store, "four", store_add(store, "cases|four", 5), four, 4);
		g_autoptr(Guess) guess = guess_of(store);
		g_autoptr(GArray) taken = past_take_bets(past, store, guess->bets, 0.5);
		cr_assert_eq(has_bet(taken, store, key), !told);
		cr_assert_eq(has_bet(guess->bets, store, key), told);
		cr_assert_eq(surest(guess) > 0.5, told);
	}
	/* nothing was public before: nothing is given up */
	g_autoptr(Guess) guess = guess_of(before);
	g_autoptr(GArray) none = past_take_bets(NULL, before, guess->bets, 0.5);
	cr_assert_eq(none->len, 0);
	cr_assert_gt(surest(guess), 0.5);
}

Test(guess, no_bet_is_told_of_what_is_always_large)
{
	static const gint64 two[] = { 1, 3, 40 };
	g_autoptr(Store) store = family(two, G_N_ELEMENTS(two), 0);
	store_cell(store, 2)->state = CELL_HIDDEN;
	store_cell(store, 2)->least = 20;
	g_autoptr(Guess) guess = guess_of(store);
	cr_assert_eq(guess->bets->len, 2);
}

Test(guess, the_order_of_rows_changes_nothing)
{
	static const guint flat[] = { 0, 0, 0, 0 };
	static const MadeDimension square[] = { { 4, flat }, { 4, flat } };
	static const gint64 nine[] = { 1, 3, 12, 2, 1, 4, 30, 1, 2 };
	g_autoptr(Store) store = made_store(square, 2, nine);
	for (guint n = 0; n < store->cells->len; n++)
		if (store_cell(store, n)->value < rule.threshold)
			store_cell(store, n)->state = CELL_HIDDEN;
	g_autoptr(Guess) first = guess_of(store);
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);
	g_autoptr(Store) mixed = made_shuffled(store, rand);
	for (guint n = 0; n < mixed->cells->len; n++)
		if (store_cell(mixed, n)->value < rule.threshold)
			store_cell(mixed, n)->state = CELL_HIDDEN;
	g_autoptr(Guess) second = guess_of(mixed);
	cr_assert_eq(first->bets->len, second->bets->len);
	cr_assert_gt(first->bets->len, 0);
	for (guint n = 0; n < first->bets->len; n++) {
		const GuessBet *a = &g_array_index(first->bets, GuessBet, n);
		const char *key = store_cell(store, a->cell)->key;
		const GuessBet *b = bet_on(second, mixed, key);
		cr_assert(a->share == b->share && a->value == b->value, "%s", key);
	}
}

/* ── protecting ── */

static const gint64 planted[] = { 1, 1, 2, 1, 2, 2, 2, 3, 40, 9, 12 };

static ProtectRules rules_of(gint64 guess)
{
	return (
	    ProtectRules){ .threshold = 5, .width = 4, .zeros = ZEROS_PUBLISHED, .guess = guess };
}

static Store *planted_store(bool forced)
{
	Store *store = family(planted, G_N_ELEMENTS(planted), 0);
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		cell->state = CELL_PUBLISHED;
		cell->forced = forced && cell->value >= rule.threshold;
	}
	return store;
}

Test(guess, a_larger_figure_is_hidden_beside_ones)
{
	for (gint64 asked = 0; asked <= 50; asked += 50) {
		g_autoptr(GError) error = NULL;
		g_auto(ProtectResult) result = { 0 };
		ProtectRules rules = rules_of(asked);
		g_autoptr(Store) store = planted_store(false);
		cr_assert(protect(store, &rules, &result, &error), "%s",
			  error != NULL ? error->message : "");
		g_autoptr(Guess) guess = guess_of(store);
		cr_assert_eq(surest(guess) <= 0.5, asked > 0, "%.3f", surest(guess));
		cr_assert_leq(result.secondaries, 2);
		cr_assert_eq(result.secondaries > 0, asked > 0);
	}
}

Test(guess, what_nothing_larger_can_be_hidden_beside_is_refused)
{
	g_autoptr(GError) error = NULL;
	g_auto(ProtectResult) result = { 0 };
	ProtectRules rules = rules_of(50);
	g_autoptr(Store) store = planted_store(true);
	cr_assert_not(protect(store, &rules, &result, &error));
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_DISCLOSURE);
	cr_assert_gt(result.refused->len, 0);
}
