/* Values that must not land: the row or field is rejected, the night goes on, and no table, ledger
 * or manifest of the warehouse ever holds the value. */
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

/* Every value of the warehouse as one text, as a dump would show it. */
static char *dump(Records *records)
{
	return records_text(
	    records,
	    "select string_agg(h.x::text, '') from (select format('%I.%I', n.nspname, c.relname) as name from"
	    " pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in"
	    " ('cube', 'fact', 'etl', 'stage', 'raw', 'release')) t cross join lateral query_to_xml(format("
	    "'select * from %s', t.name), true, false, '') h (x)");
}

/* Twenty spellings of a CNIC, twenty of phones, and e-mail addresses. */
static const char *const spellings[] = {
	"35202-1234567-1",
	"3520212345671",
	"35202 1234567 1",
	"35202 1234567 1",
	"35202−1234567−1",
	"35202–1234567–1",
	"35202.1234567.1",
	"35202/1234567/1",
	"35202_1234567_1",
	"35202 - 1234567 - 1",
	"35202--1234567--1",
	"(35202) 1234567-1",
	"35202, 1234567, 1",
	"352 021 234 567 1",
	"3 5 2 0 2 1 2 3 4 5 6 7 1",
	"３５２０２－１２３４５６７－１",
	"𝟛𝟝𝟚𝟘𝟚-𝟙𝟚𝟛𝟜𝟝𝟞𝟟-𝟙",
	"۳۵۲۰۲-۱۲۳۴۵۶۷-۱",
	"٣٥٢٠٢/١٢٣٤٥٦٧/١",
	"352‍02​1234567­1",
	"0300-1234567",
	"03001234567",
	"0300 1234567",
	"0300 1234567",
	"0300−1234567",
	"0300.1234567",
	"0300/1234567",
	"0300-123-4567",
	"0300 12 34 567",
	"03 00 12 34 56 7",
	"(0300) 1234567",
	"+923001234567",
	"+92-300-1234567",
	"+92 (300) 1234567",
	"+92 (0)300 1234567",
	"0092 300 1234567",
	"923001234567",
	"０３００１２３４５６７",
	"٠٣٠٠١٢٣٤٥٦٧",
	"042-35761234",
	"zohra.invented@example.com",
	"zohra ＠ example.com",
};

/* One FIR for each spelling: its number, or its station, is the spelling. */
static void plant(Records *records, const char *column)
{
	g_autoptr(GString) sql = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(spellings); n++)
		g_string_append_printf(
		    sql,
		    "insert into rec.firs (fir_id, district, station, year, number, registered_at, sections, honour,"
		    " domestic, status) values (%zu, 'LHR', 'Civil Lines', 2024, '%zu', '2024-03-01Z', '{302}', false,"
		    " false, 'FIR'); update rec.firs set %s = '%s' where fir_id = %zu;",
		    100 + n, 500 + n, column, spellings[n], 100 + n);
	records_exec(records, sql->str);
}

static void assert_nowhere(Records *records)
{
	g_autofree char *text = dump(records);
	for (size_t n = 0; n < G_N_ELEMENTS(spellings); n++)
		cr_expect(strstr(text, spellings[n]) == NULL, "%s", spellings[n]);
}

Test(withheld, every_spelling_of_a_card_phone_or_mail_rejects_its_row_and_is_nowhere,
     .timeout = 1500)
{
	static const char *const columns[] = { "number", "station", "status" };
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++) {
		g_autoptr(Records) records = records_new();
		plant(records, columns[n]);
		records_run_well(records);
		cr_expect_eq(
		    records_number(records,
				   "select count(*) from etl.reject where code = 'personal-data'"
				   " and severity = 'row' and feed = 'case'"),
		    G_N_ELEMENTS(spellings), "%s", columns[n]);
		/* the others load, and nothing is lost on the way */
		cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 4);
		cr_expect_eq(records_number(records, "select extracted - staged - rejected from"
						     " etl.run_feed where feed = 'case'"),
			     0);
		assert_nowhere(records);
	}
}

