#include "reports/disclosure/dimension.h"

static void free_level(gpointer data)
{
	DimensionLevel *level = data;
	g_free(level->name);
	g_array_unref(level->parents);
	g_array_unref(level->members);
	g_free(level);
}

static void free_member(gpointer data)
{
	DimensionMember *member = data;
	g_free(member->code);
	g_array_unref(member->parents);
	g_array_unref(member->children);
	g_free(member);
}

Dimension *dimension_new(const char *name, bool crossed)
{
	Dimension *dimension = g_new0(Dimension, 1);
	dimension->name = g_strdup(name);
	dimension->crossed = crossed;
	dimension->levels = g_ptr_array_new_with_free_func(free_level);
	dimension->members = g_ptr_array_new_with_free_func(free_member);
	dimension->codes = g_hash_table_new(g_str_hash, g_str_equal);
	dimension->names = g_hash_table_new(g_str_hash, g_str_equal);
	return dimension;
}

void dimension_free(Dimension *dimension)
{
	if (dimension == NULL)
		return;
	g_free(dimension->name);
	g_hash_table_unref(dimension->codes);
	g_hash_table_unref(dimension->names);
	g_ptr_array_unref(dimension->levels);
	g_ptr_array_unref(dimension->members);
	g_free(dimension);
}

const DimensionMember *dimension_member(const Dimension *dimension, guint member)
{
	g_assert(member < dimension->members->len);
	return dimension->members->pdata[member];
}

const DimensionLevel *dimension_level(const Dimension *dimension, guint level)
{
	g_assert(level < dimension->levels->len);
	return dimension->levels->pdata[level];
}

void dimension_add_parent(Dimension *dimension, guint level, guint parent)
{
	g_assert(parent < level && dimension_level(dimension, level)->members->len == 0);
	g_array_append_val(dimension_level(dimension, level)->parents, parent);
}

guint dimension_add_level(Dimension *dimension, const char *name, const char *parent)
{
	guint above = 0;
	DimensionLevel *level = g_new0(DimensionLevel, 1);
	level->name = g_strdup(name);
	level->parents = g_array_new(FALSE, FALSE, sizeof(guint));
	level->members = g_array_new(FALSE, FALSE, sizeof(guint));
	g_ptr_array_add(dimension->levels, level);
	g_hash_table_insert(dimension->names, level->name,
			    GUINT_TO_POINTER(dimension->levels->len));
	if (parent != NULL) {
		bool found = dimension_find_level(dimension, parent, &above);
		g_assert(found);
		dimension_add_parent(dimension, dimension->levels->len - 1, above);
	}
	return dimension->levels->len - 1;
}

guint dimension_add(Dimension *dimension, const char *code, guint level, const guint *parents)
{
	const DimensionLevel *of = dimension_level(dimension, level);
	guint place = dimension->members->len;
	DimensionMember *member = g_new0(DimensionMember, 1);
	member->code = g_strdup(code);
	member->level = level;
	member->parents = g_array_new(FALSE, FALSE, sizeof(guint));
	member->children = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < of->parents->len; n++) {
		const DimensionMember *parent = dimension_member(dimension, parents[n]);
		g_assert(parent->level == g_array_index(of->parents, guint, n));
		g_array_append_val(member->parents, parents[n]);
		g_array_append_val(parent->children, place);
	}
	g_array_append_val(of->members, place);
	g_ptr_array_add(dimension->members, member);
	g_hash_table_insert(dimension->codes, member->code, GUINT_TO_POINTER(place + 1));
	return place;
}

static bool find(GHashTable *table, const char *name, guint *ret_place)
{
	guint place = GPOINTER_TO_UINT(g_hash_table_lookup(table, name));
	if (place > 0)
		*ret_place = place - 1;
	return place > 0;
}

bool dimension_find(const Dimension *dimension, const char *code, guint *ret_member)
{
	return find(dimension->codes, code, ret_member);
}

bool dimension_find_level(const Dimension *dimension, const char *name, guint *ret_level)
{
	return find(dimension->names, name, ret_level);
}

bool dimension_adds_up(const Dimension *dimension, guint fine, guint coarse)
{
	const DimensionLevel *level = dimension_level(dimension, fine);
	bool is = fine == coarse;
	for (guint n = 0; n < level->parents->len && !is; n++)
		is = dimension_adds_up(dimension, g_array_index(level->parents, guint, n), coarse);
	return is;
}

guint dimension_join(const Dimension *dimension, guint a, guint b)
{
	guint best = 0; /* the root */
	for (guint level = 0; level < dimension->levels->len; level++) {
		if (dimension_adds_up(dimension, a, level) &&
		    dimension_adds_up(dimension, b, level) &&
		    dimension_adds_up(dimension, level, best))
			best = level;
	}
	return best;
}

bool dimension_meet(const Dimension *dimension, guint a, guint b, guint *ret_level)
{
	bool found = false;
	for (guint level = 0; level < dimension->levels->len; level++) {
		if (dimension_adds_up(dimension, level, a) &&
		    dimension_adds_up(dimension, level, b) &&
		    (!found || dimension_adds_up(dimension, *ret_level, level))) {
			*ret_level = level;
			found = true;
		}
	}
	return found;
}

guint dimension_ancestor(const Dimension *dimension, guint member, guint level)
{
	const DimensionMember *found = dimension_member(dimension, member);
	if (found->level == level)
		return member;
	const DimensionLevel *of = dimension_level(dimension, found->level);
	for (guint n = 0; n < of->parents->len; n++) {
		if (dimension_adds_up(dimension, g_array_index(of->parents, guint, n), level))
			return dimension_ancestor(dimension,
						  g_array_index(found->parents, guint, n), level);
	}
	g_assert_not_reached();
}
