/* Themes reach the devices: margins, size of letters and colours; the house's own changes nothing.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/device/font/look.h"
#include "reports/device/html/html.h"
#include "reports/device/pdf/pdf.h"
#include "reports/output/devices.h"
#include "tests/support/pages.h"
#include "tests/support/showcase.h"

static Model *themed(const char *name)
{
	Model *model = pages_model("Look");
	g_autoptr(GError) error = NULL;
	g_autofree char *file = g_strdup_printf("templates/themes/%s.yaml", name);
	g_autofree char *path = g_build_filename(g_getenv("SHUMAR_ROOT"), file, NULL);
	pages_add_text(model, "Words of a paragraph.");
	pages_add_chart(model, CHART_LINE, 6);
	pages_add_table(model, "Cases", 3, 4);
	model->look = theme_read(path, &error);
	cr_assert(model->look != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

static Model *plain_model(void)
{
	Model *model = themed("print");
	g_clear_pointer(&model->look, theme_free);
	return model;
}

Test(look, the_theme_print_is_the_look_of_a_template_without_one)
{
	g_autoptr(Model) plain = plain_model(), print = themed("print");
	g_autoptr(GString) one = showcase_written(plain, device_pdf_write);
	g_autoptr(GString) two = showcase_written(print, device_pdf_write);
	cr_expect(g_string_equal(one, two));
}

Test(look, a_theme_has_its_own_margins_and_letters_in_a_pdf)
{
	g_autoptr(Model) plain = plain_model(), wide = themed("wide");
	PagePaper house = look_paper(plain), paper = look_paper(wide);
	cr_expect_float_eq(house.left_pt, 45.35, 0.01);
	cr_expect_float_eq(paper.left_pt, 39.68, 0.01);
	PangoContext *small = look_fonts(plain, NULL), *large = look_fonts(wide, NULL);
	g_autoptr(PangoLayout) one =
	    font_layout_new(small, FONT_BODY, 1, "Words", 0, PANGO_ALIGN_LEFT, 0);
	g_autoptr(PangoLayout) two =
	    font_layout_new(large, FONT_BODY, 1, "Words", 0, PANGO_ALIGN_LEFT, 0);
	cr_expect_float_eq(font_width_pt(two), 1.2 * font_width_pt(one), 0.5);
	g_object_unref(small);
	g_object_unref(large);
}

Test(look, a_theme_colours_texts_and_series)
{
	g_autoptr(Model) plain = plain_model(), wide = themed("wide");
	wide->look->series[0] = 0x801650;
	wide->look->accent = 0x005A00;
	g_autoptr(GString) one = showcase_written(plain, device_html_write);
	g_autoptr(GString) two = showcase_written(wide, device_html_write);
	cr_expect(strstr(two->str, "--accent:#005A00") != NULL);
	cr_expect(strstr(two->str, "html{font-size:120.0%}") != NULL);
	cr_expect(strstr(two->str, "margin:14mm 14mm 16mm") != NULL);
	cr_expect(strstr(two->str, "stroke=\"#801650\" stroke-width") != NULL);
	cr_expect(strstr(one->str, "stroke=\"#801650\" stroke-width") == NULL);
	cr_expect_eq(look_colour(wide->look, COLOUR_NAVY), 0x005A00u);
	cr_expect_eq(look_colour(NULL, COLOUR_NAVY), COLOUR_NAVY);
}
