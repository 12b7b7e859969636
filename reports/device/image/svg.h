/*
 * SVG: the marks of a chart as one SVG element: real text in Noto, no script, no style
 * sheet, no reference to anything outside. The same element stands alone in a file and
 * inside an HTML page, whose style sheet may replace its colours.
 */
#pragma once

#include "reports/device/font/font.h"

typedef struct {
	const char *id;       /* begins the ids of title and description; unique on a page */
	const char *klass;    /* of the element, or NULL */
	const char *title;    /* the accessible name */
	const char *desc;     /* what the chart shows in words, or NULL */
	const char *language; /* "en", "ur" */
	bool right_to_left;
	bool alone; /* a file of its own: namespace, size in points, white paper */
} SvgPicture;

/* Appends MARKS as PICTURE to OUT. FONTS lays the texts out, to break and cut them where the
 * chart measured that they must be. */
void svg_append(GString *out, const SvgPicture *picture, PangoContext *fonts, const Marks *marks);

/* A ChartMeasure for pictures that a browser draws; its data is a PangoContext. Browsers set the
 * words of Nastaliq apart where our own layout lets them overlap: Urdu gets a little more width. */
void svg_measure(gpointer fonts, MarkRole role, const char *text, double wrap_pt, int lines,
		 double *ret_width_pt, double *ret_height_pt);

/* Appends TEXT with markup escaped, and characters that XML cannot carry as U+FFFD. */
void svg_append_escaped(GString *out, const char *text);
