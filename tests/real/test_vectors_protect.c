/* Suppression and rounding against the answers of other programs. */
#include "reports/disclosure/attack.h"
#include "reports/disclosure/pattern.h"
#include "reports/disclosure/protect.h"
#include "reports/disclosure/round.h"
#include "tests/support/vector_json.h"
#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define RULE_VECTOR "vector"

/* ── suppression ── */

static void name_primaries(const VectorJson *vector)
{
	for (guint n = 0; n < vector->primaries->len; n++) {
		const VectorPrimary *primary = &g_array_index(vector->primaries, VectorPrimary, n);
		StoreCell *cell = store_cell(vector->store, primary->cell);
		cell->rule = RULE_VECTOR;
		cell->below = primary->below;
		cell->above = primary->above;
		cell->width = MAX(MAX(primary->width, primary->below + primary->above), 1);
	}
	for (guint n = 0; n < vector->forced->len; n++)
		store_cell(vector->store, g_array_index(vector->forced, guint, n))->forced = true;
}

/* Every primary is hidden, and who attacks finds no less than it asks for. */
static void check_requirement(const VectorJson *vector)
{
	g_autoptr(GError) error = NULL;
	g_autofree guint *cells = g_new(guint, vector->primaries->len + 1);
	for (guint n = 0; n < vector->primaries->len; n++)
		cells[n] = g_array_index(vector->primaries, VectorPrimary, n).cell;
	g_autoptr(GArray) found =
	    attack_intervals(vector->store, cells, vector->primaries->len, 0, &error);
	cr_assert_not_null(found, "%s: %s", vector->name, error != NULL ? error->message : "");
	for (guint n = 0; n < vector->primaries->len; n++) {
		const StoreCell *cell = store_cell(vector->store, cells[n]);
		AttackInterval range = g_array_index(found, AttackInterval, n);
		cr_assert_eq(cell->state, CELL_HIDDEN, "%s: %s", vector->name, cell->key);
		cr_assert(range.high - range.low >= cell->width &&
			      range.low <= cell->value - cell->below &&
			      range.high >= cell->value + cell->above,
			  "%s: %s is from %ld to %ld", vector->name, cell->key, (long)range.low,
			  (long)range.high);
	}
}

static gint64 hidden_value(const VectorJson *vector)
{
	gint64 sum = 0;
	for (guint n = 0; n < vector->store->cells->len; n++) {
		const StoreCell *cell = store_cell(vector->store, n);
		if (cell->state == CELL_HIDDEN && cell->rule == NULL)
			sum += MAX(cell->value, 1);
	}
	return sum;
}

/* The fewest secondaries that anybody has proved or shown; -1: nobody has. */
static int fewest_known(const VectorJson *vector, bool *ret_proved)
{
	int fewest = -1;
	*ret_proved = false;
	for (guint n = 0; n < vector->optima->len; n++) {
		const VectorOptimum *optimum = vector->optima->pdata[n];
		int count = (int)optimum->pattern->len - (int)vector->primaries->len;
		if (!optimum->proved || (fewest >= 0 && count >= fewest))
			continue;
		fewest = count;
		*ret_proved = strcmp(optimum->objective, "count") == 0;
	}
	return fewest;
}

static void check_vector(const char *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VectorJson) vector = vector_json_read(file);
	ProtectRules rules = { .width = 1,
			       .zeros = vector->least > 0 ? ZEROS_PUBLISHED : ZEROS_WITHHELD,
			       .contributor = strstr(vector->name, "singleton") != NULL };
	g_auto(ProtectResult) result = { 0 };
	bool proved = false;
	name_primaries(vector);
	cr_assert(protect(vector->store, &rules, &result, &error), "%s: %s", vector->name,
		  error != NULL ? error->message : "");
	check_requirement(vector);
	int best = fewest_known(vector, &proved);
	if (best < 0) {
		printf("  %-26s %2u secondaries, value %4ld; no best is known\n", vector->name,
		       result.secondaries, (long)hidden_value(vector));
		return;
	}
	printf("  %-26s %2u secondaries, value %4ld; best %2d (%s): %+d\n", vector->name,
	       result.secondaries, (long)hidden_value(vector), best,
	       proved ? "fewest" : "least value", (int)result.secondaries - best);
	cr_assert_leq((int)result.secondaries, best + best / 2 + 2, "%s", vector->name);
	if (proved)
		cr_assert_geq((int)result.secondaries, best, "%s beats a proved best",
			      vector->name);
}

Test(vectors_protect, every_problem_of_suppression_is_solved_and_no_worse_than_it_may_be)
{
	g_autoptr(GPtrArray) files = vector_files("supp_*.json");
	for (guint n = 0; n < files->len; n++)
		check_vector(files->pdata[n]);
}

/* ── tables out of rows ── */

/* Which column of TABLE holds the figures: the last one. */
static guint columns_of(const Vectors *table)
{
	return g_strv_length(vectors_columns(table));
}

/* Codes of ROW that its figure counts in, in the dimension COLUMN: its own, those of columns that
 * OTHER has not (groups of the first dimension), and "Total". Transfer full. */
