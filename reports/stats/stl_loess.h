/*
 * Loess on evenly spaced points, as STL needs it: the value at one place, and a smoothed series.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* WINDOW points (odd, may be more than there are), DEGREE 0 or 1, every JUMP-th point fitted. */
typedef struct {
	size_t window, jump;
	unsigned degree;
} Loess;

/* Sets *fitted to the local fit at PLACE (in points from 0; may be outside) of the points FROM ..
 * TO of COUNT, weighted by their distance and by WEIGHTS (or NULL). False when all weights are 0.
 */
bool loess_at(const Loess *loess, const double *series, size_t count, double place, size_t from,
	      size_t to, const double *weights, double *fitted);

/* Smooths COUNT values into SMOOTHED. */
void loess_smooth(const Loess *loess, const double *series, size_t count, const double *weights,
		  double *smoothed);
