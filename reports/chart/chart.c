#include "reports/chart/chart.h"

#include <math.h>

#include "reports/chart/axis.h"

#define PANEL_SPARE  36.0 /* plots may be lower than usual by this, at most */
#define PLOT_SPARE   80.0
#define FUNNEL_SPARE 110.0
#define PLOT_USUAL   112.0 /* the height of a plot itself */
#define PANEL_LINES  3     /* of the sentence in an empty panel */

/* Which kinds turn round on right-to-left pages: never time, numbers or places. */
typedef enum { MIRRORS_NEVER, MIRRORS_NAMES, MIRRORS_ALWAYS } Mirrors;

static const struct {
	double (*height)(const Chart *chart, const ChartFrame *frame); /* below the legend */
	void (*draw)(Plot *plot);
	Mirrors mirrors;
} kinds[CHART_KINDS] = {
	[CHART_LINE] = { line_height, line_draw, MIRRORS_NEVER },
	[CHART_BAR] = { bar_height, bar_draw, MIRRORS_ALWAYS },
	[CHART_COLUMN] = { column_height, column_draw, MIRRORS_NAMES },
	[CHART_STACK] = { column_height, stack_draw, MIRRORS_NEVER }, /* parts over time */
	[CHART_DOT] = { bar_height, dot_draw, MIRRORS_ALWAYS },
	[CHART_SPC] = { line_height, line_draw, MIRRORS_NEVER },
	[CHART_FUNNEL] = { funnel_height, funnel_draw, MIRRORS_NEVER },
	[CHART_SLOPE] = { line_height, slope_draw, MIRRORS_NEVER },
	[CHART_INCIDENCE] = { line_height, incidence_draw, MIRRORS_NEVER },
	[CHART_RANGE] = { line_height, line_draw, MIRRORS_NEVER },
	[CHART_TILES] = { tiles_height, tiles_draw, MIRRORS_NEVER },
};

bool chart_has_values(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t category = 0; category < chart->count; category++) {
			if (plot_is_values(series) && scale_is_known(series->values[category]))
				return true;
		}
	}
	for (guint n = 0; n < chart->panels->len; n++) {
		if (chart_has_values(chart->panels->pdata[n]))
			return true;
	}
	return false;
}

static void draw_empty(Plot *plot)
{
	const char *sentence = plot->chart->empty;
	if (sentence != NULL)
		plot->top += plot_text(plot, MARK_MESSAGE, MARK_LEFT, COLOUR_GREY, sentence,
				       plot->left, plot->top + 4, plot->right - plot->left,
				       plot->common != NULL ? PANEL_LINES : 0) +
			     8;
}

/* Titles and legend are set from the start of the line, which a mirrored frame turns round. */
static Plot begin(const Chart *chart, const ChartFrame *frame, const ScaleExtent *common)
{
	Plot plot = { .chart = chart,
		      .frame = frame,
		      .common = common,
		      .right = frame->width_pt,
		      .bottom = frame->height_pt };
	plot.marks = marks_new(frame->width_pt, frame->height_pt);
	plot_titles(&plot);
	plot_source(&plot);
	if (common == NULL && chart_has_values(chart))
		legend_draw(&plot);
	return plot;
}

static double height_with(const Chart *chart, const ChartFrame *frame,
			  double (*height_of)(const Chart *, const ChartFrame *))
{
	Plot plot = begin(chart, frame, NULL);
	double height;
	if (!chart_has_values(chart)) {
		draw_empty(&plot);
		height = plot.top;
	} else {
		height = plot.top + height_of(chart, frame);
	}
	marks_free(plot.marks);
	return height + plot_source_height(chart, frame);
}

/* Whether a word of CHART's names is wider than a column of FRAME. */
static bool breaks_names(const Chart *chart, const ChartFrame *frame)
{
	const double scale = 34, gap = 4; /* at its side; between names */
	double pitch = (frame->width_pt - scale) / (double)MAX(chart->count, (size_t)1) - gap;
	for (size_t n = 0; n < chart->count; n++) {
		g_auto(GStrv) words = g_strsplit(chart->categories[n], " ", -1);
		for (char **word = words; *word != NULL; word++) {
			double width, height;
			frame->measure(frame->data, MARK_AXIS, *word, 0, 1, &width, &height);
			if (width > pitch)
				return true;
		}
	}
	return false;
}

/* How CHART is drawn in FRAME: columns whose names would be broken inside a word lie down. */
static ChartKind kind_in(const Chart *chart, const ChartFrame *frame)
{
	const ChartSeries *first = chart->series->len > 0 ? chart->series->pdata[0] : NULL;
	bool names = chart->x == NULL && !chart->in_time && first != NULL && first->lower == NULL;
	return chart->kind == CHART_COLUMN && names && frame->width_pt < PLOT_NARROW_PT &&
		       breaks_names(chart, frame)
		   ? CHART_BAR
		   : chart->kind;
}

static double usual(const Chart *chart, const ChartFrame *frame)
{
	return chart->panels->len > 0 ? panels_height(chart, frame)
				      : kinds[kind_in(chart, frame)].height(chart, frame);
}

double chart_height(const Chart *chart, const ChartFrame *frame)
{
	return height_with(chart, frame, usual);
}

/* Of the names of CHART's values, a line each. */
static double names_height(const Chart *chart, const ChartFrame *frame)
{
	double sum = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (plot_is_values(series) && !series->context)
			sum += plot_one_height(frame, MARK_SERIES, series->name);
	}
	return sum;
}

static double least(const Chart *chart, const ChartFrame *frame)
{
	double height = usual(chart, frame);
	if (chart->panels->len > 0)
		return height - PANEL_SPARE;
	if (chart->kind == CHART_TILES)
		return tiles_least(chart, frame);
	if (kind_in(chart, frame) == CHART_BAR || chart->kind == CHART_DOT)
		return height;
	double spare =
	    chart->kind == CHART_FUNNEL ? FUNNEL_SPARE : PLOT_USUAL - names_height(chart, frame);
	/* the words of events share lines where they can */
	return height - fmax(0, fmin(spare, chart->kind == CHART_FUNNEL ? spare : PLOT_SPARE)) -
	       axis_spare(chart, frame);
}

double chart_least_height(const Chart *chart, const ChartFrame *frame)
{
	return height_with(chart, frame, least);
}

/* A column chart over dates or numbers runs from left to right, over names it mirrors. */
static bool mirrors(const Chart *chart, ChartKind drawn)
{
	Mirrors kind = kinds[drawn].mirrors;
	return kind == MIRRORS_ALWAYS ||
	       (kind == MIRRORS_NAMES && chart->x == NULL && !chart->in_time);
}

static Marks *draw_within(const Chart *chart, const ChartFrame *frame, const ScaleExtent *common)
{
	Plot plot = begin(chart, frame, common);
	bool empty = !chart_has_values(chart), panels = chart->panels->len > 0;
	ChartKind kind = common != NULL ? chart->kind : kind_in(chart, frame);
	bool mirrored = frame->right_to_left && (empty || (!panels && mirrors(chart, kind)));
	if (frame->right_to_left && !mirrored)
		marks_mirror(plot.marks);
	if (empty)
		draw_empty(&plot);
	else if (panels)
		panels_draw(&plot, draw_within);
	else
		kinds[kind].draw(&plot);
	if (mirrored)
		marks_mirror(plot.marks);
	return plot.marks;
}

Marks *chart_marks(const Chart *chart, const ChartFrame *frame)
{
	return draw_within(chart, frame, NULL);
}
