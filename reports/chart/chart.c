#include "reports/chart/chart.h"

#include "reports/chart/plot.h"

static const struct {
	double (*height)(const Chart *chart, const ChartFrame *frame); /* below the titles */
	void (*draw)(Plot *plot);
	bool mirrors; /* on right-to-left pages; no axis of time */
} kinds[CHART_KINDS] = {
	[CHART_LINE] = { line_height, line_draw, false },
	[CHART_BAR] = { bar_height, bar_draw, true },
};

bool chart_has_values(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t category = 0; category < chart->count; category++) {
			if (scale_is_known(series->values[category]))
				return true;
		}
	}
	return false;
}

static void draw_empty(Plot *plot)
{
	const char *sentence = plot->chart->empty;
	if (sentence != NULL)
		plot->top += plot_text(plot, MARK_MESSAGE, MARK_LEFT, COLOUR_GREY, sentence,
				       plot->left, plot->top + 4, plot->right - plot->left, 0) +
			     8;
}

/* Titles are set from the start of the line, which a mirrored frame turns round. */
static Plot begin(const Chart *chart, const ChartFrame *frame)
{
	Plot plot = {
		.chart = chart, .frame = frame, .right = frame->width_pt, .bottom = frame->height_pt
	};
	plot.marks = marks_new(frame->width_pt, frame->height_pt);
	plot_titles(&plot);
	return plot;
}

double chart_height(const Chart *chart, const ChartFrame *frame)
{
	Plot plot = begin(chart, frame);
	double height;
	if (chart_has_values(chart)) {
		height = plot.top + kinds[chart->kind].height(chart, frame);
	} else {
		draw_empty(&plot);
		height = plot.top;
	}
	marks_free(plot.marks);
	return height;
}

Marks *chart_marks(const Chart *chart, const ChartFrame *frame)
{
	Plot plot = begin(chart, frame);
	bool empty = !chart_has_values(chart);
	bool mirrors = empty || kinds[chart->kind].mirrors;
	if (frame->right_to_left && !mirrors)
		marks_mirror(plot.marks);
	if (empty)
		draw_empty(&plot);
	else
		kinds[chart->kind].draw(&plot);
	if (frame->right_to_left && mirrors)
		marks_mirror(plot.marks);
	return plot.marks;
}
