/* Which days a district and a feed have reported, and how long late entries come. */
#include "etl/fact/cubes.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

TestSuite(coverage);

/* Source 'rec' of Punjab, read on 5 March 2026 at two in the morning, with nothing in it. */
static const char source[] =
    "insert into etl.run (kind, state, program, host, pid, started_at)"
    "	values ('nightly', 'published', 'test', 'test', 1, '2026-03-05 02:00+05');"
    "insert into etl.source (source, mapping, jurisdiction, timezone, as_at, last_run)"
    "	values ('rec', 'rec', 'punjab', 'Asia/Karachi', '2026-03-05 02:00+05', 1);"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, state)"
    "	values (1, 'rec', 'rec', 'punjab', 'Asia/Karachi', '2026-03-05 02:00+05', 'x', 'compare', 'full', 'read');";

/* Records of FEED in DISTRICT every STEP days. */
#define EVERY(step, feed, district, from, to)                                                      \
	"insert into cube.record_day select 'rec', '" feed "', '" district "', d::date, 1 "        \
	"from generate_series(timestamp '" from "', '" to "', interval '" step "') d;"

#define SPANS                                                                                      \
	"select c.feed, c.district, c.station, c.from_on, c.to_on, c.state from etl.coverage c "   \
	"where c.run_to is null order by c.feed, c.district, c.from_on, c.station, c.state"

static void script(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

static void enter(Database *db, const char *run)
{
	g_autofree char *sql = g_strdup_printf("select engine.coverage_enter(%s)", run);
	script(db, sql);
}

/* A warehouse with the source and RECORDS, whose coverage was entered. */
static Database *warehouse(const char *records)
{
	Database *db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	script(db, source);
	script(db, records);
	enter(db, "1");
	return db;
}

Test(coverage, a_small_district_without_a_case_has_zeros_while_its_source_goes_on)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04")
			  EVERY("9 days", "case", "BKR", "2025-01-05", "2026-02-11"));
	rows_check(db, SPANS,
		   "case|BKR|-|2025-01-01|2026-03-04|covered\n"
		   "case|LHR|-|2025-01-01|2026-03-04|covered\n");
	rows_check(
	    db,
	    "select p.state from report.coverage_of('punjab', 'BKR', 'case', array['2026-02-16', '2026-02-23', '2026-03-02', "
	    "'2026-03-09']::date[], array['2026-02-22', '2026-03-01', '2026-03-08', '2026-03-15']::date[]) p",
	    "covered\ncovered\npartial\nnot-yet\n");
}

Test(coverage, the_day_in_which_the_records_were_read_is_not_whole)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-05"));
	rows_check(db, SPANS, "case|LHR|-|2025-01-01|2026-03-04|covered\n");
	/* the last entry was at ten to midnight, and the run came at two */
	script(db, "update etl.source set as_at = '2026-03-04 23:50+05';"
		   "update etl.run_source set as_at = '2026-03-04 23:50+05'");
	enter(db, "2");
	rows_check(db, SPANS, "case|LHR|-|2025-01-01|2026-03-04|covered\n");
}

Test(coverage, a_district_that_joined_later_has_no_zeros_before)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2022-01-01", "2026-03-04")
			  EVERY("3 days", "case", "PKP", "2024-05-06", "2026-03-03")
			      EVERY("60 days", "case", "BKR", "2022-05-01", "2026-02-01"));
	rows_check(db, SPANS,
		   "case|BKR|-|2022-01-01|2026-03-04|covered\n"
		   "case|LHR|-|2022-01-01|2026-03-04|covered\n"
		   "case|PKP|-|2024-05-06|2026-03-04|covered\n");
}

Test(coverage, a_feed_that_never_came_covers_nothing_and_each_begins_by_itself)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04")
			  EVERY("1 day", "complaint", "LHR", "2025-08-01", "2026-03-04"));
	rows_check(db, SPANS,
		   "case|LHR|-|2025-01-01|2026-03-04|covered\n"
		   "complaint|LHR|-|2025-08-01|2026-03-04|covered\n");
	rows_check(
	    db,
	    "select s.state from report.states('punjab', 'outreach', '2025-09-01', '2025-09-30') s where s.district = 'LHR'",
	    "not-reported\n");
}

