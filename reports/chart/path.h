/*
 * Path: a series as ink on an upright chart: its line, its band, its points. A missing value is
 * a gap and a break of the records interrupts; nothing is drawn across either.
 */
#pragma once

#include "reports/chart/axis.h"

/* The line through VALUES (one per category) in COLOUR. Borrowed marks are added to PLOT. */
void path_line(Plot *plot, const double *values, Colour colour, double stroke_pt, bool dashed);

/* The points of VALUES that have no neighbour to be joined to. */
void path_alone(Plot *plot, const double *values, Colour colour);

/* The same as steps as wide as a category: limits that change from one to the next. */
void path_steps(Plot *plot, const double *values, Colour colour, double stroke_pt, bool dashed);

/* The area between LOWER and UPPER, where both are known. */
void path_band(Plot *plot, const double *lower, const double *upper, Colour colour);

/* The points of series number SERIES: all while they are few, else those that stand alone or are
 * provisional (hollow) or signals (by shape). */
void path_dots(Plot *plot, guint series, Colour colour);

/* Index of the last known value of VALUES; the count of categories when there is none. */
size_t path_last(const Chart *chart, const double *values);
