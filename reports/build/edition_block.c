/* Blocks of a template, built into the edition's model. */
#include "reports/build/edition.h"
#include "reports/template/template_block.h"

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
