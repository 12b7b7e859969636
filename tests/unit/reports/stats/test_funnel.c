/* Funnels: limits that mean what they say, and units that say nothing. */
#include <criterion/criterion.h>

#include "reports/stats/funnel.h"
#include "reports/stats/interval.h"

static bool all(FunnelLimits limits, EstimateState state)
{
	return limits.lower95.state == state && limits.upper95.state == state &&
	       limits.lower998.state == state && limits.upper998.state == state;
}

Test(funnel, limits_of_shares_are_where_wilsons_interval_ends_at_the_baseline)
{
	/* 50 of 100 has the interval .4038 .. .5962 */
	Interval wilson = interval_wilson(50, 100, 0.95);
	FunnelLimits limits = funnel_share_limits(wilson.lower.value, 100);
	cr_expect_float_eq(limits.upper95.value, 0.5, 1e-14);
	limits = funnel_share_limits(wilson.upper.value, 100);
	cr_expect_float_eq(limits.lower95.value, 0.5, 1e-14);
}

Test(funnel, limits_of_shares_stay_on_the_scale)
{
	FunnelLimits limits = funnel_share_limits(0.1, 2);
	cr_expect(all(limits, ESTIMATE_KNOWN));
	cr_expect_eq(limits.lower998.value, 0);
	limits = funnel_share_limits(0.9, 2);
	cr_expect_eq(limits.upper998.value, 1);
	limits = funnel_share_limits(0, 50);
	cr_expect_eq(limits.upper998.value, 0);
}

Test(funnel, limits_of_rates_are_where_the_exact_interval_ends_at_the_baseline)
{
	Interval exact = interval_count(40, 0.998, INTERVAL_EXACT);
	FunnelLimits limits = funnel_rate_limits(0.002, 40);
	cr_expect_float_eq(limits.lower998.value, 40 * 0.002 / exact.upper.value, 1e-8);
	cr_expect_float_eq(limits.upper998.value, 40 * 0.002 / exact.lower.value, 1e-8);
}

