/* Competing outcomes: shares that add up, closed forms, and data that are hardly data. */
#include <criterion/criterion.h>

#include "reports/stats/competing.h"
#include "reports/stats/survival.h"

/* Ten cases: convicted 1, acquitted 2, open 0. */
static const CompetingSubject cases[] = {
	{ 0, 1, 1 }, { 0, 2, 2 }, { 0, 2, 1 }, { 0, 3, 0 }, { 0, 4, 1 },
	{ 0, 4, 1 }, { 0, 4, 2 }, { 0, 6, 0 }, { 0, 7, 2 }, { 0, 9, 0 },
};

static double share(const CompetingCurve *curve, size_t step, unsigned state)
{
	return competing_at(curve, step, state)->probability.value.value;
}

Test(competing, gives_the_shares_worked_out_by_hand)
{
	g_autoptr(CompetingCurve) curve = competing_curve(cases, 10, 2, 0.95);
	cr_assert_eq(curve->count, 7);
	/* by 4: .1 + .9/9 + .7 * 2/6; open .7 * 3/6 */
	cr_expect_float_eq(share(curve, 3, 1), 0.1 + 0.1 + 0.7 / 3, 1e-15);
	cr_expect_float_eq(share(curve, 3, 2), 0.1 + 0.7 / 6, 1e-15);
	cr_expect_float_eq(share(curve, 3, 0), 0.35, 1e-15);
	cr_expect_eq(competing_at(curve, 3, 1)->events, 2);
	cr_expect_eq(competing_at(curve, 3, 0)->events, 3);
	cr_expect_eq(curve->at_risk[3], 6);
}

Test(competing, shares_add_up_to_one_at_every_time)
{
	g_autoptr(CompetingCurve) curve = competing_curve(cases, 10, 2, 0.95);
	for (size_t step = 0; step < curve->count; step++)
		cr_expect_float_eq(share(curve, step, 0) + share(curve, step, 1) +
				       share(curve, step, 2),
				   1, 1e-15);
}

Test(competing, without_open_cases_has_binomial_errors)
{
	CompetingSubject all[20];
	for (int n = 0; n < 20; n++) {
		int pair = n / 2 + 1;
		all[n] = (CompetingSubject){ 0, pair, n % 3 == 0 ? 2 : 1 };
	}
	g_autoptr(CompetingCurve) curve = competing_curve(all, 20, 2, 0.95);
	for (size_t step = 0; step < curve->count; step++)
		for (unsigned state = 0; state <= 2; state++) {
			double p = share(curve, step, state);
			cr_expect_float_eq(competing_at(curve, step, state)->error,
					   sqrt(p * (1 - p) / 20), 1e-14);
		}
	cr_expect_eq(share(curve, 9, 0), 0);
}

Test(competing, of_one_cause_is_one_minus_survival)
{
	CompetingSubject competing[10];
	SurvivalSubject subjects[10];
	for (int n = 0; n < 10; n++) {
		competing[n] = (CompetingSubject){ 0, cases[n].exit, cases[n].cause != 0 };
		subjects[n] = (SurvivalSubject){ 0, cases[n].exit, cases[n].cause != 0 };
	}
	g_autoptr(CompetingCurve) curve = competing_curve(competing, 10, 1, 0.9);
	g_autoptr(SurvivalCurve) survival = survival_curve(subjects, 10, SURVIVAL_LOG, 0.9);
	for (size_t step = 0; step < curve->count; step++) {
		const SurvivalStep *at = &survival->steps[step];
		double left = at->survival.value.value;
		cr_expect_float_eq(share(curve, step, 1), 1 - left, 1e-15);
		cr_expect_float_eq(competing_at(curve, step, 0)->error, left * at->log_error.value,
				   1e-15);
		cr_expect_float_eq(competing_at(curve, step, 1)->error, left * at->log_error.value,
				   1e-15);
	}
}

Test(competing, is_less_than_survival_with_the_others_censored)
{
	SurvivalSubject subjects[10];
	for (int n = 0; n < 10; n++)
		subjects[n] = (SurvivalSubject){ 0, cases[n].exit, cases[n].cause == 1 };
	g_autoptr(CompetingCurve) curve = competing_curve(cases, 10, 2, 0.95);
	g_autoptr(SurvivalCurve) survival = survival_curve(subjects, 10, SURVIVAL_LOG, 0.95);
	cr_expect_lt(share(curve, 6, 1), 1 - survival->steps[6].survival.value.value);
}

