/* A lattice is built: which cells its tables need between them, and how these add up. */
#include <string.h>

#include "reports/disclosure/lattice_groups.h"

/* All periods of one measure, place and kind. */
typedef struct {
	const char *measure;
	guint place, kind;
	GArray *spans;  /* of LatticeSpan, what is needed */
	GArray *public; /* of LatticeSpan, those that a table has */
	GArray *tables; /* of int, the table of each of them, or -1 */
} Node;

typedef struct {
	Lattice *lattice;
	GPtrArray *nodes;     /* of Node */
	GHashTable *index;    /* "measure|place|kind" → Node */
	bool *places, *kinds; /* levels in use */
} Build;

/* total = sum of PARTS, "MEASURE: PLACE, KIND, DAYS by WHAT". */
static void add_total(Lattice *lattice, guint total, const GArray *parts, const char *by)
{
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) factors = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 plus = 1, minus = -1;
	g_array_append_val(cells, total);
	g_array_append_val(factors, plus);
	for (guint n = 0; n < parts->len; n++) {
		g_array_append_val(cells, g_array_index(parts, guint, n));
		g_array_append_val(factors, minus);
	}
	g_autofree char *key =
	    lattice_key(lattice, &g_array_index(lattice->cells, LatticeCell, total));
	g_autofree char *name = g_strdup_printf("%s by %s", key, by);
	lattice_equate(lattice, name, (const guint *)(gpointer)cells->data,
		       (const gint64 *)(gpointer)factors->data, cells->len);
}

/* ── which members a scope has ── */

/* Calls for each member of SCOPE that stands on a level in use. Transfer full. */
static GArray *members_of(const Dimension *dimension, const LatticeScope *scope, const bool *used)
{
	GArray *members = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint level = 0; level < dimension->levels->len; level++) {
		if (!used[level] || !dimension_adds_up(dimension, scope->level, level) ||
		    !dimension_adds_up(dimension, level, scope->top))
			continue;
		const GArray *all = dimension_level(dimension, level)->members;
		for (guint n = 0; n < all->len; n++) {
			guint member = g_array_index(all, guint, n);
			if (lattice_in_scope(dimension, scope, member))
				g_array_append_val(members, member);
		}
	}
	return members;
}

/* The level itself, and those that it mainly adds up to; of a crossed dimension all. */
static void use_level(const Dimension *dimension, guint level, bool *used)
{
	const DimensionLevel *of = dimension_level(dimension, level);
	used[level] = true;
	for (guint n = 0; n < of->parents->len && (n == 0 || dimension->crossed); n++)
		use_level(dimension, g_array_index(of->parents, guint, n), used);
}

/* ── nodes ── */

static void free_node(gpointer data)
{
	Node *node = data;
	g_array_unref(node->spans);
	g_array_unref(node->public);
	g_array_unref(node->tables);
	g_free(node);
}

static Node *node_at(Build *build, const char *measure, guint place, guint kind)
{
	char *text = g_strdup_printf("%s|%u|%u", measure, place, kind);
	Node *node = g_hash_table_lookup(build->index, text);
	if (node != NULL) {
		g_free(text);
		return node;
	}
	node = g_new0(Node, 1);
	*node = (Node){ .measure = measure, .place = place, .kind = kind };
	node->spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	node->public = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	node->tables = g_array_new(FALSE, FALSE, sizeof(int));
	g_ptr_array_add(build->nodes, node);
	g_hash_table_insert(build->index, text, node);
	return node;
}

static bool add_span(GArray *spans, LatticeSpan span)
{
	for (guint n = 0; n < spans->len; n++) {
		const LatticeSpan *other = &g_array_index(spans, LatticeSpan, n);
		if (other->first == span.first && other->last == span.last)
			return false;
	}
	g_array_append_val(spans, span);
	return true;
}

