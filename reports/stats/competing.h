/*
 * Competing: how likely a case has ended in each of several ways by some time, when one ending
 * rules out the others and some cases are still open.
 *
 * Kaplan-Meier with the other endings as censoring overstates: it answers for a world where they
 * do not happen. These are the shares of this world; at every time they add up to 1 with the share
 * that is still open.
 *
 * Causes are 1 .. CAUSES, 0 is still open (censored). Edges as in survival.h: impossible times and
 * causes are refused and counted; no subjects make no steps; all open leaves every share at 0.
 *
 * Tested against survival 3.5-3 (survfit, multi-state) and cmprsk 2.2-11 (cuminc): estimates 1e-9,
 * standard errors 1e-8 relative.
 */
#pragma once

#include "reports/stats/estimate.h"
#include "reports/stats/score.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* One subject: under observation in (entry, exit], then ended by cause, or open there when 0. */
typedef struct {
	double entry, exit;
	unsigned cause;
} CompetingSubject;

/* One state after one time. Limits are symmetrical on the log scale, cut at 1; not applicable while
 * the probability is 0. */
typedef struct {
	Interval probability; /* Aalen & Johansen 1978, Scand J Stat 5:141 */
	double error;         /* its standard error */
	int64_t events; /* endings of this kind at this time; for state 0 those of all kinds */
} CompetingState;

typedef struct {
	double *times;    /* distinct times of exit, rising */
	int64_t *at_risk; /* at each */
	int64_t *censored;
	CompetingState *states; /* see competing_at */
	size_t count;
	unsigned causes;
	size_t subjects, refused;
} CompetingCurve;

/*
 * Transfer full. The standard error is that of the multinomial increments carried along the curve,
 * which for cases seen from the start equals the infinitesimal jackknife of R's survfit exactly.
 * O(n log n + times x CAUSES).
 */
CompetingCurve *competing_curve(const CompetingSubject *subjects, size_t count, unsigned causes,
				double confidence);
void competing_curve_free(CompetingCurve *curve);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CompetingCurve, competing_curve_free)

/* STATE (0 still open, else a cause) after the STEP-th time. Borrowed. */
const CompetingState *competing_at(const CompetingCurve *curve, size_t step, unsigned state);

/* STATE by TIME, with limits. Not available beyond the last time seen, where nothing is known
 * (unless nobody is left open). Before the first time: 1 for state 0, 0 for the others. */
Interval competing_by(const CompetingCurve *curve, double time, unsigned state);

/* The cumulative incidence of one cause by one time, as cmprsk::cuminc gives it. */
typedef struct {
	Estimate incidence; /* that of Aalen-Johansen */
	Estimate variance;  /* Gray's, with his correction of ties; it moves only at events of the
			       cause */
} CompetingIncidence;

/* Sets INCIDENCES[n] to the incidence of CAUSE by TIMES[n] (rising, TIME_COUNT of them); not
 * available beyond the last time seen. Late entries count from their entry. */
void competing_incidence(const CompetingSubject *subjects, size_t count, unsigned causes,
			 unsigned cause, const double *times, size_t time_count,
			 CompetingIncidence *incidences);

/* Whether the incidence of CAUSE differs between GROUPS (group of each subject, 0 .. GROUP_COUNT -
 * 1): Gray 1988, Ann Stat 16:1141, with rho 0. Subjects that came in late (entry above 0) have no
 * place in this test; with any it is not available. Groups of nobody are left out. */
ScoreTest competing_gray_test(const CompetingSubject *subjects, const unsigned *groups,
			      size_t count, unsigned group_count, unsigned causes, unsigned cause);
