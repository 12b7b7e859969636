#include "reports/block.h"

#include <string.h>

static const char *const table_keys[] = { "id", "dataset", "caption", "columns", "empty", NULL };
static const char *const chart_keys[] = {
	"id",       "kind",  "dataset", "x",           "x-format", "y",           "series",
	"measure",  "title", "alt",     "x-title",     "y-title",  "provisional", "empty",
	"lower",    "upper", "band",    "centre",      "limits",   "signal",      "good",
	"target",   "by",    "facet",   "denominator", "sort",     "highlight",   "reference",
	"annotate", "break", "percent", "decimals",    NULL
};
static const char *const tilemap_keys[] = { "id",         "dataset", "district", "name",
					    "short-name", "value",   "measure",  "row",
					    "column",     "title",   "y-title",  "provisional",
					    "highlight",  "percent", "decimals", "alt",
					    "empty",      NULL };

const BlockType block_types[] = {
	{ "heading", NULL, block_heading_read, block_heading_build, block_heading_free },
	{ "text", NULL, block_text_read, block_text_build, block_text_free },
	{ "figures", NULL, block_figures_read, block_figures_build, block_figures_free },
	{ "table", table_keys, block_table_read, block_table_build, block_table_free },
	{ "chart", chart_keys, block_chart_read, block_chart_build, block_chart_free },
	{ "tilemap", tilemap_keys, block_tilemap_read, block_tilemap_build, block_chart_free },
	{ "notes", NULL, block_notes_read, block_notes_build, block_notes_free },
	{ 0 },
};

static const BlockType *find_type(TemplateReader *reader, const YamlNode *key)
{
	const char *kinds[G_N_ELEMENTS(block_types)] = { 0 };
	for (size_t n = 0; block_types[n].kind != NULL; n++) {
		if (strcmp(block_types[n].kind, yaml_text(key)) == 0)
			return &block_types[n];
		kinds[n] = block_types[n].kind;
	}
	reader_unknown(reader, key, yaml_text(key), kinds, "no block kind '%s'", yaml_text(key));
	return NULL;
}

static void read_block(TemplateReader *reader, const YamlNode *item)
{
	if (yaml_kind(item) != YAML_KIND_MAPPING || yaml_count(item) != 1) {
		problems_add(reader->problems, reader->document, item,
			     "write for example: - text: \"…\"",
			     "a block must be a mapping of one key, its kind");
		return;
	}
	const YamlNode *key = yaml_key(item, 0);
	const YamlNode *value = yaml_value(item, 0);
	const BlockType *type = find_type(reader, key);
	if (type == NULL)
		return;
	bool usable = type->keys == NULL || yaml_kind(value) == YAML_KIND_MAPPING;
	if (type->keys != NULL)
		problems_check_keys(reader->problems, reader->document, value, type->kind,
				    type->keys);
	if (!usable)
		return;
	TemplateBlock *block = g_new0(TemplateBlock, 1);
	block->type = type;
	block->line = yaml_line(key);
	block->content = type->read(reader, value);
	g_ptr_array_add(reader->template->blocks, block);
}

void blocks_read(TemplateReader *reader, const YamlNode *node)
{
	if (node == NULL || yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0) {
		problems_add(reader->problems, reader->document,
			     node != NULL ? node : yaml_root(reader->document), NULL,
			     "the template has no list of blocks");
		return;
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		read_block(reader, yaml_item(node, n));
}
