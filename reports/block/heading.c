/* heading: "text", {en: …, ur: …}, or {level: 2, text: …}. Level 1 is the title. */
#include "reports/block/block.h"

typedef struct {
	int level;
	TemplateText *text;
} Heading;

static const char *const levels[] = { "1", "2", "3", NULL };

const TemplateKey block_heading_keys[] = {
	{ .name = "level", .kind = KEY_CHOICE, .words = levels },
	{ .name = "text", .kind = KEY_TEXT, .needed = true },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

gpointer block_heading_read(TemplateReader *reader, const YamlNode *node)
{
	Heading *heading = g_new0(Heading, 1);
	const YamlNode *text = yaml_find(node, "text");
	const YamlNode *level = yaml_find(node, "level");
	if (text != NULL || level != NULL)
		reader_keys(reader, node, "heading", block_heading_keys);
	const char *word =
	    level != NULL ? reader_choice(reader, level, "heading: level", levels) : NULL;
	heading->level = word != NULL ? word[0] - '0' : 1;
	if (level != NULL && text == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "heading has no text");
	else
		heading->text = text != NULL ? reader_text(reader, text, "heading")
					     : reader_text_with_id(reader, node, "heading");
	return heading;
}

void block_heading_build(Edition *edition, const TemplateBlock *block)
{
	const Heading *heading = block->content;
	Block *made = model_add(edition->model, BLOCK_HEADING, block->line);
	made->heading.level = heading->level;
	made->heading.text = edition_text(edition, heading->text);
	if (heading->level == 1 && edition->model->title == NULL)
		edition->model->title = g_strdup(made->heading.text);
}

void block_heading_free(gpointer content)
{
	Heading *heading = content;
	if (heading != NULL)
		template_text_free(heading->text);
	g_free(heading);
}
