#include "reports/disclosure/attack_private.h"

#include <math.h>
#include <string.h>

/* What the simplex may be off by. */
static const double CLOSE = 1e-6;

/* As many columns as a neighbourhood has, to show what cannot be, and to find what can; programs of
 * this size take a millisecond. */
enum { NEAR_COLUMNS = 40, ROOM_COLUMNS = 150 };

static const SystemRelation *relation_at(const PartAttack *attack, guint n)
{
	return attack->part->relations->pdata[n];
}

static void find_holders(PartAttack *attack)
{
	attack->holders = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	for (guint column = 0; column < attack->count; column++)
		g_ptr_array_add(attack->holders, g_array_new(FALSE, FALSE, sizeof(guint)));
	for (guint n = 0; n < attack->part->relations->len; n++) {
		const SystemRelation *relation = relation_at(attack, n);
		for (guint t = 0; t < relation->terms->len; t++) {
			guint column = g_array_index(relation->terms, StoreTerm, t).cell;
			g_array_append_val(attack->holders->pdata[column], n);
		}
	}
}

static void need_holders(PartAttack *attack)
{
	if (attack->holders == NULL)
		find_holders(attack);
}

/* A program of some relations. */
typedef struct {
	PartAttack *attack;
	Solver *solver;
	GHashTable *places; /* column of the part → column of the solver + 1 */
	GArray *columns;    /* guint, by column of the solver */
	GHashTable *taken;  /* relations + 1 */
} Near;

static guint place_of(Near *near, guint column)
{
	gpointer known = g_hash_table_lookup(near->places, GUINT_TO_POINTER(column));
	if (known != NULL)
		return GPOINTER_TO_UINT(known) - 1;
	const PartAttack *attack = near->attack;
	gint64 low = attack->low[column], high = attack->high[column];
	gint64 base = attack->base[column];
	guint place = solver_column(near->solver, (double)(low - base),
				    high == CELL_NO_MOST ? INFINITY : (double)(high - base));
	g_hash_table_insert(near->places, GUINT_TO_POINTER(column), GUINT_TO_POINTER(place + 1));
	g_array_append_val(near->columns, column);
	return place;
}

static void take_relation(Near *near, guint n)
{
	if (!g_hash_table_add(near->taken, GUINT_TO_POINTER(n + 1)))
		return;
	const SystemRelation *relation = relation_at(near->attack, n);
	guint count = relation->terms->len;
	g_autofree guint *places = g_new(guint, count);
	g_autofree double *factors = g_new(double, count);
	for (guint t = 0; t < count; t++) {
		const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, t);
		places[t] = place_of(near, term->cell);
		factors[t] = (double)term->factor;
	}
	solver_row(near->solver, places, factors, count, 0, 0);
}

/* Relations around COLUMN, the nearest first, until there are enough columns. */
static void take_around(Near *near, guint column)
{
	place_of(near, column);
	for (guint n = 0; n < near->columns->len && near->columns->len < NEAR_COLUMNS; n++) {
		guint at = g_array_index(near->columns, guint, n);
		const GArray *holders = near->attack->holders->pdata[at];
		for (guint h = 0; h < holders->len; h++)
			take_relation(near, g_array_index(holders, guint, h));
	}
}

/* Column 0 of the program as far up or down as it goes, absolute; false: no end, or none found. */
static bool push(const Near *near, bool up, gint64 *ret_end)
{
	guint column = g_array_index(near->columns, guint, 0);
	gint64 left_ms;
	solver_cost(near->solver, 0, up ? -1 : 1);
	if (!attack_program_left_ms(near->attack, &left_ms) ||
	    solver_run(near->solver, left_ms) != SOLVER_BEST)
		return false;
	double best = solver_best(near->solver);
	double end = (double)near->attack->base[column] + (up ? -best : best);
	*ret_end = (gint64)(up ? floor(end + CLOSE) : ceil(end - CLOSE));
	return true;
}

bool attack_near(PartAttack *attack, guint column, gint64 *ret_low, gint64 *ret_high)
{
	need_holders(attack);
	g_autoptr(Solver) solver = solver_new();
	g_autoptr(GHashTable) places = g_hash_table_new(g_direct_hash, g_direct_equal);
	g_autoptr(GHashTable) taken = g_hash_table_new(g_direct_hash, g_direct_equal);
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(guint));
	Near near = { attack, solver, places, columns, taken };
	take_around(&near, column);
	return push(&near, true, ret_high) && push(&near, false, ret_low);
}

/* ── a table that differs nearby only ── */

/* All terms of relation N that have a place; the others stay as they are in the base. */
static void keep_relation(Near *near, guint n)
{
	if (!g_hash_table_add(near->taken, GUINT_TO_POINTER(n + 1)))
		return;
	const SystemRelation *relation = relation_at(near->attack, n);
	g_autofree guint *places = g_new(guint, relation->terms->len);
	g_autofree double *factors = g_new(double, relation->terms->len);
	guint count = 0;
	for (guint t = 0; t < relation->terms->len; t++) {
		const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, t);
		gpointer known = g_hash_table_lookup(near->places, GUINT_TO_POINTER(term->cell));
		if (known == NULL)
			continue;
		places[count] = GPOINTER_TO_UINT(known) - 1;
		factors[count++] = (double)term->factor;
	}
	solver_row(near->solver, places, factors, count, 0, 0);
}

static void make_room(Near *near, guint column)
{
	place_of(near, column);
	for (guint n = 0; n < near->columns->len && near->columns->len < ROOM_COLUMNS; n++) {
		const GArray *holders =
		    near->attack->holders->pdata[g_array_index(near->columns, guint, n)];
		for (guint h = 0; h < holders->len; h++) {
			const SystemRelation *relation =
			    relation_at(near->attack, g_array_index(holders, guint, h));
			for (guint t = 0; t < relation->terms->len; t++)
				place_of(near, g_array_index(relation->terms, StoreTerm, t).cell);
		}
	}
	for (guint n = 0; n < near->columns->len; n++) {
		const GArray *holders =
		    near->attack->holders->pdata[g_array_index(near->columns, guint, n)];
		solver_whole(near->solver, n);
		for (guint h = 0; h < holders->len; h++)
			keep_relation(near, g_array_index(holders, guint, h));
	}
}

/* Takes the table of the solver's answer into the pool, if it fits. */
static void take(const Near *near)
{
	PartAttack *attack = near->attack;
	g_autofree gint64 *values = g_memdup2(attack->base, attack->count * sizeof(gint64));
	for (guint n = 0; n < near->columns->len; n++)
		values[g_array_index(near->columns, guint, n)] +=
		    llround(solver_value(near->solver, n));
	if (part_attack_fits(attack, values))
		part_attack_add(attack, values);
}

void attack_near_tables(PartAttack *attack, guint column)
{
	need_holders(attack);
	g_autoptr(Solver) solver = solver_new();
	g_autoptr(GHashTable) places = g_hash_table_new(g_direct_hash, g_direct_equal);
	g_autoptr(GHashTable) taken = g_hash_table_new(g_direct_hash, g_direct_equal);
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(guint));
	Near near = { attack, solver, places, columns, taken };
	make_room(&near, column);
	for (guint side = 0; side < 2 && attack->verdicts[column] == PART_OPEN; side++) {
		gint64 left_ms;
		solver_cost(solver, 0, side == 0 ? -1 : 1);
		if (attack_program_left_ms(attack, &left_ms) &&
		    solver_run_whole(solver, left_ms) == SOLVER_BEST)
			take(&near);
	}
}
