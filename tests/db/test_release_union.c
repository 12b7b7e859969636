/* Releases one after another, on planted figures: what is public of all of them together. Nothing
 * of it stays in the warehouse. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/config.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "reports/release/prepare.h"
#include "reports/release/union.h"
#include "tests/support/demo_home.h"

TestSuite(release_union, .timeout = 900);

typedef struct {
	Config *config;
	Database *db;
	char *rules;
	GBytes *secret; /* NULL: one that is the same in each run */
} Room;

static void room_end(Room *room)
{
	if (room->db != NULL)
		database_rollback(room->db);
	database_close(room->db);
	config_free(room->config);
	g_free(room->rules);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Room, room_end)

static void run(const Room *room, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(room->db, sql, &error), "%s\n%s", sql,
		  error != NULL ? error->message : "");
}

/* The demonstration's warehouse, in a transaction that is never committed, without any case of the
 * spring of 2026 in Sahiwal division and in Rawalpindi division. */
static Room room_begin(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	Room room = { .config = config_read(path, &error) };
	cr_assert(room.config != NULL, "%s", error != NULL ? error->message : "");
	room.db = warehouse_open(room.config, "test", &error);
	cr_assert(room.db != NULL, "%s", error != NULL ? error->message : "");
	room.rules =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "disclosure.yaml", NULL);
	cr_assert(database_begin(room.db, DATABASE_READ_WRITE, &error));
	run(&room, "delete from cube.case_day c using ref.district d where d.code = c.district and "
		   "d.division in ('Sahiwal', 'Rawalpindi')");
	return room;
}

/* N cases registered on DAY at STATION of DISTRICT. */
static void plant_at(const Room *room, const char *district, const char *station, const char *day,
		     int n)
{
	g_autofree char *sql = g_strdup_printf(
	    "insert into cube.case_day (district, station, category, channel, status, "
	    "registered_on, cases, victims) values ('%s', '%s', 'DOMVIOL', 'station', "
	    "'PLANTED-%d', '%s', %d, %d)",
	    district, station, g_random_int_range(0, G_MAXINT32), day, n, n);
	run(room, sql);
}

/* N cases registered on DAY at DISTRICT, one of them at another station, so that the figure is not
 * that of a station. */
static void plant(const Room *room, const char *district, const char *day, int n)
{
	plant_at(room, district, "Planted", day, n > 1 ? n - 1 : n);
	if (n > 1)
		plant_at(room, district, "Beside", day, 1);
}

static bool prepare(const Room *room, const char *text, const char *id, PrepareResult *result,
		    GError **error)
{
	static const char *const words[] = { NULL };
	g_autoptr(GError) fault = NULL;
	g_autoptr(Plan) plan = plan_parse(text, id, &fault);
	cr_assert(plan != NULL, "%s", fault != NULL ? fault->message : "");
	g_autoptr(GBytes) same = g_bytes_new_static("a secret", 8);
	PrepareAsked asked = { .plan = plan,
			       .words = words,
			       .release_id = id,
			       .rules = room->rules,
			       .secret = room->secret != NULL ? room->secret : same };
	return prepare_release(room->db, room->config, &asked, result, error);
}

/* Prepares, audits and publishes; each has to pass. */
static void publish(const Room *room, const char *text, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	bool done = prepare(room, text, id, &result, &error);
	cr_assert(done, "%s: %s", id, error != NULL ? error->message : "");
	done = audit_release(room->db, id, room->rules, true, &audit, said, &error);
	cr_assert(done, "%s: %s\n%s", id, error != NULL ? error->message : "", said->str);
	g_autofree char *sql = g_strdup_printf(
	    "update release.release set state = 'published', prepared_at = timestamptz "
	    "'2026-06-01 00:00' + (select count(*) from release.release) * interval '1 day' where "
	    "release_id = '%s'",
	    id);
	run(room, sql);
}

/* "published 21", "hidden", "unpublished" … of a figure of the release ID. Transfer full. */
static char *figure(const Room *room, const char *id, const char *key, const char *column)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *sql = g_strdup_printf(
	    "select %s from release.cell where release_id = '%s' and key = '%s'", column, id, key);
	g_autoptr(DatabaseResult) row = database_one(room->db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s of %s: %s", key, id, error != NULL ? error->message : "");
	return g_strdup(result_text(row, 0, 0));
}

