/* A gallery of the kinds of chart, drawn as the PDF draws them, into build/pictures: to be looked
 * at. The test holds that each kind leaves ink, in both directions of writing. */
#include <cairo.h>
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/device/page/draw.h"
#include "tests/support/gallery.h"

#define SCALE 2.0 /* pixels a point */

/* Draws CHART, WIDTH_PT wide, and returns the picture. */
static cairo_surface_t *picture(const Model *model, const Block *block, bool right_to_left,
				double width_pt)
{
	g_autoptr(GError) error = NULL;
	Canvas canvas = { .width_pt = width_pt, .height_pt = 760, .right_to_left = right_to_left };
	canvas.fonts = font_context_new(right_to_left, right_to_left ? "ur" : "en", &error);
	cr_assert_null(error);
	g_autoptr(Outline) outline = outline_new(model);
	g_autoptr(Flow) flow = flow_new(&canvas, model, outline, NULL, (FlowPlan){ 0 });
	draw_charts(flow, block, NULL);
	const PagePiece *piece = &g_array_index(flow->pieces, PagePiece, 0);
	const FlowPart *part = &g_array_index(flow->parts, FlowPart, 0);
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)((width_pt + 20) * SCALE),
				       (int)((piece->height_pt + 20) * SCALE));
	canvas.cairo = cairo_create(surface);
	cairo_set_source_rgb(canvas.cairo, 1, 1, 1);
	cairo_paint(canvas.cairo);
	cairo_scale(canvas.cairo, SCALE, SCALE);
	cairo_translate(canvas.cairo, 10, 10);
	part->draw(&canvas, part->data, part->part, 0);
	cairo_destroy(canvas.cairo);
	g_object_unref(canvas.fonts);
	return surface;
}

static size_t count_ink(cairo_surface_t *surface)
{
	cairo_surface_flush(surface);
	const unsigned char *bytes = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	size_t ink = 0;
	for (int n = 0; n < stride * cairo_image_surface_get_height(surface); n += 4)
		ink += bytes[n] < 250;
	return ink;
}

Test(gallery, draws_every_kind_in_both_directions)
{
	g_mkdir_with_parents("build/pictures", 0755);
	for (int urdu = 0; urdu < 2; urdu++) {
		for (const GalleryPicture *made = gallery_pictures; made->name != NULL; made++) {
			g_autoptr(Model) model = model_new();
			Block *block = model_add(model, BLOCK_CHART, 1);
			made->fill(block->chart, urdu == 1);
			cairo_surface_t *surface = picture(model, block, urdu == 1, made->width_pt);
			g_autofree char *path = g_strdup_printf(
			    "build/pictures/%s-%s.png", made->name, urdu == 1 ? "ur" : "en");
			cr_expect_eq(cairo_surface_write_to_png(surface, path),
				     CAIRO_STATUS_SUCCESS);
			cr_expect(count_ink(surface) > 500, "%s is blank", path);
			cairo_surface_destroy(surface);
		}
	}
}
