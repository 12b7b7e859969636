/* The SVG and PNG devices: which files, what is in them, how large they are. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/font/chart_type.h"
#include "reports/device/image/png.h"
#include "reports/device/image/svg.h"
#include "reports/device/image/svg_file.h"
#include "reports/output/devices.h"
#include "reports/output/output.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

/* The first file that DEVICE makes of MODEL; its length in *ret_length (may be NULL). */
static char *first_file(const Model *model, const char *device_name, gsize *ret_length)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *home = program_home(NULL);
	const Device *device = device_find(device_name, &error);
	g_autofree char *path = g_strconcat(home, "/week.", device->extension, NULL);
	g_autoptr(GPtrArray) paths = output_paths(device, model, path);
	char *text = NULL;
	cr_assert(output_write(device, model, path, NULL, &error), "%s",
		  error != NULL ? error->message : "");
	for (guint n = 0; n < paths->len; n++)
		cr_expect(g_file_test(paths->pdata[n], G_FILE_TEST_IS_REGULAR), "no %s",
			  (char *)paths->pdata[n]);
	cr_assert(g_file_get_contents(paths->pdata[0], &text, ret_length, NULL));
	program_home_free(g_steal_pointer(&home));
	return text;
}

Test(svg, each_chart_is_a_file_named_by_its_id_and_one_alone_needs_no_id)
{
	g_autoptr(Model) model = showcase_model("en");
	const Device *device = device_find("svg", NULL);
	g_autoptr(GPtrArray) paths = output_paths(device, model, "out/week.svg");
	cr_assert_eq(paths->len, 3);
	cr_expect_str_eq(paths->pdata[0], "out/week-trend.svg");
	cr_expect_str_eq(paths->pdata[2], "out/week-nothing.svg");
	g_autoptr(Model) single = showcase_model("en");
	while (single->blocks->len > 0)
		g_ptr_array_remove_index(single->blocks, single->blocks->len - 1);
	model_add(single, BLOCK_CHART, 1)->chart->id = g_strdup("trend");
	g_autoptr(GPtrArray) alone = output_paths(device, single, "out/week.svg");
	cr_assert_eq(alone->len, 1);
	cr_expect_str_eq(alone->pdata[0], "out/week.svg");
}

Test(svg, a_picture_that_travels_alone_says_where_when_and_as_at_which_day)
{
	g_autoptr(Model) model = showcase_edition("dpo-weekly", "en");
	g_autofree char *source = model_source(model);
	cr_assert_str_eq(source,
			 "Pakpattan: week of 29 July to 4 August 2024 · Run 12 · records to "
			 "5 August 2024 · internal");
	g_autofree char *svg = first_file(model, "svg", NULL);
	cr_expect(strstr(svg, "5 August 2024 · internal</desc>") != NULL,
		  "for who does not see it");
	const char *title = strstr(svg, "<text");
	cr_assert(title != NULL);
	cr_expect(strstr(title, "Pakpattan: week of 29 July to 4 August 2024") != NULL &&
		      strstr(title, "records to 5 August 2024") != NULL,
		  "below the picture");
}

Test(svg, names_of_files_hold_no_more_than_letters_and_are_never_the_same)
{
	g_autoptr(GPtrArray) files = device_files_new();
	device_files_add(files, "a/../b", "svg", NULL);
	device_files_add(files, "a/../b", "svg", NULL);
	cr_expect_str_eq(((DeviceFile *)files->pdata[0])->ending, "-a----b.svg");
	cr_expect_str_eq(((DeviceFile *)files->pdata[1])->ending, "-a----b-2.svg");
}

Test(svg, a_file_has_words_for_those_who_do_not_see_it)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *text = first_file(model, "svg", NULL);
	static const char *const parts[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"",
		"role=\"img\" aria-labelledby=\"chart-title chart-desc\"",
		"<title id=\"chart-title\">Cases registered in each of the last 26 weeks</title>",
		"<desc id=\"chart-desc\">Line chart, 26 weeks",
		">cases (FIRs)</text>",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect(strstr(text, parts[n]) != NULL, "no %s", parts[n]);
	cr_expect(strstr(text, "nan") == NULL && strstr(text, "inf\"") == NULL);
}

/* MARKS as SVG. */
static char *drawn(const Marks *marks, bool right_to_left)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(PangoContext) fonts =
	    font_context_new(right_to_left, right_to_left ? "ur" : "en", &error);
	cr_assert(fonts != NULL, "%s", error != NULL ? error->message : "");
	SvgPicture picture = {
		.id = "a", .title = "A", .language = "en", .right_to_left = right_to_left
	};
	GString *out = g_string_new(NULL);
	svg_append(out, &picture, fonts, marks);
	return g_string_free(out, FALSE);
}

