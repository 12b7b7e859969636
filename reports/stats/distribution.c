#include "reports/stats/distribution.h"

#include <float.h>
#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stdbool.h>

void distribution_quiet(void)
{
	static gsize once;
	if (g_once_init_enter(&once)) {
		gsl_set_error_handler_off();
		g_once_init_leave(&once, 1);
	}
}

double distribution_normal_quantile(double tail)
{
	g_assert(tail > 0 && tail < 1);
	distribution_quiet();
	return gsl_cdf_ugaussian_Qinv(tail);
}

double distribution_two_sided(double confidence)
{
	g_assert(confidence > 0 && confidence < 1);
	return distribution_normal_quantile((1 - confidence) / 2);
}

/* What a search needs of a distribution: how far x is above its quantile, and how fast. */
typedef struct Curve Curve;
struct Curve {
	double (*excess)(const Curve *curve, double x); /* rises with x, 0 at the quantile */
	double (*density)(const Curve *curve, double x);
	double a, b, probability;
	DistributionTail tail;
};

/* Newton's steps as long as they stay in the bracket, halving otherwise; ends when the bracket or
 * the step is the last bit. */
static double search(const Curve *curve, double low, double high, double x)
{
	for (int round = 0; round < 300; round++) {
		double excess = curve->excess(curve, x);
		if (excess == 0)
			return x;
		if (excess > 0)
			high = x;
		else
			low = x;
		double next = x - excess / curve->density(curve, x);
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (fabs(next - x) <= DBL_EPSILON * fabs(next) / 2)
			return next;
		x = next;
	}
	return x;
}

/* log(1 + u) - u without the cancellation. */
static double log_less(double u)
{
	gsl_sf_result result = { 0 };
	return gsl_sf_log_1plusx_mx_e(u, &result) == GSL_SUCCESS ? result.val : -HUGE_VAL;
}

/* x^a e^-x / gamma(a), around its peak at a: logarithms of each factor would lose seven digits at
 * a million events (Loader 2000, Fast and accurate computation of binomial probabilities). */
static double gamma_term(double a, double x)
{
	if (x <= 0)
		return 0;
	return sqrt(a / (2 * M_PI)) * exp(a * log_less((x - a) / a)) / gsl_sf_gammastar(a);
}

/* One step of Lentz's way to a continued fraction 1 + t1/(1 + t2/(1 + ...)), for its reciprocal;
 * keeps both running terms from being 0. */
static void lentz(double term, double *c, double *d, double *fraction)
{
	*d = 1 + term * *d;
	*c = 1 + term / *c;
	if (fabs(*d) < DBL_MIN)
		*d = DBL_MIN;
	if (fabs(*c) < DBL_MIN)
		*c = DBL_MIN;
	*d = 1 / *d;
	*fraction *= *c * *d;
}

/* More terms than any count of people needs; each sum ends when a term no longer tells. */
static const int terms_most = 10000000;

/* The share of gamma(a) below x, for x up to about a (Abramowitz & Stegun 6.5.29). */
static double gamma_below(double a, double x)
{
	double sum = 1, product = 1;
	for (int n = 1; n < terms_most && product > sum * DBL_EPSILON / 4; n++) {
		product *= x / (a + n);
		sum += product;
	}
	return gamma_term(a, x) * sum / a;
}

/* The share above x, for x above about a; the continued fraction 6.5.31, contracted. */
static double gamma_above(double a, double x)
{
	double shift = x + 1 - a, c = HUGE_VAL, d = 1 / shift, fraction = d;
	for (int n = 1; n < terms_most; n++) {
		double term = -(double)n * (n - a);
		shift += 2;
		d = 1 / (term * d + shift);
		c = shift + term / c;
		fraction *= c * d;
		if (fabs(c * d - 1) < DBL_EPSILON)
			break;
	}
	return gamma_term(a, x) * fraction;
}

