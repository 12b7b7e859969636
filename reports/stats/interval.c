#include "reports/stats/interval.h"

#include "reports/stats/distribution.h"

#include <glib.h>

static bool confidence_holds(double confidence)
{
	return confidence > 0 && confidence < 1;
}

/* What there is to say of EVENTS among DENOMINATOR before any formula. */
static EstimateState denominator_state(int64_t events, double denominator, double confidence)
{
	if (events < 0 || !isfinite(denominator) || denominator < 0 ||
	    !confidence_holds(confidence))
		return ESTIMATE_NOT_AVAILABLE;
	return denominator == 0 ? ESTIMATE_NOT_APPLICABLE : ESTIMATE_KNOWN;
}

static EstimateState share_state(int64_t events, int64_t trials, double confidence)
{
	if (events > trials)
		return ESTIMATE_NOT_AVAILABLE;
	return denominator_state(events, (double)trials, confidence);
}

Interval interval_wilson(int64_t events, int64_t trials, double confidence)
{
	EstimateState state = share_state(events, trials, confidence);
	if (state != ESTIMATE_KNOWN)
		return interval_none(state);
	double n = (double)trials, share = (double)events / n;
	double z = distribution_two_sided(confidence), squared = z * z;
	double middle = share + squared / (2 * n);
	double half = z * sqrt((share * (1 - share) + squared / (4 * n)) / n);
	double scale = 1 + squared / n;
	double lower = events == 0 ? 0 : (middle - half) / scale;
	double upper = events == trials ? 1 : (middle + half) / scale;
	return interval_of(share, lower, upper);
}

Interval interval_clopper_pearson(int64_t events, int64_t trials, double confidence)
{
	EstimateState state = share_state(events, trials, confidence);
	if (state != ESTIMATE_KNOWN)
		return interval_none(state);
	double x = (double)events, n = (double)trials, tail = (1 - confidence) / 2;
	double lower =
	    events == 0 ? 0 : distribution_beta_quantile(x, n - x + 1, tail, DISTRIBUTION_LOWER);
	double upper = events == trials
			   ? 1
			   : distribution_beta_quantile(x + 1, n - x, tail, DISTRIBUTION_UPPER);
	return interval_of(x / n, lower, upper);
}

static Interval exact_count(double x, double confidence)
{
	double tail = (1 - confidence) / 2;
	double lower = x == 0 ? 0 : distribution_gamma_quantile(x, tail, DISTRIBUTION_LOWER);
	return interval_of(x, lower, distribution_gamma_quantile(x + 1, tail, DISTRIBUTION_UPPER));
}

/* x (1 - 1/9x +- z/(3 sqrt x)) cubed, where the bracket is above 0. */
static double byar_limit(double x, double z)
{
	double root = 1 - 1 / (9 * x) + z / (3 * sqrt(x));
	return root > 0 ? x * root * root * root : 0;
}

static Interval byar_count(double x, double confidence)
{
	double z = distribution_two_sided(confidence);
	return interval_of(x, x == 0 ? 0 : byar_limit(x, -z), byar_limit(x + 1, z));
}

Interval interval_count(int64_t events, double confidence, IntervalCount method)
{
	if (events < 0 || !confidence_holds(confidence))
		return interval_none(ESTIMATE_NOT_AVAILABLE);
	if (method == INTERVAL_EXACT || (method == INTERVAL_PHE && events < 10))
		return exact_count((double)events, confidence);
	return byar_count((double)events, confidence);
}

Interval interval_rate(int64_t events, double person_years, double multiplier, double confidence)
{
	EstimateState state = denominator_state(events, person_years, confidence);
	if (state != ESTIMATE_KNOWN)
		return interval_none(state);
	return interval_scale(interval_count(events, confidence, INTERVAL_PHE),
			      multiplier / person_years);
}

Interval interval_ratio(int64_t observed, double expected, double confidence, IntervalCount method)
{
	EstimateState state = denominator_state(observed, expected, confidence);
	if (state != ESTIMATE_KNOWN)
		return interval_none(state);
	return interval_scale(interval_count(observed, confidence, method), 1 / expected);
}

/* Sums over the bands: what a standardised rate and its variance are made of. */
typedef struct {
	int64_t events;
	double standard, weighted, variance;
	EstimateState state;
} Bands;

static Bands add_bands(const IntervalBand *bands, size_t count, double confidence)
{
	Bands sum = { .state = ESTIMATE_KNOWN };
	for (size_t n = 0; n < count; n++) {
		const IntervalBand *band = &bands[n];
		EstimateState state = denominator_state(band->events, band->population, confidence);
		if (!isfinite(band->standard) || band->standard < 0)
			state = ESTIMATE_NOT_AVAILABLE;
		if (state == ESTIMATE_NOT_APPLICABLE && band->standard == 0)
			continue;
		if (state > sum.state)
			sum.state = state;
		double weight = band->standard / band->population;
		sum.events += band->events;
		sum.standard += band->standard;
		sum.weighted += weight * (double)band->events;
		sum.variance += weight * weight * (double)band->events;
	}
	if (sum.state == ESTIMATE_KNOWN && sum.standard == 0)
		sum.state = ESTIMATE_NOT_APPLICABLE;
	return sum;
}

Interval interval_standard_rate(const IntervalBand *bands, size_t count, double multiplier,
				double confidence)
{
	Bands sum = add_bands(bands, count, confidence);
	if (sum.state == ESTIMATE_KNOWN && sum.events < INTERVAL_STANDARD_LEAST)
		sum.state = ESTIMATE_NOT_AVAILABLE;
	if (sum.state != ESTIMATE_KNOWN)
		return interval_none(sum.state);
	double events = (double)sum.events, rate = sum.weighted / sum.standard;
	double spread = sqrt(sum.variance / events) / sum.standard;
	Interval counted = byar_count(events, confidence);
	Interval result = interval_of(rate, rate + spread * (counted.lower.value - events),
				      rate + spread * (counted.upper.value - events));
	return interval_scale(result, multiplier);
}
