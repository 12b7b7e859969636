/* docs/dpo-weekly.md: its commands work as they stand, and the page is then another. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

TestSuite(weekly_guide, .timeout = 900);

/* All that stands between ```sh and ``` in the guide. Transfer full. */
static char *commands(void)
{
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "docs", "dpo-weekly.md", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "no %s", path);
	g_auto(GStrv) parts = g_strsplit(text, "```", -1);
	GString *script = g_string_new("set -e\nshumar() { \"$SHUMAR_PROGRAM\" \"$@\"; }\n"
				       "ln -sfn \"$SHUMAR_ROOT/templates\" templates\n");
	for (guint n = 1; parts[n] != NULL; n += 2) {
		if (g_str_has_prefix(parts[n], "sh\n"))
			g_string_append(script, parts[n] + strlen("sh\n"));
	}
	return g_string_free(script, FALSE);
}

static char *made(const char *name)
{
	g_autofree char *path = g_build_filename(demo_home(), name, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "the guide makes no %s", name);
	return text;
}

Test(weekly_guide, changes_title_column_and_chart_through_the_template_alone)
{
	g_autofree char *script = commands();
	g_autoptr(ProgramRun) run = program_run_other(demo_home(), "bash", "-c", script, NULL);
	cr_assert_eq(run->code, 0, "exit %d: %s%s", run->code, run->out, run->err);
	g_autofree char *page = made("mine/page.txt");
	g_auto(GStrv) lines = g_strsplit(page, "\n", 2);
	cr_expect(g_regex_match_simple("^Lahore: [0-9,]+ cases? \\(FIRs?\\) in the week of ",
				       lines[0], 0, 0),
		  "%s", lines[0]);
	cr_expect_not_null(strstr(page, "Weeks"));
	cr_expect_null(strstr(page, "Signal\n"));
	g_autofree char *template = made("mine/dpo-weekly.yaml");
	cr_expect_not_null(strstr(template, "kind: column\n              height: 25\n"));
	cr_expect_not_null(strstr(page, "cases registered a week, 26 weeks"));
	cr_expect_not_null(strstr(page, "Cases, 13 weeks"));
	static const char *const files[] = { "mine/dpo-weekly-LHR-2026-W47.ur.pdf",
					     "mine/dpo-weekly-LHR-2026-W47.ur.html" };
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *file = g_build_filename(demo_home(), files[n], NULL);
		cr_expect(g_file_test(file, G_FILE_TEST_EXISTS), "no %s", files[n]);
	}
}
