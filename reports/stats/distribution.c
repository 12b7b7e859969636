#include "reports/stats/distribution.h"

#include <float.h>
#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
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

static double gamma_excess(const Curve *curve, double x)
{
	gsl_sf_result result = { 0 };
	if (curve->tail == DISTRIBUTION_UPPER) {
		gsl_sf_gamma_inc_Q_e(curve->a, x, &result);
		return curve->probability - result.val;
	}
	gsl_sf_gamma_inc_P_e(curve->a, x, &result);
	return result.val - curve->probability;
}

static double gamma_density(const Curve *curve, double x)
{
	return exp((curve->a - 1) * log(x) - x - gsl_sf_lngamma(curve->a));
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

/* One step of Lentz's way to a continued fraction: keeps both running terms from being 0. */
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

/* The share of the beta distribution (A, B) below x, where x is below its mean. */
static double beta_below_mean(double a, double b, double x)
{
	double c = 1, d = 1 / (1 - (a + b) * x / (a + 1));
	double fraction = d;
	for (int term = 1; term < 1000000; term++) {
		double m = term;
		double before = fraction;
		lentz(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), &c, &d, &fraction);
		lentz(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), &c, &d,
		      &fraction);
		if (fabs(fraction - before) <= DBL_EPSILON * fabs(fraction))
			break;
	}
	return exp(a * log(x) + b * log1p(-x) - gsl_sf_lnbeta(a, b)) * fraction / a;
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
	double a = curve->a, b = curve->b;
	return exp((a - 1) * log(x) + (b - 1) * log1p(-x) - gsl_sf_lnbeta(a, b));
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
