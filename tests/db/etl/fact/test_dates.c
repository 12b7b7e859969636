/* What a date may do to the dates beside it: nothing; and whose days are counted. */
#include "core/error.h"
#include "core/period.h"
#include "etl/run/run.h"
#include "reports/block/block.h"
#include "reports/build/render.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

#define AS_AT_DAY                                                                                  \
	"select concat_ws('|', p.as_at_on, (p.as_at <= now() + interval '1 day')::text) from "     \
	"report.published p"

/* The records are known to the last entry, which is no column of a feed. */
static const char entered[] =
    "alter table rec.firs add entered_at timestamptz not null default '2024-06-20 12:00Z'";
static const char last_entry[] = "select max(entered_at) as as_at from rec.firs";
static const char last_entry_so_far[] =
    "select max(entered_at) as as_at from rec.firs where entered_at <= $1::timestamptz";
static const char typed_wrong[] =
    "update rec.firs set entered_at = '2062-01-01 08:00Z', victims = 3 where fir_id = 4";
static const char corrected[] = "update rec.firs set entered_at = '2024-06-21 12:00Z'";

static void expect_text(Records *records, const char *question, const char *expected)
{
	g_autofree char *text = records_text(records, question);
	cr_expect_str_eq(text, expected, "%s: %s", question, text);
}

static void expect_said(const Records *records, const char *part)
{
	cr_expect_not_null(strstr(records->summary->str, part), "'%s' in: %s", part,
			   records->summary->str);
}

static Records *records_entered(const char *as_at)
{
	Records *records = records_new();
	records_map("as_at", as_at);
	records_exec(records, entered);
	return records;
}

/* ── as-at ── */
Test(dates, one_entry_of_2062_does_not_move_as_at)
{
	g_autoptr(Records) records = records_entered(last_entry_so_far);
	records_exec(records,
		     "update rec.firs set entered_at = '2024-06-25 12:00Z' where fir_id = 1");
	records_exec(records, typed_wrong);
	records_run_well(records);
	expect_text(records, AS_AT_DAY, "2024-06-25|true");
	expect_said(records, "says that its records end on 2062-01-01 08:00 UTC");
}

Test(dates, an_as_at_that_cannot_be_asked_again_stays_where_it_was)
{
	g_autoptr(Records) records = records_entered(last_entry);
	records_run_well(records);
	records_exec(records, typed_wrong);
	records_run_well(records);
	expect_text(records, AS_AT_DAY, "2024-06-20|true");
	expect_said(records, "says that its records end on 2062-01-01 08:00 UTC");
}

Test(dates, a_first_reading_that_ends_in_the_future_ends_now)
{
	g_autoptr(Records) records = records_entered(last_entry);
	records_exec(records, typed_wrong);
	records_run_well(records);
	expect_text(records,
		    "select (p.as_at between now() - interval '1 hour' and now())::text from "
		    "report.published p",
		    "true");
}

/* A warehouse of before: the wrong day has been published. */
Test(dates, a_corrected_date_brings_as_at_back_although_no_record_changed)
{
	g_autoptr(Records) records = records_entered(last_entry);
	records_run_well(records);
	records_exec_warehouse(records, "update etl.source set as_at = '2062-01-01 08:00Z';"
					"update etl.run_source set as_at = '2062-01-01 08:00Z'");
	expect_text(records, AS_AT_DAY, "2062-01-01|false");
	records_exec(records, corrected);
	records_run_well(records);
	expect_text(records, AS_AT_DAY, "2024-06-21|true");
	expect_said(records, "no record changed, but the day up to which they are known did");
	expect_text(records, "select published_run from etl.pointer", "2");
	records_run_well(records);
	expect_said(records, "nothing changed since run 2");
}

