/*
 * Sample: the seconds of one thing measured several times, and what is said of two.
 */
#pragma once

#include <glib.h>

enum { SAMPLE_MOST = 32 };

typedef struct {
	double seconds[SAMPLE_MOST];
	guint count;
} Sample;

/* Median and range of some numbers. */
typedef struct {
	double median, least, most;
} Spread;

void sample_add(Sample *sample, double seconds);
Spread sample_spread(const Sample *sample);

/* Of the quotients A[n] / B[n], pair by pair as they were measured; both hold as many. */
Spread sample_ratio(const Sample *a, const Sample *b);