Test(withheld,
     one_card_number_in_a_fir_number_is_told_with_station_and_row_and_resolved_by_correction)
{
	g_autoptr(Records) records = records_new();
	records_map(
	    "case",
	    "select f.fir_id as row_id, f.fir_id::text as case_key, f.district, f.station, f.year as"
	    " fir_year, f.number as fir_number, f.registered_at, f.status from rec.firs f");
	records_exec(records, "update rec.firs set number = '35202-1234567-1' where fir_id = 3");
	records_run_well(records);
	g_autofree char *reason = records_text(
	    records, "select concat_ws('|', district, station, code, field, reason) from etl.reject"
		     " where feed = 'case' and resolved_run is null");
	cr_expect_str_eq(
	    reason,
	    "KSR|City|personal-data|fir_number|The fir number holds an identity card number,"
	    " row 3, which is not taken in.");
	records_exec(records, "update rec.firs set number = '7' where fir_id = 3");
	records_run_well(records);
	cr_expect_eq(records_number(
			 records, "select count(*) from etl.reject where code = 'personal-data' and"
				  " resolved_run is null"),
		     0);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 4);
}

Test(withheld, personal_value_inside_an_array_rejects_its_row)
{
	g_autoptr(Records) records = records_new();
	records_exec(records,
		     "update rec.firs set sections = '{302,NULL,0300-1234567}' where fir_id = 3");
	records_run_well(records);
	g_autofree char *reason =
	    records_text(records, "select reason from etl.reject where code = 'personal-data'");
	cr_expect_str_eq(reason, "The sections holds a phone number, which is not taken in.");
	assert_nowhere(records);
}

/* ── lists and forms ── */
#define CASE                                                                                                         \
	"select f.fir_id as row_id, f.fir_id::text as case_key, f.district, f.station, f.year as fir_year, f.number" \
	" as fir_number, f.registered_at, f.status, f.note as relation from rec.firs f"

Test(withheld, free_text_in_a_coded_column_is_blanked_and_shown_as_length_and_shape)
{
	static const char remark[] = "Zohra Begum, House 12, Mohalla Invented";
	g_autoptr(Records) records = records_new();
	g_autofree char *sql =
	    g_strdup_printf("update rec.firs set note = '%s' where fir_id = 1;"
			    "update rec.firs set note = ' HUSBAND ' where fir_id = 2;"
			    "update rec.firs set status = '%s' where fir_id = 3",
			    remark, remark);
	records_map("case", CASE);
	records_exec(records, sql);
	records_run_well(records);
	g_autofree char *told = records_text(
	    records,
	    "select string_agg(concat_ws('|', code, field, reason), ';' order by code collate \"C\") from"
	    " etl.reject where feed = 'case' and severity = 'field'");
	cr_expect_str_eq(
	    told,
	    "unknown-relation|relation|The relation is none of the list (6 words, 30 letters (Latin), 2 digits, 2 other"
	    " characters, row 1).;unknown-status|status|The status is none of the list (6 words, 30 letters (Latin),"
	    " 2 digits, 2 other characters, row 3).");
	g_autofree char *relations = records_text(
	    records,
	    "select string_agg(coalesce(relation, '-'), ',' order by fir_number) from fact.\"case\" where"
	    " district = 'LHR'");
	cr_expect_str_eq(relations, "-,husband");
	g_autofree char *text = dump(records);
	cr_expect(strstr(text, "Begum") == NULL && strstr(text, "Mohalla") == NULL);
}

Test(withheld, station_that_is_none_of_the_listed_ones_rejects_its_row)
{
	g_autoptr(Records) records = records_new();
	records_map("stations.sql", "select 'civil lines' as station union all select 'City'");
	records_exec(records, "update rec.firs set station = 'Bashir Invented' where fir_id = 4");
	records_run_well(records);
	g_autofree char *told =
	    records_text(records, "select reason from etl.reject where code = 'unknown-station'");
	cr_expect_str_eq(told, "The station is none that is known (2 words, 14 letters (Latin)).");
	/* letter case and blanks make no other station */
	g_autofree char *stations = records_text(
	    records,
	    "select string_agg(distinct station, ',' order by station) from fact.\"case\"");
	cr_expect_str_eq(stations, "City,civil lines");
	g_autofree char *text = dump(records);
	cr_expect(strstr(text, "Bashir Invented") == NULL);
}

