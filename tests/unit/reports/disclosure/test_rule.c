/* Rules that say which figures identify somebody by themselves. */
#include "reports/disclosure/rule.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <string.h>

static const char usual[] =
    "threshold: 5\nwidth: 4\nzeros: published\nzero-one-in: 8\nwhole-row: [kind]\n"
    "stations: 2\ncases: 2\ndecoy-below: 9\ndecoy-one-in: 4\ncontributor: known\nguess: 50\n";

static ProtectRules *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	ProtectRules *rules = rules_parse(text, "rule.yaml", &error);
	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	return rules;
}

static const char *rule_of(const Store *store, const char *key)
{
	guint cell = 0;
	cr_assert(store_find(store, key, &cell), "%s", key);
	const char *rule = store_cell(store, cell)->rule;
	return rule != NULL ? rule : "none";
}

Test(rule, hides_fewer_than_the_threshold_but_no_zero_that_is_published)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	g_autoptr(Store) store = store_new();
	static const char *const keys[] = { "a", "b", "c", "d" };
	static const gint64 values[] = { 0, 1, 4, 5 };
	for (guint n = 0; n < 4; n++)
		store_add(store, keys[n], values[n]);
	cr_assert_eq(rules_apply(rules, store, NULL, 0), 2);
	cr_assert_str_eq(rule_of(store, "a"), "none");
	cr_assert_str_eq(rule_of(store, "b"), RULE_SMALL);
	cr_assert_str_eq(rule_of(store, "c"), RULE_SMALL);
	cr_assert_str_eq(rule_of(store, "d"), "none");
	cr_assert_eq(rules_apply(rules, store, NULL, 0), 0, "a second time names nothing");
	rules->zeros = ZEROS_WITHHELD;
	cr_assert_eq(rules_apply(rules, store, NULL, 0), 1);
	cr_assert_str_eq(rule_of(store, "a"), RULE_SMALL);
}

Test(rule, hits_no_cell_that_is_in_no_table)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	g_autoptr(Store) store = store_new();
	store_cell(store, store_add(store, "a", 3))->state = CELL_UNPUBLISHED;
	cr_assert_eq(rules_apply(rules, store, NULL, 0), 0);
}

/* A district, its total and three kinds of it with VALUES. */
static Store *row_of(const gint64 *values, const char *dimension)
{
	bool by_kind = strcmp(dimension, "kind") == 0;
	Store *store = store_new();
	guint parts[3];
	guint total = store_add(store, by_kind ? "n|PKP|all|1|31" : "n|all|K|1|31",
				values[0] + values[1] + values[2]);
	for (guint n = 0; n < 3; n++) {
		g_autofree char *key = by_kind ? g_strdup_printf("n|PKP|%c|1|31", 'A' + (int)n)
					       : g_strdup_printf("n|%c|K|1|31", 'A' + (int)n);
		parts[n] = store_add(store, key, values[n]);
	}
	store_total(store, dimension, total, parts, 3);
	return store;
}

/* One in two, by key: which they are hangs on nothing else, and a total of 0 speaks for its parts.
 */
Test(rule, chooses_some_zeros_by_the_key_but_none_that_a_total_tells)
{
	guint chosen = 0, parts = 0;
	for (guint8 key = 0; key < 32; key++) {
		g_autoptr(ProtectRules) rules = parse(usual);
		rules->zeros = ZEROS_SOME;
		rules->zero_in = 2;
		rules->key = g_bytes_new(&key, 1);
		g_autoptr(Store) some = row_of((const gint64[]){ 0, 6, 9 }, "place");
		g_autoptr(Store) none = row_of((const gint64[]){ 0, 0, 0 }, "place");
		rules_apply(rules, some, NULL, 0);
		rules_apply(rules, none, NULL, 0);
		bool is = strcmp(rule_of(some, "n|A|K|1|31"), RULE_DECOY) == 0;
		chosen += is;
		for (const char *place = "ABC"; *place != '\0'; place++) {
			g_autofree char *part = g_strdup_printf("n|%c|K|1|31", *place);
			parts += strcmp(rule_of(none, part), "none") != 0;
		}
		store_cell(some, 1)->rule = NULL;
		store_cell(some, 1)->forced = true;
		rules_apply(rules, some, NULL, 0);
		cr_assert_str_eq(rule_of(some, "n|A|K|1|31"), "none", "it has to stay public");
	}
	cr_assert(chosen > 6 && chosen < 26, "%u of 32", chosen);
	cr_assert_eq(parts, 0);
}

