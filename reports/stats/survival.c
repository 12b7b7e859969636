#include "reports/stats/survival.h"

#include "reports/stats/distribution.h"
#include "reports/stats/timeline.h"

/* ── limits ── */

static Interval log_limits(double survival, double error, double z)
{
	double upper = survival * exp(z * error);
	return interval_of(survival, survival * exp(-z * error), MIN(upper, 1));
}

static Interval plain_limits(double survival, double error, double z)
{
	double half = z * error * survival;
	return interval_of(survival, MAX(survival - half, 0), MIN(survival + half, 1));
}

static Interval log_log_limits(double survival, double error, double z)
{
	if (survival == 1) {
		Estimate none = estimate_none(ESTIMATE_NOT_APPLICABLE);
		return (Interval){ estimate_of(survival), none, none };
	}
	double level = log(-log(survival)), half = z * error / log(survival);
	return interval_of(survival, exp(-exp(level - half)), exp(-exp(level + half)));
}

static Interval (*const limits[])(double survival, double error, double z) = {
	[SURVIVAL_LOG] = log_limits,
	[SURVIVAL_LOG_LOG] = log_log_limits,
	[SURVIVAL_PLAIN] = plain_limits,
};

/* ── the curve ── */

/* What is carried from one time to the next. */
typedef struct {
	double survival, greenwood, hazard, hazard_variance;
} Carried;

static void carry(Carried *carried, const TimelineStep *at)
{
	if (at->events == 0)
		return;
	double n = (double)at->at_risk, d = (double)at->events;
	carried->survival *= (n - d) / n;
	if (at->at_risk > at->events)
		carried->greenwood += d / (n * (n - d));
	carried->hazard += d / n;
	carried->hazard_variance += d / (n * n);
}

static SurvivalStep make_step(const Carried *carried, const TimelineStep *at, SurvivalScale scale,
			      double z)
{
	Estimate none = estimate_none(ESTIMATE_NOT_APPLICABLE);
	SurvivalStep step = {
		.time = at->time,
		.at_risk = at->at_risk,
		.events = at->events,
		.censored = at->censored,
		.survival = { estimate_of(0), none, none },
		.log_error = none,
		.hazard = carried->hazard,
		.hazard_error = sqrt(carried->hazard_variance),
	};
	if (carried->survival > 0) {
		double error = sqrt(carried->greenwood);
		step.log_error = estimate_of(error);
		step.survival = limits[scale](carried->survival, error, z);
	}
	return step;
}

SurvivalCurve *survival_curve(const SurvivalSubject *subjects, size_t count, SurvivalScale scale,
			      double confidence)
{
	g_autoptr(Timeline) timeline = timeline_new(1, 1);
	for (size_t n = 0; n < count; n++)
		timeline_add(timeline, subjects[n].entry, subjects[n].exit, 0, subjects[n].event);
	SurvivalCurve *curve = g_new0(SurvivalCurve, 1);
	curve->subjects = timeline_subjects(timeline);
	curve->refused = count - curve->subjects;
	curve->steps = g_new0(SurvivalStep, curve->subjects);
	double z = distribution_two_sided(confidence);
	Carried carried = { .survival = 1 };
	for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;) {
		carry(&carried, at);
		curve->steps[curve->count++] = make_step(&carried, at, scale, z);
	}
	return curve;
}

void survival_curve_free(SurvivalCurve *curve)
{
	if (curve == NULL)
		return;
	g_free(curve->steps);
	g_free(curve);
}

/* ── quantiles and means ── */

/* Two survivals that differ by less are the same but for rounding (R's tolerance). */
static const double same = 1.5e-8;

/* The first step from FROM on where the curve ON (survival or a limit) is at LEVEL or below. */
static size_t first_at(const SurvivalCurve *curve, size_t on, size_t from, double level)
{
	size_t step = from;
	for (; step < curve->count; step++) {
		const Interval *all = &curve->steps[step].survival;
		const Estimate *each[] = { &all->value, &all->lower, &all->upper };
		if (estimate_known(*each[on]) && each[on]->value <= level)
			break;
	}
	return step;
}

