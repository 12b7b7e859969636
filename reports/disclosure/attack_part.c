#include "reports/disclosure/attack_private.h"

#include <math.h>

/* What the simplex may be off by. */
static const double CLOSE = 1e-6;

/* ── set up ── */

PartAttack *part_attack_new(const System *system, const SystemPart *part, const AttackRule *rule,
			    gint64 deadline_us)
{
	PartAttack *attack = g_new0(PartAttack, 1);
	*attack = (PartAttack){
		.system = system,
		.part = part,
		.rule = rule,
		.deadline_us = deadline_us,
		.count = part->unknowns->len,
		.open = part->unknowns->len,
	};
	attack->low = g_new(gint64, attack->count);
	attack->high = g_new(gint64, attack->count);
	attack->least = g_new(gint64, attack->count);
	attack->most = g_new(gint64, attack->count);
	attack->verdicts = g_new0(PartVerdict, attack->count);
	attack->pool = g_ptr_array_new_with_free_func(g_free);
	for (guint column = 0; column < attack->count; column++) {
		guint unknown = g_array_index(part->unknowns, guint, column);
		attack->low[column] = system->low[unknown];
		attack->high[column] = system->high[unknown];
	}
	return attack;
}

void part_attack_free(PartAttack *attack)
{
	if (attack == NULL)
		return;
	g_free(attack->low);
	g_free(attack->high);
	g_free(attack->least);
	g_free(attack->most);
	g_free(attack->verdicts);
	g_free(attack->base);
	g_ptr_array_unref(attack->pool);
	if (attack->holders != NULL)
		g_ptr_array_unref(attack->holders);
	solver_free(attack->solver);
	g_free(attack);
}

/* ── the pool ── */

/* Takes the solver's answer into the pool if, made whole, it fits. */
static bool take(PartAttack *attack)
{
	g_autofree gint64 *values = attack_program_answer(attack, attack->base);
	if (!part_attack_fits(attack, values))
		return false;
	part_attack_add(attack, values);
	return true;
}

/* ── many at once ── */

