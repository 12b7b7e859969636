#include "reports/release/correct.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "reports/edition/diff.h"
#include "reports/release/mend.h"
#include "reports/release/papers.h"

#include <string.h>

#define SUFFIX "-r"

void correction_clear(Correction *correction)
{
	g_clear_pointer(&correction->texts, g_ptr_array_unref);
}

char *correction_id(const char *release_id)
{
	const char *suffix = g_strrstr(release_id, SUFFIX);
	const char *digits = suffix != NULL ? suffix + strlen(SUFFIX) : "";
	guint64 number = 0;
	if (digits[0] != '\0' && g_ascii_string_to_unsigned(digits, 10, 2, G_MAXINT, &number, NULL))
		return g_strdup_printf("%.*s" SUFFIX "%" G_GUINT64_FORMAT,
				       (int)(suffix - release_id), release_id, number + 1);
	return g_strconcat(release_id, SUFFIX "2", NULL);
}

/* ── what is compared ── */

/* What both releases hold, read once for all languages. */
typedef struct {
	const Library *library;
	const char *older, *newer, *reason;
	DatabaseResult *figures;
	GPtrArray *headlines;      /* of DatabaseResult */
	GPtrArray *before, *after; /* models */
} Sides;

static void free_result(gpointer result)
{
	result_free(result);
}

static void sides_clear(Sides *sides)
{
	result_free(sides->figures);
	g_clear_pointer(&sides->headlines, g_ptr_array_unref);
	g_clear_pointer(&sides->before, g_ptr_array_unref);
	g_clear_pointer(&sides->after, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sides, sides_clear)

static bool read_headlines(Database *db, const Plan *plan, Sides *sides, GError **error)
{
	sides->headlines = g_ptr_array_new_with_free_func(free_result);
	for (guint n = 0; n < plan->headlines->len; n++) {
		const PlanHeadline *headline = g_ptr_array_index(plan->headlines, n);
		const PlanTable *table = g_ptr_array_index(plan->tables, headline->table);
		DatabaseResult *row =
		    database_one(db, sqltext(SQL_RELEASE_HEADLINE),
				 DATABASE_PARAMS(sides->older, sides->newer, table->measure,
						 headline->place, headline->kind),
				 error);
		if (row == NULL)
			return false;
		g_ptr_array_add(sides->headlines, row);
	}
	return true;
}

/* Both without the next release's hour: one announced since corrects no figure, and no sentence
 * that is about figures. */
static bool read_papers(Database *db, Sides *sides, GError **error)
{
	if (!papers_tell_calendar(db, false, error))
		return false;
	sides->before = papers_models(db, sides->library, sides->older, error);
	if (sides->before != NULL)
		sides->after = papers_models(db, sides->library, sides->newer, error);
	return sides->after != NULL && papers_tell_calendar(db, true, error);
}

static bool sides_read(Database *db, const Plan *plan, Sides *sides, GError **error)
{
	sides->figures = database_query(db, sqltext(SQL_RELEASE_CORRECTED),
					DATABASE_PARAMS(sides->older, sides->newer), error);
	if (sides->figures == NULL || !read_headlines(db, plan, sides, error))
		return false;
	return read_papers(db, sides, error);
}

/* ── headlines ── */

static bool headline_falls(const DatabaseResult *row)
{
	return g_strcmp0(result_text(row, 0, 0), result_text(row, 0, 1)) != 0;
}

static void put_headline(GString *text, const Locale *locale, const DatabaseResult *row)
{
	const char *was = result_text(row, 0, 0), *is = result_text(row, 0, 1);
	const char *withheld = locale_word(locale, "correction_withheld");
	g_autofree char *change =
	    g_strdup_printf("%s → %s", was != NULL ? was : withheld, is != NULL ? is : withheld);
	bool falls = headline_falls(row);
	release_words(text, locale, falls ? "correction_falls" : "correction_stands",
		      falls ? change : is);
}

/* ── figures ── */

/* What was printed in the place of a figure; the row's value is in COLUMN, its state behind it. */
static const char *printed(const Locale *locale, const DatabaseResult *rows, int row, int column)
{
	const char *state = result_text(rows, row, column + 1);
	const char *value = result_text(rows, row, column);
	if (value != NULL)
		return value;
	return locale_word(locale, strcmp(state, "hidden") == 0 ? "correction_withheld"
								: "correction_absent");
}

static void put_figure(GString *text, const Sides *sides, const Locale *locale, int row)
{
	const DatabaseResult *rows = sides->figures;
	const char *language = locale_language(locale);
	bool urdu = locale_right_to_left(locale);
	const Measure *measure =
	    measures_find(library_measures(sides->library), result_text(rows, row, 0));
	const char *named =
	    measure != NULL ? measure_name(measure, language) : result_text(rows, row, 0);
	const char *kind = result_text(rows, row, urdu ? 4 : 3);
	g_string_append_printf(text, "- %s, %s%s%s, %s – %s: %s → %s\n", named,
			       result_text(rows, row, urdu ? 2 : 1), kind != NULL ? ", " : "",
			       kind != NULL ? kind : "", result_text(rows, row, 5),
			       result_text(rows, row, 6), printed(locale, rows, row, 7),
			       printed(locale, rows, row, 9));
}

static void put_figures(GString *text, const Sides *sides, const Locale *locale)
{
	int count = result_rows(sides->figures);
	g_autofree char *number = g_strdup_printf("%d", count);
	g_string_append_c(text, '\n');
	release_words(text, locale, "correction_figures", number);
	for (int row = 0; row < count; row++)
		put_figure(text, sides, locale, row);
}

/* ── papers ── */

/* LINES of a diff with its own words in the language. */
static void put_lines(GString *text, const Locale *locale, const char *said)
{
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		bool deleted = g_str_has_prefix(*line, "deleted: ");
		bool new = g_str_has_prefix(*line, "new: ");
		if ((*line)[0] == '\0')
			continue;
		g_string_append(text, "- ");
		if (deleted || new)
			g_string_append(text, locale_word(locale, deleted ? "correction_deleted"
									  : "correction_new"));
		g_string_append_printf(text, "%s\n",
				       deleted ? *line + strlen("deleted")
				       : new   ? *line + strlen("new")
					       : *line);
	}
}

