/* What is hidden so that nobody can work out or narrow what must not be known. */
#include "reports/disclosure/protect.h"

#include "core/error.h"
#include "reports/disclosure/keep.h"
#include "reports/disclosure/spare.h"
#include "tests/support/small_tables.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const no_rows[] = { NULL };

static ProtectRules rules_of(bool contributor)
{
	return (ProtectRules){ .threshold = 5,
			       .width = 4,
			       .zeros = ZEROS_PUBLISHED,
			       .contributor = contributor,
			       .whole_row = (char **)(guintptr)no_rows };
}

/* A table of ROWS × COLUMNS values with its totals; keys "r1|c2", "T|c2", "T|T". Cells and
 * equations are added from the end where BACKWARDS. */
static Store *table_of(const gint64 *values, guint rows, guint columns, bool backwards)
{
	Store *store = store_new();
	guint count = (rows + 1) * (columns + 1);
	g_autofree guint *cells = g_new(guint, count);
	for (guint n = 0; n < count; n++) {
		guint at = backwards ? count - 1 - n : n, row = at / (columns + 1),
		      column = at % (columns + 1);
		gint64 value = 0;
		for (guint r = 0; r < rows; r++)
			for (guint c = 0; c < columns; c++)
				value +=
				    (row == rows || row == r) && (column == columns || column == c)
					? values[r * columns + c]
					: 0;
		g_autofree char *r = row == rows ? g_strdup("T") : g_strdup_printf("r%u", row);
		g_autofree char *c =
		    column == columns ? g_strdup("T") : g_strdup_printf("c%u", column);
		g_autofree char *key = g_strdup_printf("%s|%s", r, c);
		cells[at] = store_add(store, key, value);
	}
	g_autofree guint *parts = g_new(guint, MAX(rows, columns));
	for (guint n = 0; n <= rows; n++) {
		guint row = backwards ? rows - n : n;
		for (guint c = 0; c < columns; c++)
			parts[c] = cells[row * (columns + 1) + c];
		store_total(store, "row", cells[row * (columns + 1) + columns], parts, columns);
	}
	for (guint column = 0; column <= columns; column++) {
		for (guint r = 0; r < rows; r++)
			parts[r] = cells[r * (columns + 1) + column];
		store_total(store, "column", cells[rows * (columns + 1) + column], parts, rows);
	}
	return store;
}

static gint by_text(gconstpointer left, gconstpointer right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Keys of the hidden cells, sorted, with blanks. Transfer full. */
static char *hidden_of(const Store *store)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	for (guint n = 0; n < store->cells->len; n++)
		if (store_cell(store, n)->state == CELL_HIDDEN)
			g_ptr_array_add(keys, store_cell(store, n)->key);
	g_ptr_array_sort(keys, by_text);
	g_ptr_array_add(keys, NULL);
	return g_strjoinv(" ", (char **)keys->pdata);
}

/* Every table that fits, counted out: no cell that is not public is narrow. ABOVE ends what has no
 * end.
 */
static void check_wide(const Store *store, const ProtectRules *rules, gint64 above)
{
	g_autofree SmallRange *ranges = small_ranges(store, above);
	cr_assert_not_null(ranges, "the true table does not fit itself");
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		SmallRange range = ranges[n];
		bool good = range.high - range.low >= rules->width ||
			    (range.low >= rules->threshold && cell->rule == NULL) ||
			    (range.high == 0 && cell->rule == NULL);
		cr_assert(cell->state == CELL_PUBLISHED || good, "%s is from %ld to %ld", cell->key,
			  (long)range.low, (long)range.high);
	}
}

static ProtectResult protect_well(Store *store, const ProtectRules *rules)
{
	g_autoptr(GError) error = NULL;
	ProtectResult result = { 0 };
	cr_assert(protect(store, rules, &result, &error), "%s",
		  error != NULL ? error->message : "");
	return result;
}

/* Protects a table of VALUES, hiding COUNT cells, and counts out that it holds. */
static void check_table(const gint64 *values, guint rows, guint columns, guint count)
{
	ProtectRules rules = rules_of(false);
	g_autoptr(Store) store = table_of(values, rows, columns, false);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	g_autofree char *hidden = hidden_of(store);
	cr_assert_eq(result.primaries + result.secondaries, count, "%s", hidden);
	check_wide(store, &rules, 20);
}

