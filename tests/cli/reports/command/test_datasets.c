/* The figures of the datasets, on the warehouse of the demonstration, against the facts counted by
 * other questions. */
#include "core/database/sqltext.h"
#include "tests/support/demo_home.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(datasets, .timeout = 3000);

#define AS_AT "date '2024-07-31'"
#define FROM  "date '2023-07-01'"
#define TO    "date '2024-06-30'"
#define COHORT                                                                                     \
	"fact.lifecycle f where f.registered_on between " FROM " and " TO                          \
	" and f.district in (select code from ref.district where jurisdiction = 'punjab')"

static const struct {
	const char *dataset;
	const char *asked; /* of its rows n */
	const char *facts;
} figures[] = {
	{ "monthly_registrations",
	  "select count(*) > 400, sum(cases), sum(cases) filter (where month = '2024-02-01' and district = 'LHR'), "
	  "bool_and(provisional = (month >= '2024-07-04')), bool_or(partial) from n",
	  "select true, count(*), count(*) filter (where registered_on between '2024-02-01' and '2024-02-29' and district = 'LHR'),"
	  " true, false from " COHORT },
	{ "monthly_milestones",
	  "select sum(cases), sum(cases_90), sum(arrested_90), bool_or(mature_90), sum(cases_17), sum(challaned_17), bool_and(mature_17),"
	  " sum(challaned) = sum(challaned_17 + challan_18_30 + challan_31_60 + challan_61_90 + challan_91_180 + challan_181_up) from n",
	  /* the cases of April were followed for 90 days on 29 July */
	  "select count(*), count(*) filter (where registered_on <= '2024-04-30'), count(*) filter (where registered_on <= '2024-04-30'"
	  " and exists (select from fact.accused a where a.case_key = f.case_key and a.arrested_on <= f.registered_on + 90)), false,"
	  " count(*) filter (where registered_on <= '2024-06-30'), count(*) filter (where registered_on <= '2024-06-30'"
	  " and exists (select from fact.accused a where a.case_key = f.case_key and a.challaned_on <= f.registered_on + 17)), true,"
	  " true from " COHORT },
	{ "conviction_bases",
	  "select sum(registered), sum(registered_convicted), sum(registered_open), sum(challaned), sum(challaned_convicted), sum(decided),"
	  " sum(decided_convicted), sum(decided_convicted + decided_acquitted + decided_compromised + decided_other) = sum(decided) from n",
	  "select count(*), count(*) filter (where disposal = 'convicted'), count(*) filter (where disposal is null),"
	  " count(*) filter (where first_challaned_on is not null), count(*) filter (where disposal = 'convicted' and first_challaned_on"
	  " is not null), (select count(*) from fact.lifecycle where disposal in ('convicted', 'acquitted', 'compromised', 'other') and"
	  " disposed_on between " FROM " and " TO
	  "), (select count(*) from fact.lifecycle where disposal = 'convicted' and disposed_on"
	  " between " FROM " and " TO "), true from " COHORT },
	{ "pendency",
	  "select sum(opening), sum(registered), sum(disposed), sum(closing), bool_and(balanced) from n",
	  "select count(*) filter (where registered_on < '2024-06-01' and (disposed_on is null or disposed_on >= '2024-06-01')),"
	  " count(*) filter (where registered_on between '2024-06-01' and '2024-06-30'),"
	  " count(*) filter (where disposed_on between '2024-06-01' and '2024-06-30'),"
	  " count(*) filter (where registered_on <= '2024-06-30' and (disposed_on is null or disposed_on > '2024-06-30')), true"
	  " from fact.lifecycle where disposal is distinct from 'undated'" },
	{ "rate_women",
	  "select sum(cases), count(*) filter (where women is null), sum(women), max(abs(rate_per_100k - cases * 100000.0 /"
	  " (women * 366 / 365.25))) < 0.0001 from n",
	  "select count(*), 0, (select sum(female_population) from ref.district where jurisdiction = 'punjab'), true from " COHORT },
	{ "outreach_women", "select sum(sessions), sum(attended_women), sum(attended_men) from n",
	  "select count(*), sum(attended_women), sum(attended_men) from fact.outreach where held_on between " FROM
	  " and " TO },
	{ "complaint_channels",
	  "select sum(complaints), sum(fir), sum(complaints_30), sum(fir_30), sum(scored) = sum(score_1 + score_2 + score_3 + score_4 +"
	  " score_5) from n",
	  "select count(*), count(*) filter (where disposal = 'fir'), count(*) filter (where received_on <= '2024-06-30'),"
	  " count(*) filter (where disposal = 'fir' and disposed_on <= received_on + 30), true from fact.complaint"
	  " where received_on between " FROM " and " TO },
	{ "response_times",
	  "select max(complaints_all), max(responded), sum(complaints) filter (where minutes_upto between 0 and 15),"
	  " max(responded_upto) filter (where minutes_upto = 60), coalesce(sum(complaints) filter (where not answered), 0) from n",
	  "select count(*), count(responded_at), count(*) filter (where responded_at - received_at <= interval '15 minutes'),"
	  " count(*) filter (where responded_at - received_at <= interval '60 minutes'), count(*) filter (where responded_at is null)"
	  " from fact.complaint where received_on between " FROM " and " TO },
	{ "referral_services",
	  "select sum(referrals), sum(accepted), sum(served), sum(wait_3 + wait_7), sum(wait_14 + wait_30 + wait_60 + wait_61_up) from n",
	  "select count(*), count(accepted_on), count(first_served_on), count(*) filter (where first_served_on - referred_on <= 7),"
	  " count(*) filter (where first_served_on - referred_on > 7) from fact.referral where referred_on between " FROM
	  " and " TO },
	{ "funnel_districts",
	  "select sum(numerator) filter (where indicator = 'challan_17'), sum(denominator) filter (where indicator = 'challan_17'),"
	  " sum(numerator) filter (where indicator = 'conviction_decided') from n",
	  "select count(*) filter (where first_challaned_on - registered_on <= 17), count(*), (select count(*) from fact.lifecycle"
	  " where disposal = 'convicted' and disposed_on between " FROM " and " TO ") from " COHORT
	  " and f.registered_on <= '2024-06-30'" },
	{ "series_week",
	  "select count(*), sum(cases), max(days), bool_and(extract(isodow from week_start) = 1) from n",
	  "select 53, count(*), 7, true from fact.\"case\" where registered_on between date '2023-06-26' and date '2024-06-30'" },
	{ "series_month",
	  "select count(*), sum(cases), count(*) filter (where provisional), sum(days) from n",
	  "select 12, count(*), 0, 366 from " COHORT },
	{ "cohort_events",
	  "select sum(cases), sum(cases) filter (where disposal = 'cancelled' and months_since <= 3), (select sum(r) from (select distinct"
	  " registered_month, registered as r from n) x) from n",
	  "select count(*), count(*) filter (where disposal = 'cancelled' and date_trunc('month', disposed_on) <= date_trunc('month',"
	  " registered_on) + interval '3 months'), count(*) from " COHORT },
};

