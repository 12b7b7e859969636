/*
 * Lines of Nastaliq, as near to each other as their ink lets them.
 *
 * A line of Noto Nastaliq Urdu is two and a half times as high as its letters are large, so that
 * the tallest word stands free below the deepest; nearly all lines have room to spare.
 */
#pragma once

#include <pango/pango.h>
#include <stdbool.h>

/* Says that LAYOUT is set in Nastaliq, or no more; and whether it is. */
void font_lines_mark(PangoLayout *layout, bool urdu);
bool font_is_urdu(PangoLayout *layout);

/* Sets the space between LAYOUT's lines: the least at which no letter of a line comes near one of
 * the next, between LINES_LEAST and LINES_MOST of the font's own. Nothing is done for one line, nor
 * for Latin. */
void font_lines_set(PangoLayout *layout);

/* Sets LAYOUT, of WIDTH_PT, in by what its ink would hang out at the right: the bar of a ک at the
 * beginning of a title. */
void font_hang_in(PangoLayout *layout, double width_pt);

/* How far LAYOUT reaches above the baseline of its first line and below it. Of Nastaliq that is its
 * ink: its lines are so high that most words leave half of them empty. */
void font_extent(PangoLayout *layout, double *ret_above_pt, double *ret_below_pt);

/* What of the height of LAYOUT's last line nothing is drawn in, below it. */
double font_slack_pt(PangoLayout *layout);

/* Of the first line, below the top. */
double font_baseline_pt(PangoLayout *layout);

#define LINES_LEAST 0.74
#define LINES_MOST                                                                                 \
	2.2 /* above a line without Urdu, which is half as high; 1.1 between lines of Urdu */
