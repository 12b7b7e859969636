/*
 * Chart frame: the rectangle that a chart is laid out in, and how its texts are measured.
 */
#pragma once

#include "reports/chart/marks.h"
#include "reports/model/model.h"

/* The size of TEXT set in ROLE; wrapped at WRAP_PT unless that is 0, and cut
 * after LINES (0: as many as it takes). */
typedef void (*ChartMeasure)(gpointer data, MarkRole role, const char *text, double wrap_pt,
			     int lines, double *ret_width_pt, double *ret_height_pt);

typedef struct {
	double width_pt, height_pt;
	bool right_to_left; /* mirrors categories; time always runs left to right */
	ChartMeasure measure;
	gpointer data;      /* of measure */
	const Theme *theme; /* whose colours the series have; NULL: the house's */
} ChartFrame;
