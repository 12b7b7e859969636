#include "reports/disclosure/cost.h"

/* Where classes of size end; far from the threshold, near which a class would tell of small
 * figures. */
static const gint64 classes[] = { 25, 100, 1000 };
/* What a class costs more than the one below it: few, since each hidden figure is a loss. */
static const double STEP = 0.2;
/* How much of a cost is the jitter at most: more hides more than needed, less tells more. */
static const double JITTER = 0.25;

static guint class_of(gint64 value)
{
	guint class = 0;
	while (class < G_N_ELEMENTS(classes) && value >= classes[class])
		class ++;
	return class;
}

double *costs_new(const Store *store, const ProtectRules *rules)
{
	double *costs = g_new(double, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		costs[n] = cell->weight * (1 + STEP * class_of(cell->value)) *
			   (1 + JITTER * cost_jitter(rules->key, "cost", cell->key));
	}
	return costs;
}
