/* The lifecycle of a case: its milestones and its first final disposal, whatever order they come
 * in.
 */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle, .timeout = 1500);

/* The lifecycles told anew, case by case, by another way than the engine's: rows that differ. */
static const char differing[] =
    "with told as (select c.case_key, c.source, c.district, c.registered_on, c.category, c.status,"
    " (select count(*) from fact.accused a where a.case_key = c.case_key) as accused,"
    " (select min(a.arrested_on) from fact.accused a where a.case_key = c.case_key) as arrested,"
    " (select min(a.challaned_on) from fact.accused a where a.case_key = c.case_key) as challaned,"
    " (select min(o.decided_on) from fact.outcome o where o.case_key = c.case_key and o.outcome in ('CONVICTED', 'CONVICTED_PART')) as convicted,"
    " e.on_day, e.disposal"
    " from fact.\"case\" c left join lateral ("
    " select o.decided_on as on_day, 1 as place, r.rank, x.disposal from fact.outcome o"
    " join ref.court_outcome r on r.code = o.outcome join ref.disposal x on x.code = r.code and x.kind = 'court'"
    " where o.case_key = c.case_key and r.final"
    " union all select c.status_on, case x.kind when 'police' then 2 else 3 end, 0,"
    " case when c.status_on is null then 'undated' else x.disposal end"
    " from ref.disposal x where x.kind <> 'court' and x.code = c.status and (x.kind = 'police' or not exists (select from fact.outcome o"
    " join ref.court_outcome r on r.code = o.outcome where o.case_key = c.case_key and r.final))"
    " order by 1 nulls last, 2, 3 limit 1) e on true)"
    " select coalesce(t.case_key, f.case_key) from told t full join fact.lifecycle f on f.case_key = t.case_key"
    " where row(t.source, t.district, t.registered_on, t.category, t.status, t.accused, t.arrested, t.challaned, t.convicted, t.on_day,"
    " t.disposal) is distinct from row(f.source, f.district, f.registered_on, f.category, f.status, f.accused, f.first_arrested_on,"
    " f.first_challaned_on, f.convicted_on, f.disposed_on, f.disposal)";

/* What a change of the records makes of the lifecycle of FIR 1, which is rape with two accused. */
static const struct {
	const char *what;
	const char *change;
	const char *lifecycle;
} cases[] = {
	{ "a case without outcomes and at no final status is open",
	  "delete from rec.outcomes; update rec.firs set status = 'UNDERINV' where fir_id = 1",
	  "open" },
	{ "the first final outcome disposes of the case, a conviction first on its day",
	  "delete from rec.outcomes; insert into rec.outcomes values (1, 1, 1, '2024-05-02', 'ACQUITTED'),"
	  " (2, 1, 2, '2024-05-02', 'CONVICTED'), (3, 1, 1, '2024-06-01', 'QUASHED')",
	  "convicted|2024-05-02|2024-05-02" },
	{ "a later conviction is no second disposal, and its day is kept",
	  "delete from rec.outcomes; insert into rec.outcomes values (1, 1, 1, '2024-05-02', 'ACQUITTED'),"
	  " (2, 1, 2, '2024-06-02', 'CONVICTED')",
	  "acquitted|2024-05-02|2024-06-02" },
	{ "compromise is a disposal of its own",
	  "delete from rec.outcomes; insert into rec.outcomes values (1, 1, 1, '2024-05-02', 'ACQ_COMPROMISE')",
	  "compromised|2024-05-02" },
	{ "what a court has pending or consigned disposes of nothing",
	  "delete from rec.outcomes; update rec.firs set status = 'UNDERTRIAL' where fir_id = 1;"
	  " insert into rec.outcomes values (1, 1, 1, '2024-05-02', 'PENDING'), (2, 1, 2, '2024-05-02', 'RECORDROOM')",
	  "open" },
	{ "a cancellation whose day is not told is undated",
	  "delete from rec.outcomes; update rec.firs set status = 'CANCELLED', status_on = null where fir_id = 1",
	  "undated" },
	{ "a cancellation disposes of the case on its day",
	  "delete from rec.outcomes; update rec.firs set status = 'CANCELLED', status_on = '2024-03-31' where fir_id = 1",
	  "cancelled|2024-03-31" },
	{ "of police and court the earlier day holds",
	  "delete from rec.outcomes; update rec.firs set status = 'CANCELLED', status_on = '2024-05-31' where fir_id = 1;"
	  " insert into rec.outcomes values (1, 1, 1, '2024-05-30', 'ACQ_249A')",
	  "acquitted|2024-05-30" },
};

/* The mapping with the day of a case's status. */
static const char dated[] =
    "select f.fir_id::text as case_key, f.district, f.station, f.year as fir_year, f.number as fir_number,"
    " f.registered_at, f.occurred_on, f.sections, f.honour, f.domestic, f.status, f.status_on, f.victims"
    " from rec.firs f";

Test(lifecycle, ends_with_the_first_final_disposal)
{
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Records) records = records_new();
		records_exec(records, "alter table rec.firs add column status_on date");
		records_map("case", dated);
		records_run_well(records);
		records_exec(records, cases[n].change);
		records_run_well(records);
		g_autofree char *found = records_text(
		    records,
		    "select concat_ws('|', coalesce(disposal, 'open'), disposed_on, convicted_on)"
		    " from fact.lifecycle where category = 'RAPE' and accused = 2");
		cr_expect_str_eq(found, cases[n].lifecycle, "%s: %s", cases[n].what, found);
		rows_check(records->warehouse, differing, "");
	}
}

Test(lifecycle, is_made_of_the_facts_through_any_history)
{
	for (guint32 seed = 41; seed < 43; seed++) {
		g_autoptr(History) history = history_new(seed, false);
		for (int night = 0; night < 12; night++) {
			records_run_well(history->records);
			g_autofree char *wrong = rows_text(history->records->warehouse, differing);
			history_equal(history, wrong, "", "lifecycles");
			history_change(history);
		}
	}
}

Test(lifecycle, is_made_anew_when_the_rules_of_disposal_change)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(
	    records, "update ref.disposal set disposal = 'other' where code = 'CONVICTED'");
	cr_assert(run_reclassify(records->config, "a rule", records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	rows_check(records->warehouse, differing, "");
	rows_check(records->warehouse,
		   "select sum(cases) from report.cohort_month where disposal = 'convicted'",
		   "-\n");
	rows_check(records->warehouse,
		   "select count(*), bool_and(proven) from etl.proof where cube = 'cohort_month' "
		   "and run_no = (select max(run_no) from etl.run)",
		   "1|t\n");
}

/* A warehouse of before the lifecycles: the next run makes them, and the balance holds. */
Test(lifecycle, is_made_for_facts_that_were_there_before)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(records, "delete from etl.run_feed where feed = 'lifecycle'");
	records_exec_warehouse(records, "truncate fact.lifecycle");
	records_run_well(records);
	rows_check(records->warehouse, differing, "");
	rows_check(records->warehouse,
		   "select count(*) from engine.balance_faults((select max(run_no) from etl.run))",
		   "0\n");
	rows_check(
	    records->warehouse,
	    "select (select sum(cases) from report.cohort_month) = (select count(*) from fact.\"case\")",
	    "t\n");
}
