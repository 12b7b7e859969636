/* The figures of the outreach and support paper, on the warehouse of the demonstration, against the
 * facts counted by other questions. */
#include "core/database/sqltext.h"
#include "tests/support/demo_home.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(support, .timeout = 3000);

/* a quarter whose referrals were followed for 30 days, of the province and of one district */
#define QUARTER    "date '2024-04-01'"
#define IN(DAY)    DAY " between date '2024-04-01' and date '2024-06-30'"
#define PLACE      " and (@district = 'all' or district = @district)"
#define COMPLAINTS "fact.complaint where " IN("received_on") PLACE
#define SESSIONS   "fact.outreach where " IN("held_on") PLACE
#define REFERRALS  "fact.referral where " IN("referred_on") PLACE
#define NIGHT      "extract(hour from received_at at time zone 'Asia/Karachi') not between 8 and 19"
#define WAIT       "extract(epoch from responded_at - received_at) / 60"
#define LAST_POSTING                                                                               \
	"(select distinct on (officer_key) officer_key, district, station, min(completed_on) over" \
	" (partition by officer_key) as first_on from fact.training order by officer_key,"         \
	" completed_on desc, training_key) o where first_on <= '2024-06-30'" PLACE

static const struct {
	const char *dataset;
	const char *asked; /* of its rows n */
	const char *facts;
} figures[] = {
	{ "support_reach",
	  "select sessions, attended_women, attended_men, unlisted + unrecorded from n",
	  "select count(*), sum(attended_women), sum(attended_men), count(*) filter (where not exists (select from ref.tehsil t"
	  " where t.district = f.district and lower(regexp_replace(f.tehsil, '^tehsil ', '')) in (lower(t.name_en), t.name_ur)"
	  " and coalesce(t.valid_from, '-infinity') <= '2024-06-30' and coalesce(t.valid_to, 'infinity') >= '2024-06-30'))"
	  " from (select * from " SESSIONS ") f" },
	{ "support_reach", "select tehsils, tehsils_reached, tehsils_missed from n",
	  "select count(*), count(*) filter (where r.there), count(*) filter (where not r.there) from ref.tehsil t cross join"
	  " lateral (select exists (select from (select * from " SESSIONS
	  ") f where f.district = t.district and"
	  " lower(regexp_replace(f.tehsil, '^tehsil ', '')) in (lower(t.name_en), t.name_ur)) as there) r"
	  " where (@district = 'all' or t.district = @district) and coalesce(t.valid_from, '-infinity') <= '2024-06-30'"
	  " and coalesce(t.valid_to, 'infinity') >= '2024-06-30'" },
	{ "support_kinds", "select sum(sessions), sum(attended_women), sum(attended_men) from n",
	  "select count(*), sum(attended_women), sum(attended_men) from " SESSIONS },
	{ "support_audiences",
	  "select sum(sessions), max(sessions) filter (where code = 'teachers') from n",
	  "select count(*), count(*) filter (where audience = 'teachers') from " SESSIONS },
	{ "support_districts",
	  "select sum(sessions), sum(attended_women), sum(tehsils_reached) + sum(tehsils_missed) - sum(tehsils) from n",
	  "select count(*), sum(attended_women), 0 from " SESSIONS },
	{ "support_divisions", "select sum(sessions) from n", "select count(*) from " SESSIONS },
	{ "support_demand", "select complaints, answered, unanswered, hour_known, night from n",
	  "select count(*), count(responded_at), count(*) - count(responded_at), count(*), count(*) filter (where " NIGHT
	  ") from " COMPLAINTS },
	/* the quantile lies in the bin that ends with it: the true one is not longer, and longer
	   than half of it */
	{ "support_demand",
	  "select (select percentile_disc(0.5) within group (order by " WAIT ") from " COMPLAINTS
	  ") between median_minutes / 2 and median_minutes, (select percentile_disc(0.9) within group (order by " WAIT
	  ") from " COMPLAINTS ") between p90_minutes / 2 and p90_minutes from n",
	  "select true, true" },
	{ "support_channels",
	  "select sum(complaints), sum(fir), sum(answered), sum(complaints) filter (where code = 'vwps') from n",
	  "select count(*), count(*) filter (where disposal = 'fir'), count(responded_at), count(*) filter (where channel = 'vwps')"
	  " from " COMPLAINTS },
	{ "support_hours",
	  "select count(*), sum(complaints), sum(complaints) filter (where hour = 14) from n",
	  "select 24, count(*), count(*) filter (where extract(hour from received_at at time zone 'Asia/Karachi') = 14) from " COMPLAINTS },
	{ "support_weeks", "select count(*), max(week_start) from n",
	  "select 52, date '2024-06-24'" },
	{ "support_path",
	  "select referrals, accepted, served, waiting, followed_30, unmet_30, waiting_all from n",
	  "select count(*), count(*) filter (where coalesce(accepted_on, first_served_on) is not null), count(first_served_on),"
	  " count(*) filter (where first_served_on is null and closed_on is null), count(*),"
	  " count(*) filter (where first_served_on is null or first_served_on > referred_on + 30),"
	  " (select count(*) from fact.referral where referred_on <= '2024-06-30' and first_served_on is null and closed_on is null" PLACE
	  ") from " REFERRALS },
	/* but for districts that referred to shelters only, which may be withheld */
	{ "support_needs",
	  "select sum(referrals), sum(served), sum(unmet_30) from n where exists (select from (select * from " REFERRALS
	  ") f where f.district = n.district and f.service <> 'shelter')",
	  "select count(*), count(first_served_on), count(*) filter (where first_served_on is null or first_served_on > referred_on + 30)"
	  " from (select * from " REFERRALS
	  ") f where exists (select from fact.referral o where o.district = f.district and o.service <> 'shelter' and " IN(
	      "o.referred_on") ")" },
	{ "support_trained", "select officers, officers_new, completions, placed from n",
	  "select count(*), count(*) filter (where first_on >= '2024-04-01'), (select count(*) from fact.training where " IN(
	      "completed_on") PLACE "), count(station) from " LAST_POSTING },
	{ "support_trained",
	  "select stations_trained, stations - stations_trained - stations_untrained from n",
	  "select count(distinct (district, station)), 0 from " LAST_POSTING },
	{ "support_stations", "select sum(officers) from n", "select count(*) from " LAST_POSTING },
	{ "support_postings", "select sum(officers) from n", "select count(*) from " LAST_POSTING },
	{ "support_courses", "select sum(completions) from n",
	  "select count(*) from fact.training where " IN("completed_on") PLACE },
	{ "support_feedback",
	  "select complaints, asked, answered, refused, not_asked, content, discontent from n",
	  "select count(*), count(*) filter (where feedback in ('answered', 'refused')), count(satisfaction),"
	  " count(*) filter (where feedback = 'refused'), count(*) filter (where satisfaction is null and feedback <> 'refused'),"
	  " count(*) filter (where satisfaction >= 4), count(*) filter (where satisfaction <= 2) from " COMPLAINTS },
	{ "support_scores",
	  "select sum(complaints), max(complaints) filter (where score = 3) from n",
	  "select count(satisfaction), count(*) filter (where satisfaction = 3) from " COMPLAINTS },
};

