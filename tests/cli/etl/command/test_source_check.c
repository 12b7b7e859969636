/* A source is tried, and a mapping begun, and the warehouse knows nothing of it. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static const char config[] =
    "data: data\nwarehouse: embedded\ntemplates: ${SHUMAR_ROOT}/templates\noutput: out\n"
    "sources:\n  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n"
    "  walks: {mapping: walks, folder: walks}\n";

static const char declaration[] =
    "kind: csv\njurisdiction: punjab\ntimezone: Asia/Karachi\nfiles:\n  walks:\n"
    "    pattern: \"*.csv\"\n    columns:\n      no: {type: key, required: true}\n"
    "      held: {type: date, styles: [dmy]}\n      district: text\n      women: integer\n";

static const char outreach[] =
    "select w.origin, w.no as outreach_key, w.held as held_on, w.district,\n"
    " w.women as attended_women from raw.walks w\n";

static char *home;

static void home_make(void)
{
	home = program_home(config);
	program_write(home, "site/sql/sources/walks/source.yaml", declaration);
	program_write(home, "site/sql/sources/walks/outreach.sql", outreach);
	program_write(home, "walks/a.csv",
		      "no,held,district,women,phone\n1,14/05/2026,Lahore,31,0300-1234567\n"
		      "2,21/05/2026,Kasur,twelve,\n3,28/05/2026,Nowhere,25,\n");
}

static void home_free(void)
{
	program_home_free(home);
}

TestSuite(source_check, .init = home_make, .fini = home_free);

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

/* The words of psql's answer to SQL. */
static char *ask(const char *sql)
{
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-Atc", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return g_strdup(g_strchomp(run->out));
}

static void expect_untouched(const char *runs)
{
	g_autofree char *count = ask("select count(*) from etl.run");
	g_autofree char *raw = ask("select count(*) from pg_tables where schemaname = 'raw' and "
				   "tablename like '%walks%'");
	g_autofree char *left = ask("select count(*) from pg_database where datname ~ 'check'");
	g_autofree char *stage = ask("select count(*) from stage.outreach");
	cr_expect_str_eq(count, runs);
	cr_expect_str_eq(raw, "0");
	cr_expect_str_eq(left, "0");
	cr_expect_str_eq(stage, "0");
}

/* Columns, types, what is missing; what is rejected and why; the figures. */
static void of_files(void)
{
	g_autoptr(ProgramRun) run = program_run(home, "source", "check", "walks", NULL);
	expect(run, 0, "held_on            date                     filled in 2 of 2");
	expect(run, 0, "kind               text                     not given: else other");
	expect(run, 0, "attended_women     integer                  filled in 1 of 2");
	expect(run, 0, "row rejected, unknown-district of district, first at a.csv:4");
	expect(run, 0, "of women, first at a.csv:3");
	cr_expect(
	    g_regex_match_simple("outreach_day.sessions +2026-05 +2026-05 +2\n", run->out, 0, 0),
	    "%s", run->out);
	cr_expect_null(strstr(run->out, "1234567"));
}

/* What cannot run says so, and leaves nothing either. */
static void of_a_mapping_that_is_wrong(void)
{
	program_write(home, "site/sql/sources/walks/outreach.sql",
		      "select w.origin, w.no as outreach_key, w.held::text as held_on, w.district "
		      "from raw.walks w\n");
	g_autoptr(ProgramRun) run = program_run(home, "source", "check", "walks", NULL);
	expect(run, 3, "column 'held_on' is text and must be date");
	program_write(home, "site/sql/sources/walks/outreach.sql",
		      "select w.origin, w.no as outreach_key, w.held as held_on, w.district, "
		      "w.phone as topic from raw.walks w\n");
	g_autoptr(ProgramRun) forbidden = program_run(home, "source", "check", "walks", NULL);
	expect(forbidden, 3, "must not use 'phone': it would read a phone number");
	program_write(home, "site/sql/sources/walks/outreach.sql", outreach);
	g_autoptr(ProgramRun) none = program_run(home, "source", "check", "talks", NULL);
	expect(none, 2, "walks");
}

