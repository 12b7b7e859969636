#include "reports/disclosure/attack_private.h"

#include <string.h>

#include "core/error.h"
#include "reports/disclosure/gate.h"

gint64 attack_deadline_us(gint64 limit_ms)
{
	return limit_ms > 0 ? g_get_monotonic_time() + limit_ms * 1000 : 0;
}

/* ── the system ── */

/* The gate looks at no bounds: what it derives may lie beyond them. */
static bool put_in(System *system, const GateCell *cell, GError **error)
{
	guint unknown = system->places[cell->cell] - 1;
	if (cell->value < system->low[unknown] || cell->value > system->high[unknown]) {
		const char *key = store_cell(system->store, cell->cell)->key;
		g_autofree char *what = g_strdup_printf("'%s' would have to be %" G_GINT64_FORMAT
							", which it cannot be",
							key, cell->value);
		system_contradicts(error, what);
		return false;
	}
	system->low[unknown] = system->high[unknown] = cell->value;
	return true;
}

System *attack_system(const Store *store, bool **ret_derived, GError **error)
{
	g_autoptr(System) system = system_new(store, error);
	g_autoptr(GArray) derivable = system == NULL ? NULL : gate_derive(store, error);
	if (derivable == NULL)
		return NULL;
	g_autofree bool *derived = g_new0(bool, system->count + 1);
	for (guint n = 0; n < derivable->len; n++) {
		const GateCell *cell = &g_array_index(derivable, GateCell, n);
		derived[system->places[cell->cell] - 1] = true;
		if (!put_in(system, cell, error))
			return NULL;
	}
	if (!system_narrow(system, error))
		return NULL;
	if (ret_derived != NULL)
		*ret_derived = g_steal_pointer(&derived);
	return g_steal_pointer(&system);
}

/* ── the result ── */

static gint worst_first(gconstpointer left, gconstpointer right, gpointer data)
{
	const AttackCell *a = left;
	const AttackCell *b = right;
	const Store *store = data;
	gint64 width_a = a->high - a->low, width_b = b->high - b->low;
	if (a->derivable != b->derivable)
		return a->derivable ? -1 : 1;
	if (width_a != width_b)
		return width_a < width_b ? -1 : 1;
	return strcmp(store_cell(store, a->cell)->key, store_cell(store, b->cell)->key);
}

static void add_part(Audit *audit, const System *system, const PartAttack *attack)
{
	g_autofree guint *cells = g_new(guint, attack->count);
	for (guint column = 0; column < attack->count; column++) {
		guint unknown = g_array_index(attack->part->unknowns, guint, column);
		cells[column] = system->cells[unknown];
		AttackCell failed = { cells[column], attack->low[column], attack->high[column],
				      false };
		gint64 width = attack->most[column] - attack->least[column];
		if (attack->verdicts[column] == PART_FAILED)
			g_array_append_val(audit->failing, failed);
		else if (width >= attack->rule->width)
			audit->margin = audit->margin < 0 ? width : MIN(audit->margin, width);
	}
	for (guint table = 1; table < attack->pool->len; table++)
		tables_change(audit->tables, table, cells, attack->pool->pdata[table],
			      attack->count);
	audit->programs += attack->programs;
	audit->searches += attack->searches;
}

static void add_fixed(Audit *audit, const System *system, const AttackRule *rule,
		      const bool *derived)
{
	for (guint unknown = 0; unknown < system->count; unknown++) {
		AttackCell cell = { system->cells[unknown], system->low[unknown],
				    system->high[unknown], derived[unknown] };
		if (cell.low == cell.high && !attack_meets(rule, cell.low, cell.high))
			g_array_append_val(audit->failing, cell);
	}
}

/* Table 0: what is fixed, and the first table of every part. */
static void begin_tables(Audit *audit, const System *system, const GPtrArray *attacks)
{
	g_autofree gint64 *values = g_new0(gint64, system->store->cells->len + 1);
	for (guint unknown = 0; unknown < system->count; unknown++)
		values[system->cells[unknown]] = system->low[unknown];
	for (guint n = 0; n < attacks->len; n++) {
		const PartAttack *attack = attacks->pdata[n];
		for (guint column = 0; column < attack->count; column++) {
			guint unknown = g_array_index(attack->part->unknowns, guint, column);
			values[system->cells[unknown]] = attack->base[column];
		}
	}
	tables_begin(audit->tables, values);
}

