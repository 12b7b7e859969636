#include "reports/chart/withheld.h"

#include <math.h>
#include <string.h>

#include "reports/chart/axis.h"
#include "reports/chart/value.h"

#define WIDTH_SHARE 0.7  /* of a category's pitch */
#define WIDEST_PT   16.0 /* a band, and no background */
#define NARROWEST   3.0
#define SIGN        "[c]"

static bool is_withheld(const Chart *chart, size_t category)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (plot_is_values(series) && chart_is_hidden(series->values[category]))
			return true;
	}
	return false;
}

void withheld_draw(Plot *plot)
{
	double width = fmax(NARROWEST, fmin(WIDEST_PT, plot->x_step * WIDTH_SHARE));
	double line = plot_text_height(plot, MARK_VALUE);
	double wide = plot_text_width(plot, MARK_VALUE, SIGN);
	for (size_t at = 0; at < plot->chart->count; at++) {
		if (!is_withheld(plot->chart, at))
			continue;
		double middle = axis_x(plot, (double)at);
		double left = fmax(plot->left, middle - width / 2);
		double right = fmin(plot->right, middle + width / 2);
		bool said = plot_figure_if_free(plot, COLOUR_GREY, SIGN, middle - wide / 2,
						plot->bottom - line - 2);
		double bottom = plot->bottom - (said ? line + 4 : 0); /* no line through the sign */
		marks_add_hatch(plot->marks, COLOUR_SILVER, (MarkPoint){ left, plot->top },
				right - left, fmax(0, bottom - plot->top));
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
