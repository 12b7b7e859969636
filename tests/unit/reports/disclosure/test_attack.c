#include "reports/disclosure/attack.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/disclosure/own.h"
#include "tests/support/made_store.h"

static const guint flat[] = { 0, 0, 0, 0 };
static const MadeDimension square[] = { { 4, flat }, { 4, flat } };
static const gint64 nine[] = { 7, 3, 12, 2, 9, 4, 30, 1, 5 };
static const AttackRule rule = { 4, 5, 0 };

static guint cell_at(const Store *store, const char *key)
{
	guint cell;
	cr_assert(store_find(store, key, &cell), "%s", key);
	return cell;
}

static void hide(Store *store, const char *keys)
{
	g_auto(GStrv) each = g_strsplit(keys, " ", -1);
	for (guint n = 0; each[n] != NULL; n++)
		store_cell(store, cell_at(store, each[n]))->state = CELL_HIDDEN;
}

static void hide_all(Store *store)
{
	for (guint cell = 0; cell < store->cells->len; cell++)
		store_cell(store, cell)->state = CELL_HIDDEN;
}

static Audit *audit_of(const Store *store)
{
	g_autoptr(GError) error = NULL;
	Audit *audit = attack_audit(store, &rule, &error);
	cr_assert_not_null(audit, "%s", error != NULL ? error->message : "");
	cr_assert(tables_hold(audit->tables, NULL));
	return audit;
}

/* "key low-high " of each failing cell, with ! for derivable ones. Transfer full. */
static char *failing(const Store *store, const Audit *audit)
{
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < audit->failing->len; n++) {
		const AttackCell *cell = &g_array_index(audit->failing, AttackCell, n);
		g_string_append_printf(text, "%s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "%s ",
				       store_cell(store, cell->cell)->key, cell->low, cell->high,
				       cell->derivable ? "!" : "");
	}
	return g_string_free(text, FALSE);
}

static void check(const Store *store, const char *expected)
{
	g_autoptr(Audit) audit = audit_of(store);
	g_autofree char *text = failing(store, audit);
	cr_assert_str_eq(text, expected, "%s", text);
}

static void check_refused(const Store *store, const AttackRule *asked, const char *part)
{
	g_autoptr(GError) error = NULL;
	cr_assert_null(attack_audit(store, asked, &error));
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_DISCLOSURE);
	cr_assert_not_null(strstr(error->message, part), "%s", error->message);
}

Test(attack, passes_what_hides_nothing)
{
	g_autoptr(Store) empty = store_new();
	check(empty, "");
	g_autoptr(Store) open = made_store(square, 2, nine);
	g_autoptr(Audit) audit = audit_of(open);
	cr_assert_eq(audit->failing->len, 0);
	cr_assert_eq(audit->margin, -1, "no cell needs a width");
	cr_assert_eq(audit->cells, 0);
}

Test(attack, passes_what_hides_everything)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide_all(store);
	check(store, "");
}

Test(attack, a_row_alone_is_judged_by_its_total)
{
	static const MadeDimension row[] = { { 4, flat } };
	g_autoptr(Store) store = made_store(row, 1, (const gint64[]){ 1, 2, 9 });
	hide(store, "01 02");
	check(store, "01 0-3 02 0-3 ");
	hide(store, "03");
	check(store, "");
}

Test(attack, a_table_of_one_figure)
{
	g_autoptr(Store) store = store_new();
	store_add(store, "alone", 3);
	hide(store, "alone");
	check(store, "");
	store_cell(store, 0)->most = 3;
	check(store, "alone 0-3 ");
}

Test(attack, derivable_cells_come_first_then_the_narrowest)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.01 01.02 03.01 03.02 02.03");
	for (guint cell = 0; cell < store->cells->len; cell++)
		store_cell(store, cell)->least = 1;
	check(store, "02.03 4-4! 01.02 1-3 03.02 1-3 ");
}

