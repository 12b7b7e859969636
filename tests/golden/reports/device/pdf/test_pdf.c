/*
 * The PDF device on invented models: pages, the text on them, bookmarks, dates,
 * equal bytes. Read back with poppler's tools.
 */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/device.h"
#include "reports/device/pdf/pdf.h"
#include "tests/support/pages.h"

/* ── tests ── */

Test(pdf, prints_every_block)
{
	g_autoptr(Model) model = pages_model("Invented district: week to Sunday");
	pages_add_text(model, "First paragraph\nof two lines.\n\nSecond paragraph.");
	pages_add_figures(model, 5);
	pages_add_table(model, "Cases", 3, 5);
	pages_add_chart(model, CHART_LINE, 26);
	pages_add_chart(model, CHART_BAR, 6);
	pages_add_note(model, "Cases registered",
		       "First Information Reports by date of registration.");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	static const char *const expected[] = {
		"Invented district: week to Sunday",
		"First paragraph of two lines.",
		"Second paragraph.",
		"1,231",
		"Figure 5",
		"cases (FIRs)",
		"11 the week before",
		"Police stations",
		"Station 4",
		"Total",
		"Cases registered in each week",
		"Week 26",
		"Cases registered: First Information Reports",
		"Run 12 · internal",
		"Page 1 of ",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(expected); n++)
		cr_expect(strstr(text, expected[n]) != NULL, "no '%s' in:\n%s", expected[n], text);
	pages_expect_margins(&page, 595, 842);
}

Test(pdf, gives_the_same_bytes_for_the_same_model)
{
	g_autofree char *bytes[2] = { NULL, NULL };
	gsize sizes[2];
	for (int n = 0; n < 2; n++) {
		g_autoptr(Model) model = pages_model("Same");
		pages_add_figures(model, 4);
		pages_add_table(model, "Cases", 4, 50);
		pages_add_chart(model, CHART_LINE, 26);
		g_auto(PdfPage) page = pages_write(model);
		cr_assert(g_file_get_contents(page.path, &bytes[n], &sizes[n], NULL));
		if (n == 0)
			g_usleep(1100000); /* the dates in a PDF are of whole seconds */
	}
	cr_assert_eq(sizes[0], sizes[1]);
	cr_assert_arr_eq(bytes[0], bytes[1], sizes[0]);
	g_free(bytes[1]);
}

Test(pdf, says_title_author_and_date_of_the_records)
{
	g_autoptr(Model) model = pages_model("Invented district");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *info = pages_tool("pdfinfo", "-isodates", page.path, NULL);
	cr_expect(strstr(info, "Invented district\n") != NULL, "%s", info);
	cr_expect(strstr(info, "Shumar\n") != NULL, "%s", info);
	cr_expect_eq(pages_times(info, "2026-11-22T20:00:00+05"), 2, "creation and change:\n%s",
		     info);
}

Test(pdf, repeats_table_heads_on_every_page)
{
	g_autoptr(Model) model = pages_model("Long");
	pages_add_table(model, "Cases", 3, 100);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	guint pages = pages_count(&page);
	cr_expect(pages >= 3 && pages <= 4, "%u", pages);
	/* a head says Cases twice: it has two number columns */
	cr_expect_eq(pages_times(text, "Cases"), 2 * pages);
	for (guint row = 0; row < 100; row++) {
		g_autofree char *name = g_strdup_printf("Station %u ", row);
		cr_expect_eq(pages_times(text, name), 1, "'%s'", name);
	}
	pages_expect_margins(&page, 595, 842);
}

Test(pdf, paginates_five_thousand_rows)
{
	g_autoptr(Model) model = pages_model("Very long");
	pages_add_table(model, "Cases", 3, 5000);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	cr_expect_eq(pages_times(text, "Station 4999 "), 1);
	g_autofree char *last =
	    g_strdup_printf("Page %u of %u", pages_count(&page), pages_count(&page));
	cr_expect(strstr(text, last) != NULL);
}

Test(pdf, keeps_wide_tables_and_long_names_inside_the_margins)
{
	static const char name[] =
	    "Kidnapping, abducting or inducing a woman to compel for marriage against her will, "
	    "withthelongestwordthatanybodyevercouldthinkofwritinginatableofcrimestatisticsinprint";
	g_autoptr(Model) model = pages_model(name);
	pages_add_heading(model, 2, name);
	pages_add_text(model, name);
	pages_add_figures(model, 7);
	Table *table = pages_add_table(model, "Investigations outstanding", 14, 3);
	g_free(((Value *)table->rows->pdata[0])[0].text);
	((Value *)table->rows->pdata[0])[0].text = g_strdup(name);
	Chart *chart = pages_add_chart(model, CHART_BAR, 4);
	g_free(chart->categories[1]);
	chart->categories[1] = g_strdup(name);
	pages_add_note(model, name, name);
	g_free(model->footer);
	model->footer = g_strdup_printf("%s %s", name, name);
	g_auto(PdfPage) page = pages_write(model);
	pages_expect_margins(&page, 595, 842);
}

