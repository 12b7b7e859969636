/* From the cubes of a warehouse to the models of editions. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "etl/cubes.h"
#include "reports/render.h"
#include "tests/support/server.h"

static const char published[] =
    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'published', 'test', "
    "'test', 1);"
    "insert into etl.pointer (published_run) select max(run_no) from etl.run;"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, "
    "state)"
    "	select max(run_no), 'rec', 'rec', 'punjab', 'Asia/Karachi', '2024-08-05 23:00+05', 'x', 'compare', 'whole', 'read' "
    "from etl.run;";

static const char cells[] =
    "insert into cube.case_day (district, station, category, channel, status, registered_on, cases, "
    "victims) values"
    "	('PKP', 'City', 'RAPE', 'vwps', 'DECIDED', '2024-07-30', 3, 3),"
    "	('PKP', 'City', 'RAPE', 'station', 'UNDERINV', '2024-07-04', 2, 2),"
    "	('PKP', 'Saddar', 'RAPE', 'station', 'UNDERINV', '2024-07-19', 5, 5),"
    "	('LHR', 'Cantt', 'RAPE', 'vwps', 'DECIDED', '2024-07-30', 9, 9);"
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
	Template *template = path != NULL ? template_read(path, library, &error) : NULL;
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

static void refuses_to_begin(Database *db, const char *part, const char *remedy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = open_library();
	g_autoptr(Template) template = read_template(library, "press-note");
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
	g_autoptr(Model) model = render(db, "press-note", words);
	cr_assert(find_figure(model, "cases_registered")->value.number == 3);
	/* 6 are arrested by status, while 15 more were arrested before they got another one */
	cr_expect(find_figure(model, "accused_arrested")->value.number == 6);
	cr_expect(find_figure(model, "accused_arrested_ever")->value.number == 21);
	cr_assert(model->run_no == 1);
	cr_assert_str_eq(model->footer, "Run 1 · records to 5 August 2024 · public");
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
	/* 5 August is day 17 of a case of 19 July, and past that of one of 4 July */
	cr_assert(find_figure(model, "challan_overdue")->value.number == 2);
}

Test(reports, show_all_weeks_of_a_district_without_cases)
{
	static const char *const words[] = { "district=BKR", NULL };
	g_autoptr(Database) db = warehouse();
	script(db, published);
	g_autoptr(Model) model = render(db, "dpo-weekly", words);
	guint charts = 0;
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = g_ptr_array_index(model->blocks, n);
		if (block->kind == BLOCK_CHART && charts++ == 0) {
			cr_assert(block->chart->count == 26);
			cr_assert(((ChartSeries *)block->chart->series->pdata[0])->values[0] == 0);
			cr_assert(block->chart->provisional[25]);
		}
		if (block->kind == BLOCK_TABLE)
			cr_assert(block->table->rows->len == 0 && block->table->total == NULL);
	}
	cr_assert(charts == 2);
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
	g_autoptr(Template) template = read_template(library, "press-note");
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