static void expect(const Room *room, const char *id, const char *key, const char *column,
		   const char *wanted)
{
	g_autofree char *found = figure(room, id, key, column);
	cr_expect_str_eq(found, wanted, "%s of %s: %s is %s, not %s", key, id, column, found,
			 wanted);
}

#define STATE "state || coalesce(' ' || value, '')"

/* A plan of one table. Transfer full. */
static char *plan_of(const char *place, const char *places, const char *from, const char *to,
		     const char *headline)
{
	return g_strdup_printf(
	    "release: note\ntitle: {en: Note, ur: نوٹ}\njurisdiction: punjab\ntables:\n"
	    "  - {table: note, measure: cases_registered, place: %s, %s kind: all, period: whole, "
	    "from: %s, to: %s}\n%s",
	    place, places, from, to, headline);
}

static char *note(const char *from, const char *to, bool headline)
{
	return plan_of("district", "places: [PKP],", from, to,
		       headline ? "headline:\n  - {table: note, place: PKP, kind: all}\n" : "");
}

/* A week, and the week and a day on which N cases more were registered. */
static void week_and_a_day(const Room *room, const char *from, const char *to, const char *next,
			   int n)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *week = note(from, to, true);
	g_autofree char *more = note(from, next, true);
	plant(room, "PKP", from, 20);
	if (n > 0)
		plant(room, "PKP", next, n);
	publish(room, week, "week");
	bool leaves = prepare(room, more, "more", &result, &error);
	bool may = n == 0 || n >= 5;
	cr_expect(leaves == may, "%s and %d more: %s", from, n,
		  leaves ? "both leave" : error->message);
	if (!leaves)
		cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE);
}

Test(release_union, two_notes_that_differ_by_few_cases_cannot_both_leave)
{
	static const struct {
		const char *from, *to, *next;
		int n;
	} weeks[] = { { "2026-03-02", "2026-03-08", "2026-03-09", 1 },
		      { "2026-04-06", "2026-04-12", "2026-04-13", 4 },
		      { "2026-04-06", "2026-04-12", "2026-04-13", 5 },
		      { "2026-02-02", "2026-02-08", "2026-02-09", 0 } };
	for (gsize n = 0; n < G_N_ELEMENTS(weeks); n++) {
		g_auto(Room) room = room_begin();
		week_and_a_day(&room, weeks[n].from, weeks[n].to, weeks[n].next, weeks[n].n);
	}
}

/* Without a headline the second note leaves with its figure withheld, even the day after. */
Test(release_union, what_may_be_withheld_is_withheld_instead)
{
	g_auto(Room) room = room_begin();
	g_autofree char *week = note("2026-03-02", "2026-03-08", false);
	g_autofree char *more = note("2026-03-02", "2026-03-09", false);
	plant(&room, "PKP", "2026-03-03", 20);
	plant(&room, "PKP", "2026-03-09", 1);
	publish(&room, week, "week");
	publish(&room, more, "more");
	expect(&room, "week", "cases_registered|PKP|all|2026-03-02|2026-03-08", STATE,
	       "published 20");
	expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-09", STATE, "hidden");
	expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-08", "version", "week");
}

/* A late case: the figure is printed anew, and is another one from then on. */
Test(release_union, a_late_case_is_a_revision_and_a_figure_of_its_own)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = note("2026-03-01", "2026-03-31", true);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	plant(&room, "PKP", "2026-03-03", 20);
	publish(&room, month, "first");
	publish(&room, month, "again");
	expect(&room, "again", key, "version", "first");
	expect(&room, "again", key, "revised", "f");
	plant(&room, "PKP", "2026-03-04", 1);
	publish(&room, month, "late");
	expect(&room, "late", key, STATE, "published 21");
	expect(&room, "late", key, "version", "late");
	expect(&room, "late", key, "revised", "t");
}

/* A case that nobody was told of, in a week that is not printed again: what a reader believes is
 * what has to be protected, and it is not what is true. */
Test(release_union, an_untold_revision_is_judged_as_readers_see_it)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *week = note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = note("2026-03-02", "2026-03-09", true);
	plant(&room, "PKP", "2026-03-03", 20);
	publish(&room, week, "week");
	plant(&room, "PKP", "2026-03-04", 2);
	/* nobody was registered on the ninth; a reader finds two */
	cr_expect(!prepare(&room, more, "more", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
}

/* A figure that goes below a part of itself says that something was revised. */
Test(release_union, what_contradicts_an_earlier_release_is_a_revision)
{
	g_auto(Room) room = room_begin();
	g_autofree char *week = note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = note("2026-03-02", "2026-03-09", true);
	plant(&room, "PKP", "2026-03-03", 20);
	publish(&room, week, "week");
	run(&room,
	    "update cube.case_day set cases = 11 where district = 'PKP' and status like 'PLANTED%' "
	    "and cases > 1");
	publish(&room, more, "more");
	expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-09", STATE,
	       "published 12");
	expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-08", "version", "more");
}

