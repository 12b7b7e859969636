/*
 * Ends: direct labels beside the plot, at the height of what they name: the last value of
 * a line, a limit, the target. They are pushed apart where they would meet, and one that had
 * to move far is tied to its place by a thin line.
 *
 *     g_autoptr(GArray) ends = ends_new();
 *     ends_add(ends, &(End){ .value = 12, .text = plot_value_text(plot, 12), .name = "Lahore" });
 *     plot->right -= ends_measure(plot, ends);      // before the scale has its place
 *     ends_draw(plot, ends, plot->right);           // after
 */
#pragma once

#include "reports/chart/plot.h"

typedef struct {
	Colour colour;
	double value;     /* on the value scale: its height */
	bool placed;      /* X is where the named thing ends; else at the edge of the plot */
	double x;         /* a category, or a number on the scale below */
	char *text;       /* the printed value, owned by the ends; NULL for none */
	const char *name; /* or NULL */
	bool minor;       /* goes first where there is no room for all */
	double text_width, name_width, height, top_pt;
	int lines;
} End;

GArray *ends_new(void); /* of End */
void ends_add(GArray *ends, const End *end);

/* Adds rules across the chart that have a label, and series that are such rules. */
void ends_add_references(const Plot *plot, GArray *ends);

/* The width that the labels want, the gap beside the plot with it; 0 for none. In a panel of
 * small multiples only values are left: the legend above all of them has the names. */
double ends_measure(const Plot *plot, GArray *ends);

/* Sets the labels right of EDGE, between the top of the plot and its bottom. With MIRRORED,
 * left of it. */
void ends_draw(Plot *plot, GArray *ends, double edge_pt, bool mirrored);
