/*
 * Intervals of counts, shares, rates and ratios. Two-sided, at any CONFIDENCE with 0 < it < 1.
 *
 * Edges, for all functions here: a denominator of 0 is not applicable; negative counts, more
 * events than trials, denominators that are negative or no number, and a confidence outside (0, 1)
 * are not available. No events give a lower limit of exactly 0, all events an upper limit of
 * exactly 1.
 *
 * Tested against R: prop.test, binom.test, qchisq and PHEindicatormethods 2.1.0, to 1e-12 relative
 * (rates 1e-9; docs/statistics.md has what was measured).
 */
#pragma once

#include "reports/stats/estimate.h"

#include <stddef.h>
#include <stdint.h>

/* The share EVENTS / TRIALS. Wilson 1927, J Am Stat Assoc 22:209 (without continuity correction).
 */
Interval interval_wilson(int64_t events, int64_t trials, double confidence);

/* The same, exact: never covers less than it says. Clopper & Pearson 1934, Biometrika 26:404. */
Interval interval_clopper_pearson(int64_t events, int64_t trials, double confidence);

/* How the limits of a Poisson count are found. */
typedef enum {
	INTERVAL_EXACT, /* chi-square quantiles; Garwood 1936, Biometrika 28:437 */
	INTERVAL_BYAR, /* Breslow & Day 1987, vol. II, p. 69; its lower limit is 0 where the formula
			  gives none or less */
	INTERVAL_PHE,  /* exact below 10 events, Byar from 10: the rule of Public Health England */
} IntervalCount;

/* The expected number of events where EVENTS were seen. */
Interval interval_count(int64_t events, double confidence, IntervalCount method);

/* EVENTS per MULTIPLIER (> 0; 100,000 for "per 100,000") of PERSON_YEARS, by INTERVAL_PHE:
 * phe_rate. */
Interval interval_rate(int64_t events, double person_years, double multiplier, double confidence);

/* One age band: events among POPULATION, and how many the standard population has of it. */
typedef struct {
	int64_t events;
	double population, standard;
} IntervalBand;

/*
 * The rate per MULTIPLIER that the COUNT bands would have with the standard's ages, with Dobson's
 * limits on Byar's (Dobson et al. 1991, Stat Med 10:457): calculate_dsr. Withheld (not available)
 * under INTERVAL_STANDARD_LEAST events, where the limits mean nothing. A band that the standard
 * has and nobody lives in makes it not applicable, as does a standard of nobody.
 */
enum { INTERVAL_STANDARD_LEAST = 10 };
Interval interval_standard_rate(const IntervalBand *bands, size_t count, double multiplier,
				double confidence);

/* OBSERVED / EXPECTED, the indirectly standardised ratio; limits of the count by METHOD. */
Interval interval_ratio(int64_t observed, double expected, double confidence, IntervalCount method);
