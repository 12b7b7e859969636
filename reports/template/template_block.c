#include "reports/template/template_block.h"

#include <string.h>

enum { DEPTH_LIMIT = 8 }; /* of blocks in blocks */

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
	g_autoptr(GPtrArray) kinds = g_ptr_array_new();
	for (const BlockType *type = reader->kinds; type->kind != NULL; type++) {
		if (strcmp(type->kind, kind) == 0)
			return type;
		g_ptr_array_add(kinds, (gpointer)(guintptr)type->kind);
	}
	g_ptr_array_add(kinds, NULL);
	reader_unknown(reader, key, kind, (const char *const *)(gpointer)kinds->pdata,
		       "no block kind '%s'", kind);
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
