#include "reports/stats/competing.h"

#include "reports/stats/distribution.h"
#include "reports/stats/timeline.h"

/* ── the curve ── */

/* What is carried from one time to the next: shares, and the variances and covariances that each
 * share's error needs: with itself and with that of the open share. */
typedef struct {
	unsigned causes;
	double open, open_variance;
	double *share, *variance, *covariance; /* [cause - 1] */
} Carried;

/*
 * With hazards h_k = d_k / n of this time, h their sum, p the share still open before:
 *     p' = p (1 - h),  f_k' = f_k + p h_k
 * and the multinomial errors of the hazards are independent of what went before.
 */
static void carry(Carried *carried, const TimelineStep *at)
{
	double n = (double)at->at_risk, total = (double)at->events / n;
	double noise = carried->open * carried->open / n;
	for (unsigned cause = 0; cause < carried->causes; cause++) {
		double hazard = (double)at->group_events[cause] / n;
		double with_open = carried->covariance[cause];
		carried->share[cause] += carried->open * hazard;
		carried->variance[cause] += 2 * hazard * with_open +
					    hazard * hazard * carried->open_variance +
					    noise * hazard * (1 - hazard);
		carried->covariance[cause] =
		    (1 - total) * (with_open + hazard * carried->open_variance - noise * hazard);
	}
	carried->open_variance =
	    (1 - total) * (1 - total) * carried->open_variance + noise * total * (1 - total);
	carried->open = at->events == at->at_risk ? 0 : carried->open * (1 - total);
}

static CompetingState make_state(double share, double variance, int64_t events, double z)
{
	double error = sqrt(MAX(variance, 0));
	Estimate none = estimate_none(ESTIMATE_NOT_APPLICABLE);
	CompetingState state = { { estimate_of(share), none, none }, error, events };
	if (share > 0) {
		double half = z * error / share, upper = share * exp(half);
		state.probability = interval_of(share, share * exp(-half), MIN(upper, 1));
	}
	return state;
}

static void keep(CompetingCurve *curve, const Carried *carried, const TimelineStep *at, double z)
{
	CompetingState *states = &curve->states[curve->count * (curve->causes + 1)];
	states[0] = make_state(carried->open, carried->open_variance, at->events, z);
	for (unsigned cause = 0; cause < curve->causes; cause++)
		states[cause + 1] = make_state(carried->share[cause], carried->variance[cause],
					       at->group_events[cause], z);
	curve->times[curve->count] = at->time;
	curve->at_risk[curve->count] = at->at_risk;
	curve->censored[curve->count] = at->censored;
	curve->count++;
}

static Timeline *ungrouped(const CompetingSubject *subjects, size_t count, unsigned causes)
{
	Timeline *timeline = timeline_new(1, causes);
	for (size_t n = 0; n < count; n++)
		timeline_add(timeline, subjects[n].entry, subjects[n].exit, 0, subjects[n].cause);
	return timeline;
}

CompetingCurve *competing_curve(const CompetingSubject *subjects, size_t count, unsigned causes,
				double confidence)
{
	g_autoptr(Timeline) timeline = ungrouped(subjects, count, causes);
	CompetingCurve *curve = g_new0(CompetingCurve, 1);
	curve->causes = causes;
	curve->subjects = timeline_subjects(timeline);
	curve->refused = count - curve->subjects;
	curve->times = g_new0(double, curve->subjects);
	curve->at_risk = g_new0(int64_t, curve->subjects);
	curve->censored = g_new0(int64_t, curve->subjects);
	curve->states = g_new0(CompetingState, curve->subjects * (causes + 1));
	g_autofree double *share = g_new0(double, causes);
	g_autofree double *variance = g_new0(double, causes);
	g_autofree double *covariance = g_new0(double, causes);
	Carried carried = { causes, 1, 0, share, variance, covariance };
	double z = distribution_two_sided(confidence);
	for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;) {
		carry(&carried, at);
		keep(curve, &carried, at, z);
	}
	return curve;
}

void competing_curve_free(CompetingCurve *curve)
{
	if (curve == NULL)
		return;
	g_free(curve->times);
	g_free(curve->at_risk);
	g_free(curve->censored);
	g_free(curve->states);
	g_free(curve);
}

const CompetingState *competing_at(const CompetingCurve *curve, size_t step, unsigned state)
{
	g_assert(step < curve->count && state <= curve->causes);
	return &curve->states[step * (curve->causes + 1) + state];
}

/* How many steps are at TIME or before. */
static size_t steps_by(const CompetingCurve *curve, double time)
{
	size_t low = 0, high = curve->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (curve->times[middle] <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

Interval competing_by(const CompetingCurve *curve, double time, unsigned state)
{
	if (curve->count == 0 || !(time >= 0) || state > curve->causes)
		return interval_none(ESTIMATE_NOT_AVAILABLE);
	size_t steps = steps_by(curve, time);
	if (steps == 0) {
		Estimate none = estimate_none(ESTIMATE_NOT_APPLICABLE);
		return (Interval){ estimate_of(state == 0 ? 1 : 0), none, none };
	}
	bool beyond = time > curve->times[curve->count - 1];
	if (beyond && competing_at(curve, curve->count - 1, 0)->probability.value.value > 0)
		return interval_none(ESTIMATE_NOT_AVAILABLE);
	return competing_at(curve, steps - 1, state)->probability;
}
