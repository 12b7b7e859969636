/* Tables of the model: rows, groups with their sums, heads. */
#include "reports/block/table/table.h"
#include "reports/template/template_measure.h"

static char *column_unit(const Edition *edition, const TemplateDataset *dataset,
			 const ContentColumn *column)
{
	ColumnCount count = { 0 };
	if (column->field.name == NULL || column->field.type != DATUM_NUMBER)
		return NULL;
	template_column_count(library_measures(edition->library), dataset, column->field.name,
			      &count);
	char *unit = count.nature == COLUMN_COUNT ? g_steal_pointer(&count.unit) : NULL;
	column_count_clear(&count);
	return unit;
}

static TableColumn *build_column(Edition *edition, const TemplateDataset *dataset,
				 const ContentColumn *column)
{
	g_autofree char *header = edition_text_or(
	    edition, column->header,
	    column->measure != NULL ? measure_name(column->measure, edition->language) : "");
	static const ValueKind kinds[] = { [DATUM_TEXT] = VALUE_TEXT,
					   [DATUM_NUMBER] = VALUE_NUMBER,
					   [DATUM_DATE] = VALUE_DATE,
					   [DATUM_BOOL] = VALUE_TEXT,
					   [DATUM_SERIES] = VALUE_SERIES };
	bool number = column->field.type == DATUM_NUMBER;
	TableColumn *built =
	    table_column_new(column->field.name, header, number ? ALIGN_END : ALIGN_START,
			     kinds[column->field.type]);
	built->lead = column->lead;
	built->yields = column->yields;
	built->note = edition_note(edition, column->measure);
	built->unit = column_unit(edition, dataset, column);
	built->measure = column->measure != NULL ? g_strdup(measure_id(column->measure)) : NULL;
	return built;
}

static Value *build_row(const Edition *edition, const TableContent *table, const Dataset *dataset,
			size_t row)
{
	Value *values = g_new0(Value, table->columns->len);
	for (guint c = 0; c < table->columns->len; c++) {
		const ContentColumn *column = g_ptr_array_index(table->columns, c);
		values[c] = edition_value(edition, dataset, row, &column->field);
		value_marks_set(edition, column->marks, dataset, row, &values[c]);
	}
	return values;
}

/* The sum of a column over the rows from FIRST to before LAST; missing as soon as one of its
 * values is, and withheld with it. */
static Datum sum_column(const Edition *edition, const Dataset *dataset, const ContentColumn *column,
			size_t first, size_t last)
{
	size_t at = edition_column(edition, dataset, &column->field);
	Datum sum = datum_of_number(0);
	for (size_t row = first; row < last; row++) {
		const Datum *value = dataset_value(dataset, row, at);
		sum.missing |= value->missing;
		sum.hidden |= value->hidden;
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
		const ContentColumn *column = g_ptr_array_index(table->columns, c);
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
				build_column(edition, content->dataset,
					     g_ptr_array_index(content->columns, n)));
	for (guint n = 0; n < content->spans->len; n++) {
		const ContentSpan *span = g_ptr_array_index(content->spans, n);
		g_autofree char *header = edition_text(edition, span->header);
		g_ptr_array_add(table->spans,
				table_span_new(header, span->first, span->last - span->first + 1));
	}
}

const Dataset *table_rows(const Edition *edition, const TableContent *content)
{
	return edition_dataset(edition, content->dataset);
}

void table_place_build(const Edition *edition, const TablePlace *place, Table *table)
{
	table->sheet = edition_text_or(edition, place->sheet, NULL);
	if (!place->no_pages)
		return;
	Datum rows = datum_of_number(table->rows->len);
	g_autofree char *count = format_datum(edition->locale, "int", &rows);
	g_auto(GStrv) parts = g_strsplit(locale_word(edition->locale, "only_data"), "{n}", -1);
	table->elsewhere = g_strjoinv(count, parts);
}

void table_build(Edition *edition, const TableContent *content, int line)
{
	const Dataset *dataset = table_rows(edition, content);
	const char *word = locale_word(edition->locale, "total");
	Table *table = model_add(edition->model, BLOCK_TABLE, line)->table;
	table->id = g_strdup(content->id);
	table->caption = edition_text_or(edition, content->caption, NULL);
	about_build(edition, &content->about, content->dataset, &table->about);
	table->empty = edition_text_empty(edition, dataset, content->empty);
	build_heads(edition, content, table);
	build_rows(edition, content, dataset, table);
	if (content->total && dataset_rows(dataset) > 0)
		table->total =
		    build_sums(edition, content, dataset, 0, dataset_rows(dataset), word);
	table_place_build(edition, &content->place, table);
	table_look_apply(edition, &content->look, table);
	for (guint n = 0; content->look.notes_under && n < content->columns->len; n++)
		edition_note_under(edition, ((ContentColumn *)content->columns->pdata[n])->measure);
	edition_add_under(edition, line);
}
