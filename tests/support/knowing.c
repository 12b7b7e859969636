#include "tests/support/knowing.h"

#include <string.h>

typedef struct {
	const Store *store;
	const ProtectRules *rules;
	GBytes *const *keys;
	guint keys_count;
	Knowing result;
	SmallRange *ranges;
} Attacker;

/* The table of VALUES as it was before anything was hidden. Transfer full. */
static Store *unprotected(const Store *store, const gint64 *values)
{
	Store *table = store_new();
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *from = store_cell(store, n);
		StoreCell *to = store_cell(table, store_add(table, from->key, values[n]));
		to->weight = from->weight;
		to->forced = from->forced;
		to->most = from->most;
		to->state = from->state == CELL_UNPUBLISHED ? CELL_UNPUBLISHED : CELL_PUBLISHED;
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		g_autofree guint *cells = g_new(guint, equation->terms->len);
		g_autofree gint64 *factors = g_new(gint64, equation->terms->len);
		for (guint t = 0; t < equation->terms->len; t++) {
			cells[t] = g_array_index(equation->terms, StoreTerm, t).cell;
			factors[t] = g_array_index(equation->terms, StoreTerm, t).factor;
		}
		store_equate(table, equation->name, cells, factors, equation->terms->len);
	}
	return table;
}

static bool same_pattern(const Attacker *attacker, const gint64 *values, GBytes *key)
{
	g_autoptr(Store) table = unprotected(attacker->store, values);
	g_auto(ProtectResult) result = { 0 };
	ProtectRules rules = *attacker->rules;
	rules.key = key;
	if (!protect(table, &rules, &result, NULL))
		return false;
	for (guint n = 0; n < table->cells->len; n++)
		if (store_cell(table, n)->state != store_cell(attacker->store, n)->state)
			return false;
	return true;
}

static bool look_at(const gint64 *values, gpointer data)
{
	Attacker *attacker = data;
	bool fits =
	    attacker->keys_count == 0 && same_pattern(attacker, values, attacker->rules->key);
	for (guint n = 0; !fits && n < attacker->keys_count; n++)
		fits = same_pattern(attacker, values, attacker->keys[n]);
	attacker->result.candidates++;
	if (!fits)
		return true;
	for (guint n = 0; n < attacker->store->cells->len; n++) {
		SmallRange *range = &attacker->ranges[n];
		bool first = attacker->result.left == 0;
		range->low = first ? values[n] : MIN(range->low, values[n]);
		range->high = first ? values[n] : MAX(range->high, values[n]);
	}
	attacker->result.left++;
	return true;
}

Knowing knowing_attack(const Store *store, const ProtectRules *rules, GBytes *const *keys,
		       guint keys_count, gint64 above)
{
	g_autofree SmallRange *ranges = g_new0(SmallRange, store->cells->len + 1);
	Attacker attacker = { store, rules, keys, keys_count, { .narrowest = G_MAXINT64 }, ranges };
	small_tables(store, above, look_at, &attacker);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		if (cell->state != CELL_HIDDEN || cell->rule == NULL)
			continue;
		gint64 width = ranges[n].high - ranges[n].low;
		attacker.result.narrowed += width < rules->width;
		attacker.result.narrowest = MIN(attacker.result.narrowest, width);
	}
	return attacker.result;
}
