/* Over how many weeks a weekly query looks is its parameter, and its default what was fixed before.
 */
#include <criterion/criterion.h>

#include "core/config/config.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "tests/support/demo_home.h"

TestSuite(windows, .timeout = 1500);

static Database *open_demo(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autoptr(Config) config = config_read(path, &error);
	cr_assert(config != NULL, "%s", error != NULL ? error->message : "");
	Database *db = warehouse_open(config, "test", &error);
	cr_assert(db != NULL, "%s", error != NULL ? error->message : "");
	return db;
}

static DatabaseResult *rows_of(Database *db, const char *sql, const char *const *params,
			       guint count)
{
	g_autoptr(GError) error = NULL;
	DatabaseResult *rows = database_query(db, sql, params, count, &error);
	cr_assert(rows != NULL, "%s", error != NULL ? error->message : "");
	return rows;
}

static bool is_few(const DatabaseResult *rows, int row)
{
	return g_strcmp0(result_text(rows, row, result_column(rows, "signal_en")), "too few") == 0;
}

/* Eight weeks are too few for a signal, and change no count. */
Test(windows, of_offences_are_those_that_a_signal_is_judged_by)
{
	static const char plant[] =
	    "insert into cube.case_day (district, station, category, channel, status, "
	    "registered_on, cases, victims) select 'LHR', 'Planted', 'DOMVIOL', 'station', "
	    "'PLANTED', d, 10, 10 from pg_catalog.generate_series(date '2025-09-01', "
	    "'2026-10-11', interval '7 days') d";
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_demo();
	cr_assert(database_begin(db, DATABASE_READ_WRITE, &error));
	cr_assert(database_script(db, plant, &error), "%s", error != NULL ? error->message : "");
	const char *year[] = { "LHR", "2026-10-05", "2026-11-22", "52" };
	const char *short_one[] = { "LHR", "2026-10-05", "2026-11-22", "8" };
	g_autoptr(DatabaseResult) all = rows_of(db, sqltext(SQL_REPORTS_WEEKLY_OFFENCES), year, 4);
	g_autoptr(DatabaseResult) few =
	    rows_of(db, sqltext(SQL_REPORTS_WEEKLY_OFFENCES), short_one, 4);
	cr_assert_eq(result_rows(all), result_rows(few));
	cr_assert_gt(result_rows(all), 0);
	int judged = 0;
	for (int n = 0; n < result_rows(all); n++) {
		judged += !is_few(all, n);
		cr_expect(is_few(few, n));
		for (int column = 0; column < result_column(all, "signal_en"); column++)
			cr_expect_str_eq(result_text(all, n, column), result_text(few, n, column));
	}
	cr_expect_gt(judged, 0, "a year is enough for some");
	database_rollback(db);
}

static int channels_of(Database *db, const char *week, const char *window)
{
	const char *asked[] = { "LHR", week, window };
	g_autoptr(DatabaseResult) rows =
	    rows_of(db, sqltext(SQL_REPORTS_WEEKLY_CONTACTS), asked, 3);
	return result_rows(rows);
}

/* A week after the last record has channels as far as the window reaches back to them. */
Test(windows, of_contacts_are_those_in_which_a_channel_is_looked_for)
{
	g_autoptr(Database) db = open_demo();
	cr_expect_gt(channels_of(db, "2027-08-02", "52"), 0);
	cr_expect_eq(channels_of(db, "2027-08-02", "8"), 0);
}

static char **weeks_of(Database *db, const char *window)
{
	const char *asked[] = { "LHR", "2026-10-05", "2026-11-22", window };
	g_autoptr(DatabaseResult) rows =
	    rows_of(db, sqltext(SQL_REPORTS_WEEKLY_STATIONS), asked, 4);
	for (int n = 0; n < result_rows(rows); n++) {
		if (g_strcmp0(result_text_at(rows, n, "station_en"), "Planted") != 0)
			continue;
		cr_expect(result_is_null(rows, n, result_column(rows, "registered")),
			  "its file of the week has not come");
		g_autofree char *weeks = g_strdup(result_text_at(rows, n, "weeks"));
		cr_assert(g_str_has_prefix(weeks, "{") && g_str_has_suffix(weeks, "}"));
		weeks[strlen(weeks) - 1] = '\0';
		return g_strsplit(weeks + 1, ",", -1);
	}
	cr_assert(false, "the station that was planted is not there");
	return NULL;
}