Test(protect, leaves_a_table_without_small_numbers_alone)
{
	check_table((const gint64[]){ 5, 9, 30, 0 }, 2, 2, 0);
}

Test(protect, does_nothing_to_an_empty_store)
{
	g_autoptr(Store) store = store_new();
	ProtectRules rules = rules_of(true);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	cr_assert_eq(result.primaries, 0);
	cr_assert_eq(result.refused->len, 0);
}

Test(protect, completes_a_rectangle_round_one_small_number)
{
	check_table((const gint64[]){ 3, 9, 40, 12, 15, 50, 60, 70, 80 }, 3, 3, 4);
}

Test(protect, hides_the_total_of_a_row_that_has_one_number)
{
	check_table((const gint64[]){ 0, 3, 0, 20, 30, 40 }, 2, 3, 4);
}

Test(protect, holds_in_one_row_and_where_all_are_small)
{
	ProtectRules rules = rules_of(false);
	const gint64 row[] = { 1, 30, 8, 12 };
	const gint64 small[] = { 1, 2, 3, 4, 1, 2, 2, 2, 1 };
	g_autoptr(Store) one = table_of(row, 1, 4, false);
	g_auto(ProtectResult) of_one = protect_well(one, &rules);
	check_wide(one, &rules, 60);
	g_autoptr(Store) all = table_of(small, 3, 3, false);
	g_auto(ProtectResult) of_all = protect_well(all, &rules);
	cr_assert_eq(of_all.primaries, 9);
	check_wide(all, &rules, 20);
}

/* Persons of a and c each know their own 1; neither may find the other's. */
Test(protect, does_not_give_one_single_case_to_the_other)
{
	ProtectRules rules = rules_of(true);
	g_autoptr(Store) store = table_of((const gint64[]){ 1, 7, 1, 1, 9 }, 1, 5, false);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	check_wide(store, &rules, 30);
	for (guint own = 0; own < store->cells->len; own++) {
		if (store_cell(store, own)->value != 1 ||
		    store_cell(store, own)->state != CELL_HIDDEN)
			continue;
		g_autofree SmallRange *ranges = small_ranges_held(store, 10, own);
		for (guint n = 0; n < store->cells->len; n++) {
			bool own_too = strcmp(strchr(store_cell(store, n)->key, '|'),
					      strchr(store_cell(store, own)->key, '|')) == 0;
			if (store_cell(store, n)->state == CELL_HIDDEN && !own_too)
				cr_assert_geq(ranges[n].high - ranges[n].low, 4, "%s of %s",
					      store_cell(store, n)->key,
					      store_cell(store, own)->key);
		}
	}
}

Test(protect, same_pattern_whatever_the_order_of_cells_and_equations)
{
	const gint64 values[] = { 3, 12, 7, 0, 21, 2, 9, 14, 6, 8, 1, 30, 11, 5, 17, 4 };
	ProtectRules rules = rules_of(true);
	g_autoptr(Store) store = table_of(values, 4, 4, false);
	g_autoptr(Store) other = table_of(values, 4, 4, true);
	g_auto(ProtectResult) one = protect_well(store, &rules);
	g_auto(ProtectResult) two = protect_well(other, &rules);
	g_autofree char *hidden = hidden_of(store);
	g_autofree char *hidden_too = hidden_of(other);
	cr_assert_str_eq(hidden, hidden_too);
}

/* A busy machine must not choose another pattern: what chooses knows no time. */
Test(protect, nothing_that_chooses_reads_a_clock)
{
	static const char *const files[] = { "protect", "repair",  "moves",  "pattern",
					     "cleanup", "cost",    "rule",   "own",
					     "round",   "lattice", "system", "gate" };
	static const char *const clocks[] = { "monotonic", "real_time", "clock", "limit_ms",
					      "LIMIT_MS" };
	for (gsize n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *text = NULL;
		g_autofree char *path = g_strdup_printf("%s/reports/disclosure/%s.c",
							g_getenv("SHUMAR_ROOT"), files[n]);
		cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
		for (gsize c = 0; c < G_N_ELEMENTS(clocks); c++)
			cr_expect_null(strstr(text, clocks[c]), "%s: %s", path, clocks[c]);
	}
}