static const Model *model_like(const GPtrArray *models, const Model *model)
{
	for (guint n = 0; n < models->len; n++) {
		const Model *other = g_ptr_array_index(models, n);
		if (strcmp(other->template_name, model->template_name) == 0 &&
		    strcmp(other->language, model->language) == 0)
			return other;
	}
	return NULL;
}

static guint put_papers(GString *text, const Sides *sides, const Locale *locale)
{
	guint count = 0;
	g_string_append_c(text, '\n');
	release_words(text, locale, "correction_papers", NULL);
	for (guint n = 0; n < sides->after->len; n++) {
		const Model *after = g_ptr_array_index(sides->after, n);
		const Model *before = model_like(sides->before, after);
		g_autoptr(GString) said = g_string_new(NULL);
		if (before == NULL || strcmp(after->language, locale_language(locale)) != 0)
			continue;
		guint changes = diff_models(said, before, after);
		if (changes > 0)
			g_string_append_printf(text, "\n%s\n", after->title);
		put_lines(text, locale, said->str);
		count += changes;
	}
	if (count == 0)
		release_words(text, locale, "correction_none", NULL);
	return count;
}

/* ── the whole ── */

static char *correction_text(const Sides *sides, const Locale *locale, guint *ret_said)
{
	GString *text = g_string_new(NULL);
	release_words(text, locale, "correction_title", sides->newer);
	release_words(text, locale, "correction_of", sides->older);
	release_words(text, locale, "correction_reason", sides->reason);
	for (guint n = 0; n < sides->headlines->len; n++)
		put_headline(text, locale, sides->headlines->pdata[n]);
	put_figures(text, sides, locale);
	*ret_said = put_papers(text, sides, locale);
	return g_string_free(text, FALSE);
}

bool correction_read(Database *db, const Library *library, const Plan *plan, const char *older,
		     const char *newer, const char *reason, Correction *ret_correction,
		     GError **error)
{
	g_auto(Sides)
	    sides = { .library = library, .older = older, .newer = newer, .reason = reason };
	if (!sides_read(db, plan, &sides, error))
		return false;
	*ret_correction = (Correction){ .figures = (guint)result_rows(sides.figures),
					.texts = g_ptr_array_new_with_free_func(g_free) };
	for (guint n = 0; n < sides.headlines->len; n++)
		ret_correction->falls =
		    ret_correction->falls || headline_falls(sides.headlines->pdata[n]);
	for (const char *const *language = library_languages(library); *language != NULL;
	     language++) {
		guint said = 0;
		g_ptr_array_add(ret_correction->texts,
				correction_text(&sides, library_locale(library, *language), &said));
		ret_correction->said += said;
	}
	return true;
}

/* ── files ── */

static Plan *read_plan(const Library *library, const char *name, GError **error)
{
	const char *const folders[] = { library_folder(library), NULL };
	g_autofree char *path = plan_find(folders, name, error);
	return path != NULL ? plan_read(path, error) : NULL;
}

