/*
 * table: {id, dataset, caption, columns: [{field, header, format, measure, total: sum, marks}],
 * group, subtotals, spans, heads, empty}. A header that is not written is the measure's name.
 * The rows come in the order of the query; a row of a group stands wherever the group's column
 * changes.
 */
#include "reports/block/table.h"

#include <string.h>

#include "reports/block/value_marks.h"

typedef struct {
	TemplateField field;
	TemplateText *header;
	const Measure *measure; /* or NULL */
	ValueMarks *marks;      /* or NULL */
	bool sum;
} Column;

/* A head over the columns FIRST to LAST. */
typedef struct {
	TemplateText *header;
	guint first, last;
} Span;

struct TableContent {
	char *id;
	const TemplateDataset *dataset;
	TemplateText *caption;
	TemplateText *empty;
	GPtrArray *columns;  /* of Column */
	GPtrArray *spans;    /* of Span */
	TemplateField group; /* name NULL: no groups */
	bool subtotals;
	guint heads;
	bool total; /* some column is summed */
};

static const char *const totals[] = { "sum", NULL };
static const char *const answers[] = { "no", "yes", NULL };

const TemplateKey table_column_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "header", .kind = KEY_TEXT },
	{ .name = "format", .kind = KEY_WORD },
	{ .name = "measure", .kind = KEY_WORD },
	{ .name = "total", .kind = KEY_CHOICE, .words = totals },
	{ .name = "marks", .kind = KEY_NAMES },
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
	{ .name = "columns", .kind = KEY_LIST, .needed = true, .keys = table_column_keys },
	{ .name = "group", .kind = KEY_WORD },
	{ .name = "subtotals", .kind = KEY_CHOICE, .words = answers },
	{ .name = "spans", .kind = KEY_LIST, .keys = span_keys },
	{ .name = "heads", .kind = KEY_WORD },
	{ .name = "empty", .kind = KEY_TEXT },
	{ 0 },
};

static void column_free(gpointer data)
{
	Column *column = data;
	template_field_clear(&column->field);
	template_text_free(column->header);
	value_marks_free(column->marks);
	g_free(column);
}

static void span_free(gpointer data)
{
	Span *span = data;
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

static void read_total(TemplateReader *reader, const YamlNode *node, Column *column)
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
	Column *column = g_new0(Column, 1);
	g_ptr_array_add(table->columns, column);
	const YamlNode *field = yaml_find(node, "field");
	const YamlNode *measure = yaml_find(node, "measure");
	if (field == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "column has no field");
	else if (reader_field(reader, field, table->dataset, "column", &column->field))
		reader_format(reader, yaml_find(node, "format"), "column", &column->field);
	if (measure != NULL)
		column->measure = reader_measure(reader, measure, "column");
	column->header = reader_text_at(reader, node, "header", "column");
	if (column->header == NULL && measure == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "column has neither header nor measure");
	column->marks =
	    value_marks_read(reader, yaml_find(node, "marks"), table->dataset, "column");
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
	else if (table->total && ((Column *)table->columns->pdata[0])->sum)
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
		const Column *column = g_ptr_array_index(table->columns, n);
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
	Span *span = g_new0(Span, 1);
	span->header = reader_text_at(reader, node, "header", where);
	int first = column_at(reader, yaml_find(node, "from"), where, table);
	int last = column_at(reader, yaml_find(node, "to"), where, table);
	const Span *before =
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
	table->empty = reader_text_at(reader, node, "empty", where);
	read_columns(reader, node, where, table);
	read_groups(reader, node, where, table);
	read_heads(reader, yaml_find(node, "heads"), where, table);
	read_spans(reader, yaml_find(node, "spans"), where, table);
	return table;
}

gpointer block_table_read(TemplateReader *reader, const YamlNode *node)
{
	return table_read(reader, node, "table");
}

/* ── building ── */

static TableColumn *build_column(Edition *edition, const Column *column)
{
	g_autofree char *header = edition_text_or(
	    edition, column->header,
	    column->measure != NULL ? measure_name(column->measure, edition->language) : "");
	bool number = column->field.type == DATUM_NUMBER;
	TableColumn *built =
	    table_column_new(column->field.name, header, number ? ALIGN_END : ALIGN_START,
			     number                             ? VALUE_NUMBER
			     : column->field.type == DATUM_DATE ? VALUE_DATE
								: VALUE_TEXT);
	built->note = edition_note(edition, column->measure);
	built->measure = column->measure != NULL ? g_strdup(measure_id(column->measure)) : NULL;
	return built;
}

static Value *build_row(const Edition *edition, const TableContent *table, const Dataset *dataset,
			size_t row)
{
	Value *values = g_new0(Value, table->columns->len);
	for (guint c = 0; c < table->columns->len; c++) {
		const Column *column = g_ptr_array_index(table->columns, c);
		values[c] = edition_value(edition, dataset, row, &column->field);
		value_marks_set(edition, column->marks, dataset, row, &values[c]);
	}
	return values;
}

/* The sum of a column over the rows from FIRST to before LAST; missing as soon as one of its
 * values is. */