Test(pdf, prints_what_is_missing_in_words)
{
	g_autoptr(Model) model = pages_model("Quiet district");
	pages_add_table(model, "Cases", 3, 0);
	pages_add_chart(model, CHART_LINE, 0);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	cr_expect(strstr(text, "No station reported a case.") != NULL);
	cr_expect(strstr(text, "No case in these weeks.") != NULL);
	cr_expect_eq(pages_count(&page), 1);
}

Test(pdf, makes_one_page_of_a_model_without_blocks)
{
	g_autoptr(Model) model = pages_model("Nothing");
	g_ptr_array_set_size(model->blocks, 0);
	g_auto(PdfPage) page = pages_write(model);
	cr_expect_eq(pages_count(&page), 1);
}

Test(pdf, lies_down_for_landscape)
{
	g_autoptr(Model) model = pages_model("Wide");
	g_free(model->orientation);
	model->orientation = g_strdup("landscape");
	pages_add_table(model, "Cases", 9, 60);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *info = pages_tool("pdfinfo", "-isodates", page.path, NULL);
	cr_expect(strstr(info, "841.89 x 595.276 pts") != NULL, "%s", info);
	pages_expect_margins(&page, 842, 595);
}

Test(pdf, mirrors_the_page_from_right_to_left)
{
	double left[2];
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		g_autoptr(Model) model = pages_model("عنوان");
		model->right_to_left = mirrored;
		pages_add_table(model, "Cases", 3, 5);
		g_auto(PdfPage) page = pages_write(model);
		g_autofree char *boxes = pages_tool("pdftotext", "-bbox", page.path, "-");
		const char *end = strstr(boxes, ">Total<"), *word = end;
		cr_assert(end != NULL);
		while (strncmp(word, "<word", 5) != 0)
			word--;
		left[mirrored] = g_ascii_strtod(strstr(word, "xMin=\"") + 6, NULL);
	}
	cr_expect_float_eq(left[0], 45.35, 1, "%g", left[0]);
	cr_expect(left[1] > 480, "%g", left[1]);
}

Test(pdf, has_a_bookmark_for_each_heading)
{
	g_autoptr(Model) model = pages_model("Title");
	pages_add_heading(model, 2, "First part");
	pages_add_heading(model, 3, "Detail");
	pages_add_heading(model, 2, "Second part");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *html = pages_tool("pdftohtml", "-xml", page.path, "-stdout");
	static const char expected[] = "<outline>\n<item page=\"1\">Title</item>\n"
				       "<outline>\n<item page=\"1\">First part</item>\n"
				       "<outline>\n<item page=\"1\">Detail</item>\n"
				       "</outline>\n<item page=\"1\">Second part</item>\n"
				       "</outline>\n</outline>\n";
	cr_expect(strstr(html, expected) != NULL, "%s", html);
}

Test(pdf, tells_why_a_file_cannot_be_written)
{
	static const struct {
		const char *path, *says;
	} cases[] = {
		{ "/nonexistent/page.pdf", "'/nonexistent/page.pdf': No such file or directory" },
		{ "/dev/full", "'/dev/full': No space left on device" },
	};
	g_autoptr(Model) model = pages_model("Title");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		cr_expect_not(device_pdf_write(model, cases[n].path, &error));
		cr_assert(error != NULL);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_OUTPUT);
		cr_expect(strstr(error->message, cases[n].says) != NULL, "%s", error->message);
		cr_expect(error_hint(error) != NULL);
	}
}

Test(pdf, says_which_package_has_the_missing_fonts)
{
	g_autofree char *folder = g_dir_make_tmp("shumar-fonts-XXXXXX", NULL);
	g_autofree char *config = g_build_filename(folder, "fonts.conf", NULL);
	g_autofree char *text = g_strdup_printf("<fontconfig><dir>%s</dir></fontconfig>", folder);
	cr_assert(g_file_set_contents(config, text, -1, NULL));
	g_setenv("FONTCONFIG_FILE", config, TRUE); /* every test is a process of its own */
	g_autoptr(Model) model = pages_model("Title");
	g_autoptr(GError) error = NULL;
	cr_expect_not(device_pdf_write(model, "/nonexistent/page.pdf", &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_OUTPUT);
	cr_expect(strstr(error->message, "NotoSans-Regular.ttf") != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), "fonts-noto-core") != NULL);
	g_unlink(config);
	g_rmdir(folder);
}
