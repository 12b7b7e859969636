/* Input that is wrong as a whole: columns that went, keys that are no keys, hundreds of thousands
 * of rejects, and a source that yields nothing. */
#include "core/error.h"
#include "tests/support/crash.h"
#include "tests/support/kit.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static void run_to(Crash *crash, int code, const char *text)
{
	g_autofree char *said = NULL;
	int ended = crash_end(crash, crash_begin(crash, CRASH_NIGHTLY, NULL), &said);
	cr_expect_eq(ended, code, "exit %d instead of %d: %s", ended, code, said);
	cr_expect(strstr(said, text) != NULL, "expected '%s' in: %s", text, said);
}

/* ── columns ── */
static const struct {
	const char *breaks;
	const char *mends;
	const char *says;
} columns[] = {
	{ "alter table psrms.outreach_events rename column held_on to day",
	  "alter table psrms.outreach_events rename column day to held_on",
	  "sql/sources/psrms/outreach.sql:" },
	{ "alter table psrms.outreach_events drop column partner",
	  "alter table psrms.outreach_events add column partner text;"
	  "grant select (partner) on psrms.outreach_events to shumar_reader",
	  "sql/sources/psrms/outreach.sql:" },
	{ "alter table psrms.outreach_events alter column attended_women type text",
	  "alter table psrms.outreach_events alter column attended_women type integer using attended_women::integer",
	  "attended_women" },
	{ "revoke select (partner) on psrms.outreach_events from shumar_reader",
	  "grant select (partner) on psrms.outreach_events to shumar_reader",
	  "grant select (partner) on psrms.outreach_events to shumar_extract" },
};

Test(bad_input, column_that_went_or_changed_is_exit_3_with_its_place, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++) {
		crash_copy(crash, CRASH_NIGHTLY);
		g_autofree char *before = crash_figures(crash);
		kit_script(crash->source, columns[n].breaks);
		run_to(crash, 3, columns[n].says);
		g_autofree char *after = crash_figures(crash);
		cr_expect_str_eq(after, before);
		kit_script(crash->source, columns[n].mends);
		crash_run_well(crash, CRASH_NIGHTLY);
		g_autofree char *digest = crash_digest(crash);
		cr_expect_str_eq(digest, undisturbed, "%s", columns[n].breaks);
	}
}

/* ── keys ── */
static const struct {
	const char *sql; /* of the cases */
	const char *code;
	int rejected;
} keys[] = {
	{ "select f.fir_id::text as case_key, f.district, f.station, f.year as fir_year, f.number as fir_number,"
	  " f.registered_at, f.occurred_on, f.sections, f.honour, f.domestic, f.status, f.victims"
	  " from rec.firs f cross join generate_series(1, 2) n",
	  "duplicate-key", 4 },
	{ "select case when f.fir_id > 2 then f.fir_id::text end as case_key, f.district, f.station, f.year as fir_year,"
	  " f.number as fir_number, f.registered_at, f.occurred_on, f.sections, f.honour, f.domestic, f.status, f.victims"
	  " from rec.firs f",
	  "missing-value", 2 },
};

Test(bad_input, mapping_that_gives_keys_twice_or_none_is_rejected_and_resolved, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(Mapping) mapping = records_find("rec", &error);
	cr_assert_not_null(mapping, "%s", error != NULL ? error->message : "");
	g_autofree char *good = NULL;
	for (guint n = 0; n < mapping->feeds->len; n++) {
		const MappingFeed *feed = g_ptr_array_index(mapping->feeds, n);
		if (strcmp(feed->feed, "case") == 0)
			good = g_strdup(feed->file->text);
	}
	records_run_well(records);
	g_autofree char *undisturbed = records_digest(records, true);
	for (size_t n = 0; n < G_N_ELEMENTS(keys); n++) {
		g_autofree char *open = g_strdup_printf(
		    "select count(*) from etl.reject where resolved_run is null and feed = 'case' and code = '%s'"
		    " and content is not null",
		    keys[n].code);
		records_map("case", keys[n].sql);
		records_run_well(records);
		gint64 rejected = records_number(records, open);
		cr_expect_eq(rejected, keys[n].rejected, "%s: %d", keys[n].code, (int)rejected);
		records_map("case", good);
		records_run_well(records);
		cr_expect_eq(records_number(records, open), 0, "%s is not resolved", keys[n].code);
		g_autofree char *digest = records_digest(records, true);
		cr_expect_str_eq(digest, undisturbed, "%s", keys[n].code);
	}
}

/* ── numbers ── */
enum { MEMORY_KB = 64 * 1024 };

Test(bad_input, hundreds_of_thousands_of_rejects_take_no_memory, .timeout = 3000)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *said = NULL;
	g_free(crash_undisturbed(crash, CRASH_NIGHTLY));
	g_autofree char *undisturbed = crash_figures(crash);
	crash_copy(crash, CRASH_NIGHTLY);
	kit_script(
	    crash->source,
	    "insert into psrms.outreach_events select n, '2024-04-01', 'ATL', null, 'seminar', 'law', 'students', 1, 1,"
	    " null, '2024-04-01Z' from generate_series(100001, 300000) n");
	int code = crash_end(crash, crash_begin(crash, CRASH_NIGHTLY, NULL), &said);
	cr_assert_eq(code, 0, "exit %d: %s", code, said);
	const char *memory = strstr(said, "VmHWM:");
	cr_expect_leq(g_ascii_strtoll(memory + strlen("VmHWM:"), NULL, 10), MEMORY_KB, "%s",
		      memory);
	g_autofree char *open = crash_ask(
	    crash,
	    "select count(*) from etl.reject where resolved_run is null and feed = 'outreach'"
	    " and code = 'unknown-district'");
	cr_expect_str_eq(open, "200011");
	kit_script(crash->source, "delete from psrms.outreach_events where event_id > 100000");
	crash_run_well(crash, CRASH_NIGHTLY);
	g_autofree char *figures = crash_figures(crash);
	cr_expect_str_eq(figures, undisturbed);
}

/* ── nothing ── */
Test(bad_input, source_that_suddenly_yields_nothing_stops_the_run, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_free(crash_undisturbed(crash, CRASH_NIGHTLY));
	g_autofree char *before = crash_figures(crash);
	kit_script(crash->source, "create table psrms.kept as select * from psrms.outreach_events;"
				  "truncate psrms.outreach_events");
	run_to(
	    crash, 1,
	    "cannot apply feed 'outreach' of source 'psrms' in Lahore (LHR): 1090 of its 1090 facts would leave");
	run_to(crash, 1, "--accept-loss LHR");
	g_autofree char *after = crash_figures(crash);
	cr_expect_str_eq(after, before);
	crash->options.accept_loss = (const char *const[]){ "all", NULL };
	crash_run_well(crash, CRASH_NIGHTLY);
	g_autofree char *left =
	    crash_ask(crash, "select count(*) from fact.outreach where source = 'psrms'");
	cr_expect_str_eq(left, "0");
	crash->options.accept_loss = NULL;
	kit_script(crash->source, "insert into psrms.outreach_events select * from psrms.kept");
	crash_run_well(crash, CRASH_NIGHTLY);
	g_autofree char *again =
	    crash_ask(crash, "select count(*) from fact.outreach where source = 'psrms'");
	cr_expect_str_eq(again, "1090");
}
