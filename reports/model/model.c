#include "reports/model/model.h"

#include <math.h>

void value_clear(Value *value)
{
	g_free(value->text);
	g_free(value->excel_format);
	g_free(value->mark);
	if (value->series != NULL)
		g_array_unref(value->series);
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
	g_free(figure->id);
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
	g_free(column->measure);
	g_free(column->unit);
	g_free(column->language);
	g_free(column);
}

TableSpan *table_span_new(const char *header, guint first, guint count)
{
	TableSpan *span = g_new0(TableSpan, 1);
	*span = (TableSpan){ g_strdup(header), first, count };
	return span;
}

char *table_head(const Table *table, guint column)
{
	const TableColumn *head = table->columns->pdata[column];
	for (guint n = 0; table->spans != NULL && n < table->spans->len; n++) {
		const TableSpan *span = table->spans->pdata[n];
		bool under = column >= span->first && column - span->first < span->count;
		if (under && span->header[0] != '\0')
			return g_strdup_printf("%s: %s", span->header, head->header);
	}
	return g_strdup(head->header);
}

static void table_span_free(gpointer data)
{
	TableSpan *span = data;
	g_free(span->header);
	g_free(span);
}

static Table *table_new(void)
{
	Table *table = g_new0(Table, 1);
	table->columns = g_ptr_array_new_with_free_func(table_column_free);
	table->spans = g_ptr_array_new_with_free_func(table_span_free);
	table->heads = 1;
	table->rows = g_ptr_array_new(); /* freed by table_free, which knows their width */
	return table;
}

static void about_clear(BlockAbout *about)
{
	g_free(about->subtitle);
	g_free(about->source);
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
	g_clear_pointer(&table->kinds, g_array_unref);
	g_ptr_array_unref(table->spans);
	g_ptr_array_unref(table->columns);
	g_free(table->id);
	g_free(table->caption);
	about_clear(&table->about);
	g_free(table->empty);
	g_free(table->sheet);
	g_free(table->elsewhere);
	g_free(table->collapsed);
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
	g_free(series->lower);
	g_free(series->upper);
	g_free(series->signals);
	g_clear_pointer(&series->curve, g_array_unref);
	g_free(series);
}

ChartReference *chart_reference_new(const char *label)
{
	ChartReference *reference = g_new0(ChartReference, 1);
	reference->value = NAN;
	reference->label = g_strdup(label);
	return reference;
}

static void chart_reference_free(gpointer data)
{
	ChartReference *reference = data;
	g_free(reference->label);
	g_free(reference);
}

static void panel_free(gpointer data)
{
	chart_free(data);
}

/* Whether TEXT ends a sentence, in either script. */
static bool is_stopped(const char *text)
{
	static const char *const stops[] = { ".", "?", "!", "۔", "؟" };
	for (size_t n = 0; n < G_N_ELEMENTS(stops); n++) {
		if (g_str_has_suffix(text, stops[n]))
			return true;
	}
	return false;
}

char *chart_alt(const Chart *chart)
{
	const char *title = chart->title != NULL ? chart->title : "";
	const char *told = chart->alt != NULL ? chart->alt : "";
	if (*title == '\0' || *told == '\0')
		return g_strconcat(title, told, NULL);
	const char *stop = is_stopped(title) ? "" : g_str_has_suffix(told, "۔") ? "۔" : ".";
	return g_strconcat(title, stop, " ", told, NULL);
}

Chart *chart_new(void)
{
	Chart *chart = g_new0(Chart, 1);
	chart->series = g_ptr_array_new_with_free_func(chart_series_free);
	chart->references = g_ptr_array_new_with_free_func(chart_reference_free);
	chart->panels = g_ptr_array_new_with_free_func(panel_free);
	chart->decimals = -1;
	return chart;
}

