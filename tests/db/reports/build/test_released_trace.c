/* Figures of a release that was prepared on the demonstration's warehouse, held to the records:
 * what a public paper prints and does not withhold is what cells and records of its run add up to.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/config.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "reports/block/block.h"
#include "reports/build/render.h"
#include "reports/release/papers.h"
#include "reports/release/prepare.h"
#include "reports/trace/trace.h"
#include "tests/support/demo_home.h"

static const char *const note_words[] = { "district=PAK", "from=2023-08-01", "to=2024-07-31",
					  NULL };

typedef struct {
	Config *config;
	Library *library;
	Database *db;
	Template *template;
	Render *render;
	Binding *binding;
} Bench;

static void bench_end(Bench *bench)
{
	binding_free(bench->binding);
	render_end(bench->render);
	template_free(bench->template);
	database_rollback(bench->db); /* nothing of it stays */
	database_close(bench->db);
	library_free(bench->library);
	config_free(bench->config);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_end)

static Plan *plan_of(const Bench *bench, const char *name, GError **error)
{
	if (strchr(name, '\n') != NULL)
		return plan_parse(name, "made.yaml", error);
	g_autofree char *file = g_strdup_printf("%s.yaml", name);
	g_autofree char *path =
	    g_build_filename(library_folder(bench->library), "releases", file, NULL);
	return plan_read(path, error);
}

static void prepare(const Bench *bench, const char *name, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *rules =
	    g_build_filename(library_folder(bench->library), "disclosure.yaml", NULL);
	g_autoptr(Plan) plan = plan_of(bench, name, &error);
	cr_assert(plan != NULL, "%s", error != NULL ? error->message : "");
	PrepareAsked asked = { .plan = plan, .words = words, .rules = rules };
	g_auto(PrepareResult) result = { 0 };
	cr_assert(prepare_release(bench->db, bench->config, &asked, &result, &error), "%s",
		  error != NULL ? error->message : "");
	cr_expect_gt(result.cells, 5);
}

/* A release of the plan NAME (or the text of one) of WORDS, and its paper TEMPLATE. */
static Bench bench_begin(const char *name, const char *const *words, const char *template)
{
	static const char *const none[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Bench bench = { .config = config_read(path, &error) };
	bench.library = library_open(folders, &error);
	cr_assert(bench.library != NULL, "%s", error != NULL ? error->message : "");
	bench.db = warehouse_open(bench.config, "test", &error);
	cr_assert(bench.db != NULL && database_begin(bench.db, DATABASE_READ_WRITE, &error), "%s",
		  error != NULL ? error->message : "");
	prepare(&bench, name, words);
	g_autofree char *file = library_find(bench.library, template, &error);
	bench.template = template_read(file, bench.library, block_types, &error);
	bench.render = render_begin_on(bench.db, bench.library, bench.template, NULL, &error);
	cr_assert(bench.render != NULL, "%s", error != NULL ? error->message : "");
	bench.binding = render_bind(bench.render, none, &error);
	cr_assert(bench.binding != NULL, "%s", error != NULL ? error->message : "");
	return bench;
}

/* Holds COLUMN of DATASET in the row that has ROW to its records; what is withheld shows none. */
static bool hold(const Bench *bench, const TemplateDataset *dataset, const char *column,
		 const char *row)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = g_strdup(column);
	const TraceFigure figure = { .id = name, .dataset = dataset, .column = name };
	g_autoptr(Trace) trace = trace_collect(bench->render, bench->library, bench->binding,
					       &figure, row, "en", &error);
	cr_assert(trace != NULL, "%s %s: %s", column, row != NULL ? row : "",
		  error != NULL ? error->message : "");
	cr_expect(trace_agrees(trace), "%s %s is %s: records %g, cells %g", column,
		  row != NULL ? row : "", trace->printed, trace_value(trace, trace->facts_sum),
		  trace_value(trace, trace->cells_sum));
	if (trace->hidden) {
		cr_expect_str_eq(trace->printed, "[c]");
		cr_expect_eq(trace->facts->len + trace->cells->len, 0);
	}
	return !trace->missing;
}

