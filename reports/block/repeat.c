/*
 * repeat: {dataset, blocks, limit, empty}: the blocks once for each row, whose columns are
 * {row.column} in their texts and row.column in their figures; the text EMPTY where there is no
 * row. Past LIMIT rows are left out, and said to be.
 */
#include "reports/block/block.h"

typedef struct {
	const TemplateDataset *dataset;
	GPtrArray *blocks;
	TemplateText *empty; /* or NULL */
	gint64 limit;        /* -1: none */
} RepeatContent;

enum { LIMIT_MOST = 10000 };

const TemplateKey block_repeat_keys[] = {
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "limit", .kind = KEY_WORD },
	{ .name = "empty", .kind = KEY_TEXT },
	{ .name = "blocks", .kind = KEY_BLOCKS, .needed = true },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

static gint64 read_limit(TemplateReader *reader, const YamlNode *node)
{
	const char *text = node != NULL ? reader_word(reader, node, "repeat: limit") : NULL;
	guint64 limit = 0;
	if (text == NULL)
		return -1;
	if (!g_ascii_string_to_unsigned(text, 10, 1, LIMIT_MOST, &limit, NULL))
		problems_add(reader->problems, reader->document, node, NULL,
			     "repeat: limit must be a number from 1 to %d", LIMIT_MOST);
	return (gint64)limit;
}

gpointer block_repeat_read(TemplateReader *reader, const YamlNode *node)
{
	RepeatContent *repeat = g_new0(RepeatContent, 1);
	repeat->dataset = reader_dataset(reader, node, "repeat");
	repeat->limit = read_limit(reader, yaml_find(node, "limit"));
	repeat->empty = reader_text_at(reader, node, "empty", "repeat");
	const TemplateDataset *before = reader->row;
	/* of an unknown dataset, "row" would bring a fault for every name */
	reader->row = repeat->dataset;
	repeat->blocks = repeat->dataset != NULL
			     ? blocks_read(reader, yaml_find(node, "blocks"), node, "repeat")
			     : g_ptr_array_new();
	reader->row = before;
	return repeat;
}

/* A text of the program's own words: "3 more are left out". */
static void say_left_out(Edition *edition, const TemplateBlock *block, size_t count)
{
	Datum left = datum_of_number((double)count);
	g_autofree char *number = format_datum(edition->locale, "int", &left);
	g_auto(GStrv) parts = g_strsplit(locale_word(edition->locale, "left_out"), "{n}", -1);
	model_add(edition->model, BLOCK_TEXT, block->line)->text.text = g_strjoinv(number, parts);
}

void block_repeat_build(Edition *edition, const TemplateBlock *block)
{
	const RepeatContent *repeat = block->content;
	const Dataset *dataset = edition_dataset(edition, repeat->dataset);
	size_t rows = dataset_rows(dataset);
	size_t shown = repeat->limit >= 0 ? MIN(rows, (size_t)repeat->limit) : rows;
	edition->row_of = dataset;
	for (edition->row = 0; edition->row < shown; edition->row++)
		blocks_build(edition, repeat->blocks);
	edition->row_of = NULL;
	if (rows > shown)
		say_left_out(edition, block, rows - shown);
	if (rows == 0 && repeat->empty != NULL)
		model_add(edition->model, BLOCK_TEXT, block->line)->text.text =
		    edition_text_empty(edition, dataset, repeat->empty);
}

void block_repeat_free(gpointer content)
{
	RepeatContent *repeat = content;
	if (repeat == NULL)
		return;
	g_ptr_array_unref(repeat->blocks);
	template_text_free(repeat->empty);
	g_free(repeat);
}
