/* Small multiples: the same chart for each part, all on one scale, so that they compare. */
#include <math.h>

#include "reports/chart/plot.h"

#define PANEL_THREE  380.0 /* narrower frames have rows of two */
#define PANEL_LEAST  84.0
#define PANEL_HIGH   600.0 /* all together, at most: they are one figure and keep to one page */
#define PANEL_GAP    14.0
#define PANEL_BELOW  14.0
#define MOST_COLUMNS 6

typedef struct {
	int columns, rows;
	double width, height; /* of a panel */
	double title;         /* the highest of them */
} PanelGrid;

static double title_height(const Chart *panel, const ChartFrame *frame)
{
	double width, height = 0;
	if (plot_has_text(panel->title))
		frame->measure(frame->data, MARK_SERIES, panel->title, frame->width_pt, 2, &width,
			       &height);
	return height + 3;
}

static PanelGrid grid_with(const Chart *chart, const ChartFrame *frame, int columns,
			   double (*height_of)(const Chart *, const ChartFrame *))
{
	PanelGrid grid = { .columns = columns };
	grid.rows = ((int)chart->panels->len + columns - 1) / columns;
	grid.width = (frame->width_pt - PANEL_GAP * (columns - 1)) / columns;
	ChartFrame inner = *frame;
	inner.width_pt = grid.width;
	for (guint n = 0; n < chart->panels->len; n++) {
		const Chart *panel = chart->panels->pdata[n];
		grid.title = fmax(grid.title, title_height(panel, &inner));
		grid.height = fmax(grid.height, height_of(panel, &inner));
	}
	grid.height += grid.title;
	return grid;
}

static PanelGrid grid_of(const Chart *chart, const ChartFrame *frame)
{
	static double (*const heights[CHART_KINDS])(const Chart *, const ChartFrame *) = {
		[CHART_LINE] = line_height,      [CHART_BAR] = bar_height,
		[CHART_COLUMN] = column_height,  [CHART_STACK] = column_height,
		[CHART_DOT] = bar_height,        [CHART_SPC] = line_height,
		[CHART_FUNNEL] = funnel_height,  [CHART_SLOPE] = line_height,
		[CHART_INCIDENCE] = line_height, [CHART_RANGE] = line_height,
		[CHART_TILES] = tiles_height,
	};
	int columns = MIN(frame->width_pt < PANEL_THREE ? 2 : 3, MAX(1, (int)chart->panels->len));
	PanelGrid grid = grid_with(chart, frame, columns, heights[chart->kind]);
	while (grid.rows * (grid.height + PANEL_BELOW) > PANEL_HIGH && columns < MOST_COLUMNS &&
	       frame->width_pt / (columns + 1) - PANEL_GAP >= PANEL_LEAST)
		grid = grid_with(chart, frame, ++columns, heights[chart->kind]);
	return grid;
}

double panels_height(const Chart *chart, const ChartFrame *frame)
{
	PanelGrid grid = grid_of(chart, frame);
	return grid.rows * (grid.height + PANEL_BELOW);
}

void panels_draw(Plot *plot, PanelDraw draw)
{
	const Chart *chart = plot->chart;
	PanelGrid grid = grid_of(chart, plot->frame);
	ScaleExtent common = { 0 };
	plot_extent(chart, &common);
	ChartFrame inner = *plot->frame;
	inner.width_pt = grid.width;
	double height = fmin(grid.height, (plot->bottom - plot->top) / grid.rows - PANEL_BELOW);
	for (guint n = 0; n < chart->panels->len; n++) {
		int column = (int)n % grid.columns, row = (int)n / grid.columns;
		if (plot->frame->right_to_left)
			column = grid.columns - 1 - column;
		/* titles end on one line, so that all plots are as high */
		double lower = grid.title - title_height(chart->panels->pdata[n], &inner);
		inner.height_pt = height - lower;
		marks_take(plot->marks, draw(chart->panels->pdata[n], &inner, &common),
			   column * (grid.width + PANEL_GAP),
			   plot->top + row * (height + PANEL_BELOW) + lower);
	}
}
