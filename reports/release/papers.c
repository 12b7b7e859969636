#include "reports/release/papers.h"
#include "reports/block/block.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/build/released.h"
#include "reports/build/render.h"
#include "reports/output/output.h"

/* Gets one model of one paper, which it may take over; returns false with *error to stop. */
typedef bool (*ModelVisit)(const Template *template, Model **model, gpointer payload,
			   GError **error);

static bool each_language(Database *db, const Library *library, const char *name, const char *id,
			  bool final, ModelVisit visit, gpointer payload, GError **error)
{
	static const char *const none[] = { NULL };
	g_autofree char *path = library_find(library, name, error);
	g_autoptr(Template) template =
	    path != NULL ? template_read(path, library, block_types, error) : NULL;
	/* what has no figures is of no release */
	const char *of = template != NULL && template_is_released(template) ? id : NULL;
	g_autoptr(Render) render =
	    template != NULL ? render_begin_on(db, library, template, of, error) : NULL;
	g_autoptr(Binding) binding = render != NULL ? render_bind(render, none, error) : NULL;
	if (binding == NULL)
		return false;
	if (final)
		render_set_final(render);
	for (guint n = 0; n < template->languages->len; n++) {
		g_autoptr(Model) model =
		    render_model(render, binding, template->languages->pdata[n], error);
		if (model == NULL || !visit(template, &model, payload, error))
			return false;
	}
	return true;
}

static bool each_model(Database *db, const Library *library, const char *id, bool final,
		       ModelVisit visit, gpointer payload, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_PAPERS), DATABASE_PARAMS(id), error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) == 0) {
		g_autofree char *quoted = text_quote(id, -1);
		error_set(error, SHUMAR_ERROR_USAGE, "'shumar release list' shows all releases.",
			  "cannot make the papers of %s: there is no such release", quoted);
		return false;
	}
	for (int row = 0; row < result_rows(rows); row++) {
		if (!result_is_null(rows, row, 0) &&
		    !each_language(db, library, result_text(rows, row, 0), id, final, visit,
				   payload, error))
			return false;
	}
	return true;
}

/* ── files ── */

typedef struct {
	const char *folder;
	guint files;
} Writing;

static bool write_model(const Template *template, Model **made, gpointer payload, GError **error)
{
	Writing *writing = payload;
	const Model *model = *made;
	for (guint n = 0; n < template->outputs->len; n++) {
		const Device *device = template->outputs->pdata[n];
		g_autofree char *name =
		    g_strdup_printf("%s.%s.%s", template->name, model->language, device->extension);
		g_autofree char *path = g_build_filename(writing->folder, name, NULL);
		if (!output_write(device, model, path, NULL, error)) {
			g_prefix_error(error, "paper '%s': ", template->name);
			return false;
		}
		g_autoptr(GPtrArray) paths = output_paths(device, model, path);
		writing->files += paths->len;
	}
	return true;
}

bool papers_write(Database *db, const Library *library, const char *id, const char *folder,
		  bool final, guint *ret_files, GError **error)
{
	Writing writing = { folder, 0 };
	if (!each_model(db, library, id, final, write_model, &writing, error))
		return false;
	if (ret_files != NULL)
		*ret_files = writing.files;
	return true;
}

/* ── models ── */

static void free_model(gpointer model)
{
	model_free(model);
}

static bool keep_model(const Template *template, Model **made, gpointer payload, GError **error)
{
	(void)template;
	(void)error;
	g_ptr_array_add(payload, g_steal_pointer(made));
	return true;
}

GPtrArray *papers_models(Database *db, const Library *library, const char *id, GError **error)
{
	g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func(free_model);
	return each_model(db, library, id, true, keep_model, models, error)
		   ? g_steal_pointer(&models)
		   : NULL;
}

/* ── words ── */

typedef struct {
	PapersVisit visit;
	gpointer payload;
} Reading;

/* Adds TEXT, which may be NULL, as a line. */
static void add(GString *words, const char *text)
{
	if (text != NULL && text[0] != '\0')
		g_string_append_printf(words, "%s\n", text);
}

static void add_about(GString *words, const BlockAbout *about)
{
	add(words, about->subtitle);
	add(words, about->source);
}

