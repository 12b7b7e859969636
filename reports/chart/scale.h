/*
 * Scale: the value axis of a chart: nice round ticks that cover the data.
 *
 *     ScaleExtent extent = { 0 };
 *     scale_extent_add(&extent, values, count);
 *     Scale scale = scale_fit(&extent, true, 6);
 *     y = bottom - scale_position(&scale, value) * height;
 *
 * Steps are 1, 2, 2.5 or 5 times a power of ten. A scale of counts has whole
 * ticks and begins at zero, because a bar or a count read off a cut axis lies.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What the known values span; missing values (NaN, infinite) are passed over. */
typedef struct {
	double low, high;
	size_t known;
	bool fraction; /* some value is not a whole number */
} ScaleExtent;

typedef struct {
	double low, high; /* first and last tick */
	double step;
	size_t ticks; /* at least 2 */
	int decimals; /* that print every tick exactly */
} Scale;

/* True for a value that can be drawn. */
bool scale_is_known(double value);

/* Widens EXTENT (zeroed before the first call) by the known VALUES. */
void scale_extent_add(ScaleExtent *extent, const double *values, size_t count);

/* True when all known values are whole and none is negative. */
bool scale_extent_is_count(const ScaleExtent *extent);

/* The scale with about TICKS (2 to 12) ticks that covers EXTENT. FROM_ZERO
 * makes zero a tick; counts have it always. Without known values: 0 to 1. */
Scale scale_fit(const ScaleExtent *extent, bool from_zero, size_t ticks);

/* The value of TICK, from 0. */
double scale_tick(const Scale *scale, size_t tick);

/* 0 at the low end, 1 at the high end. */
double scale_position(const Scale *scale, double value);
