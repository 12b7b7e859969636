#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "core/period.h"

static GDate date_of(const char *text)
{
	GDate date;
	g_autoptr(GError) error = NULL;
	cr_assert(date_parse(text, &date, &error), "%s", text);
	return date;
}

static Period period_named(PeriodKind kind, const char *text)
{
	Period period;
	g_autoptr(GError) error = NULL;
	cr_assert(period_parse(kind, text, &period, &error), "%s",
		  error != NULL ? error->message : "");
	return period;
}

static void expect_date(const GDate *date, const char *wanted)
{
	g_autofree char *text = date_text(date);
	cr_expect_str_eq(text, wanted);
}

static void expect_name(const Period *period, const char *wanted)
{
	g_autofree char *name = period_name(period);
	cr_expect_str_eq(name, wanted);
}

/* ── dates ── */

Test(period, reads_and_writes_dates)
{
	static const char *const texts[] = { "2024-08-05", "2024-02-29", "1900-01-01",
					     "2199-12-31" };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		GDate date = date_of(texts[n]);
		expect_date(&date, texts[n]);
	}
}

Test(period, refuses_what_is_no_date)
{
	static const char *const texts[] = {
		"",           "2024-8-5",     "2024-08-05 ", " 2024-08-05", "2023-02-29",
		"2024-13-01", "2024-00-10",   "2024-01-00",  "2024-04-31",  "1899-12-31",
		"2200-01-01", "05-08-2024",   "2024/08/05",  "20240805",    "2024-08",
		"yesterday",  "2024-08-05T0", "٢٠٢٤-٠٨-٠٥",  "+024-08-05",  "2024-0x-05",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(GError) error = NULL;
		GDate date;
		cr_expect_not(date_parse(texts[n], &date, &error), "%s", texts[n]);
		cr_assert_not_null(error);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
		cr_expect_not_null(strstr(error_hint(error), "2024-08-05"));
	}
}

