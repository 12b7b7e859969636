/* Survival: Miller's leukemia trial, the curves of few, and data that are hardly data. */
#include <criterion/criterion.h>

#include "reports/stats/survival.h"

/* Acute myelogenous leukemia, maintained group; Miller 1981, p. 49: weeks, + is censored. */
static const SurvivalSubject maintained[] = {
	{ 0, 9, true },   { 0, 13, true },  { 0, 13, false },  { 0, 18, true },
	{ 0, 23, true },  { 0, 28, false }, { 0, 31, true },   { 0, 34, true },
	{ 0, 45, false }, { 0, 48, true },  { 0, 161, false },
};
static const SurvivalSubject not_maintained[] = {
	{ 0, 5, true },  { 0, 5, true },   { 0, 8, true },  { 0, 8, true },
	{ 0, 12, true }, { 0, 16, false }, { 0, 23, true }, { 0, 27, true },
	{ 0, 30, true }, { 0, 33, true },  { 0, 43, true }, { 0, 45, true },
};

static SurvivalCurve *plain(const SurvivalSubject *subjects, size_t count)
{
	return survival_curve(subjects, count, SURVIVAL_LOG, 0.95);
}

Test(survival, gives_millers_curve)
{
	g_autoptr(SurvivalCurve) curve = plain(maintained, 11);
	static const double survivals[] = { 0.91, 0.82, 0.72, 0.61, 0.61,
					    0.49, 0.37, 0.37, 0.18, 0.18 };
	cr_assert_eq(curve->count, 10);
	for (size_t step = 0; step < 10; step++)
		cr_expect_float_eq(curve->steps[step].survival.value.value, survivals[step], 0.006);
	cr_expect_eq(curve->steps[1].events, 1);
	cr_expect_eq(curve->steps[1].censored, 1);
	cr_expect_eq(curve->steps[1].at_risk, 10);
	cr_expect_eq(survival_quantile(curve, 0.5).value.value, 31);
}

Test(survival, gives_millers_log_rank_test)
{
	SurvivalSubject both[23];
	unsigned groups[23];
	for (size_t n = 0; n < 23; n++) {
		both[n] = n < 11 ? maintained[n] : not_maintained[n - 11];
		groups[n] = n >= 11;
	}
	ScoreTest test = survival_log_rank(both, groups, 23, 2);
	cr_expect_float_eq(test.statistic.value, 3.3964, 5e-4);
	cr_expect_float_eq(test.p_value.value, 0.0653, 5e-4);
	cr_expect_eq(test.degrees, 1);
	test = survival_log_rank(both, groups, 23, 5);
	cr_expect_float_eq(test.statistic.value, 3.3964, 5e-4, "groups of nobody change nothing");
	cr_expect_eq(test.degrees, 1);
}

Test(survival, without_censoring_is_the_share_left)
{
	SurvivalSubject subjects[8];
	for (int n = 0; n < 8; n++)
		subjects[n] = (SurvivalSubject){ 0, n + 1, true };
	g_autoptr(SurvivalCurve) curve = survival_curve(subjects, 8, SURVIVAL_PLAIN, 0.95);
	for (int step = 0; step < 7; step++) {
		double share = (7 - step) / 8.0;
		const SurvivalStep *at = &curve->steps[step];
		cr_expect_float_eq(at->survival.value.value, share, 1e-15);
		/* Greenwood's is then the binomial error */
		cr_expect_float_eq(at->log_error.value * share, sqrt(share * (1 - share) / 8),
				   1e-15);
	}
	cr_expect_float_eq(survival_mean(curve, 8).mean.value, 4.5, 1e-14);
	cr_expect_float_eq(survival_quantile(curve, 0.5).value.value, 4.5, 1e-15);
	cr_expect_eq(survival_quantile(curve, 0.55).value.value, 5);
}

