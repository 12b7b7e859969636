#include "reports/edition/diff_items.h"

#include <math.h>

typedef struct {
	GPtrArray *items;
	GHashTable *counts;        /* key → times seen, so that keys stay unique */
	guint places[BLOCK_KINDS]; /* blocks of a kind met so far */
} Taking;

static void item_free(gpointer data)
{
	DiffItem *item = data;
	g_free(item->key);
	g_free(item->what);
	g_free(item->text);
	g_free(item->group);
	g_free(item->group_what);
	g_free(item->cell);
	g_free(item);
}

/* Takes KEY and WHAT. */
static DiffItem *add_item(Taking *taking, char *key, char *what, DiffKind kind, const char *text)
{
	DiffItem *item = g_new0(DiffItem, 1);
	guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(taking->counts, key));
	g_hash_table_replace(taking->counts, g_strdup(key), GUINT_TO_POINTER(seen + 1));
	item->key = seen > 0 ? g_strdup_printf("%s|%u", key, seen) : g_strdup(key);
	g_free(key);
	item->what = what;
	item->kind = kind;
	item->text = g_strdup(text != NULL ? text : "");
	item->number = NAN;
	g_ptr_array_add(taking->items, item);
	return item;
}

/* The block's own id, or its kind and place. Transfer full. */
static char *block_name(const Block *block, const char *kind, guint place)
{
	return block->id != NULL ? g_strdup(block->id) : g_strdup_printf("%s %u", kind, place);
}

static void take_text(Taking *taking, const char *name, const char *text)
{
	add_item(taking, g_strdup_printf("text|%s", name), g_strdup(name), DIFF_TEXT, text);
}

/* TEXT with the mark that is printed after it. Transfer full. */
static char *printed(const Value *value)
{
	return value->mark != NULL ? g_strdup_printf("%s %s", value->text, value->mark)
				   : g_strdup(value->text);
}

static void take_value(DiffItem *item, const Value *value)
{
	if (value->state == VALUE_KNOWN && value->kind == VALUE_NUMBER)
		item->number = value->number;
}

/* ── blocks ── */

static void take_figure(Taking *taking, const Figure *figure)
{
	const char *name = figure->id != NULL ? figure->id : figure->label;
	g_autofree char *text = printed(&figure->value);
	DiffItem *item = add_item(taking, g_strdup_printf("figure|%s", name),
				  g_strdup(figure->label), DIFF_VALUE, text);
	take_value(item, &figure->value);
	if (figure->versus != NULL)
		add_item(taking, g_strdup_printf("versus|%s", name),
			 g_strdup_printf("%s, compared", figure->label), DIFF_TEXT, figure->versus);
	if (figure->basis != NULL)
		add_item(taking, g_strdup_printf("basis|%s", name),
			 g_strdup_printf("%s, basis", figure->label), DIFF_TEXT, figure->basis);
}

static void take_figures(Taking *taking, const Block *block, const char *name)
{
	(void)name;
	for (guint n = 0; n < block->figures.figures->len; n++)
		take_figure(taking, g_ptr_array_index(block->figures.figures, n));
}

/* The texts of the columns that name a row, joined. Transfer full. */
static char *row_name(const Table *table, const Value *row)
{
	guint heads = MAX(table->heads, 1);
	GString *name = g_string_new(row[0].text);
	for (guint column = 1; column < heads && column < table->columns->len; column++)
		g_string_append_printf(name, ", %s", row[column].text);
	return g_string_free(name, FALSE);
}

static void take_row(Taking *taking, const Table *table, const char *name, const Value *row,
		     const char *row_word)
{
	for (guint column = MAX(table->heads, 1); column < table->columns->len; column++) {
		const TableColumn *head = g_ptr_array_index(table->columns, column);
		g_autofree char *text = printed(&row[column]);
		DiffItem *item = add_item(
		    taking, g_strdup_printf("cell|%s|%s|%s", name, row_word, head->field),
		    g_strdup_printf("%s, %s, %s", name, row_word, head->header), DIFF_VALUE, text);
		take_value(item, &row[column]);
		item->group = g_strdup_printf("%s|%s", name, row_word);
		item->group_what = g_strdup_printf("%s, %s", name, row_word);
		item->cell = g_strdup(head->header);
	}
}

/* A line that stands above or below block NAME: figures stand in it, so that it changes. */
static void take_line(Taking *taking, const char *name, const char *line, const char *text)
{
	if (text != NULL)
		add_item(taking, g_strdup_printf("%s|%s", line, name),
			 g_strdup_printf("%s, %s", name, line), DIFF_TEXT, text);
}