/* Nine weeks with the year to date: one week has three cases, and the sums must not give them. */
Test(release_union, the_year_to_date_does_not_give_a_week_away)
{
	g_auto(Room) room = room_begin();
	GDate monday;
	g_date_clear(&monday, 1);
	g_date_set_dmy(&monday, 5, G_DATE_JANUARY, 2026);
	int told = 0;
	for (int week = 0; week < 9; week++, g_date_add_days(&monday, 7)) {
		GDate sunday = monday;
		g_date_add_days(&sunday, 6);
		g_autofree char *from = date_text(&monday);
		g_autofree char *to = date_text(&sunday);
		g_autofree char *id = g_strdup_printf("week-%d", week + 1);
		g_autofree char *text = g_strdup_printf(
		    "release: week\ntitle: {en: W, ur: ہفتہ}\njurisdiction: punjab\ntables:\n"
		    "  - {table: week, measure: cases_registered, place: district, places: [PKP], "
		    "kind: all, period: whole, from: %s, to: %s}\n"
		    "  - {table: year, measure: cases_registered, place: district, places: [PKP], "
		    "kind: all, period: to-date, to: %s}\n",
		    from, to, to);
		plant(&room, "PKP", from, week == 4 ? 3 : 12 + week);
		publish(&room, text, id);
		g_autofree char *key = g_strdup_printf("cases_registered|PKP|all|%s|%s", from, to);
		g_autofree char *year =
		    g_strdup_printf("cases_registered|PKP|all|2026-01-01|%s", to);
		g_autofree char *state = figure(&room, id, year, "state");
		told += strcmp(state, "published") == 0;
		if (week == 4)
			expect(&room, id, key, STATE, "hidden");
	}
	cr_expect_geq(told, 4, "%d of 9 years to date are told", told);
}

/* Rawalpindi as it was, and as it is without Murree, which has two cases. */
Test(release_union, old_and_new_boundaries_do_not_give_what_was_cut_off)
{
	g_auto(Room) room = room_begin();
	g_autofree char *old =
	    plan_of("before", "places: [\"before:RWP\"],", "2026-03-01", "2026-03-31", "");
	g_autofree char *new =
	    plan_of("district", "places: [RWP],", "2026-03-01", "2026-03-31", "");
	plant(&room, "RWP", "2026-03-03", 40);
	plant(&room, "MUR", "2026-03-04", 2);
	publish(&room, old, "old");
	publish(&room, new, "new");
	expect(&room, "old", "cases_registered|before:RWP|all|2026-03-01|2026-03-31", STATE,
	       "published 42");
	expect(&room, "new", "cases_registered|RWP|all|2026-03-01|2026-03-31", STATE, "hidden");
}

