/* pagebreak: auto. What comes next begins a page, where there are pages. */
#include "reports/block/block.h"

gpointer block_pagebreak_read(TemplateReader *reader, const YamlNode *node)
{
	return reader_auto(reader, node, "pagebreak") ? g_strdup("auto") : NULL;
}

void block_pagebreak_build(Edition *edition, const TemplateBlock *block)
{
	model_add(edition->model, BLOCK_PAGEBREAK, block->line);
}

void block_pagebreak_free(gpointer content)
{
	g_free(content);
}