Test(attack, bounds_and_whole_numbers_narrow_too)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.01 01.02 03.01 03.02");
	for (guint cell = 0; cell < store->cells->len; cell++)
		store_cell(store, cell)->least = 1;
	/* 03.02 is 1, so nothing can go down in 01.02 but by what 03.02 goes up */
	check(store, "01.02 1-3 03.02 1-3 ");
}

Test(attack, always_many_or_always_none_is_no_finding)
{
	static const MadeDimension row[] = { { 4, flat } };
	g_autoptr(Store) many = made_store(row, 1, (const gint64[]){ 40, 2, 9 });
	hide(many, "01");
	check(many, "");
	g_autoptr(Store) none = made_store(row, 1, (const gint64[]){ 0, 0, 9 });
	hide(none, "01 02");
	check(none, "");
	g_autoptr(Store) few = made_store(row, 1, (const gint64[]){ 4, 2, 9 });
	hide(few, "01");
	check(few, "01 4-4! ");
}

/* A week, and the week and a day: the day is in no table. */
Test(attack, unpublished_cells_are_judged_like_hidden_ones)
{
	g_autoptr(Store) store = store_new();
	guint week = store_add(store, "week", 6);
	guint longer = store_add(store, "week and a day", 7);
	guint day = store_add(store, "the day", 1);
	store_cell(store, day)->state = CELL_UNPUBLISHED;
	store_total(store, "the day more", longer, (const guint[]){ week, day }, 2);
	check(store, "the day 1-1! ");
}

Test(attack, true_values_are_never_looked_at)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	hide(store, "01.01 01.02 02.01 02.02 02.03 03.03");
	g_autoptr(Audit) before = audit_of(store);
	for (guint cell = 0; cell < store->cells->len; cell++)
		if (store_cell(store, cell)->state != CELL_PUBLISHED)
			store_cell(store, cell)->value = -77;
	g_autoptr(Audit) after = audit_of(store);
	g_autoptr(GArray) rows = tables_rows(before->tables);
	g_autoptr(GArray) others = tables_rows(after->tables);
	cr_assert_eq(rows->len, others->len);
	cr_assert_eq(memcmp(rows->data, others->data, rows->len * sizeof(TableRow)), 0);
}

/* Keys and values of all rows. Transfer full. */
static char *text_of(const Store *store, const Audit *audit)
{
	g_autoptr(GArray) rows = tables_rows(audit->tables);
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < rows->len; n++) {
		const TableRow *row = &g_array_index(rows, TableRow, n);
		g_string_append_printf(text, "%u %s %" G_GINT64_FORMAT "\n", row->table,
				       store_cell(store, row->cell)->key, row->value);
	}
	return g_string_free(text, FALSE);
}

Test(attack, the_order_of_the_store_changes_nothing)
{
	static const guint deep[] = { 0, 0, 0, 1, 1, 1, 2, 2 };
	static const MadeDimension table[] = { { 8, deep }, { 8, deep } };
	g_autoptr(GRand) rand = g_rand_new_with_seed(12);
	gint64 leaves[25];
	for (guint n = 0; n < 25; n++)
		leaves[n] = g_rand_int_range(rand, 0, 20);
	g_autoptr(Store) store = made_store(table, 2, leaves);
	for (guint cell = 0; cell < store->cells->len; cell++)
		if (g_rand_int_range(rand, 0, 3) == 0)
			store_cell(store, cell)->state = CELL_HIDDEN;
	g_autoptr(Audit) audit = audit_of(store);
	g_autofree char *narrow = failing(store, audit);
	g_autofree char *rows = text_of(store, audit);
	for (guint n = 0; n < 10; n++) {
		g_autoptr(Store) other = made_shuffled(store, rand);
		g_autoptr(Audit) again = audit_of(other);
		g_autofree char *other_narrow = failing(other, again);
		g_autofree char *other_rows = text_of(other, again);
		cr_assert_str_eq(other_narrow, narrow);
		cr_assert_str_eq(other_rows, rows);
	}
}