static GPtrArray *codes_of(const Vectors *table, size_t row, guint column, const Vectors *other)
{
	GPtrArray *codes = g_ptr_array_new();
	char **names = vectors_columns(table);
	g_ptr_array_add(codes, (gpointer)(guintptr)vectors_text(table, row, names[column]));
	for (guint n = 0; column == 0 && n + 1 < columns_of(table); n++)
		if (!vectors_has(other, names[n]))
			g_ptr_array_add(codes,
					(gpointer)(guintptr)vectors_text(table, row, names[n]));
	g_ptr_array_add(codes, (gpointer)(guintptr) "Total");
	return codes;
}

/* A store of two dimensions: cells "code|code" of all that INPUT's rows add up to. EXPECTED has
 * both dimensions' names. */
static void add_row(Store *store, const GPtrArray *first, const GPtrArray *second, gint64 value)
{
	for (guint a = 0; a < first->len; a++)
		for (guint b = 0; b < second->len; b++) {
			g_autofree char *key = g_strdup_printf("%s|%s", (char *)first->pdata[a],
							       (char *)second->pdata[b]);
			guint cell = 0;
			if (!store_find(store, key, &cell))
				cell = store_add(store, key, 0);
			store_cell(store, cell)->value += value;
		}
}

/* What adds up to what: FIRST or second code's next coarser one, by code. */
typedef struct {
	GHashTable *above[2];
} Coarser;

static void note_above(Coarser *coarser, guint dimension, const GPtrArray *codes)
{
	for (guint n = 0; n + 1 < codes->len; n++)
		g_hash_table_insert(coarser->above[dimension], codes->pdata[n],
				    codes->pdata[n + 1]);
}

static void add_equations(Store *store, const Coarser *coarser, guint dimension)
{
	g_autoptr(GHashTable) sums =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
	for (guint n = 0; n < store->cells->len; n++) {
		g_auto(GStrv) codes = g_strsplit(store_cell(store, n)->key, "|", 2);
		const char *above =
		    g_hash_table_lookup(coarser->above[dimension], codes[dimension]);
		if (above == NULL)
			continue;
		char *total = g_strdup_printf("%s|%s", dimension == 0 ? above : codes[0],
					      dimension == 1 ? above : codes[1]);
		GArray *parts = g_hash_table_lookup(sums, total);
		if (parts == NULL) {
			parts = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(sums, total, parts);
		} else {
			g_free(total);
		}
		g_array_append_val(parts, n);
	}
	GHashTableIter each;
	gpointer key, value;
	g_hash_table_iter_init(&each, sums);
	while (g_hash_table_iter_next(&each, &key, &value)) {
		guint total = 0;
		GArray *parts = value;
		cr_assert(store_find(store, key, &total));
		store_total(store, key, total, (guint *)(void *)parts->data, parts->len);
	}
}

static guint dimension_at(const Vectors *input, const Vectors *expected, guint skip)
{
	guint column = 0;
	while (!vectors_has(expected, vectors_columns(input)[column]) || skip-- > 0)
		column++;
	return column;
}

static Store *store_of(const Vectors *input, const Vectors *expected)
{
	Store *store = store_new();
	Coarser coarser = { { g_hash_table_new(g_str_hash, g_str_equal),
			      g_hash_table_new(g_str_hash, g_str_equal) } };
	guint first = dimension_at(input, expected, 0), second = dimension_at(input, expected, 1);
	const char *figure = vectors_columns(input)[columns_of(input) - 1];
	for (size_t row = 0; row < vectors_rows(input); row++) {
		g_autoptr(GPtrArray) one = codes_of(input, row, first, expected);
		g_autoptr(GPtrArray) two = g_ptr_array_new();
		g_ptr_array_add(two, (gpointer)(guintptr)vectors_text(
					 input, row, vectors_columns(input)[second]));
		g_ptr_array_add(two, (gpointer)(guintptr) "Total");
		note_above(&coarser, 0, one);
		note_above(&coarser, 1, two);
		add_row(store, one, two, (gint64)vectors_number(input, row, figure));
	}
	for (guint dimension = 0; dimension < 2; dimension++) {
		add_equations(store, &coarser, dimension);
		g_hash_table_unref(coarser.above[dimension]);
	}
	return store;
}

static guint cell_of(const Store *store, const Vectors *table, size_t row)
{
	g_autofree char *key =
	    g_strdup_printf("%s|%s", vectors_text(table, row, vectors_columns(table)[0]),
			    vectors_text(table, row, vectors_columns(table)[1]));
	guint cell = 0;
	cr_assert(store_find(store, key, &cell), "%s: no %s", vectors_name(table), key);
	return cell;
}

/* ── elimination ── */

