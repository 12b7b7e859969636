/* What reports may ask of the versions of facts: revisions by reason, late entries, rejected rows,
 * and the runs that an edition can stand on. */
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>

static const char revised[] =
    "select v.figure, v.reason, sum(v.gained), sum(v.lost) from report.revisions('punjab', 2) v"
    " group by 1, 2 order by v.figure collate \"C\", v.reason collate \"C\"";

/* Three runs: cases that go away and come back, are late, new, moved, deleted and refused. */
static History *three_nights(void)
{
	History *history = history_new(1, false);
	Records *records = history->records;
	records_exec(records, "insert into rec.firs select n, 'LHR', 'City', 2024, 100 + n,"
			      " '2024-05-01', null, '{302}' from generate_series(8, 9) n");
	records_run_well(records);
	records_exec(records, "delete from rec.accused where fir_id = 4;"
			      "delete from rec.firs where fir_id = 4");
	records_run_well(records);
	records_exec(
	    records,
	    "update rec.clock set as_at = '2024-06-20 12:00Z';"
	    "insert into rec.firs select 6, 'LHR', 'City', 2024, '106', '2024-06-10', null, '{302}';"
	    "insert into rec.firs select 7, 'LHR', 'City', 2024, '107', '2024-05-01', null, '{302}';"
	    "insert into rec.firs select 4, 'PAK', 'Saddar', 2024, '1',"
	    " '2024-02-02 08:00Z', null, '{506}';"
	    "update rec.firs set victims = 3 where fir_id = 3;"
	    "update rec.firs set district = 'PAK' where fir_id = 2;"
	    "delete from rec.firs where fir_id = 8;"
	    "update rec.firs set district = 'nowhere' where fir_id = 9");
	records_run_well(records);
	return history;
}

/* Of a figure that stays the same, as when only the number of victims is corrected, nothing is
 * said. */
Test(revisions, say_what_counts_otherwise_and_why)
{
	g_autoptr(History) history = three_nights();
	rows_check(history->records->warehouse, revised,
		   "cases_registered|corrected|1|1\ncases_registered|deleted|0|2\n"
		   "cases_registered|late|2|0\ncases_registered|new|1|0\n");
}

Test(revisions, add_up_to_what_the_former_run_knew)
{
	g_autoptr(History) history = three_nights();
	rows_check(history->records->warehouse,
		   "select n.cases - c.change = k.cases from"
		   " (select sum(f.cases) as cases from report.case_month f) n,"
		   " (select sum(v.gained - v.lost) as change from report.revisions('punjab', 2) v"
		   "  where v.figure = 'cases_registered') c,"
		   " (select sum(k.cases) as cases from report.case_known k"
		   "  where k.run_from <= 2 and (k.run_to is null or k.run_to > 2)) k",
		   "t\n");
}

Test(revisions, tell_another_offence_from_another_month)
{
	g_autoptr(History) history = three_nights();
	Records *records = history->records;
	records_exec(records, "update rec.firs set sections = '{302}' where fir_id = 4");
	records_run_well(records);
	rows_check(
	    records->warehouse,
	    "select v.reason, sum(v.gained), sum(v.lost) from report.revisions('punjab', 3) v"
	    " where v.figure = 'cases_registered' group by 1",
	    "reclassified|1|1\n");
}

Test(revisions, of_no_change_are_none)
{
	g_autoptr(History) history = three_nights();
	rows_check(history->records->warehouse,
		   "select count(*) from report.revisions('punjab', 3)", "0\n");
}

Test(revisions, entries_have_their_delay_and_first_loads_are_none)
{
	g_autoptr(History) history = three_nights();
	rows_check(history->records->warehouse,
		   "select e.event_on, e.lag_days, e.entries from report.entered('punjab', 2) e"
		   " where e.feed = 'case' order by 1",
		   "2024-05-01|50|1\n2024-06-10|10|1\n");
	rows_check(history->records->warehouse,
		   "select count(*) from report.entered('punjab', 0) e where e.lag_days > 50",
		   "0\n");
}

Test(revisions, rejected_rows_are_counted_without_what_is_in_them)
{
	g_autoptr(History) history = three_nights();
	rows_check(
	    history->records->warehouse,
	    "select r.feed, r.code, r.first_run, r.resolved_run, r.entries from report.rejected r"
	    " where r.code = 'unknown-district'",
	    "case|unknown-district|3|-|1\n");
}

Test(revisions, the_former_edition_stands_on_the_last_run_that_knew_no_later_day)
{
	g_autoptr(History) history = three_nights();
	rows_check(
	    history->records->warehouse,
	    "select report.run_by('punjab', '2024-06-19'), report.run_by('punjab', '2024-06-20'),"
	    " report.run_by('punjab', '2000-01-01')",
	    "2|3|-\n");
}
