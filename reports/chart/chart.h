/*
 * Chart: turns a chart of the model into marks inside a rectangle.
 *
 *     ChartFrame frame = { width_pt, 0, false, measure, context, NULL };
 *     frame.height_pt = chart_height(chart, &frame);
 *     g_autoptr(Marks) marks = chart_marks(chart, &frame);
 *
 * Adding a kind of chart is one row in the table of chart.c and one file.
 */
#pragma once

#include "reports/chart/chart_frame.h"

/* True when CHART has at least one value to draw. */
bool chart_has_values(const Chart *chart);

/* The height CHART wants at FRAME's width; FRAME's height is not read. */
double chart_height(const Chart *chart, const ChartFrame *frame);

/* The height at which CHART can still be read: a low plot with a line for each name, tiles of one
 * line. */
double chart_least_height(const Chart *chart, const ChartFrame *frame);

/* The marks of CHART, all inside FRAME. A chart without values shows its
 * title and its empty sentence. */
Marks *chart_marks(const Chart *chart, const ChartFrame *frame);
