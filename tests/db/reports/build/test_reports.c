/* From the cubes of a warehouse to the models of editions. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/fact/cubes.h"
#include "reports/block/block.h"
#include "reports/build/render.h"
#include "tests/support/server.h"

static const char published[] =
    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'published', 'test', "
    "'test', 1);"
    "insert into etl.pointer (published_run) select max(run_no) from etl.run;"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, "
    "state)"
    "	select max(run_no), 'rec', 'rec', 'punjab', 'Asia/Karachi', '2024-08-05 23:00+05', 'x', 'compare', 'full', 'read' "
    "from etl.run;"
    "insert into etl.coverage (source, jurisdiction, feed, district, from_on, to_on, state, known, run_from)"
    "	select 'rec', 'punjab', f.feed, d.district, '2023-01-01', '2024-08-05', 'covered', 'records', 0"
    "	from unnest(array['case', 'accused']) f (feed), unnest(array['PKP', 'LHR', 'BKR']) d (district);";

static const char cells[] =
    "insert into cube.case_day (district, station, category, channel, status, registered_on, cases, "
    "victims) values"
    "	('PKP', 'City', 'RAPE', 'vwps', 'DECIDED', '2024-07-30', 3, 3),"
    "	('PKP', 'City', 'RAPE', 'station', 'UNDERINV', '2024-07-04', 2, 2),"
    "	('PKP', 'Saddar', 'RAPE', 'station', 'UNDERINV', '2024-07-19', 5, 5),"
    "	('LHR', 'Cantt', 'RAPE', 'vwps', 'DECIDED', '2024-07-30', 9, 9);"
    "insert into cube.overdue_day (district, station, on_day, entered, ended, unsure, settled, undated) values"
    "	('PKP', 'City', '2024-07-22', 2, 0, 0, 0, 0), ('PKP', 'Saddar', '2024-08-06', 5, 0, 0, 0, 0);"
    "insert into cube.accused_day (district, channel, category, status, registered_on, accused, "
    "arrested_ever) values"
    "	('PKP', 'vwps', 'RAPE', 'ARRESTED', '2024-07-30', 6, 6),"
    "	('PKP', 'vwps', 'RAPE', 'BAIL', '2024-07-30', 5, 5),"
    "	('PKP', 'vwps', 'RAPE', 'INTERIM_BAIL', '2024-07-30', 2, 0),"
    "	('PKP', 'vwps', 'RAPE', 'JUDICIAL', '2024-07-30', 10, 10);";

static void script(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

static Database *warehouse(void)
{
	Database *db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	script(db, cells);
	return db;
}

static Library *open_library(void)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

static Template *read_template(const Library *library, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = library_find(library, name, &error);
	Template *template =
	    path != NULL ? template_read(path, library, block_types, &error) : NULL;
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	return template;
}

/* The figure with MEASURE in MODEL. */
static const Figure *find_figure(const Model *model, const char *measure)
{
	for (guint b = 0; b < model->blocks->len; b++) {
		const Block *block = g_ptr_array_index(model->blocks, b);
		for (guint n = 0; block->kind == BLOCK_FIGURES && n < block->figures.figures->len;
		     n++) {
			const Figure *figure = g_ptr_array_index(block->figures.figures, n);
			if (strcmp(figure->measure, measure) == 0)
				return figure;
		}
	}
	cr_assert_fail("no figure '%s'", measure);
	return NULL;
}

static Model *render(Database *db, const char *name, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = open_library();
	g_autoptr(Template) template = read_template(library, name);
	g_autoptr(Render) reading = render_begin_on(db, library, template, NULL, &error);
	g_autoptr(Binding) binding = reading != NULL ? render_bind(reading, words, &error) : NULL;
	Model *model = binding != NULL ? render_model(reading, binding, "en", &error) : NULL;
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

/* The words of the first text of MODEL: what the page leads with. */
static const char *lead_of(const Model *model)
{
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = g_ptr_array_index(model->blocks, n);
		if (block->kind == BLOCK_TEXT)
			return block->text.text;
	}
	g_error("a model has no text");
}

static void refuses_to_begin(Database *db, const char *part, const char *remedy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = open_library();
	g_autoptr(Template) template = read_template(library, "vwps-note");
	g_autoptr(Render) reading = render_begin_on(db, library, template, NULL, &error);
	cr_assert(reading == NULL);
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNPUBLISHED);
	cr_assert(strstr(error->message, part) != NULL, "%s", error->message);
	cr_assert(strstr(error_hint(error), remedy) != NULL, "%s", error_hint(error));
	cr_assert(!database_in_transaction(db));
}