/* What was withheld is withheld again, although the table by itself could have it. */
Test(release_union, what_was_withheld_stays_withheld)
{
	g_auto(Room) room = room_begin();
	g_autofree char *few = note("2026-03-01", "2026-03-31", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	plant(&room, "PKP", "2026-03-03", 3);
	publish(&room, few, "few");
	expect(&room, "few", key, STATE, "hidden");
	plant(&room, "PKP", "2026-03-04", 9);
	publish(&room, few, "more");
	expect(&room, "more", key, STATE, "hidden");
	expect(&room, "more", key, "version", "few");
}

/* A late record that is told elsewhere makes a new version of what was withheld beside it; were it
 * printed then, readers would have the one of before but for a case or two. */
Test(release_union, what_was_withheld_stays_withheld_when_it_is_revised)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = note("2026-03-01", "2026-03-31", false);
	g_autofree char *half = note("2026-03-01", "2026-03-15", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	plant(&room, "PKP", "2026-03-03", 30);
	plant(&room, "PKP", "2026-03-20", 2);
	publish(&room, half, "half");
	publish(&room, month, "month");
	expect(&room, "month", key, STATE, "hidden");
	plant(&room, "PKP", "2026-03-04", 1);
	publish(&room, half, "half-again");
	plant(&room, "PKP", "2026-03-21", 40);
	publish(&room, month, "month-again");
	expect(&room, "month-again", key, STATE, "hidden");
}

/* Thirty cases of one station, and as many of two: the one is that station's figure. */
Test(release_union, a_figure_that_one_station_makes_is_withheld)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *month = note("2026-03-01", "2026-03-31", false);
	g_autofree char *headline = note("2026-03-01", "2026-03-31", true);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	plant_at(&room, "PKP", "Planted", "2026-03-03", 30);
	cr_assert(prepare(&room, month, "one", &result, &error), "%s", error->message);
	expect(&room, "one", key, STATE, "hidden");
	cr_expect(!prepare(&room, headline, "headline", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
	plant_at(&room, "PKP", "Beside", "2026-03-04", 1);
	publish(&room, month, "two");
	expect(&room, "two", key, STATE, "published 31");
}

/* N accused persons of one FIR, number FIR of PKP, who came through the VWPS. */
static void accuse(const Room *room, const char *station, int fir, int n)
{
	g_autofree char *sql = g_strdup_printf(
	    "insert into fact.accused (case_key, accused_key, source, district, station, "
	    "registered_on, category, channel, run_from) select ('00000000-0000-0000-0000-' || "
	    "lpad('%d', 12, '0'))::uuid, gen_random_uuid(), 'psrms', 'PKP', '%s', '2026-03-03', "
	    "'DOMVIOL', 'vwps', 1 from generate_series(1, %d);"
	    "insert into cube.accused_day (district, channel, category, status, registered_on, "
	    "accused, arrested_ever) values ('PKP', 'vwps', 'DOMVIOL', 'NOMINATED', '2026-03-03', "
	    "%d, 0) on conflict (district, registered_on, channel, category, status) do update "
	    "set accused = cube.accused_day.accused + excluded.accused",
	    fir, station, n, n);
	run(room, sql);
}

/* Twelve accused of one FIR are that FIR's, also where two more are of others. */
Test(release_union, accused_who_are_nearly_all_of_one_fir_are_withheld)
{
	g_auto(Room) room = room_begin();
	static const char month[] =
	    "release: a\ntitle: {en: A, ur: ملزمان}\njurisdiction: punjab\ntables:\n"
	    "  - {table: a, measure: accused_named, place: district, places: [PKP], kind: vwps, "
	    "kinds: [\"channel:vwps\"], period: whole, from: 2026-03-01, to: 2026-03-31}\n";
	static const char key[] = "accused_named|PKP|channel:vwps|2026-03-01|2026-03-31";
	run(&room, "delete from cube.accused_day where district = 'PKP';"
		   "delete from fact.accused where district = 'PKP'");
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(GError) error = NULL;
	accuse(&room, "Planted", 1, 12);
	cr_assert(prepare(&room, month, "one", &result, &error), "%s", error->message);
	expect(&room, "one", key, STATE, "hidden");
	accuse(&room, "Beside", 2, 2);
	cr_assert(prepare(&room, month, "two", &result, &error), "%s", error->message);
	expect(&room, "two", key, STATE, "hidden");
	accuse(&room, "Beside", 3, 6);
	cr_assert(prepare(&room, month, "three", &result, &error), "%s", error->message);
	expect(&room, "three", key, STATE, "published 20");
}

/* N accused persons of VWPS cases of PKP by STATUS, of whom ARRESTED were arrested once. */
static void accuse_as(const Room *room, const char *status, int n, int arrested)
{
	g_autofree char *sql = g_strdup_printf(
	    "insert into cube.accused_day (district, channel, category, status, registered_on, "
	    "accused, arrested_ever) values ('PKP', 'vwps', 'DOMVIOL', '%s', '2026-03-03', %d, %d)",
	    status, n, arrested);
	run(room, sql);
}

static gint64 number(const Room *room, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row = database_one(room->db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return result_int64(row, 0, 0);
}

/* 32 were arrested; 20 of those in custody and on bail and 9 who were convicted leave 3 at least.
 */
Test(release_union, what_statuses_mean_does_not_give_one_away)
{
	g_auto(Room) room = room_begin();
	static const char month[] =
	    "release: a\ntitle: {en: A, ur: ملزمان}\njurisdiction: punjab\ntables:\n"
	    "  - {table: s, measure: accused_named, place: district, places: [PKP], kind: "
	    "vwps-status, kinds: [\"channel:vwps\"], period: whole, from: 2026-03-01, to: "
	    "2026-03-31}\n"
	    "  - {table: e, measure: accused_arrested_ever, place: district, places: [PKP], kind: "
	    "vwps, kinds: [\"channel:vwps\"], period: whole, from: 2026-03-01, to: 2026-03-31}\n";
	static const char sums[] =
	    "select count(*) from release.cell c join release.sum s using (release_id, cell_no) "
	    "where release_id = 'one' and key like 'accused_arrested_ever-rest|%'";
	static const char told[] =
	    "select count(*) from release.cell where release_id = 'one' and state = 'published' and "
	    "(key like 'accused_arrested_ever|PKP|channel:vwps|%' or key ~ "
	    "'^accused_named.PKP.vwps:(JUDICIAL|BAIL|CONVICTED)')";
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(GError) error = NULL;
	run(&room, "delete from cube.accused_day where district = 'PKP'");
	accuse_as(&room, "ARRESTED", 3, 3);
	accuse_as(&room, "INNOCENT", 2, 0);
	accuse_as(&room, "JUDICIAL", 10, 10);
	accuse_as(&room, "BAIL", 10, 10);
	accuse_as(&room, "CONVICTED", 9, 9);
	cr_assert(prepare(&room, month, "one", &result, &error), "%s", error->message);
	cr_expect_eq(number(&room, sums), 2);
	cr_expect_lt(number(&room, told), 4);
	/* records that say otherwise: four of those in custody have no arrest */
	run(&room,
	    "update cube.accused_day set arrested_ever = 0 where district = 'PKP' and status "
	    "in ('ARRESTED', 'CONVICTED')");
	cr_assert(prepare(&room, month, "one", &result, &error), "%s", error->message);
	cr_expect_eq(number(&room, sums), 0);
}

/* With the office's secret some of the figures just above the threshold are withheld like small
 * ones, and always the same. */
Test(release_union, a_secret_withholds_some_figures_that_are_not_small)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = note("2026-03-01", "2026-03-31", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	plant(&room, "PKP", "2026-03-03", 6);
	int hidden = 0, secrets = 40;
	for (int n = 0; n < secrets; n++) {
		g_autoptr(GError) error = NULL;
		g_auto(PrepareResult) once = { 0 };
		g_auto(PrepareResult) twice = { 0 };
		room.secret = g_bytes_new(&n, sizeof n);
		cr_assert(prepare(&room, month, "note", &once, &error), "%s", error->message);
		cr_assert(prepare(&room, month, "note", &twice, &error), "%s", error->message);
		g_autofree char *state = figure(&room, "note", key, "state");
		hidden += strcmp(state, "hidden") == 0;
		cr_expect_str_eq(once.content, twice.content);
		g_clear_pointer(&room.secret, g_bytes_unref);
	}
	cr_expect(hidden >= 4 && hidden <= 18, "%d of %d secrets withhold it", hidden, secrets);
}

/* What was public stays public for those who count, withdrawn or not. */
Test(release_union, a_withdrawn_release_is_still_known)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *week = note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = note("2026-03-02", "2026-03-09", true);
	plant(&room, "PKP", "2026-03-03", 20);
	plant(&room, "PKP", "2026-03-09", 1);
	publish(&room, week, "week");
	run(&room, "update release.release set state = 'withdrawn' where release_id = 'week'");
	cr_expect(!prepare(&room, more, "more", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
}

Test(release_union, the_second_note_alone_may_leave)
{
	g_auto(Room) room = room_begin();
	g_autofree char *more = note("2026-03-02", "2026-03-09", true);
	plant(&room, "PKP", "2026-03-03", 20);
	plant(&room, "PKP", "2026-03-09", 1);
	publish(&room, more, "more");
}

/* The month that ends with TO, and the quarter and the year if they end with it. Transfer full. */
static char *monthly(const char *to)
{
	return g_strdup_printf(
	    "release: m\ntitle: {en: M, ur: ماہ}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: division, places: "
	    "[\"division:Sahiwal\"], kind: group, period: month, to: %s, last: 1}\n"
	    "  - {table: quarter, measure: cases_registered, place: division, places: "
	    "[\"division:Sahiwal\"], kind: group, period: quarter, to: %s, last: 1, once: yes}\n"
	    "  - {table: year, measure: cases_registered, place: division, places: "
	    "[\"division:Sahiwal\"], kind: group, period: year, to: %s, last: 1, once: yes}\n",
	    to, to, to);
}

/* Records that come in late to a month already told: no figure is printed with another value, but
 * the quarter is more than its months. So something in it was revised, and the release goes on. */
Test(release_union, a_quarter_is_told_after_late_records)
{
	g_auto(Room) room = room_begin();
	g_autofree char *october = monthly("2025-10-31");
	g_autofree char *november = monthly("2025-11-30");
	g_autofree char *december = monthly("2025-12-31");
	static const char secret[] = "late"; /* it withholds no total */
	room.secret = g_bytes_new_static(secret, sizeof secret);
	plant(&room, "PKP", "2025-05-05", 50);
	plant(&room, "PKP", "2025-10-05", 40);
	plant(&room, "SWL", "2025-11-05", 41);
	plant(&room, "OKR", "2025-12-05", 42);
	publish(&room, october, "october");
	plant(&room, "PKP", "2025-10-06", 7);
	publish(&room, november, "november");
	plant(&room, "SWL", "2025-11-07", 6);
	publish(&room, december, "december");
	expect(&room, "december", "cases_registered|division:Sahiwal|all|2025-10-01|2025-12-31",
	       STATE, "published 136");
	expect(&room, "december", "cases_registered|division:Sahiwal|all|2025-10-01|2025-10-31",
	       "version", "december");
	expect(&room, "december", "cases_registered|division:Sahiwal|all|2025-01-01|2025-12-31",
	       "version", "december");
	g_clear_pointer(&room.secret, g_bytes_unref);
}

/* Rules under which only figures below 3 are hidden, and hardly apart, and all zeros told: those of
 * an office that has become stricter since. Transfer full. */
static char *weaker_rules(const Room *room)
{
	g_autofree char *text = NULL;
	char *path = g_build_filename(demo_home(), "weaker.yaml", NULL);
	cr_assert(g_file_get_contents(room->rules, &text, NULL, NULL));
	g_autoptr(GString) weaker = g_string_new(text);
	cr_assert_eq(g_string_replace(weaker, "\nthreshold: 5", "\nthreshold: 3", 0), 1);
	cr_assert_eq(g_string_replace(weaker, "\nwidth: 4", "\nwidth: 1", 0), 1);
	cr_assert_eq(g_string_replace(weaker, "\nzeros: some", "\nzeros: published", 0), 1);
	cr_assert_eq(g_string_replace(weaker, "\nguess: 50", "\nguess: 0", 0), 1);
	cr_assert(g_file_set_contents(path, weaker->str, -1, NULL));
	return path;
}

/* The rules, but that nobody bets. Transfer full. */
static char *without_bets(const Room *room)
{
	g_autofree char *text = NULL;
	char *path = g_build_filename(demo_home(), "unasked.yaml", NULL);
	cr_assert(g_file_get_contents(room->rules, &text, NULL, NULL));
	g_autoptr(GString) rules = g_string_new(text);
	cr_assert_eq(g_string_replace(rules, "\nguess: 50", "\nguess: 0", 0), 1);
	cr_assert(g_file_set_contents(path, rules->str, -1, NULL));
	return path;
}

/* Sahiwal division's March under the rules of then, in which the figures of two districts are left
 * less than is asked for now. */
static Room weak_room(void)
{
	Room room = room_begin();
	plant(&room, "PKP", "2026-03-10", 2);
	plant(&room, "SWL", "2026-03-10", 2);
	plant(&room, "OKR", "2026-03-10", 30);
	plant(&room, "OKR", "2026-04-10", 40);
	plant(&room, "SWL", "2026-04-10", 40);
	char *now = g_steal_pointer(&room.rules);
	Room then = room;
	then.rules = now;
	room.rules = weaker_rules(&then);
	static const char plan[] =
	    "release: march\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	publish(&room, plan, "march");
	expect(&room, "march", "cases_registered|PKP|all|2026-03-01|2026-03-31", "state", "hidden");
	expect(&room, "march", "cases_registered|division:Sahiwal|all|2026-03-01|2026-03-31", STATE,
	       "published 34");
	g_free(room.rules);
	room.rules = now;
	return room;
}

Test(release_union, what_was_weak_before_is_told_and_does_not_refuse)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	g_auto(Room) room = weak_room();
	g_autofree char *plan =
	    plan_of("district", "places: [OKR, SWL],", "2026-04-01", "2026-04-30", "");
	bool done = prepare(&room, plan, "april", &result, &error);
	cr_assert(done, "%s", error != NULL ? error->message : "");
	cr_expect_gt(result.given_up, 0);
	done = audit_release(room.db, "april", room.rules, true, &audit, said, &error);
	cr_assert(done, "%s\n%s", error != NULL ? error->message : "", said->str);
	cr_assert_gt(audit.given_up->len, 0);
	for (guint n = 0; n < audit.given_up->len; n++)
		cr_expect(
		    g_str_has_suffix(audit.given_up->pdata[n], " is not protected since march"),
		    "%s", (char *)audit.given_up->pdata[n]);
	cr_expect_not_null(strstr(said->str, "could be found before this release"));
	/* six of a division's districts have one or two cases, and the rules of then had none of
	 * bets
	 */
	cr_expect_not_null(strstr(said->str, "could be guessed before this release"));
}

/* The month again as two halves: the second gives the hidden ones of March away. */
Test(release_union, what_makes_a_weak_figure_worse_is_refused)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_auto(Room) room = weak_room();
	plant(&room, "PKP", "2026-04-10", 20);
	g_autofree char *plan = plan_of("district", "places: [PKP],", "2026-04-01", "2026-04-30",
					"headline:\n  - {table: note, place: PKP, kind: all}\n");
	g_autofree char *both = plan_of("district", "places: [PKP],", "2026-03-01", "2026-04-30",
					"headline:\n  - {table: note, place: PKP, kind: all}\n");
	publish(&room, plan, "april");
	cr_assert_not(prepare(&room, both, "both", &result, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE), "%s",
		  error->message);
}

/* Same records, plan and releases before: the same release, to the letter. Bets are not asked for:
 * the demonstration's 2,000 cases leave nearly all months of districts small. */
Test(release_union, prepares_the_same_twice)
{
	g_auto(Room) room = room_begin();
	g_autofree char *unasked = without_bets(&room);
	g_free(room.rules);
	room.rules = g_steal_pointer(&unasked);
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) once = { 0 };
	g_auto(PrepareResult) twice = { 0 };
	static const char text[] =
	    "release: two\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-06-30, last: 4}\n"
	    "  - {table: group, measure: cases_registered, place: division, kind: group, period: "
	    "quarter, to: 2026-06-30, last: 2}\n";
	cr_assert(prepare(&room, text, "two", &once, &error), "%s", error->message);
	cr_assert(prepare(&room, text, "two", &twice, &error), "%s", error->message);
	cr_expect_str_eq(once.content, twice.content);
	cr_expect_gt(once.hidden, 0);
	cr_expect_gt(once.published, 100);
}

/* The audit reads nothing but tables: one figure that is put back among the published is found. */
Test(release_union, the_audit_finds_a_figure_that_was_put_back)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	plant(&room, "PKP", "2026-03-03", 3);
	plant(&room, "OKR", "2026-03-03", 30);
	plant(&room, "SWL", "2026-03-03", 40);
	g_auto(PrepareResult) result = { 0 };
	cr_assert(prepare(&room, text, "one", &result, &error), "%s", error->message);
	run(&room,
	    "update release.cell c set state = 'published', value = h.value from "
	    "release.hidden h where h.release_id = c.release_id and h.cell_no = c.cell_no and "
	    "c.release_id = 'one' and c.state = 'hidden' and c.place in ('OKR', 'SWL', "
	    "'division:Sahiwal')");
	bool passes = audit_release(room.db, "one", room.rules, true, &audit, said, &error);
	cr_expect(!passes && error != NULL && error->code == SHUMAR_ERROR_DISCLOSURE);
	cr_expect(strstr(said->str, "cases_registered|PKP|all|2026-03-01|2026-03-31") != NULL, "%s",
		  said->str);
}