Test(attack, names_what_contradicts_what)
{
	g_autoptr(Store) store = made_store(square, 2, nine);
	store_cell(store, cell_at(store, "02.00"))->value += 1;
	check_refused(store, &rule, "contradict each other: 00.00 by dimension 0");
	/* an early release and a later one, each right by itself */
	g_autoptr(Store) bounds = made_store(square, 2, nine);
	hide(bounds, "01.01 01.02 02.01 02.02");
	store_cell(bounds, cell_at(bounds, "01.01"))->least = 11;
	check_refused(bounds, &rule, "contradict each other: 01.00 by dimension 1");
}

/* Three figures, each pair of which is odd together: fractions fit, whole numbers do not. */
Test(attack, says_when_only_fractions_fit)
{
	g_autoptr(Store) store = store_new();
	guint a = store_add(store, "a", 1), b = store_add(store, "b", 1),
	      c = store_add(store, "c", 1);
	guint sums[] = { store_add(store, "ab", 3), store_add(store, "bc", 3),
			 store_add(store, "ac", 3) };
	hide(store, "a b c");
	store_total(store, "a and b", sums[0], (const guint[]){ a, b }, 2);
	store_total(store, "b and c", sums[1], (const guint[]){ b, c }, 2);
	store_total(store, "a and c", sums[2], (const guint[]){ a, c }, 2);
	check_refused(store, &rule, "contradict each other");
}

Test(attack, a_solver_that_stops_proves_nothing)
{
	static const guint many[] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	};
	static const MadeDimension cube[] = { { 21, many }, { 21, many }, { 21, many } };
	g_autofree gint64 *leaves = g_new(gint64, 8000);
	for (guint n = 0; n < 8000; n++)
		leaves[n] = n * 7919 % 13;
	g_autoptr(Store) store = made_store(cube, 3, leaves);
	for (guint cell = 0; cell < store->cells->len; cell++)
		if (store_cell(store, cell)->value < 13)
			store_cell(store, cell)->state = CELL_HIDDEN;
	check_refused(store, &(AttackRule){ 4, 5, 1 }, "nothing is proved");
}

Test(attack, huge_values_are_exact)
{
	static const gint64 huge = G_GINT64_CONSTANT(20000000000000);
	gint64 leaves[9];
	for (guint n = 0; n < 9; n++)
		leaves[n] = nine[n] + (n == 8 ? huge : 0);
	g_autoptr(Store) store = made_store(square, 2, leaves);
	hide(store, "02.02 02.03 03.02 03.03");
	check(store, "");
	hide(store, "01.02 01.03");
	check(store, "");
	g_autoptr(Store) greater = made_store(square, 2, leaves);
	for (guint cell = 0; cell < greater->cells->len; cell++)
		store_cell(greater, cell)->value *= 100;
	g_autoptr(GError) error = NULL;
	cr_assert_null(attack_audit(greater, &rule, &error));
	cr_assert_not_null(strstr(error->message, "above 2^45"), "%s", error->message);
}

Test(attack, intervals_have_both_kinds_of_ends)
{
	g_autoptr(Store) store = store_new();
	guint cells[] = { store_add(store, "a", 1), store_add(store, "b", 1),
			  store_add(store, "sum", 7), store_add(store, "free", 1) };
	hide(store, "a b free");
	store_cell(store, cells[3])->least = 2;
	store_equate(store, "2a + 3b", cells, (const gint64[]){ 2, 3, -1 }, 3);
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) found = attack_intervals(store, cells, 4, 0, &error);
	cr_assert_not_null(found);
	AttackInterval a = g_array_index(found, AttackInterval, 0);
	cr_assert_float_eq(a.lp_low, 0, 1e-6);
	cr_assert_float_eq(a.lp_high, 3.5, 1e-6);
	cr_assert(a.low == 2 && a.high == 2, "2a + 3b = 7 has one answer");
	AttackInterval sum = g_array_index(found, AttackInterval, 2);
	cr_assert(sum.low == 7 && sum.high == 7, "published");
	AttackInterval open = g_array_index(found, AttackInterval, 3);
	cr_assert(open.low == 2 && open.high == CELL_NO_MOST && isinf(open.lp_high));
}

