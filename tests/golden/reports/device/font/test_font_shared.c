/* Layouts that are shared while a document is made. */
#include <criterion/criterion.h>

#include "reports/device/font/font.h"

static PangoLayout *shared(PangoContext *context, const char *text, double width_pt)
{
	return font_layout_shared(context, FONT_CELL, 1, text, width_pt, PANGO_ALIGN_RIGHT, 0);
}

Test(font_shared, gives_one_layout_to_all_who_ask_for_the_same)
{
	g_autoptr(GError) error = NULL;
	PangoContext *context = font_context_new(false, "en", &error);
	cr_assert_not_null(context, "%s", error != NULL ? error->message : "");
	font_share_begin(context);
	g_autoptr(PangoLayout) first = shared(context, "1,234 cases", 40);
	g_autoptr(PangoLayout) same = shared(context, "1,234 cases", 40);
	g_autoptr(PangoLayout) wider = shared(context, "1,234 cases", 80);
	g_autoptr(PangoLayout) other = shared(context, "1,235 cases", 40);
	cr_expect_eq(first, same);
	cr_expect_neq(first, wider);
	cr_expect_neq(first, other);
	font_share_end(context);
	g_autoptr(PangoLayout) later = shared(context, "1,234 cases", 40);
	cr_expect_neq(first, later, "nothing is kept after the end");
	cr_expect_float_eq(font_height_pt(first), font_height_pt(later), 1e-9);
	g_object_unref(context);
}

Test(font_shared, forgets_rather_than_growing_with_a_long_table)
{
	PangoContext *context = font_context_new(false, "en", NULL);
	cr_assert_not_null(context);
	font_share_begin(context);
	g_autoptr(PangoLayout) first = shared(context, "first", 0);
	for (int n = 0; n < 3000; n++) {
		g_autofree char *text = g_strdup_printf("%d", n);
		g_autoptr(PangoLayout) one = shared(context, text, 0);
		cr_expect_str_eq(pango_layout_get_text(one), text);
	}
	g_autoptr(PangoLayout) again = shared(context, "first", 0);
	cr_expect_neq(first, again);
	font_share_end(context);
	g_object_unref(context);
}
