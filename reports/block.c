#include "reports/block.h"

#include <string.h>

#define MAPPING BLOCK_TAKES_MAPPING
#define TEXT    BLOCK_TAKES_TEXT
#define AUTO    BLOCK_TAKES_AUTO
#define TOP     (BLOCK_NOT_IN_COLUMNS | BLOCK_NOT_IN_REPEAT)
#define ONCE    BLOCK_NOT_IN_REPEAT

#define KIND(name) block_##name##_read, block_##name##_build, block_##name##_free

const BlockType block_types[] = {
	{ "heading", MAPPING | TEXT, block_heading_keys, KIND(heading), 0 },
	{ "text", TEXT, block_text_keys, KIND(text), 0 },
	{ "figures", BLOCK_TAKES_LIST, block_figure_keys, KIND(figures), 0 },
	{ "table", MAPPING, block_table_keys, KIND(table), ONCE },
	{ "chart", MAPPING, block_chart_keys, KIND(chart), ONCE },
	{ "tilemap", MAPPING, block_tilemap_keys, block_tilemap_read, block_tilemap_build,
	  block_chart_free, ONCE },
	{ "notes", AUTO, NULL, KIND(notes), ONCE },
	{ "matrix", MAPPING, block_matrix_keys, KIND(matrix), ONCE },
	{ "columns", BLOCK_TAKES_LIST, block_columns_keys, KIND(columns), BLOCK_NOT_IN_COLUMNS },
	{ "repeat", MAPPING, block_repeat_keys, KIND(repeat), ONCE },
	{ "when", MAPPING, block_when_keys, KIND(when), 0 },
	{ "include", BLOCK_TAKES_PATH, NULL, KIND(include), 0 },
	{ "cover", MAPPING, block_cover_keys, KIND(cover), TOP },
	{ "completeness", MAPPING, block_completeness_keys, KIND(completeness), ONCE },
	{ "revisions", MAPPING, block_revisions_keys, KIND(revisions), ONCE },
	{ "definitions", BLOCK_TAKES_WORDS | BLOCK_TAKES_ALL, NULL, KIND(definitions), ONCE },
	{ "record", MAPPING, block_record_keys, KIND(record), ONCE },
	{ "contents", AUTO | MAPPING, block_contents_keys, KIND(contents), ONCE },
	{ "pagebreak", AUTO, NULL, KIND(pagebreak), BLOCK_NOT_IN_COLUMNS },
	{ "signoff", AUTO | MAPPING, block_card_keys, block_signoff_read, block_card_build,
	  block_card_free, ONCE },
	{ "contact", MAPPING, block_card_keys, block_contact_read, block_card_build,
	  block_card_free, ONCE },
	{ 0 },
};

enum { DEPTH_LIMIT = 8 }; /* of blocks in blocks */

/* ── reading ── */

void template_block_free(gpointer data)
{
	TemplateBlock *block = data;
	if (block == NULL)
		return;
	block->type->free(block->content);
	g_free(block->id);
	g_free(block);
}

static const BlockType *find_type(TemplateReader *reader, const YamlNode *key, const char *kind)
{
	const char *kinds[G_N_ELEMENTS(block_types)] = { 0 };
	for (size_t n = 0; block_types[n].kind != NULL; n++) {
		if (strcmp(block_types[n].kind, kind) == 0)
			return &block_types[n];
		kinds[n] = block_types[n].kind;
	}
	reader_unknown(reader, key, kind, kinds, "no block kind '%s'", kind);
	return NULL;
}

static void check_place(TemplateReader *reader, const YamlNode *key, const BlockType *type)
{
	bool outside = (reader->in_columns && (type->bounds & BLOCK_NOT_IN_COLUMNS) != 0) ||
		       (reader->row != NULL && (type->bounds & BLOCK_NOT_IN_REPEAT) != 0);
	if (outside)
		problems_add(reader->problems, reader->document, key, NULL,
			     "a block of kind '%s' has no place in %s", type->kind,
			     reader->row != NULL && (type->bounds & BLOCK_NOT_IN_REPEAT) != 0
				 ? "a repeat"
				 : "columns");
}

