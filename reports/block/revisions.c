/*
 * revisions: {id, dataset, caption, columns, …, none}: a table of the figures that have changed
 * since they were published, or the sentence that none has.
 */
#include "reports/block/block.h"
#include "reports/block/table/table.h"

typedef struct {
	TableContent *table;
	TemplateText *none; /* NULL: the house's sentence */
} RevisionsContent;

const TemplateKey block_revisions_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "caption", .kind = KEY_TEXT },
	ABOUT_KEYS,
	{ .name = "columns", .kind = KEY_LIST, .needed = true, .keys = table_column_keys },
	{ .name = "none", .kind = KEY_TEXT },
	TABLE_LOOK_KEYS,
	{ 0 },
};

gpointer block_revisions_read(TemplateReader *reader, const YamlNode *node)
{
	RevisionsContent *revisions = g_new0(RevisionsContent, 1);
	revisions->table = table_read(reader, node, "revisions");
	revisions->none = reader_text_at(reader, node, "none", "revisions");
	return revisions;
}

void block_revisions_build(Edition *edition, const TemplateBlock *block)
{
	const RevisionsContent *revisions = block->content;
	if (dataset_rows(table_rows(edition, revisions->table)) > 0)
		table_build(edition, revisions->table, block->line);
	else
		model_add(edition->model, BLOCK_TEXT, block->line)->text.text = edition_text_or(
		    edition, revisions->none, locale_word(edition->locale, "no_revisions"));
}

void block_revisions_free(gpointer content)
{
	RevisionsContent *revisions = content;
	if (revisions == NULL)
		return;
	table_content_free(revisions->table);
	template_text_free(revisions->none);
	g_free(revisions);
}
