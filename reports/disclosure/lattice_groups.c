#include "reports/disclosure/lattice_groups.h"

#include <string.h>

static void free_group(gpointer data)
{
	LatticeGroup *group = data;
	g_clear_pointer(&group->place.only, g_array_unref);
	g_clear_pointer(&group->kind.only, g_array_unref);
	g_array_unref(group->spans);
	g_free(group);
}

/* ── scopes ── */

LatticeScope lattice_table_scope(const Dimension *dimension, guint level, GArray *only)
{
	LatticeScope scope = { .level = level, .only = only };
	if (only != NULL && only->len > 0)
		scope.only_at = dimension_member(dimension, g_array_index(only, guint, 0))->level;
	scope.top = scope.only_at;
	return scope;
}

static bool holds(const GArray *members, guint member)
{
	for (guint n = 0; n < members->len; n++) {
		if (g_array_index(members, guint, n) == member)
			return true;
	}
	return false;
}

bool lattice_in_scope(const Dimension *dimension, const LatticeScope *scope, guint member)
{
	if (scope->only == NULL)
		return true;
	guint level = dimension_member(dimension, member)->level;
	bool fine = dimension_adds_up(dimension, level, scope->only_at);
	if (fine && (level != scope->only_at || scope->top == scope->only_at))
		return holds(scope->only, dimension_ancestor(dimension, member, scope->only_at));
	guint above = dimension_ancestor(dimension, member, scope->top);
	for (guint n = 0; n < scope->only->len; n++) {
		guint one = g_array_index(scope->only, guint, n);
		if (dimension_ancestor(dimension, one, scope->top) == above)
			return true;
	}
	return false;
}

/* ── spans ── */

static gint by_day(gconstpointer left, gconstpointer right)
{
	guint32 a = *(const guint32 *)left;
	guint32 b = *(const guint32 *)right;
	return (a > b) - (a < b);
}

/* First days of pieces, in order: each span's first, and the day after its last. */
static GArray *bounds_of(const GArray *spans)
{
	GArray *bounds = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint n = 0; n < spans->len; n++) {
		const LatticeSpan *span = &g_array_index(spans, LatticeSpan, n);
		guint32 after = span->last + 1;
		g_array_append_val(bounds, span->first);
		g_array_append_val(bounds, after);
	}
	g_array_sort(bounds, by_day);
	guint kept = 0;
	for (guint n = 0; n < bounds->len; n++) {
		guint32 day = g_array_index(bounds, guint32, n);
		if (kept == 0 || g_array_index(bounds, guint32, kept - 1) != day)
			g_array_index(bounds, guint32, kept++) = day;
	}
	g_array_set_size(bounds, kept);
	return bounds;
}

GArray *lattice_cut(const GArray *spans)
{
	GArray *pieces = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	g_autoptr(GArray) bounds = bounds_of(spans);
	for (guint n = 0; n + 1 < bounds->len; n++) {
		LatticeSpan piece = { g_array_index(bounds, guint32, n),
				      g_array_index(bounds, guint32, n + 1) - 1 };
		bool held = false;
		for (guint m = 0; m < spans->len && !held; m++) {
			const LatticeSpan *span = &g_array_index(spans, LatticeSpan, m);
			held = span->first <= piece.first && span->last >= piece.last;
		}
		if (held)
			g_array_append_val(pieces, piece);
	}
	return pieces;
}

static void add_spans(GArray *to, const GArray *spans)
{
	for (guint n = 0; n < spans->len; n++) {
		LatticeSpan span = g_array_index(spans, LatticeSpan, n);
		bool there = false;
		for (guint m = 0; m < to->len && !there; m++) {
			const LatticeSpan *other = &g_array_index(to, LatticeSpan, m);
			there = other->first == span.first && other->last == span.last;
		}
		if (!there)
			g_array_append_val(to, span);
	}
}

/* ── groups of tables as they are ── */

static bool same_members(const GArray *a, const GArray *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->len == b->len && memcmp(a->data, b->data, a->len * sizeof(guint)) == 0;
}