static void expect_same_end(char **one, char **other)
{
	guint a = g_strv_length(one);
	guint b = g_strv_length(other);
	for (guint n = 1; n <= MIN(a, b); n++)
		cr_expect_str_eq(one[a - n], other[b - n], "%u weeks before the end", n - 1);
}

/* A station whose file has not come, now or in an earlier week, has no figure there in any window,
 * and the figures of the other weeks are those of the window that the query has by itself. */
Test(windows, of_stations_have_their_length_where_a_file_has_not_come)
{
	static const char plant[] =
	    "insert into cube.case_day (district, station, category, channel, status, "
	    "registered_on, cases, victims) select 'LHR', 'Planted', 'DOMVIOL', 'station', "
	    "'PLANTED', d, pg_catalog.row_number() over (order by d), 1 from "
	    "pg_catalog.generate_series(date '2025-09-01', '2026-10-11', interval '7 days') d;"
	    "insert into etl.coverage (source, jurisdiction, feed, district, station, from_on, "
	    "to_on, state, known, run_from) select c.source, c.jurisdiction, c.feed, c.district, "
	    "'planted', d.from_on, d.from_on + 6, 'missing', 'calendar', 1 from "
	    "(select * from etl.coverage c where c.district = 'LHR' and c.feed = 'case' limit 1) c, "
	    "(values (date '2026-10-05'), ('2026-08-31'), ('2025-12-01')) d (from_on)";
	static const guint windows[] = { 13, 52 };
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_demo();
	cr_assert(database_begin(db, DATABASE_READ_WRITE, &error));
	cr_assert(database_script(db, plant, &error), "%s", error != NULL ? error->message : "");
	g_auto(GStrv) usual = weeks_of(db, "26");
	cr_assert_eq(g_strv_length(usual), 26);
	cr_expect_str_neq(usual[24], "NULL");
	for (guint n = 0; n < G_N_ELEMENTS(windows); n++) {
		g_autofree char *window = g_strdup_printf("%u", windows[n]);
		g_auto(GStrv) weeks = weeks_of(db, window);
		guint length = g_strv_length(weeks);
		cr_assert_eq(length, windows[n], "%u weeks of a window of %s", length, window);
		cr_expect_str_eq(weeks[length - 1], "NULL");
		cr_expect_str_eq(weeks[length - 6], "NULL", "an earlier week without a file");
		expect_same_end(weeks, usual);
	}
	g_auto(GStrv) year = weeks_of(db, "52");
	cr_expect_str_eq(year[7], "NULL", "a week that only the longer window reaches");
	cr_expect_str_neq(year[8], "NULL");
	database_rollback(db);
}

static DatabaseResult *support_of(Database *db, const char *window)
{
	const char *asked[] = { "punjab", "all", "2026-07-01", "2026-11-22", window };
	return rows_of(db, sqltext(SQL_REPORTS_SUPPORT_WEEKS), asked, 5);
}

/* The weeks of a short window are the last ones of a year. */
Test(windows, of_support_end_with_the_quarter)
{
	g_autoptr(Database) db = open_demo();
	g_autoptr(DatabaseResult) year = support_of(db, "52");
	g_autoptr(DatabaseResult) quarter = support_of(db, "13");
	cr_assert_eq(result_rows(year), 52);
	cr_assert_eq(result_rows(quarter), 13);
	int counted = 0;
	for (int n = 0; n < 13; n++) {
		counted += !result_is_null(year, 39 + n, result_column(year, "complaints"));
		for (int column = 0; column < result_columns(year); column++)
			cr_expect_str_eq(result_is_null(year, 39 + n, column)
					     ? "NULL"
					     : result_text(year, 39 + n, column),
					 result_is_null(quarter, n, column)
					     ? "NULL"
					     : result_text(quarter, n, column));
	}
	cr_expect_gt(counted, 0, "some weeks have a number");
}
