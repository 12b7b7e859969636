/*
 * notes: auto. Prints the definition of every measure used in the edition, in order
 * of first use, whatever stands before or after it.
 */
#include "reports/block/block.h"

gpointer block_notes_read(TemplateReader *reader, const YamlNode *node)
{
	reader->template->has_notes = true;
	return reader_auto(reader, node, "notes") ? g_strdup("auto") : NULL;
}

/* Filled by edition_model after all other blocks, which give the notes their numbers. */
void block_notes_build(Edition *edition, const TemplateBlock *block)
{
	Block *made = model_add(edition->model, BLOCK_NOTES, block->line);
	made->notes.title = g_strdup(locale_word(edition->locale, "notes"));
	g_ptr_array_add(edition->note_blocks, made);
}

void block_notes_free(gpointer content)
{
	g_free(content);
}
