/*
 * Bench of disclosure control: how long the audit takes, and how that grows, as a table in
 * build/bench-disclosure/disclosure.md. Nothing is asserted: times belong to no test.
 */
#include <stdio.h>
#include <time.h>

#include "core/error.h"
#include "reports/disclosure/attack.h"
#include "reports/disclosure/gate.h"
#include "reports/disclosure/protect.h"
#include "reports/disclosure/solver.h"
#include "tests/bench/disclosure/synthetic.h"

typedef struct {
	const char *name;
	SyntheticTable tables[4];
	guint count;
	gint64 below; /* 0: protected; else what is not 0 and below is hidden, and nothing else */
	guint
	    best; /* the fewest secondaries measured before this was built, another day; 0: none */
	guint years; /* so many of them side by side are audited, once protected; 0: one */
} Line;

#define DISTRICT LEVEL_LEAF
#define DIVISION LEVEL_GROUP
#define OFFENCE  LEVEL_LEAF
#define GROUP    LEVEL_GROUP
#define MONTH    LEVEL_LEAF
#define QUARTER  LEVEL_GROUP
#define WHOLE    LEVEL_WHOLE

#define DEFAULT_PLAN                                                                               \
	{                                                                                          \
		{ DISTRICT, OFFENCE, WHOLE, 0 }, { DISTRICT, WHOLE, MONTH, 0 },                    \
		    { DIVISION, GROUP, MONTH, 0 }, { DISTRICT, GROUP, QUARTER, 0 },                \
	}

static const Line lines[] = {
	{ "district x offence, year", { { DISTRICT, OFFENCE, WHOLE, 0 } }, 1, 0, 252, 0 },
	{ "district x month", { { DISTRICT, WHOLE, MONTH, 0 } }, 1, 0, 9, 0 },
	{ "division x group x month", { { DIVISION, GROUP, MONTH, 0 } }, 1, 0, 80, 0 },
	{ "district x group x quarter", { { DISTRICT, GROUP, QUARTER, 0 } }, 1, 0, 233, 0 },
	{ "the default plan: these four together", DEFAULT_PLAN, 4, 0, 0, 0 },
	{ "growth, below 5: district x offence, year",
	  { { DISTRICT, OFFENCE, WHOLE, 0 } },
	  1,
	  5,
	  0,
	  0 },
	{ "growth, below 5: and 3 months", { { DISTRICT, OFFENCE, MONTH, 3 } }, 1, 5, 0, 0 },
	{ "growth, below 5: and 6 months", { { DISTRICT, OFFENCE, MONTH, 6 } }, 1, 5, 0, 0 },
	{ "growth, below 5: and 12 months", { { DISTRICT, OFFENCE, MONTH, 0 } }, 1, 5, 0, 0 },
	{ "growth, protected: the default plan, 2 years", DEFAULT_PLAN, 4, 0, 0, 2 },
	{ "growth, protected: the default plan, 3 years", DEFAULT_PLAN, 4, 0, 0, 3 },
	{ "growth, protected: the default plan, 4 years", DEFAULT_PLAN, 4, 0, 0, 4 },
	{ "growth, protected: the default plan, 6 years", DEFAULT_PLAN, 4, 0, 0, 6 },
};

/* Of the processor: other work on the machine does not count. */
static double seconds_since(clock_t start)
{
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static guint hide_small(Store *store, gint64 below)
{
	guint hidden = 0;
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->value == 0 || cell->value >= below)
			continue;
		cell->state = CELL_HIDDEN;
		cell->least = 1;
		hidden++;
	}
	return hidden;
}

static bool hide(Store *store, const Line *line, const ProtectRules *rules, double *ret_seconds,
		 GError **error)
{
	clock_t start = clock();
	g_auto(ProtectResult) result = { 0 };
	bool hidden = true;
	if (line->below == 0) {
		rules_apply(rules, store, NULL, 0);
		hidden = protect(store, rules, &result, error);
	} else {
		hide_small(store, line->below);
	}
	*ret_seconds = seconds_since(start);
	return hidden;
}

static guint secondaries_of(const Store *store)
{
	guint secondaries = 0;
	for (guint n = 0; n < store->cells->len; n++)
		secondaries += store_cell(store, n)->state == CELL_HIDDEN &&
			       store_cell(store, n)->rule == NULL;
	return secondaries;
}

/* Secondaries against the best of others. */
static void compare(const Store *store, const Line *line, GString *text)
{
	guint secondaries = secondaries_of(store);
	if (line->best == 0)
		return;
	g_string_append_printf(
	    text,
	    "| %u secondaries, contributors too; the best before was %u (%+.0f %%) | | | | | | | "
	    "| | |\n",
	    secondaries, line->best, 100.0 * ((double)secondaries - line->best) / line->best);
}

/* The same by offices' keys, which choose decoys and vary what costs how much. */
static void with_keys(const Synthetic *data, const Line *line, const ProtectRules *rules,
		      GString *text)
{
	enum { KEYS = 8 };
	guint least = G_MAXUINT, most = 0;
	for (guint8 n = 0; n < KEYS && line->best > 0; n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Store) store = synthetic_store(data, line->tables, line->count);
		ProtectRules keyed = *rules;
		double seconds = 0;
		keyed.key = g_bytes_new(&n, 1);
		if (hide(store, line, &keyed, &seconds, &error)) {
			least = MIN(least, secondaries_of(store));
			most = MAX(most, secondaries_of(store));
		}
		g_bytes_unref(keyed.key);
	}
	if (most > 0)
		g_string_append_printf(text,
				       "| %u to %u secondaries with %u keys | | | | | | | | | |\n",
				       least, most, KEYS);
}

