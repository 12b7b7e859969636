#include "reports/device/font/chart_type.h"

#include <math.h>

#include "reports/device/font/font_lines.h"

#define INK_GAP_PT 1.5 /* round the ink of a line of Nastaliq */

static const FontStyle styles[] = {
	[MARK_TITLE] = FONT_CAPTION,   [MARK_SUBTITLE] = FONT_SUBTITLE, [MARK_AXIS] = FONT_AXIS,
	[MARK_CATEGORY] = FONT_SERIES, [MARK_SERIES] = FONT_SERIES,     [MARK_VALUE] = FONT_VALUE,
	[MARK_MESSAGE] = FONT_EMPTY,   [MARK_SOURCE] = FONT_SOURCE,
};
static const PangoAlignment aligns[] = {
	[MARK_LEFT] = PANGO_ALIGN_LEFT,
	[MARK_CENTRE] = PANGO_ALIGN_CENTER,
	[MARK_RIGHT] = PANGO_ALIGN_RIGHT,
};

PangoLayout *chart_type_layout(PangoContext *fonts, MarkRole role, MarkAlign align,
			       const char *text, double width_pt, int lines)
{
	if (lines <= 0 || width_pt <= 0)
		return font_layout_shared(fonts, styles[role], 1, text, width_pt, aligns[align], 0);
	PangoLayout *layout =
	    font_layout_new(fonts, styles[role], 1, text, width_pt, aligns[align], 0);
	pango_layout_set_height(layout, -lines);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	return layout;
}

/* Lines that stand alone: no other is to be on their baseline. */
static bool stands_alone(MarkRole role)
{
	return role == MARK_TITLE || role == MARK_SUBTITLE || role == MARK_SOURCE;
}

double chart_type_top(PangoLayout *layout, MarkRole role)
{
	double above, below;
	if (!stands_alone(role) || !font_is_urdu(layout))
		return 0;
	font_extent(layout, &above, &below);
	return fmax(0, font_baseline_pt(layout) - above - INK_GAP_PT);
}

double chart_type_height(PangoLayout *layout, MarkRole role)
{
	double height = font_height_pt(layout);
	if (!stands_alone(role) || !font_is_urdu(layout))
		return height;
	return height - chart_type_top(layout, role) - fmax(0, font_slack_pt(layout) - INK_GAP_PT);
}

void chart_type_measure(gpointer data, MarkRole role, const char *text, double wrap_pt, int lines,
			double *ret_width_pt, double *ret_height_pt)
{
	g_autoptr(PangoLayout) layout =
	    chart_type_layout(data, role, MARK_LEFT, text, wrap_pt, lines);
	*ret_width_pt = font_width_pt(layout);
	*ret_height_pt = chart_type_height(layout, role);
}