Test(survival, at_zero_has_no_limits_but_stays_zero)
{
	SurvivalSubject one = { 0, 3, true };
	g_autoptr(SurvivalCurve) curve = plain(&one, 1);
	cr_assert_eq(curve->count, 1);
	cr_expect_eq(curve->steps[0].survival.value.state, ESTIMATE_KNOWN);
	cr_expect_eq(curve->steps[0].survival.value.value, 0);
	cr_expect_eq(curve->steps[0].survival.lower.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(curve->steps[0].log_error.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(survival_quantile(curve, 0.5).value.value, 3);
	cr_expect_eq(survival_mean(curve, 10).mean.value, 3);
	cr_expect_eq(survival_mean(curve, 10).error.value, 0);
}

Test(survival, of_nobody_has_no_steps)
{
	g_autoptr(SurvivalCurve) curve = plain(NULL, 0);
	cr_expect_eq(curve->count, 0);
	cr_expect_eq(curve->subjects, 0);
	cr_expect_eq(survival_quantile(curve, 0.5).value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(survival_mean(curve, 5).mean.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(survival_log_rank(NULL, NULL, 0, 2).statistic.state, ESTIMATE_NOT_APPLICABLE);
}

Test(survival, of_all_censored_stays_at_one)
{
	SurvivalSubject subjects[] = { { 0, 4, false }, { 0, 4, false }, { 0, 9, false } };
	for (SurvivalScale scale = SURVIVAL_LOG; scale <= SURVIVAL_PLAIN; scale++) {
		g_autoptr(SurvivalCurve) curve = survival_curve(subjects, 3, scale, 0.95);
		cr_assert_eq(curve->count, 2);
		cr_expect_eq(curve->steps[1].survival.value.value, 1);
		cr_expect_eq(curve->steps[1].survival.lower.state,
			     scale == SURVIVAL_LOG_LOG ? ESTIMATE_NOT_APPLICABLE : ESTIMATE_KNOWN);
		cr_expect_eq(survival_quantile(curve, 0.5).value.state, ESTIMATE_NOT_AVAILABLE);
		cr_expect_eq(survival_mean(curve, 9).mean.value, 9);
		cr_expect_eq(survival_mean(curve, 10).mean.state, ESTIMATE_NOT_AVAILABLE);
	}
	cr_expect_eq(survival_log_rank(subjects, (unsigned[]){ 0, 1, 1 }, 3, 2).statistic.state,
		     ESTIMATE_NOT_APPLICABLE);
}

Test(survival, refuses_times_that_cannot_be_and_counts_them)
{
	SurvivalSubject subjects[] = {
		{ 0, -3, true },  /* negative follow-up */
		{ 20, 11, true }, /* decided before registered */
		{ 5, 5, false },  /* out as soon as in */
		{ 0, NAN, true }, { 0, INFINITY, false },
		{ -1, 4, true },  { 0, 0, true }, /* decided on the day of registration: kept */
		{ 0, 2, true },
	};
	g_autoptr(SurvivalCurve) curve = plain(subjects, 8);
	cr_expect_eq(curve->refused, 6);
	cr_expect_eq(curve->subjects, 2);
	cr_assert_eq(curve->count, 2);
	cr_expect_eq(curve->steps[0].time, 0);
	cr_expect_eq(curve->steps[0].at_risk, 2);
	cr_expect_eq(curve->steps[0].survival.value.value, 0.5);
}

Test(survival, counts_ties_of_events_before_leavings)
{
	SurvivalSubject subjects[] = {
		{ 0, 5, true }, { 0, 5, false }, { 0, 5, true }, { 0, 5, false }
	};
	g_autoptr(SurvivalCurve) curve = plain(subjects, 4);
	cr_assert_eq(curve->count, 1);
	cr_expect_eq(curve->steps[0].survival.value.value, 0.5);
	cr_expect_eq(curve->steps[0].censored, 2);
}

Test(survival, takes_late_entries_in_after_their_entry)
{
	/* at 4 the second has not come in, at 6 it has */
	SurvivalSubject subjects[] = {
		{ 0, 4, true }, { 4, 6, true }, { 0, 8, false }, { 1, 9, false }
	};
	g_autoptr(SurvivalCurve) curve = plain(subjects, 4);
	cr_expect_eq(curve->steps[0].at_risk, 3);
	cr_expect_eq(curve->steps[1].at_risk, 3);
	cr_expect_float_eq(curve->steps[1].survival.value.value, 4.0 / 9, 1e-15);
}