Test(period, knows_the_civil_date_of_a_zone)
{
	static const struct {
		CivilTime time;
		const char *date;
	} cases[] = {
		{ { 0, 18000 }, "1970-01-01" },
		{ { 1722884399, 18000 }, "2024-08-05" }, /* a second to midnight */
		{ { 1722884400, 18000 }, "2024-08-06" }, /* midnight */
		{ { -18001, 18000 }, "1969-12-31" },
		{ { -18000, 18000 }, "1970-01-01" },
		{ { 1419964200, 19800 }, "2014-12-31" }, /* midnight of Kolkata */
		{ { 1419964199, 19800 }, "2014-12-30" },
		{ { 1609455599, -21600 },
		  "2020-12-31" }, /* before five in the evening of Chicago */
		{ { 0, 0 }, "1970-01-01" },
		{ { -1, 0 }, "1969-12-31" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		GDate date = civil_date(cases[n].time);
		expect_date(&date, cases[n].date);
	}
}

/* ── kinds ── */

Test(period, names_its_kinds)
{
	static const char *const names[] = { "day",     "week", "month",
					     "quarter", "year", "fiscal-year" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		PeriodKind kind;
		cr_assert(period_kind_parse(names[n], &kind));
		cr_expect_eq(kind, n);
		cr_expect_str_eq(period_kind_name(kind), names[n]);
	}
}

Test(period, knows_no_other_kinds)
{
	static const char *const names[] = { "", "Week", "weeks", "fiscal" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		PeriodKind kind = PERIOD_DAY;
		cr_expect_not(period_kind_parse(names[n], &kind), "%s", names[n]);
	}
}

/* ── bounds ── */

Test(period, holds_a_date_between_its_bounds)
{
	static const struct {
		PeriodKind kind;
		const char *date;
		const char *first;
		const char *last;
		const char *name;
		int days;
	} cases[] = {
		{ PERIOD_DAY, "2024-08-05", "2024-08-05", "2024-08-05", "2024-08-05", 1 },
		{ PERIOD_WEEK, "2024-08-05", "2024-08-05", "2024-08-11", "2024-W32", 7 },
		{ PERIOD_WEEK, "2024-08-11", "2024-08-05", "2024-08-11", "2024-W32", 7 },
		{ PERIOD_WEEK, "2024-12-30", "2024-12-30", "2025-01-05", "2025-W01", 7 },
		{ PERIOD_WEEK, "2021-01-03", "2020-12-28", "2021-01-03", "2020-W53", 7 },
		{ PERIOD_WEEK, "1900-01-01", "1900-01-01", "1900-01-07", "1900-W01", 7 },
		{ PERIOD_MONTH, "2024-02-29", "2024-02-01", "2024-02-29", "2024-02", 29 },
		{ PERIOD_MONTH, "2023-02-01", "2023-02-01", "2023-02-28", "2023-02", 28 },
		{ PERIOD_MONTH, "2024-12-31", "2024-12-01", "2024-12-31", "2024-12", 31 },
		{ PERIOD_QUARTER, "2024-01-01", "2024-01-01", "2024-03-31", "2024-Q1", 91 },
		{ PERIOD_QUARTER, "2024-08-05", "2024-07-01", "2024-09-30", "2024-Q3", 92 },
		{ PERIOD_QUARTER, "2024-12-31", "2024-10-01", "2024-12-31", "2024-Q4", 92 },
		{ PERIOD_YEAR, "2024-06-15", "2024-01-01", "2024-12-31", "2024", 366 },
		{ PERIOD_YEAR, "2023-12-31", "2023-01-01", "2023-12-31", "2023", 365 },
		{ PERIOD_FISCAL_YEAR, "2024-06-30", "2023-07-01", "2024-06-30", "2023-24", 366 },
		{ PERIOD_FISCAL_YEAR, "2024-07-01", "2024-07-01", "2025-06-30", "2024-25", 365 },
		{ PERIOD_FISCAL_YEAR, "2000-01-31", "1999-07-01", "2000-06-30", "1999-00", 366 },
		{ PERIOD_FISCAL_YEAR, "2023-12-31", "2023-07-01", "2024-06-30", "2023-24", 366 },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		GDate date = date_of(cases[n].date);
		Period period = period_of(cases[n].kind, &date);
		cr_expect_eq(period.kind, cases[n].kind);
		expect_date(&period.first, cases[n].first);
		expect_date(&period.last, cases[n].last);
		expect_name(&period, cases[n].name);
		cr_expect_eq(period_days(&period), cases[n].days, "%s", cases[n].name);
	}
}

/* Every day of sixty years lies in its period, and the periods join without gap or overlap. */
Test(period, leaves_no_day_out_and_counts_none_twice)
{
	for (int kind = PERIOD_DAY; kind <= PERIOD_FISCAL_YEAR; kind++) {
		GDate day = date_of("1980-01-01");
		Period period = period_of((PeriodKind)kind, &day);
		for (int n = 0; n < 60 * 366; n++) {
			Period held = period_of((PeriodKind)kind, &day);
			if (g_date_compare(&day, &period.last) > 0)
				period = period_shift(&period, 1);
			cr_assert_eq(g_date_compare(&held.first, &period.first), 0);
			cr_assert_eq(g_date_compare(&held.last, &period.last), 0);
			cr_assert(g_date_compare(&held.first, &day) <= 0);
			cr_assert(g_date_compare(&day, &held.last) <= 0);
			g_date_add_days(&day, 1);
		}
	}
}

/* ── names ── */

Test(period, reads_back_its_own_names)
{
	for (int kind = PERIOD_DAY; kind <= PERIOD_FISCAL_YEAR; kind++) {
		GDate day = date_of("2000-01-01");
		Period period = period_of((PeriodKind)kind, &day);
		for (int n = 0; n < 120; n++, period = period_shift(&period, 1)) {
			g_autofree char *name = period_name(&period);
			Period again = period_named((PeriodKind)kind, name);
			cr_assert_eq(g_date_compare(&again.first, &period.first), 0, "%s", name);
			cr_assert_eq(g_date_compare(&again.last, &period.last), 0, "%s", name);
		}
	}
}

Test(period, takes_a_date_for_the_period_that_holds_it)
{
	static const struct {
		PeriodKind kind;
		const char *name;
	} cases[] = {
		{ PERIOD_DAY, "2024-08-01" }, { PERIOD_WEEK, "2024-W31" },
		{ PERIOD_MONTH, "2024-08" },  { PERIOD_QUARTER, "2024-Q3" },
		{ PERIOD_YEAR, "2024" },      { PERIOD_FISCAL_YEAR, "2024-25" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Period period = period_named(cases[n].kind, "2024-08-01");
		expect_name(&period, cases[n].name);
	}
}

Test(period, refuses_names_of_no_period)
{
	static const struct {
		PeriodKind kind;
		const char *text;
		const char *form; /* that the hint shows */
	} cases[] = {
		{ PERIOD_DAY, "2024-W31", "2024-08-05" },
		{ PERIOD_WEEK, "2024-W00", "2024-W31" },
		{ PERIOD_WEEK, "2023-W53", "2024-W31" },
		{ PERIOD_WEEK, "2020-W54", "2024-W31" },
		{ PERIOD_WEEK, "2024-W1", "2024-W31" },
		{ PERIOD_WEEK, "2024W31", "2024-W31" },
		{ PERIOD_WEEK, "2024-w31", "2024-W31" },
		{ PERIOD_WEEK, "1899-W10", "2024-W31" },
		{ PERIOD_MONTH, "2024-13", "2024-07" },
		{ PERIOD_MONTH, "2024-00", "2024-07" },
		{ PERIOD_MONTH, "2024-7", "2024-07" },
		{ PERIOD_QUARTER, "2024-Q0", "2024-Q3" },
		{ PERIOD_QUARTER, "2024-Q5", "2024-Q3" },
		{ PERIOD_QUARTER, "Q3", "2024-Q3" },
		{ PERIOD_YEAR, "24", "2024" },
		{ PERIOD_YEAR, "2200", "2024" },
		{ PERIOD_YEAR, "20244", "2024" },
		{ PERIOD_FISCAL_YEAR, "2023-25", "2023-24" },
		{ PERIOD_FISCAL_YEAR, "2023", "2023-24" },
		{ PERIOD_FISCAL_YEAR, "2023-2024", "2023-24" },
		{ PERIOD_MONTH, "", "2024-07" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		Period period;
		cr_expect_not(period_parse(cases[n].kind, cases[n].text, &period, &error), "%s",
			      cases[n].text);
		cr_assert_not_null(error);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
		g_autofree char *message = g_strdup_printf(
		    "cannot read '%s' as a %s", cases[n].text, period_kind_name(cases[n].kind));
		cr_expect_str_eq(error->message, message);
		cr_expect_not_null(strstr(error_hint(error), cases[n].form), "%s",
				   error_hint(error));
	}
}

Test(period, has_a_week_53_only_in_long_years)
{
	static const char *const names[] = { "2015-W53", "2020-W53", "2026-W53" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		Period period = period_named(PERIOD_WEEK, names[n]);
		expect_name(&period, names[n]);
	}
}

/* ── moving ── */

Test(period, shifts_by_whole_periods)
{
	static const struct {
		PeriodKind kind;
		const char *name;
		int steps;
		const char *shifted;
	} cases[] = {
		{ PERIOD_DAY, "2024-02-28", 2, "2024-03-01" },
		{ PERIOD_DAY, "2024-01-01", -1, "2023-12-31" },
		{ PERIOD_WEEK, "2020-W53", 1, "2021-W01" },
		{ PERIOD_WEEK, "2024-W01", -1, "2023-W52" },
		{ PERIOD_WEEK, "2024-W32", -52, "2023-W32" },
		{ PERIOD_MONTH, "2024-12", 1, "2025-01" },
		{ PERIOD_MONTH, "2024-03", -13, "2023-02" },
		{ PERIOD_QUARTER, "2024-Q1", -1, "2023-Q4" },
		{ PERIOD_QUARTER, "2024-Q1", 8, "2026-Q1" },
		{ PERIOD_YEAR, "2024", -4, "2020" },
		{ PERIOD_FISCAL_YEAR, "1999-00", 1, "2000-01" },
		{ PERIOD_FISCAL_YEAR, "2023-24", 0, "2023-24" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Period period = period_named(cases[n].kind, cases[n].name);
		Period shifted = period_shift(&period, cases[n].steps);
		expect_name(&shifted, cases[n].shifted);
	}
}

Test(period, is_complete_only_when_its_last_day_has_come)
{
	static const struct {
		PeriodKind kind;
		const char *as_at;
		const char *name;
	} cases[] = {
		{ PERIOD_DAY, "2024-08-05", "2024-08-05" },
		{ PERIOD_WEEK, "2024-08-04", "2024-W31" }, /* Sunday */
		{ PERIOD_WEEK, "2024-08-05", "2024-W31" }, /* Monday */
		{ PERIOD_WEEK, "2024-08-10", "2024-W31" }, /* Saturday */
		{ PERIOD_MONTH, "2024-07-31", "2024-07" },
		{ PERIOD_MONTH, "2024-07-30", "2024-06" },
		{ PERIOD_MONTH, "2024-01-15", "2023-12" },
		{ PERIOD_QUARTER, "2024-09-29", "2024-Q2" },
		{ PERIOD_QUARTER, "2024-09-30", "2024-Q3" },
		{ PERIOD_YEAR, "2024-12-30", "2023" },
		{ PERIOD_FISCAL_YEAR, "2024-06-29", "2022-23" },
		{ PERIOD_FISCAL_YEAR, "2024-06-30", "2023-24" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		GDate as_at = date_of(cases[n].as_at);
		Period period = period_last_complete(cases[n].kind, &as_at);
		expect_name(&period, cases[n].name);
	}
}
