#include "reports/device/chart_files.h"

#include "core/error.h"

static void add_chart(const Block *block, gpointer data)
{
	if (block->kind == BLOCK_CHART)
		g_ptr_array_add(data, block->chart);
}

GPtrArray *chart_files(const Model *model, const char *device, const char *extension,
		       GError **error)
{
	g_autoptr(GPtrArray) charts = g_ptr_array_new();
	g_autoptr(GPtrArray) files = device_files_new();
	model_each(model, add_chart, charts);
	for (guint n = 0; n < charts->len; n++) {
		const Chart *chart = charts->pdata[n];
		const char *name = chart->id != NULL ? chart->id : "chart";
		device_files_add(files, charts->len > 1 ? name : NULL, extension, chart);
	}
	if (files->len > 0)
		return g_steal_pointer(&files);
	error_set(error, SHUMAR_ERROR_USAGE, "Give another --format, or the template a chart.",
		  "no chart to draw as %s in this edition of '%s'", device, model->template_name);
	return NULL;
}

enum { SOURCE_LINES = 2 };
#define SOURCE_GAP_PT 6.0

#define DRAFT_LINES  2
#define DRAFT_AIR_PT 5.0

/* MARKS below a band that says what a draft is; MARKS themselves of other models. */
static Marks *add_draft(Marks *marks, const Model *model, ChartFrame *frame)
{
	const char *words = model_draft(model);
	double width, height;
	if (words == NULL)
		return marks;
	const Theme *theme = frame->theme;
	frame->measure(frame->data, MARK_TITLE, words, frame->width_pt, DRAFT_LINES, &width,
		       &height);
	double band = height + 2 * DRAFT_AIR_PT;
	frame->height_pt += band + DRAFT_AIR_PT;
	Marks *marked = marks_new(frame->width_pt, frame->height_pt);
	marks_add_bar(marked, theme != NULL ? theme->text : COLOUR_INK, (MarkPoint){ 0, 0 },
		      frame->width_pt, band, false);
	Mark *text = marks_add_text(marked, MARK_TITLE, MARK_CENTRE,
				    theme != NULL ? theme->paper : COLOUR_WHITE, words);
	text->y_pt = DRAFT_AIR_PT;
	text->width_pt = frame->width_pt;
	text->height_pt = height;
	text->lines = DRAFT_LINES;
	marks_take(marked, marks, 0, band + DRAFT_AIR_PT);
	return marked;
}

Marks *chart_alone_marks(const Model *model, const Chart *chart, ChartFrame *frame)
{
	g_autofree char *source = model_source(model);
	double width, height;
	frame->height_pt = chart_height(chart, frame);
	Marks *marks = chart_marks(chart, frame);
	if (*source == '\0')
		return add_draft(marks, model, frame);
	frame->measure(frame->data, MARK_AXIS, source, frame->width_pt, SOURCE_LINES, &width,
		       &height);
	Mark *mark = marks_add_text(marks, MARK_AXIS, frame->right_to_left ? MARK_RIGHT : MARK_LEFT,
				    COLOUR_GREY, source);
	mark->y_pt = frame->height_pt + SOURCE_GAP_PT;
	mark->width_pt = frame->width_pt;
	mark->height_pt = height;
	mark->lines = SOURCE_LINES;
	frame->height_pt += SOURCE_GAP_PT + height;
	marks->height_pt = frame->height_pt;
	return add_draft(marks, model, frame);
}