static double gamma_excess(const Curve *curve, double x)
{
	bool low = x < curve->a + 1;
	double share = low ? gamma_below(curve->a, x) : gamma_above(curve->a, x);
	if (low == (curve->tail == DISTRIBUTION_LOWER))
		return curve->tail == DISTRIBUTION_LOWER ? share - curve->probability
							 : curve->probability - share;
	return curve->tail == DISTRIBUTION_LOWER ? 1 - curve->probability - share
						 : share - (1 - curve->probability);
}

static double gamma_density(const Curve *curve, double x)
{
	return gamma_term(curve->a, x) / x;
}

double distribution_gamma_quantile(double shape, double probability, DistributionTail tail)
{
	g_assert(shape > 0 && probability > 0 && probability < 1);
	distribution_quiet();
	Curve curve = { gamma_excess, gamma_density, shape, 0, probability, tail };
	double high = shape + 1;
	while (gamma_excess(&curve, high) < 0)
		high *= 2;
	return search(&curve, 0, high, shape < high ? shape : high / 2);
}

/* x^a (1 - x)^b / B(a, b), around its peak in the same way. */
static double beta_term(double a, double b, double x)
{
	if (x <= 0 || x >= 1)
		return 0;
	double n = a + b, away = n * x - a;
	double stars = gsl_sf_gammastar(n) / (gsl_sf_gammastar(a) * gsl_sf_gammastar(b));
	return sqrt(a * b / (2 * M_PI * n)) * stars *
	       exp(a * log_less(away / a) + b * log_less(-away / b));
}

/* The share of the beta distribution (A, B) below x, where x is below its mean. */
static double beta_below_mean(double a, double b, double x)
{
	double c = 1, d = 1 / (1 - (a + b) * x / (a + 1));
	double fraction = d;
	for (int term = 1; term < terms_most; term++) {
		double m = term;
		double before = fraction;
		lentz(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), &c, &d, &fraction);
		lentz(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), &c, &d,
		      &fraction);
		if (fabs(fraction - before) <= DBL_EPSILON * fabs(fraction))
			break;
	}
	return beta_term(a, b, x) * fraction / a;
}

static double beta_excess(const Curve *curve, double x)
{
	double a = curve->a, b = curve->b;
	if (x < (a + 1) / (a + b + 2))
		return beta_below_mean(a, b, x) - curve->probability;
	return 1 - curve->probability - beta_below_mean(b, a, 1 - x);
}

static double beta_density(const Curve *curve, double x)
{
	return beta_term(curve->a, curve->b, x) / (x * (1 - x));
}

double distribution_beta_quantile(double a, double b, double probability, DistributionTail tail)
{
	g_assert(a > 0 && b > 0 && probability > 0 && probability < 1);
	distribution_quiet();
	if (tail == DISTRIBUTION_UPPER)
		return 1 - distribution_beta_quantile(b, a, probability, DISTRIBUTION_LOWER);
	Curve curve = { beta_excess, beta_density, a, b, probability, tail };
	return search(&curve, 0, 1, a / (a + b));
}

double distribution_chi_square_tail(double value, unsigned degrees)
{
	g_assert(degrees > 0);
	distribution_quiet();
	return value <= 0 ? 1 : gsl_cdf_chisq_Q(value, degrees);
}

size_t distribution_coin_quantile(size_t tosses, double probability)
{
	distribution_quiet();
	/* as R, let a chance that is the probability but for rounding pass */
	double wanted = probability * (1 - 64 * DBL_EPSILON);
	double chance = 0, logs = (double)tosses * log(0.5);
	for (size_t heads = 0; heads < tosses; heads++) {
		double ways = gsl_sf_lngamma((double)tosses + 1) -
			      gsl_sf_lngamma((double)heads + 1) -
			      gsl_sf_lngamma((double)(tosses - heads) + 1);
		chance += exp(logs + ways);
		if (chance >= wanted)
			return heads;
	}
	return tosses;
}