/* DATASET with its parameters put in, as CTE n before ASKED. */
static char *asking(const char *dataset, const char *asked)
{
	static const struct {
		const char *name;
		const char *value;
	} values[] = {
		{ "jurisdiction", "'punjab'" },
		{ "from", FROM },
		{ "to", TO },
		{ "as_at", AS_AT },
		{ "month", "date '2024-06-01'" },
		{ "district", "''" },
		{ "category", "''" },
	};
	g_autofree char *path = g_strdup_printf("reports/%s.sql", dataset);
	const char *text = sqltext(path);
	g_autoptr(GPtrArray) parameters = sqltext_columns(text, "parameters");
	g_autoptr(GString) sql = g_string_new(text);
	for (guint n = parameters->len; n > 0; n--) {
		const SqlColumn *parameter = g_ptr_array_index(parameters, n - 1);
		g_autofree char *mark = g_strdup_printf("$%u", n);
		for (size_t v = 0; v < G_N_ELEMENTS(values); v++) {
			if (strcmp(values[v].name, parameter->name) == 0)
				g_string_replace(sql, mark, values[v].value, 0);
		}
	}
	return g_strdup_printf("with n as (%s\n) %s", sql->str, asked);
}

Test(datasets, agree_with_the_facts)
{
	demo_home();
	for (size_t n = 0; n < G_N_ELEMENTS(figures); n++) {
		g_autofree char *sql = asking(figures[n].dataset, figures[n].asked);
		g_autofree char *told = demo_query("shumar", sql);
		g_autofree char *counted = demo_query("shumar", figures[n].facts);
		cr_expect_str_eq(told, counted, "%s says %s, the facts %s", figures[n].dataset,
				 told, counted);
		cr_expect_neq(told[0], '|', "%s says nothing", figures[n].dataset);
	}
}

