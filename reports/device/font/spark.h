/*
 * Spark: where the points of a sparkline are, the same for every device that draws one.
 *
 * Each has a scale of its own, from its lowest to its highest value; time runs from left to right
 * in every language. A missing value is a gap.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	double x, y; /* from the left top of the box */
	bool known;
	bool alone; /* between gaps: a dot, since no line leads to it */
} SparkPoint;

/* The points (of SparkPoint) of SERIES, of double, in a box of WIDTH by HEIGHT. Transfer full. */
GArray *spark_points(const GArray *series, double width, double height);

/* The last of POINTS when it is known, which is marked; -1 when it is missing. */
int spark_last(const GArray *points);
