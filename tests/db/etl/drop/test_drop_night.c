/* Nights over folders and databases: files refused as a whole, names folded at the door, districts
 * known by any spelling. */
#include "core/error.h"
#include "tests/support/drop_night.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_night, .timeout = 120);

#define NIGHTLY " where source = 'night'"

/* ── files refused as a whole ── */
Test(drop_night, a_file_that_is_refused_stops_nothing_else_and_the_exit_says_so)
{
	g_autoptr(Records) records = drop_night_new();
	g_autoptr(GError) error = NULL;
	drop_night_put(records, "firs.csv", "identity,district\n1,LHR\n");
	drop_night_put(records, "walks.csv", WALKS "1,LHR,2024-02-01,30\n");
	drop_night_put(records, "notes.txt", "x");
	cr_assert_not(drop_night_run(records, &error));
	cr_assert(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_REFUSED));
	cr_expect_str_eq(error->message, "run 1 is done, but without files that are refused as a "
					 "whole: 'firs.csv' of source 'night'");
	cr_expect_not_null(error_hint(error));
	rows_check(records->warehouse, "select count(*) from fact.\"case\"", "4\n");
	rows_check(records->warehouse, "select count(*) from fact.outreach", "1\n");
	rows_check(records->warehouse, "select state from etl.run", "published\n");
	static const char *const lines[] = {
		"source 'night': 1 file is refused as a whole: 'firs.csv'\n",
		"source 'night': 1 file fits no pattern and is not read: 'notes.txt'\n",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(lines); n++)
		cr_expect_not_null(strstr(records->summary->str, lines[n]), "no '%s' in\n%s",
				   lines[n], records->summary->str);
}

