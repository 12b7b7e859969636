/*
 * Axis: the frame of an upright chart: the value scale at the left, categories or a second
 * scale below, strips for end labels at the right and for annotations on top. Time runs from
 * left to right in every language.
 *
 *     Axis axis = { .banded = true };
 *     g_autoptr(GArray) ends = …;
 *     axis_lay(plot, &axis, ends);      // takes the strips, fits the scales, draws the frame
 *     x = axis_x(plot, category);
 *     …
 *     ends_draw(plot, ends, plot->right, false);
 */
#pragma once

#include "reports/chart/ends.h"

typedef struct {
	bool banded;    /* a category is a band with its mark in the middle: columns */
	const Scale *x; /* a number scale in place of categories; NULL for categories */
} Axis;

/* Lays the chart out and draws the frame. ENDS must have been added, and are drawn by the caller;
 * in a frame too narrow for them they are taken out. */
void axis_lay(Plot *plot, const Axis *axis, GArray *ends);

/* The place of CATEGORY (its middle), or of a number on the number scale. */
double axis_x(const Plot *plot, double category);

/* The height that the annotations of CHART may take on top of its plot. */
double axis_strip(const Chart *chart, const ChartFrame *frame);

/* How much of that is left where the words of all share one line. */
double axis_spare(const Chart *chart, const ChartFrame *frame);

/* The height of a line of its categories' names, and of one of its scale where it has numbers. */
double axis_names_height(const Chart *chart, const ChartFrame *frame);
