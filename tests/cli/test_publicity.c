/* What a public paper refuses as long as no release desk protects it; without a database. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/program.h"

/* The press release of sample rows, which hold FROM, rewritten to TO. */
static ProgramRun *release_with(const char *from, const char *to)
{
	char *home = program_home("data: data\n");
	g_autofree char *fixture = program_fixture("golden/press-release-one.rows");
	g_autoptr(GString) rows = g_string_new(fixture);
	cr_assert_eq(g_string_replace(rows, from, to, 1), 1, "'%s' is not in the rows", from);
	program_write(home, "sample.rows", rows->str);
	ProgramRun *run = program_run(home, "report", "render", "press-release", "--rows",
				      "sample.rows", "--format", "text", "-o", "-", NULL);
	program_home_free(home);
	return run;
}

Test(publicity, refuses_a_count_of_one_to_four_without_saying_it)
{
	static const char *const few[] = { "\t1\t", "\t4\t" };
	for (size_t n = 0; n < G_N_ELEMENTS(few); n++) {
		g_autoptr(ProgramRun) run = release_with("\t214\t", few[n]);
		cr_expect_eq(run->code, 8, "exit %d: %s", run->code, run->err);
		cr_expect_str_empty(run->out);
		cr_expect_not_null(
		    strstr(run->err, "'cases' of its dataset 'head' counts fewer than 5"), "%s",
		    run->err);
		cr_expect_not_null(strstr(run->err, "release desk"), "%s", run->err);
	}
}

Test(publicity, refuses_a_count_of_few_persons_beside_large_ones)
{
	g_autoptr(ProgramRun) run = release_with("\t96\t", "\t3\t");
	cr_expect_eq(run->code, 8, "exit %d: %s", run->code, run->err);
	cr_expect_not_null(strstr(run->err, "'arrests' of its dataset 'head'"), "%s", run->err);
}

Test(publicity, prints_zero_and_five)
{
	static const char *const fine[] = { "\t0\t", "\t5\t" };
	for (size_t n = 0; n < G_N_ELEMENTS(fine); n++) {
		g_autoptr(ProgramRun) run = release_with("\t214\t", fine[n]);
		cr_expect_eq(run->code, 0, "exit %d: %s", run->code, run->err);
		cr_expect_not_null(strstr(run->out, "No disclosure control has been applied"));
	}
}

Test(publicity, a_public_paper_of_stations_offences_or_cases_is_refused_by_the_check)
{
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "tests/golden/bad/public.yaml", NULL);
	g_autoptr(ProgramRun) run = program_run(NULL, "report", "check", path, NULL);
	cr_expect_eq(run->code, 3, "exit %d: %s", run->code, run->err);
	static const char *const said[] = {
		"public.yaml:8:",         "a row of it is of a police station",
		"public.yaml:9:",         "a row of it is of an offence within a district",
		"public.yaml:10:",        "a row of it is of a case",
		"the template is public", "3 problems"
	};
	for (size_t n = 0; n < G_N_ELEMENTS(said); n++)
		cr_expect_not_null(strstr(run->err, said[n]), "'%s' is not in: %s", said[n],
				   run->err);
}
