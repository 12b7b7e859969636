/*
 * Survival: how long until something happens, when for some it has not happened yet.
 *
 * Time is in whatever unit the caller uses (days from registration), at most one event a subject.
 * The risk set at t holds everyone who came in before t and is still there at t: at a tie, events
 * come before leavings (censorings).
 *
 * Edges: no subjects make a curve of no steps, whose survival is 1 and whose quantiles are not
 * available; subjects whose times cannot be (no number, below 0, out before in, or out as soon as
 * in when they came in late) are refused and counted, never mended. With all censored the curve
 * stays at 1. A risk set that empties for a while (late entries) leaves the curve where it was.
 *
 * Tested against R's survival 3.5-3: estimates 1e-9, standard errors 1e-8 relative.
 */
#pragma once

#include "reports/stats/estimate.h"
#include "reports/stats/score.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* One subject: under observation in (entry, exit]. Entry 0 is "from the start"; then exit may be 0.
 */
typedef struct {
	double entry, exit;
	bool event; /* at exit; otherwise censored there */
} SurvivalSubject;

/* On which scale the limits are symmetrical (R's conf.type). */
typedef enum {
	SURVIVAL_LOG,     /* R's default; log S */
	SURVIVAL_LOG_LOG, /* log(-log S): never leaves 0..1; undefined at 1 and 0 */
	SURVIVAL_PLAIN,   /* S itself, cut at 0 and 1 */
} SurvivalScale;

/* The curve after one time. At a survival of 0 the log error and the limits are not applicable. */
typedef struct {
	double time;
	int64_t at_risk, events, censored;
	Interval survival;   /* Kaplan & Meier 1958, J Am Stat Assoc 53:457 */
	Estimate log_error;  /* standard error of log S (R's std.err); Greenwood 1926 */
	double hazard;       /* cumulative, Nelson-Aalen */
	double hazard_error; /* sqrt of sum of events / at_risk^2 */
} SurvivalStep;

typedef struct {
	SurvivalStep *steps; /* one a distinct time of exit, rising */
	size_t count;
	size_t subjects; /* used */
	size_t refused;
} SurvivalCurve;

/* Transfer full. CONFIDENCE (0 < it < 1) of the pointwise limits. O(n log n). */
SurvivalCurve *survival_curve(const SurvivalSubject *subjects, size_t count, SurvivalScale scale,
			      double confidence);
void survival_curve_free(SurvivalCurve *curve);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SurvivalCurve, survival_curve_free)

/*
 * The time by which the share P (0 < P < 1) has had the event: the first at which survival is 1 - P
 * or less; where the curve lies exactly at 1 - P, the middle of that stretch. Limits: the times at
 * which the curves of the limits get there (Brookmeyer & Crowley 1982, Biometrics 38:29). Each is
 * not available when its curve does not get so low.
 */
Interval survival_quantile(const SurvivalCurve *curve, double p);

/*
 * The mean time up to HORIZON (> 0), the area under the curve, and its standard error (Miller 1981,
 * Survival Analysis, p. 71). Not available when follow-up ends before the horizon with some left: R
 * carries the curve on there, silently.
 */
typedef struct {
	Estimate mean, error;
} SurvivalMean;
SurvivalMean survival_mean(const SurvivalCurve *curve, double horizon);

/* Whether the curves of GROUPS (group of each subject, 0 .. GROUP_COUNT - 1) differ: log-rank test
 * (Mantel 1966; R's survdiff). Refused subjects are left out, as are groups never at risk of an
 * event; not applicable when fewer than two are left. O(n log n + times x groups^2). */
ScoreTest survival_log_rank(const SurvivalSubject *subjects, const unsigned *groups, size_t count,
			    unsigned group_count);
