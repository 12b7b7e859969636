#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

/* What a change of the records does to the facts and the ledger. */
static const struct {
	const char *what;
	const char *change;   /* in the source, after the first run */
	const char *question; /* of the warehouse, after the second */
	const char *answer;
} changes[] = {
	{ "a correction closes the old version and opens a new one",
	  "update rec.firs set victims = 3 where fir_id = 1",
	  "select concat_ws('|', f.victims, f.run_from, h.victims, h.run_from, h.run_to) from fact.\"case\" f join"
	  " fact.case_history h using (case_key)",
	  "3|2|1|1|2" },
	{ "a correction is counted as one change",
	  "update rec.firs set victims = 3 where fir_id = 1",
	  "select concat_ws('|', opening, added, changed, deleted, closing) from etl.run_feed where run_no = 2 and feed ="
	  " 'case'",
	  "4|0|1|0|4" },
	{ "a reclassification reaches the accused and the outcomes of the case",
	  "update rec.firs set sections = '{375-A}' where fir_id = 1",
	  "select concat_ws('|', (select string_agg(distinct category, ',') from fact.accused where case_key in (select"
	  " case_key from fact.\"case\" where category = 'GANGRAPE')), (select count(*) from fact.outcome where category ="
	  " 'GANGRAPE'))",
	  "GANGRAPE|3" },
	{ "a deleted case takes its accused and outcomes along",
	  "delete from rec.outcomes where fir_id = 1; delete from rec.accused where fir_id = 1; delete from rec.firs where"
	  " fir_id = 1",
	  "select concat_ws('|', (select count(*) from fact.\"case\"), (select count(*) from fact.accused), (select count(*)"
	  " from fact.outcome), (select count(*) from fact.outcome_history))",
	  "3|3|0|3" },
	{ "a late outcome decides for its accused",
	  "insert into rec.outcomes values (4, 3, 4, '2024-06-01', 'CONVICTED')",
	  "select concat_ws('|', outcome_class, decided_on) from fact.accused where status = 'ARRESTED'",
	  "guilty|2024-06-01" },
	{ "a case that comes back is a new version",
	  "delete from rec.firs where fir_id = 2; update rec.accused set fir_id = 3 where fir_id = 2",
	  "select count(*) || '|' || max(run_to) from fact.case_history", "1|2" },
	{ "a FIR that moves to another district moves its cells",
	  "update rec.firs set district = 'MLN' where fir_id = 4",
	  "select string_agg(district, ',' order by district) from cube.case_day",
	  "KSR,LHR,LHR,MLN" },
	{ "a row that turns bad leaves the facts and is kept in the ledger",
	  "update rec.firs set registered_at = '2062-01-01' where fir_id = 4",
	  "select concat_ws('|', (select count(*) from fact.\"case\"), (select string_agg(feed || ' ' || code, ',' order by"
	  " reject_no) from etl.reject where first_run = 2))",
	  "3|case date-range,accused orphan-case" },
};

Test(apply, follows_the_records)
{
	for (size_t n = 0; n < G_N_ELEMENTS(changes); n++) {
		g_autoptr(Records) records = records_new();
		records_run_well(records);
		records_exec(records, changes[n].change);
		records_run_well(records);
		g_autofree char *answer = records_text(records, changes[n].question);
		cr_expect_str_eq(answer, changes[n].answer, "%s: %s", changes[n].what, answer);
	}
}

