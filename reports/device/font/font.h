/*
 * Font: the type of the PDF: a private font set and a small table of styles.
 *
 * Only Noto Sans, Noto Nastaliq Urdu and Noto Naskh Arabic exist for us, so a
 * page looks the same on every machine and nothing scans the fonts of the
 * system. The set is made once per process and kept.
 */
#pragma once

#include <pango/pango.h>
#include <stdbool.h>

#include "reports/chart/marks.h"
#include "reports/device/font/font_lines.h"

typedef enum {
	FONT_COVER, /* its title */
	FONT_COVER_LINE,
	FONT_TITLE,
	FONT_HEADING,
	FONT_SUBHEADING,
	FONT_BODY,
	FONT_FIGURE, /* the big number of a card */
	FONT_FIGURE_LABEL,
	FONT_FIGURE_UNIT,
	FONT_FIGURE_BASIS,
	FONT_CAPTION, /* of tables; titles of charts */
	FONT_SUBTITLE,
	FONT_HEAD, /* column heads */
	FONT_CELL,
	FONT_TOTAL,
	FONT_EMPTY, /* the sentence instead of rows */
	FONT_AXIS,
	FONT_SERIES,
	FONT_VALUE,
	FONT_NOTE,
	FONT_SOURCE,     /* below a table or chart */
	FONT_SMALL_NOTE, /* below the block that it explains: 7 pt */
	FONT_FURNITURE,  /* footer and running head */
} FontStyle;

/* A context to lay text out in points. Errors: SHUMAR_ERROR_OUTPUT when the
 * fonts are not installed. */
PangoContext *font_context_new(bool right_to_left, const char *language, GError **error);

/* All that is laid out in CONTEXT is SCALE times as large. */
void font_context_scale(PangoContext *context, double scale);

/* What BIND (transfer full) binds is not parted in what is laid out in CONTEXT (bind.h). */
void font_context_bind(PangoContext *context, GRegex *bind);
const GRegex *font_bind(PangoContext *context);

/* A font with a plain glyph for every letter of Urdu, for text that is found but not seen; the
 * caller unrefs it. */
PangoFont *font_hidden(PangoContext *context);

/* TEXT in STYLE, scaled by SCALE (1 normally), wrapped at WIDTH_PT unless that
 * is 0. ALIGN is physical whatever the direction of the text. NOTE > 0 is
 * appended as a raised number. */
PangoLayout *font_layout_new(PangoContext *context, FontStyle style, double scale, const char *text,
			     double width_pt, PangoAlignment align, int note);

/* As above without a note, set into LAYOUT again, for measuring many texts. */
void font_layout_set(PangoLayout *layout, const char *text, double width_pt, PangoAlignment align);

/* What parts of LAYOUT's text look different, to be added to and set again. Transfer full. */
PangoAttrList *font_attributes(PangoLayout *layout);

/* As font_layout_new, but one layout for all who ask for the same, since most texts of a table or
 * chart are measured several times and then drawn. It must not be changed: see pango_layout_copy.
 * The caller unrefs it. Between font_share_begin and font_share_end layouts are kept with CONTEXT
 * (2,048 at most), else each is made anew. */
PangoLayout *font_layout_shared(PangoContext *context, FontStyle style, double scale,
				const char *text, double width_pt, PangoAlignment align, int note);
void font_share_begin(PangoContext *context);
void font_share_end(PangoContext *context); /* before CONTEXT is unreffed: layouts hold it */

double font_width_pt(PangoLayout *layout);
double font_height_pt(PangoLayout *layout);
Colour font_colour(FontStyle style);

/* Adds "cairo" → "1.16.0" and the like to LIBRARIES, and each font's file name → sha256 to FONTS,
 * both trees of texts that they own. Without fonts on the machine FONTS stays empty. */
void font_versions(GTree *libraries, GTree *fonts);
