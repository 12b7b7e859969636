/* The reports' commands, as far as they go without a warehouse. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/program.h"

static void says(const ProgramRun *run, int code, const char *part)
{
	cr_expect(run->code == code, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->out, part) != NULL || strstr(run->err, part) != NULL,
		  "expected '%s' in: %s%s", part, run->out, run->err);
}

Test(report, lists_the_programs_own_templates_where_none_are_configured)
{
	char *home = program_home("");
	g_autoptr(ProgramRun) run = program_run(home, "report", "list", NULL);
	says(run, 0, "vwps-note");
	says(run, 0, "dpo-weekly");
	program_home_free(home);
}

Test(report, finds_no_fault_in_the_programs_own_templates)
{
	char *home = program_home("templates: ${SHUMAR_ROOT}/templates\n");
	g_autoptr(ProgramRun) run = program_run(home, "report", "check", NULL);
	cr_assert(run->code == 0, "%s", run->err);
	cr_assert_str_empty(run->out);
	cr_expect_str_eq(run->err, "not checked: whether the queries fit the warehouse's schema, "
				   "their columns and types (no warehouse was made yet)\n");
	program_home_free(home);
}

/* The cubes that queries read are made by the first run. */
Test(report, finds_no_fault_where_the_warehouse_was_not_filled_yet)
{
	char *home = program_home("data: data\ntemplates: ${SHUMAR_ROOT}/templates\n");
	g_autoptr(ProgramRun) made = program_run(home, "db", "migrate", NULL);
	cr_assert_eq(made->code, 0, "%s", made->err);
	g_autoptr(ProgramRun) run = program_run(home, "report", "check", NULL);
	cr_expect_eq(run->code, 0, "%s", run->err);
	cr_expect_str_eq(run->err, "not checked: whether the queries fit the warehouse's schema, "
				   "their columns and types (no run has filled the warehouse "
				   "yet)\n");
	program_home_free(home);
}

Test(report, tells_the_faults_of_a_template_with_line_and_column)
{
	char *home = program_home("");
	program_write(home, "mine.yaml",
		      "template: mine\naudience: public\nblocks:\n  - txt: A\n  - text: \"{a}\"\n");
	g_autoptr(ProgramRun) run = program_run(home, "report", "check", "mine.yaml", NULL);
	says(run, 3, "mine.yaml:4:5: no block kind 'txt'");
	says(run, 3, "mine.yaml:5:13: no parameter or dataset 'a'");
	says(run, 3, "did you mean 'text'?");
	program_home_free(home);
}

Test(report, names_the_nearest_template_format_and_language)
{
	static const struct {
		const char *words[4];
		int code;
		const char *part;
	} cases[] = {
		{ { "render", "press-nota" }, 2, "Did you mean 'press-note'?" },
		{ { "render", "vwps-note", "--format", "pfd" }, 2, "Did you mean 'pdf'?" },
		{ { "render", "vwps-note", "--lang", "fr" }, 2, "has no language 'fr'" },
		{ { "batch", "vwps-note" }, 2, "it has no burst" },
		{ { "render", "press-note", "--as-of", "1" }, 2, "its figures are of a release" },
		{ { "render", "vwps-note", "--release", "x" }, 2, "is of no release" },
		{ { "check", "nowhere.yaml" }, 2, "no template file 'nowhere.yaml'" },
		{ { "render" }, 2, "needs 1 word after it" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(NULL, "report", cases[n].words[0], cases[n].words[1],
				cases[n].words[2], cases[n].words[3], NULL);
		says(run, cases[n].code, cases[n].part);
		cr_expect_str_empty(run->out);
	}
}

Test(report, takes_a_measure_that_divides_persons_by_cases_for_a_fault)
{
	char *home = program_home("");
	program_write(
	    home, "templates/measures.yaml",
	    "measures:\n"
	    "  cases:\n"
	    "    name: {en: Cases}\n    unit: fir\n    definition: {en: FIRs.}\n"
	    "    basis: {en: registration}\n"
	    "  sentenced:\n"
	    "    name: {en: Sentenced}\n    unit: accused\n    definition: {en: Persons.}\n"
	    "    basis: {en: registration}\n"
	    "  rate:\n"
	    "    name: {en: Rate}\n    unit: accused\n    definition: {en: A rate.}\n"
	    "    basis: {en: registration}\n"
	    "    numerator: sentenced\n    denominator: cases\n");
	g_autofree char *source =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates/locale", NULL);
	g_autofree char *target = g_build_filename(home, "templates", NULL);
	program_run_free(program_run_other(NULL, "cp", "-r", source, target, NULL));
	g_autoptr(ProgramRun) run = program_run(home, "report", "check", NULL);
	says(run, 3, "sentenced");
	says(run, 3, "cases");
	program_home_free(home);
}

/* Renders the gallery's TEMPLATE on its sample rows in LANGUAGE to standard output. */
static ProgramRun *render_gallery(const char *template, const char *language, const char *as_of)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *file = g_strdup_printf("%s/tests/gallery/%s.yaml", root, template);
	g_autofree char *rows = g_strdup_printf("%s/tests/gallery/%s.rows", root, template);
	return program_run(NULL, "report", "render", file, "--rows", rows, "--lang", language,
			   "--format", "text", "-o", "-", as_of, NULL);
}

