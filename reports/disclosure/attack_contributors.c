#include "reports/disclosure/attack_private.h"

#include <string.h>

#include "reports/disclosure/own.h"
#include "reports/disclosure/past_parts.h"

/* ── who is the same person ── */

static guint root_of(guint *parents, guint unknown)
{
	while (parents[unknown] != unknown)
		unknown = parents[unknown] = parents[parents[unknown]];
	return unknown;
}

/* The two figures EQUATION makes one, all others in it being nought: the one case of a division is
 * the one case of its district. False: there are not two, or not one. */
static bool same_figure(const System *system, const StoreEquation *equation, guint *ret_pair)
{
	guint open = 0;
	gint64 factors = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		guint place = system->places[term->cell];
		bool fixed = place == 0 || system->low[place - 1] == system->high[place - 1];
		gint64 value = place == 0 ? store_cell(system->store, term->cell)->value
					  : system->low[place - 1];
		if (fixed && value == 0)
			continue;
		if (fixed || open == 2)
			return false;
		ret_pair[open++] = place - 1;
		factors += term->factor;
	}
	return open == 2 && factors == 0;
}

/* By unknown: a number that those share which are the same figure. Transfer full. */
static guint *same_figures(const System *system)
{
	guint *parents = g_new(guint, system->count + 1);
	guint pair[2];
	for (guint unknown = 0; unknown < system->count; unknown++)
		parents[unknown] = unknown;
	for (guint n = 0; n < system->store->equations->len; n++)
		if (same_figure(system, system->store->equations->pdata[n], pair))
			parents[root_of(parents, pair[0])] = root_of(parents, pair[1]);
	for (guint unknown = 0; unknown < system->count; unknown++)
		parents[unknown] = root_of(parents, unknown);
	return parents;
}

/* ── one part ── */

/* The attack on one part, and what is put back between one contributor and the next. */
typedef struct {
	PartAttack *attack;
	gint64 *low, *high;
	const guint *same;
	const Own *own;
	Walk *walk;      /* NULL: no change is known that breaks no sum */
	GPtrArray *seen; /* of gint64 *: tables that fit: the true one, walks from it, those of the
			    audit and of contributors before */
} Part;

/* The true table is one in which every contributor has the figure that she knows. */
static void see_true(Part *part)
{
	static const guint tables = 300;
	PartAttack *attack = part->attack;
	g_autofree gint64 *values = g_new(gint64, attack->count);
	for (guint column = 0; column < attack->count; column++)
		values[column] = part_attack_cell(attack, column)->value;
	if (!part_attack_fits(attack, values))
		return;
	part->walk = attack_walk_new(attack);
	g_ptr_array_add(part->seen, g_memdup2(values, attack->count * sizeof(gint64)));
	if (part->walk != NULL)
		attack_walk(part->walk, attack, values, tables, part->seen);
}

static void see_audit(Part *part, const Audit *audit)
{
	const PartAttack *attack = part->attack;
	const System *system = attack->system;
	for (guint table = 0; table < tables_count(audit->tables); table++) {
		gint64 *values = g_new(gint64, attack->count);
		bool same = table > 0;
		for (guint column = 0; column < attack->count; column++) {
			guint unknown = g_array_index(attack->part->unknowns, guint, column);
			guint cell = system->cells[unknown];
			values[column] = tables_value(audit->tables, table, cell);
			same = same && values[column] == tables_value(audit->tables, 0, cell);
		}
		if (same)
			g_free(values);
		else
			g_ptr_array_add(part->seen, values);
	}
}

static void part_init(Part *part, const System *system, const SystemPart *of, const Audit *audit,
		      const AttackRule *rule, gint64 deadline_us)
{
	PartAttack *attack = part_attack_new(system, of, rule, deadline_us);
	part->attack = attack;
	attack->thrifty = true;
	part->low = g_memdup2(attack->low, attack->count * sizeof(gint64));
	part->high = g_memdup2(attack->high, attack->count * sizeof(gint64));
	part->seen = g_ptr_array_new_with_free_func(g_free);
	see_true(part);
	see_audit(part, audit);
	attack->base = g_memdup2(part->seen->pdata[0], attack->count * sizeof(gint64));
	attack_program_make(attack, attack->base, WINDOW_WIDE);
}

static void part_clear(Part *part)
{
	part_attack_free(part->attack);
	attack_walk_free(part->walk);
	g_free(part->low);
	g_free(part->high);
	g_ptr_array_unref(part->seen);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Part, part_clear)

/* A table to look from in which COLUMN is VALUE, if one has been seen. */
static bool find_base(Part *part, guint column, gint64 value)
{
	PartAttack *attack = part->attack;
	for (guint n = 0; n < part->seen->len; n++) {
		const gint64 *values = part->seen->pdata[n];
		if (values[column] != value)
			continue;
		memcpy(attack->base, values, attack->count * sizeof(gint64));
		return true;
	}
	return false;
}

/* As nobody had looked, but COLUMN is known to be VALUE. False: no table is found to look from. */
static bool begin(Part *part, guint column, gint64 value, GError **error)
{
	PartAttack *attack = part->attack;
	memcpy(attack->low, part->low, attack->count * sizeof(gint64));
	memcpy(attack->high, part->high, attack->count * sizeof(gint64));
	attack->low[column] = attack->high[column] = value;
	memset(attack->verdicts, 0, attack->count * sizeof(PartVerdict));
	attack->verdicts[column] = PART_MET;
	attack->open = attack->count - 1;
	g_ptr_array_set_size(attack->pool, 0);
	if (!find_base(part, column, value)) {
		/* where figures have no end, those seen may be farther off than the program looks
		 */
		g_clear_pointer(&attack->base, g_free);
		return part_attack_begin(attack, error);
	}
	attack_program_bounds(attack, attack->base, WINDOW_WIDE);
	for (guint n = 0; n < part->seen->len; n++) {
		const gint64 *values = part->seen->pdata[n];
		if (values[column] == value)
			part_attack_add(attack, values);
	}
	return true;
}

