/*
 * Dimension: what figures are by: places, or kinds of case.
 *
 * Members stand on levels (district, division, province); a member has one parent on each level
 * that its own level adds up to. One level may add up to several others that know nothing of one
 * another (district to division, and district to districts of old boundaries).
 *
 * In a crossed dimension a thing may be any member of one such level together with any of another
 * (an offence and a channel); in one that is not, some pairs cannot be (Multan division and old
 * Gujranwala).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *name;
	GArray *parents; /* of guint, levels; the first is the main one */
	GArray *members; /* of guint */
} DimensionLevel;

typedef struct {
	char *code;
	guint level;
	GArray *parents;  /* of guint, members of the level's parents, in their order */
	GArray *children; /* of guint, members of all finer levels next to it */
} DimensionMember;

typedef struct {
	char *name;
	bool crossed;
	GPtrArray *levels;  /* of DimensionLevel, parents before the finer */
	GPtrArray *members; /* of DimensionMember */
	GHashTable *codes;  /* code → member + 1 */
	GHashTable *names;  /* name of a level → level + 1 */
} Dimension;

Dimension *dimension_new(const char *name, bool crossed);
void dimension_free(Dimension *dimension);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dimension, dimension_free)

/* A new level that adds up to the level PARENT; NULL for the first, the root. */
guint dimension_add_level(Dimension *dimension, const char *name, const char *parent);
/* LEVEL adds up to the level PARENT too. */
void dimension_add_parent(Dimension *dimension, guint level, guint parent);

/* A new member CODE of LEVEL, a part of PARENTS (one a parent of the level, in order). */
guint dimension_add(Dimension *dimension, const char *code, guint level, const guint *parents);

bool dimension_find(const Dimension *dimension, const char *code, guint *ret_member);
bool dimension_find_level(const Dimension *dimension, const char *name, guint *ret_level);
const DimensionMember *dimension_member(const Dimension *dimension, guint member);
const DimensionLevel *dimension_level(const Dimension *dimension, guint level);

/* True when FINE is COARSE or adds up to it. */
bool dimension_adds_up(const Dimension *dimension, guint fine, guint coarse);
/* The finest level that both add up to. */
guint dimension_join(const Dimension *dimension, guint a, guint b);
/* The coarsest level that adds up to both; false when there is none. */
bool dimension_meet(const Dimension *dimension, guint a, guint b, guint *ret_level);
/* The member of LEVEL that MEMBER is a part of. LEVEL is one that its own adds up to. */
guint dimension_ancestor(const Dimension *dimension, guint member, guint level);
