/*
 * definitions: all for every measure there is, or a list of some: what is counted, in which unit
 * and on which date, whether or not a figure of the edition uses it.
 */
#include "reports/block.h"

static const char *const all_word[] = { "all", NULL };

gpointer block_definitions_read(TemplateReader *reader, const YamlNode *node)
{
	GPtrArray *measures = g_ptr_array_new();
	if (yaml_kind(node) != YAML_KIND_SEQUENCE) {
		const Measures *all = library_measures(reader->library);
		reader_choice(reader, node, "definitions", all_word);
		for (const char *const *id = measures_ids(all); *id != NULL; id++)
			g_ptr_array_add(measures, (gpointer)(guintptr)measures_find(all, *id));
		return measures;
	}
	if (yaml_count(node) == 0)
		problems_add(reader->problems, reader->document, node, NULL,
			     "definitions names no measure");
	for (size_t n = 0; n < yaml_count(node); n++) {
		const Measure *measure = reader_measure(reader, yaml_item(node, n), "definitions");
		if (measure != NULL && g_ptr_array_find(measures, measure, NULL))
			problems_add(reader->problems, reader->document, yaml_item(node, n), NULL,
				     "definitions: '%s' is named twice", measure_id(measure));
		g_ptr_array_add(measures, (gpointer)(guintptr)measure);
	}
	return measures;
}

void block_definitions_build(Edition *edition, const TemplateBlock *block)
{
	const GPtrArray *measures = block->content;
	Block *made = model_add(edition->model, BLOCK_NOTES, block->line);
	made->notes.title = g_strdup(locale_word(edition->locale, "definitions"));
	for (guint n = 0; n < measures->len; n++)
		g_ptr_array_add(made->notes.notes,
				edition_definition(edition, measures->pdata[n], 0));
}

void block_definitions_free(gpointer content)
{
	if (content != NULL)
		g_ptr_array_unref(content);
}
