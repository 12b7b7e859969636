/*
 * Walk: from one whole-number table to the next, along changes that break no sum.
 *
 * Each step draws a change, and one of the times that it can be made within the bounds, all alike.
 * The same seed, bounds and changes walk the same way.
 */
#pragma once

#include <glib.h>

typedef struct {
	guint columns; /* first of the move in columns and factors */
	guint count;
} WalkMove;

typedef struct {
	guint count; /* of columns */
	gint64 *low, *high;
	gint64 *now;
	GArray *moves;             /* of WalkMove */
	GArray *columns, *factors; /* guint, gint64 */
	guint64 seed;
} Walk;

/* Of COUNT columns; low, high and now are to be filled. */
void walk_init(Walk *walk, guint count);
void walk_clear(Walk *walk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

/* MOVES: arrays of StoreTerm, by column. */
void walk_add(Walk *walk, const GPtrArray *moves);
/* What differs between two tables is a move too. */
void walk_add_difference(Walk *walk, const gint64 *from, const gint64 *to);

/* The next move (there is one) and how often it is to be made. */
const WalkMove *walk_choose(Walk *walk, gint64 *ret_times);
void walk_make(Walk *walk, const WalkMove *move, gint64 times);
