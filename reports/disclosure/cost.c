#include "reports/disclosure/cost.h"

#include <string.h>

/* "measure|place|kind|first|last" */
enum { KEY_FIELDS = 5 };
/* Where classes of size end; far from the threshold, near which a class would tell of small
 * figures. */
static const gint64 classes[] = { 25, 100, 1000 };
/* What a class costs more than the one below it: few, since each hidden figure is a loss. */
static const double STEP = 0.2;
/* How much of a cost is the jitter at most: more hides more than needed, less tells more. */
static const double JITTER = 0.25;

/* Without what says which version of a figure it is: all of them are one to the jitter. */
static gsize length_of(const char *key)
{
	gsize length = 0;
	guint fields = 0;
	for (; key[length] != '\0'; length++) {
		fields += key[length] == '|';
		if (fields == KEY_FIELDS)
			break;
	}
	return length;
}

double cost_jitter(GBytes *secret, const char *use, const char *key)
{
	gsize length = 0;
	const guint8 *bytes = secret != NULL ? g_bytes_get_data(secret, &length) : NULL;
	g_autoptr(GHmac) hmac =
	    g_hmac_new(G_CHECKSUM_SHA256, bytes != NULL ? bytes : (const guint8 *)"", length);
	g_hmac_update(hmac, (const guchar *)use, (gssize)strlen(use) + 1);
	g_hmac_update(hmac, (const guchar *)key, (gssize)length_of(key));
	guint8 digest[32];
	gsize size = sizeof digest;
	g_hmac_get_digest(hmac, digest, &size);
	guint32 number = 0;
	for (guint n = 0; n < 4; n++)
		number = number << 8 | digest[n];
	return (double)number / 4294967296.0;
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
		costs[n] = cell->weight * (1 + STEP * class_of(cell->value)) *
			   (1 + JITTER * cost_jitter(rules->key, "cost", cell->key));
	}
	return costs;
}
