/*
 * Values of a chart as printed: the one place that rounds them.
 *
 * The picture, the table below it, the words for those who do not see it, plain text and the
 * spreadsheet's number formats all ask here, so that a value reads the same on every device.
 */
#pragma once

#include "reports/model/model.h"

/* Digits after the point of VALUE: those that CHART asks for, else one where it is needed. */
int chart_value_decimals(const Chart *chart, double value);

/* True of whole numbers of something: their axis has whole ticks, and begins at zero. What limits
 * and means are between them is no matter. */
bool chart_is_of_counts(const Chart *chart);

/* What stands among a chart's numbers for one that is missing, by its STATE, and how a number that
 * is none prints: "[c]", "[u]"; "[x]" where it does not say why it is none. */
double chart_missing(ValueState state);
const char *chart_missing_text(double value);

/* Whether VALUE is withheld to protect persons, and how many such values CHART and its panels
 * have. */
bool chart_is_hidden(double value);
size_t chart_count_hidden(const Chart *chart);

/* VALUE with those digits, the chart's separators and its sign: "1,234", "43.2%"; "[x]" or
 * another sign where it is not a number, "[low]" where it is not zero and would print so. ISOLATE
 * is for pages from right to left, where a minus and a sign would change sides. Transfer full. */
char *chart_value_text(const Chart *chart, double value, bool isolate);

/* The same of what SERIES has at CATEGORY: with its interval, "14% (11.2% – 17.3%)", and with
 * [p] where it is provisional. Transfer full. */
char *chart_point_text(const Chart *chart, const ChartSeries *series, size_t category,
		       bool isolate);

/* Whether what SERIES has at CATEGORY has changed since it was last published. */
bool chart_is_revised(const Chart *chart, const ChartSeries *series, size_t category);

/* True of a series whose values a reader can look up one by one: no curve, no band without a
 * middle. */
bool chart_series_is_listed(const ChartSeries *series);
