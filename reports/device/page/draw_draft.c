#include "reports/device/page/draw_draft.h"

#include <math.h>

#define STRIPE_PT 18.0 /* across */
#define INSIDE_PT 3.0  /* of it, beside the words */
#define AWAY_PT   5.0  /* from the content */
#define REPEAT_PT 40.0 /* between the words and the same words again */
#define STYLE     FONT_FIGURE_LABEL
#define AIR_PT    5.0 /* above and below the words of a band */

static Colour paper_of(const Canvas *canvas)
{
	return canvas->theme != NULL ? canvas->theme->paper : COLOUR_WHITE;
}

/* How large the words are so that the ink of a tall script has room across the stripe. */
static double words_scale(const Canvas *canvas, const char *words)
{
	double above, below;
	g_autoptr(PangoLayout) layout =
	    font_layout_new(canvas->fonts, STYLE, 1, words, 0, PANGO_ALIGN_LEFT, 0);
	font_extent(layout, &above, &below);
	return fmin(1, (STRIPE_PT - INSIDE_PT) / (above + below));
}

/* The words along a stripe of LENGTH; the first are TAG's. */
static void draw_words(const Canvas *canvas, const char *words, double length, Tag *tag)
{
	double scale = words_scale(canvas, words), above, below;
	g_autoptr(PangoLayout) layout =
	    font_layout_new(canvas->fonts, STYLE, scale, words, 0, PANGO_ALIGN_LEFT, 0);
	double width = font_width_pt(layout);
	font_extent(layout, &above, &below);
	double baseline = STRIPE_PT / 2 + (above - below) / 2;
	guint times = (guint)fmax(1, floor((length + REPEAT_PT) / (width + REPEAT_PT)));
	double gap = (length - times * width) / (times + 1);
	for (guint n = 0; n < times; n++) {
		Tag *before = ink_tag(canvas, n == 0 ? tag : NULL);
		canvas_layout(canvas, layout, paper_of(canvas), gap + n * (width + gap),
			      baseline - font_baseline_pt(layout));
		ink_tag(canvas, before);
	}
}

/* A stripe from LEFT_PT, read upwards or downwards. */
static void draw_stripe(const Canvas *canvas, const char *words, double left_pt, bool upwards,
			Tag *tag)
{
	cairo_t *cairo = canvas->cairo;
	Canvas along = *canvas;
	along.right_to_left = false; /* a place is meant, and no side */
	canvas_box(&along, COLOUR_INK, left_pt, STRIPE_PT, 0, canvas->height_pt);
	cairo_save(cairo);
	cairo_translate(cairo, upwards ? left_pt : left_pt + STRIPE_PT,
			upwards ? canvas->height_pt : 0);
	cairo_rotate(cairo, upwards ? -G_PI_2 : G_PI_2);
	draw_words(&along, words, canvas->height_pt, tag);
	cairo_restore(cairo);
}

void canvas_draft(const Canvas *canvas, const Model *model, const PagePaper *paper, Tag *tag)
{
	const char *words = model_draft(model);
	if (words == NULL)
		return;
	double away = fmin(AWAY_PT, fmin(paper->left_pt, paper->right_pt) - STRIPE_PT);
	double before = -away - STRIPE_PT, behind = canvas->width_pt + away;
	draw_stripe(canvas, words, model->right_to_left ? behind : before, !model->right_to_left,
		    tag);
	draw_stripe(canvas, words, model->right_to_left ? before : behind, model->right_to_left,
		    NULL);
}

double canvas_draft_band(const Canvas *canvas, const Model *model)
{
	const char *words = model_draft(model);
	if (words == NULL)
		return 0;
	g_autoptr(PangoLayout) layout = font_layout_new(canvas->fonts, FONT_HEADING, 1, words,
							canvas->width_pt, PANGO_ALIGN_CENTER, 0);
	double height = font_height_pt(layout) + 2 * AIR_PT;
	canvas_box(canvas, COLOUR_INK, 0, canvas->width_pt, 0, height);
	canvas_layout(canvas, layout, paper_of(canvas), 0, AIR_PT);
	return height + AIR_PT;
}
