/*
 * columns: a list of {span, blocks} from the start of the line; spans are of the page's twelve
 * columns, and those without one share what is left.
 */
#include "reports/block/block.h"

enum { PAGE_COLUMNS = 12 };

typedef struct {
	int span; /* 0 until the others are known */
	GPtrArray *blocks;
} ColumnContent;

static const char *const spans[] = {
	"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", NULL
};

const TemplateKey block_columns_keys[] = {
	{ .name = "span", .kind = KEY_CHOICE, .words = spans },
	{ .name = "blocks", .kind = KEY_BLOCKS, .needed = true },
	{ 0 },
};

static void column_free(gpointer data)
{
	ColumnContent *column = data;
	g_ptr_array_unref(column->blocks);
	g_free(column);
}

static void read_column(TemplateReader *reader, const YamlNode *node, GPtrArray *columns)
{
	if (!reader_keys(reader, node, "column", block_columns_keys))
		return;
	ColumnContent *column = g_new0(ColumnContent, 1);
	const YamlNode *span = yaml_find(node, "span");
	const char *word = span != NULL ? reader_choice(reader, span, "column: span", spans) : NULL;
	column->span = word != NULL ? (int)g_ascii_strtoll(word, NULL, 10) : 0;
	column->blocks = blocks_read(reader, yaml_find(node, "blocks"), node, "column");
	g_ptr_array_add(columns, column);
}

/* Gives those without a span an equal one of what the others leave. */
static void share_spans(TemplateReader *reader, const YamlNode *node, const GPtrArray *columns)
{
	int left = PAGE_COLUMNS;
	int open = 0;
	for (guint n = 0; n < columns->len; n++) {
		const ColumnContent *column = g_ptr_array_index(columns, n);
		left -= column->span;
		open += column->span == 0 ? 1 : 0;
	}
	if (left < open) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "columns do not fit: the page has %d", PAGE_COLUMNS);
		return;
	}
	for (guint n = 0; n < columns->len; n++) {
		ColumnContent *column = g_ptr_array_index(columns, n);
		if (column->span == 0)
			column->span = left / open;
	}
}

gpointer block_columns_read(TemplateReader *reader, const YamlNode *node)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func(column_free);
	if (yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) < 2) {
		problems_add(reader->problems, reader->document, node,
			     "write for example: - {span: 8, blocks: […]}",
			     "columns must be a list of at least two");
		return columns;
	}
	bool before = reader->in_columns;
	reader->in_columns = true;
	for (size_t n = 0; n < yaml_count(node); n++)
		read_column(reader, yaml_item(node, n), columns);
	reader->in_columns = before;
	share_spans(reader, node, columns);
	return columns;
}

/* Columns in which nothing came to stand leave nothing behind. */
void block_columns_build(Edition *edition, const TemplateBlock *block)
{
	const GPtrArray *contents = block->content;
	Model *model = edition->model;
	Block *made = model_add(model, BLOCK_COLUMNS, block->line);
	guint filled = 0;
	for (guint n = 0; n < contents->len; n++) {
		const ColumnContent *content = g_ptr_array_index(contents, n);
		BlockColumn *column = model_add_column(made, content->span);
		model->open = column->blocks;
		blocks_build(edition, content->blocks);
		filled += column->blocks->len;
	}
	model->open = NULL;
	if (filled == 0)
		g_ptr_array_remove(model->blocks, made);
}

void block_columns_free(gpointer content)
{
	if (content != NULL)
		g_ptr_array_unref(content);
}