static LatticeGroup *group_of(const Lattice *lattice, GPtrArray *groups, const LatticeTable *table,
			      guint time)
{
	for (guint n = 0; n < groups->len; n++) {
		LatticeGroup *group = g_ptr_array_index(groups, n);
		if (strcmp(group->measure, table->measure) == 0 && group->time == time &&
		    group->place.level == table->place_level &&
		    group->kind.level == table->kind_level &&
		    same_members(group->place.only, table->places) &&
		    same_members(group->kind.only, table->kinds))
			return group;
	}
	LatticeGroup *group = g_new0(LatticeGroup, 1);
	group->measure = table->measure;
	group->time = time;
	group->spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	group->place = lattice_table_scope(lattice->places, table->place_level, table->places);
	group->kind = lattice_table_scope(lattice->kinds, table->kind_level, table->kinds);
	if (table->places != NULL)
		g_array_ref(table->places);
	if (table->kinds != NULL)
		g_array_ref(table->kinds);
	g_ptr_array_add(groups, group);
	return group;
}

/* ── stretches of days ── */

static gint by_first(gconstpointer left, gconstpointer right)
{
	const LatticeSpan *a = left, *b = right;
	return (a->first > b->first) - (a->first < b->first);
}

/* The stretches in order: days that overlapping spans of all tables hold. Transfer full. */
static GArray *stretches_of(const Lattice *lattice)
{
	GArray *stretches = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	for (guint n = 0; n < lattice->tables->len; n++) {
		const LatticeTable *table = g_ptr_array_index(lattice->tables, n);
		g_array_append_vals(all, table->spans->data, table->spans->len);
	}
	g_array_sort(all, by_first);
	for (guint n = 0; n < all->len; n++) {
		LatticeSpan span = g_array_index(all, LatticeSpan, n);
		LatticeSpan *last = stretches->len > 0
					? &g_array_index(stretches, LatticeSpan, stretches->len - 1)
					: NULL;
		if (last != NULL && span.first <= last->last)
			last->last = MAX(last->last, span.last);
		else
			g_array_append_val(stretches, span);
	}
	return stretches;
}

static guint stretch_of(const GArray *stretches, LatticeSpan span)
{
	guint place = 0;
	while (g_array_index(stretches, LatticeSpan, place).last < span.first)
		place++;
	return place;
}

static void add_span(GArray *to, LatticeSpan span)
{
	g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	g_array_append_val(one, span);
	add_spans(to, one);
}

static void group_tables(const Lattice *lattice, GPtrArray *groups)
{
	g_autoptr(GArray) stretches = stretches_of(lattice);
	for (guint n = 0; n < lattice->tables->len; n++) {
		const LatticeTable *table = g_ptr_array_index(lattice->tables, n);
		for (guint m = 0; m < table->spans->len; m++) {
			LatticeSpan span = g_array_index(table->spans, LatticeSpan, m);
			guint time = stretch_of(stretches, span);
			add_span(group_of(lattice, groups, table, time)->spans, span);
		}
	}
}

/* ── what hangs on what ── */

static bool is_together(const LatticeGroup *a, const LatticeGroup *b)
{
	return a->time == b->time && strcmp(a->measure, b->measure) == 0;
}

static bool is_whole(const LatticeGroup *group)
{
	return group->place.only == NULL && group->kind.only == NULL;
}

/* True when every bound that A and B share is one of W too. */
static bool bounds_shared_in(const LatticeGroup *a, const LatticeGroup *b, const LatticeGroup *w)
{
	g_autoptr(GArray) of_a = bounds_of(a->spans);
	g_autoptr(GArray) of_b = bounds_of(b->spans);
	g_autoptr(GArray) of_w = bounds_of(w->spans);
	for (guint n = 0; n < of_a->len; n++) {
		const guint32 *day = &g_array_index(of_a, guint32, n);
		if (g_array_binary_search(of_b, day, by_day, NULL) &&
		    !g_array_binary_search(of_w, day, by_day, NULL))
			return false;
	}
	return true;
}

/* Places of A and W that cannot be in each other leave pairs that nothing can be. */
static bool can_hang(const Dimension *dimension, guint a, guint w)
{
	return dimension->crossed || dimension_adds_up(dimension, a, w) ||
	       dimension_adds_up(dimension, w, a);
}

