#include "reports/chart/value.h"

#include <math.h>
#include <string.h>

#include "reports/chart/ticks.h"

/* What is less is what arithmetic leaves of zero. */
#define DUST 1e-9

/* A number that is none, told from others of the kind by what it carries (IEC 60559). */
#define TOO_FEW_CARRIES "7"

double chart_too_few(void)
{
	return nan(TOO_FEW_CARRIES);
}

const char *chart_missing_text(double value)
{
	double few = chart_too_few();
	guint64 bits = 0, few_bits = 0;
	memcpy(&bits, &value, sizeof bits);
	memcpy(&few_bits, &few, sizeof few_bits);
	return bits == few_bits ? "[u]" : "[x]";
}

int chart_value_decimals(const Chart *chart, double value)
{
	return chart->decimals >= 0 ? chart->decimals : ticks_decimals(value);
}

bool chart_is_of_counts(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->role != SERIES_VALUES || series->curve != NULL)
			continue;
		for (size_t at = 0; at < chart->count; at++) {
			double value = series->values[at];
			if (isfinite(value) && (value < 0 || value != floor(value)))
				return false;
		}
	}
	return !chart->percent;
}

char *chart_value_text(const Chart *chart, double value, bool isolate)
{
	if (!isfinite(value))
		return g_strdup(chart_missing_text(value));
	int decimals = chart_value_decimals(chart, value);
	if (fabs(value) >= DUST && fabs(value) * pow(10, decimals) < 0.5)
		return g_strdup("[low]");
	TickStyle style = { chart->group, chart->point, chart->percent ? "%" : NULL, isolate };
	return ticks_number_text(value, decimals, &style);
}

static void append_interval(GString *text, const Chart *chart, const ChartSeries *series,
			    size_t category, bool isolate)
{
	g_autofree char *lower = chart_value_text(chart, series->lower[category], isolate);
	g_autofree char *upper = chart_value_text(chart, series->upper[category], isolate);
	/* a dash, which both languages read, where a word would turn the numbers round */
	g_string_append_printf(text, " (%s – %s)", lower, upper);
}

char *chart_point_text(const Chart *chart, const ChartSeries *series, size_t category, bool isolate)
{
	g_autofree char *value = chart_value_text(chart, series->values[category], isolate);
	GString *text = g_string_new(value);
	bool provisional = chart->provisional != NULL && chart->provisional[category];
	if (series->lower != NULL && series->upper != NULL && isfinite(series->lower[category]))
		append_interval(text, chart, series, category, isolate);
	if (provisional && series->role == SERIES_VALUES)
		g_string_append(text, " [p]");
	return g_string_free(text, FALSE);
}

bool chart_series_is_listed(const ChartSeries *series)
{
	return series->values != NULL && series->curve == NULL &&
	       (series->role == SERIES_VALUES || series->lower == NULL);
}