Test(report, renders_sample_rows_without_a_warehouse_and_says_so)
{
	static const struct {
		const char *template, *language, *says;
	} cases[] = {
		{ "blocks", "en", "Sample rows, no real figures · internal" },
		{ "blocks", "ur", "نمونے کے اعداد، حقیقی نہیں" },
		{ "charts", "en", "Control chart, 1 to 30" },
		{ "charts", "ur", "ہر قسم کے چارٹ" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(ProgramRun) run =
		    render_gallery(cases[n].template, cases[n].language, NULL);
		says(run, 0, cases[n].says);
	}
}

Test(report, sample_rows_are_of_no_run)
{
	g_autoptr(ProgramRun) run = render_gallery("blocks", "en", "--as-of=3");
	says(run, 2, "sample rows are of no run");
}

Test(report, sample_rows_leave_files_and_no_manifest)
{
	char *home = program_home("");
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *file = g_build_filename(root, "tests/gallery/charts.yaml", NULL);
	g_autofree char *rows = g_build_filename(root, "tests/gallery/charts.rows", NULL);
	g_autoptr(ProgramRun) run = program_run(home, "report", "render", file, "--rows", rows,
						"--format", "html", "-o", "made/charts", NULL);
	says(run, 0, "made/charts.html");
	g_autofree char *manifest = g_build_filename(home, "made/manifest.json", NULL);
	cr_expect(!g_file_test(manifest, G_FILE_TEST_EXISTS));
	program_home_free(home);
}

Test(report, begins_a_template_of_ones_own_like_another)
{
	char *home = program_home("templates: ${SHUMAR_ROOT}/templates\n");
	g_autoptr(ProgramRun) none = program_run(home, "report", "new", "mine", NULL);
	cr_expect_eq(none->code, 2, "%s", none->err);
	g_autoptr(ProgramRun) taken =
	    program_run(home, "report", "new", "conviction", "--like", "dpo-weekly", NULL);
	cr_expect_eq(taken->code, 2, "%s", taken->err);
	g_autoptr(ProgramRun) made =
	    program_run(home, "report", "new", "tehsil-page", "--like", "dpo-weekly", NULL);
	cr_assert_eq(made->code, 0, "%s", made->err);
	g_autofree char *path =
	    g_build_filename(home, "site", "templates", "tehsil-page.yaml", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	cr_expect_not_null(strstr(text, "\ntemplate: tehsil-page\n"));
	cr_expect_not_null(strstr(text, "name: \"{week}/tehsil-page-{district.code}-weekly\""));
	/* the program finds it and its parts, and the site is one of the owner's alone */
	g_autoptr(ProgramRun) check = program_run(home, "report", "check", "tehsil-page", NULL);
	cr_expect_eq(check->code, 0, "%s", check->err);
	g_autoptr(ProgramRun) site = program_run(home, "site", "list", NULL);
	cr_expect(site->code == 0 && strstr(site->out, "templates/tehsil-page.yaml") != NULL,
		  "%s%s", site->out, site->err);
	g_autoptr(ProgramRun) again =
	    program_run(home, "report", "new", "tehsil-page", "--like", "dpo-weekly", NULL);
	cr_expect_eq(again->code, 2, "%s", again->err);
	program_home_free(home);
}
