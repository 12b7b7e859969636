/* What stands out of a chart's many: one series or category in colour. */
#include <string.h>

#include "reports/block/chart/chart.h"

/* TEXT without the marks that isolate it in a right-to-left text. */
static char *bare(const char *text)
{
	GString *plain = g_string_new(text);
	g_string_replace(plain, "\u2068", "", 0);
	g_string_replace(plain, "\u2069", "", 0);
	return g_strstrip(g_string_free(plain, FALSE));
}

static bool is_named(const char *text, const char *wanted)
{
	g_autofree char *plain = bare(text);
	return strcmp(plain, wanted) == 0;
}

static void highlight_series(Chart *chart, const char *wanted)
{
	bool found = false;
	for (guint n = 0; n < chart->series->len; n++) {
		ChartSeries *series = chart->series->pdata[n];
		series->context = series->role == SERIES_VALUES && series->curve == NULL &&
				  !is_named(series->name, wanted);
		found |= series->role == SERIES_VALUES && !series->context;
	}
	for (guint n = 0; n < chart->series->len && !found; n++)
		((ChartSeries *)chart->series->pdata[n])->context = false;
}

guint chart_count_values(const Chart *chart)
{
	guint count = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		count += series->role == SERIES_VALUES && !series->context;
	}
	return count;
}

void chart_highlight(const Edition *edition, const ChartContent *content, Chart *chart)
{
	if (content->highlight == NULL)
		return;
	g_autofree char *text = edition_text(edition, content->highlight);
	g_autofree char *wanted = bare(text);
	if (chart_count_values(chart) > 1) {
		highlight_series(chart, wanted);
		return;
	}
	bool found = false;
	bool *highlight = g_new0(bool, MAX(chart->count, (size_t)1));
	for (size_t n = 0; n < chart->count; n++) {
		highlight[n] = is_named(chart->categories[n], wanted);
		found |= highlight[n];
	}
	if (found)
		chart->highlight = g_steal_pointer(&highlight);
	g_free(highlight);
}
