#include "etl/fact/cubes.h"

#include "core/error.h"
#include "etl/command/ledger.h"
#include "etl/run/run.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

/* Changes of every kind, one run each. */
static const char *const nights[] = {
	"update rec.firs set status = 'CANCELLED', victims = 5 where fir_id = 2",
	"update rec.firs set sections = '{354}' where fir_id = 1",
	"delete from rec.outcomes where outcome_id = 2",
	/* a new case and its accused */
	("insert into rec.firs values (5, 'MLN', 'Cantt', 2024, '5', '2024-04-01', null, '{376}', false, false, 'FIR', 1);"
	 "insert into rec.accused values (6, 5, null, null, 'ARRESTED', '2024-04-02', null)"),
	"delete from rec.outcomes; delete from rec.accused where fir_id = 1; delete from rec.firs where fir_id = 1",
	"update rec.firs set district = 'LHR' where fir_id = 3",
	"truncate rec.firs, rec.accused, rec.outcomes",
};

Test(cubes, after_every_delta_are_what_a_rebuild_makes)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	for (size_t n = 0; n < G_N_ELEMENTS(nights); n++) {
		g_autoptr(GError) error = NULL;
		records_exec(records, nights[n]);
		records_run_well(records);
		g_autofree char *by_delta = records_digest(records, true);
		cr_assert(run_rebuild(records->config, NULL, records->summary, &error), "%s",
			  error != NULL ? error->message : "");
		g_autofree char *by_rebuild = records_digest(records, true);
		cr_expect_str_eq(by_delta, by_rebuild, "night %d", (int)n);
	}
	cr_expect_eq(records_number(records, "select count(*) from cube.case_day"), 0);
}

/* ── one wrong cell ── */
static const char *const tampers[] = {
	"update cube.case_day set cases = cases + 1 where district = 'KSR'",
	"update cube.case_day set victims = victims - 1 where district = 'KSR'",
	"delete from cube.arrest_day where district = 'KSR'",
	"insert into cube.challan_day values ('LHR', 'Nowhere', '2024-01-01', 1)",
	"update cube.accused_day set status = 'ARRESTED' where status = 'CONVICTED'",
};

static void expect_wrong(Records *records, const char *tamper)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	cr_expect_not(ledger_verify(text, records->warehouse, &error), "%s", tamper);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED));
	cr_expect(strstr(error_hint(error), "shumar etl rebuild") != NULL, "%s", error_hint(error));
}

Test(cubes, with_one_wrong_cell_are_found)
{
	for (size_t n = 0; n < G_N_ELEMENTS(tampers); n++) {
		g_autoptr(Records) records = records_new();
		records_run_well(records);
		records_exec_warehouse(records, tampers[n]);
		expect_wrong(records, tampers[n]);
	}
}

Test(cubes, that_are_wrong_keep_a_run_from_being_published_until_rebuilt)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, tampers[0]);
	records_exec(records, "update rec.firs set status = 'CANCELLED' where fir_id = 2");
	cr_assert_not(records_run(records, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED));
	cr_expect(strstr(error->message, "'case_day'") != NULL, "%s", error->message);
	g_autofree char *state =
	    records_text(records, "select state from etl.run where run_no = 2");
	cr_expect_str_eq(state, "applied");
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 1);
	cr_expect_eq(records_number(
			 records, "select count(*) from etl.proof where run_no = 2 and not proven"),
		     1);
	g_clear_error(&error);
	cr_assert(run_rebuild(records->config, "case_day", records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 3);
	g_autoptr(GString) text = g_string_new(NULL);
	cr_expect(ledger_verify(text, records->warehouse, NULL));
}

Test(cubes, that_are_wrong_are_found_by_a_run_that_changes_nothing)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, tampers[1]);
	cr_assert_not(records_run(records, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED));
}

Test(cubes, of_an_applied_run_are_published_by_the_next)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(records, tampers[0]);
	records_exec(records, "update rec.firs set status = 'CANCELLED' where fir_id = 2");
	cr_assert_not(records_run(records, NULL));
	records_exec_warehouse(records,
			       "update cube.case_day set cases = cases - 1 where district = 'KSR'");
	records_run_well(records);
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 3);
}

/* ── definitions ── */
Test(cubes, with_another_definition_are_made_anew)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(
	    records, "update etl.cube set definition_sha256 = 'old' where cube = 'case_day';"
		     "update cube.case_day set cases = 77");
	records_run_well(records);
	cr_expect_eq(records_number(records, "select sum(cases) from cube.case_day"), 4);
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 2);
}

Test(cubes, that_the_program_no_longer_has_are_dropped)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(records,
			       "create table cube.old (a integer); insert into etl.cube values"
			       " ('old', '{a}', '{b}', 'select', 'x', 1)");
	records_run_well(records);
	cr_expect_eq(records_number(
			 records,
			 "select count(*) from pg_tables where schemaname = 'cube' and tablename ="
			 " 'old'"),
		     0);
}

Test(cubes, show_nothing_outside_of_a_run)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	cr_expect_eq(records_number(records, "select count(*) from engine.signed_case"), 0);
}

Test(cubes, of_an_unknown_name_are_refused_with_the_nearest)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	cr_assert_not(run_rebuild(records->config, "case_dy", records->summary, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE));
	cr_expect(strstr(error_hint(error), "'case_day'") != NULL, "%s", error_hint(error));
	cr_expect_eq(records_number(records, "select count(*) from etl.run"), 0);
}
