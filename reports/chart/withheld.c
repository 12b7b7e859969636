#include "reports/chart/withheld.h"

#include <math.h>
#include <string.h>

#include "reports/chart/axis.h"
#include "reports/model/value.h"

#define WIDTH_SHARE  0.7 /* of a category's pitch */
#define COLUMN_SHARE 0.94
#define WIDEST_PT    16.0 /* a band, and no background */
#define NARROWEST    3.0
#define SIGN         "[c]"

static bool is_withheld(const Chart *chart, size_t category)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (plot_is_values(series) && chart_is_hidden(series->values[category]))
			return true;
	}
	return false;
}

/* The sign in the middle of a band: above the plot, where bars leave room for their figures, else
 * at its top; returns how much of the band's height that takes. */
static double draw_sign(Plot *plot, double middle)
{
	double line = plot_text_height(plot, MARK_VALUE);
	double left = middle - plot_text_width(plot, MARK_VALUE, SIGN) / 2;
	if (plot_figure_if_free(plot, COLOUR_GREY, SIGN, left, plot->top - line - 1))
		return 0;
	return plot_figure_if_free(plot, COLOUR_GREY, SIGN, left, plot->top + 1) ? line + 3 : 0;
}

void withheld_draw(Plot *plot)
{
	/* among columns a band as wide as all of a category: no column has that shape */
	bool columns = plot->chart->kind == CHART_COLUMN || plot->chart->kind == CHART_STACK;
	double width = columns ? plot->x_step * COLUMN_SHARE
			       : fmax(NARROWEST, fmin(WIDEST_PT, plot->x_step * WIDTH_SHARE));
	for (size_t at = 0; at < plot->chart->count; at++) {
		if (!is_withheld(plot->chart, at))
			continue;
		double middle = axis_x(plot, (double)at);
		double left = fmax(plot->left, middle - width / 2);
		double right = fmin(plot->right, middle + width / 2);
		double top = plot->top + draw_sign(plot, middle);
		marks_add_hatch(plot->marks, COLOUR_SILVER, (MarkPoint){ left, top }, right - left,
				fmax(0, plot->bottom - top));
	}
}

char *withheld_text(const Chart *chart)
{
	size_t count = chart_count_hidden(chart);
	if (count == 0 || !plot_has_text(chart->legend[LEGEND_WITHHELD]))
		return NULL;
	g_autofree char *number = g_strdup_printf("%zu", count);
	GString *text = g_string_new(chart->legend[LEGEND_WITHHELD]);
	g_string_replace(text, "{n}", number, 0);
	return g_string_free(text, FALSE);
}
