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
