#include "reports/model.h"

#include <math.h>

void value_clear(Value *value)
{
	g_free(value->text);
	g_free(value->excel_format);
	*value = (Value){ 0 };
}

Figure *figure_new(void)
{
	return g_new0(Figure, 1);
}

static void figure_free(gpointer data)
{
	Figure *figure = data;
	value_clear(&figure->value);
	g_free(figure->label);
	g_free(figure->unit);
	g_free(figure->basis);
	g_free(figure->measure);
	g_free(figure->versus);
	g_free(figure);
}

TableColumn *table_column_new(const char *field, const char *header, Align align, ValueKind kind)
{
	TableColumn *column = g_new0(TableColumn, 1);
	column->field = g_strdup(field);
	column->header = g_strdup(header);
	column->align = align;
	column->kind = kind;
	return column;
}

static void table_column_free(gpointer data)
{
	TableColumn *column = data;
	g_free(column->field);
	g_free(column->header);
	g_free(column);
}

static Table *table_new(void)
{
	Table *table = g_new0(Table, 1);
	table->columns = g_ptr_array_new_with_free_func(table_column_free);
	table->rows = g_ptr_array_new(); /* freed by table_free, which knows their width */
	return table;
}

static void row_free(Value *row, guint width)
{
	for (guint column = 0; row != NULL && column < width; column++)
		value_clear(&row[column]);
	g_free(row);
}

static void table_free(Table *table)
{
	guint width = table->columns->len;
	for (guint row = 0; row < table->rows->len; row++)
		row_free(table->rows->pdata[row], width);
	row_free(table->total, width);
	g_ptr_array_unref(table->rows);
	g_ptr_array_unref(table->columns);
	g_free(table->id);
	g_free(table->caption);
	g_free(table->empty);
	g_free(table);
}

ChartSeries *chart_series_new(const char *name, size_t count)
{
	ChartSeries *series = g_new0(ChartSeries, 1);
	series->name = g_strdup(name);
	series->values = g_new(double, count);
	for (size_t n = 0; n < count; n++)
		series->values[n] = NAN;
	return series;
}

static void chart_series_free(gpointer data)
{
	ChartSeries *series = data;
	g_free(series->name);
	g_free(series->values);
	g_free(series);
}

static Chart *chart_new(void)
{
	Chart *chart = g_new0(Chart, 1);
	chart->series = g_ptr_array_new_with_free_func(chart_series_free);
	return chart;
}

static void chart_free(Chart *chart)
{
	g_free(chart->id);
	g_free(chart->title);
	g_free(chart->alt);
	g_free(chart->x_title);
	g_free(chart->y_title);
	g_strfreev(chart->categories);
	g_free(chart->provisional);
	g_ptr_array_unref(chart->series);
	g_free(chart->empty);
	g_free(chart);
}

static void note_free(gpointer data)
{
	Note *note = data;
	g_free(note->term);
	g_free(note->text);
	g_free(note);
}

static void block_free(gpointer data)
{
	Block *block = data;
	switch (block->kind) {
	case BLOCK_HEADING:
		g_free(block->heading.text);
		break;
	case BLOCK_TEXT:
		g_free(block->text.text);
		break;
	case BLOCK_FIGURES:
		g_ptr_array_unref(block->figures.figures);
		break;
	case BLOCK_TABLE:
		table_free(block->table);
		break;
	case BLOCK_CHART:
		chart_free(block->chart);
		break;
	case BLOCK_NOTES:
		g_free(block->notes.title);
		g_ptr_array_unref(block->notes.notes);
		break;
	}
	g_free(block);
}

Block *model_add(Model *model, BlockKind kind, int line)
{
	Block *block = g_new0(Block, 1);
	block->kind = kind;
	block->line = line;
	if (kind == BLOCK_FIGURES)
		block->figures.figures = g_ptr_array_new_with_free_func(figure_free);
	else if (kind == BLOCK_TABLE)
		block->table = table_new();
	else if (kind == BLOCK_CHART)
		block->chart = chart_new();
	else if (kind == BLOCK_NOTES)
		block->notes.notes = g_ptr_array_new_with_free_func(note_free);
	g_ptr_array_add(model->blocks, block);
	return block;
}

const char *model_word(const Model *model, const char *key)
{
	const char *word = model->words != NULL ? g_hash_table_lookup(model->words, key) : NULL;
	return word != NULL ? word : key;
}

Model *model_new(void)
{
	Model *model = g_new0(Model, 1);
	model->blocks = g_ptr_array_new_with_free_func(block_free);
	return model;
}

void model_free(Model *model)
{
	if (model == NULL)
		return;
	g_ptr_array_unref(model->blocks);
	g_clear_pointer(&model->words, g_hash_table_unref);
	g_clear_pointer(&model->as_at, g_date_time_unref);
	g_free(model->template_name);
	g_free(model->title);
	g_free(model->language);
	g_free(model->audience);
	g_free(model->footer);
	g_free(model->page_of);
	g_free(model->orientation);
	g_free(model);
}
