/* Score tests: hand-made matrices, and matrices that say nothing. */
#include <criterion/criterion.h>

#include "reports/stats/score.h"

Test(score, is_the_square_over_the_variance_of_one)
{
	ScoreTest test = score_test((double[]){ 3 }, (double[]){ 4.5 }, 1);
	cr_expect_float_eq(test.statistic.value, 2, 1e-15);
	cr_expect_float_eq(test.p_value.value, 0.15729920705028513, 1e-14);
	cr_expect_eq(test.degrees, 1);
}

Test(score, takes_account_of_covariance)
{
	/* inverse of (2 1; 1 2) is (2 -1; -1 2) / 3 */
	ScoreTest test = score_test((double[]){ 1, 2 }, (double[]){ 2, 1, 1, 2 }, 2);
	cr_expect_float_eq(test.statistic.value, 2, 1e-14);
	cr_expect_float_eq(test.p_value.value, exp(-1), 1e-14);
	cr_expect_eq(test.degrees, 2);
}

Test(score, of_nothing_or_without_variance_is_not_applicable)
{
	cr_expect_eq(score_test(NULL, NULL, 0).statistic.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(score_test((double[]){ 0 }, (double[]){ 0 }, 1).p_value.state,
		     ESTIMATE_NOT_APPLICABLE);
	ScoreTest test = score_test((double[]){ 1, 1 }, (double[]){ 1, 1, 1, 1 }, 2);
	cr_expect_eq(test.statistic.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(test.degrees, 0);
}
