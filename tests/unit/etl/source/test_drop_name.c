/* What names of files say. */
#include "etl/source/drop_name.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_name);

/* "period|unit|seq" of NAME, or "no". */
static char *said_by(const char *pattern_text, const char *name)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new(pattern_text, NULL);
	DropName said;
	cr_assert_not_null(pattern);
	if (!drop_pattern_match(pattern, name, NULL, &said))
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

Test(drop_name, letter_case_of_a_pattern_does_not_count)
{
	static const char *const cases[][3] = {
		{ "{period}-{unit}.csv*", "2026-02-Saddar.CSV", "2026-02|Saddar|-1" },
		{ "{period}-{unit}.csv*", "2026-02-saddar.Csv.GZ", "2026-02|saddar|-1" },
		{ "intake*.csv", "INTAKE-1.CSV", "-|-|-1" },
		{ "{period}-{unit}.csv*", "2026_02_saddar.csv", "no" },
		{ "{period}-{unit}.csv*", "Feb 2026.csv", "no" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *said = said_by(cases[n][0], cases[n][1]);
		cr_assert_str_eq(said, cases[n][2], "'%s' of '%s' said %s", cases[n][1],
				 cases[n][0], said);
	}
}

Test(drop_name, a_unit_loses_what_cannot_be_seen_of_it)
{
	static const char *const cases[][2] = {
		{ "2026-02-sad\u200ddar.csv", "2026-02|saddar|-1" },
		{ "2026-02-saddar\u00a0.csv", "2026-02|saddar|-1" },
		{ "2026-02-\u200fSaddar  City.csv", "2026-02|Saddar City|-1" },
		{ "2026-02-\u00a0\u200f.csv", "no" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *said = said_by("{period}-{unit}.csv", cases[n][0]);
		cr_assert_str_eq(said, cases[n][1], "case %zu said %s", n, said);
	}
}

/* "unit|seq|other" of NAME where the units of LIST (with commas) are declared; NULL: none are. */
static char *read_among(const char *pattern_text, const char *name, const char *list)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new(pattern_text, NULL);
	g_auto(GStrv) names = g_strsplit(list != NULL ? list : "", ",", -1);
	g_autoptr(DropUnits) units =
	    list != NULL ? drop_units_new((const char *const *)names) : NULL;
	DropName said;
	if (!drop_pattern_match(pattern, name, units, &said))
		return g_strdup("no");
	char *text = g_strdup_printf("%s %s|%d|%s", said.period_text, said.unit, (int)said.seq,
				     said.other_unit != NULL ? said.other_unit : "-");
	drop_name_clear(&said);
	return text;
}

Test(drop_name, declared_units_win_over_numbers_and_what_is_ambiguous_is_said)
{
	static const char usual[] = "{period}-{unit}-{seq}.csv";
	static const char *const cases[][4] = {
		{ usual, "2026-09-city.csv", "city,city-2", "2026-09 city|-1|-" },
		{ usual, "2026-09-city-2.csv", "city,city-2", "2026-09 city-2|-1|city" },
		{ usual, "2026-09-city-2-3.csv", "city,city-2", "2026-09 city-2|3|-" },
		{ usual, "2026-09-city-2.csv", "city", "2026-09 city|2|-" },
		{ usual, "2026-09-city-2.csv", "city-2", "2026-09 city-2|-1|-" },
		{ usual, "2026-09-CITY-2.csv", "City,City-2", "2026-09 City-2|-1|City" },
		{ usual, "2026-09-other-2.csv", "city", "2026-09 other|2|-" },
		{ usual, "2026-09-city-2.csv", NULL, "2026-09 city|2|city-2" },
		{ usual, "2026-09-city.csv", NULL, "2026-09 city|-1|-" },
		{ "{period}_{unit}{seq}.csv", "2026-09_ps123.csv", "ps,ps12", "2026-09 ps12|3|ps" },
		{ "{period}_{unit}{seq}.csv", "2026-09_ps123.csv", "ps", "2026-09 ps|123|-" },
		{ "{period}-{unit}.csv", "2026-09-10-barki.csv", "10-barki",
		  "2026-09 10-barki|-1|-" },
		{ "{period}-{unit}.csv", "2026-09-10-barki.csv", "barki", "2026-09-10 barki|-1|-" },
		{ "{period}-{unit}.csv", "2026-09-99-barki.csv", "99-barki",
		  "2026-09 99-barki|-1|-" },
		{ "{period}-{unit}.csv", "2026-09-99-barki.csv", NULL, "no" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *said = read_among(cases[n][0], cases[n][1], cases[n][2]);
		cr_assert_str_eq(said, cases[n][3], "%s among %s gave %s", cases[n][1], cases[n][2],
				 said);
	}
}

Test(drop_name, gives_a_period_its_first_day)
{
	g_autoptr(DropPattern) pattern = drop_pattern_new("{period}.csv", NULL);
	DropName said;
	cr_assert(drop_pattern_match(pattern, "2024-02.csv", NULL, &said));
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
