/*
 * Bench of disclosure control: how long the audit takes, and how that grows, as a table in
 * build/bench-disclosure/disclosure.md. Nothing is asserted: times belong to no test.
 */
#include <stdio.h>

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
} Line;

#define DISTRICT LEVEL_LEAF
#define DIVISION LEVEL_GROUP
#define OFFENCE  LEVEL_LEAF
#define GROUP    LEVEL_GROUP
#define MONTH    LEVEL_LEAF
#define QUARTER  LEVEL_GROUP
#define WHOLE    LEVEL_WHOLE

static const Line lines[] = {
	{ "district x offence, year", { { DISTRICT, OFFENCE, WHOLE, 0 } }, 1, 0, 252 },
	{ "district x month", { { DISTRICT, WHOLE, MONTH, 0 } }, 1, 0, 9 },
	{ "division x group x month", { { DIVISION, GROUP, MONTH, 0 } }, 1, 0, 80 },
	{ "district x group x quarter", { { DISTRICT, GROUP, QUARTER, 0 } }, 1, 0, 233 },
	{ "the default plan: these four together",
	  { { DISTRICT, OFFENCE, WHOLE, 0 },
	    { DISTRICT, WHOLE, MONTH, 0 },
	    { DIVISION, GROUP, MONTH, 0 },
	    { DISTRICT, GROUP, QUARTER, 0 } },
	  4,
	  0,
	  0 },
	{ "growth, below 5: district x offence, year",
	  { { DISTRICT, OFFENCE, WHOLE, 0 } },
	  1,
	  5,
	  0 },
	{ "growth, below 5: and 3 months", { { DISTRICT, OFFENCE, MONTH, 3 } }, 1, 5, 0 },
	{ "growth, below 5: and 6 months", { { DISTRICT, OFFENCE, MONTH, 6 } }, 1, 5, 0 },
	{ "growth, below 5: and 12 months", { { DISTRICT, OFFENCE, MONTH, 0 } }, 1, 5, 0 },
	{ "growth, below 12: district x offence, year",
	  { { DISTRICT, OFFENCE, WHOLE, 0 } },
	  1,
	  12,
	  0 },
	{ "growth, below 12: and 3 months", { { DISTRICT, OFFENCE, MONTH, 3 } }, 1, 12, 0 },
	{ "growth, below 12: and 6 months", { { DISTRICT, OFFENCE, MONTH, 6 } }, 1, 12, 0 },
	{ "growth, below 12: and 12 months", { { DISTRICT, OFFENCE, MONTH, 0 } }, 1, 12, 0 },
};

static double seconds_since(gint64 start_us)
{
	return (double)(g_get_monotonic_time() - start_us) / 1e6;
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
	gint64 start_us = g_get_monotonic_time();
	g_auto(ProtectResult) result = { 0 };
	bool hidden = true;
	if (line->below == 0) {
		rules_apply(rules, store, NULL, 0);
		hidden = protect(store, rules, &result, error);
	} else {
		hide_small(store, line->below);
	}
	*ret_seconds = seconds_since(start_us);
	return hidden;
}

/* Secondaries against the best of others. */
static void compare(const Store *store, const Line *line, GString *text)
{
	guint secondaries = 0;
	for (guint n = 0; n < store->cells->len; n++)
		secondaries += store_cell(store, n)->state == CELL_HIDDEN &&
			       store_cell(store, n)->rule == NULL;
	if (line->best > 0)
		g_string_append_printf(
		    text, "| %u secondaries, contributors too; the best before was %u (%+.0f %%) ",
		    secondaries, line->best,
		    100.0 * ((double)secondaries - line->best) / line->best);
	if (line->best > 0)
		g_string_append(text, "| | | | | | | | | |\n");
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
		gint64 start_us = g_get_monotonic_time();
		g_autoptr(GArray) found =
		    attack_contributors(store, audit, &(AttackRule){ width, 5, 0 },
					&g_array_index(known, guint, 0), known->len, &error);
		g_string_append_printf(text, "; width %" G_GINT64_FORMAT ": %d found, %.2f s",
				       width, found == NULL ? -1 : (int)found->len,
				       seconds_since(start_us));
	}
	g_string_append(text, " | | | | | | | | | |\n");
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
	gint64 start_us = g_get_monotonic_time();
	g_autoptr(GArray) derivable = gate_derive(store, &error);
	double gate = seconds_since(start_us);
	start_us = g_get_monotonic_time();
	g_autoptr(Audit) audit = attack_audit(store, &(AttackRule){ 4, 5, 0 }, &error);
	double seconds = seconds_since(start_us);
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
	contributors(store, audit, text);
	compare(store, line, text);
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
	    "Audit of made-up tables of a year (%s)\n\n| table | cells | not published | parts | "
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
