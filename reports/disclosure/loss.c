#include "reports/disclosure/loss.h"

#include <math.h>

#include "core/error.h"

static double bits_of(gint64 value)
{
	return log2(1 + (double)value);
}

static void add_cell(Loss *loss, const StoreCell *cell, bool lost, double bits_lost)
{
	loss->cells++;
	loss->value += cell->value;
	loss->bits += bits_of(cell->value);
	if (!lost)
		return;
	loss->lost++;
	loss->value_lost += cell->value;
	loss->bits_lost += MIN(bits_lost, bits_of(cell->value));
}

Loss loss_of_hiding(const Store *store, LossTable table)
{
	Loss loss = { .possible = true };
	for (guint n = 0; n < table.count; n++) {
		const StoreCell *cell = store_cell(store, table.cells[n]);
		add_cell(&loss, cell, cell->state != CELL_PUBLISHED, INFINITY);
	}
	return loss;
}

Loss loss_of_rounding(const Store *store, const Rounding *rounding, gint64 base, LossTable table)
{
	Loss loss = { .possible = rounding != NULL };
	for (guint n = 0; rounding != NULL && n < table.count; n++) {
		const StoreCell *cell = store_cell(store, table.cells[n]);
		bool changed = rounding->values[table.cells[n]] != cell->value;
		add_cell(&loss, cell, changed, log2((double)(2 * base - 1)));
		if (changed) /* a part of it is told */
			loss.value_lost -= MIN(cell->value, rounding->values[table.cells[n]]);
	}
	return loss;
}

Loss loss_of_coarsening(const Store *store, LossTable table, LossTable coarser)
{
	Loss loss = { .possible = coarser.count > 0 };
	if (!loss.possible)
		return loss;
	g_autoptr(GHashTable) kept = g_hash_table_new(NULL, NULL);
	double told = 0;
	for (guint n = 0; n < coarser.count; n++) {
		const StoreCell *cell = store_cell(store, coarser.cells[n]);
		if (cell->state != CELL_PUBLISHED)
			continue;
		g_hash_table_add(kept, GUINT_TO_POINTER(coarser.cells[n]));
		told += bits_of(cell->value);
	}
	for (guint n = 0; n < table.count; n++)
		add_cell(&loss, store_cell(store, table.cells[n]),
			 !g_hash_table_contains(kept, GUINT_TO_POINTER(table.cells[n])), INFINITY);
	loss.bits_lost = MAX(loss.bits - told, 0);
	return loss;
}

LossWay loss_recommend(const Loss losses[LOSS_WAYS])
{
	LossWay best = LOSS_HIDE;
	for (LossWay way = LOSS_ROUND; way < LOSS_WAYS; way++)
		if (losses[way].possible && losses[way].bits_lost < losses[best].bits_lost)
			best = way;
	return best;
}

static double share(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : 0;
}

void loss_write(GString *text, const char *table, const Loss losses[LOSS_WAYS])
{
	static const char *const names[] = { "hide", "round", "coarser table" };
	LossWay best = loss_recommend(losses);
	g_string_append_printf(text, "%s\n", table);
	for (LossWay way = LOSS_HIDE; way < LOSS_WAYS; way++) {
		const Loss *loss = &losses[way];
		if (!loss->possible) {
			g_string_append_printf(text, "  %-14s not possible\n", names[way]);
			continue;
		}
		g_string_append_printf(
		    text,
		    "  %-14s %u of %u figures not told as they are, %.1f %% of their sum, %.1f %% of "
		    "information%s\n",
		    names[way], loss->lost, loss->cells,
		    share((double)loss->value_lost, (double)loss->value),
		    share(loss->bits_lost, loss->bits), way == best ? "  <- loses least" : "");
	}
}

bool loss_allowed(const char *table, const Loss *hiding, guint most_pct, const char *coarser,
		  GError **error)
{
	if ((guint64)hiding->lost * 100 <= (guint64)most_pct * hiding->cells)
		return true;
	g_autofree char *hint =
	    coarser != NULL ? g_strdup_printf("Publish '%s' in its place.", coarser)
			    : g_strdup("Publish longer periods, larger places or fewer kinds.");
	error_set(
	    error, SHUMAR_ERROR_DISCLOSURE, hint,
	    "table '%s' would withhold %u of %u figures, more than the %u %% that are allowed",
	    table, hiding->lost, hiding->cells, most_pct);
	return false;
}
