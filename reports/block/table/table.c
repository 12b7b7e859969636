/*
 * table: {id, dataset, caption, columns: [{field, header, format, measure, total: sum, marks}],
 * group, subtotals, spans, heads, empty}, and how pages set it (table_look.c). A header that is not
 * written is the measure's name. The rows come in the order of the query; a row of a group stands
 * wherever the group's column changes.
 */
#include "reports/block/table/table.h"
#include "reports/template/template_measure.h"

#include <string.h>

static const char *const totals[] = { "sum", NULL };
static const char *const answers[] = { "no", "yes", NULL };
const char *const table_pages[] = { "yes", "no", NULL };

const TemplateKey table_column_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "header", .kind = KEY_TEXT },
	{ .name = "format", .kind = KEY_WORD },
	{ .name = "measure", .kind = KEY_WORD },
	{ .name = "total", .kind = KEY_CHOICE, .words = totals },
	{ .name = "marks", .kind = KEY_NAMES },
	{ .name = "lead", .kind = KEY_CHOICE, .words = answers },
	{ .name = "keeps-row", .kind = KEY_CHOICE, .words = answers },
	{ 0 },
};
static const TemplateKey span_keys[] = {
	{ .name = "header", .kind = KEY_TEXT, .needed = true },
	{ .name = "from", .kind = KEY_WORD, .needed = true },
	{ .name = "to", .kind = KEY_WORD, .needed = true },
	{ 0 },
};
const TemplateKey block_table_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "caption", .kind = KEY_TEXT },
	ABOUT_KEYS,
	{ .name = "columns", .kind = KEY_LIST, .needed = true, .keys = table_column_keys },
	{ .name = "group", .kind = KEY_WORD },
	{ .name = "subtotals", .kind = KEY_CHOICE, .words = answers },
	{ .name = "spans", .kind = KEY_LIST, .keys = span_keys },
	{ .name = "heads", .kind = KEY_WORD },
	{ .name = "empty", .kind = KEY_TEXT },
	{ .name = "sheet", .kind = KEY_TEXT },
	{ .name = "pages", .kind = KEY_CHOICE, .words = table_pages },
	TABLE_LOOK_KEYS,
	{ 0 },
};

static void column_free(gpointer data)
{
	ContentColumn *column = data;
	template_field_clear(&column->field);
	template_text_free(column->header);
	value_marks_free(column->marks);
	g_free(column);
}

static void span_free(gpointer data)
{
	ContentSpan *span = data;
	template_text_free(span->header);
	g_free(span);
}

/* ── reading ── */

bool table_adds_up(DatumType type, const char *format)
{
	if (type != DATUM_NUMBER)
		return false;
	return format == NULL || strcmp(format, "int") == 0 || strcmp(format, "signed") == 0 ||
	       strcmp(format, "money") == 0 || g_str_has_prefix(format, "count:");
}

static void read_total(TemplateReader *reader, const YamlNode *node, ContentColumn *column)
{
	if (node == NULL || reader_choice(reader, node, "column: total", totals) == NULL)
		return;
	column->sum = table_adds_up(column->field.type, column->field.format);
	if (column->field.name != NULL && !column->sum)
		problems_add(reader->problems, reader->document, node,
			     "only counts add up; leave the total out",
			     "column '%s' is no count, which cannot be summed", column->field.name);
}

static void read_column(TemplateReader *reader, const YamlNode *node, TableContent *table)
{
	if (!reader_keys(reader, node, "column", table_column_keys))
		return;
	ContentColumn *column = g_new0(ContentColumn, 1);
	g_ptr_array_add(table->columns, column);
	const YamlNode *field = yaml_find(node, "field");
	const YamlNode *measure = yaml_find(node, "measure");
	if (field == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "column has no field");
	else if (reader_field(reader, field, table->dataset, "column", &column->field))
		reader_format(reader, yaml_find(node, "format"), "column", &column->field);
	column->measure =
	    reader_measured(reader, measure, "column", table->dataset, column->field.name);
	reader_counted_format(reader, field, "column", table->dataset, column->measure,
			      &column->field);
	column->header = reader_text_at(reader, node, "header", "column");
	if (column->header == NULL && measure == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "column has neither header nor measure");
	column->marks =
	    value_marks_read(reader, yaml_find(node, "marks"), table->dataset, "column");
	const YamlNode *lead = yaml_find(node, "lead");
	column->lead =
	    lead != NULL && reader_choice(reader, lead, "column: lead", answers) == answers[1];
	const YamlNode *keeps = yaml_find(node, "keeps-row");
	column->yields = keeps != NULL &&
			 reader_choice(reader, keeps, "column: keeps-row", answers) == answers[0];
	read_total(reader, yaml_find(node, "total"), column);
	table->total |= column->sum;
}

