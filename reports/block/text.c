/* text: "…", or {en: …, ur: …} with an id where there shall be one; a blank line parts
 * paragraphs. One that comes out empty, as when every {if} in it is false, leaves nothing behind.
 */
#include "reports/block/block.h"

const TemplateKey block_text_keys[] = {
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

gpointer block_text_read(TemplateReader *reader, const YamlNode *node)
{
	return reader_text_with_id(reader, node, "text");
}

void block_text_build(Edition *edition, const TemplateBlock *block)
{
	g_autofree char *text = edition_text(edition, block->content);
	if (text[0] != '\0')
		model_add(edition->model, BLOCK_TEXT, block->line)->text.text =
		    g_steal_pointer(&text);
}

void block_text_free(gpointer content)
{
	template_text_free(content);
}