/* Of a database a sample: the cases that are taken have their accused. */
static void of_a_database(void)
{
	g_autoptr(ProgramRun) run =
	    program_run(home, "source", "check", "psrms", "--sample", "100", NULL);
	expect(run, 0, "a sample: one in 6 of the 600 rows of feed 'case', by case_key");
	expect(run, 0, "case_day.cases");
	cr_expect_null(strstr(run->out, "orphan-case of case_key"), "%s", run->out);
}

/* The same on a server that is not the program's own, where the role must be able to make it. */
static void on_another_server(void)
{
	g_autofree char *socket =
	    ask("select trim('\"' from current_setting('unix_socket_directories'))");
	g_free(ask("create role nodb login"));
	static const char *const users[] = { "nodb", "shumar" };
	for (size_t n = 0; n < G_N_ELEMENTS(users); n++) {
		g_autofree char *other = g_strdup_printf(
		    "data: data\nwarehouse: \"host=%s dbname=shumar user=%s\"\nsources:\n"
		    "  walks: {mapping: walks, folder: walks}\n",
		    socket, users[n]);
		program_write(home, "other.yaml", other);
		g_autoptr(ProgramRun) run =
		    program_run(home, "source", "check", "walks", "--config", "other.yaml", NULL);
		if (n == 0)
			expect(run, 3, "may not make the database 'shumar_check'");
		else
			expect(run, 0, "outreach_day.sessions");
	}
}

/* A table is begun with the columns that this user may read, and no other. */
static void begun_from_a_table(void)
{
	g_autoptr(ProgramRun) run =
	    program_run(home, "source", "new", "firs", "--from", "embedded:psrms_demo", "--table",
			"psrms.firs", "--feed", "case", NULL);
	expect(run, 0, "more columns are not for this user to read");
	expect(run, 0, "yours to say: district, station");
	expect(run, 0, "firs: {mapping: firs, connection: \"embedded:psrms_demo\"}");
	g_autoptr(ProgramRun) text =
	    program_run_other(home, "cat", "site/sql/sources/firs/case.sql",
			      "site/sql/sources/firs/source.yaml", NULL);
	expect(text, 0, "t.year as fir_year,\n\tt.fir_no as fir_number,\n\tt.registered_at,");
	expect(text, 0, "null::text as district,");
	expect(text, 0, "kind: postgresql");
	g_autoptr(ProgramRun) again =
	    program_run(home, "source", "new", "firs", "--from", "embedded:psrms_demo", "--table",
			"psrms.firs", NULL);
	expect(again, 2, "there is one already");
	/* it would replace the program's without a word that it is meant to */
	g_autoptr(ProgramRun) taken =
	    program_run(home, "source", "new", "psrms", "--from", "embedded:psrms_demo", "--table",
			"psrms.firs", NULL);
	expect(taken, 2, "the program has a mapping 'psrms' of its own");
	g_autofree char *written = g_build_filename(home, "site/sql/sources/psrms", NULL);
	cr_expect_not(g_file_test(written, G_FILE_TEST_EXISTS));
	g_autoptr(ProgramRun) password = program_run(home, "source", "new", "other", "--from",
						     "host=x password=y", "--table", "t", NULL);
	expect(password, 2, "must not have a password in it");
	g_autoptr(ProgramRun) absent =
	    program_run(home, "source", "new", "other", "--from", "embedded:psrms_demo", "--table",
			"no.such", NULL);
	expect(absent, 2, "there is none");
}

Test(source_check, tries_a_source_and_leaves_nothing, .timeout = 900)
{
	g_autoptr(ProgramRun) demo = program_run(home, "demo", "--cases", "600", "--papers", "none",
						 "--until", "2026-06-30", NULL);
	expect(demo, 0, "");
	g_autofree char *runs = ask("select count(*) from etl.run");
	of_files();
	of_a_mapping_that_is_wrong();
	of_a_database();
	on_another_server();
	expect_untouched(runs);
	begun_from_a_table();
}
