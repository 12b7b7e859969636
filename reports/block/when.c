/*
 * when: {condition: "head.overdue > 0", blocks: […], else: […]}: blocks that stand only where
 * the condition holds, or else others.
 */
#include "reports/block/block.h"

typedef struct {
	Condition *condition;
	GPtrArray *blocks;
	GPtrArray *otherwise; /* or NULL */
} WhenContent;

const TemplateKey block_when_keys[] = {
	{ .name = "condition", .kind = KEY_CONDITION, .needed = true },
	{ .name = "blocks", .kind = KEY_BLOCKS, .needed = true },
	{ .name = "else", .kind = KEY_BLOCKS },
	{ 0 },
};

gpointer block_when_read(TemplateReader *reader, const YamlNode *node)
{
	WhenContent *when = g_new0(WhenContent, 1);
	const YamlNode *condition = yaml_find(node, "condition");
	const YamlNode *otherwise = yaml_find(node, "else");
	if (condition == NULL)
		problems_add(reader->problems, reader->document, node,
			     "write for example: condition: head.overdue > 0",
			     "when has no condition");
	else
		when->condition = reader_condition(reader, condition, "when: condition");
	when->blocks = blocks_read(reader, yaml_find(node, "blocks"), node, "when");
	if (otherwise != NULL)
		when->otherwise = blocks_read(reader, otherwise, node, "when: else");
	return when;
}

void block_when_build(Edition *edition, const TemplateBlock *block)
{
	const WhenContent *when = block->content;
	if (edition_holds(edition, when->condition))
		blocks_build(edition, when->blocks);
	else if (when->otherwise != NULL)
		blocks_build(edition, when->otherwise);
}

void block_when_free(gpointer content)
{
	WhenContent *when = content;
	if (when == NULL)
		return;
	condition_free(when->condition);
	g_ptr_array_unref(when->blocks);
	if (when->otherwise != NULL)
		g_ptr_array_unref(when->otherwise);
	g_free(when);
}
