#include "reports/build/derived.h"

#include "reports/derive/derive.h"

/* Whether ROW may be the one that WANTED is. */
static bool is_wanted(const TemplateDataset *wanted, const Dataset *rows, size_t row)
{
	if (wanted->row_unless == NULL)
		return true;
	int column = dataset_column(rows, wanted->row_unless, "en");
	const Datum *datum = dataset_value(rows, row, (size_t)column);
	return datum->missing || !datum->truth;
}

/* The first or last of COUNT places in ROWS that WANTED takes; one past them where it takes none.
 */
static size_t pick_place(const TemplateDataset *wanted, const Dataset *rows, const size_t *places,
			 size_t count)
{
	for (size_t n = 0; n < count; n++) {
		size_t at = wanted->row == TEMPLATE_ROW_FIRST ? n : count - 1 - n;
		if (is_wanted(wanted, rows, places[at]))
			return at;
	}
	return count;
}

/* One row of ROWS for each value of the column that WANTED names; of a value all of whose rows are
 * ruled out the one that would be it. */
static Dataset *pick_by(const TemplateDataset *wanted, const Dataset *rows)
{
	int by = dataset_column(rows, wanted->row_by, "en");
	g_autofree bool *done = g_new0(bool, dataset_rows(rows) + 1);
	g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		if (done[row])
			continue;
		g_autoptr(GArray) group = derive_group(rows, by, row, done);
		const size_t *places = (const size_t *)(gpointer)group->data;
		size_t at = pick_place(wanted, rows, places, group->len);
		if (at == group->len)
			at = wanted->row == TEMPLATE_ROW_FIRST ? 0 : group->len - 1;
		g_array_append_val(taken, places[at]);
	}
	return dataset_take(rows, wanted->columns, (const size_t *)(gpointer)taken->data,
			    taken->len);
}

/* The one row of ROWS that WANTED is; where there is none, a row of missing values. */
static Dataset *pick_row(const TemplateDataset *wanted, const Dataset *rows)
{
	if (wanted->row_by != NULL)
		return pick_by(wanted, rows);
	size_t count = dataset_rows(rows);
	for (size_t n = 0; n < count; n++) {
		size_t row = wanted->row == TEMPLATE_ROW_FIRST ? n : count - 1 - n;
		if (is_wanted(wanted, rows, row))
			return dataset_take(rows, wanted->columns, &row, 1);
	}
	Dataset *none = dataset_new(wanted->name, wanted->columns);
	dataset_add_missing(none);
	return none;
}

/* The rows of ROWS that WANTED has: those whose text is one of its words. */
static Dataset *pick_rows(const TemplateDataset *wanted, const Dataset *rows)
{
	Dataset *some = dataset_new(wanted->name, wanted->columns);
	int where = dataset_column(rows, wanted->where, "en");
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		const Datum *word = dataset_value(rows, row, (size_t)where);
		if (word->missing || !g_strv_contains((const char *const *)wanted->is, word->text))
			continue;
		dataset_add_missing(some);
		for (size_t column = 0; column < dataset_columns(rows); column++)
			dataset_set(some, dataset_rows(some) - 1, column,
				    *dataset_value(rows, row, column));
	}
	if (dataset_is_outside(rows))
		dataset_set_outside(some);
	return some;
}

static Dataset *pick(const TemplateDataset *wanted, const Dataset *rows)
{
	return wanted->row == TEMPLATE_ROW_ALL ? pick_rows(wanted, rows) : pick_row(wanted, rows);
}

static Dataset *derive_one(const TemplateDataset *wanted, const Dataset *rows)
{
	Dataset *wider = dataset_take(rows, wanted->columns, NULL, dataset_rows(rows));
	for (guint n = 0; n < wanted->derivations->len; n++)
		derive_run(wanted->derivations->pdata[n], wider);
	return wider;
}

Dataset *derived_dataset(const TemplateDataset *wanted, const Dataset *raw)
{
	if (wanted->from == NULL)
		return wanted->derivations->len > 0 ? derive_one(wanted, raw) : NULL;
	g_autoptr(Dataset) whole = derived_dataset(wanted->from, raw);
	return pick(wanted, whole != NULL ? whole : raw);
}

GHashTable *derived_datasets(const Template *template, GHashTable *raw, GPtrArray *owned)
{
	GHashTable *all = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = template->datasets->pdata[n];
		Dataset *rows = g_hash_table_lookup(raw, wanted->name);
		Dataset *made = NULL;
		if (wanted->from != NULL) /* it stands after the one that it is a row of */
			made = pick(wanted, g_hash_table_lookup(all, wanted->from->name));
		else if (wanted->derivations->len > 0)
			made = derive_one(wanted, rows);
		if (made != NULL)
			g_ptr_array_add(owned, made);
		g_hash_table_insert(all, wanted->name, made != NULL ? made : rows);
	}
	return all;
}
