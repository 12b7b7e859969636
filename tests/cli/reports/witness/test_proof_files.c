/* Proof files of random tables: what the audit has passed, the checker finds proved. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "reports/disclosure/attack.h"
#include "reports/disclosure/bounds.h"
#include "reports/release/proof.h"
#include "tests/support/made_folder.h"
#include "tests/support/made_store.h"
#include "tests/support/program.h"

static const AttackRule rule = { .width = 4, .threshold = 5 };

/* B = 9 or 10 follows from three sums together: a+b+c, b+c+d and c are no more than what they are.
 */
Test(bounds, adds_the_sum_that_several_make)
{
	g_autoptr(Store) store = store_new();
	/* a + b = 12, b + c = 14, c + a = 16: a = 7, b = 5, c = 9 */
	static const gint64 totals[] = { 12, 14, 16 };
	guint open[3], whole[3];
	for (guint n = 0; n < 3; n++) {
		g_autofree char *key = g_strdup_printf("m|%u|all|2026-01-01|2026-01-31|r", n);
		g_autofree char *total = g_strdup_printf("m|t%u|all|2026-01-01|2026-01-31|r", n);
		open[n] = store_add(store, key, 0);
		store_cell(store, open[n])->state = CELL_HIDDEN;
		whole[n] = store_add(store, total, totals[n]);
	}
	for (guint n = 0; n < 3; n++) {
		const guint parts[] = { open[n], open[(n + 1) % 3] };
		g_autofree char *name = g_strdup_printf("sum %u", n);
		store_total(store, name, whole[n], parts, 2);
	}
	const gint64 values[] = { 7, 12, 5, 14, 9, 16 };
	g_autoptr(Tables) tables = tables_new(store);
	tables_begin(tables, values);
	cr_assert(tables_hold(tables, NULL));
	g_autoptr(GPtrArray) found = bounds_sums(store, tables, &rule);
	cr_expect_gt(found->len, 0);
	cr_expect_leq(found->len, 3);
	g_autoptr(GError) error = NULL;
	char *home = program_home(NULL);
	g_autoptr(Proof) proof = proof_new(store, tables, &rule, NULL);
	cr_expect(proof_write(proof, home, &error), "%s", error != NULL ? error->message : "");
	program_home_free(home);
}

/* A tree of COUNT nodes in two levels. */
static void tree(GRand *rand, guint *parents, guint count)
{
	guint groups = (guint)g_rand_int_range(rand, 2, 4);
	for (guint n = 0; n < count; n++)
		parents[n] = n <= groups ? 0 : (guint)g_rand_int_range(rand, 1, (gint32)groups + 1);
}

static Store *random_store(GRand *rand)
{
	guint trees[3][7];
	MadeDimension dimensions[3];
	guint count = (guint)g_rand_int_range(rand, 2, 4);
	for (guint n = 0; n < count; n++) {
		dimensions[n] = (MadeDimension){ (guint)g_rand_int_range(rand, 4, 8), trees[n] };
		tree(rand, trees[n], dimensions[n].count);
	}
	guint leaves = made_leaves(dimensions, count);
	g_autofree gint64 *values = g_new(gint64, leaves);
	for (guint n = 0; n < leaves; n++)
		values[n] = g_rand_int_range(rand, 0, 2) == 0 ? g_rand_int_range(rand, 0, 8)
							      : g_rand_int_range(rand, 5, 60);
	Store *store = made_store(dimensions, count, values);
	for (guint cell = 0; cell < store->cells->len; cell++) {
		if (g_rand_int_range(rand, 0, 10) < 4)
			store_cell(store, cell)->state = CELL_HIDDEN;
	}
	return store;
}

/* Hidden cells that can be found are published instead, until the audit passes. */
static Audit *mend(Store *store)
{
	for (guint turn = 0; turn < 30; turn++) {
		Audit *audit = attack_audit(store, &rule, NULL);
		if (audit == NULL || audit->failing->len == 0)
			return audit;
		for (guint n = 0; n < audit->failing->len; n++)
			store_cell(store, g_array_index(audit->failing, AttackCell, n).cell)
			    ->state = CELL_PUBLISHED;
		audit_free(audit);
	}
	return NULL;
}

