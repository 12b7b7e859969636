/* Figures traced to records on the demonstration's warehouse: they add up, and name nobody. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/config/config.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "etl/fact/cubes.h"
#include "reports/block/block.h"
#include "reports/trace/trace.h"
#include "reports/trace/trace_row.h"
#include "tests/support/demo_home.h"
#include "tests/support/server.h"

typedef struct {
	Config *config;
	Library *library;
	Template *template;
	Render *render;
	Binding *binding;
} Bench;

static const char *const note_words[] = { "district=PAK", "from=2023-08-01", "to=2024-07-31",
					  NULL };
static const char *const months_words[] = { "from=2023-01", "to=2024-06", NULL };
static const char *const week_words[] = { "district=LHR", "week=2026-W41", NULL };

static void bench_end(Bench *bench)
{
	binding_free(bench->binding);
	render_end(bench->render);
	template_free(bench->template);
	library_free(bench->library);
	config_free(bench->config);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_end)

/* The template NAME of the checkout on the demonstration's warehouse. */
static Bench bench_begin(const char *name, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Bench bench = { .config = config_read(path, &error) };
	cr_assert(bench.config != NULL, "%s", error != NULL ? error->message : "");
	bench.library = library_open(folders, &error);
	cr_assert(bench.library != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *file = library_find(bench.library, name, &error);
	bench.template = template_read(file, bench.library, block_types, &error);
	cr_assert(bench.template != NULL, "%s", error != NULL ? error->message : "");
	bench.render = render_begin(bench.config, bench.library, bench.template, NULL, &error);
	cr_assert(bench.render != NULL, "%s", error != NULL ? error->message : "");
	bench.binding = render_bind(bench.render, words, &error);
	cr_assert(bench.binding != NULL, "%s", error != NULL ? error->message : "");
	return bench;
}

static Trace *trace(const Bench *bench, const TraceFigure *figure, const char *row)
{
	g_autoptr(GError) error = NULL;
	Trace *made =
	    trace_collect(bench->render, bench->library, bench->binding, figure, row, "en", &error);
	cr_assert(made != NULL, "%s: %s", figure->id, error != NULL ? error->message : "");
	return made;
}

/* Traces COLUMN of DATASET in ROW and holds the sums against the figure. False: only a row of it
 * can be traced. */
static bool hold(const Bench *bench, const TemplateDataset *dataset, const char *column,
		 const char *row, double *ret_number)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *id = g_strdup_printf("%s.%s", dataset->name, column);
	g_autofree char *name = g_strdup(column);
	const TraceFigure figure = { .id = id, .dataset = dataset, .column = name };
	g_autoptr(Trace) made = trace_collect(bench->render, bench->library, bench->binding,
					      &figure, row, "en", &error);
	if (made == NULL && row == NULL &&
	    g_strcmp0(error_hint(error), "Name one with --row.") == 0)
		return false;
	cr_assert(made != NULL, "%s %s: %s", id, row != NULL ? row : "", error->message);
	cr_expect(trace_agrees(made), "%s %s is %s: facts %g, cells %g", id, row != NULL ? row : "",
		  made->printed, trace_value(made, made->facts_sum),
		  trace_value(made, made->cells_sum));
	*ret_number = made->worked_out ? 0 : made->number;
	return true;
}

/* True when the query says that COLUMN counts something. */
static bool counts(const TemplateDataset *dataset, const SqlColumn *column)
{
	DatumType type;
	g_autofree char *measures = sqltext_header(dataset->sql, "measures");
	g_autofree char *pattern = g_strdup_printf("(?:^|,)\\s*%s\\s*=\\s*none", column->name);
	return datum_type_of_sql(column->type, &type) && type == DATUM_NUMBER &&
	       (measures == NULL || !g_regex_match_simple(pattern, measures, 0, 0));
}

#define ROWS_ALL 6 /* with more rows the first and the last are traced */

