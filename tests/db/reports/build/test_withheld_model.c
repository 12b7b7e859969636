/* The model of a public paper: no value, text, mark or point of it is, or is made of, what is
 * withheld. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "etl/fact/cubes.h"
#include "reports/block/block.h"
#include "reports/build/released.h"
#include "reports/build/render.h"
#include "tests/support/server.h"
#include "tests/support/withheld_note.h"

/* Where the number was found, first. */
typedef struct {
	char plain[16], grouped[16];
	char *where; /* or NULL */
	guint values;
} Search;

static void found(Search *search, const char *where)
{
	if (search->where == NULL)
		search->where = g_strdup(where);
}

static void look_at_text(Search *search, const char *text, const char *where)
{
	if (text != NULL &&
	    (strstr(text, search->plain) != NULL || strstr(text, search->grouped) != NULL))
		found(search, where);
}

static void look_at_value(Search *search, const Value *value, const char *where)
{
	search->values++;
	look_at_text(search, value->text, where);
	look_at_text(search, value->mark, where);
	/* in the number too, which only spreadsheets read */
	if (value->number == WITHHELD_NUMBER ||
	    (value->state == VALUE_SUPPRESSED && value->number != 0))
		found(search, where);
	for (guint n = 0; value->series != NULL && n < value->series->len; n++)
		if (g_array_index(value->series, double, n) == WITHHELD_NUMBER)
			found(search, where);
}

static void look_at_table(Search *search, const Table *table)
{
	for (guint row = 0; row <= table->rows->len; row++) {
		const Value *values =
		    row < table->rows->len ? table->rows->pdata[row] : table->total;
		for (guint n = 0; values != NULL && n < table->columns->len; n++)
			look_at_value(search, &values[n], table->id);
	}
	look_at_text(search, table->caption, table->id);
	look_at_text(search, table->collapsed, table->id);
}

static void look_at_chart(Search *search, const Chart *chart)
{
	look_at_text(search, chart->title, chart->id);
	look_at_text(search, chart->alt, chart->id);
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; series->values != NULL && at < chart->count; at++)
			if (series->values[at] == WITHHELD_NUMBER)
				found(search, chart->id);
	}
	for (guint n = 0; n < chart->panels->len; n++)
		look_at_chart(search, chart->panels->pdata[n]);
}

static void look_at_block(const Block *block, gpointer data)
{
	Search *search = data;
	for (guint n = 0; block->kind == BLOCK_FIGURES && n < block->figures.figures->len; n++) {
		const Figure *figure = block->figures.figures->pdata[n];
		look_at_value(search, &figure->value, figure->id);
		look_at_text(search, figure->versus, figure->id);
	}
	for (guint n = 0; block->kind == BLOCK_NOTES && n < block->notes.notes->len; n++)
		look_at_text(search, ((Note *)block->notes.notes->pdata[n])->text, "a note");
	if (block->kind == BLOCK_TABLE)
		look_at_table(search, block->table);
	if (block->kind == BLOCK_CHART)
		look_at_chart(search, block->chart);
	if (block->kind == BLOCK_TEXT)
		look_at_text(search, block->text.text, "a text");
	if (block->kind == BLOCK_HEADING)
		look_at_text(search, block->heading.text, "a heading");
}

/* Where the model of DB's note in LANGUAGE has the number; NULL for nowhere. Transfer full. */
static char *found_in_model(Database *db, const char *language)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	const char *const words[] = { NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autofree char *path = library_find(library, "press-note", &error);
	g_autoptr(Template) template = template_read(path, library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	Render *render = render_begin_on(db, library, template, NULL, &error);
	Binding *binding = render != NULL ? render_bind(render, words, &error) : NULL;
	cr_assert(binding != NULL, "%s", error != NULL ? error->message : "");
	Model *model = render_model(render, binding, language, &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	Search search = { .where = NULL };
	g_snprintf(search.plain, sizeof search.plain, "%d", WITHHELD_NUMBER);
	g_snprintf(search.grouped, sizeof search.grouped, "%d,%03d,%03d", WITHHELD_NUMBER / 1000000,
		   WITHHELD_NUMBER / 1000 % 1000, WITHHELD_NUMBER % 1000);
	look_at_text(&search, model->title, "the title");
	look_at_text(&search, model->footer, "the footer");
	model_each(model, look_at_block, &search);
	cr_expect_gt(search.values, 4u);
	model_free(model);
	binding_free(binding);
	render_end(render);
	return search.where;
}

Test(withheld_model, no_part_of_the_model_of_a_public_paper_is_what_is_withheld)
{
	static const char *const languages[] = { "en", "ur" };
	g_autoptr(Database) db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	cr_assert(database_script(db, withheld_note, &error), "%s",
		  error != NULL ? error->message : "");
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autofree char *where = found_in_model(db, languages[n]);
		cr_expect_null(where, "%s: in '%s'", languages[n], where);
	}
	/* and what everybody may read is found by the same search */
	cr_assert(database_script(db, withheld_note_opened, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *where = found_in_model(db, "en");
	cr_expect_not_null(where);
}
