/*
 * Themes: the look of documents, from templates/themes/NAME.yaml.
 *
 *     theme: print
 *     orientation: portrait          # or landscape; a template's own goes before it
 *     scale: 1.0                     # of all letters, 0.8 to 1.5
 *     scale-right-to-left: 0.9       # of those languages, whose lines are higher; else scale
 *     margins: {top: 16, bottom: 18, side: 16}     # mm, 8 to 40
 *     colours: {paper: "#FFFFFF", text: "#222222", muted: "#595959", accent: "#12436D"}
 *     series: ["#12436D", "#28A197"]               # of charts, in order, 2 to 8
 *
 * A colour that cannot be read on the paper is refused: letters (text, muted) need a contrast of
 * 4.5:1, graphics (accent, series) of 3:1 (WCAG 2.1, success criteria 1.4.3 and 1.4.11).
 */
#pragma once

#include <glib.h>

enum { THEME_SERIES = 8 };

typedef struct {
	char *name;
	char *orientation;                 /* "portrait", "landscape" */
	double scale, scale_right_to_left; /* the second 0: as the first */
	double top_mm, bottom_mm, side_mm;
	guint32 paper, text, muted, accent; /* 0xRRGGBB */
	guint32 series[THEME_SERIES];
	guint series_count;
} Theme;

/* Reads the file at PATH, whose name is the theme's. Errors: SHUMAR_ERROR_CONFIG, all faults at
 * once. */
Theme *theme_read(const char *path, GError **error);

/* The same for TEXT that messages call NAME ("print.yaml"). */
Theme *theme_parse(const char *text, const char *name, GError **error);
Theme *theme_copy(const Theme *theme); /* takes NULL; transfer full */
void theme_free(Theme *theme);         /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)

/* Contrast of two colours 0xRRGGBB, 1 to 21: (lighter + 0.05) / (darker + 0.05) of their relative
 * luminances (WCAG 2.1, definitions of contrast ratio and relative luminance). */
double theme_contrast(guint32 one, guint32 other);
