/*
 * What both families of control charts count with.
 */
#pragma once

#include "reports/stats/control.h"

/* Ranges of so many times their mean are outliers: 3.267 is D4 of two points (Nelson 1982). */
#define CONTROL_SCREEN 3.267

/* The mean of what is known among COUNT estimates; not available when nothing is. Like R's mean it
 * goes over the values twice, so that equal values have exactly their own mean. */
Estimate control_mean(const Estimate *values, size_t count);

/* The mean of the moving ranges of COUNT neighbouring values, of which both are known. With SCREEN,
 * ranges of CONTROL_SCREEN times their mean or more are left out, once. */
Estimate control_mean_range(const Estimate *values, size_t count, bool screen);
