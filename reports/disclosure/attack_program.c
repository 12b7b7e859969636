#include "reports/disclosure/attack_private.h"

#include <math.h>

#include "core/error.h"

/* More than this proves nothing: the audit stops there on every machine. */
enum { STEPS_MOST = 10000000, NODES_MOST = 1000000 };
/* How far from the best a table that shows many figures at once may be. */
static const double GOOD = 0.1;

static const SystemRelation *relation_at(const PartAttack *attack, guint n)
{
	return attack->part->relations->pdata[n];
}

static gint64 sum_of(const SystemRelation *relation, const gint64 *values)
{
	gint64 sum = 0;
	for (guint n = 0; n < relation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, n);
		sum += term->factor * values[term->cell];
	}
	return sum;
}

bool part_attack_fits(const PartAttack *attack, const gint64 *values)
{
	for (guint column = 0; column < attack->count; column++)
		if (values[column] < attack->low[column] || values[column] > attack->high[column])
			return false;
	for (guint n = 0; n < attack->part->relations->len; n++)
		if (sum_of(relation_at(attack, n), values) != relation_at(attack, n)->right)
			return false;
	return true;
}

/* ── the program ── */

static void add_relation(PartAttack *attack, const SystemRelation *relation, gint64 right)
{
	guint count = relation->terms->len;
	g_autofree guint *columns = g_new(guint, count);
	g_autofree double *factors = g_new(double, count);
	for (guint n = 0; n < count; n++) {
		const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, n);
		columns[n] = term->cell;
		factors[n] = (double)term->factor;
	}
	solver_row(attack->solver, columns, factors, count, (double)right, (double)right);
}

void attack_program_bounds(PartAttack *attack, const gint64 *from, gint64 window)
{
	attack->capped = false;
	for (guint column = 0; column < attack->count; column++) {
		gint64 low = attack->low[column] - from[column];
		bool endless = attack->high[column] == CELL_NO_MOST;
		gint64 high = endless ? CELL_NO_MOST : attack->high[column] - from[column];
		attack->capped |= low < -window || high > window;
		low = MAX(low, -window);
		high = MIN(high, window);
		solver_bound(attack->solver, column, (double)low,
			     high == CELL_NO_MOST ? INFINITY : (double)high);
	}
}

void attack_program_make(PartAttack *attack, const gint64 *from, gint64 window)
{
	solver_free(attack->solver);
	attack->solver = solver_new();
	solver_work(attack->solver, STEPS_MOST, NODES_MOST);
	for (guint column = 0; column < attack->count; column++) {
		solver_column(attack->solver, 0, 0);
		solver_whole(attack->solver, column);
	}
	for (guint n = 0; n < attack->part->relations->len; n++) {
		const SystemRelation *relation = relation_at(attack, n);
		add_relation(attack, relation, relation->right - sum_of(relation, from));
	}
	attack_program_bounds(attack, from, window);
}

bool attack_program_stopped(const PartAttack *attack, GError **error)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Allow more time, or leave the finest tables out of the plan.",
		  "the audit stopped without a result in the part of %u figures that begins with "
		  "'%s'; nothing is proved",
		  attack->count, part_attack_cell(attack, 0)->key);
	return false;
}

bool attack_program_left_ms(const PartAttack *attack, gint64 *ret_left_ms)
{
	*ret_left_ms = 0;
	if (attack->deadline_us > 0)
		*ret_left_ms = (attack->deadline_us - g_get_monotonic_time()) / 1000;
	return attack->deadline_us == 0 || *ret_left_ms > 0;
}

bool attack_program_run(PartAttack *attack, AttackRun way, SolverEnd *ret_end, GError **error)
{
	gint64 left_ms;
	if (!attack_program_left_ms(attack, &left_ms))
		return attack_program_stopped(attack, error);
	attack->programs++;
	attack->searches += way != RUN_FRACTIONS;
	*ret_end = way == RUN_FRACTIONS ? solver_run(attack->solver, left_ms)
		   : way == RUN_GOOD    ? solver_run_good(attack->solver, GOOD, left_ms)
					: solver_run_whole(attack->solver, left_ms);
	bool ended = *ret_end != SOLVER_STOPPED && *ret_end != SOLVER_SPENT;
	return ended || attack_program_stopped(attack, error);
}

gint64 *attack_program_answer(const PartAttack *attack, const gint64 *from)
{
	gint64 *values = g_new(gint64, attack->count);
	for (guint column = 0; column < attack->count; column++)
		values[column] = from[column] + llround(solver_value(attack->solver, column));
	return values;
}