Test(rule, hides_all_of_a_row_in_one_cell_for_the_dimensions_asked_for)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	static const gint64 whole[] = { 0, 12, 0 };
	static const gint64 two[] = { 0, 12, 5 };
	g_autoptr(Store) kinds = row_of(whole, "kind");
	rules_apply(rules, kinds, NULL, 0);
	cr_assert_str_eq(rule_of(kinds, "n|PKP|B|1|31"), RULE_WHOLE_ROW);
	cr_assert_str_eq(rule_of(kinds, "n|PKP|all|1|31"), "none");
	g_autoptr(Store) others = row_of(two, "kind");
	cr_assert_eq(rules_apply(rules, others, NULL, 0), 0);
	g_autoptr(Store) places = row_of(whole, "place");
	cr_assert_eq(rules_apply(rules, places, NULL, 0), 0);
}

Test(rule, hides_what_one_station_or_one_case_makes)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	g_autoptr(Store) store = store_new();
	static const struct {
		const char *key;
		RuleFact fact;
		gint64 value;
		const char *rule;
	} cells[] = {
		{ "a", { 0, 1, -1, -1 }, 9, RULE_STATION }, { "b", { 1, 2, -1, -1 }, 9, "none" },
		{ "c", { 2, 2, 1, 9 }, 9, RULE_CASE },      { "d", { 3, 2, 4, 6 }, 9, RULE_CASE },
		{ "e", { 4, 3, 9, 1 }, 9, "none" },         { "f", { 5, 5, 6, 4 }, 12, "none" },
		{ "g", { 6, 0, 0, 0 }, 0, "none" },         { "h", { 7, -1, -1, -1 }, 9, "none" },
	};
	RuleFact facts[G_N_ELEMENTS(cells)];
	for (guint n = 0; n < G_N_ELEMENTS(cells); n++) {
		store_add(store, cells[n].key, cells[n].value);
		facts[n] = cells[n].fact;
	}
	rules_apply(rules, store, facts, G_N_ELEMENTS(facts));
	for (guint n = 0; n < G_N_ELEMENTS(cells); n++)
		cr_assert_str_eq(rule_of(store, cells[n].key), cells[n].rule, "%s", cells[n].key);
}

/* One in four of those just above the threshold, the same each time, others under another key. */
Test(rule, hides_some_figures_above_the_threshold_by_the_secret_key)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func(g_free);
	for (guint key = 0; key < 4; key++) {
		g_autoptr(Store) store = store_new();
		GString *names = g_string_new(NULL);
		for (guint n = 0; n < 400; n++) {
			g_autofree char *name = g_strdup_printf("cell %u", n);
			store_add(store, name, 5 + n % 5);
		}
		guint8 byte = (guint8)(key / 2);
		g_clear_pointer(&rules->key, g_bytes_unref);
		rules->key = g_bytes_new(&byte, 1);
		guint named = rules_apply(rules, store, NULL, 0);
		cr_assert(named > 50 && named < 110, "%u of 320", named);
		for (guint n = 0; n < 400; n++) {
			const StoreCell *cell = store_cell(store, n);
			cr_assert(cell->rule == NULL || cell->value < 9);
			g_string_append_c(names, cell->rule != NULL ? '1' : '0');
		}
		g_ptr_array_add(chosen, g_string_free(names, FALSE));
	}
	cr_assert_str_eq(chosen->pdata[0], chosen->pdata[1]);
	cr_assert_str_eq(chosen->pdata[2], chosen->pdata[3]);
	cr_assert_str_neq(chosen->pdata[0], chosen->pdata[2]);
}