/* "text-3": kind and place among those without an id of their own. */
static char *place_id(TemplateReader *reader, const char *kind)
{
	for (;;) {
		guint place = GPOINTER_TO_UINT(g_hash_table_lookup(reader->places, kind)) + 1;
		g_hash_table_insert(reader->places, (gpointer)(guintptr)kind,
				    GUINT_TO_POINTER(place));
		g_autofree char *id = g_strdup_printf("%s-%u", kind, place);
		if (g_hash_table_add(reader->ids, g_strdup(id)))
			return g_steal_pointer(&id);
	}
}

/* The id that stands in VALUE, which the kind may have read, or one by its place. */
static char *read_id(TemplateReader *reader, const BlockType *type, const YamlNode *value)
{
	const YamlNode *node = yaml_find(value, "id");
	if (node == NULL)
		return place_id(reader, type->kind);
	if (g_hash_table_contains(reader->id_nodes, node))
		return g_strdup(yaml_text(node));
	return reader_id_among(reader, node, type->kind, reader->ids);
}

TemplateBlock *block_read_as(TemplateReader *reader, const char *kind, const YamlNode *key,
			     const YamlNode *value)
{
	const BlockType *type = find_type(reader, key, kind);
	if (type == NULL)
		return NULL;
	check_place(reader, key, type);
	if (type->takes == BLOCK_TAKES_MAPPING &&
	    !reader_keys(reader, value, type->kind, type->keys))
		return NULL;
	TemplateBlock *block = g_new0(TemplateBlock, 1);
	block->type = type;
	block->line = yaml_line(key);
	block->content = type->read(reader, value);
	block->id = read_id(reader, type, value);
	return block;
}

static TemplateBlock *read_block(TemplateReader *reader, const YamlNode *item)
{
	if (yaml_kind(item) == YAML_KIND_MAPPING && yaml_count(item) == 1)
		return block_read_as(reader, yaml_text(yaml_key(item, 0)), yaml_key(item, 0),
				     yaml_value(item, 0));
	problems_add(reader->problems, reader->document, item, "write for example: - text: \"…\"",
		     "a block must be a mapping of one key, its kind");
	return NULL;
}

GPtrArray *blocks_read(TemplateReader *reader, const YamlNode *node, const YamlNode *parent,
		       const char *where)
{
	GPtrArray *blocks = g_ptr_array_new_with_free_func(template_block_free);
	if (node == NULL || yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0) {
		problems_add(reader->problems, reader->document, node != NULL ? node : parent, NULL,
			     "%s has no list of blocks", where);
		return blocks;
	}
	if (reader->depth >= DEPTH_LIMIT) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "blocks are nested deeper than %d levels", DEPTH_LIMIT);
		return blocks;
	}
	reader->depth++;
	for (size_t n = 0; n < yaml_count(node); n++) {
		TemplateBlock *block = read_block(reader, yaml_item(node, n));
		if (block != NULL)
			g_ptr_array_add(blocks, block);
	}
	reader->depth--;
	return blocks;
}

/* ── building ── */

/* Ids of what BLOCK added from START on: its own, with the row's number in a repeat; a second
 * block of the same one has a number more. */
static void give_ids(const Edition *edition, const TemplateBlock *block, const GPtrArray *open,
		     guint start)
{
	guint given = 0;
	for (guint n = start; n < open->len; n++) {
		Block *made = g_ptr_array_index(open, n);
		if (made->id != NULL)
			continue;
		g_autofree char *id = edition_id(edition, block->id);
		made->id =
		    ++given == 1 ? g_steal_pointer(&id) : g_strdup_printf("%s-%u", id, given);
	}
}

void block_build(Edition *edition, const TemplateBlock *block)
{
	const Model *model = edition->model;
	const GPtrArray *open = model->open != NULL ? model->open : model->blocks;
	guint start = open->len;
	block->type->build(edition, block);
	give_ids(edition, block, open, start);
}

void blocks_build(Edition *edition, const GPtrArray *blocks)
{
	for (guint n = 0; n < blocks->len; n++)
		block_build(edition, g_ptr_array_index(blocks, n));
}