static Datum sum_column(const Edition *edition, const Dataset *dataset, const Column *column,
			size_t first, size_t last)
{
	size_t at = edition_column(edition, dataset, &column->field);
	Datum sum = datum_of_number(0);
	for (size_t row = first; row < last; row++) {
		const Datum *value = dataset_value(dataset, row, at);
		sum.missing |= value->missing;
		sum.number += value->number;
	}
	return sum;
}

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(text) };
}

/* The row of sums of the rows from FIRST to before LAST; its first text is WORD. */
static Value *build_sums(const Edition *edition, const TableContent *table, const Dataset *dataset,
			 size_t first, size_t last, const char *word)
{
	Value *values = g_new0(Value, table->columns->len);
	for (guint c = 0; c < table->columns->len; c++) {
		const Column *column = g_ptr_array_index(table->columns, c);
		if (!column->sum) {
			values[c] = text_value(c == 0 ? word : "");
			continue;
		}
		Datum sum = sum_column(edition, dataset, column, first, last);
		format_value(edition->locale, column->field.format, &sum, &values[c]);
	}
	return values;
}

/* ── groups ── */

static void add_row(Table *table, Value *values, TableRowKind kind)
{
	g_ptr_array_add(table->rows, values);
	if (table->kinds != NULL)
		g_array_append_val(table->kinds, kind);
}

static char *group_name(const Edition *edition, const TableContent *content, const Dataset *dataset,
			size_t row)
{
	Value name = edition_value(edition, dataset, row, &content->group);
	char *text = g_steal_pointer(&name.text);
	value_clear(&name);
	return text;
}

static bool same_group(const Edition *edition, const TableContent *content, const Dataset *dataset,
		       size_t one, size_t other)
{
	size_t at = edition_column(edition, dataset, &content->group);
	const Datum *left = dataset_value(dataset, one, at);
	const Datum *right = dataset_value(dataset, other, at);
	if (left->missing || right->missing)
		return left->missing && right->missing;
	return datum_compare(left, right) == 0;
}

static void begin_group(const Edition *edition, const TableContent *content, const Dataset *dataset,
			size_t row, Table *table)
{
	Value *values = g_new0(Value, content->columns->len);
	g_autofree char *name = group_name(edition, content, dataset, row);
	for (guint c = 0; c < content->columns->len; c++)
		values[c] = text_value(c == 0 ? name : "");
	add_row(table, values, ROW_GROUP);
}

/* The sums of the group of the rows from FIRST to before LAST. */
static void end_group(const Edition *edition, const TableContent *content, const Dataset *dataset,
		      size_t first, size_t last, Table *table)
{
	if (!content->subtotals)
		return;
	g_autofree char *name = group_name(edition, content, dataset, first);
	g_auto(GStrv) parts = g_strsplit(locale_word(edition->locale, "subtotal"), "{name}", -1);
	g_autofree char *word = g_strjoinv(name, parts);
	add_row(table, build_sums(edition, content, dataset, first, last, word), ROW_SUBTOTAL);
}

static void build_rows(const Edition *edition, const TableContent *content, const Dataset *dataset,
		       Table *table)
{
	bool grouped = content->group.name != NULL;
	size_t rows = dataset_rows(dataset);
	size_t first = 0;
	if (grouped)
		table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	for (size_t row = 0; row < rows; row++) {
		bool begins =
		    grouped && (row == 0 || !same_group(edition, content, dataset, row, row - 1));
		if (begins && row > 0)
			end_group(edition, content, dataset, first, row, table);
		if (begins) {
			begin_group(edition, content, dataset, row, table);
			first = row;
		}
		add_row(table, build_row(edition, content, dataset, row), ROW_DATA);
	}
	if (grouped && rows > 0)
		end_group(edition, content, dataset, first, rows, table);
}

static void build_heads(Edition *edition, const TableContent *content, Table *table)
{
	table->heads = content->heads;
	for (guint n = 0; n < content->columns->len; n++)
		g_ptr_array_add(table->columns,
				build_column(edition, g_ptr_array_index(content->columns, n)));
	for (guint n = 0; n < content->spans->len; n++) {
		const Span *span = g_ptr_array_index(content->spans, n);
		g_autofree char *header = edition_text(edition, span->header);
		g_ptr_array_add(table->spans,
				table_span_new(header, span->first, span->last - span->first + 1));
	}
}

const Dataset *table_rows(const Edition *edition, const TableContent *content)
{
	return edition_dataset(edition, content->dataset);
}

void table_build(Edition *edition, const TableContent *content, int line)
{
	const Dataset *dataset = table_rows(edition, content);
	const char *word = locale_word(edition->locale, "total");
	Table *table = model_add(edition->model, BLOCK_TABLE, line)->table;
	table->id = g_strdup(content->id);
	table->caption = edition_text_or(edition, content->caption, NULL);
	table->empty =
	    edition_text_or(edition, content->empty, locale_word(edition->locale, "nothing"));
	build_heads(edition, content, table);
	build_rows(edition, content, dataset, table);
	if (content->total && dataset_rows(dataset) > 0)
		table->total =
		    build_sums(edition, content, dataset, 0, dataset_rows(dataset), word);
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
	template_text_free(table->empty);
	g_free(table->id);
	g_free(table);
}

void block_table_free(gpointer content)
{
	table_content_free(content);
}