Test(svg, every_kind_of_mark_is_drawn)
{
	g_autoptr(Marks) marks = marks_new(100, 50);
	marks_add_rule(marks, COLOUR_GRID, 0.5, (MarkPoint){ 0, 1 }, (MarkPoint){ 9.96, 1 });
	((Mark *)marks->marks->pdata[0])->dashed = true;
	marks_add_dot(marks, COLOUR_NAVY, (MarkPoint){ 5, 5 }, 4, true);
	marks_add_signal(marks, COLOUR_ORANGE, (MarkPoint){ 5, 5 }, 4, false, DOT_UP);
	marks_add_bar(marks, COLOUR_TEAL, (MarkPoint){ 1, 2 }, 3, 4, true);
	Mark *area = marks_add_area(marks, COLOUR_PLUM);
	mark_add_point(area, 0, 0);
	mark_add_point(area, 1, 0);
	mark_add_point(area, 1, 1);
	g_autofree char *text = drawn(marks, false);
	static const char *const parts[] = {
		"<path d=\"M0 1L10 1\" fill=\"none\" stroke=\"#DDE1E4\"",
		" stroke-width=\"0.50\" stroke-dasharray=\"3 2\"/>",
		"<circle cx=\"5\" cy=\"5\" r=\"2\" fill=\"#FFFFFF\" stroke=\"#12436D\"",
		"<path d=\"M5 2.5L7.1 6.2L2.9 6.2Z\" fill=\"#C8500A\"/>",
		"<rect x=\"1.5\" y=\"2.5\" width=\"2\" height=\"3\" fill=\"#FFFFFF\"",
		"<path d=\"M0 0L1 0L1 1Z\" fill=\"#801650\"/>",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect(strstr(text, parts[n]) != NULL, "no %s in %s", parts[n], text);
}

static Mark *add_text(Marks *marks, MarkAlign align, const char *words, double width, int lines)
{
	Mark *mark = marks_add_text(marks, MARK_AXIS, align, COLOUR_INK, words);
	mark->x_pt = 10;
	mark->width_pt = width;
	mark->lines = lines;
	return mark;
}

Test(svg, texts_wrap_are_cut_and_are_held_where_their_box_says)
{
	g_autoptr(Marks) marks = marks_new(100, 50);
	add_text(marks, MARK_LEFT, "one two three", 30, 0);
	add_text(marks, MARK_RIGHT, "7", 40, 1);
	add_text(marks, MARK_CENTRE, "a<b", 40, 1);
	add_text(marks, MARK_LEFT, "Kidnapping or abduction of women", 60, 1);
	g_autofree char *text = drawn(marks, false);
	cr_expect(strstr(text, ">one</text>") != NULL || strstr(text, ">one two</text>") != NULL,
		  "%s", text);
	cr_expect(strstr(text, "three</text>") != NULL);
	cr_expect(strstr(text, "<text x=\"50\"") != NULL);
	cr_expect(strstr(text, "text-anchor=\"end\" fill=\"#22272B\">7</text>") != NULL, "%s",
		  text);
	cr_expect(strstr(text, "text-anchor=\"middle\" fill=\"#22272B\">a&lt;b</text>") != NULL);
	cr_expect(strstr(text, "…</text>") != NULL, "%s", text);
	cr_expect(strstr(text, "women") == NULL);
}

Test(svg, urdu_at_the_left_is_held_by_its_end)
{
	g_autoptr(Marks) marks = marks_new(100, 50);
	add_text(marks, MARK_LEFT, "تھانہ", 80, 1);
	add_text(marks, MARK_LEFT, "City", 80, 1);
	g_autofree char *text = drawn(marks, true);
	cr_expect(strstr(text, "text-anchor=\"end\" fill=\"#22272B\">تھانہ</text>") != NULL, "%s",
		  text);
	cr_expect(
	    strstr(text, "font-family=\"'Noto Sans',sans-serif\" direction=\"ltr\">City</text>") !=
		NULL,
	    "%s", text);
}

/* Width and height of a PNG, from its first chunk (RFC 2083, section 4.1.1). */
static void png_size(const char *bytes, guint32 *ret_width, guint32 *ret_height)
{
	cr_assert_eq(memcmp(bytes, "\x89PNG\r\n\x1a\n", 8), 0);
	memcpy(ret_width, bytes + 16, 4);
	memcpy(ret_height, bytes + 20, 4);
	*ret_width = GUINT32_FROM_BE(*ret_width);
	*ret_height = GUINT32_FROM_BE(*ret_height);
}

Test(svg, pictures_are_large_enough_for_print_and_cards_are_1200_by_675)
{
	g_autoptr(Model) model = showcase_model("ur");
	guint32 width, height;
	gsize length;
	g_autofree char *picture = first_file(model, "png", &length);
	png_size(picture, &width, &height);
	cr_expect_eq(width, 1344);
	cr_expect_gt(height, 300);
	g_autofree char *card = first_file(model, "card", &length);
	png_size(card, &width, &height);
	cr_expect_eq(width, 1200);
	cr_expect_eq(height, 675);
	cr_expect_gt(length, 10000, "something is drawn");
}

Test(svg, the_same_model_gives_the_same_bytes)
{
	static const char *const names[] = { "svg", "png", "card" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(Model) model = showcase_model("en");
		gsize one, other;
		g_autofree char *first = first_file(model, names[n], &one);
		g_autofree char *second = first_file(model, names[n], &other);
		cr_assert_eq(one, other);
		cr_expect_eq(memcmp(first, second, one), 0, "%s", names[n]);
	}
}

Test(svg, a_full_disk_and_an_edition_without_charts_are_told)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autoptr(GPtrArray) files = device_svg_files(model, NULL);
	g_autoptr(GError) error = NULL;
	cr_assert_not(device_svg_write_file(model, files->pdata[0], "x", "/dev/full", &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_OUTPUT);
	g_clear_error(&error);
	cr_assert_not(device_png_write_file(model, files->pdata[0], "x", "/dev/full", &error));
	cr_expect(strstr(error->message, "No space left") != NULL, "%s", error->message);
	g_clear_error(&error);
	g_autoptr(Model) none = model_new();
	none->template_name = g_strdup("words");
	cr_assert_null(device_svg_files(none, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_USAGE);
}

Test(svg, standard_output_takes_one_file_only)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autoptr(GError) error = NULL;
	cr_assert_not(output_print(device_find("svg", NULL), model, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_USAGE);
	cr_expect(strstr(error->message, "makes 3 files of this edition") != NULL, "%s",
		  error->message);
}