/* A boundary that no census knows has no rate, and the old one has none for days after the cut. */
Test(datasets, give_no_rate_where_no_census_knows_the_boundary)
{
	static const struct {
		const char *from;
		const char *to;
		const char *women;
	} periods[] = {
		{ "2024-01-01", "2024-11-30", "2480828|0" },
		{ "2024-12-01", "2024-12-31", "|0" },
		{ "2025-01-01", "2025-12-31", "|0" },
		{ "2015-01-01", "2015-12-31", "|0" }, /* before the census */
	};
	demo_home();
	for (size_t n = 0; n < G_N_ELEMENTS(periods); n++) {
		const char *from = periods[n].from;
		const char *to = periods[n].to;
		g_autofree char *sql = g_strdup_printf(
		    "select (select p.women from report.population_of('GRW', '%s', '%s') p), "
		    "(select count(*) from report.population_of('WZD', '%s', '%s'))",
		    from, to, from, to);
		g_autofree char *women = demo_query("shumar", sql);
		g_strchomp(women);
		cr_expect_str_eq(women, periods[n].women, "%s: %s", from, women);
	}
}

/* The gaps between rare cases add up to the time from the first to the last of them. */
Test(datasets, measure_the_days_between_rare_cases)
{
	demo_home();
	g_autofree char *sql =
	    asking("days_between",
		   "select count(*), sum(days_since), max(registered_on) - min(registered_on), "
		   "min(days_open) from n");
	g_autoptr(GString) rare = g_string_new(sql);
	g_string_replace(rare, "n.category = ''::text", "n.category = 'ACID'", 0);
	g_autofree char *told = demo_query("shumar", rare->str);
	g_autofree char *counted = demo_query(
	    "shumar",
	    "select count(*), max(registered_on) - min(registered_on), max(registered_on) - "
	    "min(registered_on), " TO
	    " - max(registered_on) from fact.\"case\" where category = 'ACID' "
	    "and registered_on between " FROM " and " TO);
	cr_expect_str_eq(told, counted, "%s instead of %s", told, counted);
}

/* ── district-weeks against the source ── */

/* Head figures of the week $2 of the district $1, counted in the police station record system
 * itself: FIRs, their challans and statuses. A week that the records do not cover has none of them.
 */
