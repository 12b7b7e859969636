/* What is usual in a district's weeks: the SQL of the baseline against the library, and its
 * standing. */
#include "core/database/database.h"
#include "etl/fact/cubes.h"
#include "reports/stats/control.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void script(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

/* ── the formulas ── */

/* NaN is a gap. */
static char *array_of(const double *values, size_t count)
{
	GString *text = g_string_new("{");
	for (size_t n = 0; n < count; n++) {
		char number[G_ASCII_DTOSTR_BUF_SIZE];
		g_string_append_printf(
		    text, "%s%s", n > 0 ? "," : "",
		    isnan(values[n]) ? "NULL" : g_ascii_dtostr(number, sizeof number, values[n]));
	}
	g_string_append_c(text, '}');
	return g_string_free(text, FALSE);
}

static void expect_as_library(Database *db, const double *values, size_t count)
{
	g_autofree ControlPoint *points = g_new0(ControlPoint, count);
	for (size_t n = 0; n < count; n++)
		points[n] = (ControlPoint){ isnan(values[n]) ? 0 : values[n], 1,
					    isnan(values[n]) ? CONTROL_MISSING : CONTROL_SEEN };
	XmrOptions options = { 0 };
	g_autoptr(XmrChart) chart = control_xmr(points, count, &options);
	g_autofree char *array = array_of(values, count);
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row = database_one(
	    db,
	    "select x.mean, x.mean + 2.66::double precision * x.range from report.xmr($1::double precision[]) x",
	    DATABASE_PARAMS(array), &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_float_eq(result_double(row, 0, 0), chart->marks[0].mean.value, 1e-9);
	cr_expect_float_eq(result_double(row, 0, 1), chart->marks[0].upper.value, 1e-9);
}

Test(baseline, mean_and_range_are_those_of_the_library)
{
	static const double plain[] = { 12, 15, 9, 30, 14, 11, 13, 16, 12, 10, 14, 13 };
	static const double outlier[] = { 12, 15, 90, 13, 14, 11, 13, 16, 12, 10, 14, 13, 11, 12 };
	static const double gaps[] = { 12, NAN, 9, 30, NAN, NAN, 13, 16, 12, 10, 14, 13 };
	g_autoptr(Database) db = server_database();
	expect_as_library(db, plain, G_N_ELEMENTS(plain));
	expect_as_library(db, outlier, G_N_ELEMENTS(outlier));
	expect_as_library(db, gaps, G_N_ELEMENTS(gaps));
}

/* Weeks from 2020 on with a wave of a year, of which the season is to find the height. */
Test(baseline, the_season_is_found_and_taken_out)
{
	g_autoptr(Database) db = server_database();
	rows_check(
	    db,
	    "with s as (select report.season(array_agg(d::date order by d), array_agg(40 * (1 + 0.3 * sin(2 * pi() *"
	    " extract(week from d) / 52)) order by d)) as f from generate_series('2020-01-06'::timestamp, '2021-12-31',"
	    " '7 days') d), t as (select report.season(array_agg(d::date order by d), array_agg(40 * (1 + 0.3 * sin(2 * pi()"
	    " * extract(week from d) / 52)) order by d)) as f from generate_series('2020-01-06'::timestamp, '2022-01-10', '7"
	    " days') d) select (select cardinality(f) from s), (select cardinality(f) from t), (select abs(f[13] - 1.28) <"
	    " 0.05 and abs(f[39] - 0.71) < 0.05 and abs(f[26] - 1) < 0.05 from t)",
	    "0|52|t\n");
}

Test(baseline, a_straight_rise_is_no_season)
{
	g_autoptr(Database) db = server_database();
	rows_check(
	    db,
	    "select max(abs(f - 1)) < 0.02 from unnest((select report.season(array_agg(d::date order by d),"
	    " array_agg(exp(3 + n * 0.005) order by d)) from generate_series('2020-01-06'::timestamp, '2022-06-30',"
	    " '7 days') with ordinality as g (d, n))) f",
	    "t\n");
}

/* ── a district ── */

/* LHR has cases on every day from 2020 on, 3 a day, and records to 22 November 2026; Kasur none in
 * March 2022. */
static const char records[] =
    "insert into etl.run (kind, state, program, host, pid, started_at, finished_at) values ('nightly', 'published',"
    " 'test', 'test', 1, now(), now());"
    "insert into etl.pointer (published_run) values (1);"
    "insert into etl.source (source, mapping, jurisdiction, timezone, as_at, last_run) values ('rec', 'rec', 'punjab',"
    " 'Asia/Karachi', '2026-11-22 23:00+05', 1);"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent,"
    " state) values (1, 'rec', 'rec', 'punjab', 'Asia/Karachi', '2026-11-22 23:00+05', 'x', 'compare', 'full', 'read');"
    "insert into etl.coverage (source, jurisdiction, feed, district, station, from_on, to_on, state, known, run_from)"
    " select 'rec', 'punjab', 'case', d.code, null, '2020-01-01', '2026-11-22', 'covered', 'records', 1 from ref.district"
    " d where d.jurisdiction = 'punjab';"
    "insert into cube.case_day (district, station, category, channel, status, registered_on, cases, victims)"
    " select 'LHR', 'Cantt', 'RAPE', 'station', 'FIR', d, 2 + (extract(doy from d)::integer * 7 % 3), 3 from"
    " generate_series('2020-01-01'::date, '2026-11-22', '1 day') d;";

static Database *warehouse(void)
{
	Database *db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	script(db, records);
	return db;
}

#define BASELINE(week)                                                                                \
	"select first_on, last_on, weeks, cardinality(season), round(mean::numeric, 1), reason from " \
	"report.baseline_of('punjab', 'LHR', '" week "', '2026-11-22')"

/* The weeks asked for are years apart; what is usual is the same. */
Test(baseline, stands_whatever_week_is_asked_for)
{
	g_autoptr(Database) db = warehouse();
	static const char expected[] = "2020-01-06|2022-01-09|105|52|21.0|-\n";
	rows_check(db, BASELINE("2020-12-28"), expected);
	rows_check(db, BASELINE("2022-05-16"), expected);
	rows_check(db, BASELINE("2026-11-16"), expected);
}

Test(baseline, is_made_of_covered_weeks_only)
{
	g_autoptr(Database) db = warehouse();
	script(
	    db,
	    "update etl.coverage set from_on = '2020-03-02' where district = 'LHR';"
	    "insert into etl.coverage (source, jurisdiction, feed, district, station, from_on, to_on, state, known, run_from)"
	    " values ('rec', 'punjab', 'case', 'LHR', null, '2021-02-01', '2021-02-28', 'missing', 'records', 1)");
	/* 105 weeks and the four that are not covered */
	rows_check(db, BASELINE("2026-11-16"), "2020-03-02|2022-04-03|105|52|21.0|-\n");
}

Test(baseline, is_begun_anew_only_for_a_reason_that_is_kept)
{
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	cr_expect(!database_script(
	    db,
	    "insert into etl.baseline (jurisdiction, district, from_on, reason, run_no) values"
	    " ('punjab', 'LHR', '2024-01-01', ' ', 1)",
	    &error));
	script(
	    db,
	    "insert into etl.baseline (jurisdiction, district, from_on, reason, run_no) values ('punjab', 'LHR',"
	    " '2024-01-01', 'a second VWPS opened', 1)");
	/* of the published run it is not known yet */
	rows_check(db, BASELINE("2026-11-16"), "2020-01-06|2022-01-09|105|52|21.0|-\n");
	script(
	    db,
	    "insert into etl.run (kind, state, program, host, pid, started_at, finished_at) values ('nightly',"
	    " 'published', 'test', 'test', 1, now(), now());"
	    "update etl.pointer set published_run = 2");
	rows_check(db, BASELINE("2026-11-16"),
		   "2024-01-01|2026-01-04|105|52|21.0|a second VWPS opened\n");
	rows_check(db, BASELINE("2023-12-25"), "2020-01-06|2022-01-09|105|52|21.0|-\n");
}

/* A year alone shows no season, and less than a year no baseline. */
Test(baseline, of_less_than_a_year_is_none)
{
	g_autoptr(Database) db = warehouse();
	script(db, "update etl.coverage set from_on = '2025-10-06' where district = 'LHR'");
	rows_check(db, BASELINE("2026-11-16"), "2025-10-06|2026-10-04|52|0|21.0|-\n");
	script(db, "update etl.coverage set from_on = '2026-01-05' where district = 'LHR'");
	rows_check(
	    db,
	    "select weeks, mean is null, cardinality(season) from report.baseline_of('punjab', 'LHR', '2026-11-16',"
	    " '2026-11-22')",
	    "42|t|0\n");
}
