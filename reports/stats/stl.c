#include "reports/stats/stl.h"

#include "reports/stats/stl_loess.h"
#include "reports/stats/stl_median.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* ── options ── */

static size_t odd(size_t window)
{
	return MAX(window, 3) | 1;
}

static size_t or_default(size_t value, size_t otherwise)
{
	return value == 0 ? otherwise : value;
}

static size_t tenth(size_t window)
{
	return (window + 9) / 10;
}

StlOptions stl_defaults(size_t period, size_t seasonal_window, bool robust)
{
	return (StlOptions){
		.period = period,
		.periodic = seasonal_window == 0,
		.seasonal_window = seasonal_window,
		.trend_degree = 1,
		.low_degree = 1,
		.inner = robust ? 1 : 2,
		.outer = robust ? 15 : 0,
	};
}

/* What is left open, filled in for COUNT points. R takes jumps from the windows as given, and makes
 * windows odd afterwards; a season that never changes is one of a very wide window. */
static StlOptions settle(StlOptions options, size_t count)
{
	if (options.periodic) {
		options.seasonal_window = 10 * count + 1;
		options.seasonal_degree = 0;
		options.seasonal_jump = 0;
	}
	double share = 1 - 1.5 / (double)options.seasonal_window;
	size_t trend = (size_t)ceil(1.5 * (double)options.period / share);
	size_t low = or_default(options.low_window, odd(options.period));
	trend = or_default(options.trend_window, odd(trend));
	options.seasonal_jump = or_default(options.seasonal_jump, tenth(options.seasonal_window));
	options.trend_jump = or_default(options.trend_jump, tenth(trend));
	options.low_jump = or_default(options.low_jump, tenth(low));
	options.seasonal_window = odd(options.seasonal_window);
	options.trend_window = odd(trend);
	options.low_window = odd(low);
	return options;
}

static bool can_be(const double *series, size_t count, const StlOptions *options)
{
	if (options->period < 2 || count <= 2 * options->period)
		return false;
	if (!options->periodic && options->seasonal_window < 2)
		return false;
	for (size_t n = 0; n < count; n++)
		if (!isfinite(series[n]))
			return false;
	return true;
}

/* ── the inner loop ── */

/* Room for one decomposition; cycles are longer than the series by a period at each end. */
typedef struct {
	StlOptions options;
	size_t count;
	double *cycles, *averaged, *again, *sub, *sub_weights, *sub_smooth;
} Room;

static Loess seasonal_loess(const StlOptions *options)
{
	return (Loess){ options->seasonal_window, options->seasonal_jump,
			options->seasonal_degree };
}

/* One value beyond each end of a smoothed subseries; the end itself where no fit is possible. */
static double beyond(const Loess *loess, const Room *room, size_t length, bool before,
		     const double *weights)
{
	size_t from = 0, to = length - 1;
	if (before)
		to = MIN(loess->window, length) - 1;
	else
		from = length > loess->window ? length - loess->window : 0;
	double place = before ? -1 : (double)length, fitted;
	if (loess_at(loess, room->sub, length, place, from, to, weights, &fitted))
		return fitted;
	return room->sub_smooth[before ? 0 : length - 1];
}

/* Smooths each month by itself, over the years and one year beyond both ends. */
static void smooth_cycles(const Room *room, const double *detrended, const double *weights)
{
	size_t period = room->options.period;
	Loess loess = seasonal_loess(&room->options);
	for (size_t month = 0; month < period; month++) {
		size_t length = (room->count - month - 1) / period + 1;
		for (size_t year = 0; year < length; year++) {
			room->sub[year] = detrended[year * period + month];
			if (weights != NULL)
				room->sub_weights[year] = weights[year * period + month];
		}
		const double *own = weights != NULL ? room->sub_weights : NULL;
		loess_smooth(&loess, room->sub, length, own, room->sub_smooth);
		room->cycles[month] = beyond(&loess, room, length, true, own);
		for (size_t year = 0; year < length; year++)
			room->cycles[(year + 1) * period + month] = room->sub_smooth[year];
		room->cycles[(length + 1) * period + month] =
		    beyond(&loess, room, length, false, own);
	}
}