static bool write_texts(const Library *library, const Correction *correction, const char *folder,
			GError **error)
{
	const char *const *languages = library_languages(library);
	for (guint n = 0; n < correction->texts->len; n++) {
		const char *text = g_ptr_array_index(correction->texts, n);
		g_autofree char *name = g_strdup_printf("correction.%s.txt", languages[n]);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (!outfile_write(path, OUTFILE_PUBLIC, text, strlen(text), error))
			return false;
	}
	return true;
}

bool correction_write(Database *db, const Library *library, const char *newer, const char *folder,
		      GError **error)
{
	g_auto(Correction) correction = { 0 };
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_RELEASE_CORRECTION), DATABASE_PARAMS(newer), error);
	g_autoptr(DatabaseResult) plan_name =
	    row != NULL
		? database_one(db, sqltext(SQL_RELEASE_PLAN_OF), DATABASE_PARAMS(newer), error)
		: NULL;
	g_autoptr(Plan) plan =
	    plan_name != NULL ? read_plan(library, result_text(plan_name, 0, 0), error) : NULL;
	return plan != NULL &&
	       correction_read(db, library, plan, result_text(row, 0, 0), newer,
			       result_text(row, 0, 1), &correction, error) &&
	       write_texts(library, &correction, folder, error);
}

/* ── correcting ── */

/* "name=value" of each parameter of RELEASE_ID, NULL-terminated. */
static char **read_words(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) rows = database_query(
	    desk_database(desk), sqltext(SQL_RELEASE_PARAMS), DATABASE_PARAMS(release_id), error);
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (int row = 0; rows != NULL && row < result_rows(rows); row++)
		g_strv_builder_add(builder, result_text(rows, row, 0));
	return rows != NULL ? g_strv_builder_end(builder) : NULL;
}

static bool fail_same(const Standing *older, GError **error)
{
	error_set(
	    error, SHUMAR_ERROR_CONFIG,
	    "Withdraw it when it must not be used. A correction changes a figure, or a sentence "
	    "about figures: it needs another run (--as-of) or a corrected template.",
	    "cannot correct '%s': nothing in it would change", older->release_id);
	return false;
}

/* Prepares the newer one and looks at it in the transaction, which then ends with a line. */
static bool prepare_newer(Desk *desk, const CorrectAsk *ask, const Standing *older,
			  const Plan *plan, const char *newer, PrepareResult *ret_result,
			  Correction *ret_correction, GError **error)
{
	g_auto(GStrv) words = read_words(desk, older->release_id, error);
	const PrepareAsked asked = { .plan = plan,
				     .words = (const char *const *)words,
				     .as_of = ask->as_of,
				     .table = ask->table,
				     .release_id = newer,
				     .rules = ask->rules };
	Database *db = desk_database(desk);
	return words != NULL && desk_begin(desk, error) &&
	       prepare_release(db, desk_config(desk), &asked, ret_result, error) &&
	       correction_read(db, ask->library, plan, older->release_id, newer, ask->reason,
			       ret_correction, error);
}

static bool record(Desk *desk, const CorrectAsk *ask, const PrepareResult *result,
		   const Correction *correction, GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, result->run_no);
	g_autofree char *figures = g_strdup_printf("%u", correction->figures);
	detail_add(detail, "replaces", ask->release_id);
	detail_add(detail, "reason", ask->reason);
	detail_add(detail, "run", run);
	detail_add(detail, "content", result->content);
	detail_add(detail, "changed", figures);
	detail_add(detail, "headline", correction->falls ? "falls" : "stands");
	return desk_record(desk, "corrected", result->release_id, ask->person, detail->str, error);
}

bool release_correct_by(Desk *desk, const CorrectAsk *ask, PrepareResult *ret_result,
			Correction *ret_correction, GError **error)
{
	g_autoptr(Standing) older = standing_read(desk, ask->release_id, error);
	if (older == NULL || !standing_allows(older, "correct", error))
		return false;
	g_autoptr(Plan) plan = read_plan(ask->library, older->plan, error);
	g_autofree char *newer = correction_id(ask->release_id);
	if (plan == NULL ||
	    !prepare_newer(desk, ask, older, plan, newer, ret_result, ret_correction, error))
		return false;
	if (ret_correction->figures == 0 && ret_correction->said == 0) {
		database_rollback(desk_database(desk));
		return fail_same(older, error);
	}
	return record(desk, ask, ret_result, ret_correction, error);
}
