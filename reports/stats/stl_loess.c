#include "reports/stats/stl_loess.h"

#include <glib.h>
#include <math.h>

/* Tricube by distance, flat up to a thousandth of the reach and 0 from 0.999 of it on. */
static double tricube(double distance, double reach)
{
	if (distance > 0.999 * reach)
		return 0;
	if (distance <= 0.001 * reach)
		return 1;
	double share = distance / reach, rest = 1 - share * share * share;
	return rest * rest * rest;
}

/* Turns the weights of FROM .. TO, which add up to 1, into those of a local line at PLACE, where
 * the points are spread enough to have a slope. */
static void tilt(double *own, size_t count, double place, size_t from, size_t to)
{
	double mean = 0, spread = 0;
	for (size_t n = from; n <= to; n++)
		mean += own[n - from] * (double)n;
	for (size_t n = from; n <= to; n++)
		spread += own[n - from] * ((double)n - mean) * ((double)n - mean);
	if (sqrt(spread) <= 0.001 * ((double)count - 1))
		return;
	for (size_t n = from; n <= to; n++)
		own[n - from] *= 1 + (place - mean) / spread * ((double)n - mean);
}

bool loess_at(const Loess *loess, const double *series, size_t count, double place, size_t from,
	      size_t to, const double *weights, double *fitted)
{
	double reach = MAX(place - (double)from, (double)to - place);
	if (loess->window > count) {
		size_t beyond = (loess->window - count) / 2; /* on each side */
		reach += (double)beyond;
	}
	g_autofree double *own = g_new(double, to - from + 1);
	double sum = 0;
	for (size_t n = from; n <= to; n++) {
		own[n - from] =
		    tricube(fabs((double)n - place), reach) * (weights == NULL ? 1 : weights[n]);
		sum += own[n - from];
	}
	if (sum <= 0)
		return false;
	for (size_t n = from; n <= to; n++)
		own[n - from] /= sum;
	if (reach > 0 && loess->degree > 0)
		tilt(own, count, place, from, to);
	*fitted = 0;
	for (size_t n = from; n <= to; n++)
		*fitted += own[n - from] * series[n];
	return true;
}

/* The first point of the window around PLACE: as near the middle as the ends allow. */
static size_t window_start(const Loess *loess, size_t count, size_t place)
{
	size_t half = (loess->window - 1) / 2;
	if (loess->window >= count || place < half)
		return 0;
	return MIN(place - half, count - loess->window);
}

/* The fit at PLACE in the window around MIDDLE. */
static double fit(const Loess *loess, const double *series, size_t count, const double *weights,
		  size_t place, size_t middle)
{
	size_t from = window_start(loess, count, middle);
	size_t to = MIN(from + loess->window, count) - 1;
	double fitted;
	if (loess_at(loess, series, count, (double)place, from, to, weights, &fitted))
		return fitted;
	return series[place];
}

/* Draws the line between two fitted points over those between. */
static void bridge(double *smoothed, size_t from, size_t to)
{
	double slope = (smoothed[to] - smoothed[from]) / (double)(to - from);
	for (size_t n = from + 1; n < to; n++)
		smoothed[n] = smoothed[from] + slope * (double)(n - from);
}

void loess_smooth(const Loess *loess, const double *series, size_t count, const double *weights,
		  double *smoothed)
{
	if (count < 2) {
		if (count == 1)
			smoothed[0] = series[0];
		return;
	}
	size_t jump = CLAMP(loess->jump, 1, count - 1), last = 0;
	smoothed[0] = fit(loess, series, count, weights, 0, 0);
	for (size_t n = jump; n < count; n += jump) {
		smoothed[n] = fit(loess, series, count, weights, n, n);
		bridge(smoothed, last, n);
		last = n;
	}
	if (last != count - 1) {
		/* in the window of the last jump, as the authors' program has it */
		smoothed[count - 1] = fit(loess, series, count, weights, count - 1, last);
		bridge(smoothed, last, count - 1);
	}
}