/* ── derived columns ── */
static const struct {
	const char *sections;
	bool honour;
	bool domestic;
	const char *category;
} classes[] = {
	{ "{376(i)}", false, false, "RAPE" },
	{ "{376 iii}", false, false, "RAPE" },
	{ "{376(ii)}", false, false, "GANGRAPE" },
	{ "{376(x)}", false, false, "RAPE" }, /* an unlisted clause is its section */
	{ "{376-A}", false, false, "OTHER" }, /* but 376-A is another section */
	{ "{496A}", false, false, "KIDNAP" },
	{ "{365b}", false, false, "KIDNAP" },
	{ "{336-B/34}", false, false, "ACID" },
	{ "{302}", false, false, "MURDER" },
	{ "{302}", true, false, "HONOUR" },
	{ "{337-A(i)}", false, true, "DOMVIOL" },
	{ "{337-A(i)}", false, false, "OTHER" }, /* hurt is domestic only with the flag */
	{ "{337-A(ix)}", false, true, "DOMVIOL" },
	{ "{506,376,34}", false, false, "RAPE" }, /* the most serious decides, 34 never */
	{ "{34,109}", false, false, "OTHER" },
	{ "{PECA 20}", false, false, "CYBER" },
	{ "{20/21 PECA 2016}", false, false, "CYBER" },
	{ "{PPC 509}", false, false, "HARASS" },
	{ "{509 PPC}", false, false, "HARASS" },
	{ "{506(b) P.P.C}", false, false, "INTIMID" },
	{ "{}", false, false, "OTHER" },
	{ "{99999}", false, false, "OTHER" },
};

Test(apply, classifies_by_the_most_serious_deciding_section)
{
	g_autoptr(Records) records = records_new();
	for (size_t n = 0; n < G_N_ELEMENTS(classes); n++) {
		g_autofree char *insert = g_strdup_printf(
		    "insert into rec.firs values (%d, 'LHR', 'Class', 2024, '%d', '2024-03-01', null, '%s', %s, %s, 'FIR', 1)",
		    (int)n + 100, (int)n + 100, classes[n].sections,
		    classes[n].honour ? "true" : "false", classes[n].domestic ? "true" : "false");
		records_exec(records, insert);
	}
	records_run_well(records);
	for (size_t n = 0; n < G_N_ELEMENTS(classes); n++) {
		g_autofree char *question = g_strdup_printf(
		    "select category from fact.\"case\" where station = 'Class' and fir_number = '%d'",
		    (int)n + 100);
		g_autofree char *category = records_text(records, question);
		cr_expect_str_eq(category, classes[n].category, "%s: %s", classes[n].sections,
				 category);
	}
}

Test(apply, takes_a_section_only_on_the_days_it_is_valid)
{
	g_autoptr(Records) records = records_new();
	records_exec(
	    records,
	    "update rec.firs set sections = '{PECA 20}', registered_at = '2015-06-01' where fir_id = 1;"
	    "update rec.firs set sections = '{PECA 20}', registered_at = '2016-06-01' where fir_id = 3;"
	    "delete from rec.outcomes");
	records_run_well(records);
	g_autofree char *text = records_text(
	    records,
	    "select string_agg(category, ',' order by registered_at) from fact.\"case\" where sections = '{PECA 20}'");
	cr_expect_str_eq(text, "OTHER,CYBER");
}

Test(apply, takes_the_civil_day_of_the_source)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	/* 20:30 UTC is 01:30 of the next day in Pakistan */
	cr_expect_eq(records_number(
			 records,
			 "select count(*) from fact.\"case\" where registered_on = '2024-01-11' and"
			 " category = 'RAPE'"),
		     1);
}

Test(apply, lets_a_guilty_charge_decide_for_the_accused)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	g_autofree char *text = records_text(
	    records,
	    "select string_agg(outcome_class || ' ' || decided_on, ',' order by status) from"
	    " fact.accused where decided_on is not null");
	cr_expect_str_eq(text, "not_guilty 2024-05-02,guilty 2024-05-02");
}

