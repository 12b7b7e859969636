/* Records that two sources hold, sources that are renamed or retired. */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

static const char counted[] =
    "select (select count(*) from fact.\"case\"), (select count(*) from fact.accused),"
    " (select count(*) from fact.outcome), (select sum(cases) from cube.case_month)";
static const char by_source[] = "select source, count(*) from fact.\"case\" group by 1 order by 1";
static const char rejected[] =
    "select source, feed, code, count(*) from etl.reject where resolved_run is null group by 1, 2, 3 order by 1, 2, 3";

static void rename_source(Records *records, guint place, const char *name)
{
	ConfigSource *source = g_ptr_array_index(records->config->sources, place);
	g_free(source->name);
	source->name = g_strdup(name);
}

static void do_sql(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

/* ── the same records ── */
Test(sources, that_hold_the_same_records_are_counted_once_with_all_that_hangs_on_them,
     .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	g_autofree char *before = records_digest(records, true);
	g_autoptr(Database) other = records_second(records, "other", true);
	do_sql(
	    other,
	    "update rec.firs set number = ' 12 ' where fir_id = 2;"
	    "insert into rec.firs select 5, 'LHR', 'Civil Lines', 2023, '11', '2023-01-10', null, '{302}'");
	records_run_well(records);
	rows_check(records->warehouse, counted, "5|5|3|5\n");
	rows_check(
	    records->warehouse, rejected,
	    "other|accused|orphan-case|5\nother|case|duplicate-source|4\nother|outcome|orphan-case|3\n");
	rows_check(
	    records->warehouse,
	    "select reason from etl.reject where code = 'duplicate-source' and content ->> 'fir_number' = '7'",
	    "FIR 7/2024 of this station is counted from source 'rec'; the same of source 'other' is not counted.\n");
	do_sql(other, "delete from rec.firs where fir_id = 5");
	records_run_well(records);
	g_autofree char *after = records_digest(records, true);
	cr_expect_str_eq(after, before);
}

Test(sources, of_one_first_night_are_counted_in_the_order_of_the_configuration, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	records_second(records, "an-earlier-name", false);
	records_run_well(records);
	rows_check(records->warehouse, counted, "4|5|3|4\n");
	rows_check(records->warehouse, by_source, "rec|4\n");
}

Test(sources, take_over_what_another_gives_up, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(Database) other = records_second(records, "other", true);
	g_autoptr(GError) error = NULL;
	const RunOptions first_only = { .find = records_find,
					.sources = (const char *const[]){ "rec", NULL } };
	records_run_well(records);
	records_exec(
	    records,
	    "delete from rec.firs where fir_id = 1; update rec.firs set number = '99' where fir_id = 2");
	cr_assert(run_nightly(records->config, &first_only, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	rows_check(records->warehouse, "select source, fir_number from fact.\"case\" order by 1, 2",
		   "other|11\nother|12\nrec|1\nrec|7\nrec|99\n");
	rows_check(records->warehouse,
		   "select source, count(*) from fact.accused group by 1 order by 1",
		   "other|3\nrec|3\n");
	/* and keep it when the other has it again */
	records_exec(records, "update rec.firs set number = '12' where fir_id = 2");
	records_run_well(records);
	rows_check(records->warehouse, "select source, fir_number from fact.\"case\" order by 1, 2",
		   "other|11\nother|12\nrec|1\nrec|7\n");
	rows_check(records->warehouse, "select engine.balance_faults(max(run_no)) from etl.run",
		   "");
}

Test(sources, whose_facts_were_doubled_before_are_counted_once_after_the_next_classification,
     .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_second(records, "other", false);
	records_exec_warehouse(
	    records,
	    "create or replace function engine.sources_shared() returns text[] language sql as $$ select '{}'::text[] $$");
	records_run_well(records);
	rows_check(records->warehouse, counted, "8|10|6|8\n");
	records_exec_warehouse(
	    records,
	    "create or replace function engine.sources_shared() returns text[] language sql as $$ select '{rec,other}'::text[] $$");
	cr_assert(run_reclassify_accepting(records->config, "one FIR, one case",
					   (const char *const[]){ "all", NULL }, records->summary,
					   &error),
		  "%s", error != NULL ? error->message : "");
	rows_check(records->warehouse, counted, "4|5|3|4\n");
	rows_check(records->warehouse, by_source, "rec|4\n");
}

static const char count_map[] =
    "select 'Punjab' as area, 'Rape' as head, 'reported' as item, '2020-01-01'::date as period_from,"
    " '2020-12-31'::date as period_to, n.value::bigint as value, n.key as count_key from rec.counts n";

Test(sources, that_both_hold_a_published_count_are_not_added, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(Database) other = records_second(records, "other", true);
	const char table[] =
	    "create table rec.counts (key text, value integer); insert into rec.counts values ('a', 10)";
	records_map("outcome", count_map);
	records_map_as("outcome", "sources/rec/count.sql");
	records_exec(records, table);
	do_sql(other, table);
	do_sql(other,
	       "update rec.counts set value = 5; grant select on rec.counts to shumar_rec_reader");
	records_run_well(records);
	rows_check(records->warehouse, "select source, value from fact.count", "rec|10\n");
	rows_check(
	    records->warehouse, "select source, reason from etl.reject where feed = 'count'",
	    "other|This figure is counted from source 'rec'; that of source 'other' is not added to it.\n");
	records_exec(records, "delete from rec.counts");
	records_run_well(records);
	rows_check(records->warehouse, "select source, value from fact.count", "other|5\n");
}

static const char training_map[] =
    "select n.key as training_key, n.officer as officer_key, 'LHR' as district, 'VWPS' as unit, 'Gender and law' as course,"
    " n.day as completed_on from rec.trainings n";

Test(sources, that_hold_the_same_trainings_are_counted_once_by_their_number, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(Database) other = records_second(records, "other", true);
	static const char by_name[] =
	    "select source, completed_on, count(*) from fact.training group by 1, 2 order by 1, 2";
	static const char table[] =
	    "create table rec.trainings (key text, officer text, day date); insert into rec.trainings values"
	    " ('a', '1', '2024-03-05'), ('b', '2', '2024-03-05'), ('c', '1', '2024-04-01');"
	    "grant select on rec.trainings to shumar_rec_reader";
	records_map("outcome", training_map);
	records_map_as("outcome", "sources/rec/training.sql");
	records_exec(records, table);
	do_sql(other, table);
	do_sql(
	    other,
	    "update rec.trainings set key = key || key, officer = officer || '7';"
	    "insert into rec.trainings values ('d', '3', '2024-03-05'), ('e', '3', '2024-05-01')");
	records_run_well(records);
	rows_check(records->warehouse, by_name,
		   "other|2024-03-05|1\nother|2024-05-01|1\nrec|2024-03-05|2\nrec|2024-04-01|1\n");
	records_run_well(records);
	records_exec(records, "update rec.trainings set officer = '9' where key = 'a'");
	records_run_well(records);
	rows_check(records->warehouse, by_name,
		   "other|2024-03-05|1\nother|2024-05-01|1\nrec|2024-03-05|2\nrec|2024-04-01|1\n");
	records_exec(records, "delete from rec.trainings where key in ('a', 'b', 'c')");
	records_run_well(records);
	rows_check(records->warehouse, by_name,
		   "other|2024-03-05|3\nother|2024-04-01|1\nother|2024-05-01|1\n");
	rows_check(records->warehouse, "select engine.balance_faults(max(run_no)) from etl.run",
		   "");
}

/* ── a name that changed ── */
Test(sources, with_facts_that_are_not_configured_stop_the_run_before_anything_changes,
     .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *before = records_digest(records, false);
	rename_source(records, 0, "police");
	cr_assert_not(records_run(records, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG), "%s", error->message);
	cr_expect(strstr(error->message, "'rec' (12 facts)") != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), "etl source rename rec") != NULL, "%s",
		  error_hint(error));
	g_clear_error(&error);
	cr_assert_not(records_run_dry(records, &error));
	g_autofree char *after = records_digest(records, false);
	cr_expect_str_eq(after, before);
}

static const char figures[] =
    "select md5(string_agg(c::text, ';' order by c::text)) from (select district, registered_on, cases from cube.case_day) c";

Test(sources, that_are_renamed_keep_their_figures_and_find_their_facts_again, .timeout = 1500)
{
	g_autoptr(History) history = history_new(1, false);
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	const RunOptions options = { .find = records_find };
	records_exec(records, "update rec.firs set district = 'nowhere' where fir_id = 4");
	records_run_well(records);
	g_autofree char *before = records_text(records, figures);
	rename_source(records, 0, "police");
	cr_assert(run_rename(records->config, &options, "rec", "police", "a new name",
			     records->summary, &error),
		  "%s", error != NULL ? error->message : "");
	g_autofree char *after = records_text(records, figures);
	cr_expect_str_eq(after, before);
	rows_check(records->warehouse, by_source, "police|3\n");
	rows_check(records->warehouse,
		   "select source, key_domain, state, position is not null from etl.source",
		   "police|rec|read|t\n");
	rows_check(records->warehouse,
		   "select source, count(*) from etl.reject where resolved_run is null group by 1",
		   "police|2\n");
	rows_check(records->warehouse, "select kind, state from etl.run order by run_no",
		   "nightly|published\nrename|published\n");
	rows_check(records->warehouse, "select engine.balance_faults(max(run_no)) from etl.run",
		   "");
	records_run_well(records);
	rows_check(records->warehouse, "select state from etl.run order by run_no desc limit 1",
		   "unchanged\n");
	rows_check(records->warehouse,
		   "select extent from etl.run_source order by run_no desc limit 1", "changes\n");
	records_exec(
	    records,
	    "update rec.firs set district = 'PAK' where fir_id = 4; update rec.firs set victims = 9 where fir_id = 1");
	records_run_well(records);
	rows_check(records->warehouse,
		   "select source, victims from fact.\"case\" order by fir_number",
		   "police|-\npolice|9\npolice|2\npolice|1\n");
	rows_check(records->warehouse,
		   "select count(*) from report.published where jurisdiction = 'punjab'", "1\n");
}

Test(sources, that_are_retired_count_no_more_and_leave_the_record_to_others, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	const RunOptions options = { .find = records_find };
	const RunOptions dry = { .find = records_find, .dry_run = true };
	g_autoptr(Database) other = records_second(records, "other", true);
	do_sql(other, "delete from rec.firs where fir_id = 4");
	records_run_well(records);
	g_ptr_array_remove_index(records->config->sources, 0);
	g_autofree char *before = records_digest(records, true);
	cr_assert(
	    run_retire(records->config, &dry, "rec", "it has ended", records->summary, &error),
	    "%s", error != NULL ? error->message : "");
	cr_expect(strstr(records->summary->str, "case_month.cases") != NULL, "%s",
		  records->summary->str);
	g_autofree char *after = records_digest(records, true);
	cr_expect_str_eq(after, before);
	cr_assert(
	    run_retire(records->config, &options, "rec", "it has ended", records->summary, &error),
	    "%s", error != NULL ? error->message : "");
	rows_check(records->warehouse, counted, "3|4|3|3\n");
	rows_check(records->warehouse, by_source, "other|3\n");
	rows_check(records->warehouse, "select source from etl.source", "other\n");
	rows_check(records->warehouse,
		   "select count(*) from fact.case_history where source = 'rec'", "4\n");
	rows_check(records->warehouse,
		   "select source, count(*) from etl.reject where resolved_run is null group by 1",
		   "other|1\n");
	records_run_well(records);
	rows_check(records->warehouse, counted, "3|4|3|3\n");
	rows_check(records->warehouse, "select engine.balance_faults(max(run_no)) from etl.run",
		   "");
}

/* What may not be named: command, message. */
Test(sources, are_not_renamed_or_retired_where_the_names_do_not_fit, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(Database) other = records_second(records, "other", true);
	const RunOptions options = { .find = records_find };
	static const struct {
		const char *old_name, *new_name, *message;
	} cases[] = { { "rec", "other", "source 'rec' is still under" },
		      { "gone", "other", "source 'other' has 1 records of its own already" },
		      { "gone", "nowhere", "no source 'nowhere' under" },
		      { "rec", NULL, "source 'rec' is still under" },
		      { "gone", NULL, "the warehouse knows no source 'gone'" } };
	do_sql(
	    other,
	    "update rec.firs set number = '70' where fir_id = 4; delete from rec.firs where fir_id < 4;"
	    "delete from rec.accused; delete from rec.outcomes");
	records_run_well(records);
	g_autofree char *before = records_digest(records, true);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		bool done = cases[n].new_name != NULL
				? run_rename(records->config, &options, cases[n].old_name,
					     cases[n].new_name, "test", records->summary, &error)
				: run_retire(records->config, &options, cases[n].old_name, "test",
					     records->summary, &error);
		cr_assert_not(done);
		cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE), "%s",
			  error->message);
		cr_expect(strstr(error->message, cases[n].message) != NULL, "%s", error->message);
	}
	g_autofree char *after = records_digest(records, true);
	cr_expect_str_eq(after, before);
}

