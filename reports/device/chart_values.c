#include "reports/device/chart_values.h"

#include <math.h>
#include <string.h>

#define MOST_DECIMALS 4 /* where the chart asks for as many as needed */

/* DIGITS of whole numbers in groups of three. */
static void append_grouped(GString *text, const char *digits, size_t count, const char *group)
{
	for (size_t n = 0; n < count; n++) {
		if (n > 0 && (count - n) % 3 == 0 && g_ascii_isdigit(digits[n - 1]))
			g_string_append(text, group);
		g_string_append_c(text, digits[n]);
	}
}

/* "%.4f" without the zeros that say nothing. */
static void trim_zeros(char *digits)
{
	size_t end = strlen(digits);
	while (strchr(digits, '.') != NULL && (digits[end - 1] == '0' || digits[end - 1] == '.')) {
		bool point = digits[end - 1] == '.';
		digits[--end] = '\0';
		if (point)
			break;
	}
}

char *chart_value_text(const Chart *chart, double value)
{
	char digits[400], format[16]; /* the largest double has 309 digits */
	if (!isfinite(value))
		return g_strdup("[x]");
	int decimals = chart->decimals >= 0 ? chart->decimals : MOST_DECIMALS;
	g_snprintf(format, sizeof format, "%%.%df", MIN(decimals, 15));
	g_ascii_formatd(digits, sizeof digits, format, fabs(value));
	if (chart->decimals < 0)
		trim_zeros(digits);
	const char *point = strchr(digits, '.');
	size_t whole = point != NULL ? (size_t)(point - digits) : strlen(digits);
	bool zero = strspn(digits, "0.") == strlen(digits);
	GString *text = g_string_new(value < 0 && !zero ? "\u2212" : NULL);
	append_grouped(text, digits, whole, chart->group != NULL ? chart->group : "");
	if (point != NULL)
		g_string_append_printf(text, "%s%s", chart->point != NULL ? chart->point : ".",
				       point + 1);
	if (chart->percent)
		g_string_append_c(text, '%');
	return g_string_free(text, FALSE);
}
