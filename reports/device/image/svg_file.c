/* The SVG device: each chart of an edition as a file of its own. */
#include "reports/device/image/svg_file.h"
#include "reports/chart/chart.h"
#include "reports/device/chart_files.h"
#include "reports/device/file.h"
#include "reports/device/font/look.h"
#include "reports/device/image/svg.h"

#define WIDTH_PT  504.0 /* the width of A4 within its margins: 178 mm */
#define MARGIN_PT 12.0  /* of white around, so that nothing touches what it is put into */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

GPtrArray *device_svg_files(const Model *model, GError **error)
{
	return chart_files(model, "svg", "svg", error);
}

/* Moves all marks by DISTANCE, and makes the picture that much larger on every side. */
static void add_margin(Marks *marks, double distance_pt)
{
	marks->width_pt += 2 * distance_pt;
	marks->height_pt += 2 * distance_pt;
	for (guint n = 0; n < marks->marks->len; n++) {
		Mark *mark = marks->marks->pdata[n];
		mark->x_pt += distance_pt;
		mark->y_pt += distance_pt;
		for (guint at = 0; mark->points != NULL && at < mark->points->len; at++) {
			MarkPoint *point = &g_array_index(mark->points, MarkPoint, at);
			point->x_pt += distance_pt;
			point->y_pt += distance_pt;
		}
	}
}

static void append_chart(GString *out, const Model *model, const Chart *chart, PangoContext *fonts)
{
	ChartFrame frame = { .width_pt = WIDTH_PT,
			     .right_to_left = model->right_to_left,
			     .measure = svg_measure,
			     .data = fonts,
			     .theme = model->look };
	g_autoptr(Marks) marks = chart_alone_marks(model, chart, &frame);
	add_margin(marks, MARGIN_PT);
	g_autofree char *source = model_source(model);
	g_autofree char *desc =
	    chart->alt != NULL ? g_strdup_printf("%s %s", chart->alt, source) : g_strdup(source);
	const char *draft = model_draft(model);
	g_autofree char *title = g_strconcat(draft != NULL ? draft : "", draft != NULL ? " · " : "",
					     chart->title != NULL ? chart->title : "", NULL);
	SvgPicture picture = { .id = "chart",
			       .title = title,
			       .desc = desc,
			       .language = model->language,
			       .right_to_left = model->right_to_left,
			       .alone = true };
	svg_append(out, &picture, fonts, marks);
}

bool device_svg_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error)
{
	(void)base;
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	g_autoptr(GString) out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	append_chart(out, model, file->part, fonts);
	return file_write(model, out, path, error);
}
