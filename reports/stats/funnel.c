#include "reports/stats/funnel.h"

#include "reports/stats/distribution.h"
#include "reports/stats/interval.h"

#include <glib.h>

/* The two confidences of every funnel. */
static const double narrow = 0.95, wide = 0.998;

static FunnelLimits no_limits(EstimateState state)
{
	Estimate none = estimate_none(state);
	return (FunnelLimits){ none, none, none, none };
}

Estimate funnel_baseline(const FunnelUnit *units, size_t count)
{
	double events = 0, size = 0;
	for (size_t n = 0; n < count; n++) {
		if (units[n].events < 0 || !isfinite(units[n].size) || units[n].size < 0)
			return estimate_none(ESTIMATE_NOT_AVAILABLE);
		events += (double)units[n].events;
		size += units[n].size;
	}
	return size > 0 ? estimate_of(events / size) : estimate_none(ESTIMATE_NOT_APPLICABLE);
}

FunnelSignal funnel_signal(Estimate value, const FunnelLimits *limits)
{
	if (!estimate_known(value) || !estimate_known(limits->lower95) ||
	    !estimate_known(limits->upper95) || !estimate_known(limits->lower998) ||
	    !estimate_known(limits->upper998))
		return FUNNEL_UNKNOWN;
	if (value.value < limits->lower998.value)
		return FUNNEL_LOW_998;
	if (value.value < limits->lower95.value)
		return FUNNEL_LOW_95;
	if (value.value > limits->upper998.value)
		return FUNNEL_HIGH_998;
	return value.value > limits->upper95.value ? FUNNEL_HIGH_95 : FUNNEL_WITHIN;
}

/* ── shares ── */

static Estimate share_limit(double baseline, double size, double z)
{
	double limit = baseline + z * sqrt(baseline * (1 - baseline) / size);
	return estimate_of(CLAMP(limit, 0, 1));
}

FunnelLimits funnel_share_limits(double baseline, double size)
{
	if (!(baseline >= 0 && baseline <= 1) || !isfinite(size) || size < 0)
		return no_limits(ESTIMATE_NOT_AVAILABLE);
	if (size == 0)
		return no_limits(ESTIMATE_NOT_APPLICABLE);
	double z95 = distribution_two_sided(narrow), z998 = distribution_two_sided(wide);
	return (FunnelLimits){ share_limit(baseline, size, -z95), share_limit(baseline, size, z95),
			       share_limit(baseline, size, -z998),
			       share_limit(baseline, size, z998) };
}

FunnelSignal funnel_share_signal(FunnelUnit unit, double baseline)
{
	if (unit.events < 0 || !(unit.size > 0) || (double)unit.events > unit.size)
		return FUNNEL_UNKNOWN;
	FunnelLimits limits = funnel_share_limits(baseline, unit.size);
	return funnel_signal(estimate_of((double)unit.events / unit.size), &limits);
}

/* ── rates ── */

/* PHE's bisection of v = m / (1 + events + m) halves 23 times from [0, 1] and answers with the
 * middle of what is left. */
static double on_grid(double expected, double events)
{
	static const double cells = 1 << 23;
	double v = (floor(expected / (1 + events + expected) * cells) + 0.5) / cells;
	return (1 + events) * v / (1 - v);
}

static Estimate rate_limit(double baseline, double events, double expected)
{
	return estimate_of(events * baseline / on_grid(expected, events));
}

FunnelLimits funnel_rate_limits(double baseline, int64_t events)
{
	if (!isfinite(baseline) || baseline < 0 || events < 0)
		return no_limits(ESTIMATE_NOT_AVAILABLE);
	if (baseline == 0 || events == 0)
		return no_limits(ESTIMATE_NOT_APPLICABLE);
	double count = (double)events;
	Interval at95 = interval_count(events, narrow, INTERVAL_EXACT);
	Interval at998 = interval_count(events, wide, INTERVAL_EXACT);
	return (FunnelLimits){ rate_limit(baseline, count, at95.upper.value),
			       rate_limit(baseline, count, at95.lower.value),
			       rate_limit(baseline, count, at998.upper.value),
			       rate_limit(baseline, count, at998.lower.value) };
}

FunnelSignal funnel_rate_signal(FunnelUnit unit, double baseline)
{
	Interval at95 = interval_rate(unit.events, unit.size, 1, narrow);
	Interval at998 = interval_rate(unit.events, unit.size, 1, wide);
	if (!estimate_known(at95.value) || !isfinite(baseline))
		return FUNNEL_UNKNOWN;
	if (baseline < at998.lower.value)
		return FUNNEL_HIGH_998;
	if (baseline < at95.lower.value)
		return FUNNEL_HIGH_95;
	if (baseline > at998.upper.value)
		return FUNNEL_LOW_998;
	return baseline > at95.upper.value ? FUNNEL_LOW_95 : FUNNEL_WITHIN;
}