static guint hidden_cells(const Store *store)
{
	guint hidden = 0;
	for (guint n = 0; n < store->cells->len; n++)
		hidden += store_cell(store, n)->state != CELL_PUBLISHED;
	return hidden;
}

/* What those find who are the one case of a figure, for each width from 1 to the audit's. */
static void contributors(const Store *store, const Audit *audit, GString *text)
{
	g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < store->cells->len; n++)
		if (store_cell(store, n)->state != CELL_PUBLISHED &&
		    store_cell(store, n)->value == 1)
			g_array_append_val(known, n);
	if (known->len == 0 || audit->failing->len > 0)
		return;
	g_string_append_printf(text, "| %u contributors", known->len);
	for (gint64 width = 1; width <= 4; width++) {
		g_autoptr(GError) error = NULL;
		clock_t start = clock();
		g_autoptr(GArray) found =
		    attack_contributors(store, audit, &(AttackRule){ width, 5, 0 },
					&g_array_index(known, guint, 0), known->len, &error);
		g_string_append_printf(text, "; width %" G_GINT64_FORMAT ": %d found, %.2f s",
				       width, found == NULL ? -1 : (int)found->len,
				       seconds_since(start));
	}
	g_string_append(text, " | | | | | | | | | |\n");
}

/* STORE as that of so many YEARS, which share no sum. */
static Store *side_by_side(const Store *store, guint years)
{
	Store *all = store_new();
	guint count = store->cells->len;
	for (guint year = 0; year < years; year++) {
		for (guint n = 0; n < count; n++) {
			const StoreCell *from = store_cell(store, n);
			g_autofree char *key = g_strdup_printf("%u %s", year, from->key);
			StoreCell *to = store_cell(all, store_add(all, key, from->value));
			to->state = from->state;
			to->least = from->least;
			to->rule = from->rule;
		}
		for (guint n = 0; n < store->equations->len; n++) {
			const StoreEquation *sum = store->equations->pdata[n];
			g_autofree guint *cells = g_new(guint, sum->terms->len);
			g_autofree gint64 *factors = g_new(gint64, sum->terms->len);
			for (guint m = 0; m < sum->terms->len; m++) {
				StoreTerm term = g_array_index(sum->terms, StoreTerm, m);
				cells[m] = year * count + term.cell;
				factors[m] = term.factor;
			}
			store_equate(all, sum->name, cells, factors, sum->terms->len);
		}
	}
	return all;
}

static void measure(const Synthetic *data, const Line *line, const ProtectRules *rules,
		    GString *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = synthetic_store(data, line->tables, line->count);
	double protecting = 0;
	if (!hide(store, line, rules, &protecting, &error)) {
		g_string_append_printf(text, "| %s | %u | | | | | | | | not protected: %s |\n",
				       line->name, store->cells->len, error->message);
		return;
	}
	if (line->years > 1) {
		Store *one = store;
		store = side_by_side(one, line->years);
		store_free(one);
	}
	clock_t start = clock();
	g_autoptr(GArray) derivable = gate_derive(store, &error);
	double gate = seconds_since(start);
	attack_forget(); /* protecting has audited the same parts */
	start = clock();
	g_autoptr(Audit) audit = attack_audit(store, &(AttackRule){ 4, 5, 0 }, &error);
	double seconds = seconds_since(start);
	if (audit == NULL || derivable == NULL) {
		g_string_append_printf(text, "| %s | %u | | | | | | | | no verdict: %s |\n",
				       line->name, store->cells->len, error->message);
		return;
	}
	g_autoptr(GArray) rows = tables_rows(audit->tables);
	g_string_append_printf(
	    text,
	    "| %s | %u | %u | %u | %.2f | %u | %.2f | %.2f | %u (%u) | %u tables, %u rows; %u fail, %u "
	    "of them derivable; margin %" G_GINT64_FORMAT " |\n",
	    line->name, store->cells->len, hidden_cells(store), audit->components, protecting,
	    store->equations->len, gate, seconds, audit->programs, audit->searches,
	    tables_count(audit->tables), rows->len, audit->failing->len, derivable->len,
	    audit->margin);
	if (line->years == 0)
		contributors(store, audit, text);
	compare(store, line, text);
	with_keys(data, line, rules, text);
}

int main(int count, char **words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Synthetic) data = synthetic_read(&error);
	g_autoptr(ProtectRules) rules =
	    data == NULL ? NULL : rules_read("templates/disclosure.yaml", &error);
	if (rules == NULL) {
		fprintf(stderr, "bench-disclosure: %s\n", error->message);
		return 1;
	}
	g_autoptr(GString) text = g_string_new(NULL);
	g_string_append_printf(
	    text,
	    "Audit of made-up tables of a year, seconds of one processor (%s)\n\n| table | cells | not published | parts | "
	    "protecting, s | equations | gate, s | audit, s | programs (in whole numbers) | result "
	    "|\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
	    solver_version());
	for (guint n = 0; n < G_N_ELEMENTS(lines); n++)
		if (count < 3 || g_pattern_match_simple(words[2], lines[n].name)) {
			measure(data, &lines[n], rules, text);
			fprintf(stderr, "  %s\n", lines[n].name);
		}
	fputs(text->str, stdout);
	if (count < 2 || !g_file_set_contents(words[1], text->str, -1, &error)) {
		fprintf(stderr, "bench-disclosure: %s\n",
			error != NULL ? error->message : "usage: bench_disclosure FILE [PATTERN]");
		return 1;
	}
	return 0;
}
