#include "reports/model/value.h"

#include <math.h>
#include <string.h>

#include "reports/model/ticks.h"

/* What is less is what arithmetic leaves of zero. */
#define DUST 1e-9

/* Numbers that are none are told apart by what they carry beside that: the last bits of a quiet NaN
 * of 64 bits (IEC 60559, 3.4 and 6.2.1). */
#define QUIET_NAN 0x7FF8000000000000u
#define CARRIED   0xFFu

static const char *const missing_texts[] = {
	[VALUE_KNOWN] = "[x]",         [VALUE_SUPPRESSED] = "[c]", [VALUE_NOT_APPLICABLE] = "[z]",
	[VALUE_NOT_AVAILABLE] = "[x]", [VALUE_LOW] = "[x]",        [VALUE_NOT_YET] = "[n]",
	[VALUE_UNRELIABLE] = "[u]",
};

double chart_missing(ValueState state)
{
	guint64 bits = QUIET_NAN | (guint64)state;
	double missing;
	memcpy(&missing, &bits, sizeof missing);
	return missing;
}

static ValueState missing_state(double value)
{
	guint64 bits = 0;
	memcpy(&bits, &value, sizeof bits);
	guint64 state = isnan(value) ? bits & CARRIED : 0;
	return state < G_N_ELEMENTS(missing_texts) ? (ValueState)state : VALUE_NOT_AVAILABLE;
}

const char *chart_missing_text(double value)
{
	return missing_texts[missing_state(value)];
}

bool chart_is_hidden(double value)
{
	return missing_state(value) == VALUE_SUPPRESSED;
}

size_t chart_count_hidden(const Chart *chart)
{
	size_t count = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		bool values = series->role == SERIES_VALUES && series->curve == NULL;
		for (size_t at = 0; values && at < chart->count; at++)
			count += chart_is_hidden(series->values[at]);
	}
	for (guint n = 0; n < chart->panels->len; n++)
		count += chart_count_hidden(chart->panels->pdata[n]);
	return count;
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
	if (chart_is_revised(chart, series, category))
		g_string_append(text, " [r]");
	return g_string_free(text, FALSE);
}

bool chart_is_revised(const Chart *chart, const ChartSeries *series, size_t category)
{
	return chart->revised != NULL && chart->revised[category] && chart->series->len > 0 &&
	       chart->series->pdata[0] == series && isfinite(series->values[category]);
}

bool chart_series_is_listed(const ChartSeries *series)
{
	return series->values != NULL && series->curve == NULL &&
	       (series->role == SERIES_VALUES || series->lower == NULL);
}
