/*
 * The PNG devices: each chart of an edition as a picture: for print at twice a screen's
 * resolution, and as a card of 1200 by 675 pixels as social media show them.
 */
#include <math.h>

#include "core/error.h"
#include "reports/device.h"
#include "reports/device/chart_files.h"
#include "reports/device/chart_type.h"
#include "reports/device/draw.h"
#include "reports/device/file.h"
#include "reports/device/look.h"

#define PIXELS_PER_PT (2 * 96.0 / 72) /* twice the 96 pixels an inch of a screen */
#define WIDTH_PT      480.0
#define MARGIN_PT     12.0

/* A card: at two pixels a point, so that its type is read on a telephone. */
#define CARD_WIDTH_PX   1200
#define CARD_HEIGHT_PX  675
#define CARD_SCALE      2.0
#define CARD_MARGIN_PT  30.0
#define CARD_ACCENT_PT  4.0
#define CARD_SMALLEST   0.5 /* of the usual size, for charts that are too high */
#define CARD_TITLE_MOST 2   /* lines */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

GPtrArray *device_png_files(const Model *model, GError **error)
{
	return chart_files(model, "png", "png", error);
}

GPtrArray *device_card_files(const Model *model, GError **error)
{
	return chart_files(model, "card", "card.png", error);
}

/* ── the file ── */

static cairo_status_t sink_write(void *stream, const unsigned char *data, unsigned int length)
{
	return fwrite(data, 1, length, stream) == length ? CAIRO_STATUS_SUCCESS
							 : CAIRO_STATUS_WRITE_ERROR;
}

static bool write_surface(const Model *model, cairo_surface_t *surface, const char *path,
			  GError **error)
{
	g_autoptr(Outfile) file = outfile_open(path, file_kind(model), error);
	if (file == NULL)
		return false;
	cairo_status_t status =
	    cairo_surface_write_to_png_stream(surface, sink_write, outfile_stream(file));
	/* why the stream did not take it, closing it says */
	if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
		return outfile_close(&file, NULL, error);
	error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot draw '%s': %s", path,
		  cairo_status_to_string(status));
	return false;
}

/* A white picture; *ret_cairo draws on it in points. */
static cairo_surface_t *begin_picture(int width_px, int height_px, double scale,
				      cairo_t **ret_cairo)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
	cairo_t *cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	*ret_cairo = cairo;
	return surface;
}

/* ── charts for print ── */

static ChartFrame frame_of(const Model *model, PangoContext *fonts, double width_pt)
{
	return (ChartFrame){ .width_pt = width_pt,
			     .right_to_left = model->right_to_left,
			     .measure = chart_type_measure,
			     .data = fonts,
			     .theme = model->look };
}

bool device_png_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error)
{
	(void)base;
	const Chart *chart = file->part;
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	ChartFrame frame = frame_of(model, fonts, WIDTH_PT);
	g_autoptr(Marks) marks = chart_alone_marks(model, chart, &frame);
	g_autoptr(cairo_t) cairo = NULL;
	g_autoptr(cairo_surface_t) surface = begin_picture(
	    (int)ceil((WIDTH_PT + 2 * MARGIN_PT) * PIXELS_PER_PT),
	    (int)ceil((frame.height_pt + 2 * MARGIN_PT) * PIXELS_PER_PT), PIXELS_PER_PT, &cairo);
	Canvas canvas = { .cairo = cairo,
			  .fonts = fonts,
			  .width_pt = WIDTH_PT,
			  .height_pt = frame.height_pt,
			  .right_to_left = model->right_to_left };
	canvas_marks(&canvas, marks, MARGIN_PT, MARGIN_PT);
	return write_surface(model, surface, path, error);
}

/* ── cards ── */