Test(reports, print_nothing_before_something_is_published)
{
	g_autoptr(Database) db = warehouse();
	refuses_to_begin(db, "nothing is published for the jurisdiction 'punjab'",
			 "shumar etl run");
}

Test(reports, print_nothing_once_a_proof_of_the_last_run_failed)
{
	g_autoptr(Database) db = warehouse();
	script(db, published);
	script(db, "insert into etl.run (kind, state, program, host, pid)"
		   " values ('nightly', 'applied', 'test', 'test', 1);"
		   "insert into etl.proof (run_no, cube, proven, facts_sum, cells_sum, cells)"
		   " select max(run_no), 'case_day', false, 1, 2, 1 from etl.run");
	refuses_to_begin(db, "was applied and not published", "shumar etl rebuild");
}

Test(reports, count_the_cells_of_their_district_and_period)
{
	static const char *const words[] = { "district=pak", "from=2024-07-01", "to=2024-07-31",
					     NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Model) model = render(db, "vwps-note", words);
	cr_assert(find_figure(model, "cases_registered")->value.number == 3);
	/* 6 are arrested by status, while 15 more were arrested before they got another one */
	cr_expect(find_figure(model, "accused_arrested")->value.number == 6);
	cr_expect(find_figure(model, "accused_arrested_ever")->value.number == 21);
	cr_assert(model->run_no == 1);
	cr_assert_str_eq(model->footer, "Run 1 · records to 5 August 2024 · internal");
	const Block *text = g_ptr_array_index(model->blocks, 1);
	static const char *const said[] = {
		"By present status, 6 are under arrest, 2 are on interim bail",
		"; 10 are in judicial custody; 5 are on post-arrest bail.",
		"21 accused persons were ever arrested, by the dates of arrest recorded"
	};
	for (size_t n = 0; n < G_N_ELEMENTS(said); n++)
		cr_expect(strstr(text->text.text, said[n]) != NULL, "%s", text->text.text);
}

Test(reports, take_the_last_complete_week_of_the_records_not_of_the_clock)
{
	static const char *const words[] = { "district=Pakpattan", NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Model) model = render(db, "dpo-weekly", words);
	cr_assert_str_eq(model->title, "Pakpattan: week of 29 July to 4 August 2024");
	cr_assert(find_figure(model, "cases_registered")->value.number == 3);
	/* at the end of 4 August the cases of 19 July are at day 16, those of 4 July past day 17 */
	cr_assert(find_figure(model, "challan_overdue")->value.number == 2);
}

/* The charts and tables among BLOCKS, in columns too. */
static void look_at_empty(const GPtrArray *blocks, guint *ret_charts)
{
	for (guint n = 0; n < blocks->len; n++) {
		const Block *block = g_ptr_array_index(blocks, n);
		if (block->kind == BLOCK_CHART && (*ret_charts)++ == 0) {
			cr_assert(block->chart->count == 52);
			cr_assert(((ChartSeries *)block->chart->series->pdata[0])->values[0] == 0);
			cr_assert(block->chart->provisional[51]);
		}
		if (block->kind == BLOCK_TABLE)
			cr_assert(block->table->rows->len == 0 && block->table->total == NULL, "%s",
				  block->table->caption);
		for (guint c = 0; block->kind == BLOCK_COLUMNS && c < block->columns.columns->len;
		     c++) {
			const BlockColumn *column = g_ptr_array_index(block->columns.columns, c);
			look_at_empty(column->blocks, ret_charts);
		}
	}
}

Test(reports, show_all_weeks_of_a_district_without_cases)
{
	static const char *const words[] = { "district=BKR", NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Model) model = render(db, "dpo-weekly", words);
	guint charts = 0;
	look_at_empty(model->blocks, &charts);
	cr_assert(charts == 2, "%u", charts);
}

/* The months of FROM to TO: COUNT of them, the first of which is FIRST. */
static void holds_months(Database *db, const char *from, const char *to, int count,
			 const char *first)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_REPORTS_RELEASE_MONTHS),
			   DATABASE_PARAMS("punjab", "all", from, to, "2024-08-05"), &error);
	cr_assert(rows != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_eq(result_rows(rows), count, "%s to %s: %d months", from, to, result_rows(rows));
	cr_expect_str_eq(result_text(rows, 0, result_column(rows, "month_start")), first);
}

