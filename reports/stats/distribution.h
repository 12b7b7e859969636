/*
 * Distributions: tails and quantiles of the normal, gamma (Poisson), beta (binomial), chi-square
 * and fair-coin distributions, on GSL's special functions.
 *
 * GSL's own inverses are not used, nor its incomplete functions: gsl_cdf_chisq_Qinv of 2.7.1 is
 * wrong by a fifth at 50,002 degrees of freedom, gsl_sf_gamma_inc_P by 1e-8 at a million, and its
 * continued fraction for the beta function ends at 512 terms, too few from about 250,000 cases on.
 * Ours are the usual series and fractions with as many terms as they need, and a safeguarded Newton
 * search that ends at the last bit. Against R's qchisq and qbeta for up to a million: 1e-12
 * relative (measured).
 */
#pragma once

#include <stddef.h>

/* Turns off GSL's own handler of errors, which ends the process when a tail underflows or a matrix
 * is singular; its return values say enough. Whoever calls GSL calls this first. */
void distribution_quiet(void);

/* Which tail a probability measures. */
typedef enum { DISTRIBUTION_LOWER, DISTRIBUTION_UPPER } DistributionTail;

/* The z with TAIL (0 < TAIL < 1) above it: 1.96 for .025. */
double distribution_normal_quantile(double tail);

/* The z of a two-sided interval of CONFIDENCE (0 < CONFIDENCE < 1): 1.96 for .95. */
double distribution_two_sided(double confidence);

/* The x >= 0 with PROBABILITY (0 < PROBABILITY < 1) in TAIL of the gamma distribution with SHAPE
 * (> 0) and scale 1, half a chi-square with 2 SHAPE degrees of freedom. */
double distribution_gamma_quantile(double shape, double probability, DistributionTail tail);

/* The x in [0, 1] with PROBABILITY in TAIL of the beta distribution; A, B > 0. Its continued
 * fraction takes O(sqrt(A + B)) terms (Abramowitz & Stegun 26.5.8). */
double distribution_beta_quantile(double a, double b, double probability, DistributionTail tail);

/* The chance of a chi-square with DEGREES (>= 1) being above VALUE; 1 for values below 0. */
double distribution_chi_square_tail(double value, unsigned degrees);

/* The smallest number of heads in TOSSES of a fair coin whose chance of that or fewer is at least
 * PROBABILITY: R's qbinom(probability, tosses, 0.5). O(TOSSES). */
size_t distribution_coin_quantile(size_t tosses, double probability);
