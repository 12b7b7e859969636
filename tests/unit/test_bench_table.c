#include "tests/bench/planted.h"
#include "tests/bench/table.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

/* What the bench says must be right though nobody times it here. */

static Sample sample_of(size_t count, const double *seconds)
{
	Sample sample = { 0 };
	for (size_t n = 0; n < count; n++)
		sample_add(&sample, seconds[n]);
	return sample;
}
#define SAMPLE(...)                                                                                \
	sample_of(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double),                        \
		  (const double[]){ __VA_ARGS__ })

Test(bench_table, medians_of_odd_and_even_numbers)
{
	Sample odd = SAMPLE(9, 1, 4);
	Sample even = SAMPLE(9, 1, 4, 2);
	cr_assert_eq(sample_spread(&odd).median, 4.0);
	cr_assert_eq(sample_spread(&even).median, 3.0);
	cr_assert_eq(sample_spread(&even).least, 1.0);
	cr_assert_eq(sample_spread(&even).most, 9.0);
}

Test(bench_table, ratios_are_of_pairs)
{
	Sample ours = SAMPLE(2, 30, 4);
	Sample theirs = SAMPLE(1, 10, 4);
	Spread ratio = sample_ratio(&ours, &theirs);
	cr_assert_eq(ratio.median, 2.0);
	cr_assert_eq(ratio.least, 1.0);
	cr_assert_eq(ratio.most, 3.0);
}

Test(bench_table, judges_each_goal_in_its_own_direction)
{
	static const struct {
		RowGoal goal;
		double target;
		double ours, theirs;
		bool met;
	} cases[] = {
		{ ROW_FASTER, 1.0, 2, 2, true },    { ROW_FASTER, 1.0, 2.1, 2, false },
		{ ROW_FASTER, 10, 1, 10, true },    { ROW_FASTER, 10, 1, 9.9, false },
		{ ROW_WITHIN, 2.0, 4, 2, true },    { ROW_WITHIN, 2.0, 4.1, 2, false },
		{ ROW_WITHIN, 0.06, 6, 100, true }, { ROW_WITHIN, 0.06, 6.1, 100, false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Table) table = table_new();
		Row *row = table_row(table, "line", g_strdup("work"), g_strdup("peer"),
				     cases[n].goal, cases[n].target);
		row_add(row, cases[n].ours, cases[n].theirs);
		g_autofree char *text = table_text(table, "");
		cr_assert_eq(strstr(text, "**missed**") == NULL, cases[n].met, "case %zu: %s", n,
			     text);
	}
}

Test(bench_table, reckons_a_peer_that_did_less_for_the_whole)
{
	g_autoptr(Table) table = table_new();
	Row *row = table_row(table, "line", g_strdup("work"), g_strdup("peer"), ROW_FASTER, 20);
	row->less = 10;
	row_add(row, 1, 2.5);
	g_autofree char *text = table_text(table, "");
	cr_assert_not_null(strstr(text, "25.000 (25.000–25.000) | ≥ 20 | met"), "%s", text);
	cr_assert_not_null(strstr(text, "25.00 (25.00–25.00) *"), "%s", text);
}

Test(bench_table, keeps_the_largest_peak_and_judges_it)
{
	g_autoptr(Table) table = table_new();
	table_peak(table, "line", 70 * 1024);
	table_peak(table, "line", 10 * 1024);
	g_autofree char *text = table_text(table, "");
	cr_assert_not_null(strstr(text, "| line | 70.0 | **missed** |"), "%s", text);
}

Test(bench_table, names_what_failed)
{
	g_autoptr(Table) table = table_new();
	table_row(table, "line", g_strdup("never measured"), g_strdup("peer"), ROW_FASTER, 1);
	table_fail(table, "line", "the cells differ");
	g_autofree char *text = table_text(table, "");
	cr_assert_not_null(strstr(text, "**Failed** `line`: the cells differ"), "%s", text);
	cr_assert_null(strstr(text, "never measured"));
}

/* ── planted lines ── */
enum { RECORDS = 1000 };

/* A clean file in a new folder; *ret_bad is where its bad copy goes. Transfer full. */
static char *clean_file(char **ret_bad)
{
	g_autoptr(GString) text =
	    g_string_new("case_id,district,station,fir_year,fir_number,registered_at,occurred_on,"
			 "sections,honour,domestic,channel,status,status_on,victims,"
			 "victim_age_band,relation\n");
	for (int n = 0; n < RECORDS; n++)
		g_string_append_printf(
		    text, "%d,LHR,City 1,2020,%d,2020-01-01 10:00:00,,354,f,f,station,FIR,,1,,\n",
		    n, n);
	g_autofree char *folder = g_dir_make_tmp("shumar-planted-XXXXXX", NULL);
	char *path = g_build_filename(folder, "clean.csv", NULL);
	*ret_bad = g_build_filename(folder, "bad.csv", NULL);
	cr_assert(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
	return path;
}

Test(bench_table, plants_one_bad_line_in_a_hundred_of_each_kind_by_turns)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *bad = NULL;
	g_autofree char *clean = clean_file(&bad);
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;
	cr_assert(planted_write(clean, bad, &error), "%s", error != NULL ? error->message : "");
	cr_assert(g_file_get_contents(clean, &before, NULL, NULL));
	gsize length = 0;
	cr_assert(g_file_get_contents(bad, &after, &length, NULL));
	cr_assert(memchr(after, '\0', length) != NULL); /* the planted zero byte */
	for (gsize n = 0; n < length; n++)
		after[n] = after[n] == '\0' ? '0' : after[n];
	g_auto(GStrv) good = g_strsplit(before, "\n", -1);
	g_auto(GStrv) spoilt = g_strsplit(after, "\n", -1);
	cr_assert_eq(g_strv_length(good), g_strv_length(spoilt));
	int differing = 0;
	for (int n = 0; good[n] != NULL; n++)
		differing += strcmp(good[n], spoilt[n]) != 0;
	cr_assert_eq(differing, RECORDS / 100);
	for (int kind = 0; kind < PLANTED_KINDS; kind++)
		cr_assert_eq(planted_count(RECORDS, kind), 1);
	g_autofree char *folder = g_path_get_dirname(clean);
	g_unlink(clean);
	g_unlink(bad);
	g_rmdir(folder);
}