/* True when A meets each of ALIVE in no more than it meets W in, as W is cut or, unless AS_CUT, as
 * it is once it is cut at A's bounds too. */
static bool hangs_on(const Lattice *lattice, const GPtrArray *alive, const LatticeGroup *a,
		     const LatticeGroup *w, bool as_cut)
{
	const Dimension *places = lattice->places, *kinds = lattice->kinds;
	if (!can_hang(places, a->place.level, w->place.level) ||
	    !can_hang(kinds, a->kind.level, w->kind.level))
		return false;
	guint place = dimension_join(places, a->place.level, w->place.level);
	guint kind = dimension_join(kinds, a->kind.level, w->kind.level);
	for (guint n = 0; n < alive->len; n++) {
		const LatticeGroup *b = g_ptr_array_index(alive, n);
		if (b == a || b == w || !is_together(a, b))
			continue;
		if (!dimension_adds_up(places, place,
				       dimension_join(places, a->place.level, b->place.level)) ||
		    !dimension_adds_up(kinds, kind,
				       dimension_join(kinds, a->kind.level, b->kind.level)) ||
		    (as_cut && !bounds_shared_in(a, b, w)))
			return false;
	}
	return true;
}

/* Takes out of ALIVE one group that hangs on another; false when none does. */
static bool take_hanging(const Lattice *lattice, GPtrArray *alive)
{
	for (guint n = 0; n < alive->len; n++) {
		const LatticeGroup *a = g_ptr_array_index(alive, n);
		bool alone = true, hangs = false;
		for (guint m = 0; m < alive->len && !hangs; m++) {
			const LatticeGroup *w = g_ptr_array_index(alive, m);
			if (w == a || !is_together(a, w))
				continue;
			alone = false;
			hangs = hangs_on(lattice, alive, a, w, true);
		}
		if (alone || hangs) {
			g_ptr_array_remove_index(alive, n);
			return true;
		}
	}
	return false;
}

static gsize size_of(const Lattice *lattice, guint place, guint kind, const LatticeGroup *a,
		     const LatticeGroup *b)
{
	return (gsize)dimension_level(lattice->places, place)->members->len *
	       dimension_level(lattice->kinds, kind)->members->len *
	       (a->spans->len + b->spans->len);
}

/* Cuts the group on which another can hang then, the smallest, at that one's bounds; false when
 * there is none. */
static bool cut_for_hanging(const Lattice *lattice, GPtrArray *alive)
{
	LatticeGroup *best[2] = { NULL, NULL };
	gsize smallest = 0;
	for (guint n = 0; n < alive->len; n++) {
		for (guint m = 0; m < alive->len; m++) {
			LatticeGroup *a = alive->pdata[n], *w = alive->pdata[m];
			if (a == w || !is_together(a, w) || !hangs_on(lattice, alive, a, w, false))
				continue;
			gsize size = size_of(lattice, w->place.level, w->kind.level, a, w);
			if (best[0] != NULL && size >= smallest)
				continue;
			best[0] = a, best[1] = w, smallest = size;
		}
	}
	if (best[0] == NULL)
		return false;
	add_spans(best[1]->spans, best[0]->spans);
	best[1]->merged = true;
	g_ptr_array_remove(alive, best[0]);
	return true;
}

/* Merges the two of ALIVE that make the smallest finer group; without any two that have a finer
 * level in common (what knows nothing of one another) the first is left as it is. */
