#include "reports/disclosure/spare.h"

#include "reports/disclosure/cost.h"

enum { USUAL = 2, WANTED = 3, MORE = 4 };
/* One figure in so many is asked for more. */
static const double MORE_IN = 4;

gint64 spare_first(const ProtectRules *rules, const StoreCell *cell)
{
	if (rules->threshold == 0)
		return 0;
	if (rules->key != NULL && cost_jitter(rules->key, "spare", cell->key) * MORE_IN < 1)
		return MORE;
	return cell->wanted ? WANTED : USUAL;
}

gint64 spare_less(gint64 spare)
{
	return spare > USUAL ? USUAL : 0;
}
