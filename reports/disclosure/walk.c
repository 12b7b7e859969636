#include "reports/disclosure/walk.h"

#include "reports/disclosure/store.h"

void walk_init(Walk *walk, guint count)
{
	*walk = (Walk){ .count = count };
	walk->low = g_new(gint64, count);
	walk->high = g_new(gint64, count);
	walk->now = g_new(gint64, count);
	walk->moves = g_array_new(FALSE, FALSE, sizeof(WalkMove));
	walk->columns = g_array_new(FALSE, FALSE, sizeof(guint));
	walk->factors = g_array_new(FALSE, FALSE, sizeof(gint64));
}

void walk_clear(Walk *walk)
{
	g_free(walk->low);
	g_free(walk->high);
	g_free(walk->now);
	g_clear_pointer(&walk->moves, g_array_unref);
	g_clear_pointer(&walk->columns, g_array_unref);
	g_clear_pointer(&walk->factors, g_array_unref);
}

/* ── moves ── */

static void add_term(Walk *walk, guint column, gint64 factor)
{
	g_array_append_val(walk->columns, column);
	g_array_append_val(walk->factors, factor);
}

static void end_move(Walk *walk, guint from)
{
	WalkMove move = { from, walk->columns->len - from };
	if (move.count > 0)
		g_array_append_val(walk->moves, move);
}

void walk_add(Walk *walk, const GPtrArray *moves)
{
	for (guint n = 0; n < moves->len; n++) {
		const GArray *terms = moves->pdata[n];
		guint from = walk->columns->len;
		for (guint t = 0; t < terms->len; t++) {
			StoreTerm term = g_array_index(terms, StoreTerm, t);
			add_term(walk, term.cell, term.factor);
		}
		end_move(walk, from);
	}
}

void walk_add_difference(Walk *walk, const gint64 *from, const gint64 *to)
{
	guint first = walk->columns->len;
	for (guint n = 0; n < walk->count; n++)
		if (to[n] != from[n])
			add_term(walk, n, to[n] - from[n]);
	end_move(walk, first);
}

/* ── steps ── */

static guint64 draw(Walk *walk)
{
	guint64 mixed = walk->seed += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

/* How often the move can be made from where the walk is: from, to. */
static void reach(const Walk *walk, const WalkMove *move, gint64 *ret_low, gint64 *ret_high)
{
	const guint *columns = &g_array_index(walk->columns, guint, move->columns);
	const gint64 *factors = &g_array_index(walk->factors, gint64, move->columns);
	gint64 low = G_MININT64, high = G_MAXINT64;
	for (guint n = 0; n < move->count; n++) {
		gint64 below = walk->now[columns[n]] - walk->low[columns[n]];
		gint64 above = walk->high[columns[n]] - walk->now[columns[n]];
		gint64 size = factors[n] > 0 ? factors[n] : -factors[n];
		gint64 down = (factors[n] > 0 ? below : above) / size;
		gint64 up = (factors[n] > 0 ? above : below) / size;
		low = MAX(low, -down);
		high = MIN(high, up);
	}
	*ret_low = low;
	*ret_high = high;
}

const WalkMove *walk_choose(Walk *walk, gint64 *ret_times)
{
	const WalkMove *move =
	    &g_array_index(walk->moves, WalkMove, (guint)(draw(walk) % walk->moves->len));
	gint64 low, high;
	reach(walk, move, &low, &high);
	guint64 choices = (guint64)(high - low) + 1;
	g_assert(choices > 0); /* each move has a column, and each column two bounds */
	*ret_times = low + (gint64)(draw(walk) % choices);
	return move;
}

void walk_make(Walk *walk, const WalkMove *move, gint64 times)
{
	for (guint n = 0; n < move->count && times != 0; n++) {
		guint column = g_array_index(walk->columns, guint, move->columns + n);
		walk->now[column] +=
		    times * g_array_index(walk->factors, gint64, move->columns + n);
	}
}