/* The keys of made stores are numbers alone. */
static Store *keyed(const Store *store)
{
	Store *named = store_new();
	for (guint cell = 0; cell < store->cells->len; cell++) {
		const StoreCell *at = store_cell(store, cell);
		g_autofree char *key = g_strdup_printf("m|%s|all|2026-01-01|2026-01-31|r", at->key);
		StoreCell *copy = store_cell(named, store_add(named, key, at->value));
		copy->state = at->state;
		copy->least = at->least;
		copy->most = at->most;
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = g_ptr_array_index(store->equations, n);
		g_autofree guint *cells = g_new(guint, equation->terms->len);
		g_autofree gint64 *factors = g_new(gint64, equation->terms->len);
		for (guint at = 0; at < equation->terms->len; at++) {
			cells[at] = g_array_index(equation->terms, StoreTerm, at).cell;
			factors[at] = g_array_index(equation->terms, StoreTerm, at).factor;
		}
		store_equate(named, equation->name, cells, factors, equation->terms->len);
	}
	return named;
}

Test(bounds, let_the_checker_prove_what_the_audit_has_passed)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(1130);
	char *home = program_home(NULL);
	guint passed = 0;
	for (int turn = 0; turn < 60; turn++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Store) made = random_store(rand);
		g_autoptr(Store) store = keyed(made);
		g_autoptr(Audit) audit = mend(store);
		if (audit == NULL)
			continue;
		g_autoptr(Proof) proof = proof_new(store, audit->tables, &rule, &error);
		cr_assert(proof != NULL && proof_write(proof, home, &error), "turn %d: %s", turn,
			  error->message);
		passed += audit->cells > 0;
	}
	cr_expect_gt(passed, 30);
	program_home_free(home);
}

/* ── proof files ── */
static char *files_of(const Store *store, const char *home)
{
	static const char *const names[] = { "rule.csv", "cells.csv", "sums.csv", "tables.csv" };
	g_autoptr(GError) error = NULL;
	g_autoptr(Audit) audit = attack_audit(store, &rule, NULL);
	g_autoptr(Proof) proof = proof_new(store, audit->tables, &rule, &error);
	cr_assert(proof != NULL && proof_write(proof, home, &error), "%s",
		  error != NULL ? error->message : "");
	GString *all = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *path = g_build_filename(home, names[n], NULL);
		g_autofree char *text = NULL;
		cr_assert(g_file_get_contents(path, &text, NULL, NULL));
		g_string_append(all, text);
	}
	return g_string_free(all, FALSE);
}

Test(proof_files, are_made_of_what_is_public_alone)
{
	char *home = program_home(NULL);
	g_autoptr(Store) known = made_folder_store();
	g_autoptr(Store) public_alone = made_folder_store();
	for (guint cell = 0; cell < public_alone->cells->len; cell++) {
		StoreCell *at = store_cell(public_alone, cell);
		if (at->state != CELL_PUBLISHED)
			at->value = 0;
	}
	g_autofree char *of_known = files_of(known, home);
	g_autofree char *of_public = files_of(public_alone, home);
	cr_expect_str_eq(of_known, of_public);
	program_home_free(home);
}

Test(proof_files, are_the_same_whatever_the_order_of_cells_and_sums)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	char *home = program_home(NULL);
	g_autoptr(Store) store = made_folder_store();
	g_autofree char *first = files_of(store, home);
	for (int turn = 0; turn < 5; turn++) {
		g_autoptr(Store) shuffled = made_shuffled(store, rand);
		g_autofree char *again = files_of(shuffled, home);
		cr_expect_str_eq(first, again);
	}
	program_home_free(home);
}

Test(proof_files, refuse_keys_that_are_no_plain_words)
{
	static const char *const keys[] = {
		"cases|QQ1|all|2026-01-01|2026-01-31",    "cases|QQ1|all|2026-01-01|2026-01-31|r|x",
		"cases||all|2026-01-01|2026-01-31|r",     "cases|Q,1|all|2026-01-01|2026-01-31|r",
		"cases|=1+1|all|2026-01-01|2026-01-31|r", "cases|\"Q\"|all|2026-01-01|2026-01-31|r",
		"cases|Q\n1|all|2026-01-01|2026-01-31|r", "cases|ضلع|all|2026-01-01|2026-01-31|r",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(keys); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Store) store = store_new();
		store_add(store, keys[n], 7);
		g_autoptr(Tables) tables = tables_new(store);
		cr_expect_null(proof_new(store, tables, &rule, &error), "%s", keys[n]);
		cr_expect(error != NULL &&
			  strstr(error->message, "cannot write the proof") != NULL);
	}
}