static void take_table(Taking *taking, const Block *block, const char *name)
{
	const Table *table = block->table;
	const char *called = table->id != NULL ? table->id : name;
	take_line(taking, called, "caption", table->caption);
	take_line(taking, called, "subtitle", table->about.subtitle);
	take_line(taking, called, "source", table->about.source);
	for (guint n = 0; n < table->rows->len; n++) {
		const Value *row = g_ptr_array_index(table->rows, n);
		g_autofree char *word = row_name(table, row);
		take_row(taking, table, called, row, word);
	}
	if (table->total != NULL)
		take_row(taking, table, called, table->total, table->total[0].text);
	if (table->rows->len == 0)
		take_text(taking, called, table->empty);
}

static void take_point(Taking *taking, const Chart *chart, const char *name,
		       const ChartSeries *series, size_t category)
{
	double value = series->values[category];
	g_autofree char *text =
	    isnan(value) ? g_strdup("missing") : g_strdup_printf("%.10g", value);
	DiffItem *item = add_item(
	    taking,
	    g_strdup_printf("point|%s|%s|%s", name, chart->categories[category], series->name),
	    g_strdup_printf("%s, %s", name, chart->categories[category]), DIFF_VALUE, text);
	item->number = value;
}

static void take_chart_of(Taking *taking, const Chart *chart, const char *name)
{
	take_line(taking, name, "title", chart->title);
	take_line(taking, name, "subtitle", chart->about.subtitle);
	take_line(taking, name, "source", chart->about.source);
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = g_ptr_array_index(chart->series, n);
		for (size_t category = 0; series->values != NULL && category < chart->count;
		     category++)
			take_point(taking, chart, name, series, category);
	}
	for (guint n = 0; chart->panels != NULL && n < chart->panels->len; n++) {
		const Chart *panel = g_ptr_array_index(chart->panels, n);
		g_autofree char *called =
		    g_strdup_printf("%s, %s", name, panel->title != NULL ? panel->title : "");
		take_chart_of(taking, panel, called);
	}
}

static void take_chart(Taking *taking, const Block *block, const char *name)
{
	take_chart_of(taking, block->chart, block->chart->id != NULL ? block->chart->id : name);
}

static void take_heading(Taking *taking, const Block *block, const char *name)
{
	take_text(taking, name, block->heading.text);
}

static void take_paragraphs(Taking *taking, const Block *block, const char *name)
{
	take_text(taking, name, block->text.text);
}

static void take_banner(Taking *taking, const Block *block, const char *name)
{
	take_text(taking, name, block->banner.text);
}

static void take_notes(Taking *taking, const Block *block, const char *name)
{
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = g_ptr_array_index(block->notes.notes, n);
		/* one without a term is of the table above it: again for each */
		const char *of = note->term != NULL ? note->term : name;
		add_item(taking, g_strdup_printf("note|%s", of),
			 note->term != NULL ? g_strdup_printf("note “%s”", of)
					    : g_strdup_printf("%s, note", of),
			 DIFF_TEXT, note->text);
	}
}

static void take_cover(Taking *taking, const Block *block, const char *name)
{
	take_text(taking, name, block->cover.title);
	take_text(taking, name, block->cover.subtitle);
	for (guint n = 0; n < block->cover.lines->len; n++)
		take_text(taking, name, g_ptr_array_index(block->cover.lines, n));
}

static void take_card(Taking *taking, const Block *block, const char *name)
{
	for (guint n = 0; n < block->card.lines->len; n++) {
		const CardLine *line = g_ptr_array_index(block->card.lines, n);
		add_item(taking, g_strdup_printf("card|%s|%s", name, line->label),
			 g_strdup(line->label), DIFF_TEXT, line->value);
	}
}

/* How each kind of block is taken apart; NULL: it says nothing itself. */
static const struct {
	const char *name;
	void (*take)(Taking *taking, const Block *block, const char *name);
} kinds[BLOCK_KINDS] = {
	[BLOCK_HEADING] = { "heading", take_heading }, [BLOCK_TEXT] = { "text", take_paragraphs },
	[BLOCK_FIGURES] = { "figures", take_figures }, [BLOCK_TABLE] = { "table", take_table },
	[BLOCK_CHART] = { "chart", take_chart },       [BLOCK_NOTES] = { "notes", take_notes },
	[BLOCK_COVER] = { "cover", take_cover },       [BLOCK_BANNER] = { "banner", take_banner },
	[BLOCK_CARD] = { "card", take_card },
};

static void take_block(const Block *block, gpointer data)
{
	Taking *taking = data;
	guint place = ++taking->places[block->kind];
	if (kinds[block->kind].take == NULL)
		return;
	g_autofree char *name = block_name(block, kinds[block->kind].name, place);
	kinds[block->kind].take(taking, block, name);
}

GPtrArray *diff_items(const Model *model)
{
	Taking taking = { .items = g_ptr_array_new_with_free_func(item_free),
			  .counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	model_each(model, take_block, &taking);
	g_hash_table_unref(taking.counts);
	return taking.items;
}