/* A bulletin of a year has just its months; of less than a year it goes back to the same month of
 * the year before. */
Test(reports, have_the_months_of_the_period_and_of_a_short_one_the_year_before)
{
	g_autoptr(Database) db = warehouse();
	script(db, published);
	holds_months(db, "2023-08-01", "2024-07-01", 12, "2023-08-01");
	holds_months(db, "2023-07-01", "2024-07-01", 13, "2023-07-01");
	holds_months(db, "2023-05-01", "2024-06-01", 14, "2023-05-01");
	holds_months(db, "2024-07-01", "2024-07-01", 13, "2023-07-01");
	holds_months(db, "2023-09-01", "2024-07-01", 13, "2023-07-01");
}

/* ── coverage ── */

/* Renders NAME with WORDS, which must be refused with PART in the message and REMEDY in the hint.
 */
static void is_refused(Database *db, const char *name, const char *const *words, const char *part,
		       const char *remedy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = open_library();
	g_autoptr(Template) template = read_template(library, name);
	g_autoptr(Render) reading = render_begin_on(db, library, template, NULL, &error);
	g_autoptr(Binding) binding = render_bind(reading, words, &error);
	cr_assert(binding != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Model) model = render_model(reading, binding, "en", &error);
	cr_assert(model == NULL, "%s: %s", name, part);
	cr_expect(error_exit_code(error) == SHUMAR_ERROR_USAGE);
	cr_expect(strstr(error->message, part) != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), remedy) != NULL, "%s", error_hint(error));
}

