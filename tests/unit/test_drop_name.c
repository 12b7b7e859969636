/* What names of files say. */
#include "etl/drop_name.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_name);

/* "period|unit|seq" of NAME, or "no". */
static char *said_by(const char *pattern_text, const char *name)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new(pattern_text, NULL);
	DropName said;
	cr_assert_not_null(pattern);
	if (!drop_pattern_match(pattern, name, &said))
		return g_strdup("no");
	char *text = g_strdup_printf("%s|%s|%d", said.period_text != NULL ? said.period_text : "-",
				     said.unit != NULL ? said.unit : "-", (int)said.seq);
	cr_assert_eq(g_date_valid(&said.period), said.period_text != NULL);
	drop_name_clear(&said);
	return text;
}

Test(drop_name, reads_the_parts_of_names)
{
	static const char *const cases[][3] = {
		{ "{period}-{unit}-street.csv*", "2016-01-city-of-london-street.csv",
		  "2016-01|city-of-london|-1" },
		{ "{period}-{unit}-street.csv*", "2016-01-31-saddar-street.csv.gz",
		  "2016-01-31|saddar|-1" },
		{ "{period}-{unit}-street.csv*", "2016-13-saddar-street.csv", "no" },
		{ "{period}-{unit}-street.csv*", "2016-1-saddar-street.csv", "no" },
		{ "{period}/{period}-{unit}.csv", "2016-01/2016-01-x.csv", "2016-01|x|-1" },
		{ "{period}/{period}-{unit}.csv", "2016-01/2016-02-x.csv", "no" },
		{ "{unit}_{period}_{seq}.csv", "saddar_2026-01_3.csv", "2026-01|saddar|3" },
		{ "{unit}_{period}_{seq}.csv", "saddar_2026-01.csv", "2026-01|saddar|-1" },
		{ "{unit}-{period}.{seq}.csv", "saddar-2026-01.007.csv", "2026-01|saddar|7" },
		{ "{period}-{unit}-{seq}.csv", "2026-01-ps-4-2.csv", "2026-01|ps-4|2" },
		{ "{period}-{unit}-{seq}.csv", "2026-01-ps-4.csv", "2026-01|ps|4" },
		{ "[ab]*-{period}.c?v", "a+x-2026-01.csv", "2026-01|-|-1" },
		{ "[!ab]*-{period}.c?v", "a+x-2026-01.csv", "no" },
		{ "x(1).csv", "x(1).csv", "-|-|-1" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *said = said_by(cases[n][0], cases[n][1]);
		cr_assert_str_eq(said, cases[n][2], "'%s' of '%s' said %s", cases[n][1],
				 cases[n][0], said);
	}
}

Test(drop_name, gives_a_glob_that_finds_names_with_and_without_a_number)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new("{period}-{unit}_{seq}.csv*", NULL);
	cr_assert_str_eq(drop_pattern_glob(pattern), "*-**.csv*");
	cr_assert(drop_pattern_has_period(pattern) && drop_pattern_has_unit(pattern));
}

Test(drop_name, gives_a_period_its_first_day)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new("{period}.csv", NULL);
	DropName said;
	cr_assert(drop_pattern_match(pattern, "2024-02.csv", &said));
	cr_assert_eq(g_date_get_day(&said.period), 1);
	cr_assert_eq(g_date_get_month(&said.period), 2);
	drop_name_clear(&said);
}

Test(drop_name, refuses_patterns_that_say_nothing)
{
	static const char *const cases[][2] = {
		{ "{perod}.csv", "a part is {period}, {unit} or {seq}" },
		{ "{unit}-{unit}.csv", "{unit} stands twice" },
		{ "{period}-{seq}-{seq}.csv", "{seq} stands twice" },
		{ "x-{seq}.csv", "{seq} numbers the resends of a {period} or {unit}" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *fault = NULL;
		cr_assert_null(drop_pattern_new(cases[n][0], &fault));
		cr_assert_str_eq(fault, cases[n][1]);
	}
}