Test(released_trace, printed_figures_of_a_note_are_those_of_the_records_and_withheld_ones_show_none)
{
	static const char *const columns[] = { "cases",         "accused",    "arrested",
					       "interim_bail",  "innocent",   "convicted",
					       "custody",       "bail",       "other_status",
					       "arrested_ever", "complaints", "sessions",
					       "attendances",   "referrals",  "unrecorded" };
	static const char *const rows[] = { "ARRESTED", "INTERIM_BAIL", "INNOCENT", "CONVICTED",
					    "all" };
	g_auto(Bench) bench = bench_begin("press-note", note_words, "press-note");
	guint known = 0;
	const TemplateDataset *note = template_dataset(bench.template, "note");
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++)
		known += hold(&bench, note, columns[n], NULL) ? 1 : 0;
	const TemplateDataset *statuses = template_dataset(bench.template, "statuses");
	for (size_t n = 0; n < G_N_ELEMENTS(rows); n++)
		known += hold(&bench, statuses, "accused", rows[n]) ? 1 : 0;
	cr_expect_geq(known, 8, "only %u figures are printed", known);
}

Test(released_trace, figures_of_included_parts_have_names_too)
{
	static const char *const names[] = { "arrests", "rape_any", "by-district.cases" };
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autofree char *file = library_find(library, "press-release", &error);
	g_autoptr(Template) template = template_read(file, library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(GPtrArray) figures = trace_figures(template, library);
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++)
		cr_expect(trace_find(figures, template, names[n], &error) != NULL, "%s: %s",
			  names[n], error != NULL ? error->message : "");
}

Test(released_trace, the_note_of_pakpattan_has_its_81_cases)
{
	g_autoptr(GError) error = NULL;
	g_auto(Bench) bench = bench_begin("press-note", note_words, "press-note");
	g_autoptr(Model) model = render_model(bench.render, bench.binding, "en", &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	cr_expect(strstr(model->title, "81 cases (FIRs) of crimes against women") != NULL, "%s",
		  model->title);
	cr_expect(model->draft);
}

/* Of the published figures of the districts in May 2024: places, withheld ones, and the share of
 * the province's cases that stands in none, as the paper's sentence has them. */
static const char lost_sql[] =
    "select pg_catalog.format('the figures of %s of %s districts are withheld: %s%% of the cases',"
    "	count(*) filter (where d.value is null), count(*),"
    "	round(100 * (max(p.value) - coalesce(sum(d.value), 0)) / max(p.value), 1)) as sentence,"
    "	count(*) filter (where d.value is null) as withheld,"
    "	(select count(*) from release.cell c where c.release_id = $1::text and c.table_name is not null and c.state = 'hidden') as hidden "
    "from release.cell d join release.cell p on p.release_id = d.release_id and p.first_on = d.first_on and p.last_on = d.last_on"
    "	and p.measure = d.measure and p.kind = d.kind and p.place = 'punjab' "
    "where d.release_id = $1::text and d.measure = 'cases_registered' and d.kind = 'all' and d.first_on = '2024-05-01'"
    "	and d.last_on = '2024-05-31' and d.table_name is not null and d.state <> 'missing' and d.place in (select code from ref.district)";

static const char month_plan[] =
    "release: made\ntitle: {en: Cases, ur: مقدمات}\nparameters:\n  month: {type: month}\njurisdiction: punjab\n"
    "papers: [press-release]\nmost-lost: 95\ntables:\n"
    "  - {table: t, measure: cases_registered, place: district, kind: all, period: month, to: $month, last: 1}\n"
    "headline:\n  - {table: t, place: punjab, kind: all}\n";

Test(released_trace, the_loss_that_a_paper_tells_is_that_of_its_published_figures)
{
	static const char *const words[] = { "month=2024-05", NULL };
	g_autoptr(GError) error = NULL;
	g_auto(Bench) bench = bench_begin(month_plan, words, "press-release");
	g_autoptr(DatabaseResult) lost =
	    database_one(bench.db, lost_sql, DATABASE_PARAMS(bench.binding->release), &error);
	cr_assert(lost != NULL, "%s", error != NULL ? error->message : "");
	cr_assert_gt(result_int64(lost, 0, 1), 1);
	g_autoptr(Model) model = render_model(bench.render, bench.binding, "en", &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *text = papers_text(model);
	cr_expect_not_null(strstr(text, result_text(lost, 0, 0)), "no '%s' in: %s",
			   result_text(lost, 0, 0), text);
	g_autofree char *all = g_strdup_printf("figures of this release and its workbook, %s ",
					       result_text(lost, 0, 2));
	cr_expect_not_null(strstr(text, all), "no '%s' in: %s", all, text);
}