/* A square of 1, 5, 5 and 1 whose sums are printed: readers find nothing, each one woman all of it.
 */
Test(release_union, the_audit_finds_what_a_person_finds_by_her_own)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	g_auto(PrepareResult) result = { 0 };
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: vwps, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	plant(&room, "PKP", "2026-03-03", 5);
	plant(&room, "OKR", "2026-03-03", 1);
	run(&room, "update cube.case_day set channel = case when channel = 'station' then 'other' "
		   "else channel end where status like 'PLANTED%'");
	plant(&room, "PKP", "2026-03-03", 1);
	plant(&room, "OKR", "2026-03-03", 5);
	run(&room, "update cube.case_day set channel = 'vwps' where channel = 'station' and status "
		   "like 'PLANTED%'");
	cr_assert(prepare(&room, text, "one", &result, &error), "%s", error->message);
	run(&room, "update release.cell c set state = 'published', value = h.value from "
		   "release.hidden h where h.release_id = c.release_id and h.cell_no = c.cell_no "
		   "and c.release_id = 'one' and c.state = 'hidden';"
		   "insert into release.hidden select release_id, cell_no, value, 'small' from "
		   "release.cell where release_id = 'one' and place in ('PKP', 'OKR') and kind <> "
		   "'all' on conflict do nothing;"
		   "update release.cell set state = 'hidden', value = null, least = 1 where "
		   "release_id = 'one' and place in ('PKP', 'OKR') and kind <> 'all'");
	bool passes = audit_release(room.db, "one", room.rules, true, &audit, said, &error);
	cr_expect(!passes && error != NULL && error->code == SHUMAR_ERROR_DISCLOSURE);
	cr_expect(strstr(said->str, "Figures that a person finds by her own") != NULL, "%s\n%s",
		  error != NULL ? error->message : "", said->str);
}

