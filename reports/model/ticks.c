#include "reports/model/ticks.h"

#include <math.h>
#include <string.h>

#define MINUS       "\u2212"
#define ISOLATE     "\u2066"
#define ISOLATE_END "\u2069"

/* DIGITS ("1234.5") with the separators of STYLE. */
static void append_digits(GString *text, const char *digits, const TickStyle *style)
{
	size_t whole = strcspn(digits, ".");
	for (size_t n = 0; n < whole; n++) {
		if (n > 0 && (whole - n) % 3 == 0 && style->group != NULL)
			g_string_append(text, style->group);
		g_string_append_c(text, digits[n]);
	}
	if (digits[whole] == '.') {
		g_string_append(text, style->point != NULL ? style->point : ".");
		g_string_append(text, digits + whole + 1);
	}
}

char *ticks_number_text(double value, int decimals, const TickStyle *style)
{
	char digits[64], format[16];
	bool huge = fabs(value) >= 1e15;
	g_snprintf(format, sizeof(format), "%%.%df", CLAMP(decimals, 0, 9));
	g_ascii_formatd(digits, sizeof(digits), huge ? "%.4g" : format, fabs(value));
	bool negative = value < 0 && strspn(digits, "0.") != strlen(digits);
	bool isolate = style->isolate && (negative || style->sign != NULL);
	GString *text = g_string_new(isolate ? ISOLATE : NULL);
	if (negative)
		g_string_append(text, MINUS);
	if (huge)
		g_string_append(text, digits);
	else
		append_digits(text, digits, style);
	if (style->sign != NULL)
		g_string_append(text, style->sign);
	if (isolate)
		g_string_append(text, ISOLATE_END);
	return g_string_free(text, FALSE);
}

int ticks_decimals(double value)
{
	/* 14.000000000000002 is 14: 70 of 500, in per cent */
	return fabs(value - nearbyint(value)) < 1e-9 || fabs(value) >= 1000 ? 0 : 1;
}

static TickLabel label_at(const double *centres_pt, const double *widths_pt, size_t category,
			  double left_pt, double right_pt)
{
	double width = fmin(widths_pt[category], right_pt - left_pt);
	double left = centres_pt[category] - width / 2;
	left = fmax(left_pt, fmin(left, right_pt - width));
	return (TickLabel){ category, left, width };
}

static size_t next_stride(size_t stride)
{
	return stride < 4 ? stride + 1 : stride < 6 ? 6 : stride / 12 * 12 + 12;
}

GArray *ticks_thin(const double *centres_pt, const double *widths_pt, size_t count, double left_pt,
		   double right_pt, double gap_pt)
{
	GArray *labels = g_array_new(FALSE, FALSE, sizeof(TickLabel));
	for (size_t stride = 1; count > 0; stride = next_stride(stride)) {
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
		if (!collides || stride >= count)
			break;
	}
	return labels;
}
