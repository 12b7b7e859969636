/* How a value of a chart prints, on every device. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/model/value.h"

typedef struct {
	double value;
	int decimals;
	bool percent;
	const char *text;
} ValueCase;

Test(chart_value, prints_a_value_with_the_sign_and_digits_of_its_chart)
{
	static const ValueCase cases[] = {
		{ 70.0 / 500 * 100, -1, true, "14%" }, /* 14.000000000000002 */
		{ 7.5, -1, true, "7.5%" },
		{ 14, 1, true, "14.0%" },
		{ 1234, -1, false, "1,234" },
		{ 1234.5, 1, false, "1,234.5" },
		{ 33.02, -1, false, "33.0" },
		{ 0, -1, true, "0%" },
		{ 0, 1, true, "0.0%" },
		{ -0.0, 1, false, "0.0" },
		{ -0.0, 0, false, "0" },
		{ -3, 0, false, "\u22123" },
		{ 0.04, -1, true, "[low]" }, /* never a zero that is none */
		{ 0.4, 0, false, "[low]" },
		{ 0.04, 2, true, "0.04%" },
		{ -0.04, 1, false, "[low]" },
		{ NAN, -1, true, "[x]" },
		{ INFINITY, -1, false, "[x]" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Chart *chart = chart_new();
		chart->group = g_strdup(",");
		chart->decimals = cases[n].decimals;
		chart->percent = cases[n].percent;
		g_autofree char *text = chart_value_text(chart, cases[n].value, false);
		cr_expect_str_eq(text, cases[n].text, "%g: '%s', not '%s'", cases[n].value, text,
				 cases[n].text);
		chart_free(chart);
	}
}

static Chart *one_series(double value)
{
	Chart *chart = chart_new();
	chart->decimals = -1;
	chart->count = 1;
	chart->categories = g_new0(char *, 2);
	chart->categories[0] = g_strdup("Lahore");
	ChartSeries *series = chart_series_new("Share", 1);
	series->values[0] = value;
	g_ptr_array_add(chart->series, series);
	return chart;
}

Test(chart_value, prints_a_point_with_its_interval_and_its_mark)
{
	Chart *chart = one_series(14);
	ChartSeries *series = chart->series->pdata[0];
	chart->percent = true;
	series->lower = g_new(double, 1);
	series->upper = g_new(double, 1);
	series->lower[0] = 11.24;
	series->upper[0] = 17.3;
	chart->provisional = g_new0(bool, 1);
	chart->provisional[0] = true;
	g_autofree char *text = chart_point_text(chart, series, 0, false);
	cr_expect_str_eq(text, "14% (11.2% – 17.3%) [p]");
	chart_free(chart);
}

Test(chart_value, knows_counts_by_their_values_and_not_by_their_limits)
{
	Chart *chart = one_series(8);
	ChartSeries *limit = chart_series_new("Upper limit", 1);
	limit->role = SERIES_LIMIT;
	limit->values[0] = 12.7;
	g_ptr_array_add(chart->series, limit);
	cr_expect(chart_is_of_counts(chart));
	chart->percent = true;
	cr_expect_not(chart_is_of_counts(chart), "shares may be whole by chance");
	chart_free(chart);
	chart = one_series(8.5);
	cr_expect_not(chart_is_of_counts(chart));
	chart_free(chart);
}

Test(chart_value, what_is_missing_prints_why)
{
	static const struct {
		ValueState state;
		const char *text;
	} cases[] = {
		{ VALUE_SUPPRESSED, "[c]" },    { VALUE_NOT_APPLICABLE, "[z]" },
		{ VALUE_NOT_AVAILABLE, "[x]" }, { VALUE_NOT_YET, "[n]" },
		{ VALUE_UNRELIABLE, "[u]" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		double value = chart_missing(cases[n].state);
		cr_expect(isnan(value));
		cr_expect_str_eq(chart_missing_text(value), cases[n].text);
		cr_expect_eq(chart_is_hidden(value), cases[n].state == VALUE_SUPPRESSED);
	}
	cr_expect_str_eq(chart_missing_text(NAN), "[x]");
	cr_expect_not(chart_is_hidden(0));
}
