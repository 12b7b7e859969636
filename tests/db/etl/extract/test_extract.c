#include "etl/extract/extract.h"

#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

/* Every value of the warehouse as one text, as a dump would show it. */
static char *dump(Records *records)
{
	return records_text(
	    records,
	    "select string_agg(h.x::text, '') from (select format('%I.%I', n.nspname, c.relname) as name from"
	    " pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in"
	    " ('cube', 'fact', 'etl', 'stage', 'ref')) t cross join lateral query_to_xml(format('select * from %s',"
	    " t.name), true, false, '') h (x)");
}

Test(extract, carries_no_name_card_or_phone_into_the_warehouse)
{
	static const char *const secrets[] = { "Zohra", "Bashir", "35202", "1234567", "7654321" };
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	g_autofree char *text = dump(records);
	for (size_t n = 0; n < G_N_ELEMENTS(secrets); n++)
		cr_expect(strstr(text, secrets[n]) == NULL, "%s", secrets[n]);
}

Test(extract, hashes_a_key_alike_in_every_feed_and_never_stores_it)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	cr_expect_eq(
	    records_number(
		records,
		"select count(*) from fact.accused a join fact.\"case\" c using (case_key)"),
	    5);
	cr_expect_eq(records_number(records,
				    "select count(*) from fact.outcome o join fact.accused a using"
				    " (case_key, accused_key)"),
		     3);
}

Test(extract, reads_an_empty_source)
{
	g_autoptr(Records) records = records_new();
	records_exec(records, "truncate rec.firs, rec.accused, rec.outcomes");
	records_run_well(records);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 0);
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 1);
}

Test(extract, keeps_as_at_time_zone_and_jurisdiction_of_the_source)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	g_autofree char *text =
	    records_text(records, "select concat_ws('|', jurisdiction, timezone, as_at at time zone"
				  " 'UTC', last_run) from etl.source");
	cr_expect_str_eq(text, "punjab|Asia/Karachi|2024-06-30 12:00:00|1");
}

/* ── CSV ── */
/* Cook County's mapping on a folder with two invented cases. */
static void put_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
}

static void put_cook(Records *records)
{
	ConfigSource *source = g_ptr_array_index(records->config->sources, 0);
	g_clear_pointer(&source->connection, g_free);
	g_free(source->mapping);
	source->mapping = g_strdup("cook");
	g_free(source->name);
	source->name = g_strdup("cook");
	source->folder = g_build_filename(records->config->data, "drop", NULL);
	cr_assert_eq(g_mkdir_with_parents(source->folder, 0755), 0);
	put_file(
	    source->folder, "cook_intake_2019.csv",
	    "case_id,case_participant_id,received_date,participant_status,age_at_incident,gender,"
	    "incident_begin_date,law_enforcement_agency,arrest_date,defendant_name\n"
	    "c1,p1,2019-01-02,Approved,30,Male,2019-01-01,PD ONE,2019-01-01,Never Read\n"
	    "c2,p2,2019-02-02,Approved,31,Female,2019-02-01,PD TWO,1965-01-01,Never Read\n");
	put_file(source->folder, "cook_initiation_2019.csv",
		 "case_participant_id,event_date\np1,2019-01-10\n");
	put_file(
	    source->folder, "cook_dispositions_2019.csv",
	    "case_id,case_participant_id,charge_id,charge_version_id,disposition_date,charge_disposition,"
	    "court_name,arraignment_date,received_date\n"
	    "c1,p1,1,1,2019-06-01,Plea Of Guilty,Court One,2019-02-01,2019-01-02\n");
	put_file(
	    source->folder, "cook_sentencing_2019.csv",
	    "case_participant_id,charge_id,charge_version_id,sentence_type,current_sentence,commitment_term,"
	    "commitment_unit\np1,1,1,Probation,true,24,Months\n");
}

static bool run_cook(Records *records, GError **error)
{
	const RunOptions options = { 0 };
	g_string_truncate(records->summary, 0);
	return run_nightly(records->config, &options, records->summary, error);
}

static void run_cook_well(Records *records)
{
	g_autoptr(GError) error = NULL;
	cr_assert(run_cook(records, &error), "%s", error != NULL ? error->message : "");
}

Test(extract, reads_files_through_the_same_path)
{
	g_autoptr(Records) records = records_new();
	put_cook(records);
	run_cook_well(records);
	cr_expect_eq(
	    records_number(records, "select sum(cases) from cube.case_day where district = 'COOK'"),
	    2);
	cr_expect_eq(
	    records_number(
		records,
		"select sum(accused) from cube.decided_day where outcome_class = 'guilty'"),
	    1);
	cr_expect_eq(records_number(records,
				    "select count(*) from etl.reject where code = 'date-range' and"
				    " file = 'cook_intake_2019.csv' and line = 3"),
		     1);
	cr_expect_eq(
	    records_number(
		records,
		"select count(*) from pg_tables where schemaname = 'stage' and tablename like"
		" 'cook%'"),
	    0);
}

Test(extract, does_not_read_files_that_are_the_same_again)
{
	g_autoptr(Records) records = records_new();
	put_cook(records);
	run_cook_well(records);
	run_cook_well(records);
	cr_expect(strstr(records->summary->str, "unchanged since its last run") != NULL);
	cr_expect(strstr(records->summary->str, "nothing changed since run 1") != NULL);
	ConfigSource *source = g_ptr_array_index(records->config->sources, 0);
	put_file(source->folder, "cook_initiation_2019.csv",
		 "case_participant_id,event_date\np1,2019-01-11\n");
	run_cook_well(records);
	cr_expect_eq(records_number(records,
				    "select sum(accused) from cube.challan_day where challaned_on ="
				    " '2019-01-11'"),
		     1);
}

Test(extract, dry_run_of_files_leaves_no_trace)
{
	g_autoptr(Records) records = records_new();
	put_cook(records);
	run_cook_well(records);
	g_autofree char *before = records_digest(records, false);
	ConfigSource *source = g_ptr_array_index(records->config->sources, 0);
	put_file(source->folder, "cook_initiation_2019.csv",
		 "case_participant_id,event_date\np1,2099-01-11\n");
	const RunOptions options = { .dry_run = true };
	cr_assert(run_nightly(records->config, &options, records->summary, NULL));
	g_autofree char *after = records_digest(records, false);
	cr_expect_str_eq(after, before);
}

Test(extract, fails_when_the_only_folder_is_away)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	put_cook(records);
	ConfigSource *source = g_ptr_array_index(records->config->sources, 0);
	g_free(source->folder);
	source->folder = g_strdup("/nonexistent");
	cr_assert_not(run_cook(records, &error));
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 0);
}
