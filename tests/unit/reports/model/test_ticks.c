/* Numbers on axes, and which labels there is room for. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/model/ticks.h"

Test(ticks, prints_numbers_grouped)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} cases[] = {
		{ 0, 0, "0" },
		{ 999, 0, "999" },
		{ 1000, 0, "1,000" },
		{ 1234567, 0, "1,234,567" },
		{ -1234.5, 1, "\u22121,234.5" },
		{ -0.01, 1, "0.0" },
		{ 0.25, 2, "0.25" },
		{ 2e15, 0, "2e+15" },
	};
	static const TickStyle english = { .group = ",", .point = "." };
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *text =
		    ticks_number_text(cases[n].value, cases[n].decimals, &english);
		cr_expect_str_eq(text, cases[n].text);
	}
}

Test(ticks, prints_numbers_as_the_language_writes_them)
{
	static const TickStyle german = { .group = ".", .point = ",", .sign = "%" };
	static const TickStyle plain = { 0 };
	static const TickStyle urdu = { .group = ",", .point = ".", .isolate = true };
	g_autofree char *percent = ticks_number_text(1234.5, 1, &german);
	g_autofree char *bare = ticks_number_text(1234.5, 1, &plain);
	g_autofree char *isolated = ticks_number_text(-7, 0, &urdu);
	cr_expect_str_eq(percent, "1.234,5%");
	cr_expect_str_eq(bare, "1234.5");
	cr_expect_str_eq(isolated, "\u2066\u22127\u2069", "the minus stays on the left");
}

static GArray *thin(size_t count, double pitch, double width, double right)
{
	g_autofree double *centres = g_new(double, count), *widths = g_new(double, count);
	for (size_t n = 0; n < count; n++) {
		centres[n] = (double)n * pitch;
		widths[n] = width;
	}
	return ticks_thin(centres, widths, count, 0, right, 4);
}

Test(ticks, keeps_every_label_where_there_is_room)
{
	g_autoptr(GArray) labels = thin(5, 50, 30, 200);
	cr_assert_eq(labels->len, 5);
}

Test(ticks, thins_evenly_and_keeps_the_newest)
{
	g_autoptr(GArray) labels = thin(26, 10, 30, 250);
	cr_assert(labels->len > 3 && labels->len < 26, "%u", labels->len);
	size_t stride = g_array_index(labels, TickLabel, 1).category -
			g_array_index(labels, TickLabel, 0).category;
	for (guint n = 0; n < labels->len; n++) {
		const TickLabel *label = &g_array_index(labels, TickLabel, n);
		cr_expect_eq((25 - label->category) % stride, 0);
		cr_expect(label->left_pt >= 0 && label->left_pt + label->width_pt <= 250);
		if (n > 0)
			cr_expect(label[-1].left_pt + label[-1].width_pt + 4 <=
				  label->left_pt + 1e-6);
	}
	cr_expect_eq(g_array_index(labels, TickLabel, labels->len - 1).category, 25);
}

Test(ticks, keeps_one_label_that_is_wider_than_the_axis)
{
	g_autoptr(GArray) labels = thin(3, 50, 900, 100);
	cr_assert_eq(labels->len, 1);
	const TickLabel *label = &g_array_index(labels, TickLabel, 0);
	cr_expect_eq(label->category, 2);
	cr_expect_float_eq(label->width_pt, 100, 1e-9);
}

Test(ticks, has_no_labels_without_categories)
{
	g_autoptr(GArray) labels = ticks_thin(NULL, NULL, 0, 0, 100, 4);
	cr_assert_eq(labels->len, 0);
}
