#include "reports/build/render.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "reports/build/coverage.h"
#include "reports/build/released.h"

#include <string.h>

struct Render {
	Database *owned; /* NULL when the database is borrowed */
	Database *db;
	bool borrowed; /* its transaction is */
	const Library *library;
	const Template *template;
	Districts *districts;
	GPtrArray *systems; /* of RecordSystem */
	GHashTable *known;  /* query and arguments → Dataset: run once a snapshot */
	gint64 run_no;
	CivilTime as_at;    /* records are known up to here, in the jurisdiction's zone */
	bool stale;         /* a source was away; its records are older than the others' */
	Released *released; /* of a public paper with figures: its release; else NULL */
	bool final;         /* its pages are for publication */
};

/* ── the published run ── */

static bool set_unpublished(const Template *template, GError **error)
{
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "Load records with 'shumar etl run', then render again. A template of other "
		  "records than the province's says whose: 'jurisdiction: NAME'.",
		  "cannot render '%s': nothing is published for the jurisdiction '%s' yet",
		  template->name, template->jurisdiction);
	return false;
}

/* Takes the row's run; *ret_behind when a later one is applied, and its cells stand in the cubes.
 */
static bool take_published(Render *render, const DatabaseResult *row, bool *ret_behind,
			   GError **error)
{
	int applied = result_column(row, "applied_run");
	render->run_no = result_int64(row, 0, result_column(row, "run_no"));
	render->as_at.utc_s = result_int64(row, 0, result_column(row, "as_at_s"));
	render->as_at.zone_s = result_int64(row, 0, result_column(row, "zone_s"));
	render->stale = result_bool(row, 0, result_column(row, "stale"));
	*ret_behind =
	    !result_is_null(row, 0, applied) && result_int64(row, 0, applied) != render->run_no;
	if (!result_bool(row, 0, result_column(row, "doubtful")))
		return true;
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "Prove and publish the figures again with 'shumar etl rebuild'.",
		  "cannot render '%s': run %" G_GINT64_FORMAT
		  " was applied and not published, a proof of its figures failed",
		  render->template->name, result_int64(row, 0, applied));
	return false;
}

/* Makes all queries of this transaction answer as of the run RUN_NO. */
static bool set_as_of(Render *render, const char *run_no, GError **error)
{
	return database_exec(render->db, sqltext(SQL_REPORTS_AS_OF_SET), DATABASE_PARAMS(run_no),
			     NULL, error);
}

static bool read_published(Render *render, GError **error)
{
	bool behind = false;
	g_autoptr(DatabaseResult) row =
	    database_query(render->db, sqltext(SQL_REPORTS_PUBLISHED),
			   DATABASE_PARAMS(render->template->jurisdiction), error);
	if (row == NULL)
		return false;
	/* what asks for no figures needs no published run */
	if (result_rows(row) == 0 && render->template->datasets->len == 0)
		return true;
	if (result_rows(row) == 0)
		return set_unpublished(render->template, error);
	if (!take_published(render, row, &behind, error))
		return false;
	g_autofree char *run_no = g_strdup_printf("%" G_GINT64_FORMAT, render->run_no);
	return !behind || set_as_of(render, run_no, error);
}

/* ── as of an earlier run ── */

/* What the words of --as-of can mean; each NULL where they cannot. */
typedef struct {
	const char *number; /* of a run */
	char *day;          /* ISO */
} AsOf;

/* "20241231", as some write a day. Transfer full; NULL for no such day. */
static char *compact_day(const char *text)
{
	if (strlen(text) != 8)
		return NULL;
	GDate day;
	g_autofree char *iso = g_strdup_printf("%.4s-%.2s-%.2s", text, text + 4, text + 6);
	return date_parse(iso, &day, NULL) ? g_steal_pointer(&iso) : NULL;
}

