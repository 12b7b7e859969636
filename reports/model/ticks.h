/*
 * Ticks: the printed side of axes: numbers as text, and which category labels
 * there is room for.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* How a language writes numbers; NULL is no grouping, and ".". */
typedef struct {
	const char *group, *point;
	const char *sign; /* after the number: "%"; or NULL */
	bool isolate;     /* on a right-to-left page, where minus and sign would change sides */
} TickStyle;

/* VALUE with DECIMALS in STYLE, with a real minus sign: "1,234", "−0.5". From 1e15 on the
 * shortest form: "1e+15". */
char *ticks_number_text(double value, int decimals, const TickStyle *style);

/* Decimals that print VALUE, at most one: figures on a chart are for reading. */
int ticks_decimals(double value);

/* One category label that is printed, with its box on the axis. */
typedef struct {
	size_t category;
	double left_pt, width_pt;
} TickLabel;

/* Chooses every k-th of COUNT labels, counted back from the last one so that
 * the newest is always there, with the smallest k that leaves GAP_PT between
 * neighbours; k is 1, 2, 3, 4, 6 or a multiple of 12, as months and quarters go. CENTRES_PT and
 * WIDTHS_PT have COUNT entries, centres ascending; labels are moved inside LEFT_PT..RIGHT_PT.
 * Returns TickLabels in order. */
GArray *ticks_thin(const double *centres_pt, const double *widths_pt, size_t count, double left_pt,
		   double right_pt, double gap_pt);