Test(coverage, stray_old_records_and_a_silence_of_the_whole_source_are_no_zeros)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 year", "case", "LHR", "2015-03-01", "2018-03-01")
			  EVERY("1 day", "case", "LHR", "2022-01-01", "2024-12-31")
			      EVERY("1 day", "case", "LHR", "2025-04-01", "2026-01-15"));
	rows_check(
	    db, "select from_on, to_on from etl.coverage where from_on >= '2022-01-01' order by 1",
	    "2022-01-01|2024-12-31\n2025-04-01|2026-01-15\n");
	rows_check(
	    db,
	    "select p.state from report.coverage_of('punjab', 'LHR', 'case', array['2019-01-01', '2025-02-01', '2026-02-01']::date[],"
	    " array['2021-12-31', '2025-02-28', '2026-02-28']::date[]) p",
	    "not-reported\nnot-reported\nnot-yet\n");
}

Test(coverage, a_district_did_not_exist_before_it_was_cut_and_both_break_there)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "MZG", "2024-01-01", "2026-03-04")
			  EVERY("2 days", "case", "KAD", "2024-12-22", "2026-03-04"));
	rows_check(
	    db,
	    "select d.code, p.state from (values ('KAD'), ('MZG')) d (code), lateral report.coverage_of('punjab', d.code, 'case',"
	    " array['2024-12-09', '2024-12-16', '2024-12-23']::date[], array['2024-12-15', '2024-12-22', '2024-12-29']::date[]) p",
	    "KAD|did-not-exist\nKAD|partial\nKAD|covered\nMZG|covered\nMZG|covered\nMZG|covered\n");
	rows_check(
	    db,
	    "select d.code, report.district_era(d.code, '2024-12-19'), report.district_era(d.code, '2024-12-20')"
	    " from (values ('KAD'), ('MZG'), ('LHR')) d (code)",
	    "KAD|0|1\nMZG|0|1\nLHR|0|0\n");
}

Test(coverage, a_source_that_is_away_takes_its_districts_out_of_what_others_report)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04"));
	script(
	    db,
	    "insert into etl.source (source, mapping, jurisdiction, timezone, as_at, last_run)"
	    " values ('two', 'rec', 'punjab', 'Asia/Karachi', '2026-03-05 02:00+05', 1);"
	    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, state)"
	    " values (1, 'two', 'rec', 'punjab', 'Asia/Karachi', '2026-03-05 02:00+05', 'x', 'compare', 'full', 'read');"
	    "insert into cube.record_day select 'two', 'case', 'LHR', d::date, 1"
	    " from generate_series(timestamp '2025-01-01', '2026-03-04', interval '1 day') d;"
	    "update etl.source set state = 'stale', as_at = '2026-02-20 23:50+05' where source = 'rec'");
	enter(db, "2");
	rows_check(
	    db, "select whole, partly from report.covered where district = 'LHR' and feed = 'case'",
	    "{[2025-01-01,2026-02-21)}|{[2025-01-01,2026-03-05)}\n");
	rows_check(
	    db,
	    "select s.state from report.states('punjab', 'case', '2026-02-23', '2026-03-01') s where s.district = 'LHR'",
	    "partial\n");
}

/* Two stations that owe a file a month, of which one is silent in February and the other says zero.
 */
static const char drops[] = EVERY(
    "1 day", "case", "PKP", "2026-01-01",
    "2026-01-31") "insert into cube.case_day values ('PKP', 'City', 'RAPE', 'station', 'FIR', '2026-01-02', 1, 1),"
		  "	('PKP', 'Saddar', 'RAPE', 'station', 'FIR', '2026-01-03', 1, 1);"
		  "insert into etl.feed_file values ('rec', 'case', 'firs');"
		  "insert into etl.drop_rule values ('rec', 'firs', 'punjab', 'Asia/Karachi', 'month', 10, '2026-01-01', '2026-02-28', "
		  "	array['city', 'saddar'], false);"
		  "insert into etl.drop_file (source, feed, file, unit, period, state, records, rejected, since_run) values"
		  "	('rec', 'firs', '2026-01-city.csv', 'City', '2026-01-01', 'stands', 20, 0, 1),"
		  "	('rec', 'firs', '2026-01-saddar.csv', 'saddar', '2026-01-01', 'stands', 11, 0, 1),"
		  "	('rec', 'firs', '2026-02-city-zero.csv', 'city', '2026-02-01', 'zero', 0, 0, 1);";

