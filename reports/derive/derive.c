#include "reports/derive/derive.h"

#include <string.h>

static const DeriveMethod *const families[] = { derive_interval_methods, derive_control_methods,
						derive_funnel_methods, derive_survival_methods,
						derive_trend_methods };

const DeriveMethod *derive_method(const char *name)
{
	for (size_t family = 0; family < G_N_ELEMENTS(families); family++) {
		for (const DeriveMethod *method = families[family]; method->name != NULL; method++)
			if (strcmp(method->name, name) == 0)
				return method;
	}
	return NULL;
}

GPtrArray *derive_method_names(void)
{
	GPtrArray *names = g_ptr_array_new();
	for (size_t family = 0; family < G_N_ELEMENTS(families); family++) {
		for (const DeriveMethod *method = families[family]; method->name != NULL; method++)
			g_ptr_array_add(names, (gpointer)(guintptr)method->name);
	}
	g_ptr_array_add(names, NULL);
	return names;
}

/* ── what is withheld ── */

static bool is_hidden_in(const DeriveRows *rows, size_t n)
{
	for (int role = 0; role < DERIVE_ROLES; role++) {
		const Datum *datum = derive_value(rows, (DeriveRole)role, n);
		if (datum != NULL && datum->hidden)
			return true;
	}
	return false;
}

/* Whether a row that takes part is withheld from a method whose results hang on all of them. */
static bool is_hidden_in_all(const DeriveRows *rows)
{
	bool given = rows->derivation->roles[DERIVE_MEAN] != NULL;
	bool alone = rows->derivation->method->reach == DERIVE_ROW;
	for (size_t n = 0; !alone && !given && n < rows->count; n++)
		if (!derive_left_out(rows, n) && is_hidden_in(rows, n))
			return true;
	return false;
}

/* Hides the columns of the N-th row: those of the row alone where OWN of its figures is, those of
 * all rows where any in ALL is, and what else could not be made of its own. */
static void hide(const DeriveRows *rows, size_t n, bool own, bool all)
{
	const DeriveMethod *method = rows->derivation->method;
	for (guint column = 0; method->columns[column].suffix != NULL; column++) {
		size_t at = rows->derivation->first + column;
		bool of_row =
		    method->reach == DERIVE_ROW || (method->reach == DERIVE_REST && column == 0);
		bool missing = dataset_value(rows->dataset, rows->rows[n], at)->missing;
		if (of_row ? own : all || (own && missing))
			dataset_set_hidden(rows->dataset, rows->rows[n], at);
	}
}

/* Takes away what is made of withheld figures. Nothing here knows them: a mean of the rows that are
 * shown is no secret, and is not the mean. */
static void hide_derived(const DeriveRows *rows)
{
	bool all = is_hidden_in_all(rows);
	for (size_t n = 0; n < rows->count; n++)
		hide(rows, n, is_hidden_in(rows, n), all);
}

/* ── running ── */

/* What a left-out row holds and what is derived for it may still change. */
static void mark_left_out(const DeriveRows *rows)
{
	const Derivation *derivation = rows->derivation;
	for (size_t n = 0; n < rows->count; n++) {
		if (!derive_left_out(rows, n))
			continue;
		for (int role = DERIVE_OF; role <= DERIVE_OVER; role++) {
			const char *name = derivation->roles[role];
			int column = name != NULL ? dataset_column(rows->dataset, name, "en") : -1;
			if (column >= 0)
				dataset_set_provisional(rows->dataset, rows->rows[n],
							(size_t)column);
		}
		guint column = derivation->first;
		for (const DeriveColumn *at = derivation->method->columns; at->suffix != NULL; at++)
			dataset_set_provisional(rows->dataset, rows->rows[n], column++);
	}
}

static bool same_value(const Datum *left, const Datum *right)
{
	if (left->missing || right->missing)
		return left->missing && right->missing;
	return datum_compare(left, right) == 0;
}

/* The rows from FIRST on with the same BY value, that are not DONE yet; they are then. */
GArray *derive_group(const Dataset *dataset, int by, size_t first, bool *done)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (size_t row = first; row < dataset_rows(dataset); row++) {
		if (done[row] || (by >= 0 && !same_value(dataset_value(dataset, first, (size_t)by),
							 dataset_value(dataset, row, (size_t)by))))
			continue;
		done[row] = true;
		g_array_append_val(rows, row);
	}
	return rows;
}

void derive_run(const Derivation *derivation, Dataset *dataset)
{
	const char *name = derivation->roles[DERIVE_BY];
	int by = name != NULL ? dataset_column(dataset, name, "en") : -1;
	g_autofree bool *done = g_new0(bool, dataset_rows(dataset) + 1);
	for (size_t row = 0; row < dataset_rows(dataset); row++) {
		if (done[row])
			continue;
		g_autoptr(GArray) group = derive_group(dataset, by, row, done);
		DeriveRows rows = { derivation, dataset, (const size_t *)(gpointer)group->data,
				    group->len };
		derivation->method->run(&rows);
		hide_derived(&rows);
		mark_left_out(&rows);
	}
}

void derivation_free(gpointer data)
{
	Derivation *derivation = data;
	if (derivation == NULL)
		return;
	for (int role = 0; role < DERIVE_ROLES; role++)
		g_free(derivation->roles[role]);
	g_free(derivation->prefix);
	g_free(derivation->event);
	g_free(derivation);
}