Test(dates, a_source_that_is_not_read_keeps_no_as_at_of_the_future)
{
	g_autoptr(Records) records = records_entered(last_entry);
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, "update etl.source set as_at = '2062-01-01 08:00Z';"
					"update etl.run_source set as_at = '2062-01-01 08:00Z'");
	cr_assert(run_reclassify(records->config, "test", records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	expect_text(records, "select (p.as_at <= now())::text from report.published p", "true");
}

Test(dates, a_baseline_begun_anew_is_published_although_no_record_changed)
{
	g_autoptr(Records) records = records_entered(last_entry);
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	cr_assert(database_exec(records->warehouse, sqltext(SQL_ETL_BASELINE_PUT),
				DATABASE_PARAMS("lhr", "2024-03-06", "a second VWPS opened"), NULL,
				&error),
		  "%s", error != NULL ? error->message : "");
	expect_text(records, "select from_on || ' ' || run_no from etl.baseline", "2024-03-04 1");
	records_run_well(records);
	expect_said(records, "or a baseline was begun anew");
	expect_text(records, "select published_run from etl.pointer", "2");
	records_run_well(records);
	expect_said(records, "nothing changed since run 2");
}

/* ── the clock ── */
/* The records of that day go on to be counted, night by night. */
Test(dates, a_clock_that_was_set_back_is_said_and_makes_no_future_of_the_records)
{
	g_autoptr(Records) records = records_entered(last_entry_so_far);
	records_exec(records, "update rec.firs set entered_at = now() + interval '390 days';"
			      "update rec.accused set arrested_on = now() + interval '390 days'"
			      " where accused_id = 1");
	records_exec_warehouse(
	    records,
	    "insert into etl.run (kind, state, program, host, pid, started_at, finished_at) select"
	    " 'nightly', 'unchanged', 'test', 'test', 1, t, t from (select now() + interval '400"
	    " days' as t) x");
	for (int night = 0; night < 2; night++) {
		records_run_well(records);
		expect_said(records, "but run 1 began on ");
		expect_said(records, "--trust-clock");
		expect_text(records, "select count(*) from etl.reject", "0");
		expect_text(
		    records,
		    "select (as_at > now() + interval '389 days')::text from report.published",
		    "true");
	}
}

Test(dates, a_source_without_as_at_stays_where_it_was_while_the_clock_is_in_doubt)
{
	g_autoptr(Records) records = records_entered("select null::timestamptz as as_at");
	records_run_well(records);
	records_exec_warehouse(records,
			       "update etl.run set started_at = now() + interval '400 days';"
			       "update etl.source set as_at = now() + interval '399 days';"
			       "update etl.run_source set as_at = now() + interval '399 days'");
	records_run_well(records);
	expect_text(records,
		    "select (as_at > now() + interval '398 days')::text from report.published",
		    "true");
}

Test(dates, a_clock_that_is_trusted_is_believed_from_then_on)
{
	g_autoptr(Records) records = records_entered("select null::timestamptz as as_at");
	g_autoptr(GError) error = NULL;
	const RunOptions options = { .trust_clock = true, .find = records_find };
	records_run_well(records);
	records_exec_warehouse(records,
			       "update etl.run set started_at = now() + interval '400 days';"
			       "update etl.source set as_at = now() + interval '399 days';"
			       "update etl.run_source set as_at = now() + interval '399 days'");
	cr_assert(run_nightly(records->config, &options, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	expect_text(records, "select (as_at <= now())::text from report.published", "true");
	records_run_well(records);
	cr_expect_null(strstr(records->summary->str, "the clock says"), "%s",
		       records->summary->str);
}

/* ── rules ── */
/* One date wrong, and the reject: which side it is on, with both dates. @ is the day of the run.
 */
static const struct {
	const char *change;
	const char *reason;
} reasons[] = {
	{ "update rec.accused set challaned_on = '2024-01-10' where accused_id = 1",
	  "The challan cannot date from 2024-01-10, which is before the case was registered (2024-01-11)." },
	{ "update rec.accused set challaned_on = '2062-01-01' where accused_id = 1",
	  "The challan cannot date from 2062-01-01, which is after this run (@)." },
	{ "update rec.accused set arrested_on = '2062-01-01' where accused_id = 1",
	  "The arrest cannot date from 2062-01-01, which is after this run (@)." },
	{ "update rec.accused set arrested_on = '1965-01-01' where accused_id = 1",
	  "The arrest cannot date from 1965-01-01, which is before the first day taken (2000-01-01)." },
	{ "update rec.accused set arrested_on = '2022-12-01' where accused_id = 1",
	  "The arrest cannot date from 2022-12-01, which is more than a year before the case was registered (2024-01-11)." },
	{ "update rec.firs set registered_at = '2109-03-01 12:00Z' where fir_id = 2; delete from rec.accused where fir_id = 2",
	  "The case cannot have been registered on 2109-03-01, which is after this run (@)." },
	{ "update rec.firs set registered_at = '1965-03-01 12:00Z' where fir_id = 2; delete from rec.accused where fir_id = 2",
	  "The case cannot have been registered on 1965-03-01, which is before the first day taken (1990-01-01)." },
	{ "update rec.firs set occurred_on = '2109-01-01' where fir_id = 2",
	  "The case cannot have occurred on 2109-01-01, which is after it was registered (2024-01-11)." },
	{ "update rec.outcomes set decided_on = '2062-01-01' where outcome_id = 3",
	  "The court cannot have decided on 2062-01-01, which is after this run (@)." },
	{ "update rec.outcomes set decided_on = '2023-12-01' where outcome_id = 3",
	  "The court cannot have decided on 2023-12-01, which is before the case was registered (2024-01-11)." },
};

Test(dates, a_rejected_date_is_told_its_side_and_both_days)
{
	for (size_t n = 0; n < G_N_ELEMENTS(reasons); n++) {
		g_autoptr(Records) records = records_new();
		records_exec(records, reasons[n].change);
		records_run_well(records);
		g_autofree char *found = records_text(
		    records, "select string_agg(replace(reason, '(' || (now() at time zone "
			     "'Asia/Karachi')::date || ')', '(@)'), ';') from etl.reject");
		cr_expect_str_eq(found, reasons[n].reason, "%s", found);
	}
}

/* As-at would have let it in: the bad row had moved it there. */
Test(dates, a_date_is_held_against_the_clock_and_not_against_as_at)
{
	g_autoptr(Records) records = records_entered(last_entry);
	records_exec(records, typed_wrong);
	records_exec(records,
		     "update rec.accused set arrested_on = '2062-01-01' where accused_id = 1");
	records_run_well(records);
	expect_text(records, "select count(*) from fact.accused where arrested_on > '2025-01-01'",
		    "0");
	expect_text(records, "select string_agg(code || ' ' || field, ';') from etl.reject",
		    "date-range arrested_on");
}

Test(dates, tomorrow_is_taken_and_the_day_after_is_not)
{
	g_autoptr(Records) records = records_new();
	records_exec(
	    records,
	    "update rec.accused set arrested_on = (now() at time zone 'Asia/Karachi')::date + 1"
	    " where accused_id = 1; update rec.accused set arrested_on = (now() at time zone"
	    " 'Asia/Karachi')::date + 2 where accused_id = 2");
	records_run_well(records);
	expect_text(records,
		    "select count(*) from fact.accused where arrested_on = (now() at time zone"
		    " 'Asia/Karachi')::date + 1",
		    "1");
	expect_text(records, "select count(*) from etl.reject where code = 'date-range'", "1");
}

/* ── days of the jurisdiction ── */
static const struct {
	const char *zone;
	const char *as_at;
	const char *day;
} zones[] = {
	{ "Asia/Kolkata", "select '2014-12-31'::timestamp at time zone 'Asia/Kolkata' as as_at",
	  "2014-12-31" },
	{ "Asia/Karachi", "select '2024-08-05 18:59:59Z'::timestamptz as as_at", "2024-08-05" },
	{ "America/Chicago",
	  "select '2020-12-31 23:00'::timestamp at time zone 'America/Chicago' as as_at",
	  "2020-12-31" },
	{ "Europe/London",
	  "select '2024-06-30 23:30'::timestamp at time zone 'Europe/London' as as_at",
	  "2024-06-30" },
	{ "Pacific/Auckland",
	  "select '2024-07-01 00:30'::timestamp at time zone 'Pacific/Auckland' as as_at",
	  "2024-07-01" },
};

/* The day that an edition prints. */
static void expect_printed(Records *records, const char *day)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row = database_one(
	    records->warehouse, sqltext(SQL_REPORTS_PUBLISHED), DATABASE_PARAMS("punjab"), &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	GDate date = civil_date((CivilTime){ result_int64(row, 0, result_column(row, "as_at_s")),
					     result_int64(row, 0, result_column(row, "zone_s")) });
	g_autofree char *printed = date_text(&date);
	cr_expect_str_eq(printed, day);
}

Test(dates, days_are_days_of_the_source_s_zone)
{
	for (size_t n = 0; n < G_N_ELEMENTS(zones); n++) {
		g_autofree char *declaration = g_strdup_printf(
		    "kind: postgresql\njurisdiction: punjab\ntimezone: %s\n", zones[n].zone);
		records_map("source.yaml", declaration);
		records_map("as_at", zones[n].as_at);
		g_autoptr(Records) records = records_new();
		records_run_well(records);
		expect_text(records, "select as_at_on from report.published", zones[n].day);
		expect_printed(records, zones[n].day);
	}
}

Test(dates, two_sources_end_on_the_day_of_the_one_that_ends_first)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(
	    records,
	    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture,"
	    " extent, state) select 1, 'another', 'rec', 'punjab', 'Asia/Kolkata', '2014-12-31'::timestamp at time zone"
	    " 'Asia/Kolkata', 'x', 'compare', 'full', 'read'");
	expect_text(records, "select as_at_on from report.published", "2014-12-31");
	expect_printed(records, "2014-12-31");
}

/* ── as of ── */
/* Runs 1 and 3 are published, on 5 and 8 January 2026; run 2 changed nothing. */
static const char three_runs[] =
    "update etl.run set started_at = '2026-01-05 01:00+05', finished_at = '2026-01-05 01:05+05';"
    "insert into etl.run (kind, state, program, host, pid, started_at, finished_at) values"
    " ('nightly', 'unchanged', 'test', 'test', 1, '2026-01-06 01:00+05', '2026-01-06 01:05+05'),"
    " ('nightly', 'published', 'test', 'test', 1, '2026-01-08 01:00+05', '2026-01-08 01:05+05');"
    "update etl.pointer set published_run = 3";

static Render *begin_as_of(Records *records, const char *as_of, GError **error)
{
	static Library *library;
	static Template *template;
	if (library == NULL) {
		g_autofree char *folder =
		    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
		const char *const folders[] = { folder, NULL };
		library = library_open(folders, NULL);
		g_autofree char *path = library_find(library, "vwps-note", NULL);
		template = template_read(path, library, block_types, NULL);
	}
	return render_begin_on(records->warehouse, library, template, as_of, error);
}

static const struct {
	const char *as_of;
	const char *run;   /* or NULL, and then */
	const char *fault; /* of the message */
} pasts[] = {
	{ "1", "1", NULL },
	{ "2", "1", NULL }, /* what was published when it ended */
	{ "3", "3", NULL },
	{ "2026-01-05", "1", NULL },
	{ "2026-01-07", "1", NULL },
	{ "20260107", "1", NULL },
	{ "20260108", "3", NULL },
	{ "4", NULL, "as of run 4: there is no such run; the last is 3" },
	{ "2025", NULL, "as of run 2025: there is no such run; the last is 3" },
	{ "99999", NULL, "as of run 99999: there is no such run; the last is 3" },
	{ "20261301", NULL, "as of run 20261301: there is no such run; the last is 3" },
	{ "20251231", NULL,
	  "as of 2025-12-31: nothing was published by then; the first was run 1 on 2026-01-05" },
	{ "2026-01-04", NULL,
	  "as of 2026-01-04: nothing was published by then; the first was run 1 on 2026-01-05" },
	{ "2199-01-01", NULL, "as of 2199-01-01: that day has not come; today is " },
	{ "21990101", NULL, "as of 2199-01-01: that day has not come; today is " },
	{ "2026-02-30", NULL, "'2026-02-30' is neither a run nor a day" },
	{ "0", NULL, "'0' is neither a run nor a day" },
	{ "-1", NULL, "'-1' is neither a run nor a day" },
	{ "", NULL, "'' is neither a run nor a day" },
	{ "99999999999999999999", NULL, "is neither a run nor a day" },
};

Test(dates, a_run_or_day_that_does_not_exist_is_refused_by_name)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec_warehouse(records, three_runs);
	for (size_t n = 0; n < G_N_ELEMENTS(pasts); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Render) render = begin_as_of(records, pasts[n].as_of, &error);
		cr_assert_eq(render != NULL, pasts[n].run != NULL, "%s: %s", pasts[n].as_of,
			     error != NULL ? error->message : "it was taken");
		if (render != NULL) {
			expect_text(records, "select run_no from report.published", pasts[n].run);
			continue;
		}
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
		cr_expect_not_null(strstr(error->message, pasts[n].fault), "%s: %s", pasts[n].as_of,
				   error->message);
	}
}
