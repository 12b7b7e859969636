/* The pool of an attack: tables that fit, and what they show of each column. */
#include "reports/disclosure/attack_private.h"

bool attack_meets(const AttackRule *rule, gint64 low, gint64 high)
{
	return high == CELL_NO_MOST || high - low >= rule->width || low >= rule->threshold ||
	       (low == 0 && high == 0);
}

const StoreCell *part_attack_cell(const PartAttack *attack, guint column)
{
	guint unknown = g_array_index(attack->part->unknowns, guint, column);
	return store_cell(attack->system->store, attack->system->cells[unknown]);
}

static bool narrow(const PartAttack *attack, guint column)
{
	return attack->most[column] - attack->least[column] < attack->rule->width;
}

void part_attack_add(PartAttack *attack, const gint64 *values)
{
	bool first = attack->pool->len == 0;
	bool useful = first;
	for (guint column = 0; column < attack->count; column++)
		useful |= attack->verdicts[column] == PART_OPEN &&
			  (values[column] < attack->least[column] ||
			   values[column] > attack->most[column]);
	if (!useful)
		return;
	g_ptr_array_add(attack->pool, g_memdup2(values, attack->count * sizeof(gint64)));
	for (guint column = 0; column < attack->count; column++) {
		gint64 value = values[column];
		attack->least[column] = first ? value : MIN(attack->least[column], value);
		attack->most[column] = first ? value : MAX(attack->most[column], value);
		if (attack->verdicts[column] == PART_OPEN && !narrow(attack, column)) {
			attack->verdicts[column] = PART_MET;
			attack->open--;
		}
	}
}