static char *with_district(const char *sql, const char *district)
{
	g_autofree char *quoted = g_strdup_printf("'%s'", district);
	GString *text = g_string_new(sql);
	g_string_replace(text, "@district", quoted, 0);
	return g_string_free(text, FALSE);
}

/* DATASET with its parameters put in, as CTE n before ASKED. */
static char *asking(const char *dataset, const char *asked, const char *district)
{
	g_autofree char *path = g_strdup_printf("reports/%s.sql", dataset);
	g_autofree char *quoted = g_strdup_printf("'%s'", district);
	GString *sql = g_string_new(sqltext(path));
	g_string_replace(sql, "$1", "'punjab'", 0);
	g_string_replace(sql, "$2", quoted, 0);
	g_string_replace(sql, "$3", QUARTER, 0);
	g_string_replace(sql, "$4", "date '2024-07-31'", 0);
	g_string_replace(sql, "$5", "52", 0); /* weeks */
	g_autofree char *question = with_district(asked, district);
	char *whole = g_strdup_printf("with n as (%s\n) %s", sql->str, question);
	g_string_free(sql, TRUE);
	return whole;
}

static void agree(const char *district)
{
	for (size_t n = 0; n < G_N_ELEMENTS(figures); n++) {
		g_autofree char *sql = asking(figures[n].dataset, figures[n].asked, district);
		g_autofree char *facts = with_district(figures[n].facts, district);
		g_autofree char *told = demo_query("shumar", sql);
		g_autofree char *counted = demo_query("shumar", facts);
		cr_expect_str_eq(told, counted, "%s of %s says %s, the facts %s",
				 figures[n].dataset, district, told, counted);
		cr_expect_neq(told[0], '|', "%s of %s says nothing", figures[n].dataset, district);
	}
}

Test(support, figures_agree_with_the_facts)
{
	demo_home();
	agree("all");
	agree("PKP");
}

/* No number of women in shelters from 1 to 9 is given, in any district, nor one that the total
 * gives away. */
Test(support, keeps_few_women_in_shelters_back)
{
	demo_home();
	g_autofree char *codes = demo_query(
	    "shumar",
	    "select string_agg(code, ' ' order by code) from ref.district where jurisdiction = 'punjab'");
	g_auto(GStrv) districts = g_strsplit(codes, " ", -1);
	guint withheld = 0;
	for (char **district = districts; *district != NULL; district++) {
		g_autofree char *sql = asking(
		    "support_services",
		    "select count(*) filter (where code = 'shelter' and (referrals between 1 and 9 or accepted between 1 and 9 or"
		    " served between 1 and 9 or waiting between 1 and 9 or unmet_30 between 1 and 9 or referrals - served between"
		    " 1 and 9)), count(*) filter (where withheld) = 1 and count(*) > 1, coalesce(bool_or(withheld), false) from n",
		    *district);
		g_autofree char *told = demo_query("shumar", sql);
		cr_expect(g_str_has_prefix(told, "0|f|"), "%s: %s", *district, told);
		withheld += g_str_has_suffix(told, "|t") ? 1 : 0;
	}
	cr_expect(withheld > 0, "no district has few women in shelters");
}
