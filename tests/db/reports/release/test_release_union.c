/* Releases one after another, on planted figures: what is public of all of them together. Nothing
 * of it stays in the warehouse. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "tests/support/release_room.h"

TestSuite(release_union, .timeout = 900);

/* A week, and the week and a day on which N cases more were registered. */
static void week_and_a_day(const Room *room, const char *from, const char *to, const char *next,
			   int n)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *week = room_note(from, to, true);
	g_autofree char *more = room_note(from, next, true);
	room_plant(room, "PKP", from, 20);
	if (n > 0)
		room_plant(room, "PKP", next, n);
	room_publish(room, week, "week");
	bool leaves = room_prepare(room, more, "more", &result, &error);
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
	g_autofree char *week = room_note("2026-03-02", "2026-03-08", false);
	g_autofree char *more = room_note("2026-03-02", "2026-03-09", false);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_plant(&room, "PKP", "2026-03-09", 1);
	room_publish(&room, week, "week");
	room_publish(&room, more, "more");
	room_expect(&room, "week", "cases_registered|PKP|all|2026-03-02|2026-03-08", ROOM_STATE,
		    "published 20");
	room_expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-09", ROOM_STATE,
		    "hidden");
	room_expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-08", "version",
		    "week");
}

/* A late case: the figure is printed anew, and is another one from then on. */
Test(release_union, a_late_case_is_a_revision_and_a_figure_of_its_own)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = room_note("2026-03-01", "2026-03-31", true);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_publish(&room, month, "first");
	room_publish(&room, month, "again");
	room_expect(&room, "again", key, "version", "first");
	room_expect(&room, "again", key, "revised", "f");
	room_plant(&room, "PKP", "2026-03-04", 1);
	room_publish(&room, month, "late");
	room_expect(&room, "late", key, ROOM_STATE, "published 21");
	room_expect(&room, "late", key, "version", "late");
	room_expect(&room, "late", key, "revised", "t");
}