/* ── contributors ── */

/* "known: cell low-high" lines of who knows the cells of KEYS. Transfer full. */
static char *findings_of(const Store *store, gint64 width, const char *keys)
{
	g_auto(GStrv) each = g_strsplit(keys, " ", -1);
	g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; each[n] != NULL; n++) {
		guint cell = cell_at(store, each[n]);
		g_array_append_val(known, cell);
	}
	g_autoptr(Audit) audit = audit_of(store);
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) findings =
	    attack_contributors(store, audit, &(AttackRule){ width, 5, 0 },
				&g_array_index(known, guint, 0), known->len, &error);
	cr_assert_not_null(findings, "%s", error != NULL ? error->message : "");
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < findings->len; n++) {
		const AttackFinding *finding = &g_array_index(findings, AttackFinding, n);
		g_string_append_printf(text, "%s: %s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " ",
				       store_cell(store, finding->known)->key,
				       store_cell(store, finding->cell)->key, finding->low,
				       finding->high);
	}
	return g_string_free(text, FALSE);
}

Test(attack, the_one_case_of_a_pair_finds_the_other)
{
	static const MadeDimension row[] = { { 4, flat } };
	g_autoptr(Store) store = made_store(row, 1, (const gint64[]){ 1, 3, 9 });
	hide(store, "01 02");
	g_autofree char *pair = findings_of(store, 1, "01 02");
	cr_assert_str_eq(pair, "01: 02 3-3 02: 01 1-1 ");
	hide(store, "03");
	g_autofree char *three = findings_of(store, 4, "01 02");
	cr_assert_str_eq(three, "");
}

Test(attack, contributors_narrow_less_than_the_width_asked)
{
	static const MadeDimension row[] = { { 4, flat } };
	g_autoptr(Store) store = made_store(row, 1, (const gint64[]){ 1, 1, 3 });
	hide(store, "01 02 03");
	g_autofree char *wide = findings_of(store, 4, "01");
	cr_assert_str_eq(wide, "");
	g_autofree char *wider = findings_of(store, 5, "01");
	cr_assert_str_eq(wider, "01: 02 0-4 01: 03 0-4 ");
}

/* The division's one case is the district's: he finds nobody else. */
Test(attack, a_contributor_finds_himself_under_another_name)
{
	g_autoptr(Store) store =
	    made_store(square, 2, (const gint64[]){ 1, 0, 0, 6, 9, 8, 7, 5, 9 });
	hide(store, "01.00 01.01 00.00 00.01 02.00 02.01");
	g_autofree char *himself = findings_of(store, 4, "01.00 01.01");
	cr_assert_str_eq(himself, "");
	/* the same equality by way of others' published cases is a finding */
	g_autoptr(Store) two = store_new();
	guint a = store_add(two, "a", 1), b = store_add(two, "b", 1), c = store_add(two, "c", 7);
	guint sums[] = { store_add(two, "ac", 8), store_add(two, "bc", 8) };
	hide(two, "a b c");
	store_total(two, "a and c", sums[0], (const guint[]){ a, c }, 2);
	store_total(two, "b and c", sums[1], (const guint[]){ b, c }, 2);
	g_autofree char *other = findings_of(two, 1, "a");
	cr_assert_str_eq(other, "a: b 1-1 ");
}

/* ── many figures at once ── */

