/*
 * Plot: what the kinds of chart share while they place their marks: titles,
 * texts with a measured box, colours and the value axis. Private to chart/.
 */
#pragma once

#include "reports/chart/chart.h"
#include "reports/chart/scale.h"

typedef struct {
	const Chart *chart;
	const ChartFrame *frame;
	Marks *marks;
	Scale scale;
	double left, top, right, bottom; /* the space that is still free, in points */
} Plot;

/* The kinds: height wanted below the titles, and the marks. */
double line_height(const Chart *chart, const ChartFrame *frame);
void line_draw(Plot *plot);
double bar_height(const Chart *chart, const ChartFrame *frame);
void bar_draw(Plot *plot);

/* Adds title and unit at the top and takes their height off the free space. */
void plot_titles(Plot *plot);

/* Adds TEXT in a box from X, Y that is WIDTH wide, cut after LINES (0: never);
 * returns the height it takes. */
double plot_text(Plot *plot, MarkRole role, MarkAlign align, Colour colour, const char *text,
		 double x_pt, double y_pt, double width_pt, int lines);

double plot_text_width(const Plot *plot, MarkRole role, const char *text);
double plot_text_height(const Plot *plot, MarkRole role); /* of one line */

/* The colour of SERIES: one stands alone in navy, two contrast, more follow the palette. */
Colour plot_colour(guint series);

/* Fits the value scale to all series with about TICKS ticks. */
void plot_fit_scale(Plot *plot, bool from_zero, size_t ticks);

/* Ends the scale at the extremes, for bars that show no ticks. */
void plot_tighten_scale(Plot *plot);

/* TICK's label, and VALUE as printed beside its point; free with g_free. */
char *plot_tick_text(const Plot *plot, size_t tick);
char *plot_value_text(double value);

#define PLOT_GAP 6.0 /* points between the plot and the labels beside it */

/* The height of VALUE on the upright value scale. */
double plot_y(const Plot *plot, double value);

/* Adds the rules of the upright value scale and its labels, which stand left of the plot. */
void plot_value_axis(Plot *plot);

bool plot_is_provisional(const Plot *plot, size_t category);
