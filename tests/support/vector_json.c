#include "tests/support/vector_json.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "tests/support/vectors.h"

/* ── what JSON says, or a failed test ── */

static json_t *member(const VectorJson *vector, json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	cr_assert_not_null(value, "%s: no \"%s\" where there has to be one", vector->file, name);
	return value;
}

static const char *text_of(const VectorJson *vector, json_t *value)
{
	cr_assert(json_is_string(value), "%s: a name is no text", vector->file);
	return json_string_value(value);
}

static double number_of(const VectorJson *vector, json_t *value)
{
	if (json_is_null(value))
		return INFINITY;
	cr_assert(json_is_number(value), "%s: a number is none", vector->file);
	return json_number_value(value);
}

static gint64 whole_of(const VectorJson *vector, json_t *value)
{
	double number = number_of(vector, value);
	cr_assert(number == floor(number) && fabs(number) < 1e15, "%s: %g is no whole number",
		  vector->file, number);
	return (gint64)number;
}

static guint cell_of(const VectorJson *vector, json_t *value)
{
	guint cell = 0;
	const char *name = text_of(vector, value);
	cr_assert(store_find(vector->store, name, &cell), "%s: no cell '%s'", vector->file, name);
	return cell;
}

static GArray *cells_of(const VectorJson *vector, json_t *list)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(guint));
	size_t n;
	json_t *item;
	json_array_foreach(list, n, item)
	{
		guint cell = cell_of(vector, item);
		g_array_append_val(cells, cell);
	}
	return cells;
}

/* ── the parts ── */

static void read_cells(VectorJson *vector, json_t *list)
{
	size_t n;
	json_t *item;
	gint64 largest = 0;
	json_array_foreach(list, n, item)
	{
		gint64 value = whole_of(vector, member(vector, item, "value"));
		store_add(vector->store, text_of(vector, member(vector, item, "cell")), value);
		largest = MAX(largest, value);
	}
	vector->most = 3 * largest + 100;
	for (guint cell = 0; cell < vector->store->cells->len; cell++) {
		store_cell(vector->store, cell)->least = vector->least;
		store_cell(vector->store, cell)->most = vector->most;
	}
}

static void read_equations(VectorJson *vector, json_t *list)
{
	size_t n;
	json_t *item;
	json_array_foreach(list, n, item)
	{
		json_t *total = member(vector, item, "total");
		g_autoptr(GArray) parts = cells_of(vector, member(vector, item, "parts"));
		g_autofree char *name =
		    g_strdup_printf("equation %zu: %s", n + 1, text_of(vector, total));
		store_total(vector->store, name, cell_of(vector, total),
			    &g_array_index(parts, guint, 0), parts->len);
	}
}

static void read_primaries(VectorJson *vector, json_t *list)
{
	size_t n;
	json_t *item;
	json_array_foreach(list, n, item)
	{
		VectorPrimary primary = {
			.cell = cell_of(vector, member(vector, item, "cell")),
			.below = whole_of(vector, member(vector, item, "LPL")),
			.above = whole_of(vector, member(vector, item, "UPL")),
			.width = whole_of(vector, member(vector, item, "SPL")),
		};
		g_array_append_val(vector->primaries, primary);
	}
}

static GArray *read_attack(const VectorJson *vector, json_t *list)
{
	GArray *attack = g_array_new(FALSE, FALSE, sizeof(VectorInterval));
	size_t n;
	json_t *item;
	json_array_foreach(list, n, item)
	{
		json_t *lp = member(vector, item, "lp");
		json_t *whole = json_object_get(item, "integer");
		VectorInterval interval = {
			.cell = cell_of(vector, member(vector, item, "cell")),
			.lp_low = number_of(vector, json_array_get(lp, 0)),
			.lp_high = number_of(vector, json_array_get(lp, 1)),
			.whole = json_is_array(whole),
		};
		if (interval.whole) {
			interval.low = number_of(vector, json_array_get(whole, 0));
			interval.high = number_of(vector, json_array_get(whole, 1));
		}
		g_array_append_val(attack, interval);
	}
	return attack;
}

static void free_optimum(gpointer data)
{
	VectorOptimum *optimum = data;
	g_free(optimum->objective);
	g_array_unref(optimum->pattern);
	g_array_unref(optimum->attack);
	g_free(optimum);
}

static VectorOptimum *read_optimum(const VectorJson *vector, const char *objective, json_t *item)
{
	VectorOptimum *optimum = g_new0(VectorOptimum, 1);
	optimum->objective = g_strdup(objective);
	optimum->proved = json_object_get(item, "objective_total") != NULL;
	if (optimum->proved) {
		optimum->total = number_of(vector, member(vector, item, "objective_total"));
		optimum->secondary =
		    number_of(vector, member(vector, item, "objective_secondary_only"));
	}
	optimum->pattern = cells_of(vector, json_object_get(item, "one_optimal_pattern"));
	optimum->attack = read_attack(vector, json_object_get(item, "attack_lp_on_pattern"));
	return optimum;
}

static gint by_objective(gconstpointer left, gconstpointer right)
{
	const VectorOptimum *const *a = left;
	const VectorOptimum *const *b = right;
	return strcmp((*a)->objective, (*b)->objective);
}

static void read_optima(VectorJson *vector, json_t *object)
{
	const char *objective;
	json_t *item;
	vector->optima = g_ptr_array_new_with_free_func(free_optimum);
	json_object_foreach(object, objective, item)
	    g_ptr_array_add(vector->optima, read_optimum(vector, objective, item));
	g_ptr_array_sort(vector->optima, by_objective);
}

VectorJson *vector_json_read(const char *file)
{
	g_autofree char *path = vector_path(file);
	json_error_t fault;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &fault);
	cr_assert_not_null(root, "%s:%d:%d: %s", file, fault.line, fault.column, fault.text);
	VectorJson *vector = g_new0(VectorJson, 1);
	vector->file = g_strdup(file);
	vector->store = store_new();
	vector->primaries = g_array_new(FALSE, FALSE, sizeof(VectorPrimary));
	vector->name = g_strdup(text_of(vector, member(vector, root, "name")));
	vector->least = whole_of(vector, member(vector, root, "attacker_lower_bound"));
	read_cells(vector, member(vector, root, "cells"));
	read_equations(vector, member(vector, root, "equations"));
	read_primaries(vector, json_object_get(root, "primary"));
	vector->forced = cells_of(vector, json_object_get(root, "forced_publish"));
	vector->pattern = cells_of(vector, json_object_get(root, "pattern"));
	vector->attack = read_attack(vector, json_object_get(root, "attack"));
	read_optima(vector, json_object_get(root, "optimum"));
	json_decref(root);
	return vector;
}

void vector_json_free(VectorJson *vector)
{
	if (vector == NULL)
		return;
	g_free(vector->file);
	g_free(vector->name);
	store_free(vector->store);
	g_array_unref(vector->primaries);
	g_array_unref(vector->forced);
	g_array_unref(vector->pattern);
	g_array_unref(vector->attack);
	g_ptr_array_unref(vector->optima);
	g_free(vector);
}

void vector_json_hide(VectorJson *vector, const GArray *cells)
{
	for (guint cell = 0; cell < vector->store->cells->len; cell++)
		store_cell(vector->store, cell)->state = CELL_PUBLISHED;
	for (guint n = 0; n < cells->len; n++)
		store_cell(vector->store, g_array_index(cells, guint, n))->state = CELL_HIDDEN;
}