/* Six by six small figures; those below 5 are hidden, and one in two of the others. */
static Store *many(guint seed)
{
	static const guint parents[7] = { 0 };
	static const MadeDimension dimensions[] = { { 7, parents }, { 7, parents } };
	gint64 values[36];
	for (guint n = 0; n < G_N_ELEMENTS(values); n++) {
		seed = seed * 1103515245U + 12345U;
		values[n] = (gint64)(seed >> 16) % 9;
	}
	Store *store = made_store(dimensions, 2, values);
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->value < 9 && (cell->value < 5 || n % 2 == 0))
			cell->state = CELL_HIDDEN;
	}
	return store;
}

static char *rows_of(const Audit *audit)
{
	g_autoptr(GArray) rows = tables_rows(audit->tables);
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < rows->len; n++) {
		const TableRow *row = &g_array_index(rows, TableRow, n);
		g_string_append_printf(text, "%u %u %" G_GINT64_FORMAT "\n", row->table, row->cell,
				       row->value);
	}
	return g_string_free(text, FALSE);
}

/* What the person of CELL knows is as if it were printed: the audit of that is the oracle. */
static guint check_person(Store *store, const Audit *audit, guint cell)
{
	g_autoptr(GArray) found = attack_contributors(store, audit, &rule, &cell, 1, NULL);
	cr_assert_not_null(found);
	store_cell(store, cell)->state = CELL_PUBLISHED;
	g_autoptr(Audit) printed = audit_of(store);
	store_cell(store, cell)->state = CELL_HIDDEN;
	g_autoptr(Own) own = own_new(store);
	guint of_others = 0;
	for (guint n = 0; n < printed->failing->len; n++) {
		const AttackCell *weak = &g_array_index(printed->failing, AttackCell, n);
		bool told = own_has(own, weak->cell, cell);
		for (guint m = 0; m < found->len && !told; m++) {
			const AttackFinding *one = &g_array_index(found, AttackFinding, m);
			told = one->cell == weak->cell && one->low == weak->low &&
			       one->high == weak->high;
		}
		cr_assert(told, "%s for %s", store_cell(store, weak->cell)->key,
			  store_cell(store, cell)->key);
		of_others += !own_has(own, weak->cell, cell);
	}
	cr_assert_eq(found->len, of_others, "%s", store_cell(store, cell)->key);
	return of_others;
}

Test(attack, a_person_finds_what_the_audit_finds_where_her_figure_is_printed)
{
	guint persons = 0, findings = 0;
	for (guint seed = 1; seed <= 12; seed++) {
		g_autoptr(Store) store = many(seed);
		g_autoptr(Audit) audit = audit_of(store);
		if (audit->failing->len > 0)
			continue;
		for (guint cell = 0; cell < store->cells->len; cell++) {
			const StoreCell *one = store_cell(store, cell);
			if (one->state != CELL_HIDDEN || one->value > 2)
				continue;
			persons++;
			findings += check_person(store, audit, cell);
		}
	}
	cr_assert(persons > 20 && findings > 0, "%u persons, %u findings", persons, findings);
}

Test(attack, the_same_part_has_the_same_tables_whatever_was_audited_between)
{
	g_autoptr(Store) store = many(3), again = many(3);
	g_autoptr(Audit) first = audit_of(store);
	g_autofree char *rows = rows_of(first);
	g_autofree char *weak = failing(store, first);
	guint opened = 0;
	while (store_cell(store, opened)->state != CELL_HIDDEN)
		opened++;
	store_cell(store, opened)->state = CELL_PUBLISHED;
	g_autoptr(Audit) between = audit_of(store);
	g_autofree char *other = rows_of(between);
	cr_assert_str_neq(other, rows);
	g_autoptr(Audit) last = audit_of(again);
	g_autofree char *same = rows_of(last);
	g_autofree char *weak_again = failing(again, last);
	cr_assert_str_eq(same, rows);
	cr_assert_str_eq(weak_again, weak);
	cr_assert(first->programs > 0 && last->programs == 0, "%u then %u programs",
		  first->programs, last->programs);
}
