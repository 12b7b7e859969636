/* A period compared with the facts: what lies in it is mended, what does not is left alone. */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

/* Facts with the day of their case, within (or not within) the period, one a line. */
static const char facts[] =
    "select f.line from (select registered_on as day, 'case ' || (to_jsonb(c) - 'run_from')::text as line, case_key from"
    " fact.\"case\" c union all select registered_on, 'accused ' || (to_jsonb(a) - 'run_from')::text, case_key from"
    " fact.accused a union all select registered_on, 'outcome ' || (to_jsonb(o) - 'run_from')::text, case_key from"
    " fact.outcome o) f where (f.day between '2024-03-01' and '2024-04-30') %s order by 1";

static char *within(Database *db)
{
	g_autofree char *sql = g_strdup_printf(facts, "");
	return rows_text(db, sql);
}

static char *outside(Database *db)
{
	g_autofree char *sql = g_strdup_printf(facts, "is not true");
	return rows_text(db, sql);
}

static void backfill(Records *records)
{
	g_autoptr(GError) error = NULL;
	const RunOptions options = { .find = records_find,
				     .from = "2024-03-01",
				     .to = "2024-04-30" };
	g_string_truncate(records->summary, 0);
	cr_assert(run_nightly(records->config, &options, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
}

/* FIRs in the period, before and after it; then changes of all whose notes are lost. */
static const char firs[] =
    "insert into rec.firs select n, 'LHR', 'City', 2024, n::text, '2024-02-25 06:00Z'::timestamptz + n * interval '1 day',"
    " null, '{302}', false, false, 'FIR', 1 from generate_series(10, 90, 5) n;"
    "insert into rec.accused select n, n, null, null, 'ARRESTED' from generate_series(10, 90, 5) n;"
    "insert into rec.outcomes select n, n, n, '2024-05-31', 'ACQUITTED' from generate_series(10, 90, 10) n";
static const char lost[] =
    "update rec.firs set victims = 4 where fir_id % 10 = 0; delete from rec.accused where accused_id % 20 = 0;"
    "update rec.outcomes set outcome = 'CONVICTED' where outcome_id >= 10;"
    "update rec.firs set station = 'Moved' where fir_id % 15 = 0;"
    "delete from rec.firs where fir_id in (15, 75);"
    "insert into rec.firs select 500 + n, 'KSR', 'City', 2024, 500 + n, '2024-02-01 06:00Z'::timestamptz + n * interval '1 day',"
    " null, '{302}', false, false, 'FIR', 1 from generate_series(0, 100, 10) n;"
    "insert into rec.accused select 500 + n, 500 + n, null, null, 'ARRESTED' from generate_series(0, 100, 20) n;"
    "delete from shumar_kit.ledger where change_no > (select m.change_no from rec.mark m)";

static History *with_lost_changes(void)
{
	History *history = history_new(1, false);
	records_map("control", "select ''::text as feed, 0::bigint as rows where false");
	records_exec(history->records, firs);
	records_exec(
	    history->records,
	    "create table rec.mark as select max(change_no) as change_no from shumar_kit.ledger");
	records_run_well(history->records);
	records_exec(history->records, lost);
	return history;
}

Test(backfill, mends_its_period_and_leaves_the_rest)
{
	g_autoptr(History) history = with_lost_changes();
	Records *records = history->records;
	g_autofree char *outside_before = outside(records->warehouse);
	g_autofree char *within_before = within(records->warehouse);
	backfill(records);
	g_autofree char *outside_after = outside(records->warehouse);
	g_autofree char *within_after = within(records->warehouse);
	history_equal(history, outside_after, outside_before, "outside");
	cr_expect_str_neq(within_after, within_before);

	const RunOptions options = { .find = records_find, .full = true };
	cr_assert(run_nightly(records->config, &options, records->summary, NULL));
	g_autofree char *within_full = within(records->warehouse);
	history_equal(history, within_after, within_full, "within");
	g_autofree char *fresh = history_fresh(history);
	g_autofree char *state = history_state(records->warehouse);
	history_equal(history, state, fresh, "full");
}

Test(backfill, leaves_the_watermark_so_that_the_next_night_misses_nothing)
{
	g_autoptr(History) history = with_lost_changes();
	Records *records = history->records;
	records_exec(records, "update rec.firs set victims = 9 where fir_id in (3, 20)");
	backfill(records);
	rows_check(records->warehouse, "select kind, reason from etl.run where run_no = 2",
		   "backfill|2024-03-01 to 2024-04-30\n");
	rows_check(records->warehouse, "select count(*) from fact.\"case\" where victims = 9",
		   "1\n");
	records_run_well(records);
	rows_check(records->warehouse, "select count(*) from fact.\"case\" where victims = 9",
		   "2\n");
	rows_check(records->warehouse, "select extent from etl.run_source where run_no = 3",
		   "changes\n");
}

Test(backfill, of_a_period_without_differences_changes_nothing)
{
	g_autoptr(History) history = history_new(1, false);
	records_exec(history->records, firs);
	records_run_well(history->records);
	g_autofree char *before = history_state(history->records->warehouse);
	backfill(history->records);
	g_autofree char *after = history_state(history->records->warehouse);
	history_equal(history, after, before, "nothing to do");
	rows_check(history->records->warehouse, "select state from etl.run where run_no = 2",
		   "unchanged\n");
}
