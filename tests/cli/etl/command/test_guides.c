/* The guides of docs/ for whoever begins, run as they are written. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

/* What stands between ```sh and ``` in the guide FILE, one after the other. Transfer full. */
static char *commands_of(const char *file)
{
	g_autofree char *path = g_build_filename(g_getenv("SHUMAR_ROOT"), "docs", file, NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	g_auto(GStrv) parts = g_strsplit(text, "```", -1);
	GString *commands = g_string_new("set -eux\n");
	for (guint n = 1; parts[n] != NULL; n += 2) {
		if (g_str_has_prefix(parts[n], "sh\n"))
			g_string_append(commands, parts[n] + strlen("sh\n"));
	}
	return g_string_free(commands, FALSE);
}

/* Runs them in HOME with this build's program on the path. */
static ProgramRun *follow(const char *home, const char *file)
{
	g_autofree char *commands = commands_of(file);
	g_autofree char *script = g_strdup_printf(
	    "mkdir -p bin\nln -sf '%s' bin/shumar\nexport PATH=\"$PWD/bin:$PATH\"\n%s",
	    g_getenv("SHUMAR_PROGRAM"), commands);
	program_write(home, "guide.sh", script);
	return program_run_other(home, "sh", "guide.sh", NULL);
}

static void expect(const ProgramRun *run, const char *text)
{
	cr_expect(strstr(run->out, text) != NULL, "expected '%s' in:\n%s%s", text, run->out,
		  run->err);
}

Test(guides, the_first_source_and_the_first_report_are_made_as_written, .timeout = 600)
{
	char *home = program_home(NULL);
	g_autoptr(ProgramRun) run = follow(home, "first-source.md");
	cr_expect_eq(run->code, 0, "exit %d: %s%s", run->code, run->out, run->err);
	expect(run, "left out: contact_phone seems to hold a phone number");
	expect(run, "may be a key: walk_no");
	expect(run, "outreach_key from walk_no, held_on from held, district from district, "
		    "attended_women from women");
	expect(run, "kind               text                     filled in 3 of 3");
	expect(run, "unknown-district");
	expect(run, "1 open entr");
	expect(run, "LHR");
	cr_expect_null(strstr(run->out, "1234567"));
	g_autoptr(ProgramRun) report = follow(home, "first-report.md");
	cr_expect_eq(report->code, 0, "exit %d: %s%s", report->code, report->out, report->err);
	expect(report, "Safety walks, May 2026");
	/* the spelling that is known counts, the place that is not is rejected */
	expect(report, "KSR           2     37\n");
	expect(report, "LHR           1     31\n");
	program_home_free(home);
}