/* ── rules ── */
static const struct {
	const char *change;
	const char *expected; /* feed, severity, code, field of the entries, in order */
} rules[] = {
	{ "update rec.firs set station = ' ' where fir_id = 4",
	  "case row missing-value station;accused row orphan-case case_key" },
	{ "update rec.firs set district = 'Atlantis' where fir_id = 4",
	  "case row unknown-district district;accused row orphan-case case_key" },
	{ "update rec.firs set registered_at = '1989-01-01' where fir_id = 4",
	  "case row date-range registered_at;accused row orphan-case case_key" },
	{ "insert into rec.firs select 9, district, station, year, number, registered_at from rec.firs where fir_id = 4",
	  "case row duplicate-fir fir_number" },
	{ "update rec.firs set status = 'NONSENSE' where fir_id = 4",
	  "case field unknown-status status" },
	{ "update rec.firs set occurred_on = '2109-01-01' where fir_id = 4",
	  "case field occurred-after-registered occurred_on" },
	{ "update rec.firs set victims = -1 where fir_id = 4",
	  "case field negative-count victims" },
	{ "update rec.firs set sections = '{9999,PPC 376,abc}' where fir_id = 4",
	  "case warning unknown-section sections" },
	{ "insert into rec.accused values (6, 99, null, null, 'ARRESTED')",
	  "accused row orphan-case case_key" },
	{ "update rec.accused set status = 'FLED' where accused_id = 5",
	  "accused field unknown-status status" },
	{ "update rec.accused set arrested_on = '1965-01-01' where accused_id = 5",
	  "accused field date-range arrested_on" },
	{ "update rec.accused set arrested_on = '2022-12-01' where accused_id = 5",
	  "accused field date-range arrested_on" },
	{ "update rec.accused set arrested_on = '2062-07-01' where accused_id = 5",
	  "accused field date-range arrested_on" },
	{ "update rec.accused set challaned_on = '2024-01-01' where accused_id = 5",
	  "accused field date-range challaned_on" },
	{ "update rec.outcomes set decided_on = '2024-01-01' where outcome_id = 3",
	  "outcome row outcome-before-registration decided_on" },
	{ "update rec.outcomes set decided_on = '2062-07-01' where outcome_id = 3",
	  "outcome row date-range decided_on" },
	{ "update rec.outcomes set outcome = 'NONSENSE' where outcome_id = 3",
	  "outcome row unknown-outcome outcome" },
	{ "update rec.outcomes set outcome = null where outcome_id = 3",
	  "outcome row missing-value outcome" },
	{ "insert into rec.outcomes values (9, 77, 1, '2024-05-01', 'CONVICTED')",
	  "outcome row orphan-case case_key" },
};

Test(apply, keeps_what_the_rules_reject)
{
	for (size_t n = 0; n < G_N_ELEMENTS(rules); n++) {
		g_autoptr(Records) records = records_new();
		records_exec(records, rules[n].change);
		records_run_well(records);
		g_autofree char *found = records_text(
		    records,
		    "select string_agg(concat_ws(' ', feed, severity, code, field), ';' order by"
		    " reject_no) from etl.reject");
		cr_expect_str_eq(found, rules[n].expected, "%s: %s", rules[n].change, found);
		cr_expect_eq(
		    records_number(records,
				   "select count(*) from etl.run_feed where extracted <> staged +"
				   " rejected"),
		    0);
	}
}

Test(apply, says_who_owns_a_reject_and_when_it_was_first_seen)
{
	g_autoptr(Records) records = records_new();
	records_exec(records,
		     "update rec.accused set arrested_on = '1965-01-01' where accused_id = 5");
	records_run_well(records);
	records_exec(records, "update rec.firs set victims = 7 where fir_id = 1");
	records_run_well(records);
	g_autofree char *text = records_text(
	    records,
	    "select string_agg(concat_ws('|', first_run, last_run, resolved_run, district, station,"
	    " content ->> 'arrested_on'), ';' order by reject_no) from etl.reject");
	cr_expect_str_eq(text, "1|2|PKP|Saddar|1965-01-01");
}

Test(apply, counts_a_field_again_once_it_is_mended_by_time)
{
	g_autoptr(Records) records = records_new();
	records_exec(records,
		     "update rec.accused set arrested_on = '2024-07-05' where accused_id = 5");
	records_run_well(records);
	records_map("as_at", "select '2024-07-31 12:00:00Z'::timestamptz as as_at");
	records_run_well(records);
	cr_expect_eq(
	    records_number(records,
			   "select count(*) from fact.accused where arrested_on = '2024-07-05'"),
	    1);
}