Test(drop_night, the_exit_goes_on_saying_so_until_the_file_is_put_right)
{
	g_autoptr(Records) records = drop_night_new();
	g_autoptr(GError) first = NULL;
	g_autoptr(GError) second = NULL;
	drop_night_put(records, "firs.csv", FIRS "1,LHR,Saddar,2024,7,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	drop_night_put(records, "firs.csv", "identity\n1\n");
	cr_assert_not(drop_night_run(records, &first));
	cr_expect_eq(first->code, SHUMAR_ERROR_REFUSED, "%s", first->message);
	rows_check(records->warehouse, "select count(*) from fact.\"case\"" NIGHTLY, "1\n");
	cr_assert_not(drop_night_run(records, &second));
	cr_expect_eq(second->code, SHUMAR_ERROR_REFUSED, "%s", second->message);
	drop_night_put(records, "firs.csv", FIRS "1,LHR,Saddar,2024,8,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(records->warehouse, "select fir_number from fact.\"case\"" NIGHTLY, "8\n");
}

Test(drop_night, a_source_none_of_whose_files_can_be_read_keeps_its_facts)
{
	g_autoptr(Records) records = drop_night_new();
	g_autoptr(GError) error = NULL;
	drop_night_put(records, "firs.csv", FIRS "1,LHR,Saddar,2024,7,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(records->warehouse, "select count(*) from fact.\"case\"" NIGHTLY, "1\n");
	/* the raw tables go, as with a crash of the server */
	records_exec_warehouse(records, "truncate raw.loaded, raw.reject, raw.present, "
					"raw.rows_night_firs, raw.rows_night_walks");
	drop_night_put(records, "firs.csv", "identity\n1\n");
	records_exec(records, "update rec.firs set victims = 9 where fir_id = 1");
	cr_assert_not(drop_night_run(records, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_REFUSED, "%s", error->message);
	rows_check(records->warehouse, "select count(*) from fact.\"case\"" NIGHTLY, "1\n");
	rows_check(records->warehouse, "select count(*) from fact.\"case\" where victims = 9",
		   "1\n");
	cr_expect_not_null(
	    strstr(records->summary->str, "source 'night': refused, its facts stay as they were"),
	    "%s", records->summary->str);
}

/* ── keys and names at the door ── */
#define NBSP "\u00a0"
#define RLM  "\u200f"
#define ZWJ  "\u200d"

static const char spelled_firs[] = FIRS "1,LHR,Saddar,2024,7,2024-01-05T10:00:00\n"
					"2" NBSP ",LHR,Saddar" NBSP ",2024,8,2024-01-05T10:00:00\n"
					"3,LHR,Saddar" RLM ",2024,9,2024-01-05T10:00:00\n"
					"4,LHR,Sad" ZWJ "dar,2024,10,2024-01-05T10:00:00\n"
					"5,LHR,SADDAR,2024,11,2024-01-05T10:00:00\n"
					"2,LHR,Saddar,2024,12,2024-01-05T10:00:00\n"
					"6,LHR,Saddar,2024,7" NBSP ",2024-01-05T10:00:00\n" NBSP
					",LHR,Saddar,2024,13,2024-01-05T10:00:00\n"
					"7,LHR," NBSP ",2024,14,2024-01-05T10:00:00\n";

Test(drop_night, keys_and_names_of_files_are_folded_at_the_door)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv", spelled_firs);
	drop_night_run_well(records);
	rows_check(
	    records->warehouse,
	    "select station, count(*), string_agg(fir_number, ' ' order by length(fir_number), "
	    "fir_number) from fact.\"case\"" NIGHTLY " group by 1",
	    "Saddar|5|7 8 9 10 11\n");
	rows_check(
	    records->warehouse,
	    "select code, count(*) from etl.reject where severity = 'row' group by 1 order by 1",
	    "duplicate-fir|1\nduplicate-key|1\nmissing-value|1\nvalue-missing|1\n");
	rows_check(records->warehouse,
		   "select distinct station from cube.case_day where station ~* 'sad' and "
		   "district = 'LHR'",
		   "Saddar\n");
}

Test(drop_night, keys_and_names_of_databases_are_folded_at_the_door)
{
	g_autoptr(Records) records = drop_night_new();
	records_map(
	    "case",
	    "select replace(f.fir_id::text, '4', chr(160)) as case_key, f.district, f.station, f.year as fir_year,"
	    " f.number as fir_number, f.registered_at, f.sections, f.honour, f.domestic from rec.firs f");
	records_exec(
	    records,
	    "update rec.firs set station = U&'Civil\\00A0\\00A0Lines\\200F' where fir_id = 1;"
	    "update rec.firs set station = U&'CIVIL LI\\200DNES', number = U&'11\\00A0' where fir_id = 2;"
	    "delete from rec.outcomes; delete from rec.accused");
	drop_night_run_well(records);
	rows_check(
	    records->warehouse,
	    "select district, station, fir_number from fact.\"case\" where source = 'rec' order by 1, 2, 3",
	    "KSR|City|7\nLHR|Civil Lines|11\n");
	rows_check(records->warehouse,
		   "select code from etl.reject where source = 'rec' order by 1",
		   "duplicate-fir\nmissing-value\n");
}

Test(drop_night, the_spelling_of_a_station_does_not_hang_on_the_order_of_its_rows)
{
	static const char *const lines[] = {
		"1,LHR,SADDAR,2024,1,2024-01-05T10:00:00\n",
		"2,LHR,Saddar,2024,2,2024-01-05T10:00:00\n",
		"3,LHR,Sad" ZWJ "dar,2024,3,2024-01-05T10:00:00\n",
		"4,LHR,saddar,2024,4,2024-01-05T10:00:00\n",
	};
	for (size_t first = 0; first < G_N_ELEMENTS(lines); first++) {
		g_autoptr(Records) records = drop_night_new();
		g_autoptr(GString) text = g_string_new(FIRS);
		for (size_t n = 0; n < G_N_ELEMENTS(lines); n++)
			g_string_append(text, lines[(first + n) % G_N_ELEMENTS(lines)]);
		drop_night_put(records, "firs.csv", text->str);
		drop_night_run_well(records);
		rows_check(records->warehouse,
			   "select station, count(*) from fact.\"case\"" NIGHTLY " group by 1",
			   "Saddar|4\n");
	}
}

Test(drop_night, a_station_keeps_the_spelling_that_the_facts_have)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv", FIRS "1,LHR,saddar,2024,1,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	drop_night_put(records, "firs.csv",
		       FIRS "1,LHR,saddar,2024,1,2024-01-05T10:00:00\n"
			    "2,LHR,Saddar,2024,2,2024-01-05T10:00:00\n"
			    "3,LHR,Saddar,2024,3,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(records->warehouse,
		   "select station, count(*) from fact.\"case\"" NIGHTLY " group by 1",
		   "saddar|3\n");
	rows_check(records->warehouse, "select count(*) from etl.reject", "0\n");
}

