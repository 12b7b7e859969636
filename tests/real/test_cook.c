/* Cook County's felony cases of 2019, real records, through the program as an operator runs it. */
#include "core/database/sqltext.h"
#include "tests/support/real.h"

#include <criterion/criterion.h>

TestSuite(cook, .timeout = 1500);

Test(cook, counts_outcomes_by_participant_and_by_charge)
{
	g_autoptr(Real) fixture = real_new("cook", NULL);
	real_run(fixture);
	rows_check(fixture->db, sqltext(SQL_REPORTS_COOK_OUTCOMES_BY_PARTICIPANT),
		   "guilty|Guilty of at least one charge|2090\n"
		   "not_guilty|Not guilty, and guilty of no charge|173\n"
		   "other|No finding on any charge|3418\n");
	rows_check(fixture->db, sqltext(SQL_REPORTS_COOK_OUTCOMES_BY_CHARGE),
		   "guilty|Guilty|2179\n"
		   "not_guilty|Not guilty|241\n"
		   "other|Not prosecuted, dismissed, transferred or abated|7492\n");
}

Test(cook, keeps_every_case_participant_and_disposal)
{
	g_autoptr(Real) fixture = real_new("cook", NULL);
	real_run(fixture);
	rows_check(
	    fixture->db,
	    "select (select count(*) from fact.\"case\"), (select count(*) from fact.accused), "
	    "(select count(*) from fact.outcome), (select count(*) from etl.reject where severity = 'row')",
	    "16693|18110|9912|0\n");
	rows_check(fixture->db, "select lines, rejected from etl.file order by file collate \"C\"",
		   "9912|0\n36105|0\n18110|0\n2157|0\n");
	rows_check(
	    fixture->db,
	    "select count(*) = (select count(*) from etl.cube), count(*) > 0, bool_and(proven) from etl.proof",
	    "t|t|t\n");
}

Test(cook, notes_impossible_years_and_keeps_their_records)
{
	g_autoptr(Real) fixture = real_new("cook", NULL);
	real_run(fixture);
	rows_check(
	    fixture->db,
	    "select feed, field, severity, substring(reason from '[0-9]{4}') as year, count(*) from etl.reject "
	    "where code = 'date-range' and feed in ('intake', 'initiation', 'dispositions') "
	    "group by 1, 2, 3, 4 order by 1, 4",
	    "dispositions|disposition_date|field|2109|1\n"
	    "initiation|event_date|field|2109|7\n"
	    "intake|arrest_date|field|1965|1\n"
	    "intake|arrest_date|field|1979|1\n");
	rows_check(fixture->db,
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
	g_autoptr(Real) fixture = real_new("cook", NULL);
	real_run(fixture);
	g_autofree char *before = rows_text(fixture->db, state);
	real_run(fixture);
	rows_check(fixture->db, state, before);
	rows_check(fixture->db, "select state from etl.run order by run_no",
		   "published\nunchanged\n");
}

Test(cook, takes_in_neither_judges_nor_race)
{
	g_autoptr(Real) fixture = real_new("cook", NULL);
	real_run(fixture);
	rows_check(fixture->db,
		   "select count(*) from information_schema.columns where table_schema in "
		   "('stage', 'fact', 'cube') and column_name ~ '(judge|race|name)'",
		   "0\n");
}
