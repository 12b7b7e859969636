/*
 * Estimates: a number and whether it is one. Nothing in reports/stats hands out NaN or infinity.
 *
 * The states are not degrees of doubt; a report prints each in its own way:
 *   known           value holds
 *   not applicable  the question has no answer for such data: a share of nothing ([z] in print)
 *   not available   it has one, but these data do not give it: too few points, a median not
 *                   reached, values that cannot be ([x])
 *   too few         it has one, of so few events that chance alone makes it ([u])
 *   hidden          it has one, and it or a part of it is withheld to protect persons ([c])
 * value is 0 unless known.
 */
#pragma once

#include <math.h>
#include <stdbool.h>

typedef enum {
	ESTIMATE_KNOWN,
	ESTIMATE_NOT_APPLICABLE,
	ESTIMATE_NOT_AVAILABLE,
	ESTIMATE_TOO_FEW,
	ESTIMATE_HIDDEN,
} EstimateState;

typedef struct {
	double value;
	EstimateState state;
} Estimate;

/* A number with two-sided limits; each may be unknown for itself. */
typedef struct {
	Estimate value, lower, upper;
} Interval;

/* VALUE, known; not available when it is no finite number. */
static inline Estimate estimate_of(double value)
{
	if (!isfinite(value))
		return (Estimate){ 0, ESTIMATE_NOT_AVAILABLE };
	return (Estimate){ value, ESTIMATE_KNOWN };
}

static inline Estimate estimate_none(EstimateState state)
{
	return (Estimate){ 0, state };
}

static inline bool estimate_known(Estimate estimate)
{
	return estimate.state == ESTIMATE_KNOWN;
}

/* ESTIMATE times FACTOR; unknown stays unknown. */
static inline Estimate estimate_scale(Estimate estimate, double factor)
{
	return estimate_known(estimate) ? estimate_of(estimate.value * factor) : estimate;
}

static inline Interval interval_none(EstimateState state)
{
	return (Interval){ estimate_none(state), estimate_none(state), estimate_none(state) };
}

static inline Interval interval_of(double value, double lower, double upper)
{
	return (Interval){ estimate_of(value), estimate_of(lower), estimate_of(upper) };
}

static inline Interval interval_scale(Interval interval, double factor)
{
	return (Interval){ estimate_scale(interval.value, factor),
			   estimate_scale(interval.lower, factor),
			   estimate_scale(interval.upper, factor) };
}