Test(protect, a_key_decides_between_figures_of_like_size)
{
	const gint64 values[] = { 3, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 11, 12 };
	g_autoptr(GHashTable) patterns =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint8 key = 0; key < 8; key++) {
		ProtectRules rules = rules_of(false);
		rules.key = g_bytes_new(&key, 1);
		g_autoptr(Store) store = table_of(values, 4, 4, false);
		g_auto(ProtectResult) result = protect_well(store, &rules);
		cr_assert(result.secondaries >= 3 && result.secondaries <= 6, "%u",
			  result.secondaries);
		check_wide(store, &rules, 20);
		g_hash_table_add(patterns, hidden_of(store));
		g_bytes_unref(rules.key);
	}
	cr_assert_gt(g_hash_table_size(patterns), 3);
}

/* Totals of rows are kept in about three of four tables, never with a small one among them. */
Test(protect, keeps_a_headline_but_where_a_rule_or_the_key_says_not)
{
	static const gint64 values[] = { 30, 40, 50, 60 };
	guint kept_in = 0;
	for (guint n = 0; n < 200; n++) {
		g_autofree char *secret = g_strdup_printf("secret %u", n);
		g_autoptr(Store) store = table_of(values, 2, 2, false);
		ProtectRules rules = rules_of(false);
		rules.key = g_bytes_new(secret, strlen(secret));
		bool headline[9] = { [2] = true, [5] = true, [8] = true }; /* r0, r1 and both */
		g_autofree bool *kept = keep_headline(store, headline, &rules);
		kept_in += kept[2];
		cr_expect(!kept[0] && !kept[4] && store_cell(store, 2)->forced == kept[2]);
		keep_free(store, kept);
		cr_expect(!store_cell(store, 2)->forced);
		store_cell(store, 5)->rule = "small";
		g_autofree bool *beside = keep_headline(store, headline, &rules);
		cr_expect(!beside[2] && !beside[5] && !beside[8]);
		g_bytes_unref(rules.key);
	}
	cr_expect(kept_in > 80 && kept_in < 160, "kept in %u of 200", kept_in);
}

