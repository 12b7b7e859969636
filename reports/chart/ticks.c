#include "reports/chart/ticks.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define MINUS "\u2212"

char *ticks_number_text(double value, int decimals)
{
	char digits[64];
	if (fabs(value) >= 1e15) {
		g_ascii_formatd(digits, sizeof(digits), "%.4g", fabs(value));
		return g_strconcat(value < 0 ? MINUS : "", digits, NULL);
	}
	char format[16];
	g_snprintf(format, sizeof(format), "%%.%df", CLAMP(decimals, 0, 9));
	g_ascii_formatd(digits, sizeof(digits), format, fabs(value));
	size_t whole = strcspn(digits, ".");
	bool zero = strspn(digits, "0.") == strlen(digits);
	GString *text = g_string_new(value < 0 && !zero ? MINUS : "");
	for (size_t n = 0; n < whole; n++) {
		if (n > 0 && (whole - n) % 3 == 0)
			g_string_append_c(text, ',');
		g_string_append_c(text, digits[n]);
	}
	g_string_append(text, digits + whole);
	return g_string_free(text, FALSE);
}

int ticks_decimals(double value)
{
	return value == floor(value) || fabs(value) >= 1000 ? 0 : 1;
}

static TickLabel label_at(const double *centres_pt, const double *widths_pt, size_t category,
			  double left_pt, double right_pt)
{
	double width = fmin(widths_pt[category], right_pt - left_pt);
	double left = centres_pt[category] - width / 2;
	left = fmax(left_pt, fmin(left, right_pt - width));
	return (TickLabel){ category, left, width };
}

GArray *ticks_thin(const double *centres_pt, const double *widths_pt, size_t count, double left_pt,
		   double right_pt, double gap_pt)
{
	GArray *labels = g_array_new(FALSE, FALSE, sizeof(TickLabel));
	for (size_t stride = 1; count > 0 && stride <= count; stride++) {
		bool collides = false;
		g_array_set_size(labels, 0);
		for (size_t n = (count - 1) % stride; n < count && !collides; n += stride) {
			TickLabel label = label_at(centres_pt, widths_pt, n, left_pt, right_pt);
			if (labels->len > 0) {
				TickLabel *before =
				    &g_array_index(labels, TickLabel, labels->len - 1);
				collides = before->left_pt + before->width_pt + gap_pt >
					   label.left_pt + 1e-6;
			}
			g_array_append_val(labels, label);
		}
		if (!collides)
			break;
	}
	return labels;
}
