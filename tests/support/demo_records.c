#include "tests/support/demo_records.h"

#include <criterion/criterion.h>

#include "core/progress.h"
#include "tests/support/server.h"

DemoSettings demo_settings(gint64 cases, gint64 seed, gint64 nights)
{
	DemoSettings settings = { .cases = cases, .seed = seed, .nights = nights };
	g_date_clear(&settings.until, 1);
	g_date_set_dmy(&settings.until, 28, G_DATE_JUNE, 2026);
	return settings;
}

Database *demo_empty(void)
{
	g_autofree char *name = server_create(false);
	return server_open(name);
}

void demo_make(Database *db, gint64 cases, gint64 seed, gint64 nights)
{
	g_autoptr(GError) error = NULL;
	DemoSettings settings = demo_settings(cases, seed, nights);
	progress_set_quiet(true);
	cr_assert(demo_records_make(db, &settings, &error), "%s",
		  error != NULL ? error->message : "");
}

void demo_exec(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_exec(db, sql, DATABASE_NO_PARAMS, NULL, &error), "%s",
		  error != NULL ? error->message : "");
}

static DatabaseResult *first_row(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	DatabaseResult *row = database_one(db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return row;
}

gint64 demo_number(Database *db, const char *sql)
{
	g_autoptr(DatabaseResult) row = first_row(db, sql);
	return result_int64(row, 0, 0);
}

char *demo_text(Database *db, const char *sql)
{
	g_autoptr(DatabaseResult) row = first_row(db, sql);
	return g_strdup(result_text(row, 0, 0));
}

/* The tables, and how a row of each names its case; the keys of accused and of
 * complaints that became cases begin with the case's. */
static const struct {
	const char *table;
	const char *key;
	const char *fir;
} tables[] = {
	{ "firs", "fir_id", "fir_id" },
	{ "victims", "victim_id", "fir_id" },
	{ "accused_persons", "accused_id", "fir_id" },
	{ "arrests", "arrest_id", "accused_id / 10" },
	{ "bails", "bail_id", "accused_id / 10" },
	{ "challans", "challan_id", "accused_id / 10" },
	{ "court_outcomes", "outcome_id", "accused_id / 10" },
	{ "vwps_complaints", "complaint_id", "complaint_id" },
	{ "referrals", "referral_id", "null" },
	{ "outreach_events", "event_id", "null" },
	{ "trainings", "training_id", "null" },
	{ "police_stations", "ps_id", "null" },
};

char *demo_digest(Database *db, const char *but)
{
	g_autoptr(GString) digest = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(tables); n++) {
		g_autofree char *sql = g_strdup_printf(
		    "select md5(string_agg(t::text, '|' order by t.%s)) from psrms.%s as t "
		    "where (%s = any ('%s'::bigint[])) is not true",
		    tables[n].key, tables[n].table, tables[n].fir, but != NULL ? but : "{}");
		g_autofree char *one = demo_text(db, sql);
		g_string_append_printf(digest, "%s %s\n", tables[n].table, one);
	}
	return g_string_free(g_steal_pointer(&digest), FALSE);
}