/* What is hidden in one release is in the next, where its key has another version at its end. */
Test(rule, versions_of_a_figure_are_chosen_alike)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	rules->key = g_bytes_new_static("k", 1);
	g_autoptr(Store) store = store_new();
	guint chosen = 0;
	for (guint n = 0; n < 40; n++)
		for (guint version = 0; version < 2; version++) {
			g_autofree char *name = g_strdup_printf("n|PKP|K%u|1|31|r%u", n, version);
			store_add(store, name, 6);
		}
	rules_apply(rules, store, NULL, 0);
	for (guint n = 0; n < 80; n += 2) {
		cr_assert_eq(store_cell(store, n)->rule, store_cell(store, n + 1)->rule);
		chosen += store_cell(store, n)->rule != NULL;
	}
	cr_assert(chosen > 0 && chosen < 40);
}

Test(rule, hides_none_of_these_without_a_key)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	g_autoptr(Store) store = store_new();
	for (guint n = 0; n < 40; n++) {
		g_autofree char *name = g_strdup_printf("cell %u", n);
		store_add(store, name, 6);
	}
	cr_assert_eq(rules_apply(rules, store, NULL, 0), 0);
}

Test(rule, file_is_read_strictly)
{
	static const struct {
		const char *text, *place;
	} bad[] = {
		{ "", "rule.yaml:1:1" },
		{ "threshold: 5\n", "no 'width'" },
		{ "threshold: 1\nwidth: 4\n", "rule.yaml:1:12" },
		{ "threshold: 5\nwidth: 0\n", "rule.yaml:2:8" },
		{ "zeros: hidden\n", "rule.yaml:1:8" },
		{ "whole-row: [month]\n", "rule.yaml:1:13" },
		{ "whole-row: kind\n", "must be a list" },
		{ "thresold: 5\n", "unknown key" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert_null(rules_parse(bad[n].text, "rule.yaml", &error), "%s", bad[n].text);
		cr_assert_eq(error->code, SHUMAR_ERROR_CONFIG);
		cr_assert_not_null(strstr(error->message, bad[n].place), "%s: %s", bad[n].text,
				   error->message);
	}
}

Test(rule, the_file_of_the_house_is_whole)
{
	g_autoptr(GError) error = NULL;
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *path =
	    g_build_filename(root != NULL ? root : ".", "templates", "disclosure.yaml", NULL);
	g_autoptr(ProtectRules) rules = rules_read(path, &error);
	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	cr_assert_eq(rules->threshold, 5);
	cr_assert_eq(rules->width, 4);
	cr_assert(rules->zeros == ZEROS_SOME && rules->contributor);
	cr_assert_gt(rules->zero_in, 1);
}

/* What only the key chose may be printed where nothing protects it; a station's figure may not. */
Test(rule, a_figure_of_one_station_is_named_for_it_whatever_the_key_says)
{
	g_autoptr(ProtectRules) rules = parse(usual);
	guint chosen = 0;
	for (guint n = 0; n < 40; n++) {
		g_autofree char *secret = g_strdup_printf("secret %u", n);
		rules->key = g_bytes_new(secret, strlen(secret));
		g_autoptr(Store) store = store_new();
		const RuleFact fact = { store_add(store, "a", 7), 1, -1, -1 };
		store_add(store, "b", 7);
		rules_apply(rules, store, &fact, 1);
		cr_expect_str_eq(rule_of(store, "a"), RULE_STATION);
		chosen += strcmp(rule_of(store, "b"), RULE_DECOY) == 0;
		g_clear_pointer(&rules->key, g_bytes_unref);
	}
	cr_expect(chosen > 0 && chosen < 40);
}
