/*
 * Ticks: the printed side of axes: numbers as text, and which category labels
 * there is room for.
 */
#pragma once

#include <glib.h>

/* VALUE with DECIMALS, thousands grouped by commas, a real minus sign:
 * "1,234", "−0.5". From 1e15 on the shortest form: "1e+15". */
char *ticks_number_text(double value, int decimals);

/* Decimals that print VALUE, at most one: figures on a chart are for reading. */
int ticks_decimals(double value);

/* One category label that is printed, with its box on the axis. */
typedef struct {
	size_t category;
	double left_pt, width_pt;
} TickLabel;

/* Chooses every k-th of COUNT labels, counted back from the last one so that
 * the newest is always there, with the smallest k that leaves GAP_PT between
 * neighbours. CENTRES_PT and WIDTHS_PT have COUNT entries, centres ascending;
 * labels are moved inside LEFT_PT..RIGHT_PT. Returns TickLabels in order. */
GArray *ticks_thin(const double *centres_pt, const double *widths_pt, size_t count, double left_pt,
		   double right_pt, double gap_pt);
