/*
 * table: {id, dataset, caption, columns: [{field, header, format, measure, total: sum}],
 * empty}. A header that is not written is the measure's name.
 */
#include <string.h>

#include "reports/block.h"

typedef struct {
	TemplateField field;
	TemplateText *header;
	const Measure *measure; /* or NULL */
	bool sum;
} Column;

typedef struct {
	char *id;
	const TemplateDataset *dataset;
	TemplateText *caption;
	TemplateText *empty;
	GPtrArray *columns; /* of Column */
	bool total;         /* some column is summed */
} TableContent;

static const char *const column_keys[] = { "field", "header", "format", "measure", "total", NULL };
static const char *const totals[] = { "sum", NULL };

static void column_free(gpointer data)
{
	Column *column = data;
	template_field_clear(&column->field);
	template_text_free(column->header);
	g_free(column);
}

/* ── reading ── */

static void read_total(TemplateReader *reader, const YamlNode *node, Column *column)
{
	if (node == NULL || reader_choice(reader, node, "column: total", totals) == NULL)
		return;
	const char *format = column->field.format != NULL ? column->field.format : "int";
	column->sum = column->field.type == DATUM_NUMBER &&
		      (strcmp(format, "int") == 0 || strcmp(format, "signed") == 0 ||
		       g_str_has_prefix(format, "count:"));
	if (column->field.name != NULL && !column->sum)
		problems_add(reader->problems, reader->document, node,
			     "only counts add up; leave the total out",
			     "column '%s' is no count, which cannot be summed", column->field.name);
}

static void read_column(TemplateReader *reader, const YamlNode *node, TableContent *table)
{
	if (!problems_check_keys(reader->problems, reader->document, node, "column", column_keys) &&
	    yaml_kind(node) != YAML_KIND_MAPPING)
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
	read_total(reader, yaml_find(node, "total"), column);
	table->total |= column->sum;
}

gpointer block_table_read(TemplateReader *reader, const YamlNode *node)
{
	TableContent *table = g_new0(TableContent, 1);
	table->columns = g_ptr_array_new_with_free_func(column_free);
	table->id = reader_id(reader, node, "table");
	g_autofree char *where = g_strdup_printf("table '%s'", table->id != NULL ? table->id : "?");
	table->dataset = reader_dataset(reader, node, where);
	table->caption = reader_text_at(reader, node, "caption", where);
	table->empty = reader_text_at(reader, node, "empty", where);
	const YamlNode *columns = yaml_find(node, "columns");
	if (columns == NULL || yaml_kind(columns) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, columns != NULL ? columns : node,
			     NULL, "%s has no list of columns", where);
	else
		for (size_t n = 0; n < yaml_count(columns); n++)
			read_column(reader, yaml_item(columns, n), table);
	if (table->columns->len == 0 && yaml_count(columns) == 0 && columns != NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no columns",
			     where);
	else if (table->total && ((Column *)table->columns->pdata[0])->sum)
		problems_add(
		    reader->problems, reader->document, columns, "put a column of names first",
		    "%s: the first column is summed and leaves no place for the word total", where);
	return table;
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
	return built;
}

static Value *build_row(const Edition *edition, const TableContent *table, const Dataset *dataset,
			size_t row)
{
	Value *values = g_new0(Value, table->columns->len);
	for (guint c = 0; c < table->columns->len; c++) {
		const Column *column = g_ptr_array_index(table->columns, c);
		values[c] = edition_value(edition, dataset, row, &column->field);
	}
	return values;
}

/* The sum of a column; missing as soon as one of its values is. */
static Datum sum_column(const Edition *edition, const Dataset *dataset, const Column *column)
{
	size_t at = edition_column(edition, dataset, &column->field);
	Datum sum = datum_of_number(0);
	for (size_t row = 0; row < dataset_rows(dataset); row++) {
		const Datum *value = dataset_value(dataset, row, at);
		sum.missing |= value->missing;
		sum.number += value->number;
	}
	return sum;
}

static Value *build_total(const Edition *edition, const TableContent *table, const Dataset *dataset)
{
	Value *values = g_new0(Value, table->columns->len);
	for (guint c = 0; c < table->columns->len; c++) {
		const Column *column = g_ptr_array_index(table->columns, c);
		Datum sum = column->sum ? sum_column(edition, dataset, column) : datum_of_text("");
		const char *word = c == 0 ? locale_word(edition->locale, "total") : "";
		if (column->sum)
			format_value(edition->locale, column->field.format, &sum, &values[c]);
		else
			values[c] = (Value){ .kind = VALUE_TEXT, .text = g_strdup(word) };
	}
	return values;
}

void block_table_build(Edition *edition, const TemplateBlock *block)
{
	const TableContent *content = block->content;
	const Dataset *dataset = edition_dataset(edition, content->dataset);
	Table *table = model_add(edition->model, BLOCK_TABLE, block->line)->table;
	table->id = g_strdup(content->id);
	table->caption = edition_text_or(edition, content->caption, NULL);
	table->empty =
	    edition_text_or(edition, content->empty, locale_word(edition->locale, "nothing"));
	for (guint c = 0; c < content->columns->len; c++)
		g_ptr_array_add(table->columns,
				build_column(edition, g_ptr_array_index(content->columns, c)));
	for (size_t row = 0; row < dataset_rows(dataset); row++)
		g_ptr_array_add(table->rows, build_row(edition, content, dataset, row));
	if (content->total && dataset_rows(dataset) > 0)
		table->total = build_total(edition, content, dataset);
}

void block_table_free(gpointer content)
{
	TableContent *table = content;
	if (table == NULL)
		return;
	g_ptr_array_unref(table->columns);
	template_text_free(table->caption);
	template_text_free(table->empty);
	g_free(table->id);
	g_free(table);
}