void chart_free(Chart *chart)
{
	if (chart == NULL)
		return;
	g_free(chart->id);
	g_free(chart->title);
	about_clear(&chart->about);
	g_free(chart->alt);
	g_free(chart->x_title);
	g_free(chart->y_title);
	g_strfreev(chart->categories);
	g_free(chart->provisional);
	g_free(chart->revised);
	g_free(chart->dates);
	g_free(chart->x);
	g_free(chart->highlight);
	g_free(chart->rows);
	g_free(chart->columns);
	g_strfreev(chart->short_names);
	for (size_t word = 0; word < LEGEND_WORDS; word++)
		g_free(chart->legend[word]);
	g_free(chart->group);
	g_free(chart->point);
	g_ptr_array_unref(chart->series);
	g_ptr_array_unref(chart->references);
	g_ptr_array_unref(chart->panels);
	g_free(chart->empty);
	g_free(chart->sheet);
	g_free(chart);
}

static void note_part_free(gpointer data)
{
	NotePart *part = data;
	g_free(part->label);
	g_free(part->text);
	g_free(part->other);
	g_free(part);
}

NotePart *note_part_new(const char *label, const char *text)
{
	NotePart *part = g_new0(NotePart, 1);
	part->label = g_strdup(label);
	part->text = g_strdup(text);
	return part;
}

GPtrArray *note_parts_new(void)
{
	return g_ptr_array_new_with_free_func(note_part_free);
}

bool note_is_told(const Block *block, const Note *note)
{
	return block->notes.dictionary && note->parts == NULL;
}

static void note_free(gpointer data)
{
	Note *note = data;
	g_free(note->term);
	g_free(note->text);
	g_free(note->language);
	g_free(note->id);
	g_free(note->other);
	g_free(note->other_name);
	g_clear_pointer(&note->parts, g_ptr_array_unref);
	g_free(note);
}

CardLine *card_line_new(const char *label, const char *value)
{
	CardLine *line = g_new0(CardLine, 1);
	*line = (CardLine){ g_strdup(label), g_strdup(value) };
	return line;
}

static void card_line_free(gpointer data)
{
	CardLine *line = data;
	g_free(line->label);
	g_free(line->value);
	g_free(line);
}

static void column_free(gpointer data)
{
	BlockColumn *column = data;
	g_ptr_array_unref(column->blocks);
	g_free(column);
}

/* ── the kinds of blocks: how their parts begin and end ── */

static void init_figures(Block *block)
{
	block->figures.figures = g_ptr_array_new_with_free_func(figure_free);
}
static void init_table(Block *block)
{
	block->table = table_new();
}
static void init_chart(Block *block)
{
	block->chart = chart_new();
}
static void init_notes(Block *block)
{
	block->notes.notes = g_ptr_array_new_with_free_func(note_free);
}
static void init_cover(Block *block)
{
	block->cover.lines = g_ptr_array_new_with_free_func(g_free);
}
static void init_card(Block *block)
{
	block->card.lines = g_ptr_array_new_with_free_func(card_line_free);
}
static void init_columns(Block *block)
{
	block->columns.columns = g_ptr_array_new_with_free_func(column_free);
}

static void clear_heading(Block *block)
{
	g_free(block->heading.text);
}
static void clear_text(Block *block)
{
	g_free(block->text.text);
}
static void clear_figures(Block *block)
{
	g_ptr_array_unref(block->figures.figures);
}
static void clear_table(Block *block)
{
	table_free(block->table);
}
static void clear_chart(Block *block)
{
	chart_free(block->chart);
}
static void clear_notes(Block *block)
{
	g_free(block->notes.title);
	g_ptr_array_unref(block->notes.notes);
}
static void clear_cover(Block *block)
{
	g_free(block->cover.title);
	g_free(block->cover.subtitle);
	g_ptr_array_unref(block->cover.lines);
}
static void clear_banner(Block *block)
{
	g_free(block->banner.text);
}
static void clear_card(Block *block)
{
	g_free(block->card.title);
	g_ptr_array_unref(block->card.lines);
}
static void clear_columns(Block *block)
{
	g_ptr_array_unref(block->columns.columns);
}
static void clear_contents(Block *block)
{
	g_free(block->contents.title);
}