static void free_attack(gpointer data)
{
	part_attack_free(data);
}

static GPtrArray *run_parts(const System *system, const GPtrArray *parts, const AttackRule *rule,
			    GError **error)
{
	g_autoptr(GPtrArray) attacks = g_ptr_array_new_with_free_func(free_attack);
	gint64 deadline_us = attack_deadline_us(rule->limit_ms);
	for (guint n = 0; n < parts->len; n++) {
		PartAttack *attack = part_attack_new(system, parts->pdata[n], rule, deadline_us);
		g_ptr_array_add(attacks, attack);
		if (attack_recall(attack))
			continue;
		if (!part_attack_begin(attack, error) || !part_attack_run(attack, error))
			return NULL;
		attack_remember(attack);
	}
	return g_steal_pointer(&attacks);
}

Audit *attack_audit(const Store *store, const AttackRule *rule, GError **error)
{
	g_autofree bool *derived = NULL;
	g_autoptr(System) system = attack_system(store, &derived, error);
	if (system == NULL)
		return NULL;
	g_autoptr(GPtrArray) parts = system_parts(system);
	g_autoptr(GPtrArray) attacks = run_parts(system, parts, rule, error);
	if (attacks == NULL)
		return NULL;
	g_autoptr(Audit) audit = g_new0(Audit, 1);
	audit->tables = tables_new(store);
	audit->failing = g_array_new(FALSE, FALSE, sizeof(AttackCell));
	audit->margin = -1;
	audit->cells = system->count;
	audit->components = parts->len;
	begin_tables(audit, system, attacks);
	add_fixed(audit, system, rule, derived);
	for (guint n = 0; n < attacks->len; n++)
		add_part(audit, system, attacks->pdata[n]);
	g_array_sort_with_data(audit->failing, worst_first, (gpointer)(gsize)store);
	return tables_hold(audit->tables, error) ? g_steal_pointer(&audit) : NULL;
}

void audit_free(Audit *audit)
{
	if (audit == NULL)
		return;
	tables_free(audit->tables);
	if (audit->failing != NULL)
		g_array_unref(audit->failing);
	g_free(audit);
}

/* ── intervals ── */

static bool find_intervals(const System *system, const SystemPart *part, const AttackRule *rule,
			   gint64 deadline_us, AttackInterval **places, GError **error)
{
	g_autoptr(PartAttack) attack = part_attack_new(system, part, rule, deadline_us);
	bool wanted = false;
	for (guint column = 0; column < attack->count; column++)
		wanted |= places[g_array_index(part->unknowns, guint, column)] != NULL;
	if (!wanted)
		return true;
	if (!part_attack_begin(attack, error))
		return false;
	for (guint column = 0; column < attack->count; column++) {
		AttackInterval *place = places[g_array_index(part->unknowns, guint, column)];
		if (place != NULL && !part_attack_ends(attack, column, place, error))
			return false;
	}
	return true;
}

GArray *attack_intervals(const Store *store, const guint *cells, guint count, gint64 limit_ms,
			 GError **error)
{
	/* no width is enough: every end is looked for */
	const AttackRule rule = { CELL_NO_MOST, CELL_NO_MOST, limit_ms };
	gint64 deadline_us = attack_deadline_us(limit_ms);
	g_autoptr(System) system = system_new(store, error);
	if (system == NULL)
		return NULL;
	g_autoptr(GPtrArray) parts = system_parts(system);
	g_autoptr(GArray) intervals = g_array_new(FALSE, TRUE, sizeof(AttackInterval));
	g_array_set_size(intervals, count);
	g_autofree AttackInterval **places = g_new0(AttackInterval *, system->count + 1);
	for (guint n = 0; n < count; n++) {
		AttackInterval *place = &g_array_index(intervals, AttackInterval, n);
		guint unknown = system->places[cells[n]];
		gint64 value =
		    unknown > 0 ? system->low[unknown - 1] : store_cell(store, cells[n])->value;
		*place = (AttackInterval){ (double)value, (double)value, value, value };
		if (unknown > 0)
			places[unknown - 1] = place;
	}
	for (guint n = 0; n < parts->len; n++)
		if (!find_intervals(system, parts->pdata[n], &rule, deadline_us, places, error))
			return NULL;
	return g_steal_pointer(&intervals);
}