static bool read_as_of(const char *text, AsOf *ret_as_of, GError **error)
{
	GDate day;
	bool digits = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
	if (digits && g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, NULL, NULL))
		*ret_as_of = (AsOf){ text, compact_day(text) };
	else if (!digits && date_parse(text, &day, NULL))
		*ret_as_of = (AsOf){ NULL, date_text(&day) };
	else
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give the number of a run, or a day as 2024-08-31.",
			  "'%s' is neither a run nor a day", text);
	return ret_as_of->number != NULL || ret_as_of->day != NULL;
}

/* Why ROW of as_of_find.sql has no run. */
static bool refuse_as_of(const Render *render, const char *text, const AsOf *as_of,
			 const DatabaseResult *row, GError **error)
{
	static const char hint[] = "'shumar etl status' shows the runs.";
	const char *name = render->template->name;
	const char *last = result_text(row, 0, result_column(row, "last_run"));
	const char *first = result_text(row, 0, result_column(row, "first_published"));
	const char *first_on = result_text(row, 0, result_column(row, "first_on"));
	const char *today = result_text(row, 0, result_column(row, "today"));
	bool by_number = result_bool(row, 0, result_column(row, "by_number"));
	if (first == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, hint,
			  "cannot render '%s' as of %s: nothing was published yet", name, text);
	else if (!by_number && as_of->day == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, hint,
			  "cannot render '%s' as of run %s: there is no such run; the last is %s",
			  name, text, last);
	else if (!by_number && strcmp(as_of->day, today) > 0)
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --as-of out for what is published now.",
			  "cannot render '%s' as of %s: that day has not come; today is %s", name,
			  as_of->day, today);
	else
		error_set(error, SHUMAR_ERROR_USAGE, hint,
			  "cannot render '%s' as of %s: nothing was published by then; the first "
			  "was run %s on %s",
			  name, as_of->day != NULL ? as_of->day : text, first, first_on);
	return false;
}

/* Finds the run that TEXT means and reads everything as of it. */
static bool go_back(Render *render, const char *text, GError **error)
{
	AsOf as_of = { 0 };
	if (!read_as_of(text, &as_of, error))
		return false;
	g_autofree char *day = as_of.day;
	g_autoptr(DatabaseResult) row =
	    database_one(render->db, sqltext(SQL_REPORTS_AS_OF_FIND),
			 DATABASE_PARAMS(render->template->jurisdiction, as_of.number, day), error);
	if (row == NULL)
		return false;
	return result_is_null(row, 0, 0) ? refuse_as_of(render, text, &as_of, row, error)
					 : set_as_of(render, result_text(row, 0, 0), error);
}

/* ── of a release ── */

/* What was known when the release was prepared; ID NULL: the newest. */
static bool go_to_release(Render *render, const char *id, GError **error)
{
	render->released = released_find(render->db, render->template, id, error);
	if (render->released == NULL)
		return false;
	render->run_no = render->released->run_no;
	render->as_at = render->released->as_at;
	g_autofree char *run_no = g_strdup_printf("%" G_GINT64_FORMAT, render->run_no);
	return set_as_of(render, run_no, error);
}

/* Decides which run everything is read of. */
static bool choose_run(Render *render, const char *of, GError **error)
{
	if (template_is_released(render->template))
		return go_to_release(render, of, error);
	return (of == NULL || go_back(render, of, error)) && read_published(render, error);
}

/* ── districts ── */

static bool read_districts(Render *render, GError **error)
{
	GDate as_at = civil_date(render->as_at);
	g_autofree char *day = date_text(&as_at);
	g_autoptr(DatabaseResult) rows =
	    database_query(render->db, sqltext(SQL_REPORTS_DISTRICTS),
			   DATABASE_PARAMS(render->template->jurisdiction, day), error);
	g_autoptr(DatabaseResult) aliases =
	    rows != NULL ? database_query(render->db, sqltext(SQL_REPORTS_DISTRICT_ALIASES),
					  DATABASE_NO_PARAMS, error)
			 : NULL;
	if (aliases == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++)
		districts_add(render->districts, result_text_at(rows, row, "code"),
			      result_text_at(rows, row, "name_en"),
			      result_text_at(rows, row, "name_ur"),
			      result_text_at(rows, row, "division"));
	for (int row = 0; row < result_rows(aliases); row++)
		districts_add_alias(render->districts, result_text_at(aliases, row, "alias"),
				    result_text_at(aliases, row, "code"));
	return true;
}