static void check_elimination(const char *file)
{
	g_autoptr(Vectors) input = vectors_read(file);
	g_autoptr(Vectors) expected = vectors_companion(file, "_input", "_expected.csv");
	g_autoptr(Store) store = store_of(input, expected);
	g_autofree double *costs = g_new0(double, store->cells->len);
	g_autofree bool *can = g_new0(bool, store->cells->len);
	ProtectRules rules = { .zeros = ZEROS_PUBLISHED };
	for (size_t row = 0; row < vectors_rows(expected); row++) {
		guint cell = cell_of(store, expected, row);
		StoreCell *it = store_cell(store, cell);
		cr_assert_eq(it->value,
			     (gint64)vectors_number(expected, row,
						    vectors_columns(input)[columns_of(input) - 1]));
		if (vectors_number(expected, row, "primary") > 0)
			it->state = CELL_HIDDEN;
		costs[cell] = (double)it->value;
		can[cell] = it->value > 0;
	}
	g_autofree bool *chosen = pattern_choose(store, &rules, costs, can);
	guint different = 0;
	for (size_t row = 0; row < vectors_rows(expected); row++) {
		guint cell = cell_of(store, expected, row);
		bool ours = chosen[cell] || store_cell(store, cell)->state == CELL_HIDDEN;
		bool theirs = vectors_number(expected, row, "suppressed") > 0;
		if (ours == theirs)
			continue;
		printf("  %s: %s is hidden by %s alone\n", file, store_cell(store, cell)->key,
		       ours ? "us" : "GaussSuppression");
		different++;
	}
	cr_assert_eq(different, 0, "%s: %u cells differ", file, different);
}

Test(vectors_protect, elimination_hides_what_GaussSuppression_hides)
{
	g_autoptr(GPtrArray) files = vector_files("gauss_*_input.csv");
	for (guint n = 0; n < files->len; n++)
		check_elimination(files->pdata[n]);
}

/* ── rounding ── */

/* Adds up, and each finest figure is where small-count rounding may leave it. */
static void check_sums(const Store *store, const Rounding *rounding)
{
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		gint64 sum = 0;
		for (guint t = 0; t < equation->terms->len; t++) {
			StoreTerm term = g_array_index(equation->terms, StoreTerm, t);
			sum += term.factor * rounding->values[term.cell];
		}
		cr_assert_eq(sum, 0, "%s", equation->name);
	}
}

/* The base is the one value that their small figures have gone up to. */
static gint64 base_of(const Vectors *inner)
{
	gint64 base = 0;
	for (size_t row = 0; row < vectors_rows(inner); row++)
		if (vectors_number(inner, row, "difference") > 0)
			base = (gint64)vectors_number(inner, row, "rounded");
	return base;
}

static void check_rounding(const char *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Vectors) input = vectors_read(file);
	g_autoptr(Vectors) publish = vectors_companion(file, "_input", "_publish.csv");
	g_autoptr(Vectors) inner = vectors_companion(file, "_input", "_inner.csv");
	g_autoptr(Store) store = store_of(input, publish);
	RoundRule rule = { ROUND_SMALL, base_of(inner), 10000 };
	g_autoptr(Rounding) ours = round_store(store, &rule, &error);
	cr_assert_not_null(ours, "%s", error != NULL ? error->message : "");
	check_sums(store, ours);
	gint64 theirs = 0, distance = 0;
	for (size_t row = 0; row < vectors_rows(publish); row++) {
		guint cell = cell_of(store, publish, row);
		gint64 value = store_cell(store, cell)->value;
		cr_assert_eq(value, (gint64)vectors_number(publish, row, "original"));
		theirs += ABS((gint64)vectors_number(publish, row, "difference"));
		distance += ABS(ours->values[cell] - value);
	}
	for (size_t row = 0; row < vectors_rows(inner); row++) {
		guint cell = cell_of(store, inner, row);
		cr_assert_lt(ABS(ours->values[cell] - store_cell(store, cell)->value), rule.base);
	}
	printf("  %s: base %ld, distance %ld, PLSrounding %ld: %+ld (may be %g less)\n", file,
	       (long)rule.base, (long)distance, (long)theirs, (long)(distance - theirs),
	       ours->excess);
	cr_assert_leq(distance, theirs);
}

Test(vectors_protect, small_counts_are_rounded_no_farther_than_PLSrounding_does)
{
	g_autoptr(GPtrArray) files = vector_files("plsround_*_input.csv");
	for (guint n = 0; n < files->len; n++)
		check_rounding(files->pdata[n]);
}

Test(vectors_protect, chances_of_random_rounding_are_exact)
{
	g_autoptr(GPtrArray) files = vector_files("random_rounding_*.csv");
	for (guint n = 0; n < files->len; n++) {
		g_autoptr(Vectors) table = vectors_read(files->pdata[n]);
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			RoundChance ours = round_chance((gint64)vectors_number(table, row, "n"),
							(gint64)vectors_number(table, row, "base"));
			const struct {
				const char *column;
				double ours;
			} columns[] = { { "low", (double)ours.low },
					{ "high", (double)ours.high },
					{ "p_high", ours.chance_of_high },
					{ "expected", ours.mean },
					{ "variance", ours.variance } };
			for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
				vector_check_number(check, columns[c].column, VECTOR_INTERVAL,
						    vectors_number(table, row, columns[c].column),
						    columns[c].ours);
		}
		vector_check_end(check);
	}
}