/* Six districts that may each be 1 to 5, and are 1 in five of nine tables that fit. */
Test(release_union, the_audit_finds_what_can_be_guessed)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	g_auto(PrepareResult) result = { 0 };
	static const char *const districts[] = { "RWP", "ATK", "JLM", "CHK", "MUR", "TLG" };
	static const int counts[] = { 1, 1, 1, 1, 3, 3 };
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	for (gsize n = 0; n < G_N_ELEMENTS(districts); n++)
		plant(&room, districts[n], "2026-03-03", counts[n]);
	cr_assert(prepare(&room, text, "one", &result, &error), "%s",
		  error != NULL ? error->message : "");
	run(&room,
	    "update release.cell c set state = 'published', value = h.value from "
	    "release.hidden h where h.release_id = c.release_id and h.cell_no = c.cell_no "
	    "and c.release_id = 'one' and c.state = 'hidden';"
	    "insert into release.hidden select release_id, cell_no, value, 'small' from "
	    "release.cell where release_id = 'one' and place in ('RWP', 'ATK', 'JLM', 'CHK', "
	    "'MUR', 'TLG') on conflict do nothing;"
	    "update release.cell set state = 'hidden', value = null, least = 1 where "
	    "release_id = 'one' and place in ('RWP', 'ATK', 'JLM', 'CHK', 'MUR', 'TLG')");
	bool passes = audit_release(room.db, "one", room.rules, true, &audit, said, &error);
	cr_expect(!passes && error != NULL && error->code == SHUMAR_ERROR_DISCLOSURE);
	cr_expect(error != NULL &&
		      strstr(error->message, "6 hidden figures may be guessed") != NULL,
		  "%s", error != NULL ? error->message : "passed");
	cr_expect(strstr(said->str, "|TLG|all|2026-03-01|2026-03-31|one  is 1 in 5") != NULL, "%s",
		  said->str);
}