/* ── keys given more than once ── */
Test(sources, that_give_a_key_three_times_have_one_counted_and_two_rejected, .timeout = 1500)
{
	g_autoptr(History) history = history_new(1, true);
	Records *records = history->records;
	records_map("control", "select 'case'::text as feed, count(*) as rows from rec.firs");
	records_run_well(records);
	records_exec(
	    records,
	    "insert into rec.firs select n, district, station, year, number, registered_at, occurred_on, sections, honour,"
	    " domestic, status, victims from rec.firs, generate_series(11, 12) n where fir_id = 2");
	records_run_well(records);
	rows_check(records->warehouse, "select count(*) from fact.\"case\"", "4\n");
	rows_check(
	    records->warehouse,
	    "select code, line, reason from etl.reject where resolved_run is null order by 2",
	    "duplicate-key|11|The same record was given more than once, equal in every column; the one at row:2 is counted.\n"
	    "duplicate-key|12|The same record was given more than once, equal in every column; the one at row:2 is counted.\n");
	records_run_well(records); /* and are tried again in vain */
	rows_check(records->warehouse,
		   "select count(*), min(last_run) from etl.reject where resolved_run is null",
		   "2|3\n");
	records_exec(records,
		     "update rec.firs set victims = 7, status = 'UNDERINV' where fir_id = 12");
	records_run_well(records);
	rows_check(
	    records->warehouse,
	    "select count(*), count(*) filter (where reason ~ 'differ in status, victims; the one at row:2 is') from etl.reject where resolved_run is null",
	    "2|1\n");
	rows_check(
	    records->warehouse,
	    "select sum((r ->> 'opened')::int - (r ->> 'resolved')::int) from etl.manifest m,"
	    " jsonb_array_elements(m.content::jsonb -> 'rejects') r",
	    "2\n");
	records_exec(records, "delete from rec.firs where fir_id in (11, 12)");
	records_run_well(records);
	rows_check(records->warehouse, "select count(*) from etl.reject where resolved_run is null",
		   "0\n");
	g_autofree char *fresh = history_fresh(history);
	g_autofree char *state = history_state(records->warehouse);
	history_equal(history, state, fresh, "put right");
}

