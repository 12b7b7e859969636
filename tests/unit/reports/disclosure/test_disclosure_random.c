/*
 * Random tables of three shapes with random patterns: gate, audit, intervals, certificates and
 * their checker against each other, and small ones against every table that fits. `make
 * check-disclosure SECONDS=300` goes on for as long as it is told to.
 */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/error.h"
#include "reports/disclosure/attack.h"
#include "reports/disclosure/gate.h"
#include "reports/release/proof.h"
#include "tests/support/made_store.h"
#include "tests/support/random_tables.h"

TestSuite(disclosure_random, .timeout = 4000);

/* Tables of each test of `make check`; tests that share the time of check-disclosure. */
enum { FEW = 150, TESTS = 4 };

static const AttackRule rule = { 4, 5, 0 };

/* Whether to go on after TURN turns: a few, or for this test's share of check-disclosure's time. */
static bool go_on(guint32 turn)
{
	static gint64 end_us = 0;
	const char *seconds = g_getenv("SHUMAR_DISCLOSURE_SECONDS");
	if (seconds == NULL)
		return turn < FEW;
	if (end_us == 0)
		end_us = g_get_monotonic_time() + atoll(seconds) * 1000000 / TESTS;
	if (g_get_monotonic_time() < end_us)
		return true;
	fprintf(stderr, "%u tables, no disagreement\n", turn - 1);
	return false;
}

static Audit *audit_of(const Store *store, const AttackRule *asked, guint32 seed)
{
	g_autoptr(GError) error = NULL;
	Audit *audit = attack_audit(store, asked, &error);
	cr_assert_not_null(audit, "seed %u: %s", seed, error != NULL ? error->message : "");
	return audit;
}

/* The interval the audit gives CELL, if it fails it. */
static const AttackCell *failed(const Audit *audit, guint cell)
{
	for (guint n = 0; n < audit->failing->len; n++) {
		const AttackCell *it = &g_array_index(audit->failing, AttackCell, n);
		if (it->cell == cell)
			return it;
	}
	return NULL;
}

static bool meets(const AttackRule *asked, gint64 low, gint64 high)
{
	return high - low >= asked->width || low >= asked->threshold || high == 0;
}

/* ── against every table ── */

static void check_cell(const Store *store, const Audit *audit, const AttackRule *asked, guint cell,
		       RandomRange range, guint32 seed)
{
	const char *key = store_cell(store, cell)->key;
	const AttackCell *fault = failed(audit, cell);
	gint64 low, high;
	tables_range(audit->tables, cell, &low, &high);
	cr_assert(low >= range.low && high <= range.high, "seed %u, %s", seed, key);
	cr_assert_eq(fault == NULL, meets(asked, range.low, range.high),
		     "seed %u, %s: from %d to %d", seed, key, (int)range.low, (int)range.high);
	if (fault != NULL)
		cr_assert(fault->low == range.low && fault->high == range.high,
			  "seed %u, %s: %d to %d, not %d to %d", seed, key, (int)range.low,
			  (int)range.high, (int)fault->low, (int)fault->high);
}

static void check_intervals(const Store *store, const RandomRange *ranges, guint32 seed)
{
	g_autofree guint *cells = g_new(guint, store->cells->len);
	g_autoptr(GError) error = NULL;
	for (guint n = 0; n < store->cells->len; n++)
		cells[n] = n;
	g_autoptr(GArray) found = attack_intervals(store, cells, store->cells->len, 0, &error);
	cr_assert_not_null(found, "seed %u: %s", seed, error != NULL ? error->message : "");
	for (guint n = 0; n < store->cells->len; n++) {
		const AttackInterval *it = &g_array_index(found, AttackInterval, n);
		cr_assert(it->low == ranges[n].low && it->high == ranges[n].high,
			  "seed %u, %s: %d to %d, not %d to %d", seed, store_cell(store, n)->key,
			  (int)ranges[n].low, (int)ranges[n].high, (int)it->low, (int)it->high);
		cr_assert(it->lp_low <= (double)it->low + 1e-6 &&
			  it->lp_high >= (double)it->high - 1e-6);
	}
}

Test(disclosure_random, audit_and_intervals_are_those_of_all_tables_counted_out)
{
	static const AttackRule rules[] = { { 4, 5, 0 }, { 1, 5, 0 }, { 3, 3, 0 }, { 10, 11, 0 } };
	guint counted = 0;
	for (guint32 seed = 1; go_on(seed); seed++) {
		g_autoptr(Store) store = random_tables(seed, true);
		g_autofree RandomRange *ranges = random_ranges(store, 4000);
		if (ranges == NULL)
			continue;
		const AttackRule *asked = &rules[seed / 3 % G_N_ELEMENTS(rules)];
		g_autoptr(Audit) audit = audit_of(store, asked, seed);
		for (guint cell = 0; cell < store->cells->len; cell++)
			if (store_cell(store, cell)->state != CELL_PUBLISHED)
				check_cell(store, audit, asked, cell, ranges[cell], seed);
		check_intervals(store, ranges, seed);
		counted++;
	}
	cr_assert_gt(counted, FEW / 2);
}