/* ── record systems ── */

static void system_free(gpointer data)
{
	RecordSystem *system = data;
	g_free(system->source);
	g_free(system->feed);
	g_free(system);
}

static bool read_systems(Render *render, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(render->db, sqltext(SQL_REPORTS_RECORD_SYSTEMS),
			   DATABASE_PARAMS(render->template->jurisdiction), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++) {
		RecordSystem *system = g_new0(RecordSystem, 1);
		*system = (RecordSystem){ g_strdup(result_text_at(rows, row, "source")),
					  g_strdup(result_text_at(rows, row, "feed")) };
		g_ptr_array_add(render->systems, system);
	}
	return rows != NULL;
}

/* ── the snapshot ── */

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

/* Takes DB when OWNED. */
static Render *begin(Database *db, bool owned, const Library *library, const Template *template,
		     const char *of, GError **error)
{
	g_autoptr(Render) render = g_new0(Render, 1);
	render->owned = owned ? db : NULL;
	render->db = db;
	render->library = library;
	render->template = template;
	render->districts = districts_new();
	render->systems = g_ptr_array_new_with_free_func(system_free);
	render->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_dataset);
	render->borrowed = database_in_transaction(db);
	if ((!render->borrowed && !database_begin(db, DATABASE_SNAPSHOT_READ, error)) ||
	    !choose_run(render, of, error) || !read_districts(render, error) ||
	    !read_systems(render, error))
		return NULL;
	return g_steal_pointer(&render);
}

Render *render_begin_on(Database *db, const Library *library, const Template *template,
			const char *of, GError **error)
{
	return begin(db, false, library, template, of, error);
}

Render *render_begin(const Config *config, const Library *library, const Template *template,
		     const char *of, GError **error)
{
	Database *db = warehouse_open(config, "report", error);
	return db != NULL ? begin(db, true, library, template, of, error) : NULL;
}

void render_end(Render *render)
{
	if (render == NULL)
		return;
	if (!render->borrowed)
		database_rollback(render->db); /* it only read */
	database_close(render->owned);
	districts_free(render->districts);
	g_ptr_array_unref(render->systems);
	g_hash_table_unref(render->known);
	released_free(render->released);
	g_free(render);
}

const Districts *render_districts(const Render *render)
{
	return render->districts;
}

void render_set_final(Render *render)
{
	render->final = true;
}

const char *render_release(const Render *render)
{
	return render->released != NULL ? render->released->id : NULL;
}

Binding *render_bind(const Render *render, const char *const *words, GError **error)
{
	g_autoptr(Binding) binding =
	    render->released != NULL
		? released_bind(render->released, render->template, words, render->districts, error)
		: binding_new(render->template, words, render->districts, render->run_no,
			      render->as_at, error);
	if (binding == NULL || !coverage_choose(render->db, render->template, binding, error))
		return NULL;
	binding->systems = g_ptr_array_ref(render->systems);
	return g_steal_pointer(&binding);
}

/* ── rows ── */

static char *argument_text(const TemplateArgument *argument, const Template *template,
			   const Binding *binding)
{
	guint place;
	if (argument->as_at)
		return date_text(&binding->as_at);
	if (argument->parameter == NULL)
		return g_strdup(argument->literal);
	bool found = g_ptr_array_find(template->parameters, argument->parameter, &place);
	g_assert(found);
	const ParameterValue *value = &g_array_index(binding->values, ParameterValue, place);
	return argument->end ? date_text(&value->period.last) : parameter_sql(value);
}

static char **argument_texts(const TemplateDataset *dataset, const Template *template,
			     const Binding *binding)
{
	char **texts = g_new0(char *, dataset->arguments->len + 1);
	for (guint n = 0; n < dataset->arguments->len; n++)
		texts[n] = argument_text(dataset->arguments->pdata[n], template, binding);
	return texts;
}

