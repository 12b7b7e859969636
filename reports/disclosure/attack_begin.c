#include "reports/disclosure/attack_private.h"

#include <math.h>

#include "core/error.h"

static const SystemRelation *relation_at(const PartAttack *attack, guint n)
{
	return attack->part->relations->pdata[n];
}

static bool nothing_fits(const PartAttack *attack, const char *equation, GError **error)
{
	g_autofree char *what =
	    g_strdup_printf("no table of whole numbers fits the %u figures around '%s' ('%s')",
			    attack->count, equation, part_attack_cell(attack, 0)->key);
	system_contradicts(error, what);
	return false;
}

/* A program in which every equation may be missed, at the cost of what it is missed by; the first
 * of the two columns that miss equation n is COUNT + 2n. Transfer full. */
static Solver *lenient(const PartAttack *attack)
{
	Solver *solver = solver_new();
	for (guint column = 0; column < attack->count; column++)
		solver_column(solver, (double)attack->low[column],
			      attack->high[column] == CELL_NO_MOST ? INFINITY
								   : (double)attack->high[column]);
	for (guint n = 0; n < attack->part->relations->len; n++) {
		const SystemRelation *relation = relation_at(attack, n);
		guint count = relation->terms->len;
		g_autofree guint *columns = g_new(guint, count + 2);
		g_autofree double *factors = g_new(double, count + 2);
		for (guint t = 0; t < count; t++) {
			const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, t);
			columns[t] = term->cell;
			factors[t] = (double)term->factor;
		}
		for (guint side = 0; side < 2; side++) {
			columns[count + side] = solver_column(solver, 0, INFINITY);
			factors[count + side] = side == 0 ? 1 : -1;
			solver_cost(solver, columns[count + side], 1);
		}
		solver_row(solver, columns, factors, count + 2, (double)relation->right,
			   (double)relation->right);
	}
	return solver;
}

/* The equation that is missed most when as little is missed as can be. Borrowed; never NULL. */
static const char *most_missed(const PartAttack *attack)
{
	static const double least_miss = 1e-6;
	g_autoptr(Solver) solver = lenient(attack);
	solver_work(solver, 100000, 0);
	SolverEnd end = solver_run(solver, 0);
	const char *name = relation_at(attack, 0)->name;
	double worst = least_miss;
	for (guint n = 0; n < attack->part->relations->len && end == SOLVER_BEST; n++) {
		guint first = attack->count + 2 * n;
		double miss = solver_value(solver, first) + solver_value(solver, first + 1);
		if (miss > worst + least_miss) {
			name = relation_at(attack, n)->name;
			worst = miss;
		}
	}
	return name;
}

/* A table from the solver's answer, if it is one. */
static bool take_first(PartAttack *attack, const gint64 *from)
{
	g_autofree gint64 *values = attack_program_answer(attack, from);
	if (part_attack_fits(attack, values))
		attack->base = g_steal_pointer(&values);
	return attack->base != NULL;
}

/* The solver's answer, within the bounds: where to look from when numbers were too large for it.
 * Transfer full. */
static gint64 *nearby(const PartAttack *attack, const gint64 *from)
{
	gint64 *values = attack_program_answer(attack, from);
	for (guint column = 0; column < attack->count; column++)
		values[column] = CLAMP(values[column], attack->low[column], attack->high[column]);
	return values;
}

bool part_attack_begin(PartAttack *attack, GError **error)
{
	static const guint tries = 4;
	g_autofree gint64 *from = g_memdup2(attack->low, attack->count * sizeof(gint64));
	SolverEnd end = SOLVER_BEST;
	for (guint n = 0; n < tries && attack->base == NULL; n++) {
		attack_program_make(attack, from, n > 0 ? WINDOW_WIDE : WINDOW_NONE);
		if (!attack_program_run(attack, RUN_FRACTIONS, &end, error))
			return false;
		if (n == 0 && end == SOLVER_NONE)
			return nothing_fits(attack, most_missed(attack), error);
		if (end != SOLVER_BEST || take_first(attack, from))
			break;
		if (!attack_program_run(attack, RUN_WHOLE, &end, error))
			return false;
		if (end == SOLVER_BEST && take_first(attack, from))
			break;
		if (n == 0 && end == SOLVER_NONE)
			return nothing_fits(attack, relation_at(attack, 0)->name, error);
		gint64 *next = nearby(attack, from);
		g_free(from);
		from = next;
	}
	if (attack->base == NULL)
		return attack_program_stopped(attack, error);
	attack_program_make(attack, attack->base, WINDOW_WIDE);
	part_attack_add(attack, attack->base);
	return true;
}
