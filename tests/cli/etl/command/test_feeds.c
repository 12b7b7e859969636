/* What a mapping can give, as the program prints it and as the page of docs/ has it. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

static const char config[] = "data: data\nwarehouse: embedded\n";

static char *home;

static void home_make(void)
{
	home = program_home(config);
}

static void home_end(void)
{
	program_home_free(home);
}

TestSuite(feeds, .init = home_make, .fini = home_end);

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

Test(feeds, the_page_is_what_the_schema_says, .timeout = 600)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *path =
	    g_build_filename(root != NULL ? root : ".", "docs", "feeds.md", NULL);
	g_autofree char *page = NULL;
	cr_assert(g_file_get_contents(path, &page, NULL, NULL));
	g_autoptr(ProgramRun) all = program_run(home, "source", "feeds", "--markdown", NULL);
	cr_assert_eq(all->code, 0, "%s", all->err);
	cr_expect(g_str_has_suffix(page, all->out), "docs/feeds.md is old: run 'make docs'");
	cr_expect_not_null(strstr(all->out, "\n## count\n"));

	g_autoptr(ProgramRun) one = program_run(home, "source", "feeds", "accused", NULL);
	expect(one, 0, "accused: a row is told by its case_key, accused_key");
	expect(one, 0, "text, else NOMINATED");
	expect(one, 0, "female, male, transgender, unknown");
	/* the day of an arrest is one of its case's milestones too */
	expect(one, 0, "counts in: accused_day, arrest_day, duration_month, milestone_month");
	cr_expect_null(strstr(one->out, "complaint"));
	g_autoptr(ProgramRun) none = program_run(home, "source", "feeds", "acused", NULL);
	expect(none, 2, "Did you mean 'accused'?");
}