/* Traces COLUMN whole and, where it has several rows, row by row; returns what it adds up to. */
static double hold_column(const Bench *bench, const TemplateDataset *dataset, const char *column,
			  const Dataset *rows, const TraceRules *rules)
{
	double whole = 0, parts = 0, part = 0;
	bool summed = hold(bench, dataset, column, NULL, &whole);
	size_t count = rules->keys->len > 0 && dataset->from == NULL ? dataset_rows(rows) : 0;
	size_t step = count > ROWS_ALL ? count - 1 : 1;
	for (size_t row = 0; row < count; row += step) {
		g_autofree char *name = trace_row_name(rows, rules, row);
		cr_expect(hold(bench, dataset, column, name, &part));
		parts += part;
	}
	cr_expect(!summed || count == 0 || step > 1 || parts == whole, "%s.%s: %g, its rows %g",
		  dataset->name, column, whole, parts);
	return summed ? whole : parts;
}

/* A column that a derivation added: whole, or in its first row. */
static void hold_derived(const Bench *bench, const TemplateDataset *dataset, const char *column,
			 const Dataset *rows, const TraceRules *rules)
{
	double number = 0;
	/* rows of another are held there */
	if (hold(bench, dataset, column, NULL, &number) || dataset_rows(rows) == 0 ||
	    dataset->row_by != NULL)
		return;
	g_autofree char *name = trace_row_name(rows, rules, 0);
	cr_expect(hold(bench, dataset, column, name, &number));
}

/* All numbers of DATASET. */
static double hold_dataset(const Bench *bench, const TemplateDataset *dataset)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(TraceRules) rules = trace_rules_read(dataset->sql);
	const Dataset *rows = render_dataset(bench->render, dataset, bench->binding, &error);
	cr_assert(rows != NULL, "%s", error != NULL ? error->message : "");
	double held = 0;
	for (guint n = 0; n < dataset->columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(dataset->columns, n);
		if (!counts(dataset, column))
			continue;
		if (n < dataset->query_columns->len)
			held += hold_column(bench, dataset, column->name, rows, rules);
		else
			hold_derived(bench, dataset, column->name, rows, rules);
	}
	return held;
}

/* Every dataset of the template, at least LEAST of them with a count. */
static void hold_template(const char *name, const char *const *words, int least)
{
	g_auto(Bench) bench = bench_begin(name, words);
	int held = 0;
	for (guint n = 0; n < bench.template->datasets->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(bench.template->datasets, n);
		/* rows of another that have a word are held with that other */
		if (dataset->where != NULL)
			continue;
		if (dataset->sql != NULL && hold_dataset(&bench, dataset) > 0)
			held++;
	}
	cr_expect_geq(held, least, "%d datasets of '%s' count something", held, name);
}

Test(trace, counts_the_records_of_every_figure_of_the_note_of_a_district)
{
	hold_template("vwps-note", note_words, 2);
}

Test(trace, counts_the_records_of_every_figure_of_the_annual_bulletin)
{
	static const char *const words[] = { "year=2024", NULL };
	hold_template("annual-bulletin", words, 6);
}

Test(trace, counts_the_records_of_every_figure_and_row_of_the_weekly_dashboard)
{
	hold_template("dpo-weekly", week_words, 4);
}

Test(trace, counts_the_records_of_every_figure_of_outreach_and_support)
{
	static const char *const all[] = { "quarter=2024-Q2", NULL };
	static const char *const one[] = { "quarter=2024-Q2", "district=PKP", NULL };
	hold_template("outreach-support", all, 12);
	hold_template("outreach-support", one, 12);
}

Test(trace, counts_the_lifecycles_of_convictions_on_each_basis)
{
	hold_template("conviction", months_words, 3);
}

Test(trace, counts_the_records_of_every_figure_of_the_workbook_of_the_province)
{
	static const char *const words[] = { "month=2026-09", NULL };
	hold_template("province-monthly", words, 10);
}

Test(trace, counts_the_records_of_every_figure_of_the_quarterly_brief)
{
	static const char *const quarter_words[] = { "quarter=2026-Q3", NULL };
	hold_template("quarterly-brief", quarter_words, 8);
}

