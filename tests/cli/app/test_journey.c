/* From records to paper through the built program: what issue and README promise. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

/* The press note of August 2024, as published: 81 = 50 + 15 + 7 + 9. */
static const char *const published[] = { "81", "50", "15", "7", "9" };

/* True when FIGURE stands in TEXT as a whole number, not as a part of a longer one. */
static bool has_figure(const char *text, const char *figure)
{
	g_autofree char *pattern = g_strdup_printf("(?<![0-9.,])%s(?![0-9]|[.,][0-9])", figure);
	return g_regex_match_simple(pattern, text, 0, 0);
}

static void assert_published(const char *text, const char *device)
{
	for (size_t n = 0; n < G_N_ELEMENTS(published); n++)
		cr_assert(has_figure(text, published[n]), "%s: no %s in:\n%s", device, published[n],
			  text);
}

static ProgramRun *render_note(const char *format, const char *output)
{
	return program_run(demo_home(), "report", "render", "vwps-note", "--param", "district=PAK",
			   "--param", "from=2023-08-01", "--param", "to=2024-07-31", "--format",
			   format, "-o", output, NULL);
}

Test(journey, press_note_prints_the_published_figures_with_units)
{
	g_autoptr(ProgramRun) run = render_note("text", "-");
	cr_assert_eq(run->code, 0, "%s", run->err);
	assert_published(run->out, "text");
	static const char *const phrases[] = { "81 cases", "81 accused persons", "Pakpattan" };
	for (size_t n = 0; n < G_N_ELEMENTS(phrases); n++)
		cr_assert(strstr(run->out, phrases[n]) != NULL, "no '%s' in:\n%s", phrases[n],
			  run->out);
}

Test(journey, press_note_calls_nothing_a_conviction_rate)
{
	g_autoptr(ProgramRun) run = render_note("text", "-");
	g_autofree char *flat = g_strdup(run->out);
	g_strdelimit(flat, "\n", ' ');
	g_autofree char *lower = g_ascii_strdown(flat, -1);
	for (const char *at = lower; (at = strstr(at, "conviction rate")) != NULL; at++) {
		g_autofree char *before =
		    g_strndup(MAX(lower, at - 40), (gsize)(at - MAX(lower, at - 40)));
		cr_assert(strstr(before, "not a ") != NULL || strstr(before, "no ") != NULL,
			  "…%s%.40s", before, at);
	}
	cr_assert(strchr(run->out, '%') == NULL, "a share is printed:\n%s", run->out);
}

Test(journey, pdf_and_workbook_carry_the_same_figures)
{
	g_autofree char *pdf = g_build_filename(demo_home(), "demo", "vwps-note.pdf", NULL);
	g_autofree char *xlsx = g_build_filename(demo_home(), "demo", "vwps-note.xlsx", NULL);
	g_autoptr(ProgramRun) text =
	    program_run_other(NULL, "pdftotext", "-layout", pdf, "-", NULL);
	cr_assert_eq(text->code, 0, "%s", text->err);
	assert_published(text->out, "pdf");
	g_autoptr(ProgramRun) sheets =
	    program_run_other(NULL, "unzip", "-p", xlsx, "xl/worksheets/*.xml", NULL);
	cr_assert_eq(sheets->code, 0, "%s", sheets->err);
	for (size_t n = 0; n < G_N_ELEMENTS(published); n++) {
		g_autofree char *cell = g_strdup_printf("<v>%s</v>", published[n]);
		cr_assert(strstr(sheets->out, cell) != NULL, "no number %s in the workbook",
			  published[n]);
	}
}

/* How many files NAME (as find takes it) there are below FOLDER of the demonstration, none of them
 * empty. */
static guint count_files(const char *folder, const char *name)
{
	g_autoptr(ProgramRun) found =
	    program_run_other(demo_home(), "find", folder, "-name", name, "-size", "+0", NULL);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(found->out), "\n", -1);
	return found->out[0] != '\0' ? g_strv_length(lines) : 0;
}

/* All papers but the weekly dashboards, of which tests/cli/reports/edition/test_report_editions.c
 * makes a batch. */
#define PAPERS                                                                                     \
	"vwps-note,quarterly-brief,province-monthly,outreach-support,"                             \
	"annual-bulletin,measures"

Test(journey, demo_leaves_every_paper_in_both_languages_and_a_page_over_them, .timeout = 1500)
{
	static const struct {
		const char *name;
		guint files;
	} left[] = { { "*.pdf", 10 },     { "*.ur.pdf", 5 },
		     { "*.xlsx", 6 },     { "*.html", 13 }, /* and index.html */
		     { "index.html", 1 }, { "*.part", 0 } };
	g_autoptr(ProgramRun) run = program_run(demo_home(), "demo", "--cases", "2000", "--papers",
						PAPERS, "--output", "all", "--quiet", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	for (size_t n = 0; n < G_N_ELEMENTS(left); n++)
		cr_expect_eq(count_files("all", left[n].name), left[n].files, "%u of %s",
			     count_files("all", left[n].name), left[n].name);
	g_auto(GStrv) parts = g_strsplit(run->out, "not made", -1);
	cr_expect_eq(g_strv_length(parts), 2, "only the weekly dashboards: %s", run->out);
	g_autoptr(ProgramRun) again =
	    program_run(demo_home(), "demo", "--cases", "2000", "--papers", PAPERS, "--output",
			"all", "--quiet", NULL);
	cr_expect(strstr(again->out, "as it was") != NULL, "%s", again->out);
	cr_expect(strstr(again->out, "all/vwps-note.pdf  ") == NULL, "%s", again->out);
}

Test(journey, demo_names_the_papers_that_there_are)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "demo", "--papers", "vwps-note,weekly", NULL);
	cr_expect_eq(run->code, 2, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->err, "no paper 'weekly'") != NULL, "%s", run->err);
	cr_expect(strstr(run->err, "There are: dpo-weekly, vwps-note, ") != NULL, "%s", run->err);
}