/* Adds one streamed row to the Dataset that PAYLOAD is. */
static bool visit_row(const DatabaseResult *row, gpointer payload, GError **error)
{
	int columns = result_columns(row);
	g_autofree const char **texts = g_new(const char *, (size_t)columns);
	for (int column = 0; column < columns; column++)
		texts[column] = result_text(row, 0, column);
	return dataset_add(payload, texts, error);
}

static Dataset *run_query(Render *render, const TemplateDataset *wanted, char **arguments,
			  GError **error)
{
	if (wanted->office != NULL) {
		GDate day = civil_date(render->as_at);
		return office_read(wanted->office, render->library, wanted->name,
				   wanted->query_columns, &day, error);
	}
	g_autoptr(Dataset) dataset = dataset_new(wanted->name, wanted->query_columns);
	bool press = render->released != NULL;
	if ((press && !released_press_begin(render->db, error)) ||
	    !database_each(render->db, wanted->sql, (const char *const *)arguments,
			   wanted->arguments->len, visit_row, dataset, error) ||
	    (press && !released_press_end(render->db, error))) {
		g_prefix_error(error, "%s: dataset '%s': ", wanted->place, wanted->name);
		return NULL;
	}
	return g_steal_pointer(&dataset);
}

/* The rows of WANTED, run now or found from before. Borrowed from RENDER. */
static Dataset *provide(Render *render, const TemplateDataset *wanted, const Binding *binding,
			GError **error)
{
	g_auto(GStrv) arguments = argument_texts(wanted, render->template, binding);
	g_autofree char *joined = g_strjoinv("\x1f", arguments);
	/* an office file has as many datasets as there are choices of its rows */
	bool office = g_str_has_prefix(wanted->query, "office/");
	g_autofree char *key =
	    g_strdup_printf("%s\x1f%s", office ? wanted->sql : wanted->query, joined);
	Dataset *dataset = g_hash_table_lookup(render->known, key);
	if (dataset != NULL)
		return dataset;
	dataset = run_query(render, wanted, arguments, error);
	if (dataset != NULL)
		g_hash_table_insert(render->known, g_steal_pointer(&key), dataset);
	return dataset;
}

const Dataset *render_dataset(Render *render, const TemplateDataset *dataset,
			      const Binding *binding, GError **error)
{
	return provide(render, dataset, binding, error);
}

char **render_arguments(const Render *render, const TemplateDataset *dataset,
			const Binding *binding)
{
	return argument_texts(dataset, render->template, binding);
}

Database *render_database(const Render *render)
{
	return render->db;
}

gint64 render_as_at(const Render *render)
{
	return render->as_at.utc_s;
}

/* A source that did not answer stands in every page's foot. */
static void say_stale(const Render *render, Model *model, const char *language)
{
	const Locale *locale = library_locale(render->library, language);
	g_autofree char *footer = g_steal_pointer(&model->footer);
	model->footer = g_strdup_printf("%s · %s", footer, locale_word(locale, "stale"));
}

Model *render_model(Render *render, const Binding *binding, const char *language, GError **error)
{
	const GPtrArray *wanted = render->template->datasets;
	g_autoptr(GHashTable) datasets = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) outside = NULL;
	if (!coverage_check(render->db, render->template, binding, &outside, error))
		return NULL;
	for (guint n = 0; n < wanted->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(wanted, n);
		Dataset *rows = provide(render, dataset, binding, error);
		if (rows == NULL)
			return NULL;
		if (g_hash_table_contains(outside, dataset->name))
			dataset_set_outside(rows);
		g_hash_table_insert(datasets, dataset->name, rows);
	}
	Model *model =
	    edition_model(render->template, render->library, binding, datasets, language, error);
	if (model != NULL && render->stale)
		say_stale(render, model, language);
	if (model != NULL)
		model->draft = render->released != NULL && !render->final;
	return model;
}
