#include "reports/chart/scale.h"

#include <math.h>

/* Values beyond are no figures; kept out so that differences stay finite. */
#define VALUE_LIMIT 1e300
#define SPAN_LEAST  1e-8 /* narrower is one value; no figure has so many decimals */

bool scale_is_known(double value)
{
	return isfinite(value) && fabs(value) <= VALUE_LIMIT;
}

void scale_extent_add(ScaleExtent *extent, const double *values, size_t count)
{
	for (size_t n = 0; n < count; n++) {
		double value = values[n];
		if (!scale_is_known(value))
			continue;
		if (extent->known == 0 || value < extent->low)
			extent->low = value;
		if (extent->known == 0 || value > extent->high)
			extent->high = value;
		extent->fraction |= value != floor(value);
		extent->known++;
	}
}

bool scale_extent_is_count(const ScaleExtent *extent)
{
	return !extent->fraction && extent->low >= 0;
}

/* The smallest nice step that is no less than RAW; sets the decimals it needs. */
static double nice_step(double raw, bool whole, int *ret_decimals)
{
	static const double factors[] = { 1, 2, 2.5, 5, 10 };
	double power = pow(10, floor(log10(raw)));
	if (whole && raw < 1) {
		*ret_decimals = 0;
		return 1;
	}
	for (size_t n = 0; n < sizeof(factors) / sizeof(*factors); n++) {
		double step = factors[n] * power;
		bool fits = step >= raw * (1 - 1e-9);
		if (!fits || (whole && step < 1e9 && step != floor(step)))
			continue;
		int decimals = (int)fmax(0, -floor(log10(power)));
		if (factors[n] == 2.5 && power <= 1)
			decimals++;
		else if (factors[n] == 10 && decimals > 0)
			decimals--;
		*ret_decimals = decimals > 9 ? 9 : decimals;
		return step;
	}
	*ret_decimals = 0;
	return 10 * power;
}

/* Gives a span that has no width one, around or above the single value. */
static void open_span(double *low, double *high)
{
	if (*high - *low > SPAN_LEAST)
		return;
	if (fabs(*low) < SPAN_LEAST) {
		*low = 0;
		*high = 1;
	} else {
		double half = fabs(*low) / 2;
		*low -= half;
		*high += half;
	}
}

Scale scale_fit(const ScaleExtent *extent, bool from_zero, size_t ticks)
{
	bool whole = scale_extent_is_count(extent);
	double low = extent->known > 0 ? extent->low : 0;
	double high = extent->known > 0 ? extent->high : 0;
	if (from_zero || whole) {
		low = fmin(low, 0);
		high = fmax(high, 0);
	}
	open_span(&low, &high);
	size_t intervals = ticks < 2 ? 1 : ticks > 12 ? 11 : ticks - 1;
	double raw = (high - low) / (double)intervals;
	Scale scale = { 0 };
	scale.step = nice_step(raw, whole, &scale.decimals);
	scale.low = floor(low / scale.step + 1e-9) * scale.step;
	scale.high = ceil(high / scale.step - 1e-9) * scale.step;
	scale.ticks = (size_t)lround((scale.high - scale.low) / scale.step) + 1;
	return scale;
}

double scale_tick(const Scale *scale, size_t tick)
{
	double value = scale->low + (double)tick * scale->step;
	return fabs(value) < scale->step * 1e-9 ? 0 : value;
}

double scale_position(const Scale *scale, double value)
{
	return (value - scale->low) / (scale->high - scale->low);
}
