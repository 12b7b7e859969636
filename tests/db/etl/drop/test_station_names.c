/* Police stations by their Urdu names. */
#include <criterion/criterion.h>

#include "core/error.h"
#include "tests/support/demo_records.h"
#include "tests/support/server.h"

static char *urdu_name(Database *db, const char *district, const char *station)
{
	g_autoptr(GError) error = NULL;
	const char *const values[] = { district, station };
	g_autoptr(DatabaseResult) named =
	    database_query(db, "select report.station_ur($1, $2)", values, 2, &error);
	cr_assert(named != NULL, "%s", error != NULL ? error->message : "");
	return g_strdup(result_text(named, 0, 0));
}

Test(station_names, are_found_however_the_station_writes_itself)
{
	static const struct {
		const char *district, *station, *urdu;
	} names[] = {
		{ "PKP", "Saddar", "صدر" },
		{ "PKP", "SADDAR", "صدر" },
		{ "PKP", "PS Saddar", "صدر" },
		{ "PKP", "P.S. Saddar", "صدر" },
		{ "PKP", "Saddar Police Station", "صدر" },
		{ "PKP", "A-Division", "اے ڈویژن" },
		{ "LHR", "Ichhra", "اچھرہ" },
		{ "PKP", "Ichhra", "Ichhra" }, /* a name of another district */
		{ "LHR", "No Such Place", "No Such Place" },
		{ "LHR", "تھانہ صدر", "تھانہ صدر" },
		{ "LHR", "Women Police Station", "ویمن" },
		{ "XXX", "Saddar", "Saddar" }, /* of no jurisdiction */
	};
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *urdu = urdu_name(db, names[n].district, names[n].station);
		cr_expect_str_eq(urdu, names[n].urdu, "%s: %s", names[n].station, urdu);
	}
}

Test(station_names, are_known_of_every_station_of_the_demonstration)
{
	g_autoptr(Database) records = demo_empty(), db = server_database();
	demo_make(records, DEMO_CASES_LEAST, 1, 0);
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) stations = database_query(
	    records,
	    "select distinct district, station_name from psrms.police_stations where district <> 'ZZZ'",
	    NULL, 0, &error);
	cr_assert(stations != NULL && result_rows(stations) > 600);
	for (int row = 0; row < result_rows(stations); row++) {
		const char *station = result_text(stations, row, 1);
		g_autofree char *urdu = urdu_name(db, result_text(stations, row, 0), station);
		cr_expect_str_neq(urdu, station);
	}
}