Test(reports, refuse_by_name_a_period_of_which_no_day_is_covered)
{
	static const struct {
		const char *words[4];
		const char *part;
		const char *remedy;
	} cases[] = {
		{ { "district=PKP", "week=2024-W33" },
		  "of Pakpattan (PKP): no day from 2024-08-12 to 2024-08-18 is covered, the records end on 2024-08-05",
		  "2023-01-02 to 2024-08-05" },
		{ { "district=PKP", "week=2022-W52" },
		  "no day from 2022-12-26 to 2023-01-01",
		  "2023-01-02 to 2024-08-05" },
		{ { "district=MUR", "week=2024-W20" },
		  "the district exists since 2024-12-20",
		  "etl run" },
		{ { "district=MZG", "week=2024-W20" },
		  "no records of 'case' have been reported",
		  "etl run" },
	};
	static const char *const note[] = { "district=PKP", "from=2021-01-01", "to=2021-12-31",
					    NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	script(db, "update etl.run_source set as_at = '2025-01-05 23:00+05';"
		   "update etl.coverage set from_on = '2023-01-02'");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		is_refused(db, "dpo-weekly", cases[n].words, cases[n].part, cases[n].remedy);
	is_refused(db, "vwps-note", note, "no day from 2021-01-01 to 2021-12-31 is covered",
		   "2023-01-02 to 2024-08-05");
}

Test(reports, mark_a_week_of_which_some_days_are_covered_and_compare_it_with_nothing)
{
	static const char *const words[] = { "district=PKP", "week=2024-W31", NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	script(db, "update etl.coverage set to_on = '2024-07-31'");
	g_autoptr(Model) model = render(db, "dpo-weekly", words);
	const Figure *registered = find_figure(model, "cases_registered");
	cr_expect(registered->value.number == 3);
	cr_expect_str_eq(registered->value.mark, "[p]");
	cr_expect(registered->versus == NULL ||
		      strstr(registered->versus, "the week before") == NULL,
		  "%s", registered->versus);
	cr_expect_not_null(strstr(lead_of(model), "Records cover 3 days of it"), "%s",
			   lead_of(model));
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = g_ptr_array_index(model->blocks, n);
		if (block->kind != BLOCK_CHART || block->chart->kind != CHART_SPC)
			continue;
		const ChartSeries *series = g_ptr_array_index(block->chart->series, 0);
		guint last = (guint)block->chart->count - 1;
		cr_expect(series->values[last - 1] == 0 && isnan(series->values[last]));
	}
}

Test(reports, tell_a_feed_that_never_came_from_zero)
{
	static const char *const words[] = { "district=PKP", "from=2024-07-01", "to=2024-07-31",
					     NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Model) model = render(db, "vwps-note", words);
	cr_expect_str_eq(find_figure(model, "complaints_received")->value.text, "[x]");
	cr_expect_str_eq(find_figure(model, "outreach_sessions")->value.text, "[x]");
	cr_expect_str_eq(find_figure(model, "accused_convicted")->value.text, "0");
	script(
	    db,
	    "insert into etl.coverage (source, jurisdiction, feed, district, from_on, to_on, state, known, run_from)"
	    " values ('rec', 'punjab', 'complaint', 'PKP', '2024-01-01', '2024-08-05', 'covered', 'records', 0)");
	g_autoptr(Model) after = render(db, "vwps-note", words);
	cr_expect_str_eq(find_figure(after, "complaints_received")->value.text, "0");
}

Test(reports, take_the_mean_of_covered_weeks_and_none_under_half_of_them)
{
	static const char *const words[] = { "district=PKP", "week=2024-W31", NULL };
	static const struct {
		const char *from;
		const char *part;
		bool is_there;
	} cases[] = {
		/* 7 cases of the weeks before, in 30 weeks; 25 weeks are too few */
		{ "2024-01-01",
		  "0.2 a week on average over the 30 covered weeks of the 52 weeks before", true },
		{ "2024-02-05", "a week on average", false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Database) db = warehouse();
		g_autofree char *since =
		    g_strdup_printf("update etl.coverage set from_on = '%s'", cases[n].from);
		script(db, published);
		script(db, since);
		g_autoptr(Model) model = render(db, "dpo-weekly", words);
		cr_expect((strstr(lead_of(model), cases[n].part) != NULL) == cases[n].is_there,
			  "%s", lead_of(model));
	}
}

Test(reports, take_the_last_week_that_is_covered_when_none_is_named)
{
	static const char *const words[] = { "district=Pakpattan", NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	script(db, "update etl.coverage set to_on = '2024-07-30' where district = 'PKP'");
	g_autoptr(Model) model = render(db, "dpo-weekly", words);
	cr_assert_str_eq(model->title, "Pakpattan: week of 22 to 28 July 2024");
}

Test(reports, have_the_overdue_of_the_end_of_the_week_asked_for)
{
	static const struct {
		const char *week;
		const char *overdue;
	} cases[] = { { "week=2024-W29", "0" },
		      { "week=2024-W30", "2" },
		      { "week=2024-W31", "1" } };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	script(db,
	       "insert into cube.overdue_day values ('PKP', 'City', '2024-07-31', 0, 1, 0, 0, 0)");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *const words[] = { "district=PKP", cases[n].week, NULL };
		g_autoptr(Model) model = render(db, "dpo-weekly", words);
		cr_expect_str_eq(find_figure(model, "challan_overdue")->value.text,
				 cases[n].overdue);
	}
	/* one of them left on a day that is not recorded */
	script(db, "update cube.overdue_day set undated = 1 where on_day = '2024-07-22'");
	const char *const past[] = { "district=PKP", "week=2024-W30", NULL };
	g_autoptr(Model) model = render(db, "dpo-weekly", past);
	cr_expect_str_eq(find_figure(model, "challan_overdue")->value.text, "[x]");
}

Test(reports, refuse_wrong_parameters_naming_the_right_ones)
{
	static const struct {
		const char *words[4];
		const char *part;
		const char *hint;
	} cases[] = {
		{ { "district=PKP" }, "needs the parameter 'from'", "from=date" },
		{ { "distrct=PKP" }, "no parameter 'distrct'", "district=district" },
		{ { "district=PKP", "district=LHR" }, "given twice", "once" },
		{ { "district=Pakpaten" },
		  "no district 'Pakpaten'",
		  "Did you mean Pakpattan (PKP)?" },
		{ { "district=PKP", "from=2024-02-30", "to=2024-03-01" },
		  "cannot read '2024-02-30'",
		  "2024-08-05" },
		{ { "district=PKP", "from=2024-03-02", "to=2024-03-01" },
		  "is before 'from'",
		  "earlier date first" },
		{ { "district=\xff" }, "no text in UTF-8", "UTF-8" },
	};
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Library) library = open_library();
	g_autoptr(Template) template = read_template(library, "vwps-note");
	g_autoptr(Render) reading = render_begin_on(db, library, template, NULL, NULL);
	cr_assert(reading != NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Binding) binding = render_bind(reading, cases[n].words, &error);
		cr_assert(binding == NULL, "%s", cases[n].part);
		cr_expect(error_exit_code(error) == SHUMAR_ERROR_USAGE);
		cr_expect(strstr(error->message, cases[n].part) != NULL, "%s", error->message);
		cr_expect(strstr(error_hint(error), cases[n].hint) != NULL, "%s",
			  error_hint(error));
	}
}
