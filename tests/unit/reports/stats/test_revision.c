/* Revisions: hand-made sums, and series that are hardly series. */
#include <criterion/criterion.h>

#include "reports/stats/revision.h"

Test(revision, sums_what_can_be_checked_by_hand)
{
	double first[] = { 10, 20, 40, 50 }, later[] = { 12, 19, 44, 50 };
	RevisionSummary ours = revision_summary(first, later, 4, 0);
	cr_expect_float_eq(ours.mean.value, 1.25, 1e-15);
	cr_expect_float_eq(ours.mean_absolute.value, 1.75, 1e-15);
	cr_expect_float_eq(ours.mean_relative_pct.value, 100 * (0.2 + 0.05 + 0.1) / 4, 1e-13);
	cr_expect_float_eq(ours.root_mean_square.value, sqrt(21.0 / 4), 1e-15);
	cr_expect_float_eq(ours.upward.value, 0.5, 1e-15);
	/* squares about the mean: 21 - 4 * 1.25^2 = 14.75 */
	cr_expect_float_eq(ours.deviation.value, sqrt(14.75 / 3), 1e-15);
	cr_expect_float_eq(ours.mean_error.value, sqrt(14.75) / 4, 1e-15);
	cr_expect_float_eq(ours.t.value, 1.25 / (sqrt(14.75) / 4), 1e-14);
}

Test(revision, weighs_neighbours_by_bartlett)
{
	/* revisions 1, 1, -1, -1: products 4; one apart 1 - 1 + 1 = 1, of weight 1/2, twice */
	double first[] = { 0, 0, 0, 0 }, later[] = { 1, 1, -1, -1 };
	RevisionSummary ours = revision_summary(first, later, 4, 1);
	cr_expect_float_eq(ours.mean_error.value, sqrt(5.0) / 4, 1e-15);
	cr_expect_eq(ours.lag, 1);
}

Test(revision, chooses_the_lag_of_newey_and_west)
{
	cr_expect_eq(revision_lag(36), 3);
	cr_expect_eq(revision_lag(100), 4);
	cr_expect_eq(revision_lag(0), 0);
}

Test(revision, of_no_periods_is_not_available)
{
	RevisionSummary ours = revision_summary(NULL, NULL, 0, 3);
	cr_expect_eq(ours.mean.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(ours.t.state, ESTIMATE_NOT_AVAILABLE);
}

Test(revision, of_one_period_has_no_spread)
{
	RevisionSummary ours = revision_summary((double[]){ 8 }, (double[]){ 10 }, 1, 3);
	cr_expect_eq(ours.mean.value, 2);
	cr_expect_eq(ours.mean_relative_pct.value, 25);
	cr_expect_eq(ours.deviation.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(ours.t.state, ESTIMATE_NOT_AVAILABLE);
}

Test(revision, without_change_has_no_t)
{
	double same[] = { 3, 5, 7 };
	RevisionSummary ours = revision_summary(same, same, 3, 5);
	cr_expect_eq(ours.mean.value, 0);
	cr_expect_eq(ours.upward.value, 0);
	cr_expect_eq(ours.mean_error.value, 0);
	cr_expect_eq(ours.t.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(ours.lag, 2, "no more than there are neighbours");
}

Test(revision, of_first_figures_of_zero_has_no_relative_mean)
{
	RevisionSummary ours = revision_summary((double[]){ 0, 4 }, (double[]){ 1, 5 }, 2, 0);
	cr_expect_eq(ours.mean_relative_pct.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(ours.mean.value, 1);
}

Test(revision, of_what_is_no_number_is_not_available)
{
	RevisionSummary ours = revision_summary((double[]){ 1, NAN }, (double[]){ 1, 5 }, 2, 0);
	cr_expect_eq(ours.mean.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(ours.upward.state, ESTIMATE_NOT_AVAILABLE);
}
