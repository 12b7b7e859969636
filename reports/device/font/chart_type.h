/*
 * Chart type: in which style each role of a chart's texts is set, and how large a text
 * then is. All devices that draw marks lay their texts out with it, so a label that
 * has room in one has room in all.
 */
#pragma once

#include "reports/chart/chart.h"
#include "reports/device/font/font.h"

/* TEXT of ROLE as a layout WIDTH_PT wide (0: unwrapped), cut with an ellipsis after LINES (0:
 * never). Transfer full. */
PangoLayout *chart_type_layout(PangoContext *fonts, MarkRole role, MarkAlign align,
			       const char *text, double width_pt, int lines);

/* A ChartMeasure whose data is a PangoContext. */
void chart_type_measure(gpointer data, MarkRole role, const char *text, double wrap_pt, int lines,
			double *ret_width_pt, double *ret_height_pt);

/* What of LAYOUT's height is left away above its first line, and what is left of it: a line of
 * Nastaliq that stands alone (title, subtitle, source) takes the height of its ink. */
double chart_type_top(PangoLayout *layout, MarkRole role);
double chart_type_height(PangoLayout *layout, MarkRole role);
