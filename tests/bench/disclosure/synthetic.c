#include "tests/bench/disclosure/synthetic.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

enum { DIMENSIONS = 3 };

/* A tree: node 0 is the whole. */
typedef struct {
	GPtrArray *names;
	GArray *parents; /* guint */
	GArray *levels;  /* Level */
	GHashTable *places;
} Tree;

struct Synthetic {
	Tree trees[DIMENSIONS];
	GArray *values; /* gint64 by product of nodes */
};

static guint node_of(Tree *tree, const char *name, guint parent, Level level)
{
	gpointer known = g_hash_table_lookup(tree->places, name);
	if (known != NULL)
		return GPOINTER_TO_UINT(known) - 1;
	g_ptr_array_add(tree->names, g_strdup(name));
	g_array_append_val(tree->parents, parent);
	g_array_append_val(tree->levels, level);
	g_hash_table_insert(tree->places, tree->names->pdata[tree->names->len - 1],
			    GUINT_TO_POINTER(tree->names->len));
	return tree->names->len - 1;
}

static guint leaf_of(Tree *tree, const char *prefix, const char *group, const char *leaf)
{
	g_autofree char *group_name = g_strconcat(prefix, group, NULL);
	g_autofree char *leaf_name = g_strconcat("=", leaf, NULL);
	guint parent = node_of(tree, group_name, 0, LEVEL_GROUP);
	return node_of(tree, leaf_name, parent, LEVEL_LEAF);
}

static guint at(const Synthetic *data, const guint *nodes)
{
	guint place = 0;
	for (guint n = 0; n < DIMENSIONS; n++)
		place = place * data->trees[n].names->len + nodes[n];
	return place;
}

static guint parent_of(const Tree *tree, guint node)
{
	return g_array_index(tree->parents, guint, node);
}

/* Adds VALUE to the leaf and to all sums above it. */
static void add(Synthetic *data, const guint *leaf, gint64 value)
{
	guint nodes[DIMENSIONS];
	for (guint up = 0; up < 27; up++) {
		guint steps[] = { up / 9, up / 3 % 3, up % 3 };
		for (guint n = 0; n < DIMENSIONS; n++) {
			nodes[n] = leaf[n];
			for (guint step = 0; step < steps[n]; step++)
				nodes[n] = parent_of(&data->trees[n], nodes[n]);
		}
		g_array_index(data->values, gint64, at(data, nodes)) += value;
	}
}

/* district,division,offence,group,month,quarter,reported,… */
static void read_line(Synthetic *data, char *const *words, bool sum)
{
	guint nodes[] = { leaf_of(&data->trees[0], "", words[1], words[0]),
			  leaf_of(&data->trees[1], "", words[3], words[2]),
			  leaf_of(&data->trees[2], "Q", words[5], words[4]) };
	if (sum)
		add(data, nodes, g_ascii_strtoll(words[6], NULL, 10));
}

static void read_lines(Synthetic *data, char *const *lines, bool sum)
{
	for (guint n = 1; lines[n] != NULL; n++) {
		g_auto(GStrv) words = g_strsplit(lines[n], ",", -1);
		if (g_strv_length(words) >= 7)
			read_line(data, words, sum);
	}
}

Synthetic *synthetic_read(GError **error)
{
	const char *folder = g_getenv("SHUMAR_VECTORS");
	g_autofree char *path = g_build_filename(folder != NULL ? folder : "../shared/vectors",
						 "feasibility_synthetic_inner.csv", NULL);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, error))
		return NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Synthetic *data = g_new0(Synthetic, 1);
	for (guint n = 0; n < DIMENSIONS; n++) {
		data->trees[n] = (Tree){
			g_ptr_array_new_with_free_func(g_free),
			g_array_new(FALSE, FALSE, sizeof(guint)),
			g_array_new(FALSE, FALSE, sizeof(Level)),
			g_hash_table_new(g_str_hash, g_str_equal),
		};
		node_of(&data->trees[n], "T", 0, LEVEL_WHOLE);
	}
	read_lines(data, lines, false);
	data->values = g_array_new(FALSE, TRUE, sizeof(gint64));
	g_array_set_size(data->values, data->trees[0].names->len * data->trees[1].names->len *
					   data->trees[2].names->len);
	read_lines(data, lines, true);
	return data;
}