static Estimate time_at(const SurvivalCurve *curve, size_t on, double level)
{
	size_t reached = first_at(curve, on, 0, level + same);
	if (reached == curve->count)
		return estimate_none(ESTIMATE_NOT_AVAILABLE);
	size_t left = first_at(curve, on, reached, level - same);
	double time = curve->steps[reached].time;
	const Interval *all = &curve->steps[reached].survival;
	const Estimate *each[] = { &all->value, &all->lower, &all->upper };
	if (each[on]->value < level - same)
		return estimate_of(time);
	size_t end = MIN(left, curve->count - 1);
	return estimate_of((time + curve->steps[end].time) / 2);
}

Interval survival_quantile(const SurvivalCurve *curve, double p)
{
	if (!(p > 0 && p < 1))
		return interval_none(ESTIMATE_NOT_AVAILABLE);
	return (Interval){ time_at(curve, 0, 1 - p), time_at(curve, 1, 1 - p),
			   time_at(curve, 2, 1 - p) };
}

/* From the last step before the horizon back: each area is to the right of its step. */
SurvivalMean survival_mean(const SurvivalCurve *curve, double horizon)
{
	Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
	size_t steps = curve->count;
	if (!(horizon > 0) || !isfinite(horizon) || steps == 0)
		return (SurvivalMean){ none, none };
	const SurvivalStep *last = &curve->steps[steps - 1];
	if (last->time < horizon && last->survival.value.value > 0)
		return (SurvivalMean){ none, none };
	double area = 0, variance = 0, right = horizon;
	for (size_t step = steps; step-- > 0;) {
		const SurvivalStep *at = &curve->steps[step];
		if (at->time > horizon)
			continue;
		area += (right - at->time) * at->survival.value.value;
		right = at->time;
		double n = (double)at->at_risk, d = (double)at->events;
		if (n > d)
			variance += area * area * d / (n * (n - d));
	}
	return (SurvivalMean){ estimate_of(area + right), estimate_of(sqrt(variance)) };
}

/* ── log-rank ── */

/* Observed less expected events of each group, and their variance matrix. */
typedef struct {
	unsigned groups;
	double *score, *expected, *variance;
} LogRank;

static void add_time(LogRank *sums, const TimelineStep *at)
{
	double n = (double)at->at_risk, d = (double)at->events;
	if (d == 0)
		return;
	double spread = n > 1 ? d * (n - d) / (n - 1) : 0;
	for (unsigned row = 0; row < sums->groups; row++) {
		double share = (double)at->group_at_risk[row] / n;
		sums->score[row] += (double)at->group_events[row] - d * share;
		sums->expected[row] += d * share;
		for (unsigned column = 0; column < sums->groups; column++) {
			double other = (double)at->group_at_risk[column] / n;
			sums->variance[row * sums->groups + column] +=
			    spread * share * ((row == column ? 1 : 0) - other);
		}
	}
}

/* The groups' scores add up to 0: all but the last that was ever at risk are tested. */
static ScoreTest test_all_but_last(const LogRank *sums)
{
	g_autofree unsigned *kept = g_new0(unsigned, sums->groups);
	size_t count = 0;
	for (unsigned group = 0; group < sums->groups; group++)
		if (sums->expected[group] > 0)
			kept[count++] = group;
	count = count > 0 ? count - 1 : 0;
	g_autofree double *score = g_new0(double, count);
	g_autofree double *variance = g_new0(double, count *count);
	for (size_t row = 0; row < count; row++) {
		score[row] = sums->score[kept[row]];
		for (size_t column = 0; column < count; column++)
			variance[row * count + column] =
			    sums->variance[kept[row] * sums->groups + kept[column]];
	}
	return score_test(score, variance, count);
}

ScoreTest survival_log_rank(const SurvivalSubject *subjects, const unsigned *groups, size_t count,
			    unsigned group_count)
{
	g_autoptr(Timeline) timeline = timeline_new(group_count, 1);
	for (size_t n = 0; n < count; n++)
		timeline_add(timeline, subjects[n].entry, subjects[n].exit, groups[n],
			     subjects[n].event);
	g_autofree double *score = g_new0(double, group_count);
	g_autofree double *expected = g_new0(double, group_count);
	g_autofree double *variance = g_new0(double, (size_t)group_count *group_count);
	LogRank sums = { group_count, score, expected, variance };
	for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;)
		add_time(&sums, at);
	return test_all_but_last(&sums);
}
