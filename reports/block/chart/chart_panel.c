/* Small multiples: a panel for each part, or for each series where they are too many for one. */
#include "reports/block/chart/chart.h"

#define SERIES_TOLD_APART 4 /* more lines become small multiples */

static Chart *panel_new(const Chart *chart, const char *title)
{
	Chart *panel = chart_new();
	panel->kind = chart->kind;
	panel->title = g_strdup(title);
	panel->y_title = g_strdup(chart->y_title);
	panel->percent = chart->percent;
	panel->height_mm = chart->height_mm;
	panel->decimals = chart->decimals;
	panel->group = g_strdup(chart->group);
	panel->point = g_strdup(chart->point);
	panel->empty = g_strdup(chart->empty);
	for (size_t word = 0; word < LEGEND_WORDS; word++)
		panel->legend[word] = g_strdup(chart->legend[word]); /* the workbook's heads */
	g_ptr_array_add(chart->panels, panel);
	return panel;
}

void chart_build_facets(Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	g_autofree guint *facet = NULL;
	g_autoptr(GPtrArray) names =
	    chart_distinct(edition, dataset, &content->facet, rows, &facet);
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(GArray) part = g_array_new(FALSE, FALSE, sizeof(size_t));
		for (guint row = 0; row < rows->len; row++) {
			if (facet[row] == n)
				g_array_append_val(part, g_array_index(rows, size_t, row));
		}
		Chart *panel = panel_new(chart, names->pdata[n]);
		chart_build_body(edition, content, dataset, part, panel);
	}
}

void chart_spread_series(Chart *chart)
{
	if (chart_count_values(chart) <= SERIES_TOLD_APART)
		return;
	while (chart->series->len > 0) {
		ChartSeries *one = g_ptr_array_steal_index(chart->series, 0);
		Chart *panel = panel_new(chart, one->name);
		panel->count = chart->count;
		panel->categories = g_strdupv(chart->categories);
		panel->x =
		    g_memdup2(chart->x, chart->x != NULL ? chart->count * sizeof(double) : 0);
		panel->provisional =
		    g_memdup2(chart->provisional,
			      chart->provisional != NULL ? chart->count * sizeof(bool) : 0);
		g_ptr_array_add(panel->series, one);
	}
	chart->count = 0;
	g_strfreev(chart->categories);
	chart->categories = g_new0(char *, 1);
}
