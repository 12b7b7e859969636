/*
 * Control: statistical process control. Is this point, or this stretch, more than the usual noise?
 *
 * Two families, because their anchors differ on purpose (docs/statistics.md):
 *   control_chart  run, i, mr, c, u, u', p, p', g and t charts with Anhoej's rules (qicharts2
 * 0.8.1) control_xmr    XmR charts with the rules of Making Data Count (NHSRplotthedots 0.2.2)
 *
 * Points are in order of time. A missing point is a gap: it has no mark, and no moving range spans
 * it. A provisional point (late records still to come) is drawn but kept out of limits, runs and
 * signals. A rebase starts new limits at a point, and says why: without a reason it is refused.
 *
 * Edges: no points make no marks; one point has a centre but no limits that come from moving
 * ranges; sizes of 0 leave their point not applicable; negative or impossible values leave it not
 * available. Tested against both packages to 1e-9 relative.
 */
#pragma once

#include "reports/stats/estimate.h"

#include <glib.h>
#include <stddef.h>

typedef enum {
	CONTROL_SEEN,
	CONTROL_PROVISIONAL,
	CONTROL_MISSING,
} ControlPointState;

/* One subgroup: a value or a count, and out of how many (p, u and their primes; ignored by others).
 */
typedef struct {
	double value, size;
	ControlPointState state;
} ControlPoint;

/* New limits from the point AT on, for a REASON that is printed beside the chart. */
typedef struct {
	size_t at;
	const char *reason;
} ControlRebase;

/* What is wrong with REBASES for COUNT points, or NULL: each has a reason, and they rise strictly
 * between 0 and COUNT. */
const char *control_rebase_problem(const ControlRebase *rebases, size_t rebase_count, size_t count);

/* ── charts with Anhoej's rules ── */

typedef enum {
	CONTROL_RUN,     /* median, no limits */
	CONTROL_I,       /* mean; limits from the mean moving range / 1.128; Montgomery 6.33 */
	CONTROL_MR,      /* of moving ranges; upper limit 3.267 times their mean */
	CONTROL_C,       /* counts; Montgomery 7.17 */
	CONTROL_U,       /* counts per size; Montgomery 7.19 */
	CONTROL_U_PRIME, /* the same, widened by what varies between subgroups; Laney 2002 */
	CONTROL_P,       /* shares of size; Montgomery 7.7 */
	CONTROL_P_PRIME, /* the same widened */
	CONTROL_G,       /* cases between events; limits from the mean, centre line the median */
	CONTROL_T,       /* time between events, above 0; I chart of the power 1/3.6; Nelson 1994 */
} ControlKind;

/* Zeroed is what is wanted most often. */
typedef struct {
	bool screen;   /* leave out moving ranges of 3.267 times their mean or more, once (Nelson
			  1982) */
	size_t freeze; /* limits from the first so many points of each part; 0: from all */
	const ControlRebase *rebases;
	size_t rebase_count;
} ControlOptions;

typedef struct {
	Estimate value;                /* as drawn: a share, a rate, a moving range */
	Estimate centre, lower, upper; /* 3 sigma */
	Estimate lower95, upper95;     /* 2 sigma */
	bool outside;                  /* of the 3 sigma limits */
} ControlMark;

/* Anhoej & Olesen 2014, PLoS ONE 9:e113825. Points on the centre line count for nothing. */
typedef struct {
	bool known; /* false when no point is off the centre line */
	size_t useful, longest, longest_most, crossings, crossings_least;
	bool signal; /* a run too long or too few crossings; never for mr charts */
} ControlRuns;

/* Points with the same limits. */
typedef struct {
	size_t first, count;
	const char *reason; /* borrowed from the rebase; NULL for the first part */
	ControlRuns runs;
} ControlPart;

typedef struct {
	const char *problem; /* static text; then there are no marks */
	ControlMark *marks;
	size_t count;
	ControlPart *parts;
	size_t part_count;
} ControlChart;

/* Transfer full. O(n log n). */
ControlChart *control_chart(const ControlPoint *points, size_t count, ControlKind kind,
			    const ControlOptions *options);
void control_chart_free(ControlChart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ControlChart, control_chart_free)

/* The rules alone, for points that are each above (1), on (0) or below (-1) their centre line. */
ControlRuns control_runs(const int *sides, size_t count);

/* ── XmR ── */

typedef enum { CONTROL_NEUTRAL, CONTROL_INCREASE, CONTROL_DECREASE } ControlDirection;

/* Whether a point beyond the limits counts as one of two in three. */
typedef enum {
	CONTROL_NHSR,    /* no: NHSRplotthedots 0.2.2 */
	CONTROL_MDC2023, /* yes: Making Data Count, November 2023 */
} ControlTwoOfThree;

typedef struct {
	ControlDirection improvement;
	ControlTwoOfThree rule;
	bool unscreened;     /* keep moving ranges of 3.267 times their mean and more */
	size_t fix_after;    /* limits from the first so many points of each part; 0: from all */
	size_t trend_length; /* points of a trend; 0: 7 */
	/* limits that stand, worked out of a baseline elsewhere; NULL: of the points */
	const Estimate *given_mean, *given_range; /* range: the mean moving range */
	const ControlRebase *rebases;
	size_t rebase_count;
} XmrOptions;

/* Why a point is special; the first that holds. Ties break a trend. */
typedef enum {
	XMR_COMMON,
	XMR_ABOVE_LIMIT,
	XMR_BELOW_LIMIT,
	XMR_TREND_UP, /* 7 points, each above the one before */
	XMR_TREND_DOWN,
	XMR_NEAR_UPPER, /* 2 of 3 on one side of the mean beyond two thirds of the way to the limit
			 */
	XMR_NEAR_LOWER,
	XMR_SHIFT_UP, /* 7 points on one side of the mean */
	XMR_SHIFT_DOWN,
} XmrCause;

typedef enum {
	XMR_NOTHING,
	XMR_IMPROVEMENT,
	XMR_CONCERN,
	XMR_HIGH, /* special where neither way is better */
	XMR_LOW,
} XmrMeaning;

typedef struct {
	Estimate value, mean;
	Estimate lower, upper; /* mean +- 2.66 mean moving range; not available without variation */
	int side;              /* of the mean: -1, 0, 1 */
	bool outside, near;    /* beyond the limits; beyond two thirds of the way but not beyond */
	XmrCause cause;
	XmrMeaning meaning;
} XmrMark;

typedef struct {
	const char *problem; /* as above */
	XmrMark *marks;
	size_t count;
} XmrChart;

/* Transfer full. O(n). Rules do not look across a rebase, a gap or a provisional point. */
XmrChart *control_xmr(const ControlPoint *points, size_t count, const XmrOptions *options);
void control_xmr_free(XmrChart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmrChart, control_xmr_free)