static void read_columns(TemplateReader *reader, const YamlNode *node, const char *where,
			 TableContent *table)
{
	const YamlNode *columns = yaml_find(node, "columns");
	if (columns == NULL || yaml_kind(columns) != YAML_KIND_SEQUENCE) {
		problems_add(reader->problems, reader->document, columns != NULL ? columns : node,
			     NULL, "%s has no list of columns", where);
		return;
	}
	for (size_t n = 0; n < yaml_count(columns); n++)
		read_column(reader, yaml_item(columns, n), table);
	if (yaml_count(columns) == 0)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no columns",
			     where);
	else if (table->total && ((ContentColumn *)table->columns->pdata[0])->sum)
		problems_add(
		    reader->problems, reader->document, columns, "put a column of names first",
		    "%s: the first column is summed and leaves no place for the word total", where);
}

/* ── groups, heads and spans ── */

static void read_groups(TemplateReader *reader, const YamlNode *node, const char *where,
			TableContent *table)
{
	const YamlNode *group = yaml_find(node, "group");
	const YamlNode *subtotals = yaml_find(node, "subtotals");
	g_autofree char *what = g_strdup_printf("%s: group", where);
	g_autofree char *word = g_strdup_printf("%s: subtotals", where);
	if (group != NULL)
		reader_field(reader, group, table->dataset, what, &table->group);
	const char *answer =
	    subtotals != NULL ? reader_choice(reader, subtotals, word, answers) : answers[0];
	table->subtotals = answer == answers[1];
	if (table->subtotals && (group == NULL || !table->total))
		problems_add(reader->problems, reader->document, subtotals,
			     group == NULL ? "name the column that makes groups, as group: division"
					   : "write total: sum at a column",
			     "%s: there is nothing to give a subtotal", where);
}

static void read_heads(TemplateReader *reader, const YamlNode *node, const char *where,
		       TableContent *table)
{
	g_autofree char *what = g_strdup_printf("%s: heads", where);
	table->heads = 1;
	const char *text = node != NULL ? reader_word(reader, node, what) : NULL;
	guint64 heads = 1;
	if (text != NULL &&
	    !g_ascii_string_to_unsigned(text, 10, 1, MAX(table->columns->len, 1), &heads, NULL))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a number of columns, 1 to %u", what, table->columns->len);
	table->heads = (guint)heads;
}

/* The place of the column whose field NODE names, or -1 with a fault. */
static int column_at(TemplateReader *reader, const YamlNode *node, const char *where,
		     const TableContent *table)
{
	const char *name = node != NULL ? reader_word(reader, node, where) : NULL;
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (guint n = 0; n < table->columns->len; n++) {
		const ContentColumn *column = g_ptr_array_index(table->columns, n);
		if (name != NULL && g_strcmp0(column->field.name, name) == 0)
			return (int)n;
		if (column->field.name != NULL)
			g_ptr_array_add(known, column->field.name);
	}
	g_ptr_array_add(known, NULL);
	if (name != NULL)
		reader_unknown(reader, node, name, (const char *const *)known->pdata,
			       "%s: no column '%s' in this table", where, name);
	return -1;
}

