/* Cook County's felony cases of 2019, real records, through the program as an operator runs it. */
#include "core/sqltext.h"
#include "tests/support/program.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(cook, .timeout = 300);

/* A warehouse of its own and a configuration for it. */
typedef struct {
	char *database;
	char *home;
	Database *db;
} Fixture;

/* $SHUMAR_REAL_DATA/cook, absolute; skips the test where it is not there. */
static char *records_folder(void)
{
	const char *data = g_getenv("SHUMAR_REAL_DATA");
	g_autofree char *absolute = g_canonicalize_filename(data != NULL ? data : "../shared/data",
							    g_getenv("SHUMAR_ROOT"));
	char *folder = g_build_filename(absolute, "cook", NULL);
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_free(folder);
		cr_skip_test("no records of Cook County");
	}
	return folder;
}

/* Runs the ETL on the records; it must end well. */
static void run_etl(const Fixture *fixture)
{
	g_autoptr(ProgramRun) run =
	    program_run(fixture->home, "etl", "run", "--source", "cook", NULL);
	cr_assert_eq(run->code, 0, "exit %d: %s", run->code, run->err);
}

static Fixture *fixture_new(void)
{
	g_autofree char *folder = records_folder();
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->database = server_create(true);
	g_autofree char *conninfo = server_conninfo(fixture->database);
	g_autofree char *config =
	    g_strdup_printf("data: data\nwarehouse: \"%s\"\ntemplates: templates\noutput: out\n"
			    "sources:\n  cook: {mapping: cook, folder: \"%s\", when: asked}\n",
			    conninfo, folder);
	fixture->home = program_home(config);
	fixture->db = server_open(fixture->database);
	run_etl(fixture);
	return fixture;
}

static void fixture_free(Fixture *fixture)
{
	database_close(fixture->db);
	program_home_free(fixture->home);
	g_free(fixture->database);
	g_free(fixture);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fixture, fixture_free)

/* The rows of a query, values joined by "|", rows by a line end. */
static char *rows_of(const Fixture *fixture, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) rows =
	    database_query(fixture->db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert_not_null(rows, "%s", error != NULL ? error->message : "");
	GString *text = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++) {
		for (int column = 0; column < result_columns(rows); column++) {
			const char *value = result_text(rows, row, column);
			g_string_append_printf(text, "%s%s", column > 0 ? "|" : "",
					       value != NULL ? value : "-");
		}
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static void check_rows(const Fixture *fixture, const char *sql, const char *expected)
{
	g_autofree char *got = rows_of(fixture, sql);
	cr_assert_str_eq(got, expected, "%s\ngave:\n%s", sql, got);
}

Test(cook, counts_outcomes_by_participant_and_by_charge)
{
	g_autoptr(Fixture) fixture = fixture_new();
	check_rows(fixture, sqltext("reports/cook_outcomes_by_participant.sql"),
		   "guilty|Guilty of at least one charge|2090\n"
		   "not_guilty|Not guilty, and guilty of no charge|173\n"
		   "other|No finding on any charge|3418\n");
	check_rows(fixture, sqltext("reports/cook_outcomes_by_charge.sql"),
		   "guilty|Guilty|2179\n"
		   "not_guilty|Not guilty|241\n"
		   "other|Not prosecuted, dismissed, transferred or abated|7492\n");
}

Test(cook, keeps_every_case_participant_and_disposal)
{
	g_autoptr(Fixture) fixture = fixture_new();
	check_rows(
	    fixture,
	    "select (select count(*) from fact.\"case\"), (select count(*) from fact.accused), "
	    "(select count(*) from fact.outcome), (select count(*) from etl.reject where severity = 'row')",
	    "16693|18110|9912|0\n");
	check_rows(fixture, "select lines, rejected from etl.file order by file collate \"C\"",
		   "9912|0\n36105|0\n18110|0\n2157|0\n");
	check_rows(
	    fixture,
	    "select count(*) filter (where proven), count(*) > 0, bool_and(proven) from etl.proof",
	    "11|t|t\n");
}

Test(cook, notes_impossible_years_and_keeps_their_records)
{
	g_autoptr(Fixture) fixture = fixture_new();
	check_rows(
	    fixture,
	    "select feed, field, severity, substring(reason from '[0-9]{4}') as year, count(*) from etl.reject "
	    "where code = 'date-range' and feed in ('intake', 'initiation', 'dispositions') "
	    "group by 1, 2, 3, 4 order by 1, 4",
	    "dispositions|disposition_date|field|2109|1\n"
	    "initiation|event_date|field|2109|7\n"
	    "intake|arrest_date|field|1965|1\n"
	    "intake|arrest_date|field|1979|1\n");
	check_rows(fixture,
		   "select count(*) filter (where arrested_on < '2010-01-01'), "
		   "count(*) filter (where challaned_on > '2020-12-31') from fact.accused",
		   "0|0\n");
}

Test(cook, changes_nothing_when_run_again)
{
	static const char state[] =
	    "select (select published_run from etl.pointer), (select count(*) from etl.reject), "
	    "(select max(run_from) from fact.outcome), (select count(*) from fact.outcome_history), "
	    "(select count(*) from fact.accused_history), (select count(*) from fact.case_history)";
	g_autoptr(Fixture) fixture = fixture_new();
	g_autofree char *before = rows_of(fixture, state);
	run_etl(fixture);
	check_rows(fixture, state, before);
	check_rows(fixture, "select state from etl.run order by run_no", "published\nunchanged\n");
}

Test(cook, takes_in_neither_judges_nor_race)
{
	g_autoptr(Fixture) fixture = fixture_new();
	check_rows(fixture,
		   "select count(*) from information_schema.columns where table_schema in "
		   "('stage', 'fact', 'cube') and column_name ~ '(judge|race|name)'",
		   "0\n");
}