static const char week_of_source[] =
    "with fir as (select distinct on (p.code, f.year, ltrim(split_part(f.fir_no, '/', 1), '0')) f.fir_id, p.district,"
    "  (f.registered_at at time zone 'Asia/Karachi')::date as day, f.status, f.status_on,"
    "  (select min(h.submitted_on) from psrms.challans h join psrms.accused_persons a using (accused_id) where a.fir_id = f.fir_id)"
    "    as challan_on, (select min(c.decided_on) from psrms.court_outcomes c join psrms.accused_persons a using (accused_id)"
    "    where a.fir_id = f.fir_id) as decided_on"
    "  from psrms.firs f join psrms.police_stations p using (ps_id)"
    "  order by p.code, f.year, ltrim(split_part(f.fir_no, '/', 1), '0'), f.fir_id),"
    " known as (select min(day) as first_on, date '2026-11-22' as last_on, date '$2' as week from fir),"
    " mine as (select * from fir where district = '$1'),"
    " weeks as (select k.week - 7 * n as first from known k, generate_series(1, 52) n where k.week - 7 * n >= k.first_on),"
    " mean as (select count(distinct w.first) as weeks, count(m.fir_id) as cases from weeks w"
    "  left join mine m on m.day between w.first and w.first + 6)"
    " select case when k.week >= k.first_on and k.week + 6 <= k.last_on"
    " and not ('$1' in ('KAD', 'TNS', 'WZD', 'MUR', 'TLG') and k.week < '2024-12-20') then concat_ws('|',"
    "  (select count(*) from mine where day between k.week and k.week + 6),"
    "  case when k.week - 7 >= k.first_on then (select count(*) from mine where day between k.week - 7 and k.week - 1)::text else 'x' end,"
    "  case when n.weeks >= 26 then round(n.cases::numeric / n.weeks, 1)::text else 'x' end, n.weeks,"
    "  case when k.week + 6 - 18 >= k.first_on then (select count(*) from mine where day <= k.week + 6 - 18"
    "    and coalesce(challan_on > k.week + 6, true) and coalesce(decided_on > k.week + 6, true)"
    "    and not (status in ('Cancelled', 'Untraced', 'Transferred', 'Challan Interim', 'Challan Complete', 'Challan 512')"
    "      and status_on <= k.week + 6))::text else 'x' end) else 'x|x|x' end"
    " from known k, mean n";

#define HEAD                                                                                                            \
	"select case when coverage = 'covered' then concat_ws('|', registered, coalesce(registered_before::text, 'x')," \
	" coalesce(registered_mean::text, 'x'), mean_weeks, coalesce(overdue::text, 'x'))"                              \
	" else concat_ws('|', coalesce(case coverage when 'partial' then 'x' else registered::text end, 'x'),"          \
	" coalesce(registered_before::text, 'x'), coalesce(registered_mean::text, 'x')) end from n"

/* TEXT with DISTRICT and WEEK for $1 and $2. Transfer full. */
static char *with_week(const char *text, const char *district, const char *week)
{
	g_autoptr(GString) sql = g_string_new(text);
	g_string_replace(sql, "$1", district, 0);
	g_string_replace(sql, "$2", week, 0);
	return g_string_free(g_steal_pointer(&sql), FALSE);
}