static void read_span(TemplateReader *reader, const YamlNode *node, const char *where,
		      TableContent *table)
{
	if (!reader_keys(reader, node, where, span_keys))
		return;
	reader_needed(reader, node, where, span_keys);
	ContentSpan *span = g_new0(ContentSpan, 1);
	span->header = reader_text_at(reader, node, "header", where);
	int first = column_at(reader, yaml_find(node, "from"), where, table);
	int last = column_at(reader, yaml_find(node, "to"), where, table);
	const ContentSpan *before =
	    table->spans->len > 0 ? table->spans->pdata[table->spans->len - 1] : NULL;
	g_ptr_array_add(table->spans, span);
	span->first = (guint)MAX(first, 0);
	span->last = (guint)MAX(last, 0);
	if (first >= 0 && last >= 0 &&
	    (last < first || (before != NULL && first <= (int)before->last)))
		problems_add(reader->problems, reader->document, node,
			     "they go from the start of the line, each over columns of its own",
			     "%s: these columns are out of order", where);
}

/* The column that leads stands elsewhere on narrow screens, and cannot take its head above along.
 */
static void check_leads(TemplateReader *reader, const YamlNode *node, const char *where,
			const TableContent *table)
{
	for (guint n = 0; n < table->spans->len; n++) {
		const ContentSpan *span = g_ptr_array_index(table->spans, n);
		for (guint at = span->first; at <= span->last && at < table->columns->len; at++)
			if (((ContentColumn *)table->columns->pdata[at])->lead)
				problems_add(reader->problems, reader->document, node, NULL,
					     "%s: a column below a span cannot lead", where);
	}
}

static void read_spans(TemplateReader *reader, const YamlNode *node, const char *where,
		       TableContent *table)
{
	g_autofree char *what = g_strdup_printf("%s: span", where);
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node,
			     "write for example: - {header: \"2024\", from: q1, to: q4}",
			     "%s: spans must be a list", where);
	else
		for (size_t n = 0; n < yaml_count(node); n++)
			read_span(reader, yaml_item(node, n), what, table);
}

/* Parts side by side have rows of one kind and heads of one row. */
static void check_fold(TemplateReader *reader, const YamlNode *node, const char *where,
		       const TableContent *table)
{
	if (table->look.fold > 0 && (table->group.name != NULL || table->spans->len > 0))
		problems_add(reader->problems, reader->document, yaml_find(node, "fold"),
			     "leave one of both out",
			     "%s: a table with groups or spans cannot be folded", where);
}

void table_place_read(TemplateReader *reader, const YamlNode *node, const char *where,
		      TablePlace *place)
{
	const YamlNode *pages = yaml_find(node, "pages");
	g_autofree char *what = g_strdup_printf("%s: pages", where);
	place->sheet = reader_text_at(reader, node, "sheet", where);
	place->no_pages =
	    pages != NULL && reader_choice(reader, pages, what, table_pages) == table_pages[1];
}

TableContent *table_read(TemplateReader *reader, const YamlNode *node, const char *kind)
{
	TableContent *table = g_new0(TableContent, 1);
	table->columns = g_ptr_array_new_with_free_func(column_free);
	table->spans = g_ptr_array_new_with_free_func(span_free);
	table->id = reader_id(reader, node, kind);
	g_autofree char *where =
	    g_strdup_printf("%s '%s'", kind, table->id != NULL ? table->id : "?");
	table->dataset = reader_dataset(reader, node, where);
	table->caption = reader_text_at(reader, node, "caption", where);
	about_read(reader, node, where, &table->about);
	table->empty = reader_text_at(reader, node, "empty", where);
	table_place_read(reader, node, where, &table->place);
	read_columns(reader, node, where, table);
	read_groups(reader, node, where, table);
	read_heads(reader, yaml_find(node, "heads"), where, table);
	read_spans(reader, yaml_find(node, "spans"), where, table);
	check_leads(reader, node, where, table);
	table_look_read(reader, node, where, &table->look);
	check_fold(reader, node, where, table);
	return table;
}

gpointer block_table_read(TemplateReader *reader, const YamlNode *node)
{
	return table_read(reader, node, "table");
}

void block_table_build(Edition *edition, const TemplateBlock *block)
{
	table_build(edition, block->content, block->line);
}

void table_content_free(TableContent *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->columns);
	g_ptr_array_unref(table->spans);
	template_field_clear(&table->group);
	template_text_free(table->caption);
	about_clear(&table->about);
	template_text_free(table->empty);
	template_text_free(table->place.sheet);
	table_look_clear(&table->look);
	g_free(table->id);
	g_free(table);
}

void block_table_free(gpointer content)
{
	table_content_free(content);
}