/* March of PKP, then of all districts with 2 cases in OKR; PKP's has become N. */
static void told_again(Room *room, int n)
{
	static const char all[] =
	    "release: all\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	g_autofree char *one = room_note("2026-03-01", "2026-03-31", true);
	g_autofree char *late =
	    g_strdup_printf("update cube.case_day set cases = %d where district "
			    "= 'PKP' and status like 'PLANTED%%' and cases > 1",
			    n - 1);
	room_plant(room, "PKP", "2026-03-03", 10);
	room_plant(room, "OKR", "2026-03-03", 2);
	room_plant(room, "SWL", "2026-03-03", 40);
	room_publish(room, one, "one");
	room_run(room, late);
	room_publish(room, all, "all");
	room_expect(room, "all", "cases_registered|PKP|all|2026-03-01|2026-03-31", "version",
		    "all");
	room_expect(room, "all", "cases_registered|OKR|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
}

/* The 10 were printed: 11 in their place are no cover for the 2, and are printed. */
Test(release_union, what_was_printed_with_another_value_is_no_cover)
{
	g_auto(Room) room = room_begin();
	told_again(&room, 11);
	room_expect(&room, "all", "cases_registered|PKP|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "published 11");
	room_expect(&room, "all", "cases_registered|SWL|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
}

/* 3 in their place are withheld, and are no cover either. */
Test(release_union, what_has_become_small_is_no_cover)
{
	g_auto(Room) room = room_begin();
	told_again(&room, 3);
	room_expect(&room, "all", "cases_registered|PKP|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
	room_expect(&room, "all", "cases_registered|SWL|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
}

/* A case that nobody was told of, in a week that is not printed again: what a reader believes is
 * what has to be protected, and it is not what is true. */
Test(release_union, an_untold_revision_is_judged_as_readers_see_it)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *week = room_note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = room_note("2026-03-02", "2026-03-09", true);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_publish(&room, week, "week");
	room_plant(&room, "PKP", "2026-03-04", 2);
	/* nobody was registered on the ninth; a reader finds two */
	cr_expect(!room_prepare(&room, more, "more", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
}

/* A figure that goes below a part of itself says that something was revised. */
Test(release_union, what_contradicts_an_earlier_release_is_a_revision)
{
	g_auto(Room) room = room_begin();
	g_autofree char *week = room_note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = room_note("2026-03-02", "2026-03-09", true);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_publish(&room, week, "week");
	room_run(
	    &room,
	    "update cube.case_day set cases = 11 where district = 'PKP' and status like 'PLANTED%' "
	    "and cases > 1");
	room_publish(&room, more, "more");
	room_expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-09", ROOM_STATE,
		    "published 12");
	room_expect(&room, "more", "cases_registered|PKP|all|2026-03-02|2026-03-08", "version",
		    "more");
}

/* Most of the week was struck out. The month of 3 is withheld: nothing printed says that the week
 * was revised, and neither does its version. */
Test(release_union, what_is_withheld_revises_nothing)
{
	g_auto(Room) room = room_begin();
	g_autofree char *week = room_note("2026-03-02", "2026-03-08", true);
	g_autofree char *month = room_note("2026-03-01", "2026-03-31", false);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_publish(&room, week, "week");
	room_run(&room, "update cube.case_day set cases = 2 where district = 'PKP' and status like "
			"'PLANTED%' and cases > 1");
	room_publish(&room, month, "month");
	room_expect(&room, "month", "cases_registered|PKP|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
	room_expect(&room, "month", "cases_registered|PKP|all|2026-03-02|2026-03-08", "version",
		    "week");
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
		room_plant(&room, "PKP", from, week == 4 ? 3 : 12 + week);
		room_publish(&room, text, id);
		g_autofree char *key = g_strdup_printf("cases_registered|PKP|all|%s|%s", from, to);
		g_autofree char *year =
		    g_strdup_printf("cases_registered|PKP|all|2026-01-01|%s", to);
		g_autofree char *state = room_figure(&room, id, year, "state");
		told += strcmp(state, "published") == 0;
		if (week == 4)
			room_expect(&room, id, key, ROOM_STATE, "hidden");
	}
	cr_expect_geq(told, 4, "%d of 9 years to date are told", told);
}

/* Rawalpindi as it was, and as it is without Murree, which has two cases. */
Test(release_union, old_and_new_boundaries_do_not_give_what_was_cut_off)
{
	g_auto(Room) room = room_begin();
	g_autofree char *old =
	    room_plan("before", "places: [\"before:RWP\"],", "2026-03-01", "2026-03-31", "");
	g_autofree char *new =
	    room_plan("district", "places: [RWP],", "2026-03-01", "2026-03-31", "");
	room_plant(&room, "RWP", "2026-03-03", 40);
	room_plant(&room, "MUR", "2026-03-04", 2);
	room_publish(&room, old, "old");
	room_publish(&room, new, "new");
	room_expect(&room, "old", "cases_registered|before:RWP|all|2026-03-01|2026-03-31",
		    ROOM_STATE, "published 42");
	room_expect(&room, "new", "cases_registered|RWP|all|2026-03-01|2026-03-31", ROOM_STATE,
		    "hidden");
}

/* What was withheld is withheld again, although the table by itself could have it. */
Test(release_union, what_was_withheld_stays_withheld)
{
	g_auto(Room) room = room_begin();
	g_autofree char *few = room_note("2026-03-01", "2026-03-31", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	room_plant(&room, "PKP", "2026-03-03", 3);
	room_publish(&room, few, "few");
	room_expect(&room, "few", key, ROOM_STATE, "hidden");
	room_plant(&room, "PKP", "2026-03-04", 9);
	room_publish(&room, few, "more");
	room_expect(&room, "more", key, ROOM_STATE, "hidden");
	room_expect(&room, "more", key, "version", "few");
}

/* A late record that is told elsewhere makes a new version of what was withheld beside it; were it
 * printed then, readers would have the one of before but for a case or two. */
Test(release_union, what_was_withheld_stays_withheld_when_it_is_revised)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = room_note("2026-03-01", "2026-03-31", false);
	g_autofree char *half = room_note("2026-03-01", "2026-03-15", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	room_plant(&room, "PKP", "2026-03-03", 30);
	room_plant(&room, "PKP", "2026-03-20", 2);
	room_publish(&room, half, "half");
	room_publish(&room, month, "month");
	room_expect(&room, "month", key, ROOM_STATE, "hidden");
	room_plant(&room, "PKP", "2026-03-04", 1);
	room_publish(&room, half, "half-again");
	room_plant(&room, "PKP", "2026-03-21", 40);
	room_publish(&room, month, "month-again");
	room_expect(&room, "month-again", key, ROOM_STATE, "hidden");
}

/* Thirty cases of one station, and as many of two: the one is that station's figure. */
Test(release_union, a_figure_that_one_station_makes_is_withheld)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *month = room_note("2026-03-01", "2026-03-31", false);
	g_autofree char *headline = room_note("2026-03-01", "2026-03-31", true);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	room_plant_at(&room, "PKP", "Planted", "2026-03-03", 30);
	cr_assert(room_prepare(&room, month, "one", &result, &error), "%s", error->message);
	room_expect(&room, "one", key, ROOM_STATE, "hidden");
	cr_expect(!room_prepare(&room, headline, "headline", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
	room_plant_at(&room, "PKP", "Beside", "2026-03-04", 1);
	room_publish(&room, month, "two");
	room_expect(&room, "two", key, ROOM_STATE, "published 31");
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
	room_run(room, sql);
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
	room_run(&room, "delete from cube.accused_day where district = 'PKP';"
			"delete from fact.accused where district = 'PKP'");
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(GError) error = NULL;
	accuse(&room, "Planted", 1, 12);
	cr_assert(room_prepare(&room, month, "one", &result, &error), "%s", error->message);
	room_expect(&room, "one", key, ROOM_STATE, "hidden");
	accuse(&room, "Beside", 2, 2);
	cr_assert(room_prepare(&room, month, "two", &result, &error), "%s", error->message);
	room_expect(&room, "two", key, ROOM_STATE, "hidden");
	accuse(&room, "Beside", 3, 6);
	cr_assert(room_prepare(&room, month, "three", &result, &error), "%s", error->message);
	room_expect(&room, "three", key, ROOM_STATE, "published 20");
}

/* N accused persons of VWPS cases of PKP by STATUS, of whom ARRESTED were arrested once. */
static void accuse_as(const Room *room, const char *status, int n, int arrested)
{
	g_autofree char *sql = g_strdup_printf(
	    "insert into cube.accused_day (district, channel, category, status, registered_on, "
	    "accused, arrested_ever) values ('PKP', 'vwps', 'DOMVIOL', '%s', '2026-03-03', %d, %d)",
	    status, n, arrested);
	room_run(room, sql);
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
	room_run(&room, "delete from cube.accused_day where district = 'PKP'");
	accuse_as(&room, "ARRESTED", 3, 3);
	accuse_as(&room, "INNOCENT", 2, 0);
	accuse_as(&room, "JUDICIAL", 10, 10);
	accuse_as(&room, "BAIL", 10, 10);
	accuse_as(&room, "CONVICTED", 9, 9);
	cr_assert(room_prepare(&room, month, "one", &result, &error), "%s", error->message);
	cr_expect_eq(number(&room, sums), 2);
	cr_expect_lt(number(&room, told), 4);
	/* records that say otherwise: four of those in custody have no arrest */
	room_run(&room,
		 "update cube.accused_day set arrested_ever = 0 where district = 'PKP' and status "
		 "in ('ARRESTED', 'CONVICTED')");
	cr_assert(room_prepare(&room, month, "one", &result, &error), "%s", error->message);
	cr_expect_eq(number(&room, sums), 0);
}

/* With the office's secret some of the figures just above the threshold are withheld like small
 * ones, and always the same. */
Test(release_union, a_secret_withholds_some_figures_that_are_not_small)
{
	g_auto(Room) room = room_begin();
	g_autofree char *month = room_note("2026-03-01", "2026-03-31", false);
	static const char key[] = "cases_registered|PKP|all|2026-03-01|2026-03-31";
	room_plant(&room, "PKP", "2026-03-03", 6);
	int hidden = 0, secrets = 40;
	for (int n = 0; n < secrets; n++) {
		g_autoptr(GError) error = NULL;
		g_auto(PrepareResult) once = { 0 };
		g_auto(PrepareResult) twice = { 0 };
		room.secret = g_bytes_new(&n, sizeof n);
		cr_assert(room_prepare(&room, month, "note", &once, &error), "%s", error->message);
		cr_assert(room_prepare(&room, month, "note", &twice, &error), "%s", error->message);
		g_autofree char *state = room_figure(&room, "note", key, "state");
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
	g_autofree char *week = room_note("2026-03-02", "2026-03-08", true);
	g_autofree char *more = room_note("2026-03-02", "2026-03-09", true);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_plant(&room, "PKP", "2026-03-09", 1);
	room_publish(&room, week, "week");
	room_run(&room, "update release.release set state = 'withdrawn' where release_id = 'week'");
	cr_expect(!room_prepare(&room, more, "more", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
}

Test(release_union, the_second_note_alone_may_leave)
{
	g_auto(Room) room = room_begin();
	g_autofree char *more = room_note("2026-03-02", "2026-03-09", true);
	room_plant(&room, "PKP", "2026-03-03", 20);
	room_plant(&room, "PKP", "2026-03-09", 1);
	room_publish(&room, more, "more");
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
	room_plant(&room, "PKP", "2025-05-05", 50);
	room_plant(&room, "PKP", "2025-10-05", 40);
	room_plant(&room, "SWL", "2025-11-05", 41);
	room_plant(&room, "OKR", "2025-12-05", 42);
	room_publish(&room, october, "october");
	room_plant(&room, "PKP", "2025-10-06", 7);
	room_publish(&room, november, "november");
	room_plant(&room, "SWL", "2025-11-07", 6);
	room_publish(&room, december, "december");
	room_expect(&room, "december",
		    "cases_registered|division:Sahiwal|all|2025-10-01|2025-12-31", ROOM_STATE,
		    "published 136");
	room_expect(&room, "december",
		    "cases_registered|division:Sahiwal|all|2025-10-01|2025-10-31", "version",
		    "december");
	room_expect(&room, "december",
		    "cases_registered|division:Sahiwal|all|2025-01-01|2025-12-31", "version",
		    "december");
	g_clear_pointer(&room.secret, g_bytes_unref);
}

/* Sahiwal division's March under the rules of then (figures below 4 are hidden, and hardly apart;
 * all zeros told), in which the figures of two districts are left less than is asked for now. */
static Room weak_room(void)
{
	static const char *const weaker[] = {
		"\nthreshold: 5",     "\nthreshold: 4", "\nwidth: 4", "\nwidth: 1", "\nzeros: some",
		"\nzeros: published", "\nguess: 50",    "\nguess: 0", NULL
	};
	Room room = room_begin();
	room_plant(&room, "PKP", "2026-03-10", 3);
	room_plant(&room, "SWL", "2026-03-10", 2);
	room_plant(&room, "OKR", "2026-03-10", 30);
	room_plant(&room, "OKR", "2026-04-10", 40);
	room_plant(&room, "SWL", "2026-04-10", 40);
	char *then = room_rules(&room, "weaker.yaml", weaker);
	char *now = room.rules;
	room.rules = then;
	static const char plan[] =
	    "release: march\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	room_publish(&room, plan, "march");
	room_expect(&room, "march", "cases_registered|PKP|all|2026-03-01|2026-03-31", "state",
		    "hidden");
	room_expect(&room, "march", "cases_registered|division:Sahiwal|all|2026-03-01|2026-03-31",
		    ROOM_STATE, "published 35");
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
	    room_plan("district", "places: [OKR, SWL],", "2026-04-01", "2026-04-30", "");
	bool done = room_prepare(&room, plan, "april", &result, &error);
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
	room_plant(&room, "PKP", "2026-04-10", 20);
	g_autofree char *plan = room_plan("district", "places: [PKP],", "2026-04-01", "2026-04-30",
					  "headline:\n  - {table: note, place: PKP, kind: all}\n");
	g_autofree char *both = room_plan("district", "places: [PKP],", "2026-03-01", "2026-04-30",
					  "headline:\n  - {table: note, place: PKP, kind: all}\n");
	room_publish(&room, plan, "april");
	cr_assert_not(room_prepare(&room, both, "both", &result, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE), "%s",
		  error->message);
}

/* Same records, plan and releases before: the same release, to the letter. */
Test(release_union, prepares_the_same_twice)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) once = { 0 };
	g_auto(PrepareResult) twice = { 0 };
	static const char text[] =
	    "release: two\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: year, measure: cases_registered, place: district, kind: all, period: "
	    "year, to: 2025-12-31, last: 2}\n"
	    "  - {table: group, measure: cases_registered, place: division, kind: group, period: "
	    "year, to: 2025-12-31, last: 2}\n";
	cr_assert(room_prepare(&room, text, "two", &once, &error), "%s", error->message);
	cr_assert(room_prepare(&room, text, "two", &twice, &error), "%s", error->message);
	cr_expect_str_eq(once.content, twice.content);
	cr_expect_gt(once.hidden, 0);
	cr_expect_gt(once.published, 100);
}