/* Marks what TABLE has; the first listed table that has a figure is said to be its own. */
static void mark_table(Build *build, guint place)
{
	const Lattice *lattice = build->lattice;
	const LatticeTable *table = g_ptr_array_index(lattice->tables, place);
	LatticeScope of_place =
	    lattice_table_scope(lattice->places, table->place_level, table->places);
	LatticeScope of_kind = lattice_table_scope(lattice->kinds, table->kind_level, table->kinds);
	g_autofree bool *places = g_new0(bool, lattice->places->levels->len);
	g_autofree bool *kinds = g_new0(bool, lattice->kinds->levels->len);
	use_level(lattice->places, table->place_level, places);
	use_level(lattice->kinds, table->kind_level, kinds);
	g_autoptr(GArray) rows = members_of(lattice->places, &of_place, places);
	g_autoptr(GArray) columns = members_of(lattice->kinds, &of_kind, kinds);
	for (guint n = 0; n < rows->len * columns->len; n++) {
		Node *node =
		    node_at(build, table->measure, g_array_index(rows, guint, n / columns->len),
			    g_array_index(columns, guint, n % columns->len));
		for (guint m = 0; m < table->spans->len; m++) {
			LatticeSpan span = g_array_index(table->spans, LatticeSpan, m);
			int own = table->listed ? (int)place : -1;
			add_span(node->spans, span);
			g_array_append_val(node->public, span);
			g_array_append_val(node->tables, own);
		}
	}
}

static void need_group(Build *build, const LatticeGroup *group)
{
	const Lattice *lattice = build->lattice;
	g_autoptr(GArray) rows = members_of(lattice->places, &group->place, build->places);
	g_autoptr(GArray) columns = members_of(lattice->kinds, &group->kind, build->kinds);
	g_autoptr(GArray) pieces = lattice_cut(group->spans);
	for (guint n = 0; n < rows->len * columns->len; n++) {
		Node *node =
		    node_at(build, group->measure, g_array_index(rows, guint, n / columns->len),
			    g_array_index(columns, guint, n % columns->len));
		for (guint m = 0; m < pieces->len; m++)
			add_span(node->spans, g_array_index(pieces, LatticeSpan, m));
	}
}

/* ── periods ── */

/* The rest of LONG without SHORT, where they begin or end together. */
static bool difference(LatticeSpan whole, LatticeSpan part, LatticeSpan *ret_rest)
{
	if (part.first < whole.first || part.last > whole.last)
		return false;
	if (part.first == whole.first && part.last < whole.last)
		*ret_rest = (LatticeSpan){ part.last + 1, whole.last };
	else if (part.last == whole.last && part.first > whole.first)
		*ret_rest = (LatticeSpan){ whole.first, part.first - 1 };
	else
		return false;
	return true;
}

static void add_differences(Node *node)
{
	g_autoptr(GArray) public = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	for (guint n = 0; n < node->public->len; n++)
		add_span(public, g_array_index(node->public, LatticeSpan, n));
	for (guint n = 0; n < public->len; n++) {
		for (guint m = 0; m < public->len; m++) {
			LatticeSpan rest;
			if (n != m && difference(g_array_index(public, LatticeSpan, n),
						 g_array_index(public, LatticeSpan, m), &rest))
				add_span(node->spans, rest);
		}
	}
}

/* The cells of NODE, and of each period that is cut its sum. */
static void cut_node(Build *build, Node *node)
{
	Lattice *lattice = build->lattice;
	add_differences(node);
	g_autoptr(GArray) pieces = lattice_cut(node->spans);
	for (guint n = 0; n < pieces->len; n++)
		lattice_add_cell(lattice, node->measure, node->place, node->kind,
				 g_array_index(pieces, LatticeSpan, n));
	for (guint n = 0; n < node->spans->len; n++) {
		LatticeSpan span = g_array_index(node->spans, LatticeSpan, n);
		guint whole =
		    lattice_add_cell(lattice, node->measure, node->place, node->kind, span);
		g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(guint));
		for (guint m = 0; m < pieces->len; m++) {
			LatticeSpan piece = g_array_index(pieces, LatticeSpan, m);
			if (piece.first < span.first || piece.last > span.last)
				continue;
			guint part = lattice_add_cell(lattice, node->measure, node->place,
						      node->kind, piece);
			g_array_append_val(parts, part);
		}
		if (parts->len > 1)
			add_total(lattice, whole, parts, "period");
	}
	for (guint n = 0; n < node->public->len; n++) {
		guint cell = 0;
		bool found = lattice_find(lattice, node->measure, node->place, node->kind,
					  g_array_index(node->public, LatticeSpan, n), &cell);
		g_assert(found);
		LatticeCell *own = &g_array_index(lattice->cells, LatticeCell, cell);
		if (own->table < 0)
			own->table = g_array_index(node->tables, int, n);
	}
}

/* ── places and kinds ── */