Test(funnel, has_no_limits_for_what_cannot_be)
{
	cr_expect(all(funnel_share_limits(0.5, 0), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(funnel_share_limits(1.5, 10), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(funnel_share_limits(NAN, 10), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(funnel_share_limits(0.5, -1), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(funnel_rate_limits(0, 4), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(funnel_rate_limits(0.1, 0), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(funnel_rate_limits(0.1, -1), ESTIMATE_NOT_AVAILABLE));
}

Test(funnel, baseline_is_of_all_units_together)
{
	FunnelUnit units[] = { { 1, 10 }, { 5, 20 }, { 0, 0 } };
	cr_expect_float_eq(funnel_baseline(units, 3).value, 0.2, 1e-15);
	cr_expect_eq(funnel_baseline(units + 2, 1).state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(funnel_baseline(units, 0).state, ESTIMATE_NOT_APPLICABLE);
	units[0].size = -10;
	cr_expect_eq(funnel_baseline(units, 3).state, ESTIMATE_NOT_AVAILABLE);
}

Test(funnel, signals_name_the_outermost_limit_passed)
{
	static const struct {
		int64_t events;
		FunnelSignal signal;
	} cases[] = {
		{ 5, FUNNEL_LOW_998 },  { 11, FUNNEL_LOW_95 },   { 20, FUNNEL_WITHIN },
		{ 29, FUNNEL_HIGH_95 }, { 40, FUNNEL_HIGH_998 }, { 101, FUNNEL_UNKNOWN },
		{ -1, FUNNEL_UNKNOWN },
	};
	for (size_t n = 0; n < sizeof(cases) / sizeof(*cases); n++)
		cr_expect_eq(funnel_share_signal((FunnelUnit){ cases[n].events, 100 }, 0.2),
			     cases[n].signal, "%d of 100", (int)cases[n].events);
	cr_expect_eq(funnel_share_signal((FunnelUnit){ 0, 0 }, 0.2), FUNNEL_UNKNOWN);
}

Test(funnel, signals_of_rates_follow_the_units_own_interval)
{
	/* 4 events: .428 .. 14.79 at 99.8 %, 1.0899 .. 10.2416 at 95 % */
	FunnelUnit unit = { 4, 1 };
	cr_expect_eq(funnel_rate_signal(unit, 0.4), FUNNEL_HIGH_998);
	cr_expect_eq(funnel_rate_signal(unit, 1), FUNNEL_HIGH_95);
	cr_expect_eq(funnel_rate_signal(unit, 4), FUNNEL_WITHIN);
	cr_expect_eq(funnel_rate_signal(unit, 11), FUNNEL_LOW_95);
	cr_expect_eq(funnel_rate_signal(unit, 15), FUNNEL_LOW_998);
	cr_expect_eq(funnel_rate_signal((FunnelUnit){ 4, 0 }, 1), FUNNEL_UNKNOWN);
}

Test(funnel, units_that_do_not_differ_need_no_widening)
{
	FunnelUnit units[] = { { 10, 50 }, { 20, 100 }, { 40, 200 }, { 6, 30 } };
	FunnelScore scores[4];
	FunnelSpread spread = funnel_spread(units, 4, FUNNEL_SHARE, FUNNEL_WINSORISE, 0.1, scores);
	cr_expect_eq(spread.state, ESTIMATE_KNOWN);
	cr_expect_float_eq(spread.phi, 0, 1e-25);
	cr_expect_eq(spread.between, 0);
	cr_expect_eq(spread.used, 4);
	FunnelLimits plain = funnel_spread_limits(&spread, 80, false);
	FunnelLimits wide = funnel_spread_limits(&spread, 80, true);
	cr_expect_eq(plain.upper95.value, wide.upper95.value);
	cr_expect_lt(plain.lower998.value, plain.lower95.value);
}

Test(funnel, trimming_leaves_the_ends_out_and_winsorising_moves_them)
{
	/* ten units, groups by rank of 1 / .25 = 4: the first two and the last two are the ends */
	FunnelUnit units[10];
	FunnelScore trimmed[10], moved[10];
	for (int n = 0; n < 10; n++)
		units[n] = (FunnelUnit){ 10 + 3 * n, 100 };
	FunnelSpread trim = funnel_spread(units, 10, FUNNEL_RATIO, FUNNEL_TRIM, 0.25, trimmed);
	FunnelSpread winsor = funnel_spread(units, 10, FUNNEL_RATIO, FUNNEL_WINSORISE, 0.25, moved);
	cr_expect_eq(trim.used, 6);
	cr_expect_eq(winsor.used, 10);
	cr_expect(trimmed[1].outer && !trimmed[2].outer && !trimmed[7].outer && trimmed[8].outer);
	cr_expect_gt(moved[0].used_z, moved[0].z);
	cr_expect_eq(moved[4].used_z, moved[4].z);
	cr_expect_lt(trim.phi, winsor.phi);
}

Test(funnel, ties_everywhere_are_ranked_alike)
{
	FunnelUnit units[8];
	FunnelScore scores[8];
	for (int n = 0; n < 8; n++)
		units[n] = (FunnelUnit){ n < 4 ? 5 : 15, 50 };
	FunnelSpread spread = funnel_spread(units, 8, FUNNEL_SHARE, FUNNEL_TRIM, 0.1, scores);
	cr_expect_eq(spread.state, ESTIMATE_KNOWN);
	cr_expect_eq(spread.used, 8);
	cr_expect_gt(spread.between, 0);
}

Test(funnel, spread_of_hardly_any_units_is_not_applicable)
{
	FunnelUnit units[] = { { 0, 40 }, { 0, 60 }, { 3, 9 }, { 2, 0 } };
	FunnelScore scores[4];
	cr_expect_eq(funnel_spread(units, 0, FUNNEL_SHARE, FUNNEL_TRIM, 0.1, NULL).state,
		     ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(funnel_spread(units, 2, FUNNEL_SHARE, FUNNEL_TRIM, 0.1, NULL).state,
		     ESTIMATE_NOT_APPLICABLE, "all zero");
	cr_expect_eq(funnel_spread(units + 2, 1, FUNNEL_RATIO, FUNNEL_WINSORISE, 0.1, NULL).state,
		     ESTIMATE_NOT_APPLICABLE, "one unit");
	cr_expect_eq(funnel_spread(units, 3, FUNNEL_RATIO, FUNNEL_TRIM, 0.6, NULL).state,
		     ESTIMATE_NOT_AVAILABLE, "trimmed away");
	FunnelSpread spread = funnel_spread(units, 4, FUNNEL_RATIO, FUNNEL_WINSORISE, 0.1, scores);
	cr_expect_eq(spread.state, ESTIMATE_KNOWN);
	cr_expect_eq(scores[3].state, ESTIMATE_NOT_APPLICABLE, "a unit of size 0 has no score");
	cr_expect_eq(spread.used, 3);
	cr_expect_eq(funnel_spread_limits(&spread, 0, true).lower95.state, ESTIMATE_NOT_APPLICABLE);
	units[2].events = 10;
	cr_expect_eq(funnel_spread(units, 3, FUNNEL_SHARE, FUNNEL_TRIM, 0.1, NULL).state,
		     ESTIMATE_NOT_AVAILABLE, "more events than trials");
}