/* What has been found is of use to the next, as far as memory goes. */
static void keep_seen(Part *part, guint known)
{
	static const guint most_seen = 2000;
	const PartAttack *attack = part->attack;
	for (guint n = known; n < attack->pool->len && part->seen->len < most_seen; n++)
		g_ptr_array_add(part->seen,
				g_memdup2(attack->pool->pdata[n], attack->count * sizeof(gint64)));
}

/* Few figures are not shown wide by what has been seen: a walk in which hers stays shows most. */
static void walk_as(Part *part, guint held, gint64 value)
{
	static const guint tables = 60;
	PartAttack *attack = part->attack;
	if (part->walk == NULL || attack->open == 0 || attack->base[held] != value)
		return;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	attack_walk(part->walk, attack, attack->base, tables, found);
	for (guint n = 0; n < found->len; n++)
		part_attack_add(attack, found->pdata[n]);
}

/* What is hers under another name, or a part of it, is not asked for: she is all of it. */
static void leave_own(const Part *part, guint held)
{
	PartAttack *attack = part->attack;
	const guint *unknowns = &g_array_index(attack->part->unknowns, guint, 0);
	const guint *cells = attack->system->cells;
	for (guint column = 0; column < attack->count; column++) {
		guint unknown = unknowns[column];
		bool own = part->same[unknown] == part->same[unknowns[held]];
		if (attack->verdicts[column] != PART_OPEN ||
		    (!own && !own_has(part->own, cells[unknown], cells[unknowns[held]])))
			continue;
		attack->verdicts[column] = PART_MET;
		attack->open--;
	}
}

static bool attack_as(Part *part, guint column, gint64 value, GArray *findings, GError **error)
{
	PartAttack *attack = part->attack;
	const System *system = attack->system;
	const guint *unknowns = &g_array_index(attack->part->unknowns, guint, 0);
	if (!begin(part, column, value, error))
		return false;
	guint known = attack->pool->len;
	leave_own(part, column);
	walk_as(part, column, value);
	if (attack->open > 0 && !part_attack_run(attack, error))
		return false;
	keep_seen(part, known);
	for (guint other = 0; other < attack->count; other++) {
		AttackFinding finding = { system->cells[unknowns[column]],
					  system->cells[unknowns[other]], attack->low[other],
					  attack->high[other] };
		if (attack->verdicts[other] == PART_FAILED)
			g_array_append_val(findings, finding);
	}
	return true;
}

static bool attack_part(const System *system, const SystemPart *of, const Audit *audit,
			const AttackRule *rule, gint64 deadline_us, const bool *known,
			const guint *same, const Own *own, GArray *findings, GError **error)
{
	g_auto(Part) part = { .same = same, .own = own };
	part_init(&part, system, of, audit, rule, deadline_us);
	for (guint column = 0; column < part.attack->count; column++) {
		if (!known[g_array_index(of->unknowns, guint, column)])
			continue;
		gint64 value = part_attack_cell(part.attack, column)->value;
		if (!attack_as(&part, column, value, findings, error))
			return false;
	}
	return true;
}

static bool any_known(const SystemPart *part, const bool *known)
{
	for (guint column = 0; column < part->unknowns->len; column++)
		if (known[g_array_index(part->unknowns, guint, column)])
			return true;
	return false;
}

static gint by_keys(gconstpointer left, gconstpointer right, gpointer data)
{
	const AttackFinding *a = left;
	const AttackFinding *b = right;
	const Store *store = data;
	gint order = strcmp(store_cell(store, a->known)->key, store_cell(store, b->known)->key);
	return order != 0
		   ? order
		   : strcmp(store_cell(store, a->cell)->key, store_cell(store, b->cell)->key);
}

GArray *attack_contributors(const Store *store, const Audit *audit, const AttackRule *rule,
			    const guint *known, guint count, GError **error)
{
	return attack_contributors_since(store, audit, rule, known, count, NULL, error);
}

GArray *attack_contributors_since(const Store *store, const Audit *audit, const AttackRule *rule,
				  const guint *known, guint count, const PastParts *before,
				  GError **error)
{
	g_autoptr(System) system = attack_system(store, NULL, error);
	if (system == NULL)
		return NULL;
	g_autoptr(GPtrArray) parts = system_parts(system);
	g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(AttackFinding));
	g_autofree bool *is_known = g_new0(bool, system->count + 1);
	g_autofree guint *same = same_figures(system);
	g_autoptr(Own) own = own_new(store);
	gint64 deadline_us = attack_deadline_us(rule->limit_ms);
	for (guint n = 0; n < count; n++)
		if (system->places[known[n]] > 0)
			is_known[system->places[known[n]] - 1] = true;
	for (guint n = 0; n < parts->len; n++)
		if (any_known(parts->pdata[n], is_known) &&
		    !past_parts_have(before, system, parts->pdata[n], is_known) &&
		    !attack_part(system, parts->pdata[n], audit, rule, deadline_us, is_known, same,
				 own, findings, error))
			return NULL;
	g_array_sort_with_data(findings, by_keys, (gpointer)(gsize)store);
	return g_steal_pointer(&findings);
}
