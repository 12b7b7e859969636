/* What is taken for true of figures that are not published, where records changed and nobody was
 * told. */
#include "reports/release/belief.h"

#include <criterion/criterion.h>

typedef struct {
	Store *store;
	Belief belief;
	GArray *broken;
	guint spent;
} Made;

static void made_clear(Made *made)
{
	belief_clear(&made->belief);
	store_free(made->store);
	g_array_unref(made->broken);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

static guint add(Made *made, const char *key, CellState state, gint64 value)
{
	guint cell = store_add(made->store, key, value);
	store_cell(made->store, cell)->state = state;
	return cell;
}

static gint64 value_of(const Made *made, guint cell)
{
	return store_cell(made->store, cell)->value;
}

static bool fit(Made *made)
{
	belief_init(&made->belief, made->store);
	return belief_fit(&made->belief, made->broken, &made->spent);
}

static Made made_new(void)
{
	return (Made){ .store = store_new(),
		       .broken = g_array_new(FALSE, FALSE, sizeof(guint)),
		       .spent = G_MAXUINT };
}

/* A quarter of 30 was printed; its months, which nobody printed, are 12, 9 and 11 now. */
static void add_quarter(Made *made, const char *name, gint64 printed, guint *months)
{
	static const gint64 counted[] = { 12, 9, 11 };
	g_autofree char *key = g_strconcat(name, ".quarter", NULL);
	guint quarter = add(made, key, CELL_PUBLISHED, printed);
	for (guint n = 0; n < G_N_ELEMENTS(counted); n++) {
		g_autofree char *month = g_strdup_printf("%s.month%u", name, n);
		months[n] = add(made, month, n == 0 ? CELL_HIDDEN : CELL_UNPUBLISHED, counted[n]);
	}
	store_total(made->store, name, quarter, months, 3);
}

Test(belief, what_agrees_with_what_is_printed_stays_as_it_was_counted)
{
	g_auto(Made) made = made_new();
	guint months[3];
	add_quarter(&made, "Q", 32, months);
	cr_expect(fit(&made));
	cr_expect_eq(made.broken->len, 0);
	cr_expect(value_of(&made, months[0]) == 12 && value_of(&made, months[1]) == 9 &&
		  value_of(&made, months[2]) == 11);
}

Test(belief, the_nearest_values_are_taken_that_agree_with_what_is_printed)
{
	g_auto(Made) made = made_new();
	guint months[3], others[3];
	add_quarter(&made, "Q", 30, months);
	add_quarter(&made, "R", 32, others);
	cr_expect(fit(&made));
	cr_expect_eq(made.broken->len, 0);
	gint64 sum = 0, away = 0;
	static const gint64 counted[] = { 12, 9, 11 };
	for (guint n = 0; n < 3; n++) {
		sum += value_of(&made, months[n]);
		away += ABS(value_of(&made, months[n]) - counted[n]);
		cr_expect_eq(value_of(&made, others[n]), counted[n], "no part of what changed");
	}
	cr_expect_eq(sum, 30);
	cr_expect_eq(away, 2, "no farther than has to be");
	cr_expect_eq(value_of(&made, 0), 30, "what is printed is what readers have");
}

/* Two sums share a month: one value for both, and as near as both allow. */
Test(belief, sums_that_hang_together_are_fitted_together)
{
	g_auto(Made) made = made_new();
	guint shared = add(&made, "shared", CELL_HIDDEN, 5);
	guint left[] = { shared, add(&made, "left", CELL_HIDDEN, 7) };
	guint right[] = { shared, add(&made, "right", CELL_HIDDEN, 9) };
	store_total(made.store, "left sum", add(&made, "left total", CELL_PUBLISHED, 14), left, 2);
	store_total(made.store, "right sum", add(&made, "right total", CELL_PUBLISHED, 16), right,
		    2);
	cr_expect(fit(&made));
	cr_expect_eq(belief_part(&made.belief, left[1]), belief_part(&made.belief, right[1]));
	cr_expect_eq(belief_part_of_sum(&made.belief, 0), belief_part_of_sum(&made.belief, 1));
	cr_expect_eq(value_of(&made, shared), 7, "two off once, and not twice");
	cr_expect(value_of(&made, left[1]) == 7 && value_of(&made, right[1]) == 9);
}

/* A printed figure ties nothing together: readers have its value. */
Test(belief, what_is_printed_is_in_no_part)
{
	g_auto(Made) made = made_new();
	guint printed = add(&made, "printed", CELL_PUBLISHED, 5);
	guint left[] = { printed, add(&made, "left", CELL_HIDDEN, 7) };
	guint right[] = { printed, add(&made, "right", CELL_HIDDEN, 9) };
	store_total(made.store, "left sum", add(&made, "left total", CELL_PUBLISHED, 14), left, 2);
	store_total(made.store, "right sum", add(&made, "right total", CELL_PUBLISHED, 14), right,
		    2);
	cr_expect(fit(&made));
	cr_expect_neq(belief_part(&made.belief, left[1]), belief_part(&made.belief, right[1]));
	cr_expect(value_of(&made, left[1]) == 9 && value_of(&made, right[1]) == 9);
	cr_expect_eq(value_of(&made, printed), 5);
}

Test(belief, nothing_is_below_what_its_readers_know)
{
	g_auto(Made) made = made_new();
	guint parts[] = { add(&made, "one", CELL_HIDDEN, 0), add(&made, "two", CELL_HIDDEN, 6) };
	store_cell(made.store, parts[0])->least = 1;
	store_total(made.store, "sum", add(&made, "total", CELL_PUBLISHED, 6), parts, 2);
	cr_expect(fit(&made));
	cr_expect_eq(made.broken->len, 0);
	cr_expect(value_of(&made, parts[0]) == 1 && value_of(&made, parts[1]) == 5);
}

/* Three printed figures that contradict each other, and a part beside them that can be fitted. */
Test(belief, one_sum_is_told_of_each_part_in_which_nothing_fits)
{
	g_auto(Made) made = made_new();
	guint months[3];
	guint one = add(&made, "one", CELL_HIDDEN, 4), two = add(&made, "two", CELL_HIDDEN, 3);
	guint parts[] = { one, two };
	store_total(made.store, "first", add(&made, "first total", CELL_PUBLISHED, 8), parts, 2);
	store_total(made.store, "second", add(&made, "second total", CELL_PUBLISHED, 9), parts, 2);
	add_quarter(&made, "Q", 30, months);
	cr_expect(fit(&made));
	cr_assert_eq(made.broken->len, 1);
	cr_expect_lt(g_array_index(made.broken, guint, 0), 2);
	cr_expect(value_of(&made, one) == 4 && value_of(&made, two) == 3, "left as they were");
	cr_expect_eq(value_of(&made, months[0]) + value_of(&made, months[1]) +
			 value_of(&made, months[2]),
		     30);
}

/* All is printed, and does not add up: there is nothing to fit. */
Test(belief, printed_figures_that_contradict_each_other_are_told)
{
	g_auto(Made) made = made_new();
	guint parts[] = { add(&made, "one", CELL_PUBLISHED, 4),
			  add(&made, "two", CELL_PUBLISHED, 3) };
	store_total(made.store, "sum", add(&made, "total", CELL_PUBLISHED, 8), parts, 2);
	cr_expect(fit(&made));
	cr_assert_eq(made.broken->len, 1);
	cr_expect_eq(g_array_index(made.broken, guint, 0), 0);
}