Test(protect, names_the_equation_that_does_not_add_up)
{
	ProtectRules rules = rules_of(false);
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = table_of((const gint64[]){ 3, 9, 8, 20 }, 2, 2, false);
	store_cell(store, 0)->value++;
	g_auto(ProtectResult) result = { 0 };
	cr_assert_not(protect(store, &rules, &result, &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_DISCLOSURE);
	cr_assert_not_null(strstr(error->message, "column"));
}

/* A sum of COUNT cells, those from FIRST on, each STEP from the next. */
static void add_sum(Store *store, const char *key, guint first, guint step, guint count)
{
	guint parts[6];
	gint64 value = 0;
	for (guint n = 0; n < count; n++) {
		parts[n] = first + n * step;
		value += store_cell(store, parts[n])->value;
	}
	guint total = store_add(store, key, value);
	store_total(store, key, total, parts, count);
}

/* Six districts in two divisions, and in three zones that cut across these; where NESTED, the zones
 * are halves of divisions and cut across nothing. */
static Store *zones_of(const gint64 *values, bool nested)
{
	static const char *const zones[] = { "zone 1", "zone 2", "zone 3" };
	Store *store = store_new();
	for (guint n = 0; n < 6; n++) {
		g_autofree char *key = g_strdup_printf("district %u", n);
		store_add(store, key, values[n]);
	}
	add_sum(store, "division 1", 0, 1, 3);
	add_sum(store, "division 2", 3, 1, 3);
	for (guint n = 0; n < G_N_ELEMENTS(zones); n++) {
		if (!nested)
			add_sum(store, zones[n], n, 3, 2);
		else if (n < 2)
			add_sum(store, zones[n], 3 * n, 1, 2);
	}
	add_sum(store, "province", 0, 1, 6);
	return store;
}

Test(protect, holds_in_hierarchies_that_are_nested_and_that_cut_across_one_another)
{
	static const gint64 tables[][6] = { { 1, 9, 12, 20, 7, 3 },
					    { 2, 15, 8, 11, 6, 30 },
					    { 1, 1, 1, 14, 9, 25 },
					    { 4, 0, 0, 2, 18, 10 } };
	ProtectRules rules = rules_of(false);
	for (guint n = 0; n < 2 * G_N_ELEMENTS(tables); n++) {
		g_autoptr(Store) store = zones_of(tables[n / 2], n % 2 == 0);
		g_auto(ProtectResult) result = protect_well(store, &rules);
		cr_assert_gt(result.primaries, 0);
		check_wide(store, &rules, 30);
	}
}

/* Two more than the width are asked for, since who has the programme narrows; but where that cannot
 * be had, the width will do. */
Test(protect, asks_for_more_than_the_width_where_it_can_be_had)
{
	ProtectRules rules = rules_of(false);
	for (gint64 more = 0; more < 2; more++)
		for (guint forced = 0; forced < 2; forced++) {
			const gint64 values[] = { 3 + more, 3 + more, 20, 30 };
			g_autoptr(Store) store = store_new();
			for (guint n = 0; n < 4; n++) {
				g_autofree char *key = g_strdup_printf("c%u", n);
				store_add(store, key, values[n]);
				store_cell(store, n)->forced = forced && values[n] > 4;
			}
			add_sum(store, "T", 0, 1, 4);
			store_cell(store, 4)->forced = true;
			g_auto(ProtectResult) result = protect_well(store, &rules);
			cr_expect_eq(result.secondaries, more || forced ? 0 : 1);
		}
}

Test(protect, asks_for_more_still_of_one_figure_in_four_by_the_key)
{
	guint more = 0;
	ProtectRules rules = rules_of(false);
	StoreCell cell = { .key = (char *)(guintptr) "c" }, wanted = cell;
	wanted.wanted = true;
	cr_expect_eq(spare_first(&rules, &cell), 2);
	cr_expect_eq(spare_first(&rules, &wanted), 3);
	for (guint n = 0; n < 400; n++) {
		g_autofree char *secret = g_strdup_printf("secret %u", n);
		rules.key = g_bytes_new(secret, strlen(secret));
		gint64 spare = spare_first(&rules, &cell);
		cr_expect(spare == 2 || (spare == 4 && spare_less(spare) == 2));
		more += spare == 4;
		g_bytes_unref(rules.key);
	}
	cr_expect(more > 70 && more < 130, "%u of 400", more);
	rules = (ProtectRules){ .width = 4 };
	cr_expect_eq(spare_first(&rules, &cell), 0, "no threshold, no number to be found");
}

/* A week and the week plus a day: the day is in no table, and is one case. */
static Store *two_notes(gint64 day)
{
	Store *store = store_new();
	guint week = store_add(store, "n|PKP|all|1|7", 20);
	guint longer = store_add(store, "n|PKP|all|1|8", 20 + day);
	guint finer = store_add(store, "n|PKP|all|8|8", day);
	store_cell(store, finer)->state = CELL_UNPUBLISHED;
	store_total(store, "days", longer, (const guint[]){ week, finer }, 2);
	store_cell(store, week)->forced = true;
	return store;
}

Test(protect, hides_the_second_of_two_notes_that_differ_by_one_case)
{
	ProtectRules rules = rules_of(true);
	g_autoptr(Store) store = two_notes(1);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	g_autofree char *hidden = hidden_of(store);
	cr_assert_str_eq(hidden, "n|PKP|all|1|8");
	g_autoptr(Store) none = two_notes(0);
	g_auto(ProtectResult) of_none = protect_well(none, &rules);
	cr_assert_eq(of_none.secondaries, 0, "a day without any tells of nobody");
}

Test(protect, refuses_what_was_public_before_and_names_it)
{
	ProtectRules rules = rules_of(true);
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = two_notes(1);
	store_cell(store, 1)->forced = true;
	g_auto(ProtectResult) result = { 0 };
	cr_assert_not(protect(store, &rules, &result, &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_DISCLOSURE);
	cr_assert_not_null(strstr(error->message, "n|PKP|all|8|8"), "%s", error->message);
	cr_assert_eq(result.refused->len, 1);
	cr_assert_eq(store_cell(store, g_array_index(result.refused, guint, 0))->value, 1);
}

Test(protect, does_not_count_what_was_public_before_as_protected)
{
	ProtectRules rules = rules_of(false);
	g_autoptr(Store) store = table_of((const gint64[]){ 3, 9, 40, 12, 15, 50 }, 2, 3, false);
	guint cell = 0;
	cr_assert(store_find(store, "r0|c0", &cell));
	store_cell(store, cell)->forced = true;
	g_auto(ProtectResult) result = protect_well(store, &rules);
	cr_assert_eq(result.primaries, 0);
	cr_assert_eq(result.exposed->len, 1);
	cr_assert_eq(g_array_index(result.exposed, guint, 0), cell);
}

Test(protect, keeps_hidden_what_was_hidden_before)
{
	ProtectRules rules = rules_of(false);
	g_autoptr(Store) store =
	    table_of((const gint64[]){ 30, 90, 40, 12, 15, 50, 60, 70, 80 }, 3, 3, false);
	guint cell = 0;
	cr_assert(store_find(store, "r1|c1", &cell));
	store_cell(store, cell)->state = CELL_HIDDEN;
	store_cell(store, cell)->least = 1;
	g_auto(ProtectResult) result = protect_well(store, &rules);
	cr_assert_eq(store_cell(store, cell)->state, CELL_HIDDEN);
	cr_assert_eq(result.before, 1);
}

Test(protect, hides_zeros_like_any_small_number_where_they_are_withheld)
{
	ProtectRules rules = rules_of(false);
	rules.zeros = ZEROS_WITHHELD;
	g_autoptr(Store) store = table_of((const gint64[]){ 0, 9, 40, 12, 15, 50 }, 2, 3, false);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	cr_assert_eq(result.primaries, 1);
	check_wide(store, &rules, 20);
}

static ProtectRules some_zeros(GBytes *key)
{
	ProtectRules rules = rules_of(false);
	rules.zeros = ZEROS_SOME;
	rules.zero_in = 1;
	rules.key = key;
	return rules;
}

Test(protect, leaves_a_hidden_zero_as_wide_as_any_small_number)
{
	g_autoptr(GBytes) key = g_bytes_new("a", 1);
	ProtectRules rules = some_zeros(key);
	g_autoptr(Store) store =
	    table_of((const gint64[]){ 0, 9, 40, 12, 15, 50, 11, 13, 30 }, 3, 3, false);
	g_auto(ProtectResult) result = protect_well(store, &rules);
	guint cell = 0;
	cr_assert(store_find(store, "r0|c0", &cell));
	cr_assert_eq(store_cell(store, cell)->state, CELL_HIDDEN);
	cr_assert_eq(store_cell(store, cell)->least, 0);
	check_wide(store, &rules, 20);
}

Test(protect, prints_a_zero_that_only_the_key_chose_where_nothing_can_protect_it)
{
	g_autoptr(GBytes) key = g_bytes_new("a", 1);
	ProtectRules rules = some_zeros(key);
	g_autoptr(Store) store = table_of((const gint64[]){ 0, 9, 40, 12, 15, 50 }, 2, 3, false);
	guint cell = 0;
	cr_assert(store_find(store, "r0|c0", &cell));
	for (guint n = 0; n < store->cells->len; n++)
		store_cell(store, n)->forced = n != cell;
	g_auto(ProtectResult) result = protect_well(store, &rules);
	cr_assert_eq(store_cell(store, cell)->state, CELL_PUBLISHED);
	cr_assert_eq(result.primaries + result.secondaries, 0);
}

/* Tables of every kind of small and large numbers: each pattern is counted out. */
Test(protect, holds_on_many_small_tables)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(12);
	static const gint64 most[] = { 3, 6, 12, 30 };
	for (guint table = 0; table < 60; table++) {
		gint64 values[9];
		for (guint n = 0; n < 9; n++)
			values[n] = g_rand_int_range(random, 0, (gint32)most[table % 4] + 1);
		ProtectRules rules = rules_of(table % 3 == 0);
		guint8 of = (guint8)table;
		g_autoptr(GBytes) key = g_bytes_new(&of, 1);
		rules.zeros = (Zeros)(table % 5 % 3);
		rules.zero_in = 2;
		rules.key = table % 5 % 3 == ZEROS_SOME ? key : NULL;
		g_autoptr(Store) store = table_of(values, 3, table % 2 == 0 ? 3 : 2, false);
		g_autoptr(GError) error = NULL;
		g_auto(ProtectResult) result = { 0 };
		if (protect(store, &rules, &result, &error))
			check_wide(store, &rules, 8);
		else
			cr_assert_gt(result.refused->len, 0, "%s", error->message);
	}
}
