/* contents: auto, or {title}: the headings, tables and charts below it. On pages auto has them only
 * where they are more than four. */
#include "reports/block/block.h"

const TemplateKey block_contents_keys[] = {
	{ .name = "title", .kind = KEY_TEXT, .needed = true },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

typedef struct {
	TemplateText *title; /* NULL: the language's own word */
} Contents;

gpointer block_contents_read(TemplateReader *reader, const YamlNode *node)
{
	Contents *contents = g_new0(Contents, 1);
	if (yaml_kind(node) == YAML_KIND_SCALAR)
		reader_auto(reader, node, "contents");
	else if (reader_keys(reader, node, "contents", block_contents_keys))
		contents->title = reader_text_at(reader, node, "title", "contents");
	return contents;
}

void block_contents_build(Edition *edition, const TemplateBlock *block)
{
	const Contents *contents = block->content;
	Block *made = model_add(edition->model, BLOCK_CONTENTS, block->line);
	made->contents.when_long = contents->title == NULL;
	made->contents.title =
	    edition_text_or(edition, contents->title, locale_word(edition->locale, "contents"));
}

void block_contents_free(gpointer content)
{
	Contents *contents = content;
	if (contents != NULL)
		template_text_free(contents->title);
	g_free(contents);
}
