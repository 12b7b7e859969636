#include "reports/disclosure/cleanup.h"

#include "core/progress.h"

typedef struct {
	guint cell;
	double cost;
} Hidden;

static gint dearest_first(gconstpointer left, gconstpointer right)
{
	const Hidden *a = left, *b = right;
	if (a->cost < b->cost || a->cost > b->cost)
		return a->cost > b->cost ? -1 : 1;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

guint cleanup_release(Repair *repair, const Store *store, const double *costs, const bool *chosen)
{
	g_autoptr(GArray) hidden = g_array_new(FALSE, FALSE, sizeof(Hidden));
	for (guint n = 0; n < store->cells->len; n++) {
		Hidden one = { n, costs[n] };
		if (chosen[n] && store_cell(store, n)->state == CELL_HIDDEN)
			g_array_append_val(hidden, one);
	}
	g_array_sort(hidden, dearest_first);
	guint released = 0;
	g_autoptr(Progress) progress =
	    progress_begin("protect, needless ones", "figures tried", hidden->len);
	for (guint n = 0; n < hidden->len; n++) {
		released += repair_release(repair, g_array_index(hidden, Hidden, n).cell);
		progress_add(progress, 1);
	}
	return released;
}
