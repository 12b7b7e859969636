/*
 * Plot: what the kinds of chart share while they place their marks: the space that is
 * still free, texts with a measured box, colours, numbers and the value scale. Private to
 * chart/.
 *
 *     height: chart_height → begin (titles, legend) + the kind's height
 *     marks:  chart_marks  → begin + the kind's draw
 *
 * Texts never overlap: titles and legend, axes and end labels each have a strip of their own,
 * and what stands among the marks is only set where it is free (plot_text_if_free).
 */
#pragma once

#include "reports/chart/chart_frame.h"
#include "reports/chart/scale.h"

typedef struct {
	const Chart *chart;
	const ChartFrame *frame;
	const ScaleExtent *common; /* of all panels; NULL: the chart has its own */
	Marks *marks;
	Scale scale;
	double left, top, right, bottom; /* the space that is still free, in points */
	double x_from, x_step;           /* where categories stand: axis.h */
} Plot;

#define PLOT_GAP       6.0   /* points between the plot and the labels beside it */
#define PLOT_NARROW_PT 320.0 /* narrower frames have lower plots and fewer words beside them */

/* The kinds: height wanted below titles and legend, and the marks. */
double line_height(const Chart *chart, const ChartFrame *frame);
void line_draw(Plot *plot);
void slope_draw(Plot *plot);
void incidence_draw(Plot *plot);
double funnel_height(const Chart *chart, const ChartFrame *frame);
void funnel_draw(Plot *plot);
double column_height(const Chart *chart, const ChartFrame *frame);
void column_draw(Plot *plot);
void stack_draw(Plot *plot);
double bar_height(const Chart *chart, const ChartFrame *frame);
void bar_draw(Plot *plot);
void dot_draw(Plot *plot);
double tiles_height(const Chart *chart, const ChartFrame *frame);
void tiles_draw(Plot *plot);
double tiles_least(const Chart *chart, const ChartFrame *frame);

/* Small multiples; DRAW makes one panel within COMMON. */
typedef Marks *(*PanelDraw)(const Chart *panel, const ChartFrame *frame, const ScaleExtent *common);
double panels_height(const Chart *chart, const ChartFrame *frame);
void panels_draw(Plot *plot, PanelDraw draw);

/* Adds title, subtitle and unit at the top and the source at the bottom, and takes their height
 * off the free space. */
void plot_titles(Plot *plot);
void plot_source(Plot *plot);
/* The height that plot_source takes. */
double plot_source_height(const Chart *chart, const ChartFrame *frame);
/* The height, axes included, that CHART asks for; USUAL where it does not. */
double plot_wanted(const Chart *chart, double usual);

/* Whether the legend has the name of a series behind: where its end has no room for it. */
bool legend_names_behind(const Chart *chart, const ChartFrame *frame);

/* Adds the legend below them: what direct labels cannot say. */
void legend_draw(Plot *plot);

/* Adds TEXT in a box from X, Y that is WIDTH wide, cut after LINES (0: never);
 * returns the height it takes. */
double plot_text(Plot *plot, MarkRole role, MarkAlign align, Colour colour, const char *text,
		 double x_pt, double y_pt, double width_pt, int lines);

/* The same on one line, as wide as TEXT, unless another text or the frame's edge is in the way;
 * then it adds nothing and is false. */
bool plot_text_if_free(Plot *plot, MarkRole role, Colour colour, const char *text, double x_pt,
		       double y_pt);

/* The same on a patch of white paper where a dashed rule runs through. */
bool plot_figure_if_free(Plot *plot, Colour colour, const char *text, double x_pt, double y_pt);

/* True when no text and no edge of the frame is in the way of a box. */
bool plot_is_free(const Plot *plot, double x_pt, double y_pt, double width_pt, double height_pt);

double plot_text_width(const Plot *plot, MarkRole role, const char *text);
double plot_text_height(const Plot *plot, MarkRole role); /* of one line of digits */
/* Of one line in which each of TEXTS (COUNT of them, NULL for none) has room: scripts are not
 * equally tall. At least that of digits. */
double plot_line_height(const ChartFrame *frame, MarkRole role, char *const *texts, size_t count);
/* The same for one TEXT, which may be NULL. */
double plot_one_height(const ChartFrame *frame, MarkRole role, const char *text);

bool plot_has_text(const char *text); /* neither NULL nor empty */

/* The colour of series number SERIES: grey for context, the others follow the palette. */
Colour plot_colour(const Plot *plot, guint series);

/* The same at CATEGORY, where another category may be highlighted. */
Colour plot_colour_at(const Plot *plot, guint series, size_t category);

/* The colour of rules across the chart: beside the limits of a control chart it is another. */
Colour plot_reference_colour(const Chart *chart);

/* True for series that are drawn as the values of the chart, not as rules beside them. */
bool plot_is_values(const ChartSeries *series);

/* How many of them CHART has. */
guint plot_values(const Chart *chart);

/* Everything that the value scale of CHART must cover is added to EXTENT. */
void plot_extent(const Chart *chart, ScaleExtent *extent);

/* True when CHART's value scale leaves zero out: close values far from it, in lines only. */
bool plot_is_cut(const Chart *chart, const ScaleExtent *common);

/* Fits the value scale with about TICKS ticks. */
void plot_fit_scale(Plot *plot, size_t ticks);

/* Ends the scale at the extremes, for bars that show no ticks. */
void plot_tighten_scale(Plot *plot);

/* TICK's label, and VALUE as printed beside its point; free with g_free. */
char *plot_tick_text(const Plot *plot, const Scale *scale, size_t tick, bool percent);
char *plot_value_text(const Plot *plot, double value);

/* The height of VALUE on the upright value scale. */
double plot_y(const Plot *plot, double value);

bool plot_is_provisional(const Plot *plot, size_t category);

/* True when a break stands between CATEGORY and the one before it. */
bool plot_breaks(const Chart *chart, size_t category);
