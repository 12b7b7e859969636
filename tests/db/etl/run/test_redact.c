/* Personal data that an earlier version let in leaves facts, versions, ledgers and raw tables;
 * figures stay. */
#include "etl/run/redact.h"

#include "core/error.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

/* What got in: a person in the place of a station, a remark in a coded column, and both in what
 * was rejected; an older version holds them too. */
static const char got_in[] =
    "update fact.\"case\" set station = 'Zohra w/o Aslam' where fir_number = '7';"
    "update fact.accused set station = 'Zohra w/o Aslam' where district = 'KSR';"
    "update fact.\"case\" set relation = 'Begum, House 12 @ Mohalla' where fir_number = '11';"
    "insert into fact.case_history select (jsonb_populate_record(null::fact.case_history, to_jsonb(c) ||"
    " '{\"run_from\": 0, \"run_to\": 1}')).* from fact.\"case\" c where c.fir_number = '7';"
    "insert into etl.reject (first_run, last_run, source, feed, severity, code, field, station, reason, remedy, content, row_key)"
    " values (1, 1, 'rec', 'case', 'row', 'unknown-status', 'status', 'Zohra w/o Aslam', 'There is no status"
    " ''Begum, House 12 @ Mohalla''.', '-', '{\"status\": \"Begum, House 12 @ Mohalla\", \"station\": \"Zohra w/o Aslam\"}', '@x')";

static char *kept(Records *records)
{
	return records_text(
	    records,
	    "select string_agg(h.x::text, '') from (select format('%I.%I', n.nspname, c.relname) as name from"
	    " pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in"
	    " ('cube', 'fact', 'etl', 'stage', 'raw')) t cross join lateral query_to_xml(format('select * from %s',"
	    " t.name), true, false, '') h (x)");
}

static bool redact(Records *records, const char *column, const char *pattern, bool dry,
		   GError **error)
{
	const Redaction redaction = { .source = "rec",
				      .feed = column != NULL ? "case" : NULL,
				      .column = column,
				      .pattern = pattern,
				      .reason = "names in the place of codes" };
	const RunOptions options = { .dry_run = dry };
	g_string_truncate(records->summary, 0);
	return run_redact(records->config, &options, &redaction, records->summary, error);
}

Test(redact, takes_values_out_of_all_that_is_kept_and_leaves_the_figures)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, got_in);
	gint64 cases = records_number(records, "select sum(cases) from cube.case_month");
	cr_assert(redact(records, NULL, NULL, false, &error), "%s", error->message);
	cr_assert(redact(records, "station", "\\bw/o\\b", false, &error), "%s", error->message);
	g_autofree char *text = kept(records);
	static const char *const gone[] = { "Zohra", "Aslam", "Begum", "Mohalla" };
	for (size_t n = 0; n < G_N_ELEMENTS(gone); n++)
		cr_expect(strstr(text, gone[n]) == NULL, "%s", gone[n]);
	cr_expect_eq(records_number(records, "select sum(cases) from cube.case_month"), cases);
	g_autofree char *station = records_text(
	    records,
	    "select string_agg(distinct station, ',') from (select station from fact.\"case\" where"
	    " fir_number = '7' union all select station from fact.accused where district = 'KSR' union all"
	    " select station from cube.case_day where district = 'KSR') s");
	cr_expect_str_eq(station, "REDACTED-1");
	g_autofree char *run =
	    records_text(records, "select concat_ws('|', kind, state, reason) from etl.run order"
				  " by run_no desc limit 1");
	cr_expect_str_eq(
	    run,
	    "redact|published|source 'rec': personal data is taken out: names in the place of codes");
	/* the next night finds nothing changed */
	records_run_well(records);
	cr_expect(strstr(records->summary->str, "nothing changed") != NULL, "%s",
		  records->summary->str);
}

Test(redact, dry_changes_nothing_and_prints_no_value)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, got_in);
	g_autofree char *before = kept(records);
	cr_assert(redact(records, NULL, NULL, true, &error), "%s", error->message);
	g_autofree char *after = kept(records);
	cr_expect_str_eq(after, before);
	cr_expect(strstr(records->summary->str, "Begum") == NULL, "%s", records->summary->str);
	cr_expect(strstr(records->summary->str, "1 values redacted") != NULL, "%s",
		  records->summary->str);
}

Test(redact, of_nothing_is_refused)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	cr_expect_not(redact(records, NULL, NULL, false, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE), "%s", error->message);
	g_clear_error(&error);
	cr_expect_not(redact(records, "no_column", "x", false, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE), "%s", error->message);
}