static void add_table(GString *words, const Table *table)
{
	add(words, table->caption);
	add_about(words, &table->about);
	for (guint column = 0; column < table->columns->len; column++)
		add(words, ((TableColumn *)table->columns->pdata[column])->header);
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		for (guint column = 0; column < table->columns->len; column++)
			add(words, values[column].text);
	}
	add(words, table->empty);
	add(words, table->collapsed);
}

static void add_chart(GString *words, const Chart *chart)
{
	add(words, chart->title);
	add_about(words, &chart->about);
	add(words, chart->alt);
	for (char **name = chart->categories; name != NULL && *name != NULL; name++)
		add(words, *name);
	for (guint n = 0; n < chart->references->len; n++)
		add(words, ((ChartReference *)chart->references->pdata[n])->label);
	add(words, chart->empty);
}

static void add_figures(GString *words, const GPtrArray *figures)
{
	for (guint n = 0; n < figures->len; n++) {
		const Figure *figure = figures->pdata[n];
		add(words, figure->value.text);
		add(words, figure->label);
		add(words, figure->basis);
		add(words, figure->versus);
	}
}

static void add_card(GString *words, const Block *block)
{
	add(words, block->card.title);
	for (guint n = 0; n < block->card.lines->len; n++) {
		const CardLine *line = block->card.lines->pdata[n];
		add(words, line->label);
		add(words, line->value);
	}
}

static void add_cover(GString *words, const Block *block)
{
	add(words, block->cover.title);
	add(words, block->cover.subtitle);
	for (guint n = 0; n < block->cover.lines->len; n++)
		add(words, block->cover.lines->pdata[n]);
}

static void add_notes(GString *words, const Block *block)
{
	add(words, block->notes.title);
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		add(words, note->term);
		add(words, note->text);
	}
}

static void add_block(const Block *block, gpointer data)
{
	GString *words = data;
	switch (block->kind) {
	case BLOCK_HEADING:
		add(words, block->heading.text);
		break;
	case BLOCK_TEXT:
		add(words, block->text.text);
		break;
	case BLOCK_BANNER:
		add(words, block->banner.text);
		break;
	case BLOCK_FIGURES:
		add_figures(words, block->figures.figures);
		break;
	case BLOCK_TABLE:
		add_table(words, block->table);
		break;
	case BLOCK_CHART:
		add_chart(words, block->chart);
		break;
	case BLOCK_NOTES:
		add_notes(words, block);
		break;
	case BLOCK_COVER:
		add_cover(words, block);
		break;
	case BLOCK_CARD:
		add_card(words, block);
		break;
	case BLOCK_COLUMNS: /* their blocks are visited too */
	case BLOCK_CONTENTS:
	case BLOCK_PAGEBREAK:
	case BLOCK_KINDS:
		break;
	}
}

char *papers_text(const Model *model)
{
	GString *words = g_string_new(NULL);
	add(words, model->title);
	model_each(model, add_block, words);
	add(words, model->footer);
	return g_string_free(words, FALSE);
}

static bool read_model(const Template *template, Model **made, gpointer payload, GError **error)
{
	const Reading *reading = payload;
	g_autofree char *text = papers_text(*made);
	return reading->visit(template->name, (*made)->language, text, reading->payload, error);
}

bool papers_each_text(Database *db, const Library *library, const char *id, PapersVisit visit,
		      gpointer payload, GError **error)
{
	Reading reading = { visit, payload };
	return each_model(db, library, id, false, read_model, &reading, error);
}

/* ── what was audited ── */

bool papers_tell_calendar(Database *db, bool told, GError **error)
{
	g_autoptr(DatabaseResult) row = database_one(db, sqltext(SQL_RELEASE_CALENDAR_TOLD),
						     DATABASE_PARAMS(told ? "" : "none"), error);
	return row != NULL;
}

static bool add_to_sum(const char *paper, const char *language, const char *text, gpointer payload,
		       GError **error)
{
	(void)error;
	g_autofree char *head = g_strdup_printf("%s.%s\n", paper, language);
	g_checksum_update(payload, (const guchar *)head, -1);
	g_checksum_update(payload, (const guchar *)text, -1);
	return true;
}

char *papers_hash(Database *db, const Library *library, const char *id, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	bool done = papers_tell_calendar(db, false, error) &&
		    papers_each_text(db, library, id, add_to_sum, sum, error) &&
		    papers_tell_calendar(db, true, error);
	return done ? g_strdup(g_checksum_get_string(sum)) : NULL;
}
