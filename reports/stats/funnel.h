/*
 * Funnels: how far a unit's figure may lie from the common one by chance alone, given its size.
 * The fair picture of many districts; a ranking of them is not.
 *
 * Two methods. The first is that of Public Health England's funnels (PHEindicatormethods 2.1.0):
 * control limits at 95 % and 99.8 %. The second widens them where units differ by more than chance
 * for reasons that no unit answers for (Spiegelhalter et al. 2012, J R Stat Soc A 175:1;
 * FunnelPlotR 0.6.0).
 *
 * Edges: a size of 0 and a baseline of nothing are not applicable; negative or impossible values
 * are not available. Tested against both packages to 1e-9 relative.
 */
#pragma once

#include "reports/stats/estimate.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
	Estimate lower95, upper95, lower998, upper998;
} FunnelLimits;

/* Where a unit lies; the outermost limit it has passed. */
typedef enum {
	FUNNEL_LOW_998,
	FUNNEL_LOW_95,
	FUNNEL_WITHIN,
	FUNNEL_HIGH_95,
	FUNNEL_HIGH_998,
	FUNNEL_UNKNOWN
} FunnelSignal;

/* One unit: EVENTS out of SIZE (cases of a share, person-years of a rate, second count of a ratio).
 */
typedef struct {
	int64_t events;
	double size;
} FunnelUnit;

/* What all units have together: sum of events / sum of sizes; the centre line. */
Estimate funnel_baseline(const FunnelUnit *units, size_t count);

/* ── limits of shares ── */

/* For a unit of SIZE trials where BASELINE (0..1) is the share of all: the shares whose Wilson
 * interval ends at the baseline, kept within 0..1. */
FunnelLimits funnel_share_limits(double baseline, double size);
FunnelSignal funnel_share_signal(FunnelUnit unit, double baseline);

/* ── limits of rates ── */

/*
 * For a unit with EVENTS (>= 1) where BASELINE (> 0) is the rate of all per person-year: the rates
 * at which the exact interval of so many events ends at the baseline; the unit of that rate has
 * EVENTS / rate person-years. Like PHE's tool it finds the expected count m on a grid, m / (1 +
 * events + m) being a multiple of 2^-24: a published funnel is made again to the digit, 5e-5
 * relative from exact at 1 event and 99.8 %, less than 1e-6 from 10 events on.
 */
FunnelLimits funnel_rate_limits(double baseline, int64_t events);
/* By the interval of the unit's own count: exact below 10 events, Byar from 10. */
FunnelSignal funnel_rate_signal(FunnelUnit unit, double baseline);

/* ── overdispersion ── */

/* PR and RC of FunnelPlotR: which scale makes the units' spread even. */
typedef enum {
	FUNNEL_SHARE, /* arcsine of the square root */
	FUNNEL_RATIO  /* logarithm, a half added to both counts */
} FunnelKind;

/* What is done with the outermost units before the spread is measured, so that the few that are
 * truly different do not hide themselves by widening the limits. */
typedef enum {
	FUNNEL_WINSORISE, /* moved to the quantiles TRIM and 1 - TRIM */
	FUNNEL_TRIM,      /* left out: the first and last of 1 / TRIM groups by rank */
} FunnelTails;

typedef struct {
	FunnelKind kind;
	double target;        /* the centre line: the baseline of all units */
	double scaled_target; /* on the scale of the kind */
	double phi;           /* mean square of the z scores; 1 is chance alone */
	double between;       /* tau squared, the variance between units: 0 where phi says chance;
				 DerSimonian & Laird 1986, Control Clin Trials 7:177 */
	size_t used;          /* units that phi was measured on */
	EstimateState state;  /* of all of it */
} FunnelSpread;

/* One unit on the scale: its z score, and the score that phi was measured on. */
typedef struct {
	double scaled, z, used_z;
	bool outer; /* winsorised or trimmed; used_z means nothing when trimmed */
	EstimateState state;
} FunnelScore;

/*
 * Measures the spread of COUNT units, TRIM (0 <= it < .5) at each end. Not applicable without two
 * units of some size or with a baseline of 0 (or 1, for shares); units of size 0 have no score and
 * are left out. SCORES (COUNT of them) may be NULL. O(n log n).
 */
FunnelSpread funnel_spread(const FunnelUnit *units, size_t count, FunnelKind kind,
			   FunnelTails tails, double trim, FunnelScore *scores);

/* Limits for a unit of SIZE; with WIDENED false those of chance alone. Shares stay within 0..1. */
FunnelLimits funnel_spread_limits(const FunnelSpread *spread, double size, bool widened);

/*
 * The same for COUNT SIZES in rising order, as FunnelPlotR draws its lines. A share's line that has
 * passed the end of the scale comes back there, and is set to the end only where it then falls away
 * from the next size's: the last size before a line leaves 0 or 1 has a limit just inside, where
 * funnel_spread_limits has the end. Everywhere else the two agree.
 */
void funnel_spread_lines(const FunnelSpread *spread, const double *sizes, size_t count,
			 bool widened, FunnelLimits *lines);

/* Where VALUE lies among LIMITS. */
FunnelSignal funnel_signal(Estimate value, const FunnelLimits *limits);