Test(coverage, the_drop_calendar_tells_zero_from_not_reported)
{
	g_autoptr(Database) db = warehouse(drops);
	rows_check(db, SPANS,
		   "case|PKP|city|2026-01-01|2026-02-28|covered\n"
		   "case|PKP|saddar|2026-01-01|2026-01-31|covered\n"
		   "case|PKP|saddar|2026-02-01|2026-02-28|missing\n");
	rows_check(
	    db,
	    "select p.covered_days, p.state from report.coverage_of('punjab', 'PKP', 'case', array['2026-01-01', '2026-02-01']::date[],"
	    " array['2026-01-31', '2026-02-28']::date[]) p",
	    "31|covered\n0|partial\n");
	script(
	    db,
	    "insert into etl.drop_file (source, feed, file, unit, period, state, records, rejected, since_run) values"
	    " ('rec', 'firs', '2026-02-saddar-zero.csv', 'saddar', '2026-02-01', 'zero', 0, 0, 2)");
	enter(db, "2");
	rows_check(
	    db,
	    "select s.state from report.states('punjab', 'case', '2026-02-01', '2026-02-28') s where s.district = 'PKP'",
	    "covered\n");
	/* as of the run before, the file had not come */
	script(db, "begin; set local shumar.as_of = '1'");
	rows_check(
	    db,
	    "select s.state from report.states('punjab', 'case', '2026-02-01', '2026-02-28') s where s.district = 'PKP'",
	    "partial\n");
	script(db, "rollback");
}

Test(coverage, a_run_enters_what_changed_and_nothing_twice)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04"));
	rows_check(db, "select engine.coverage_enter(2)", "0\n");
	script(db, EVERY("1 day", "training", "LHR", "2025-06-01", "2026-03-01"));
	rows_check(db, "select engine.coverage_enter(3)", "1\n");
	rows_check(db, "select feed, run_from, run_to from etl.coverage order by 1",
		   "case|0|-\ntraining|3|-\n");
}

/* ── maturity ── */

/* 300 entries in NIGHTS nights, of which 10 in 100 came 19 days late and 4 in 100 came 60 days
 * late. */
#define LAGS(nights)                                                                                       \
	"insert into etl.run (kind, state, program, host, pid) select 'nightly', 'published', 't', 't', 1" \
	" from generate_series(2, " nights ");"                                                            \
	"insert into etl.entry_lag select r.run_no, 'rec', 'case', l.lag, l.entries from etl.run r, "      \
	"(values (1, 86), (19, 10), (60, 4)) l (lag, entries)"

Test(coverage, late_entries_are_awaited_as_long_as_the_run_history_shows)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04"));
	rows_check(db, "select days, measured from report.maturity where event = 'case'", "28|f\n");
	script(db, LAGS("28"));
	rows_check(db, "select days, measured from report.maturity where event = 'case'", "19|t\n");
	rows_check(db, "select days, measured from report.maturity where event = 'arrest'",
		   "28|f\n");
	rows_check(db, "select report.mature_to('punjab', 'case', '2026-03-04')", "2026-02-13\n");
	script(db, "update etl.maturity_declared set days = 40 where event = 'arrest'");
	rows_check(db, "select days from report.maturity where event = 'arrest'", "40\n");
}

Test(coverage, too_few_nights_leave_the_declared_maturity)
{
	g_autoptr(Database) db =
	    warehouse(EVERY("1 day", "case", "LHR", "2025-01-01", "2026-03-04"));
	script(db, LAGS("27"));
	rows_check(db, "select days, measured from report.maturity where event = 'case'", "28|f\n");
}
