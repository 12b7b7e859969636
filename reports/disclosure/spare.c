#include "reports/disclosure/spare.h"

#include "reports/disclosure/cost.h"

enum { USUAL = 1, MORE = 3 };
/* One figure in so many is asked for more. */
static const double MORE_IN = 4;

gint64 spare_first(const ProtectRules *rules, const char *key)
{
	if (rules->threshold == 0)
		return 0;
	return rules->key != NULL && cost_jitter(rules->key, "spare", key) * MORE_IN < 1 ? MORE
											 : USUAL;
}

gint64 spare_less(gint64 spare)
{
	return spare > USUAL ? USUAL : 0;
}
