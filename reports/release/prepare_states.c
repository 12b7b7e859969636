/* How figures stand: what of them could be found before, and which are printed or withheld now. */
#include "reports/disclosure/own.h"
#include "reports/release/prepare_private.h"

Past *prepare_past(const Store *before, const ProtectRules *rules, GError **error)
{
	const AttackRule rule = { rules->width, rules->threshold, 0 };
	g_autoptr(GArray) known = own_list(before);
	return past_new(before, &rule, (const guint *)(gpointer)known->data,
			rules->contributor ? known->len : 0, error);
}

void prepare_states(const Prepare *prepare, PrepareResult *result)
{
	result->kept = result->primaries = result->secondaries = result->unpublished = 0;
	result->cells = result->missing = result->hidden = result->published = 0;
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		const StoreCell *joined = cell->cell != UNION_NO_CELL && !cell->missing
					      ? store_cell(prepare->store, cell->cell)
					      : NULL;
		if (joined != NULL && cell->table != NULL && cell->state != CELL_UNPUBLISHED) {
			cell->state = joined->state;
			g_free(cell->rule);
			cell->rule = g_strdup(joined->rule);
		}
		if (joined != NULL)
			cell->least = joined->state == CELL_PUBLISHED ? 0 : joined->least;
		bool hidden = cell->state == CELL_HIDDEN && !cell->missing;
		result->kept += hidden && cell->kept;
		result->primaries += hidden && cell->rule != NULL;
		result->secondaries += hidden && cell->rule == NULL;
		if (cell->table == NULL) {
			result->unpublished += !cell->missing;
			continue;
		}
		result->cells += !cell->missing;
		result->missing += cell->missing;
		result->hidden += hidden;
		result->published += !cell->missing && cell->state == CELL_PUBLISHED;
	}
	result->sums = prepare->newest->sums->len;
	result->earlier = prepare->earlier->len;
}
