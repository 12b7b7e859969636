/*
 * Chart values: the numbers behind a chart as printed beside it: in the table under the
 * picture, and in words.
 */
#pragma once

#include "reports/model.h"

/* VALUE with the digits, separators and sign that CHART asks for: "1,234", "43.2%"; "[x]" where it
 * is not a number. Transfer full. */
char *chart_value_text(const Chart *chart, double value);