/* Numerator and denominator of a share of all districts, which is derived from two totals. */
Test(trace, parts_a_share_into_numerator_and_denominator)
{
	static char column[] = "of_decided_pct";
	g_auto(Bench) bench = bench_begin("conviction", months_words);
	static char id[] = "of_decided";
	const TraceFigure figure = { .id = id,
				     .dataset = template_dataset(bench.template, "all"),
				     .column = column };
	g_autoptr(Trace) made = trace(&bench, &figure, NULL);
	cr_expect(trace_agrees(made), "%s", made->printed);
	cr_expect_gt(made->facts_sum[TRACE_NUMERATOR], 0);
	cr_expect_gt(made->facts_sum[TRACE_DENOMINATOR], made->facts_sum[TRACE_NUMERATOR]);
	cr_expect_eq(made->cells_sum[TRACE_NUMERATOR], made->facts_sum[TRACE_NUMERATOR]);
	cr_expect_eq(made->cells_sum[TRACE_DENOMINATOR], made->facts_sum[TRACE_DENOMINATOR]);
}

Test(trace, finds_a_figure_by_what_readers_call_it)
{
	static const struct {
		const char *template, *name, *dataset, *column;
	} cases[] = {
		{ "vwps-note", "registered", "note", "cases" },
		{ "vwps-note", "cases_registered", "note", "cases" },
		{ "vwps-note", "arrested", "note", "arrested" },
		{ "vwps-note", "statuses.accused", "statuses", "accused" },
		{ "vwps-note", "note.accused", "note", "accused" },
		{ "dpo-weekly", "overdue", "head", "overdue" },
		{ "dpo-weekly", "stations.overdue", "stations", "overdue" },
		{ "dpo-weekly", "trend.cases", "trend", "cases" },
		{ "dpo-weekly", "trend.last_year", "trend", "last_year" },
		{ "dpo-weekly", "head.registered_mean", "head", "registered_mean" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_auto(Bench) bench = bench_begin(
		    cases[n].template,
		    strcmp(cases[n].template, "vwps-note") == 0 ? note_words : week_words);
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
		const TraceFigure *figure =
		    trace_find(figures, bench.template, cases[n].name, &error);
		cr_assert(figure != NULL, "%s: %s", cases[n].name,
			  error != NULL ? error->message : "");
		cr_expect_str_eq(figure->dataset->name, cases[n].dataset);
		cr_expect_str_eq(figure->column, cases[n].column);
	}
}

Test(trace, names_the_figures_there_are_when_one_is_unknown_or_several)
{
	g_auto(Bench) bench = bench_begin("dpo-weekly", week_words);
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	g_autoptr(GError) unknown = NULL, several = NULL;
	cr_expect_null(trace_find(figures, bench.template, "overdu", &unknown));
	cr_expect(strstr(error_hint(unknown), "Did you mean 'overdue'?") != NULL, "%s",
		  error_hint(unknown));
	cr_expect_null(trace_find(figures, bench.template, "cases", &several));
	cr_expect(strstr(error_hint(several), "'ages.cases' or 'trend.cases'") != NULL, "%s",
		  error_hint(several));
}

Test(trace, lists_81_case_keys_and_no_key_of_a_person_for_the_press_note)
{
	g_auto(Bench) bench = bench_begin("vwps-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "registered", &error);
	g_autoptr(Trace) made = trace(&bench, figure, NULL);
	cr_assert_eq(made->known, 81);
	for (guint n = 0; n < made->known; n++) {
		const TraceFact *fact = &g_array_index(made->facts, TraceFact, n);
		cr_expect_str_eq(fact->district, "PKP");
		cr_expect(fact->station != NULL && fact->fir_number != NULL && fact->fir_year > 0);
		cr_expect_null(fact->record);
	}
	const TraceRun *last = &g_array_index(made->runs, TraceRun, made->runs->len - 1);
	cr_expect_eq(last->after[TRACE_WHOLE], 81);
	cr_expect_not_null(last->kind);
}

Test(trace, shortens_the_key_of_an_accused_person)
{
	g_auto(Bench) bench = bench_begin("vwps-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "convicted", &error);
	g_autoptr(Trace) made = trace(&bench, figure, NULL);
	cr_assert_eq(made->known, 9);
	for (guint n = 0; n < made->known; n++) {
		const TraceFact *fact = &g_array_index(made->facts, TraceFact, n);
		cr_expect_eq(strlen(fact->record), 8);
		cr_expect_not_null(fact->fir_number);
	}
	g_autoptr(GString) text = g_string_new(NULL);
	trace_print(text, made, "en", 0, true);
	trace_print_csv(text, made);
	cr_expect(!g_regex_match_simple("[0-9a-f]{8}-[0-9a-f]{4}-", text->str, 0, 0),
		  "a whole key is printed:\n%s", text->str);
}

Test(trace, names_the_nearest_row)
{
	g_auto(Bench) bench = bench_begin("vwps-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "statuses.accused", &error);
	g_autoptr(Trace) made = trace_collect(bench.render, bench.library, bench.binding, figure,
					      "Arested", "en", &error);
	cr_assert(made == NULL);
	cr_expect(strstr(error_hint(error), "Did you mean 'Arrested'?") != NULL, "%s",
		  error_hint(error));
}

/* ── what runs did ── */

/* Six cases through four runs: A stays, B is corrected, C moves out, D moves in, E is deleted,
 * F is new. */
static const char story[] =
    "insert into etl.run (kind, state, program, host, pid) select 'nightly', 'published', 'test', "
    "'test', 1 from generate_series(1, 4);"
    "insert into etl.pointer (published_run) values (4);"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, "
    "mapping_sha256, capture, extent, state)"
    " select n, 'rec', 'rec', 'punjab', 'Asia/Karachi', '2024-08-05 23:00+05', 'x', 'compare', "
    "'full', 'read' from generate_series(1, 4) n;"
    "create temporary table version as select v.*, gen.key from (values"
    " ('A', 'City', 'vwps', 1, null), ('B', 'City', 'vwps', 1, 2), ('B', 'Saddar', 'vwps', 2, "
    "null),"
    " ('C', 'City', 'vwps', 1, 3), ('C', 'City', 'station', 3, null),"
    " ('D', 'City', 'station', 1, 2), ('D', 'City', 'vwps', 2, null),"
    " ('E', 'City', 'vwps', 1, 4), ('F', 'City', 'vwps', 4, null)"
    ") as v (name, station, channel, run_from, run_to) "
    "cross join lateral (select md5(v.name)::uuid as key) gen;"
    "insert into fact.\"case\" (case_key, source, district, station, fir_year, fir_number, "
    "registered_at, registered_on, sections, category, honour, domestic, channel, status, run_from)"
    " select key, 'rec', 'PKP', station, 2024, name, '2024-07-10 12:00+05', '2024-07-10', '{376}', "
    "'RAPE', false, false, channel, 'FIR', run_from from version where run_to is null;"
    "insert into fact.case_history (case_key, source, district, station, fir_year, fir_number, "
    "registered_at, registered_on, sections, category, honour, domestic, channel, status, run_from, "
    "run_to)"
    " select key, 'rec', 'PKP', station, 2024, name, '2024-07-10 12:00+05', '2024-07-10', '{376}', "
    "'RAPE', false, false, channel, 'FIR', run_from, run_to from version where run_to is not null;"
    "insert into cube.case_day (district, station, category, channel, status, registered_on, cases, "
    "victims) values ('PKP', 'City', 'RAPE', 'vwps', 'FIR', '2024-07-10', 3, 0),"
    " ('PKP', 'Saddar', 'RAPE', 'vwps', 'FIR', '2024-07-10', 1, 0),"
    " ('PKP', 'City', 'RAPE', 'station', 'FIR', '2024-07-10', 1, 0);";

typedef struct {
	gint64 run_no;
	guint entered, corrected, moved_in, moved_out, deleted;
	gint64 after;
} Expected;

static Database *story_warehouse(void)
{
	g_autoptr(GError) error = NULL;
	Database *db = server_database();
	bool made = cubes_declare(db, NULL, &error) && database_script(db, story, &error);
	cr_assert(made, "%s", error != NULL ? error->message : "");
	return db;
}

/* The cases of July of the story, traced as of AS_OF. */
static Bench story_bench(Database *db, const char *as_of)
{
	static const char *const words[] = { "district=PKP", "from=2024-07-01", "to=2024-07-31",
					     NULL };
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Bench bench = { .library = library_open(folders, &error) };
	cr_assert(bench.library != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *file = library_find(bench.library, "vwps-note", &error);
	bench.template = template_read(file, bench.library, block_types, &error);
	bench.render = render_begin_on(db, bench.library, bench.template, as_of, &error);
	cr_assert(bench.render != NULL, "%s", error != NULL ? error->message : "");
	bench.binding = render_bind(bench.render, words, &error);
	cr_assert(bench.binding != NULL, "%s", error != NULL ? error->message : "");
	return bench;
}

static void hold_story(const Bench *bench, const Expected *expected, guint count)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench->template, bench->library);
	const TraceFigure *figure = trace_find(figures, bench->template, "registered", &error);
	g_autoptr(Trace) made = trace(bench, figure, NULL);
	cr_expect(trace_agrees(made), "printed %s, facts %g, cells %g", made->printed,
		  trace_value(made, made->facts_sum), trace_value(made, made->cells_sum));
	cr_assert_eq(made->runs->len, count);
	for (guint n = 0; n < count; n++) {
		const TraceRun *run = &g_array_index(made->runs, TraceRun, n);
		const Expected *wanted = &expected[n];
		cr_expect(
		    run->run_no == wanted->run_no && run->entered == wanted->entered &&
			run->corrected == wanted->corrected && run->moved_in == wanted->moved_in &&
			run->moved_out == wanted->moved_out && run->deleted == wanted->deleted &&
			run->after[TRACE_WHOLE] == wanted->after,
		    "run %d: new %u, corrected %u, in %u, out %u, deleted %u, after %d",
		    (int)run->run_no, run->entered, run->corrected, run->moved_in, run->moved_out,
		    run->deleted, (int)run->after[TRACE_WHOLE]);
	}
}

static const Expected told[] = {
	{ 1, 4, 0, 0, 0, 0, 4 },
	{ 2, 0, 1, 1, 0, 0, 5 },
	{ 3, 0, 0, 0, 1, 0, 4 },
	{ 4, 1, 0, 0, 0, 1, 4 },
};

Test(trace, tells_what_each_run_did_to_a_figure)
{
	g_autoptr(Database) db = story_warehouse();
	g_auto(Bench) bench = story_bench(db, NULL);
	hold_story(&bench, told, 4);
}

Test(trace, knows_nothing_of_runs_after_the_one_it_is_as_of)
{
	g_autoptr(Database) db = story_warehouse();
	g_auto(Bench) bench = story_bench(db, "2");
	hold_story(&bench, told, 2);
}

Test(trace, says_when_the_login_may_not_read_records)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = story_warehouse();
	cr_assert(database_script(db, "grant usage on schema report to shumar_report", &error));
	g_auto(Bench) bench = story_bench(db, NULL);
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "registered", &error);
	cr_assert(database_script(db, "set local role shumar_report", &error), "%s",
		  error != NULL ? error->message : "");
	g_autoptr(Trace) made =
	    trace_collect(bench.render, bench.library, bench.binding, figure, NULL, "en", &error);
	cr_assert(made == NULL);
	cr_expect(strstr(error->message, "not the keys of the records") != NULL, "%s",
		  error->message);
	cr_expect(strstr(error_hint(error), "shumar_audit") != NULL);
}