/* A real table with 1,477 ones: the published counts of Cook County by disposition and race. */
Test(release_union, a_table_of_a_file_goes_the_public_path)
{
	const char *data = g_getenv("SHUMAR_REAL_DATA");
	g_autofree char *table = g_build_filename(
	    data != NULL ? data : "", "cook", "cook_disposition_counts_by_offense_race.csv", NULL);
	g_autofree char *file = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "releases",
						 "cook-dispositions.yaml", NULL);
	static const char *const words[] = { NULL };
	if (!g_file_test(table, G_FILE_TEST_EXISTS))
		cr_skip_test("no %s", table);
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_read(file, &error);
	cr_assert(plan != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(GBytes) secret = g_bytes_new_static("Cook", 4);
	PrepareAsked asked = {
		.plan = plan, .words = words, .table = table, .rules = room.rules, .secret = secret
	};
	g_auto(PrepareResult) result = { 0 };
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	bool done =
	    prepare_release(room.db, room.config, &asked, &result, &error) &&
	    audit_release(room.db, "cook-dispositions", room.rules, true, &audit, said, &error);
	cr_assert(done, "%s", error != NULL ? error->message : "");
	cr_expect_gt(result.hidden, 0);
	cr_expect_gt(result.published, result.hidden);
	expect(&room, "cook-dispositions", "defendants|cook|all|2011-01-01|2011-12-31", "state",
	       "published");
}
