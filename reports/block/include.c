/*
 * include: shared/NAME.yaml: the blocks of a part that several templates hold. Its names are
 * those of the template that includes it; a fault in it says both places.
 */
#include <string.h>

#include "core/error.h"
#include "reports/block/block.h"

static const TemplateKey part_keys[] = {
	{ .name = "blocks", .kind = KEY_BLOCKS, .needed = true },
	{ 0 },
};

/* True, with a fault, when the document at PATH is being read already. */
static bool goes_round(TemplateReader *reader, const YamlNode *node, const char *path)
{
	for (guint n = 0; n < reader->including->len; n++) {
		if (strcmp(yaml_name(reader->including->pdata[n]), path) != 0)
			continue;
		problems_add(reader->problems, reader->document, node, NULL,
			     "include: '%s' would include itself", yaml_text(node));
		return true;
	}
	return false;
}

static GPtrArray *read_part(TemplateReader *reader, const YamlNode *node, const YamlDocument *part)
{
	const YamlDocument *outer = reader->document;
	g_autofree char *place = g_strdup_printf("included at %s:%d:%d", yaml_name(outer),
						 yaml_line(node), yaml_column(node));
	g_autofree char *before = problems_set_via(reader->problems, NULL);
	g_autofree char *via = before != NULL ? g_strdup_printf("%s, %s", place, before) : NULL;
	g_free(problems_set_via(reader->problems, via != NULL ? via : place));
	reader->document = part;
	g_ptr_array_add(reader->including, (gpointer)(guintptr)part);
	const YamlNode *root = yaml_root(part);
	GPtrArray *blocks = NULL;
	if (reader_keys(reader, root, "a shared part", part_keys))
		blocks = blocks_read(reader, yaml_find(root, "blocks"), root, "a shared part");
	g_ptr_array_set_size(reader->including, (gint)reader->including->len - 1);
	reader->document = outer;
	g_free(problems_set_via(reader->problems, before));
	return blocks;
}

/* The file that NODE names, read; it lives as long as the template. */
static const YamlDocument *open_part(TemplateReader *reader, const YamlNode *node, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path =
	    library_find_part(reader->library, name, yaml_name(reader->including->pdata[0]));
	if (path == NULL) {
		problems_add(reader->problems, reader->document, node,
			     "shared parts are in templates/shared/", "include: no file '%s'",
			     name);
		return NULL;
	}
	if (goes_round(reader, node, path))
		return NULL;
	YamlDocument *part = yaml_read(path, &error);
	if (part == NULL)
		problems_add(reader->problems, reader->document, node, error_hint(error),
			     "include: %s", error->message);
	else
		g_ptr_array_add(reader->template->parts, part);
	return part;
}

gpointer block_include_read(TemplateReader *reader, const YamlNode *node)
{
	const char *name = reader_word(reader, node, "include");
	if (name == NULL)
		return NULL;
	if (!g_regex_match_simple("^shared/[a-z][a-z0-9-]{0,60}\\.yaml\\z", name, 0, 0)) {
		problems_add(reader->problems, reader->document, node,
			     "write for example: include: shared/contact.yaml",
			     "include: '%s' is no name of a shared part", name);
		return NULL;
	}
	const YamlDocument *part = open_part(reader, node, name);
	return part != NULL ? read_part(reader, node, part) : NULL;
}

void block_include_build(Edition *edition, const TemplateBlock *block)
{
	blocks_build(edition, block->content);
}

void block_include_free(gpointer content)
{
	if (content != NULL)
		g_ptr_array_unref(content);
}
