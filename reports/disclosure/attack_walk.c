#include "reports/disclosure/attack_private.h"

#include "reports/disclosure/guess_moves.h"

/* What has no end is walked up to so much above where a walk begins. */
enum { ROOM = 60 };
/* Steps from one table to the next, by column of the part, and at least. */
enum { STEPS_EACH = 1, STEPS_LEAST = 200 };

Walk *attack_walk_new(const PartAttack *attack)
{
	g_autoptr(GPtrArray) moves = guess_moves(attack->part);
	if (moves == NULL || moves->len == 0)
		return NULL;
	Walk *walk = g_new(Walk, 1);
	walk_init(walk, attack->count);
	walk_add(walk, moves);
	return walk;
}

void attack_walk_free(Walk *walk)
{
	if (walk != NULL)
		walk_clear(walk);
	g_free(walk);
}

static void begin(Walk *walk, const PartAttack *attack, const gint64 *from)
{
	walk->seed = attack->count;
	for (guint column = 0; column < attack->count; column++) {
		bool endless = attack->high[column] == CELL_NO_MOST;
		walk->low[column] = attack->low[column];
		walk->high[column] = endless ? from[column] + ROOM : attack->high[column];
		walk->now[column] = from[column];
	}
}

void attack_walk(Walk *walk, const PartAttack *attack, const gint64 *from, guint tables,
		 GPtrArray *found)
{
	guint steps = MAX(STEPS_EACH * attack->count, STEPS_LEAST);
	begin(walk, attack, from);
	for (guint table = 0; table < tables; table++) {
		for (guint n = 0; n < steps; n++) {
			gint64 times;
			const WalkMove *move = walk_choose(walk, &times);
			walk_make(walk, move, times);
		}
		/* that no move breaks a sum is not taken for granted */
		if (part_attack_fits(attack, walk->now))
			g_ptr_array_add(found,
					g_memdup2(walk->now, attack->count * sizeof(gint64)));
	}
}