/* The same for the same cell and round, wherever the cell stands. */
static bool heads(const PartAttack *attack, guint column, guint round)
{
	guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
	for (const char *letter = part_attack_cell(attack, column)->key; *letter != '\0'; letter++)
		hash = (hash ^ (guchar)*letter) * G_GUINT64_CONSTANT(0x100000001b3);
	hash = (hash + round) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	hash = (hash ^ (hash >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	return ((hash ^ (hash >> 31)) & 1) != 0;
}

/* A sum of all open columns, each with a sign by chance, as large as can be, and as small; where
 * the corner is in fractions, it is left or a table near it SEARCHED for. */
static bool draw(PartAttack *attack, guint round, bool searched, GError **error)
{
	for (guint side = 0; side < 2; side++) {
		SolverEnd end;
		for (guint column = 0; column < attack->count; column++) {
			double sign = heads(attack, column, round) == (side == 0) ? 1 : -1;
			bool open = attack->verdicts[column] == PART_OPEN;
			solver_cost(attack->solver, column, open ? sign : 0);
		}
		if (!attack_program_run(attack, RUN_FRACTIONS, &end, error))
			return false;
		if (end != SOLVER_BEST || take(attack) || !searched)
			continue;
		if (!attack_program_run(attack, RUN_GOOD, &end, error))
			return false;
		if (end == SOLVER_BEST)
			take(attack);
	}
	return true;
}

/* Draws until it is no longer worth while. */
static bool draw_on(PartAttack *attack, bool searched, GError **error)
{
	static const guint most_rounds = 60;
	const guint most_idle = searched ? 3 : 8;
	guint idle = 0;
	for (guint round = 0; round < most_rounds && idle < most_idle && attack->open > 0;
	     round++) {
		guint before = attack->open;
		if (!draw(attack, round, searched, error))
			return false;
		idle = before - attack->open <= before / 20 ? idle + 1 : 0;
	}
	return true;
}

/* ── one by one ── */

/* COLUMN as far up or down as it goes. *RET_END of the solver; *RET_BEST absolute. */
static bool push(PartAttack *attack, guint column, bool up, AttackRun way, SolverEnd *ret_end,
		 double *ret_best, GError **error)
{
	for (guint other = 0; other < attack->count; other++)
		solver_cost(attack->solver, other, 0);
	solver_cost(attack->solver, column, up ? -1 : 1);
	if (!attack_program_run(attack, way, ret_end, error))
		return false;
	if (*ret_end == SOLVER_NONE) /* the base fits, so this is the solver's own fault */
		return attack_program_stopped(attack, error);
	double best = solver_best(attack->solver);
	*ret_best = (double)attack->base[column] + (up ? -best : best);
	if (*ret_end == SOLVER_UNBOUNDED)
		*ret_best = up ? INFINITY : -INFINITY;
	else
		take(attack);
	return true;
}

/* The end of COLUMN, in fractions and whole numbers, kept in low or high; whole numbers are
 * searched only where the simplex found none. */
static bool find_end(PartAttack *attack, guint column, bool up, double *ret_lp, GError **error)
{
	SolverEnd end;
	double best;
	if (!push(attack, column, up, RUN_FRACTIONS, &end, &best, error))
		return false;
	*ret_lp = best;
	if (end == SOLVER_UNBOUNDED)
		return true;
	gint64 whole = (gint64)(up ? floor(best + CLOSE) : ceil(best - CLOSE));
	if (attack->pool->len == 0 || (up ? attack->most : attack->least)[column] != whole) {
		if (!push(attack, column, up, RUN_WHOLE, &end, &best, error))
			return false;
		whole = llround(best);
	}
	gint64 *bound = &(up ? attack->high : attack->low)[column];
	*bound = up ? MIN(*bound, whole) : MAX(*bound, whole);
	return true;
}

static bool find_ends(PartAttack *attack, guint column, AttackInterval *ret_lp, GError **error)
{
	double high, low;
	if (!find_end(attack, column, true, &high, error) ||
	    !find_end(attack, column, false, &low, error))
		return false;
	if (ret_lp != NULL)
		*ret_lp = (AttackInterval){ low, high, attack->low[column], attack->high[column] };
	return true;
}

bool part_attack_ends(PartAttack *attack, guint column, AttackInterval *ret_lp, GError **error)
{
	bool capped = attack->capped;
	if (capped)
		attack_program_bounds(attack, attack->base, WINDOW_NONE);
	bool ended = find_ends(attack, column, ret_lp, error);
	if (capped)
		attack_program_bounds(attack, attack->base, WINDOW_WIDE);
	return ended;
}

static void settle(PartAttack *attack, guint column)
{
	bool met = attack_meets(attack->rule, attack->low[column], attack->high[column]);
	attack->verdicts[column] = met ? PART_MET : PART_FAILED;
	attack->open--;
}

/* Most that fail are held by what is around them, and the pool has both ends already. */
static bool judge_near(PartAttack *attack, guint column)
{
	gint64 low, high;
	if (attack->pool->len == 0 || !attack_near(attack, column, &low, &high))
		return false;
	low = MAX(low, attack->low[column]);
	high = MIN(high, attack->high[column]);
	if (low != attack->least[column] || high != attack->most[column])
		return false;
	attack->low[column] = low;
	attack->high[column] = high;
	settle(attack, column);
	return true;
}

/* Where every corner was in fractions, or there is no end: both ends once more, by search. */
static bool show_in_whole(PartAttack *attack, guint column, GError **error)
{
	for (guint side = 0; side < 2 && attack->verdicts[column] == PART_OPEN; side++) {
		SolverEnd end;
		double best;
		if (!push(attack, column, side == 0, RUN_WHOLE, &end, &best, error))
			return false;
	}
	return attack->verdicts[column] != PART_OPEN || attack_program_stopped(attack, error);
}

/* A width that the bounds allow and the pool does not show is no proof. */
static bool judge_by_ends(PartAttack *attack, guint column, GError **error)
{
	if (!part_attack_ends(attack, column, NULL, error))
		return false;
	if (attack->verdicts[column] != PART_OPEN)
		return true;
	gint64 low = attack->low[column], high = attack->high[column];
	if (high == CELL_NO_MOST || high - low >= attack->rule->width)
		return show_in_whole(attack, column, error);
	settle(attack, column);
	return true;
}

static bool judge(PartAttack *attack, guint column, GError **error)
{
	attack_near_tables(attack, column);
	if (attack->verdicts[column] != PART_OPEN || judge_near(attack, column))
		return true;
	for (guint side = 0; side < 2 && attack->verdicts[column] == PART_OPEN; side++) {
		SolverEnd end;
		double best;
		if (!push(attack, column, side == 0, RUN_FRACTIONS, &end, &best, error))
			return false;
	}
	return attack->verdicts[column] != PART_OPEN || judge_by_ends(attack, column, error);
}

bool part_attack_run(PartAttack *attack, GError **error)
{
	static const guint few = 12; /* are asked for one by one */
	if (attack->thrifty && !draw_on(attack, false, error))
		return false;
	if ((!attack->thrifty || attack->open > few) && !draw_on(attack, true, error))
		return false;
	for (guint column = 0; column < attack->count; column++)
		if (attack->verdicts[column] == PART_OPEN && !judge(attack, column, error))
			return false;
	return true;
}
