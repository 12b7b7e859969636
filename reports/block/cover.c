/*
 * cover: {title, subtitle, lines}: the first page of a long document. Its title is the
 * document's; lines that come out empty are left out.
 */
#include "reports/block/block.h"

typedef struct {
	TemplateText *title, *subtitle;
	GPtrArray *lines; /* of TemplateText */
} CoverContent;

const TemplateKey block_cover_keys[] = {
	{ .name = "title", .kind = KEY_TEXT, .needed = true },
	{ .name = "subtitle", .kind = KEY_TEXT },
	{ .name = "lines", .kind = KEY_TEXTS },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

static void free_text(gpointer data)
{
	template_text_free(data);
}

static void read_lines(TemplateReader *reader, const YamlNode *node, GPtrArray *lines)
{
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node, NULL,
			     "cover: lines must be a list of texts");
	for (size_t n = 0; yaml_kind(node) == YAML_KIND_SEQUENCE && n < yaml_count(node); n++)
		g_ptr_array_add(lines, reader_text(reader, yaml_item(node, n), "cover: line"));
}

gpointer block_cover_read(TemplateReader *reader, const YamlNode *node)
{
	CoverContent *cover = g_new0(CoverContent, 1);
	reader_needed(reader, node, "cover", block_cover_keys);
	cover->title = reader_text_at(reader, node, "title", "cover");
	cover->subtitle = reader_text_at(reader, node, "subtitle", "cover");
	cover->lines = g_ptr_array_new_with_free_func(free_text);
	const YamlNode *lines = yaml_find(node, "lines");
	if (lines != NULL)
		read_lines(reader, lines, cover->lines);
	return cover;
}

void block_cover_build(Edition *edition, const TemplateBlock *block)
{
	const CoverContent *cover = block->content;
	Block *made = model_add(edition->model, BLOCK_COVER, block->line);
	made->cover.title = edition_text(edition, cover->title);
	made->cover.subtitle = edition_text_or(edition, cover->subtitle, NULL);
	for (guint n = 0; n < cover->lines->len; n++) {
		g_autofree char *line = edition_text(edition, cover->lines->pdata[n]);
		if (line[0] != '\0')
			g_ptr_array_add(made->cover.lines, g_steal_pointer(&line));
	}
	if (edition->model->title == NULL)
		edition->model->title = g_strdup(made->cover.title);
}

void block_cover_free(gpointer content)
{
	CoverContent *cover = content;
	if (cover == NULL)
		return;
	template_text_free(cover->title);
	template_text_free(cover->subtitle);
	g_ptr_array_unref(cover->lines);
	g_free(cover);
}