/* Adds the sums of MEMBER's parts in the dimension that is walked; OTHER stands still. */
static void sum_parts(Build *build, const LatticeGroup *group, bool by_place, guint member,
		      guint other, const GArray *pieces)
{
	Lattice *lattice = build->lattice;
	const Dimension *dimension = by_place ? lattice->places : lattice->kinds;
	const LatticeScope *scope = by_place ? &group->place : &group->kind;
	const bool *used = by_place ? build->places : build->kinds;
	const DimensionMember *of = dimension_member(dimension, member);
	for (guint level = of->level + 1; level < dimension->levels->len; level++) {
		const GArray *parents = dimension_level(dimension, level)->parents;
		bool below = false;
		for (guint n = 0; n < parents->len; n++)
			below = below || g_array_index(parents, guint, n) == of->level;
		if (!below || !used[level] || !dimension_adds_up(dimension, scope->level, level))
			continue;
		g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(guint));
		for (guint n = 0; n < of->children->len; n++) {
			guint child = g_array_index(of->children, guint, n);
			if (dimension_member(dimension, child)->level == level)
				g_array_append_val(parts, child);
		}
		/* below some members alone: their brothers have no parts */
		if (parts->len == 0 ||
		    !lattice_in_scope(dimension, scope, g_array_index(parts, guint, 0)))
			continue;
		for (guint m = 0; m < pieces->len; m++) {
			LatticeSpan span = g_array_index(pieces, LatticeSpan, m);
			g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(guint));
			for (guint n = 0; n < parts->len; n++) {
				guint part = g_array_index(parts, guint, n);
				guint cell = lattice_add_cell(lattice, group->measure,
							      by_place ? part : other,
							      by_place ? other : part, span);
				g_array_append_val(cells, cell);
			}
			guint whole =
			    lattice_add_cell(lattice, group->measure, by_place ? member : other,
					     by_place ? other : member, span);
			add_total(lattice, whole, cells, dimension_level(dimension, level)->name);
		}
	}
}

static void sum_group(Build *build, const LatticeGroup *group)
{
	const Lattice *lattice = build->lattice;
	g_autoptr(GArray) rows = members_of(lattice->places, &group->place, build->places);
	g_autoptr(GArray) columns = members_of(lattice->kinds, &group->kind, build->kinds);
	g_autoptr(GArray) pieces = lattice_cut(group->spans);
	for (guint n = 0; n < rows->len * columns->len; n++) {
		guint row = g_array_index(rows, guint, n / columns->len);
		guint column = g_array_index(columns, guint, n % columns->len);
		sum_parts(build, group, true, row, column, pieces);
		sum_parts(build, group, false, column, row, pieces);
	}
}

/* Marks what MERGED has of its finest level and no table has. */
static void mark_inner(Build *build, const LatticeGroup *merged)
{
	Lattice *lattice = build->lattice;
	for (guint n = 0; n < lattice->cells->len; n++) {
		LatticeCell *cell = &g_array_index(lattice->cells, LatticeCell, n);
		if (strcmp(cell->measure, merged->measure) != 0 ||
		    dimension_member(lattice->places, cell->place)->level != merged->place.level ||
		    dimension_member(lattice->kinds, cell->kind)->level != merged->kind.level)
			continue;
		const Node *node = node_at(build, cell->measure, cell->place, cell->kind);
		cell->inner = true;
		for (guint m = 0; m < node->public->len && cell->inner; m++) {
			const LatticeSpan *span = &g_array_index(node->public, LatticeSpan, m);
			cell->inner =
			    span->first != cell->span.first || span->last != cell->span.last;
		}
	}
}

void lattice_build(Lattice *lattice)
{
	g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func(free_node);
	g_autoptr(GHashTable) index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree bool *places = g_new0(bool, lattice->places->levels->len);
	g_autofree bool *kinds = g_new0(bool, lattice->kinds->levels->len);
	Build build = { lattice, nodes, index, places, kinds };
	g_autoptr(GPtrArray) groups = lattice_groups(lattice);
	for (guint n = 0; n < groups->len; n++) {
		const LatticeGroup *group = g_ptr_array_index(groups, n);
		use_level(lattice->places, group->place.level, places);
		use_level(lattice->kinds, group->kind.level, kinds);
	}
	for (guint n = 0; n < lattice->tables->len; n++)
		mark_table(&build, n);
	for (guint n = 0; n < groups->len; n++)
		need_group(&build, groups->pdata[n]);
	for (guint n = 0; n < nodes->len; n++)
		cut_node(&build, nodes->pdata[n]);
	for (guint n = 0; n < groups->len; n++)
		sum_group(&build, groups->pdata[n]);
	for (guint n = 0; n < groups->len; n++) {
		if (((LatticeGroup *)groups->pdata[n])->merged)
			mark_inner(&build, groups->pdata[n]);
	}
}