static void merge_two(const Lattice *lattice, GPtrArray *alive, GPtrArray *groups)
{
	LatticeGroup *best[2] = { NULL, NULL };
	guint place = 0, kind = 0;
	gsize smallest = 0;
	for (guint n = 0; n < alive->len; n++) {
		for (guint m = n + 1; m < alive->len; m++) {
			LatticeGroup *a = alive->pdata[n], *b = alive->pdata[m];
			guint p, k;
			if (!is_together(a, b) ||
			    !dimension_meet(lattice->places, a->place.level, b->place.level, &p) ||
			    !dimension_meet(lattice->kinds, a->kind.level, b->kind.level, &k))
				continue;
			gsize size = size_of(lattice, p, k, a, b);
			if (best[0] != NULL && size >= smallest)
				continue;
			best[0] = a, best[1] = b, place = p, kind = k, smallest = size;
		}
	}
	if (best[0] == NULL) {
		g_ptr_array_remove_index(alive, 0);
		return;
	}
	LatticeGroup *merged = g_new0(LatticeGroup, 1);
	merged->measure = best[0]->measure;
	merged->merged = true;
	merged->time = best[0]->time;
	merged->place.level = place;
	merged->kind.level = kind;
	merged->spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	add_spans(merged->spans, best[0]->spans);
	add_spans(merged->spans, best[1]->spans);
	g_ptr_array_remove(alive, best[0]);
	g_ptr_array_remove(alive, best[1]);
	g_ptr_array_add(alive, merged);
	g_ptr_array_add(groups, merged);
}

/* True when some member of one is a part of the other's, or the same. */
static bool overlap(const Dimension *dimension, const LatticeScope *a, const LatticeScope *b)
{
	if (a->only == NULL || b->only == NULL)
		return true;
	guint level = dimension_join(dimension, a->only_at, b->only_at);
	for (guint n = 0; n < a->only->len; n++) {
		guint of_a = dimension_ancestor(dimension, g_array_index(a->only, guint, n), level);
		for (guint m = 0; m < b->only->len; m++) {
			guint one = g_array_index(b->only, guint, m);
			if (dimension_ancestor(dimension, one, level) == of_a)
				return true;
		}
	}
	return false;
}

typedef struct {
	guint place, kind;
	bool found;
} Separator;

/* The whole group that GROUP meets in the finest level. */
static void hang_on_whole(const Lattice *lattice, const LatticeGroup *group, const LatticeGroup *w,
			  Separator *best)
{
	guint place = dimension_join(lattice->places, group->place.only_at, w->place.level);
	guint kind = dimension_join(lattice->kinds, group->kind.only_at, w->kind.level);
	if (best->found && !(dimension_adds_up(lattice->places, place, best->place) &&
			     dimension_adds_up(lattice->kinds, kind, best->kind)))
		return;
	*best = (Separator){ place, kind, true };
}

/* A group of some members hangs on the whole group that it meets in the finest level, and on all
 * other groups of some members that have a part of them. */
static void hang(const Lattice *lattice, const GPtrArray *groups, LatticeGroup *group)
{
	Separator best = { group->place.only_at, group->kind.only_at, false };
	for (guint n = 0; n < groups->len; n++) {
		const LatticeGroup *w = g_ptr_array_index(groups, n);
		if (is_whole(w) && is_together(w, group))
			hang_on_whole(lattice, group, w, &best);
	}
	for (guint n = 0; n < groups->len; n++) {
		const LatticeGroup *w = g_ptr_array_index(groups, n);
		if (w == group || is_whole(w) || !is_together(w, group) ||
		    !overlap(lattice->places, &group->place, &w->place))
			continue;
		guint place = w->place.only != NULL ? w->place.only_at : w->place.level;
		guint kind = w->kind.only != NULL ? w->kind.only_at : w->kind.level;
		best.place = dimension_join(lattice->places, best.place, place);
		best.kind = dimension_join(lattice->kinds, best.kind, kind);
	}
	if (group->place.only != NULL)
		group->place.top = best.place;
	if (group->kind.only != NULL)
		group->kind.top = best.kind;
}

GPtrArray *lattice_groups(const Lattice *lattice)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);
	group_tables(lattice, groups);
	g_autoptr(GPtrArray) alive = g_ptr_array_new();
	for (guint n = 0; n < groups->len; n++) {
		if (is_whole(groups->pdata[n]))
			g_ptr_array_add(alive, groups->pdata[n]);
	}
	while (alive->len > 0) {
		if (!take_hanging(lattice, alive) && !cut_for_hanging(lattice, alive))
			merge_two(lattice, alive, groups);
	}
	for (guint n = 0; n < groups->len; n++) {
		if (!is_whole(groups->pdata[n]))
			hang(lattice, groups, groups->pdata[n]);
	}
	return groups;
}
