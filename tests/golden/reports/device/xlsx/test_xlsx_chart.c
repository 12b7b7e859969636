/* Native charts of every kind in a workbook, and the figures beside them. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx.h"
#include "tests/support/gallery.h"
#include "tests/support/program.h"

static Model *gallery_model(void)
{
	Model *model = model_new();
	model->language = g_strdup("en");
	model->audience = g_strdup("internal");
	model->title = g_strdup("Gallery");
	model->template_name = g_strdup("gallery");
	model->footer = g_strdup("Run 1");
	model->page_of = g_strdup("Page %d of %d");
	model->orientation = g_strdup("portrait");
	model->as_at = g_date_time_new_utc(2026, 11, 25, 0, 0, 0);
	for (const GalleryPicture *made = gallery_pictures; made->name != NULL; made++) {
		Chart *chart = model_add(model, BLOCK_CHART, 1)->chart;
		made->fill(chart, false);
		g_free(chart->id);
		chart->id = g_strdup(made->name);
		chart->alt = g_strdup_printf("What %s shows", made->name);
	}
	return model;
}

/* The parts of the gallery's workbook that match PATTERN, as text. */
static char *parts(const char *pattern)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Model) model = gallery_model();
	g_autofree char *folder = g_dir_make_tmp("shumar-xlsx-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "gallery.xlsx", NULL);
	cr_assert(device_xlsx_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	g_autoptr(ProgramRun) run = program_run_other(NULL, "unzip", "-p", path, pattern, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	g_autoptr(ProgramRun) removed = program_run_other(NULL, "rm", "-r", folder, NULL);
	cr_expect_eq(removed->code, 0);
	return g_steal_pointer(&run->out);
}

static guint count(const char *text, const char *part)
{
	guint found = 0;
	for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
		found++;
	return found;
}

Test(xlsx_chart, draws_each_kind_as_the_nearest_native_one)
{
	static const struct {
		const char *element;
		guint at_least;
	} wanted[] = {
		{ "<c:lineChart>", 7 },           { "<c:barDir val=\"bar\"/>", 2 },
		{ "<c:barDir val=\"col\"/>", 4 }, { "<c:grouping val=\"stacked\"/>", 2 },
		{ "<c:areaChart>", 1 },           { "<c:scatterChart>", 1 },
		{ "<c:hiLowLines>", 1 },
	};
	g_autofree char *charts = parts("xl/charts/*.xml");
	for (size_t n = 0; n < G_N_ELEMENTS(wanted); n++)
		cr_expect_geq(count(charts, wanted[n].element), wanted[n].at_least, "%s",
			      wanted[n].element);
	cr_expect_eq(count(charts, "<c:pieChart>"), 0);
}

Test(xlsx_chart, gives_every_chart_its_words)
{
	g_autofree char *charts = parts("xl/charts/*.xml");
	g_autofree char *drawings = parts("xl/drawings/drawing*.xml");
	cr_expect_eq(count(drawings, ". What "), count(charts, "<c:chartSpace"));
}

Test(xlsx_chart, has_the_figures_of_every_kind)
{
	g_autofree char *tables = parts("xl/tables/*.xml");
	g_autofree char *strings = parts("xl/sharedStrings.xml");
	static const char *const headers[] = { "Upper limit", "Usual range: ", "Province",
					       "Challans due", "Provisional" };
	for (size_t n = 0; n < G_N_ELEMENTS(headers); n++)
		cr_expect(strstr(tables, headers[n]) != NULL, "%s", headers[n]);
	cr_expect(strstr(strings, "Toba Tek Singh") != NULL);
	cr_expect(strstr(strings, "Worse than usual") != NULL, "signals are there in words");
	cr_expect(strstr(strings, "New helpline opened") != NULL);
	cr_expect(strstr(strings, "no_native") != NULL, "tiles and panels say why no chart");
}