/* As a program of before left it: facts under several spellings, and no word of folding. */
Test(drop_night, a_warehouse_of_before_heals_by_itself)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv",
		       FIRS "1,LHR,Saddar,2024,1,2024-01-05T10:00:00\n"
			    "2,LHR,Saddar,2024,2,2024-01-05T10:00:00\n"
			    "3,LHR,SADDAR,2024,3,2024-01-05T10:00:00\n");
	records_exec_warehouse(
	    records,
	    "alter function engine.stage_settle_stations rename to of_now;"
	    "create function engine.stage_settle_stations() returns void language sql as ''");
	drop_night_run_well(records);
	rows_check(
	    records->warehouse,
	    "select station, sum(cases) from cube.case_day where district = 'LHR' and station ilike "
	    "'saddar' group by 1 order by 1",
	    "SADDAR|1\nSaddar|2\n");
	records_exec_warehouse(
	    records,
	    "drop function engine.stage_settle_stations; alter function engine.of_now rename to stage_settle_stations;"
	    "insert into etl.definition (path, sha256) values ('etl/rules/00_before.sql', 'of before')");
	drop_night_run_well(records);
	rows_check(
	    records->warehouse,
	    "select station, sum(cases) from cube.case_day where district = 'LHR' and station ilike "
	    "'saddar' group by 1 order by 1",
	    "Saddar|3\n");
	rows_check(records->warehouse, "select reason from etl.run where kind = 'reclassify'",
		   "changed: sql/etl/rules/00_before.sql\n");
}

/* ── districts ── */
Test(drop_night, districts_are_known_by_any_spelling_of_their_names)
{
	static const char *const spellings[][2] = {
		{ "پاكپتن", "PKP" }, /* Arabic kaf */
		{ "پاکپتن", "PKP" },
		{ "لاهور", "LHR" }, /* Arabic heh */
		{ "لاہور", "LHR" },
		{ "لاہُور", "LHR" },
		{ "LHR" NBSP, "LHR" },
		{ "lahore ", "LHR" },
		{ "LaHoRe" RLM, "LHR" },
		{ "La" ZWJ "hore", "LHR" },
		{ "\uff2c\uff28\uff32", "LHR" },
		{ "Dera" NBSP NBSP "Ghazi  Khan", "DGK" },
	};
	g_autoptr(Records) records = drop_night_new();
	g_autoptr(GString) text = g_string_new(FIRS);
	for (size_t n = 0; n < G_N_ELEMENTS(spellings); n++)
		g_string_append_printf(text, "%zu,%s,Saddar,2024,10%zu,2024-01-05T10:00:00\n", n,
				       spellings[n][0], n);
	drop_night_put(records, "firs.csv", text->str);
	drop_night_run_well(records);
	for (size_t n = 0; n < G_N_ELEMENTS(spellings); n++) {
		g_autofree char *sql = g_strdup_printf(
		    "select district from fact.\"case\"" NIGHTLY " and fir_number = '10%zu'", n);
		g_autofree char *district = rows_text(records->warehouse, sql);
		g_strchomp(district);
		cr_expect_str_eq(district, spellings[n][1], "'%s' became '%s'", spellings[n][0],
				 district);
	}
}

