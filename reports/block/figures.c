/*
 * figures: a list of {value: head.registered, measure: cases_registered}: each with
 * its label, unit, reference date and note, so that it can be read alone. Its id, by which it
 * is traced, is its column's name unless it says another. marks: {p: COLUMN} prints [p] after it
 * where the yes-or-no column says so; notes: under prints the definition of its measure below.
 */
#include <math.h>

#include "reports/block/block.h"
#include "reports/block/table/table.h"
#include "reports/template/template_measure.h"

typedef struct {
	char *id;
	ValueMarks *marks;
	const TemplateDataset *dataset;
	TemplateField value;
	const Measure *measure;
	TemplateText *label;  /* NULL: the measure's name */
	TemplateText *basis;  /* NULL: the measure's reference date */
	TemplateText *versus; /* NULL: no comparison */
	bool notes_under;
} FigureContent;

const TemplateKey block_figure_keys[] = {
	{ .name = "value", .kind = KEY_WORD, .needed = true },
	{ .name = "measure", .kind = KEY_WORD, .needed = true },
	{ .name = "id", .kind = KEY_WORD },
	{ .name = "format", .kind = KEY_WORD },
	{ .name = "label", .kind = KEY_TEXT },
	{ .name = "basis", .kind = KEY_TEXT },
	{ .name = "versus", .kind = KEY_TEXT },
	{ .name = "marks", .kind = KEY_NAMES },
	{ .name = "notes", .kind = KEY_CHOICE, .words = table_notes_words },
	{ 0 },
};

static void figure_content_free(gpointer data)
{
	FigureContent *figure = data;
	g_free(figure->id);
	value_marks_free(figure->marks);
	template_field_clear(&figure->value);
	template_text_free(figure->label);
	template_text_free(figure->basis);
	template_text_free(figure->versus);
	g_free(figure);
}

static void read_value(TemplateReader *reader, const YamlNode *node, FigureContent *figure)
{
	const YamlNode *value = yaml_find(node, "value");
	if (value == NULL) {
		problems_add(reader->problems, reader->document, node, NULL, "figure has no value");
		return;
	}
	figure->dataset = reader_path(reader, value, "figure: value", &figure->value);
	if (figure->dataset != NULL && figure->value.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, value, NULL,
			     "figure: value: '%s' is a %s, not a number", yaml_text(value),
			     datum_type_name(figure->value.type));
	reader_format(reader, yaml_find(node, "format"), "figure", &figure->value);
}

/* The id that is written, or the column's name: a second figure of that column needs one. */
static void read_id(TemplateReader *reader, const YamlNode *node, FigureContent *figure)
{
	const YamlNode *id = yaml_find(node, "id");
	const char *name = figure->value.name;
	if (id != NULL)
		figure->id = reader_id_among(reader, id, "figure", reader->figure_ids);
	else if (name != NULL && !g_hash_table_add(reader->figure_ids, g_strdup(name)))
		problems_add(reader->problems, reader->document, yaml_find(node, "value"),
			     "give it an id of its own, as id: NAME",
			     "figure: another one has the id '%s'", name);
	else
		figure->id = g_strdup(name);
}

static FigureContent *read_figure(TemplateReader *reader, const YamlNode *node)
{
	FigureContent *figure = g_new0(FigureContent, 1);
	if (!reader_keys(reader, node, "figure", block_figure_keys))
		return figure;
	read_value(reader, node, figure);
	read_id(reader, node, figure);
	figure->marks =
	    value_marks_read(reader, yaml_find(node, "marks"), figure->dataset, "figure");
	const YamlNode *measure = yaml_find(node, "measure");
	figure->measure =
	    reader_measured(reader, measure, "figure", figure->dataset, figure->value.name);
	reader_counted_format(reader, node, "figure", figure->dataset, figure->measure,
			      &figure->value);
	if (measure == NULL)
		problems_add(reader->problems, reader->document, node,
			     "every figure is defined in measures.yaml", "figure has no measure");
	figure->label = reader_text_at(reader, node, "label", "figure");
	figure->basis = reader_text_at(reader, node, "basis", "figure");
	figure->versus = reader_text_at(reader, node, "versus", "figure");
	figure->notes_under = table_notes_under(reader, node, "figure");
	return figure;
}

gpointer block_figures_read(TemplateReader *reader, const YamlNode *node)
{
	GPtrArray *figures = g_ptr_array_new_with_free_func(figure_content_free);
	if (yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0)
		problems_add(reader->problems, reader->document, node,
			     "write for example: - {value: head.registered, measure: "
			     "cases_registered}",
			     "figures must be a list of figures");
	for (size_t n = 0; n < yaml_count(node) && yaml_kind(node) == YAML_KIND_SEQUENCE; n++)
		g_ptr_array_add(figures, read_figure(reader, yaml_item(node, n)));
	return figures;
}

static Figure *build_figure(Edition *edition, const FigureContent *content)
{
	Figure *figure = figure_new();
	const Dataset *dataset = edition_dataset(edition, content->dataset);
	size_t row = dataset == edition->row_of ? edition->row : 0;
	figure->id = edition_id(edition, content->id);
	figure->value = edition_value(edition, dataset, row, &content->value);
	value_marks_set(edition, content->marks, dataset, row, &figure->value);
	figure->label = edition_text_or(edition, content->label,
					measure_name(content->measure, edition->language));
	figure->basis = edition_text_or(edition, content->basis,
					measure_basis(content->measure, edition->language));
	/* of what is no whole number, the unit stands in the plural: 8.4 cases */
	bool whole = figure->value.number == floor(figure->value.number);
	figure->unit =
	    edition_unit(edition, content->measure, whole ? (gint64)figure->value.number : 0);
	if (figure->unit == NULL)
		figure->unit = g_strdup(""); /* of a ratio */
	figure->measure = g_strdup(measure_id(content->measure));
	figure->versus = edition_text_or(edition, content->versus, NULL);
	/* a comparison that is left out, as with a week that is not whole */
	if (figure->versus != NULL && figure->versus[0] == '\0')
		g_clear_pointer(&figure->versus, g_free);
	figure->note = edition_note(edition, content->measure);
	return figure;
}

void block_figures_build(Edition *edition, const TemplateBlock *block)
{
	const GPtrArray *contents = block->content;
	Block *made = model_add(edition->model, BLOCK_FIGURES, block->line);
	for (guint n = 0; n < contents->len; n++)
		g_ptr_array_add(made->figures.figures,
				build_figure(edition, g_ptr_array_index(contents, n)));
	for (guint n = 0; n < contents->len; n++) {
		const FigureContent *content = g_ptr_array_index(contents, n);
		if (content->notes_under)
			edition_note_under(edition, content->measure);
	}
	edition_add_under(edition, block->line);
}

void block_figures_free(gpointer content)
{
	if (content != NULL)
		g_ptr_array_unref(content);
}