Test(withheld, name_in_the_place_of_a_fir_number_rejects_its_row)
{
	g_autoptr(Records) records = records_new();
	records_exec(records, "update rec.firs set number = 'Zohra w/o Aslam' where fir_id = 4");
	records_run_well(records);
	cr_expect_eq(
	    records_number(
		records,
		"select count(*) from etl.reject where code = 'fir-number' and severity = 'row'"),
	    1);
	g_autofree char *text = dump(records);
	cr_expect(strstr(text, "Aslam") == NULL);
}

Test(withheld, mapping_without_a_status_is_told_of_in_every_run)
{
	g_autoptr(Records) records = records_new();
	records_map(
	    "case",
	    "select f.fir_id::text as case_key, f.district, f.station, f.year as fir_year, f.number as"
	    " fir_number, f.registered_at from rec.firs f");
	records_run_well(records);
	cr_expect(strstr(records->summary->str,
			 "its feed 'case' gives no status: every case counts as registered only") !=
		      NULL,
		  "%s", records->summary->str);
}

/* Another feed in the place of the outcomes of the records: SQL of FEED's file PATH. */
static void map_instead(const char *path, const char *sql)
{
	records_map("outcome", sql);
	records_map_as("outcome", path);
}

Test(withheld, words_of_a_list_are_read_in_any_letter_case_and_others_are_told)
{
	g_autoptr(Records) records = records_new();
	map_instead(
	    "sources/rec/complaint.sql",
	    "select n.key as complaint_key, '2024-03-01 10:00Z'::timestamptz + n.key::integer * interval '1 hour' as received_at,"
	    " 'LHR' as district, n.disposal, n.score as satisfaction from rec.calls n");
	records_exec(
	    records,
	    "create table rec.calls (key text, disposal text, score integer); insert into rec.calls values"
	    " ('1', 'fir', 1), ('2', 'FIR', 5), ('3', ' Fir ', 9), ('4', 'Fir registered', 0), ('5', 'nonsense', -1)");
	records_run_well(records);
	g_autofree char *counted = records_text(
	    records,
	    "select string_agg(concat_ws(' ', disposal, n), ',' order by disposal) from (select disposal, count(*) as n"
	    " from fact.complaint group by 1) d");
	cr_expect_str_eq(counted, "fir 3,open 2");
	g_autofree char *scores = records_text(
	    records,
	    "select string_agg(satisfaction::text, ',' order by satisfaction) from fact.complaint");
	cr_expect_str_eq(scores, "1,5");
	g_autofree char *told = records_text(
	    records,
	    "select string_agg(concat_ws(' ', field, n), ',' order by field) from (select field, count(*) as n"
	    " from etl.reject where feed = 'complaint' group by 1) r");
	cr_expect_str_eq(told, "disposal 2,satisfaction 3");
	g_autofree char *text = dump(records);
	cr_expect(strstr(text, "nonsense") == NULL);
}

Test(withheld, blank_number_of_women_stays_missing)
{
	g_autoptr(Records) records = records_new();
	map_instead(
	    "sources/rec/outreach.sql",
	    "select n.key as outreach_key, '2024-03-01'::date as held_on, 'LHR' as district, 'workshop' as kind,"
	    " n.women as attended_women, n.men as attended_men from rec.sessions n");
	records_exec(
	    records,
	    "create table rec.sessions (key text, women integer, men integer); insert into rec.sessions values"
	    " ('1', 12, 3), ('2', null, 4), ('3', null, null)");
	records_run_well(records);
	g_autofree char *facts = records_text(
	    records,
	    "select string_agg(concat_ws('|', coalesce(attended_women::text, '-'), coalesce(attended_men::text, '-')), ','"
	    " order by attended_women, attended_men) from fact.outreach");
	cr_expect_str_eq(facts, "12|3,-|4,-|-");
	g_autofree char *cells = records_text(
	    records,
	    "select concat_ws('|', sum(sessions), sum(attended_women), sum(attended_men), sum(unknown_women),"
	    " sum(unknown_men), sum(unrecorded)) from cube.outreach_day");
	cr_expect_str_eq(cells, "3|12|7|2|1|2");
}