void synthetic_free(Synthetic *data)
{
	if (data == NULL)
		return;
	for (guint n = 0; n < DIMENSIONS; n++) {
		g_ptr_array_unref(data->trees[n].names);
		g_array_unref(data->trees[n].parents);
		g_array_unref(data->trees[n].levels);
		g_hash_table_unref(data->trees[n].places);
	}
	g_array_unref(data->values);
	g_free(data);
}

/* ── stores ── */

static Level level_of(const Tree *tree, guint node)
{
	return g_array_index(tree->levels, Level, node);
}

/* The number of a month's leaf from 1, of the last month of a quarter; of the year 12. */
static guint month_of(const Tree *tree, guint node)
{
	const char *name = tree->names->pdata[node];
	switch (level_of(tree, node)) {
	case LEVEL_LEAF:
		return (guint)strtoul(name + 1, NULL, 10);
	case LEVEL_GROUP:
		return 3 * (guint)strtoul(name + 1, NULL, 10);
	default:
		return 12;
	}
}

static bool in_table(const Synthetic *data, const SyntheticTable *table, const guint *nodes)
{
	if (level_of(&data->trees[0], nodes[0]) > table->place ||
	    level_of(&data->trees[1], nodes[1]) > table->kind ||
	    level_of(&data->trees[2], nodes[2]) > table->period)
		return false;
	return table->months == 0 || month_of(&data->trees[2], nodes[2]) <= table->months;
}

static bool in_any(const Synthetic *data, const SyntheticTable *tables, guint count,
		   const guint *nodes)
{
	for (guint n = 0; n < count; n++)
		if (in_table(data, &tables[n], nodes))
			return true;
	return false;
}

static void nodes_of(const Synthetic *data, guint place, guint *nodes)
{
	for (guint n = DIMENSIONS; n > 0; n--) {
		nodes[n - 1] = place % data->trees[n - 1].names->len;
		place /= data->trees[n - 1].names->len;
	}
}

/* The cell at NODES is the sum of those one level below along DIMENSION, if all are there. */
static void tie(Store *store, const Synthetic *data, const guint *cells, const guint *nodes,
		guint dimension)
{
	const Tree *tree = &data->trees[dimension];
	g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(guint));
	guint total = cells[at(data, nodes)];
	guint below[DIMENSIONS];
	memcpy(below, nodes, sizeof below);
	for (guint node = 1; node < tree->names->len; node++) {
		below[dimension] = node;
		guint cell = cells[at(data, below)];
		if (parent_of(tree, node) != nodes[dimension])
			continue;
		if (cell == G_MAXUINT)
			return;
		g_array_append_val(parts, cell);
	}
	if (parts->len > 0)
		store_total(store, store_cell(store, total)->key, total,
			    &g_array_index(parts, guint, 0), parts->len);
}

Store *synthetic_store(const Synthetic *data, const SyntheticTable *tables, guint count)
{
	Store *store = store_new();
	g_autofree guint *cells = g_new(guint, data->values->len);
	guint nodes[DIMENSIONS];
	for (guint place = 0; place < data->values->len; place++) {
		nodes_of(data, place, nodes);
		cells[place] = G_MAXUINT;
		if (!in_any(data, tables, count, nodes))
			continue;
		g_autofree char *key =
		    g_strdup_printf("cases|%s|%s|%s", (char *)data->trees[0].names->pdata[nodes[0]],
				    (char *)data->trees[1].names->pdata[nodes[1]],
				    (char *)data->trees[2].names->pdata[nodes[2]]);
		cells[place] = store_add(store, key, g_array_index(data->values, gint64, place));
	}
	for (guint place = 0; place < data->values->len; place++) {
		if (cells[place] == G_MAXUINT)
			continue;
		nodes_of(data, place, nodes);
		for (guint n = 0; n < DIMENSIONS; n++)
			tie(store, data, cells, nodes, n);
	}
	return store;
}
