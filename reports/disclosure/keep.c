#include "reports/disclosure/keep.h"

#include "reports/disclosure/cost.h"

/* What the key chooses by. */
#define USE "keep"
/* One in so many sums is chosen. */
static const double CHOSEN_IN = 4;

/* By the total, so that the order of terms changes nothing. */
static bool is_chosen(const Store *store, const StoreEquation *equation, const ProtectRules *rules)
{
	bool chosen = false;
	for (guint n = 0; n < equation->terms->len && rules->key != NULL; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		const char *key = store_cell(store, term->cell)->key;
		chosen = chosen ||
			 (term->factor > 0 && cost_jitter(rules->key, USE, key) * CHOSEN_IN < 1);
	}
	return chosen;
}

static bool has_primary(const Store *store, const StoreEquation *equation, const bool *headline)
{
	for (guint n = 0; n < equation->terms->len; n++) {
		guint place = g_array_index(equation->terms, StoreTerm, n).cell;
		if (headline[place] && store_cell(store, place)->rule != NULL)
			return true;
	}
	return false;
}

static bool may_stay(const StoreCell *cell)
{
	return !cell->forced && cell->state == CELL_PUBLISHED && cell->rule == NULL;
}

/* KEPT without the cells of EQUATION. */
static void leave_free(const StoreEquation *equation, bool *kept)
{
	for (guint n = 0; n < equation->terms->len; n++)
		kept[g_array_index(equation->terms, StoreTerm, n).cell] = false;
}

/* Has a figure that a rule hits, or one of REFUSED. */
static bool has_hit(const Store *store, const StoreEquation *equation, const GArray *refused)
{
	for (guint n = 0; n < equation->terms->len; n++) {
		guint place = g_array_index(equation->terms, StoreTerm, n).cell;
		if (store_cell(store, place)->rule != NULL)
			return true;
		for (guint m = 0; refused != NULL && m < refused->len; m++)
			if (place == g_array_index(refused, guint, m))
				return true;
	}
	return false;
}

static void force(Store *store, const bool *kept)
{
	for (guint n = 0; n < store->cells->len; n++)
		store_cell(store, n)->forced = store_cell(store, n)->forced || kept[n];
}

bool *keep_wanted(Store *store, const GArray *refused)
{
	bool *kept = g_new0(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		kept[n] = store_cell(store, n)->wanted && may_stay(store_cell(store, n));
	for (guint n = 0; n < store->equations->len; n++)
		if (has_hit(store, store->equations->pdata[n], refused))
			leave_free(store->equations->pdata[n], kept);
	force(store, kept);
	return kept;
}

bool *keep_headline(Store *store, const bool *headline, const ProtectRules *rules)
{
	bool *kept = g_new0(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		kept[n] = headline[n] && may_stay(store_cell(store, n));
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		if (is_chosen(store, equation, rules) || has_primary(store, equation, headline))
			leave_free(equation, kept);
	}
	force(store, kept);
	return kept;
}

void keep_free(Store *store, const bool *kept)
{
	for (guint n = 0; n < store->cells->len; n++)
		if (kept[n])
			store_cell(store, n)->forced = false;
}
