/* Which files of a drop stand, whatever the order in which they are listed. */
#include "etl/drop/drop_plan.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_plan);

/* A file "name=content" whose content is its own checksum: "bad" cannot be read, "kept" neither,
 * but its older records are there, "" is a bare header, "zero" says zero, "none" gives no bytes. */
static DropFile *file_new(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "=", 2);
	g_autoptr(DropPattern) pattern = drop_pattern_new("{period}-{unit}-{seq}.csv", NULL);
	DropFile *file = drop_file_new(parts[0]);
	drop_pattern_match(pattern, file->name, NULL, &file->said);
	file->sha256 = strcmp(parts[1], "none") == 0 ? NULL : g_strdup(parts[1]);
	file->zero = strcmp(parts[1], "zero") == 0;
	return file;
}

static bool look(DropFile *file, gpointer payload, GError **error)
{
	GString *looked = payload;
	(void)error;
	g_string_append_printf(looked, "%s ", file->name);
	const char *content = file->sha256 != NULL ? file->sha256 : "bad";
	file->state = strcmp(content, "bad") == 0    ? DROP_UNREADABLE
		      : strcmp(content, "kept") == 0 ? DROP_KEPT
		      : strcmp(content, "zero") == 0 ? DROP_ZERO
		      : content[0] == '\0'           ? DROP_EMPTY
						     : DROP_STANDS;
	return true;
}

/* States of the files of TEXT, "name state[:stands]" in order of name, joined by blanks. */
static char *decided(const char *text, bool reversed, GString *looked)
{
	g_auto(GStrv) list = g_strsplit(text, " ", -1);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(drop_file_free);
	DropFeed feed = { .files = files };
	guint count = g_strv_length(list);
	for (guint n = 0; n < count; n++)
		g_ptr_array_add(files, file_new(list[reversed ? count - 1 - n : n]));
	cr_assert(drop_plan(&feed, look, looked, NULL));
	GString *told = g_string_new(NULL);
	for (guint n = 0; n < count; n++) {
		const DropFile *file = g_ptr_array_index(files, reversed ? count - 1 - n : n);
		g_string_append_printf(told, "%s%s", n > 0 ? " " : "",
				       drop_state_name(file->state));
		if (file->stands != NULL)
			g_string_append_printf(told, ":%s", file->stands);
	}
	return g_string_free(told, FALSE);
}

Test(drop_plan, lets_one_file_of_a_unit_and_period_stand)
{
	static const char *const cases[][2] = {
		/* the highest number, and a number beats none */
		{ "2026-01-a.csv=1 2026-01-a-2.csv=2 2026-01-a-10.csv=3",
		  "superseded:2026-01-a-10.csv superseded:2026-01-a-10.csv stands" },
		/* units and periods are apart */
		{ "2026-01-a.csv=1 2026-02-a.csv=2 2026-01-b.csv=3", "stands stands stands" },
		/* what cannot be read does not stand in the way */
		{ "2026-01-a-1.csv=1 2026-01-a-2.csv=bad", "stands unreadable" },
		{ "2026-01-a-1.csv=1 2026-01-a-2.csv=none", "stands unreadable" },
		{ "2026-01-a-1.csv=1 2026-01-a-2.csv=", "stands empty" },
		/* but it does when its records of before are there */
		{ "2026-01-a-1.csv=1 2026-01-a-2.csv=kept", "superseded:2026-01-a-2.csv kept" },
		/* a zero file takes the place of records, and records that of a zero file */
		{ "2026-01-a-1.csv=1 2026-01-a-2.csv=zero", "superseded:2026-01-a-2.csv zero" },
		{ "2026-01-a-1.csv=zero 2026-01-a-2.csv=1", "superseded:2026-01-a-2.csv stands" },
		{ "2026-01-a.csv=zero 2026-01-b.csv=zero", "zero zero" },
		/* the same bytes stand once */
		{ "2026-01-a.csv=1 2026-02-a.csv=1", "stands repeated:2026-01-a.csv" },
		{ "x.csv=1 y.csv=1 z.csv=2", "stands repeated:x.csv stands" },
		/* a repeat speaks for no unit: the sending before it stands */
		{ "2026-01-a.csv=1 2026-02-a-1.csv=2 2026-02-a-2.csv=1",
		  "stands stands repeated:2026-01-a.csv" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GString) looked = g_string_new(NULL);
		g_autofree char *told = decided(cases[n][0], false, looked);
		g_autofree char *reversed = decided(cases[n][0], true, looked);
		cr_assert_str_eq(told, cases[n][1], "%s gave %s", cases[n][0], told);
		cr_assert_str_eq(reversed, told, "in reverse %s gave %s", cases[n][0], reversed);
	}
}

Test(drop_plan, looks_into_no_file_that_is_superseded)
{
	g_autoptr(GString) looked = g_string_new(NULL);
	g_autofree char *told =
	    decided("2026-01-a-1.csv=1 2026-01-a-2.csv=2 2026-01-a-3.csv=bad", false, looked);
	cr_assert_str_eq(told, "superseded:2026-01-a-2.csv stands unreadable");
	cr_assert_str_eq(looked->str, "2026-01-a-3.csv 2026-01-a-2.csv ");
}