Test(journey, second_run_changes_nothing_and_says_so)
{
	g_autofree char *before = demo_query("shumar", "select published_run from etl.pointer");
	g_autoptr(ProgramRun) run = program_run(demo_home(), "etl", "run", "--quiet", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	g_autofree char *lower = g_ascii_strdown(run->out, -1);
	cr_assert(strstr(lower, "nothing changed") != NULL, "%s", run->out);
	g_autofree char *after = demo_query("shumar", "select published_run from etl.pointer");
	cr_assert_str_eq(before, after);
}

Test(journey, rendering_again_gives_the_same_bytes)
{
	static const char *const formats[] = { "pdf", "xlsx", "txt" };
	g_autofree char *copy = g_strdup_printf("again-%d/note", (int)getpid());
	g_autoptr(ProgramRun) run = render_note("text,pdf,xlsx", copy);
	cr_assert_eq(run->code, 0, "%s", run->err);
	for (size_t n = 0; n < G_N_ELEMENTS(formats); n++) {
		g_autofree char *one = g_strdup_printf("demo/vwps-note.%s", formats[n]);
		g_autofree char *two = g_strdup_printf("%s.%s", copy, formats[n]);
		g_autoptr(ProgramRun) same = program_run_other(demo_home(), "cmp", one, two, NULL);
		cr_assert_eq(same->code, 0, "%s%s", same->out, same->err);
	}
}

/* Every name, CNIC, phone and address of the source, one a line, into FILE below home. */
static void list_personal_data(const char *file)
{
	g_autofree char *columns = demo_query(
	    "psrms_demo",
	    "select string_agg(format('select %I::text from %I.%I', column_name, table_schema, table_name), ' union ')"
	    " from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')"
	    " and column_name ~ '(^|_)(name|father_name|cnic|phone|mobile|address)$'"
	    " and table_name !~ 'station|district|partner|court|demo' and column_name !~ '^(station|ps|district|partner|court)_'");
	cr_assert(strstr(columns, "cnic") != NULL && strstr(columns, "phone") != NULL &&
		      strstr(columns, "address") != NULL && strstr(columns, "name") != NULL,
		  "%s", columns);
	g_autofree char *values = demo_query("psrms_demo", columns);
	g_autoptr(GString) lines = g_string_new(NULL);
	g_auto(GStrv) each = g_strsplit(values, "\n", -1);
	for (char **value = each; *value != NULL; value++) {
		if ((*value)[0] != '\0')
			g_string_append_printf(lines, "%s\n", *value);
	}
	cr_assert_gt(lines->len, 10000, "too few personal values to mean anything");
	program_write(demo_home(), file, lines->str);
}

Test(journey, warehouse_dump_holds_no_name_cnic_phone_or_address)
{
	list_personal_data("personal.txt");
	g_autofree char *conninfo = demo_query(
	    "shumar", "select setting from pg_settings where name = 'unix_socket_directories'");
	g_autofree char *port =
	    demo_query("shumar", "select setting from pg_settings where name = 'port'");
	g_strdelimit(conninfo, "\"", ' ');
	g_strstrip(conninfo);
	g_autofree char *dump = g_strdup_printf(
	    "pg_dump -h '%s' -p %s -U shumar -d shumar > warehouse.sql && test $(wc -c < warehouse.sql) -gt 100000",
	    conninfo, port);
	g_autoptr(ProgramRun) dumped = program_run_other(demo_home(), "sh", "-c", dump, NULL);
	cr_assert_eq(dumped->code, 0, "%s", dumped->err);
	g_autoptr(ProgramRun) found = program_run_other(demo_home(), "grep", "-c", "-F", "-f",
							"personal.txt", "warehouse.sql", NULL);
	cr_assert_eq(found->code, 1, "%s lines of the warehouse's dump hold personal data",
		     found->out);
	/* the search itself can find: the source's own dump is full of them */
	g_autofree char *source = g_strdup_printf(
	    "pg_dump -h '%s' -p %s -U shumar -d psrms_demo | grep -c -F -f personal.txt", conninfo,
	    port);
	g_autoptr(ProgramRun) planted = program_run_other(demo_home(), "sh", "-c", source, NULL);
	cr_assert_gt(g_ascii_strtoll(planted->out, NULL, 10), 1000);
}

Test(journey, reports_and_server_log_hold_no_personal_data)
{
	list_personal_data("personal-log.txt");
	g_autoptr(ProgramRun) logs = program_run_other(
	    demo_home(), "sh", "-c",
	    "cat data/cluster/server.log demo/*.txt made | grep -c -F -f personal-log.txt", NULL);
	cr_assert_str_eq(g_strchomp(logs->out), "0");
}

Test(journey, doctor_finds_a_finished_demonstration_well)
{
	g_autoptr(ProgramRun) run = program_run(demo_home(), "doctor", NULL);
	cr_assert_eq(run->code, 0, "%s%s", run->out, run->err);
	cr_assert(strstr(run->out, "FAIL") == NULL, "%s", run->out);
}
