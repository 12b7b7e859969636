#include "reports/device/image/pages_png.h"
#include "reports/device/font/look.h"

#include <math.h>

#include "core/error.h"
#include "reports/device/page/draw.h"
#include "reports/device/page/draw_draft.h"

#define FOOT_PT 18.0 /* below the content, as in the PDF */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

/* What all pages are drawn with. */
typedef struct {
	const Model *model;
	PagePaper paper;
	Canvas canvas;
	double dots_per_pt;
	const Flow *flow;
	const GArray *places;
} Sheets;

static cairo_status_t append_bytes(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static void draw_foot(const Sheets *sheets)
{
	if (sheets->model->footer == NULL)
		return;
	const Canvas *canvas = &sheets->canvas;
	g_autoptr(PangoLayout) layout =
	    font_layout_new(canvas->fonts, FONT_FURNITURE, 1, sheets->model->footer,
			    canvas->width_pt, canvas_align(canvas, ALIGN_START), 0);
	canvas_layout(canvas, layout, font_colour(FONT_FURNITURE),
		      canvas_left(canvas, 0, canvas->width_pt), canvas->height_pt + FOOT_PT);
}

static void draw_page(Sheets *sheets, cairo_t *cairo, size_t page)
{
	cairo_scale(cairo, sheets->dots_per_pt, sheets->dots_per_pt);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_translate(cairo, sheets->paper.left_pt, sheets->paper.top_pt);
	sheets->canvas.cairo = cairo;
	canvas_draft(&sheets->canvas, sheets->model, &sheets->paper, NULL);
	draw_foot(sheets);
	flow_draw(sheets->flow, sheets->places, page, &sheets->canvas);
}

static GBytes *page_bytes(Sheets *sheets, size_t page, GError **error)
{
	g_autoptr(cairo_surface_t) surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)ceil(sheets->paper.width_pt * sheets->dots_per_pt),
	    (int)ceil(sheets->paper.height_pt * sheets->dots_per_pt));
	g_autoptr(cairo_t) cairo = cairo_create(surface);
	draw_page(sheets, cairo, page);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	cairo_status_t status = cairo_status(cairo);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(surface, append_bytes, bytes);
	if (status == CAIRO_STATUS_SUCCESS)
		return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
	error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot draw page %zu: %s", page + 1,
		  cairo_status_to_string(status));
	return NULL;
}

static void free_bytes(gpointer bytes)
{
	if (bytes != NULL)
		g_bytes_unref(bytes);
}

static GPtrArray *draw_pages(Sheets *sheets, GError **error)
{
	const GArray *places = sheets->places;
	size_t count =
	    places->len > 0 ? g_array_index(places, PagePlace, places->len - 1).page + 1 : 1;
	g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(free_bytes);
	for (size_t page = 0; page < count; page++) {
		GBytes *bytes = page_bytes(sheets, page, error);
		if (bytes == NULL)
			return NULL;
		g_ptr_array_add(pages, bytes);
	}
	return g_steal_pointer(&pages);
}

GPtrArray *pages_png(const Model *model, double dots_per_pt, GError **error)
{
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return NULL;
	Sheets sheets = { .model = model, .paper = look_paper(model), .dots_per_pt = dots_per_pt };
	sheets.canvas = (Canvas){ .fonts = fonts,
				  .width_pt = page_content_width(&sheets.paper),
				  .height_pt = page_content_height(&sheets.paper),
				  .right_to_left = model->right_to_left,
				  .theme = model->look };
	g_autoptr(Outline) outline = outline_new(model);
	FlowPlan plan = draw_plan(&sheets.canvas, model, outline);
	g_autoptr(Flow) flow = flow_new(&sheets.canvas, model, outline, NULL, plan);
	draw_blocks(flow, model->blocks);
	g_autoptr(GArray) places = flow_places(flow);
	flow_locate(flow, places, sheets.paper.left_pt, sheets.paper.top_pt);
	sheets.flow = flow;
	sheets.places = places;
	return draw_pages(&sheets, error);
}
