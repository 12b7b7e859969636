#include <criterion/criterion.h>

#include "reports/release/outgrown.h"

/* Days are counted from 1; a figure is printed NOW, or was before. */
enum { BEFORE = false, NOW = true };

/* Which of TOLD (their names are their series) are outgrown, as "A 1-30, B 1-30". Transfer full. */
static char *outgrown(GArray *told)
{
	for (guint n = 0; n < told->len; n++) {
		OutgrownTold *one = &g_array_index(told, OutgrownTold, n);
		one->figure = g_strdup_printf("%s %u-%u", one->series, one->first, one->last);
	}
	g_autoptr(GPtrArray) found = outgrown_find(told);
	g_ptr_array_add(found, NULL);
	char *text = g_strjoinv(", ", (char **)found->pdata);
	for (guint n = 0; n < told->len; n++)
		g_free(g_array_index(told, OutgrownTold, n).figure);
	return text;
}

#define EXPECT_OUTGROWN(wanted, ...)                                                               \
	do {                                                                                       \
		OutgrownTold all[] = { __VA_ARGS__ };                                              \
		g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(OutgrownTold));          \
		g_array_append_vals(told, all, G_N_ELEMENTS(all));                                 \
		g_autofree char *found = outgrown(told);                                           \
		cr_expect_str_eq(found, wanted);                                                   \
	} while (0)

Test(outgrown, a_quarter_that_is_not_its_months)
{
	EXPECT_OUTGROWN("A 1-30, A 31-60", { "A", 1, 30, 10, BEFORE, NULL },
			{ "A", 31, 60, 12, BEFORE, NULL }, { "A", 61, 90, 14, NOW, NULL },
			{ "A", 1, 90, 37, NOW, NULL });
	EXPECT_OUTGROWN("", { "A", 1, 30, 10, BEFORE, NULL }, { "A", 31, 60, 12, BEFORE, NULL },
			{ "A", 61, 90, 14, NOW, NULL }, { "A", 1, 90, 36, NOW, NULL });
}

Test(outgrown, a_month_that_nobody_was_told_of_may_be_anything)
{
	EXPECT_OUTGROWN("", { "A", 1, 30, 10, BEFORE, NULL }, { "A", 61, 90, 14, NOW, NULL },
			{ "A", 1, 90, 37, NOW, NULL });
}

Test(outgrown, each_place_by_itself)
{
	EXPECT_OUTGROWN("B 1-30", { "A", 1, 30, 10, BEFORE, NULL }, { "A", 31, 60, 12, NOW, NULL },
			{ "A", 1, 60, 22, NOW, NULL }, { "B", 1, 30, 10, BEFORE, NULL },
			{ "B", 31, 60, 12, NOW, NULL }, { "B", 1, 60, 23, NOW, NULL });
}

Test(outgrown, an_old_quarter_says_nothing_new)
{
	EXPECT_OUTGROWN("", { "A", 1, 30, 10, NOW, NULL }, { "A", 31, 60, 12, NOW, NULL },
			{ "A", 1, 60, 23, BEFORE, NULL });
}

Test(outgrown, what_is_printed_now_is_the_newest)
{
	EXPECT_OUTGROWN("", { "A", 1, 30, 10, NOW, NULL }, { "A", 31, 60, 12, NOW, NULL },
			{ "A", 1, 60, 23, NOW, NULL });
}