/* What a mapping has no column for is missing, not rejected, and nothing else changes. */
Test(withheld, columns_that_a_mapping_leaves_out_are_missing)
{
	g_autoptr(Records) records = records_new();
	map_instead(
	    "sources/rec/complaint.sql",
	    "select n.key as complaint_key, '2024-03-01 20:30Z'::timestamptz as received_at, 'LHR' as district, n.score as satisfaction"
	    " from rec.calls n");
	records_map(
	    "accused",
	    "select n.key as training_key, n.key as officer_key, 'LHR' as district, 'Course' as course,"
	    " '2024-03-01'::date as completed_on from rec.calls n");
	records_map_as("accused", "sources/rec/training.sql");
	records_exec(
	    records,
	    "create table rec.calls (key text, score integer); insert into rec.calls values"
	    " ('1', 5), ('2', null), ('3', 99)");
	records_run_well(records);
	g_autofree char *facts = records_text(
	    records,
	    "select concat_ws('|', count(*), count(satisfaction), count(feedback), min(received_hour)) from fact.complaint");
	cr_expect_str_eq(facts, "3|1|0|1");
	g_autofree char *cells = records_text(
	    records,
	    "select string_agg(concat_ws('|', feedback, score, complaints), ',' order by score) from cube.feedback_month");
	cr_expect_str_eq(cells, "|0|2,|5|1");
	g_autofree char *officers = records_text(
	    records,
	    "select concat_ws('|', sum(officers), count(station)) from report.trained_officers");
	cr_expect_str_eq(officers, "3|0");
}

/* The words of the list, and where officers serve; a word that is none is blanked and told. */
Test(withheld, feedback_and_stations_of_trainings_are_taken)
{
	g_autoptr(Records) records = records_new();
	map_instead(
	    "sources/rec/complaint.sql",
	    "select n.key as complaint_key, '2024-03-01 10:00Z'::timestamptz as received_at, 'LHR' as district, n.feedback"
	    " from rec.calls n");
	records_map(
	    "accused",
	    "select n.key as training_key, n.officer as officer_key, 'LHR' as district, 'Course' as course,"
	    " '2024-03-01'::date + n.key::integer as completed_on, n.station from rec.calls n");
	records_map_as("accused", "sources/rec/training.sql");
	records_exec(
	    records,
	    "create table rec.calls (key text, feedback text, officer text, station text); insert into rec.calls values"
	    " ('1', 'answered', 'a', 'City'), ('2', 'Not asked', 'a', 'Cantt'), ('3', 'maybe', 'b', 'City'), ('4', 'refused', 'c', null)");
	records_run_well(records);
	g_autofree char *said = records_text(
	    records,
	    "select string_agg(concat_ws(' ', feedback, complaints), ',' order by feedback) from cube.feedback_month");
	cr_expect_str_eq(said, " 1,answered 1,not_asked 1,refused 1");
	g_autofree char *told = records_text(
	    records, "select string_agg(concat_ws(' ', field, code), ',') from etl.reject");
	cr_expect_str_eq(told, "feedback unknown-feedback");
	/* an officer with two courses is one, trained on the day of the first, where the last found
	 * her */
	g_autofree char *officers = records_text(
	    records,
	    "select string_agg(concat_ws(' ', station, first_on, officers), ',' order by first_on) from report.trained_officers");
	cr_expect_str_eq(officers, "Cantt 2024-03-02 1,City 2024-03-04 1,2024-03-05 1");
}
