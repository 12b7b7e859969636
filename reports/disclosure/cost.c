#include "reports/disclosure/cost.h"

#include <math.h>

/* Where classes of size end; far from the threshold, near which a class would tell of small
 * figures. */
static const gint64 classes[] = { 25, 100, 1000 };
/* What a class costs more than the one below it: few, since each hidden figure is a loss. */
static const double STEP = 0.2;
/* The logarithm of the most a jittered cost is multiplied or divided by. */
static const double SPREAD = 2.5;
/* The same where there is no key, and nothing to be kept from who has this program. */
static const double SPREAD_PLAIN = 0.1;

/* exp(SPREAD t³), t evenly from -1 to 1: half of all costs are within 1.5 times of each other, so
 * that little more is hidden than needed; one in five is 4 to 20 times as dear or as cheap as that,
 * so that the key alone may be why what is hidden is not what costs least. */
static double jitter(const ProtectRules *rules, const StoreCell *cell)
{
	double t = 2 * cost_jitter(rules->key, "cost", cell->key) - 1;
	return exp((rules->key != NULL ? SPREAD : SPREAD_PLAIN) * t * t * t);
}

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
		costs[n] = cell->weight * (1 + STEP * class_of(cell->value)) * jitter(rules, cell);
	}
	return costs;
}
