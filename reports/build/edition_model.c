/* The model of an edition: its blocks are built, then what only all of them together tell. */
#include <string.h>

#include "core/error.h"
#include "reports/build/derived.h"
#include "reports/build/edition.h"
#include "reports/model/shorthand.h"

/* The notes stand for measures of blocks before and after them. */
static void fill_notes(const Edition *edition)
{
	for (guint n = 0; n < edition->note_blocks->len; n++) {
		const Block *block = g_ptr_array_index(edition->note_blocks, n);
		for (guint m = 0; m < edition->noted->len; m++) {
			const Measure *measure = edition->noted->pdata[m];
			if (!g_ptr_array_find(edition->placed, measure, NULL))
				g_ptr_array_add(block->notes.notes,
						edition_definition(edition, measure, (int)m + 1));
		}
	}
}

/* ── marks ── */

/* What is used somewhere, and what a legend under its block explains. */
typedef struct {
	ShorthandSet used, told;
} MarksUsed;

static void see_block(const Block *block, gpointer data)
{
	MarksUsed *marks = data;
	bool legend = block->kind == BLOCK_NOTES && block->notes.under;
	marks->used |= shorthand_of_block(block);
	for (guint n = 0; legend && n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		marks->told |= note->is_legend ? shorthand_of_text(note->text) : 0;
	}
}

/* Says below the page what each sign on it means that no legend under a block explains: what was
 * not reported, what is not yet, what did not exist and zero are four things. */
static void explain_marks(Edition *edition)
{
	MarksUsed marks = { 0 };
	model_each(edition->model, see_block, &marks);
	char *text = shorthand_text(edition->model, marks.used & ~marks.told);
	if (text != NULL)
		model_add(edition->model, BLOCK_TEXT, 0)->text.text = text;
}

/* ── the model ── */

static void set_footer(const Edition *edition)
{
	const Locale *locale = edition->locale;
	Datum as_at = datum_of_date(&edition->binding->as_at);
	if (edition->binding->run_no == 0) { /* nothing is published, and nothing was asked for */
		edition->model->footer = g_strdup(locale_word(locale, edition->template->audience));
		return;
	}
	g_autofree char *date = format_datum(locale, "date", &as_at);
	edition->model->footer =
	    g_strdup_printf("%s %" G_GINT64_FORMAT " · %s %s · %s", locale_word(locale, "run"),
			    edition->binding->run_no, locale_word(locale, "records_to"), date,
			    locale_word(locale, edition->template->audience));
}

/* The parameters, and the day up to which records are known. */
static void set_context(const Edition *edition)
{
	const Template *template = edition->template;
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = template->parameters->pdata[n];
		model_add_context(edition->model, parameter->name,
				  g_array_index(edition->binding->values, ParameterValue, n).text);
	}
	g_autofree char *day = date_text(&edition->binding->as_at);
	model_add_context(edition->model, "as_at", day);
}

static void set_document(const Edition *edition)
{
	Model *model = edition->model;
	const Template *template = edition->template;
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset((gint32)edition->binding->zone_s);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(edition->binding->as_at_s);
	model->template_name = g_strdup(template->name);
	model->language = g_strdup(edition->language);
	model->right_to_left = locale_right_to_left(edition->locale);
	model->audience = g_strdup(template->audience);
	model->page_of = g_strdup(locale_word(edition->locale, "page_of"));
	model->run_no = edition->binding->run_no;
	model->as_at = g_date_time_to_timezone(utc, zone);
	model->orientation = g_strdup(template->orientation);
	model->theme = g_strdup(template->theme);
	if (template->theme != NULL)
		model->look = theme_copy(library_theme(edition->library, template->theme));
	if (model->look != NULL && model->right_to_left && model->look->scale_right_to_left > 0)
		model->look->scale = model->look->scale_right_to_left;
	set_context(edition);
	model->words = locale_words(edition->locale);
	set_footer(edition);
}

static bool expect_rows(const Template *template, GHashTable *datasets, GError **error)
{
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = g_ptr_array_index(template->datasets, n);
		const Dataset *rows = g_hash_table_lookup(datasets, wanted->name);
		if (!dataset_expect(rows, wanted->least, wanted->most, error))
			return false;
	}
	return true;
}

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

Model *edition_model(const Template *template, const Library *library, const Binding *binding,
		     GHashTable *raw, const char *language, GError **error)
{
	g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(free_dataset);
	g_autoptr(GHashTable) datasets = derived_datasets(template, raw, owned);
	if (!expect_rows(template, datasets, error))
		return NULL;
	g_autoptr(Model) model = model_new();
	g_autoptr(GPtrArray) noted = g_ptr_array_new();
	g_autoptr(GPtrArray) note_blocks = g_ptr_array_new();
	g_autoptr(GPtrArray) under = g_ptr_array_new();
	g_autoptr(GPtrArray) placed = g_ptr_array_new();
	Edition edition = { .template = template,
			    .binding = binding,
			    .datasets = datasets,
			    .language = language,
			    .locale = library_locale(library, language),
			    .library = library,
			    .noted = noted,
			    .note_blocks = note_blocks,
			    .under = under,
			    .placed = placed,
			    .model = model };
	set_document(&edition);
	blocks_build(&edition, template->blocks);
	if (edition.error != NULL) {
		g_propagate_error(error, edition.error);
		return NULL;
	}
	explain_marks(&edition);
	fill_notes(&edition);
	if (model->title == NULL)
		model->title = g_strdup(template->name);
	return g_steal_pointer(&model);
}