Test(drop_night, an_unknown_district_shows_its_letters_and_what_is_no_word_only_its_look)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv",
		       FIRS "1,Nowhere,Saddar,2024,1,2024-01-05T10:00:00\n"
			    "2,ڀاڪ,Saddar,2024,2,2024-01-05T10:00:00\n"
			    "3,Bibi Invented of Street 4,Saddar,2024,3,2024-01-05T10:00:00\n"
			    "4,a@b.invalid,Saddar,2024,4,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(
	    records->warehouse,
	    "select reason from etl.reject where code = 'unknown-district' order by content ->> 'fir_number'",
	    "There is no district 'Nowhere'.\n"
	    "There is no district 'ڀاڪ' (U+0680 U+0627 U+06AA).\n"
	    "What is given as the district is none, and is not shown: 5 words, 20 letters, 1 digit.\n");
	rows_check(records->warehouse,
		   "select count(*) from etl.reject r where r::text ~* 'invented|invalid'", "0\n");
}

Test(drop_night, a_rejected_district_is_resolved_when_its_spelling_is_added)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv",
		       FIRS "1,پاكپتن شريف,Saddar,2024,101,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(records->warehouse, "select count(*) from fact.\"case\"" NIGHTLY, "0\n");
	records_exec_warehouse(records, "insert into ref.district_alias (alias, code) values "
					"('پاکپتن شریف', 'PKP')");
	drop_night_put(records, "firs.csv",
		       FIRS "1,پاكپتن شريف,Saddar,2024,101,2024-01-05T10:00:00\n"
			    "2,LHR,Saddar,2024,102,2024-01-05T10:00:00\n");
	drop_night_run_well(records);
	rows_check(records->warehouse,
		   "select district, fir_number from fact.\"case\"" NIGHTLY " order by 2",
		   "PKP|101\nLHR|102\n");
	rows_check(records->warehouse, "select count(*) from etl.reject where resolved_run is null",
		   "0\n");
}

/* ── two folders, one mapping ── */
Test(drop_night, one_mapping_serves_two_folders_whatever_the_sources_are_called)
{
	g_autoptr(Records) records = drop_night_new();
	drop_night_put(records, "firs.csv", FIRS "1,LHR,Saddar,2024,7,2024-01-05T10:00:00\n");
	ConfigSource *other = g_new0(ConfigSource, 1);
	other->name = g_strdup("other-desk");
	other->mapping = g_strdup("night");
	other->folder = server_scratch();
	g_ptr_array_add(records->config->sources, other);
	g_autofree char *firs = g_build_filename(other->folder, "firs.csv", NULL);
	g_autofree char *walks = g_build_filename(other->folder, "walks.csv", NULL);
	cr_assert(g_file_set_contents(firs,
				      FIRS "1,KSR,Saddar,2024,7,2024-01-05T10:00:00\n"
					   "2,KSR,Saddar,2024,8,2024-01-06T10:00:00\n",
				      -1, NULL));
	cr_assert(g_file_set_contents(walks, WALKS, -1, NULL));
	drop_night_run_well(records);
	rows_check(records->warehouse,
		   "select source, district, count(*) from fact.\"case\" where source in ('night', "
		   "'other-desk') group by 1, 2 order by 1",
		   "night|LHR|1\nother-desk|KSR|2\n");
	/* what the files cover is known of both: it is told by the files that a feed reads */
	rows_check(records->warehouse,
		   "select source, feed, file from etl.feed_file where source in ('night', "
		   "'other-desk') order by 1, 2",
		   "night|case|firs\nnight|outreach|walks\nother-desk|case|firs\n"
		   "other-desk|outreach|walks\n");
}