/* TEXT over the whole width at Y_PT, cut after LINES; returns its height. */
static double draw_line(const Canvas *canvas, FontStyle style, const char *text, int lines,
			double y_pt)
{
	if (text == NULL || *text == '\0')
		return 0;
	g_autoptr(PangoLayout) layout = font_layout_new(
	    canvas->fonts, style, 1, text, canvas->width_pt, canvas_align(canvas, ALIGN_START), 0);
	pango_layout_set_height(layout, -lines);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	canvas_layout(canvas, layout, font_colour(style), 0, y_pt);
	return font_height_pt(layout);
}

/* The largest size, as a share of the usual, at which CHART fits into HEIGHT_PT. */
static double card_scale(const Chart *chart, const Model *model, const Canvas *canvas,
			 double height_pt)
{
	for (int tenths = 12; tenths > CARD_SMALLEST * 10; tenths--) {
		double scale = tenths / 10.0;
		ChartFrame frame = frame_of(model, canvas->fonts, canvas->width_pt / scale);
		if (chart_height(chart, &frame) * scale <= height_pt)
			return scale;
	}
	return CARD_SMALLEST;
}

/* CHART without its titles, which the card has set already, between TOP_PT and HEIGHT_PT below. */
static void draw_chart(const Canvas *canvas, const Model *model, const Chart *chart, double top_pt,
		       double height_pt)
{
	Chart untitled = *chart;
	untitled.title = untitled.y_title = NULL;
	untitled.about = (BlockAbout){ NULL, NULL };
	double scale = card_scale(&untitled, model, canvas, height_pt);
	ChartFrame frame = frame_of(model, canvas->fonts, canvas->width_pt / scale);
	frame.height_pt = fmax(height_pt / scale, 1);
	if (!chart_has_values(&untitled))
		frame.height_pt = chart_height(&untitled, &frame);
	g_autoptr(Marks) marks = chart_marks(&untitled, &frame);
	cairo_save(canvas->cairo);
	cairo_translate(canvas->cairo, 0, top_pt);
	cairo_scale(canvas->cairo, scale, scale);
	canvas_marks(canvas, marks, 0, 0);
	cairo_restore(canvas->cairo);
}

static void draw_social_card(const Canvas *canvas, const Model *model, const Chart *chart)
{
	double top = 0, foot = canvas->height_pt - 12;
	canvas_rule(canvas, COLOUR_NAVY, CARD_ACCENT_PT, 0, 48, CARD_ACCENT_PT / 2);
	top += CARD_ACCENT_PT + 6;
	top += draw_line(canvas, FONT_TITLE, chart->title, CARD_TITLE_MOST, top) + 2;
	if (chart->about.subtitle != NULL)
		top += draw_line(canvas, FONT_BODY, chart->about.subtitle, 1, top);
	top += draw_line(canvas, FONT_BODY, chart->y_title, 1, top) + 4;
	draw_chart(canvas, model, chart, top, foot - 12 - top);
	canvas_rule(canvas, COLOUR_RULE, 0.5, 0, canvas->width_pt, foot - 5);
	g_autofree char *source = model_source(model);
	draw_line(canvas, FONT_SUBTITLE, source, 1, foot);
}

bool device_card_write_file(const Model *model, const DeviceFile *file, const char *base,
			    const char *path, GError **error)
{
	(void)base;
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	g_autoptr(cairo_t) cairo = NULL;
	g_autoptr(cairo_surface_t) surface =
	    begin_picture(CARD_WIDTH_PX, CARD_HEIGHT_PX, CARD_SCALE, &cairo);
	cairo_translate(cairo, CARD_MARGIN_PT, CARD_MARGIN_PT);
	Canvas canvas = { .cairo = cairo,
			  .fonts = fonts,
			  .width_pt = CARD_WIDTH_PX / CARD_SCALE - 2 * CARD_MARGIN_PT,
			  .height_pt = CARD_HEIGHT_PX / CARD_SCALE - 2 * CARD_MARGIN_PT,
			  .right_to_left = model->right_to_left };
	draw_social_card(&canvas, model, file->part);
	return write_surface(model, surface, path, error);
}