Test(competing, by_a_time_is_the_step_before_and_nothing_beyond_the_last)
{
	g_autoptr(CompetingCurve) curve = competing_curve(cases, 10, 2, 0.95);
	cr_expect_eq(competing_by(curve, 0.5, 0).value.value, 1);
	cr_expect_eq(competing_by(curve, 0.5, 1).value.value, 0);
	cr_expect_eq(competing_by(curve, 0.5, 1).lower.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(competing_by(curve, 5.9, 1).value.value, share(curve, 3, 1));
	cr_expect_eq(competing_by(curve, 9, 2).value.state, ESTIMATE_KNOWN);
	cr_expect_eq(competing_by(curve, 9.5, 2).value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(competing_by(curve, 5, 3).value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(competing_by(curve, NAN, 1).value.state, ESTIMATE_NOT_AVAILABLE);
}

Test(competing, stays_known_where_nobody_is_left_open)
{
	CompetingSubject two[] = { { 0, 1, 1 }, { 0, 2, 2 } };
	g_autoptr(CompetingCurve) curve = competing_curve(two, 2, 2, 0.95);
	cr_expect_eq(competing_by(curve, 100, 2).value.value, 0.5);
	cr_expect_eq(competing_by(curve, 100, 0).value.value, 0);
	cr_expect_eq(competing_by(curve, 100, 0).lower.state, ESTIMATE_NOT_APPLICABLE);
}

Test(competing, of_nobody_has_no_steps)
{
	g_autoptr(CompetingCurve) curve = competing_curve(NULL, 0, 3, 0.95);
	cr_expect_eq(curve->count, 0);
	cr_expect_eq(competing_by(curve, 1, 1).value.state, ESTIMATE_NOT_AVAILABLE);
	CompetingIncidence incidence;
	competing_incidence(NULL, 0, 3, 1, (double[]){ 1 }, 1, &incidence);
	cr_expect_eq(incidence.incidence.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(competing_gray_test(NULL, NULL, 0, 2, 3, 1).statistic.state,
		     ESTIMATE_NOT_APPLICABLE);
}

Test(competing, of_all_open_stays_at_nothing)
{
	CompetingSubject open[] = { { 0, 3, 0 }, { 0, 5, 0 }, { 0, 5, 0 } };
	g_autoptr(CompetingCurve) curve = competing_curve(open, 3, 2, 0.95);
	cr_assert_eq(curve->count, 2);
	cr_expect_eq(share(curve, 1, 0), 1);
	cr_expect_eq(share(curve, 1, 1), 0);
	cr_expect_eq(competing_at(curve, 1, 1)->error, 0);
	cr_expect_eq(competing_at(curve, 1, 1)->probability.upper.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(competing_gray_test(open, (unsigned[]){ 0, 1, 1 }, 3, 2, 2, 1).statistic.state,
		     ESTIMATE_NOT_APPLICABLE);
}

Test(competing, refuses_times_and_causes_that_cannot_be)
{
	CompetingSubject some[] = { { 0, -1, 1 },  { 9, 3, 1 }, { 0, 3, 7 },
				    { 0, NAN, 0 }, { 0, 0, 1 }, { 0, 4, 0 } };
	g_autoptr(CompetingCurve) curve = competing_curve(some, 6, 2, 0.95);
	cr_expect_eq(curve->refused, 4);
	cr_expect_eq(curve->subjects, 2);
	cr_expect_eq(share(curve, 0, 1), 0.5);
}

Test(competing, incidence_is_that_of_the_curve)
{
	g_autoptr(CompetingCurve) curve = competing_curve(cases, 10, 2, 0.95);
	double times[] = { 0, 1, 4, 8, 9, 10 };
	CompetingIncidence incidences[6];
	competing_incidence(cases, 10, 2, 2, times, 6, incidences);
	for (int n = 0; n < 5; n++)
		cr_expect_float_eq(incidences[n].incidence.value,
				   competing_by(curve, times[n], 2).value.value, 1e-15);
	cr_expect_eq(incidences[0].variance.value, 0);
	cr_expect_eq(incidences[5].incidence.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(incidences[5].variance.state, ESTIMATE_NOT_AVAILABLE);
}

Test(competing, grays_test_of_equal_groups_finds_nothing)
{
	CompetingSubject twice[20];
	unsigned groups[20];
	for (int n = 0; n < 20; n++) {
		twice[n] = cases[n / 2];
		groups[n] = (unsigned)n % 2 * 3; /* groups 1 and 2 have nobody */
	}
	ScoreTest test = competing_gray_test(twice, groups, 20, 4, 2, 1);
	cr_expect_float_eq(test.statistic.value, 0, 1e-20);
	cr_expect_float_eq(test.p_value.value, 1, 1e-9);
	cr_expect_eq(test.degrees, 1);
	twice[3].entry = 0.5;
	cr_expect_eq(competing_gray_test(twice, groups, 20, 4, 2, 1).statistic.state,
		     ESTIMATE_NOT_AVAILABLE, "late entries have no place in it");
}

Test(competing, grays_test_does_not_depend_on_the_order_of_groups)
{
	CompetingSubject some[30];
	unsigned groups[30], turned[30];
	for (unsigned n = 0; n < 30; n++) {
		some[n] = (CompetingSubject){ 0, n * 7 % 11 + 1, n * 5 % 4 % 3 };
		groups[n] = n % 3;
		turned[n] = 2 - groups[n];
	}
	ScoreTest test = competing_gray_test(some, groups, 30, 3, 2, 1);
	cr_expect_eq(test.degrees, 2);
	cr_expect_gt(test.statistic.value, 0);
	cr_expect_float_eq(test.statistic.value,
			   competing_gray_test(some, turned, 30, 3, 2, 1).statistic.value, 1e-10);
}
