/* What is hidden beside a figure that can be bet on, and which bets refuse a release. */
#include "reports/disclosure/guess_repair.h"

#include <criterion/criterion.h>

static char *no_rows[] = { NULL };
static const ProtectRules rules = {
	.threshold = 5, .width = 4, .zeros = ZEROS_SOME, .guess = 50, .whole_row = no_rows
};

/* total = small + other + large + middle, and the same beside it: the small two are hidden. */
enum { SMALL, OTHER, LARGE, MIDDLE, TOTAL, CELLS };
static const gint64 usual[CELLS - 1] = { 2, 3, 20, 7 };

/* So sure are bets meant to be at most, and are they allowed to be. */
static const double most = 0.45, allowed = 0.5;

typedef struct {
	Store *store;
	double costs[2 * CELLS];
	Repair *repair;
	Guess guess;
	GArray *refused;
} Made;

static guint sum_of(Store *store, const char *name, const gint64 *values)
{
	static const char *const parts[] = { "a", "b", "c", "d" };
	guint first = store->cells->len, cells[CELLS - 1];
	gint64 total = 0;
	for (guint n = 0; n < CELLS - 1; n++) {
		g_autofree char *key =
		    g_strdup_printf("cases|%s%s|all|2026-01-01|2026-01-31", name, parts[n]);
		cells[n] = store_add(store, key, values[n]);
		total += values[n];
		if (values[n] >= rules.threshold)
			continue;
		store_cell(store, cells[n])->state = CELL_HIDDEN;
		store_cell(store, cells[n])->rule = RULE_SMALL;
		store_cell(store, cells[n])->width = rules.width;
	}
	g_autofree char *key = g_strdup_printf("cases|%se|all|2026-01-01|2026-01-31", name);
	guint sum = store_add(store, key, total);
	store_cell(store, sum)->forced = true;
	store_total(store, name, sum, cells, CELLS - 1);
	return first;
}

/* One sum of VALUES, and one of BESIDE that hangs on nothing of it. What is large costs least. */
static Made made_of(const gint64 *values, const gint64 *beside)
{
	Made made = { .store = store_new() };
	sum_of(made.store, "A", values);
	sum_of(made.store, "B", beside);
	for (guint n = 0; n < 2 * CELLS; n++)
		made.costs[n] = n % CELLS == LARGE ? 1 : 5;
	made.guess.bets = g_array_new(FALSE, FALSE, sizeof(GuessBet));
	made.refused = g_array_new(FALSE, FALSE, sizeof(guint));
	return made;
}

static void made_clear(Made *made)
{
	repair_free(made->repair);
	store_free(made->store);
	g_array_unref(made->guess.bets);
	g_array_unref(made->refused);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

/* CELL was 0 to 5, and has one value in SHARE of all tables. */
static void bet(Made *made, guint cell, double share)
{
	GuessBet one = { cell, 2, share, 0, 5 };
	g_array_append_val(made->guess.bets, one);
}

static bool mend(Made *made)
{
	made->repair = repair_new(made->store, &rules, made->costs);
	return guess_repair(made->repair, made->store, &made->guess, most, allowed, made->refused);
}

static bool is_hidden(const Made *made, guint cell)
{
	return store_cell(made->store, cell)->state == CELL_HIDDEN;
}

static guint count_hidden(const Made *made)
{
	guint count = 0;
	for (guint n = 0; n < 2 * CELLS; n++)
		count += is_hidden(made, n);
	return count;
}

static void force(Made *made, guint cell)
{
	store_cell(made->store, cell)->forced = true;
}

Test(guess_repair, hides_the_cheapest_that_lets_a_figure_vary_further)
{
	g_auto(Made) made = made_of(usual, usual);
	bet(&made, SMALL, 0.6);
	cr_expect(mend(&made));
	cr_expect(is_hidden(&made, LARGE) && !is_hidden(&made, MIDDLE));
	cr_expect_not(is_hidden(&made, CELLS + LARGE), "what is in no sum with it stays");
	cr_expect_eq(made.refused->len, 0);
}

Test(guess_repair, leaves_what_is_sure_enough_alone)
{
	g_auto(Made) made = made_of(usual, usual);
	bet(&made, SMALL, 0.44);
	cr_expect_not(mend(&made));
	cr_expect_eq(count_hidden(&made), 4);
	cr_expect_eq(made.refused->len, 0);
}

Test(guess_repair, hides_once_for_all_that_are_in_the_sum)
{
	g_auto(Made) made = made_of(usual, usual);
	bet(&made, SMALL, 0.6);
	bet(&made, OTHER, 0.7);
	bet(&made, CELLS + SMALL, 0.6);
	cr_expect(mend(&made));
	cr_expect_eq(count_hidden(&made), 6, "one more in each sum");
}

/* Ten at most, where eleven are wanted: it is hidden all the same. */
Test(guess_repair, hides_one_more_beside_what_nothing_lets_vary_so_far)
{
	static const gint64 small[CELLS - 1] = { 2, 3, 5, 7 };
	g_auto(Made) made = made_of(small, usual);
	force(&made, MIDDLE);
	bet(&made, SMALL, 0.6);
	cr_expect(mend(&made));
	cr_expect(is_hidden(&made, LARGE) && !is_hidden(&made, MIDDLE));
	cr_expect_eq(made.refused->len, 0);
}

/* Draws differ: what nothing lessens is refused above the rule, and not above what is aimed at. */
Test(guess_repair, refuses_what_nothing_lessens_above_the_rule_alone)
{
	static const struct {
		double share;
		bool refused;
	} cases[] = {
		{ 0.44, false }, { 0.46, false }, { 0.5, false }, { 0.51, true }, { 1, true }
	};
	for (gsize n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_auto(Made) made = made_of(usual, usual);
		force(&made, LARGE);
		force(&made, MIDDLE);
		bet(&made, SMALL, cases[n].share);
		bet(&made, OTHER, 0.3);
		cr_expect_eq(mend(&made), cases[n].refused, "%.2f", cases[n].share);
		cr_expect_eq(made.refused->len, cases[n].refused ? 1 : 0, "%.2f", cases[n].share);
		for (guint m = 0; m < made.refused->len; m++)
			cr_expect_eq(g_array_index(made.refused, guint, m), SMALL);
		cr_expect_eq(count_hidden(&made), 4, "%.2f", cases[n].share);
	}
}

/* What was hidden for others may help it: who draws next says so. */
Test(guess_repair, refuses_nothing_while_something_was_hidden)
{
	g_auto(Made) made = made_of(usual, usual);
	force(&made, LARGE);
	force(&made, MIDDLE);
	bet(&made, SMALL, 0.9);
	bet(&made, CELLS + SMALL, 0.6);
	cr_expect(mend(&made));
	cr_expect(is_hidden(&made, CELLS + LARGE));
	cr_expect_eq(made.refused->len, 0);
}