/* ── the gate ── */

Test(disclosure_random, the_gate_derives_what_plain_elimination_does)
{
	for (guint32 seed = 1; go_on(seed); seed++) {
		g_autoptr(Store) store = random_tables(seed, seed % 2 == 0);
		g_autofree bool *expected = random_derivable(store);
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) found = gate_derive(store, &error);
		cr_assert_not_null(found, "seed %u: %s", seed, error != NULL ? error->message : "");
		guint count = 0;
		for (guint cell = 0; cell < store->cells->len; cell++)
			count += expected[cell];
		cr_assert_eq(count, found->len, "seed %u: %u, not %u", seed, count, found->len);
		for (guint n = 0; n < found->len; n++) {
			const GateCell *it = &g_array_index(found, GateCell, n);
			const StoreCell *cell = store_cell(store, it->cell);
			cr_assert(expected[it->cell] && it->value == cell->value, "seed %u: %s",
				  seed, cell->key);
		}
	}
}

/* ── certificates and their checker ── */

/* Cells that fail are published until none does. Transfer full. */
static Audit *mend(Store *store, guint32 seed)
{
	for (;;) {
		Audit *audit = audit_of(store, &rule, seed);
		if (audit->failing->len == 0)
			return audit;
		for (guint n = 0; n < audit->failing->len; n++)
			store_cell(store, g_array_index(audit->failing, AttackCell, n).cell)
			    ->state = CELL_PUBLISHED;
		audit_free(audit);
	}
}

/* What the checker says of the audit's tables. */
static bool checker(const Store *store, const Audit *audit, const char *folder, guint32 seed)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Proof) proof = proof_new(store, audit->tables, &rule, &error);
	cr_assert_not_null(proof, "seed %u: %s", seed, error != NULL ? error->message : "");
	bool proved = proof_write(proof, folder, &error);
	cr_assert(proved || g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE),
		  "seed %u: %s", seed, error != NULL ? error->message : "");
	return proved;
}

/* In memory where that can be had: the files are put safely on the disk, hundreds of times. */
static char *make_folder(void)
{
	char *folder = g_strdup("/dev/shm/shumar-XXXXXX");
	if (g_mkdtemp(folder) != NULL)
		return folder;
	g_free(folder);
	return g_dir_make_tmp("shumar-XXXXXX", NULL);
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = { "rule.csv", "cells.csv", "sums.csv", "tables.csv",
					     "check.c",  "check.h",   "read.c" };
	for (guint n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *path = g_build_filename(folder, names[n], NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

Test(disclosure_random, audit_and_checker_never_disagree)
{
	g_autofree char *folder = make_folder();
	guint passed = 0, refused = 0;
	for (guint32 seed = 1; go_on(seed); seed++) {
		g_autoptr(Store) store = random_tables(seed, false);
		g_autoptr(Audit) audit = audit_of(store, &rule, seed);
		bool met = audit->failing->len == 0;
		cr_assert_eq(checker(store, audit, folder, seed), met, "seed %u", seed);
		g_autoptr(Audit) mended = mend(store, seed);
		cr_assert(checker(store, mended, folder, seed), "seed %u, mended", seed);
		passed += mended->cells > 0;
		refused += !met;
	}
	remove_folder(folder);
	cr_assert(passed > FEW / 10 && refused > FEW / 10, "%u, %u", passed, refused);
}

/* ── order ── */

Test(disclosure_random, the_order_of_cells_and_equations_changes_no_table)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	for (guint32 seed = 1; go_on(seed); seed++) {
		g_autoptr(Store) store = random_tables(seed, false);
		g_autoptr(Store) other = made_shuffled(store, rand);
		g_autoptr(Audit) audit = audit_of(store, &rule, seed);
		g_autoptr(Audit) again = audit_of(other, &rule, seed);
		g_autoptr(GArray) rows = tables_rows(audit->tables);
		g_autoptr(GArray) other_rows = tables_rows(again->tables);
		cr_assert_eq(rows->len, other_rows->len, "seed %u", seed);
		for (guint n = 0; n < rows->len; n++) {
			const TableRow *a = &g_array_index(rows, TableRow, n);
			const TableRow *b = &g_array_index(other_rows, TableRow, n);
			cr_assert(a->table == b->table && a->value == b->value, "seed %u", seed);
			cr_assert_str_eq(store_cell(store, a->cell)->key,
					 store_cell(other, b->cell)->key, "seed %u", seed);
		}
		cr_assert_eq(audit->failing->len, again->failing->len, "seed %u", seed);
	}
}