Test(datasets, have_the_figures_of_the_source_for_thirty_district_weeks)
{
	static const char *const weeks[][2] = {
		/* edges: before the records, in which they begin, their first, their last, after
		   them */
		{ "LHR", "2020-12-28" },
		{ "LHR", "2021-12-27" },
		{ "LHR", "2022-01-03" },
		{ "LHR", "2022-01-17" },
		{ "LHR", "2022-05-16" },
		{ "LHR", "2022-06-27" },
		{ "LHR", "2022-07-04" },
		{ "LHR", "2026-11-16" },
		{ "LHR", "2026-11-23" },
		{ "LHR", "2027-03-08" },
		{ "KAD", "2024-12-09" },
		{ "TNS", "2022-03-07" },
		/* others */
		{ "LHR", "2023-02-13" },
		{ "FSD", "2023-07-10" },
		{ "RWP", "2024-01-29" },
		{ "MLN", "2024-04-08" },
		{ "GRW", "2024-09-16" },
		{ "SGD", "2023-11-20" },
		{ "BWP", "2022-10-03" },
		{ "SWL", "2025-03-24" },
		{ "PKP", "2024-07-29" },
		{ "PKP", "2026-08-10" },
		{ "KSR", "2025-12-29" },
		{ "OKR", "2026-02-02" },
		{ "BKR", "2023-05-01" },
		{ "ATK", "2024-06-10" },
		{ "RYK", "2025-06-02" },
		{ "DGK", "2024-02-26" },
		{ "JHG", "2026-05-25" },
		{ "LYH", "2023-09-04" },
	};
	demo_home();
	for (size_t n = 0; n < G_N_ELEMENTS(weeks); n++) {
		g_autofree char *dataset =
		    g_strdup_printf("with n as (%s\n) %s", sqltext(SQL_REPORTS_WEEKLY_HEAD), HEAD);
		g_autoptr(GString) asked = g_string_new(dataset);
		g_autofree char *district = g_strdup_printf("'%s'", weeks[n][0]);
		g_autofree char *week = g_strdup_printf("'%s'", weeks[n][1]);
		g_string_replace(asked, "$3", "'2026-11-22'", 0);
		g_string_replace(asked, "$4", "'52'", 0);
		g_autofree char *told_sql = with_week(asked->str, district, week);
		g_autofree char *source_sql = with_week(week_of_source, weeks[n][0], weeks[n][1]);
		g_autofree char *told = demo_query("shumar", told_sql);
		g_autofree char *counted = demo_query("psrms_demo", source_sql);
		cr_expect_str_eq(told, counted, "%s, week of %s: told %s, the source has %s",
				 weeks[n][0], weeks[n][1], told, counted);
	}
}

/* The values of DATASET for a district's week and WINDOW, one row a line. */
static char *of_window(const char *dataset, const char *window, const char *asked)
{
	g_autofree char *path = g_strdup_printf("reports/%s.sql", dataset);
	g_autofree char *text = g_strdup_printf("with n as (%s\n) %s", sqltext(path), asked);
	g_autoptr(GString) sql = g_string_new(text);
	g_string_replace(sql, "$4", window, 0);
	g_string_replace(sql, "$3", "'2026-11-22'", 0);
	g_autofree char *whole = with_week(sql->str, "'LHR'", "'2026-05-11'");
	return demo_query("shumar", whole);
}

/* A shorter window shows the last weeks of a longer one, as they were; a mean is of its weeks. */
Test(datasets, take_the_window_that_a_template_names)
{
	static const char *const series[][2] = {
		{ "weekly_series", "week_start, cases, last_year, usual_mean, season" },
		{ "weekly_flow", "week_start, arrests, in_time" },
	};
	demo_home();
	for (size_t n = 0; n < G_N_ELEMENTS(series); n++) {
		g_autofree char *last = g_strdup_printf(
		    "select * from (select %s from n order by week_start desc limit 13) x "
		    "order by week_start",
		    series[n][1]);
		g_autofree char *all =
		    g_strdup_printf("select %s from n order by week_start", series[n][1]);
		g_autofree char *of_52 = of_window(series[n][0], "52", last);
		g_autofree char *of_13 = of_window(series[n][0], "13", all);
		cr_expect_str_eq(of_13, of_52, "%s", series[n][0]);
		g_auto(GStrv) rows = g_strsplit(g_strchomp(of_13), "\n", -1);
		cr_expect_eq(g_strv_length(rows), 13, "%s", series[n][0]);
	}
	g_autofree char *mean =
	    of_window("weekly_head", "4", "select mean_weeks, registered_mean from n");
	g_autofree char *counted = demo_query(
	    "shumar",
	    "select 4, round(sum(c.cases) / 4.0, 1) from cube.case_day c where "
	    "c.district = 'LHR' and c.registered_on between '2026-04-13' and '2026-05-10'");
	cr_expect_str_eq(mean, counted);
	g_autofree char *spark =
	    of_window("weekly_stations", "13",
		      "select distinct array_length(weeks, 1) from n where weeks is not null");
	cr_expect_str_eq(g_strchomp(spark), "13");
}
