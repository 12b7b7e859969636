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
