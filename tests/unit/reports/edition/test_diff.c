/* How two models differ, in words. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/edition/diff.h"

static Value number(double value)
{
	return (Value){ .kind = VALUE_NUMBER,
			.number = value,
			.text = g_strdup_printf("%.10g", value) };
}

static void add_text(Model *model, const char *text)
{
	model_add(model, BLOCK_TEXT, 1)->text.text = g_strdup(text);
}

static void add_figure(Model *model, const char *label, double value)
{
	Block *block = model_add(model, BLOCK_FIGURES, 2);
	Figure *figure = figure_new();
	figure->label = g_strdup(label);
	figure->value = number(value);
	g_ptr_array_add(block->figures.figures, figure);
}

/* A table "stations" with one count for each of NAMES (NULL-terminated). */
static void add_table(Model *model, const char *const *names, const double *counts)
{
	Table *table = model_add(model, BLOCK_TABLE, 3)->table;
	table->id = g_strdup("stations");
	table->empty = g_strdup("none");
	g_ptr_array_add(table->columns,
			table_column_new("station", "Station", ALIGN_START, VALUE_TEXT));
	g_ptr_array_add(table->columns,
			table_column_new("cases", "Cases", ALIGN_END, VALUE_NUMBER));
	for (size_t n = 0; names[n] != NULL; n++) {
		Value *row = g_new0(Value, 2);
		row[0] = (Value){ .text = g_strdup(names[n]) };
		row[1] = number(counts[n]);
		g_ptr_array_add(table->rows, row);
	}
}

static char *diff(const Model *before, const Model *after, guint *ret_count)
{
	g_autoptr(GString) text = g_string_new(NULL);
	*ret_count = diff_models(text, before, after);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

Test(diff, finds_nothing_between_equal_models)
{
	guint count;
	g_autoptr(Model) before = model_new();
	g_autoptr(Model) after = model_new();
	add_figure(before, "Cases", 81);
	add_figure(after, "Cases", 81);
	g_autofree char *text = diff(before, after, &count);
	cr_assert_eq(count, 0);
	cr_assert_str_empty(text);
}

Test(diff, tells_figures_texts_and_rows_in_the_order_of_the_page)
{
	static const char *const old_names[] = { "City", "Saddar", "Cantt", NULL };
	static const char *const new_names[] = { "Saddar", "City", "Airport", NULL };
	guint count;
	g_autoptr(Model) before = model_new();
	g_autoptr(Model) after = model_new();
	add_text(before, "In this week, 81 cases were registered in the whole district");
	add_text(after, "In this week, 83 cases were registered in the whole district");
	add_figure(before, "Cases registered", 81);
	add_figure(after, "Cases registered", 83);
	add_table(before, old_names, (const double[]){ 1, 12, 4 });
	add_table(after, new_names, (const double[]){ 13, 1, 5 });
	g_autofree char *text = diff(before, after, &count);
	cr_assert_str_eq(
	    text, "text 1: “In this week, 81 cases were registered …” → “In this week, 83 cases "
		  "were registered …”\n"
		  "Cases registered: 81 → 83 (+2)\n"
		  "stations, Saddar, Cases: 12 → 13 (+1)\n"
		  "new: stations, Airport: Cases 5\n"
		  "deleted: stations, Cantt: Cases 4\n");
	cr_assert_eq(count, 5);
}

Test(diff, tells_a_value_that_is_missing_without_a_difference)
{
	guint count;
	g_autoptr(Model) before = model_new();
	g_autoptr(Model) after = model_new();
	add_figure(before, "Mean", 4);
	add_figure(after, "Mean", 0);
	Figure *figure = ((Block *)after->blocks->pdata[0])->figures.figures->pdata[0];
	figure->value.state = VALUE_NOT_AVAILABLE;
	g_free(figure->value.text);
	figure->value.text = g_strdup("[x]");
	g_autofree char *text = diff(before, after, &count);
	cr_assert_str_eq(text, "Mean: 4 → [x]\n");
}

Test(diff, names_new_and_deleted_notes)
{
	guint count;
	g_autoptr(Model) before = model_new();
	g_autoptr(Model) after = model_new();
	Block *block = model_add(after, BLOCK_NOTES, 9);
	Note *note = g_new0(Note, 1);
	note->term = g_strdup("Arrests");
	note->text = g_strdup("Persons arrested.");
	g_ptr_array_add(block->notes.notes, note);
	g_autofree char *forth = diff(before, after, &count);
	cr_assert_str_eq(forth, "new: note “Arrests”: Persons arrested.\n");
	g_autofree char *back = diff(after, before, &count);
	cr_assert_str_eq(back, "deleted: note “Arrests”: Persons arrested.\n");
}
