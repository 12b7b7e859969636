/* What `make install` puts where, and that a copy finds its own files wherever it stands. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/program.h"
#include "tests/support/server.h"

static char *make(const char *target, const char *folder)
{
	g_autofree char *built = g_path_get_dirname(g_getenv("SHUMAR_PROGRAM"));
	g_autofree char *build = g_strconcat("BUILD=", built, NULL);
	g_autofree char *place = g_strconcat("DESTDIR=", folder, NULL);
	/* what is built is not made anew: -o takes it for old */
	g_autoptr(ProgramRun) run = program_run_other(
	    NULL, "make", "--no-print-directory", "-s", "-o", "all", "-o",
	    g_getenv("SHUMAR_PROGRAM"), target, build, place, "PREFIX=/opt/elsewhere", NULL);
	cr_assert_eq(run->code, 0, "make %s: %s%s", target, run->out, run->err);
	return g_build_filename(folder, "opt", "elsewhere", NULL);
}

Test(install, brings_all_that_an_operator_needs_and_uninstall_takes_it_away)
{
	static const char *const files[] = {
		"bin/shumar",
		"share/shumar/templates/measures.yaml",
		"share/shumar/templates/locale/ur.yaml",
		"share/shumar/sql/sources/kit/ledger.sql",
		"share/shumar/sql/sources/psrms/kit.sql",
		"share/shumar/sql/cubes/count_period.sql",
		"share/shumar/sql/reports/weekly_head.sql",
		"share/shumar/sql/etl/rules/20_case_date-range-registered.sql",
		"share/shumar/sql/reference/district.csv",
		"share/doc/shumar/operator.md",
		"share/doc/shumar/examples/shumar.yaml",
		"share/man/man1/shumar.1",
		"lib/systemd/system/shumar-nightly.service",
		"lib/systemd/system/shumar-nightly.timer",
	};
	g_autofree char *folder = server_scratch();
	g_autofree char *place = make("install", folder);
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *path = g_build_filename(place, files[n], NULL);
		cr_expect(g_file_test(path, G_FILE_TEST_IS_REGULAR), "no %s", files[n]);
	}
	g_autofree char *unit =
	    g_build_filename(place, "lib/systemd/system/shumar-nightly.service", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(unit, &text, NULL, NULL));
	cr_expect_not_null(strstr(text, "ExecStart=/opt/elsewhere/bin/shumar etl run"));
	g_free(make("uninstall", folder));
	g_autoptr(ProgramRun) left = program_run_other(NULL, "find", place, "-type", "f", NULL);
	cr_expect_str_eq(left->out, "");
}

/* Built with another PREFIX, and moved after that: its templates are those beside it. */
Test(install, finds_its_files_from_where_the_program_stands)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *place = make("install", folder);
	g_autofree char *program = g_build_filename(place, "bin", "shumar", NULL);
	g_autofree char *mine =
	    g_build_filename(place, "share", "shumar", "templates", "mine.yaml", NULL);
	char *home = program_home("data: data\n");
	cr_assert(g_file_set_contents(mine,
				      "template: mine\naudience: internal\nlanguages: [en]\n"
				      "outputs: [text]\nblocks: [{heading: {en: Mine}}]\n",
				      -1, NULL));
	g_autoptr(ProgramRun) run =
	    program_run_other(home, program, "report", "check", "mine", NULL);
	cr_expect_eq(run->code, 0, "%s%s", run->out, run->err);
	g_autoptr(ProgramRun) doctor = program_run_other(home, program, "doctor", NULL);
	cr_expect(strstr(doctor->out, "share/shumar/templates (those of this installation)") !=
		      NULL,
		  "%s", doctor->out);
	program_home_free(home);
}

/* What an office lays over all of an installation; the configuration names no other folder. */
Test(install, reads_the_site_of_the_installation)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *place = make("install", folder);
	g_autofree char *program = g_build_filename(place, "bin", "shumar", NULL);
	g_autofree char *site = g_build_filename(place, "etc", "shumar", "site", NULL);
	char *home = program_home("data: data\n");
	g_autoptr(ProgramRun) without = program_run_other(home, program, "site", "list", NULL);
	cr_expect_null(strstr(without->out, site), "%s", without->out);
	g_autofree char *templates = g_build_filename(site, "templates", NULL);
	cr_assert_eq(g_mkdir_with_parents(templates, 0755), 0);
	program_write(site, "templates/mine.yaml",
		      "template: mine\naudience: internal\nlanguages: [en]\n"
		      "outputs: [text]\nblocks: [{heading: {en: Mine}}]\n");
	g_autoptr(ProgramRun) with = program_run_other(home, program, "site", "list", NULL);
	cr_expect_eq(with->code, 0, "%s%s", with->out, with->err);
	cr_expect_not_null(strstr(with->out, "templates/mine.yaml"), "%s", with->out);
	cr_expect_not_null(strstr(with->out, site), "%s", with->out);
	program_home_free(home);
}

/* A path on which stand the program and a few tools, and no compiler. Transfer full. */
static char *bare_path(const char *home, const char *place)
{
	static const char *const tools[] = { "sh", "cat", "cp", "mkdir", "rm", "sed" };
	g_autofree char *folder = g_build_filename(home, "tools", NULL);
	cr_assert_eq(g_mkdir(folder, 0755), 0);
	for (size_t n = 0; n < G_N_ELEMENTS(tools); n++) {
		g_autofree char *tool = g_find_program_in_path(tools[n]);
		g_autofree char *here = g_build_filename(folder, tools[n], NULL);
		cr_assert_eq(symlink(tool, here), 0);
	}
	return g_strdup_printf("PATH=%s/bin:%s", place, folder);
}

/* The real table, from the file to a paper, as an office would do it. */
Test(install, serves_an_office_that_has_no_compiler, .timeout = 600)
{
	g_autofree char *file =
	    g_build_filename(g_getenv("SHUMAR_REAL_DATA"), "india",
			     "42_Cases_under_crime_against_women.tsv.csv", NULL);
	/* the script runs in a folder of its own */
	g_autofree char *table = g_canonicalize_filename(file, NULL);
	if (!g_file_test(table, G_FILE_TEST_EXISTS))
		cr_skip_test("there is no %s", table);
	g_autofree char *folder = server_scratch();
	g_autofree char *place = make("install", folder);
	g_autofree char *script =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "tests", "cli", "app", "india.sh", NULL);
	char *home = program_home(NULL);
	g_autofree char *path = bare_path(home, place);
	g_autoptr(ProgramRun) run =
	    program_run_other(home, "env", "-u", "SHUMAR_ROOT", path, "sh", script, table, NULL);
	cr_expect_eq(run->code, 0, "exit %d: %s%s", run->code, run->out, run->err);
	static const char *const said[] = {
		"left out: sub_group_name seems to hold a person's name",
		"count: area from area_name",
		"nothing is rejected",
		"site/sql/sources/india/count.sql",
		"4 files are as they should be",
		"Madhya Pradesh                2,851        589\n",
		"Lakshadweep                       0          0\n",
		"\"site\": {\"sql/reports/india_states.sql\"",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(said); n++)
		cr_expect_not_null(strstr(run->out, said[n]), "expected '%s' in\n%s", said[n],
				   run->out);
	program_home_free(home);
}