/* ── age ── */
Test(sources, keep_rejects_that_were_resolved_for_as_long_as_is_said, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	records_exec(records, "update rec.firs set district = 'nowhere' where fir_id in (1, 2)");
	records_run_well(records);
	records_exec(records, "update rec.firs set district = 'LHR' where fir_id = 2");
	records_run_well(records);
	g_autofree char *manifest = records_text(
	    records,
	    "select engine.canonical(content::jsonb -> 'rejects') from etl.manifest where run_no = 2");
	records_exec_warehouse(
	    records,
	    "update etl.run set finished_at = finished_at - interval '401 days' where run_no = 2");
	records_exec(records, "update rec.firs set victims = 3 where fir_id = 3");
	records_run_well(records);
	rows_check(records->warehouse,
		   "select code, resolved_run from etl.reject where feed = 'case'",
		   "unknown-district|-\n");
	rows_check(
	    records->warehouse,
	    "select source, code, first_run, resolved_run, entries from etl.reject_pruned where feed = 'case'",
	    "rec|unknown-district|1|2|1\n");
	g_autofree char *sql =
	    g_strdup_printf("select engine.canonical(x.content::jsonb -> 'rejects') from (%s) x",
			    sqltext(SQL_ETL_MANIFEST_CONTENT));
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) now =
	    database_one(records->warehouse, sql, DATABASE_PARAMS("2"), &error);
	cr_assert(now != NULL, "%s", error->message);
	cr_expect_str_eq(result_text(now, 0, 0), manifest);
}