static const struct {
	void (*init)(Block *block); /* NULL: nothing to be made */
	void (*clear)(Block *block);
} kinds[BLOCK_KINDS] = {
	[BLOCK_HEADING] = { NULL, clear_heading },
	[BLOCK_TEXT] = { NULL, clear_text },
	[BLOCK_FIGURES] = { init_figures, clear_figures },
	[BLOCK_TABLE] = { init_table, clear_table },
	[BLOCK_CHART] = { init_chart, clear_chart },
	[BLOCK_NOTES] = { init_notes, clear_notes },
	[BLOCK_COVER] = { init_cover, clear_cover },
	[BLOCK_BANNER] = { NULL, clear_banner },
	[BLOCK_CARD] = { init_card, clear_card },
	[BLOCK_COLUMNS] = { init_columns, clear_columns },
	[BLOCK_CONTENTS] = { NULL, clear_contents },
	[BLOCK_PAGEBREAK] = { NULL, NULL },
};

static void block_free(gpointer data)
{
	Block *block = data;
	if (kinds[block->kind].clear != NULL)
		kinds[block->kind].clear(block);
	g_free(block->id);
	g_free(block);
}

Block *model_add(Model *model, BlockKind kind, int line)
{
	Block *block = g_new0(Block, 1);
	block->kind = kind;
	block->line = line;
	if (kinds[kind].init != NULL)
		kinds[kind].init(block);
	g_ptr_array_add(model->open != NULL ? model->open : model->blocks, block);
	return block;
}

BlockColumn *model_add_column(Block *columns, int span)
{
	BlockColumn *column = g_new0(BlockColumn, 1);
	*column = (BlockColumn){ span, g_ptr_array_new_with_free_func(block_free) };
	g_ptr_array_add(columns->columns.columns, column);
	return column;
}

static void each(const GPtrArray *blocks, BlockVisit visit, gpointer data)
{
	for (guint n = 0; n < blocks->len; n++) {
		const Block *block = blocks->pdata[n];
		visit(block, data);
		for (guint at = 0; block->kind == BLOCK_COLUMNS && at < block->columns.columns->len;
		     at++)
			each(((BlockColumn *)block->columns.columns->pdata[at])->blocks, visit,
			     data);
	}
}

void model_each(const Model *model, BlockVisit visit, gpointer data)
{
	each(model->blocks, visit, data);
}

const char *model_word(const Model *model, const char *key)
{
	const char *word = model->words != NULL ? g_hash_table_lookup(model->words, key) : NULL;
	return word != NULL ? word : key;
}

char *model_note_ref(const Model *model, int number, const char *space)
{
	g_autofree char *digits = g_strdup_printf("%d", number);
	const char *word = model_word(model, "note_ref");
	/* a model of no catalogue says it in English */
	g_autoptr(GString) text = g_string_new(strstr(word, "{n}") != NULL ? word : "[note {n}]");
	g_string_replace(text, " {n}", "{n}", 1);
	g_autofree char *spaced = g_strconcat(space, digits, NULL);
	g_string_replace(text, "{n}", spaced, 1);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void context_free(gpointer data)
{
	ModelContext *context = data;
	g_free(context->name);
	g_free(context->value);
	g_free(context);
}

void model_add_context(Model *model, const char *name, const char *value)
{
	ModelContext *context = g_new0(ModelContext, 1);
	*context = (ModelContext){ g_strdup(name), g_strdup(value) };
	g_ptr_array_add(model->context, context);
}

char *model_source(const Model *model)
{
	const char *title = model->title != NULL ? model->title : "";
	const char *footer = model->footer != NULL ? model->footer : "";
	bool both = *title != '\0' && *footer != '\0';
	return g_strconcat(title, both ? " · " : "", footer, NULL);
}

Model *model_new(void)
{
	Model *model = g_new0(Model, 1);
	model->context = g_ptr_array_new_with_free_func(context_free);
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
	g_free(model->theme);
	g_ptr_array_unref(model->context);
	theme_free(model->look);
	g_free(model);
}