/* The means of LENGTH neighbours among COUNT values; there are COUNT - LENGTH + 1. */
static void moving_average(const double *values, size_t count, size_t length, double *means)
{
	double sum = 0;
	for (size_t n = 0; n < count; n++) {
		sum += values[n];
		if (n >= length)
			sum -= values[n - length];
		if (n + 1 >= length)
			means[n + 1 - length] = sum / (double)length;
	}
}

/* Takes what is slow out of the cycles: averages over a period twice and over 3, then loess. */
static void low_pass(const Room *room, double *low)
{
	size_t period = room->options.period, length = room->count + 2 * period;
	moving_average(room->cycles, length, period, room->averaged);
	moving_average(room->averaged, length - period + 1, period, room->again);
	moving_average(room->again, length - 2 * period + 2, 3, room->averaged);
	Loess loess = { room->options.low_window, room->options.low_jump,
			room->options.low_degree };
	loess_smooth(&loess, room->averaged, room->count, NULL, low);
}

static void inner_round(const Room *room, const double *series, const double *weights,
			const StlParts *parts)
{
	double *work = parts->remainder;
	for (size_t n = 0; n < room->count; n++)
		work[n] = series[n] - parts->trend[n];
	smooth_cycles(room, work, weights);
	low_pass(room, work);
	for (size_t n = 0; n < room->count; n++) {
		parts->seasonal[n] = room->cycles[room->options.period + n] - work[n];
		work[n] = series[n] - parts->seasonal[n];
	}
	Loess loess = { room->options.trend_window, room->options.trend_jump,
			room->options.trend_degree };
	loess_smooth(&loess, work, room->count, weights, parts->trend);
}

/* ── the outer loop ── */

static double bisquare(double residual, double reach)
{
	if (residual <= 0.001 * reach)
		return 1;
	if (residual > 0.999 * reach)
		return 0;
	double share = residual / reach, rest = 1 - share * share;
	return rest * rest;
}

/* Bisquare weights of the residuals, up to six times their median; sorts in ROOM->averaged. A fit
 * that leaves nothing but rounding has no outliers. */
static void set_weights(const Room *room, const double *series, const StlParts *parts)
{
	double *sorted = room->averaged, most = 0, scale = 0;
	for (size_t n = 0; n < room->count; n++) {
		parts->weights[n] = fabs(series[n] - parts->seasonal[n] - parts->trend[n]);
		sorted[n] = parts->weights[n];
		most = MAX(most, sorted[n]);
		scale = MAX(scale, fabs(series[n]));
	}
	double reach = 3 * stl_median_twice(sorted, room->count);
	bool exact = most <= 1e-13 * scale;
	for (size_t n = 0; n < room->count; n++)
		parts->weights[n] = exact ? 1 : bisquare(parts->weights[n], reach);
}

/* The season that never changes is the mean of each month. */
static void level_season(const Room *room, double *seasonal)
{
	size_t period = room->options.period;
	for (size_t month = 0; month < period; month++) {
		double sum = 0, years = 0;
		for (size_t n = month; n < room->count; n += period) {
			sum += seasonal[n];
			years++;
		}
		for (size_t n = month; n < room->count; n += period)
			seasonal[n] = sum / years;
	}
}

bool stl_decompose(const double *series, size_t count, const StlOptions *options,
		   const StlParts *parts)
{
	if (!can_be(series, count, options))
		return false;
	StlOptions settled = settle(*options, count);
	size_t length = count + 2 * settled.period;
	g_autofree double *room_for = g_new0(double, 6 * length);
	Room room = { settled,
		      count,
		      room_for,
		      room_for + length,
		      room_for + 2 * length,
		      room_for + 3 * length,
		      room_for + 4 * length,
		      room_for + 5 * length };
	memset(parts->trend, 0, count * sizeof(*parts->trend));
	for (size_t n = 0; n < count; n++)
		parts->weights[n] = 1;
	for (unsigned outer = 0; outer <= settled.outer; outer++) {
		if (outer > 0)
			set_weights(&room, series, parts);
		for (unsigned inner = 0; inner < settled.inner; inner++)
			inner_round(&room, series, outer > 0 ? parts->weights : NULL, parts);
	}
	if (settled.periodic)
		level_season(&room, parts->seasonal);
	for (size_t n = 0; n < count; n++)
		parts->remainder[n] = series[n] - parts->seasonal[n] - parts->trend[n];
	return true;
}
