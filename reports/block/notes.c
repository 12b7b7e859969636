/*
 * notes: auto. Prints the definition of every measure used in the edition, in order
 * of first use, whatever stands before or after it.
 */
#include "reports/block.h"

static const char *const words[] = { "auto", NULL };

gpointer block_notes_read(TemplateReader *reader, const YamlNode *node)
{
	if (yaml_kind(node) != YAML_KIND_SCALAR ||
	    reader_choice(reader, node, "notes", words) == NULL)
		return NULL;
	return g_strdup("auto");
}

/* Filled by edition_model after all other blocks, which give the notes their numbers. */
void block_notes_build(Edition *edition, const TemplateBlock *block)
{
	Block *made = model_add(edition->model, BLOCK_NOTES, block->line);
	made->notes.title = g_strdup(locale_word(edition->locale, "notes"));
}

void block_notes_free(gpointer content)
{
	g_free(content);
}
