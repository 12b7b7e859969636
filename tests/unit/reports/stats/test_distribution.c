/* Quantiles and tails where GSL's own fail, and identities between distributions. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/stats/distribution.h"

Test(distribution, has_the_normal_quantiles_of_every_textbook)
{
	cr_expect_float_eq(distribution_two_sided(0.95), 1.959963984540054, 1e-15);
	cr_expect_float_eq(distribution_two_sided(0.998), 3.090232306167813, 1e-14);
	cr_expect_float_eq(distribution_normal_quantile(0.5), 0, 1e-15);
}

Test(distribution, inverts_the_exponential_exactly)
{
	static const double tails[] = { 1e-12, 0.001, 0.025, 0.5, 0.975, 0.999 };
	for (size_t n = 0; n < sizeof(tails) / sizeof(*tails); n++) {
		double x = distribution_gamma_quantile(1, tails[n], DISTRIBUTION_UPPER);
		cr_expect_float_eq(x, -log(tails[n]), 1e-15 + 1e-14 * x);
	}
}

Test(distribution, finds_both_tails_of_large_counts)
{
	/* qgamma(.025, 25000) and qgamma(.975, 25001) in R; GSL's own upper quantile is 30873 */
	cr_expect_float_eq(distribution_gamma_quantile(25000, 0.025, DISTRIBUTION_LOWER),
			   24691.0507216375, 1e-9);
	cr_expect_float_eq(distribution_gamma_quantile(25001, 0.025, DISTRIBUTION_UPPER),
			   25311.8497767051, 1e-9);
	double middle = distribution_gamma_quantile(1e9, 0.5, DISTRIBUTION_UPPER);
	cr_expect_float_eq(middle, 1e9 - 1.0 / 3, 1e-3);
}

Test(distribution, inverts_powers_exactly)
{
	/* of beta(a, 1) the distribution function is x^a */
	cr_expect_float_eq(distribution_beta_quantile(3, 1, 0.125, DISTRIBUTION_LOWER), 0.5, 1e-15);
	cr_expect_float_eq(distribution_beta_quantile(1, 3, 0.125, DISTRIBUTION_UPPER), 0.5, 1e-15);
	cr_expect_float_eq(distribution_beta_quantile(7, 7, 0.5, DISTRIBUTION_LOWER), 0.5, 1e-15);
}

Test(distribution, mirrors_beta_at_a_half)
{
	double lower = distribution_beta_quantile(4, 9, 0.01, DISTRIBUTION_LOWER);
	double upper = distribution_beta_quantile(9, 4, 0.01, DISTRIBUTION_UPPER);
	cr_expect_float_eq(lower, 1 - upper, 1e-15);
}

Test(distribution, goes_from_beta_to_gamma_where_events_are_rare)
{
	double beta = distribution_beta_quantile(5, 1e9, 0.025, DISTRIBUTION_LOWER);
	double gamma = distribution_gamma_quantile(5, 0.025, DISTRIBUTION_LOWER);
	cr_expect_float_eq(beta * 1e9, gamma, 1e-7);
}

Test(distribution, has_the_chi_square_tails_of_every_textbook)
{
	cr_expect_float_eq(distribution_chi_square_tail(3.841458820694124, 1), 0.05, 1e-14);
	cr_expect_float_eq(distribution_chi_square_tail(5.991464547107979, 2), 0.05, 1e-14);
	cr_expect_float_eq(distribution_chi_square_tail(0, 3), 1, 0);
	cr_expect_float_eq(distribution_chi_square_tail(-1, 3), 1, 0);
}

Test(distribution, counts_heads)
{
	/* 1/32 of five tosses have none, 6/32 at most one */
	cr_expect_eq(distribution_coin_quantile(5, 1.0 / 32), 0);
	cr_expect_eq(distribution_coin_quantile(5, 0.05), 1);
	cr_expect_eq(distribution_coin_quantile(5, 0.5), 2);
	cr_expect_eq(distribution_coin_quantile(0, 0.05), 0);
	cr_expect_eq(distribution_coin_quantile(23, 0.05), 8); /* Chen 2010: 24 points */
}
