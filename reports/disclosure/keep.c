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

bool *keep_headline(Store *store, const bool *headline, const ProtectRules *rules)
{
	bool *kept = g_new0(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		kept[n] = headline[n] && !cell->forced && cell->state == CELL_PUBLISHED &&
			  cell->rule == NULL;
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		bool touched =
		    is_chosen(store, equation, rules) || has_primary(store, equation, headline);
		for (guint m = 0; touched && m < equation->terms->len; m++)
			kept[g_array_index(equation->terms, StoreTerm, m).cell] = false;
	}
	for (guint n = 0; n < store->cells->len; n++)
		store_cell(store, n)->forced = store_cell(store, n)->forced || kept[n];
	return kept;
}

void keep_free(Store *store, const bool *kept)
{
	for (guint n = 0; n < store->cells->len; n++)
		if (kept[n])
			store_cell(store, n)->forced = false;
}
