/* What the audit of a release finds that was put among the tables afterwards, and what it takes. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/disclosure/solver.h"
#include "tests/support/release_room.h"

TestSuite(release_audit, .timeout = 900);

/* The audit reads nothing but tables: one figure that is put back among the published is found. */
Test(release_audit, the_audit_finds_a_figure_that_was_put_back)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	room_plant(&room, "PKP", "2026-03-03", 3);
	room_plant(&room, "OKR", "2026-03-03", 30);
	room_plant(&room, "SWL", "2026-03-03", 40);
	g_auto(PrepareResult) result = { 0 };
	cr_assert(room_prepare(&room, text, "one", &result, &error), "%s", error->message);
	room_run(&room,
		 "update release.cell c set state = 'published', value = h.value from "
		 "release.hidden h where h.release_id = c.release_id and h.cell_no = c.cell_no and "
		 "c.release_id = 'one' and c.state = 'hidden' and c.place in ('OKR', 'SWL', "
		 "'division:Sahiwal')");
	bool passes = audit_release(room.db, "one", room.rules, true, &audit, said, &error);
	cr_expect(!passes && error != NULL && error->code == SHUMAR_ERROR_DISCLOSURE);
	cr_expect(strstr(said->str, "cases_registered|PKP|all|2026-03-01|2026-03-31") != NULL, "%s",
		  said->str);
	cr_expect(strstr(said->str, "\n  earlier releases   none\n") != NULL, "%s", said->str);
	cr_expect_geq(audit.failing, 1);
	cr_expect_str_eq(audit.table, "month");
}

/* A square of 1, 5, 5 and 1 whose sums are printed: readers find nothing, each one woman all of it.
 */
Test(release_audit, the_audit_finds_what_a_person_finds_by_her_own)
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
	room_plant(&room, "PKP", "2026-03-03", 5);
	room_plant(&room, "OKR", "2026-03-03", 1);
	room_run(&room,
		 "update cube.case_day set channel = case when channel = 'station' then 'other' "
		 "else channel end where status like 'PLANTED%'");
	room_plant(&room, "PKP", "2026-03-03", 1);
	room_plant(&room, "OKR", "2026-03-03", 5);
	room_run(&room,
		 "update cube.case_day set channel = 'vwps' where channel = 'station' and status "
		 "like 'PLANTED%'");
	cr_assert(room_prepare(&room, text, "one", &result, &error), "%s", error->message);
	room_run(&room,
		 "update release.cell c set state = 'published', value = h.value from "
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
	cr_expect_geq(audit.failing, 1);
	cr_expect_str_eq(audit.table, "month");
}

/* Where totals are withheld too, figures have no end, and tables that were seen may be far from
 * what a person knows: she is asked all the same, whatever else the key withholds. */
Test(release_audit, persons_are_asked_where_totals_are_withheld)
{
	static const int keys[] = { 6, 7, 16, 18, 23 };
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: vwps, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	for (gsize n = 0; n < G_N_ELEMENTS(keys); n++) {
		g_auto(Room) room = room_begin();
		room.secret = g_bytes_new(&keys[n], sizeof keys[n]);
		room_plant(&room, "PKP", "2026-03-03", 6);
		room_plant(&room, "OKR", "2026-03-03", 6);
		room_run(&room,
			 "update cube.case_day set channel = case when cases = 1 then 'other' else "
			 "'vwps' end where status like 'PLANTED%'");
		room_publish(&room, text, "one");
		g_clear_pointer(&room.secret, g_bytes_unref);
	}
}

/* Six districts that may each be 1 to 5, and are 1 in five of nine tables that fit. */
Test(release_audit, the_audit_finds_what_can_be_guessed)
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
		room_plant(&room, districts[n], "2026-03-03", counts[n]);
	cr_assert(room_prepare(&room, text, "one", &result, &error), "%s",
		  error != NULL ? error->message : "");
	room_run(&room,
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
	cr_expect_eq(audit.failing, 6);
	cr_expect_str_eq(audit.table, "month");
}

/* The remedy is one that makes a plan: the coarser table is named in the place of the one taken out
 * wherever that stands. */
Test(release_audit, a_table_that_loses_too_much_says_what_to_write)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\nmost-lost: 1\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1, coarser: division}\n"
	    "  - {table: group, measure: cases_registered, place: district, kind: group, period: "
	    "month, to: 2026-03-31, last: 1, coarser: month}\n"
	    "  - {table: division, measure: cases_registered, place: division, kind: all, period: "
	    "month, to: 2026-03-31, last: 1}\n";
	gint64 before = solver_steps();
	cr_assert_not(room_prepare(&room, text, "one", &result, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE));
	cr_expect(strstr(error->message, "would lose at least ") != NULL, "%s", error->message);
	cr_expect_eq(solver_steps(), before, "what the rules alone refuse is not searched for");
	cr_expect_str_eq(error_hint(error),
			 "Publish the coarser table 'division' instead: take 'month' out of one, "
			 "and write 'coarser: division' where it has 'coarser: month'.",
			 "%s: %s", error->message, error_hint(error));
}

/* All that could protect a small figure has to be public. */
Test(release_audit, a_table_that_nothing_protects_is_named_with_the_coarser_one)
{
	g_auto(Room) room = room_begin();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	static const char text[] =
	    "release: one\ntitle: {en: T, ur: جدول}\njurisdiction: punjab\nmost-lost: 100\ntables:\n"
	    "  - {table: month, measure: cases_registered, place: district, kind: all, period: "
	    "month, to: 2026-03-31, last: 1, coarser: whole}\n"
	    "  - {table: whole, title: {en: All, ur: کل}, measure: cases_registered, place: "
	    "province, kind: all, period: month, to: 2026-03-31, last: 1}\nheadline:\n"
	    "  - {table: month, place: OKR, kind: all}\n  - {table: month, place: SWL, kind: all}\n"
	    "  - {table: month, place: punjab, kind: all}\n";
	static const char *const changes[] = { "zeros: some", "zeros: published", NULL };
	char *told = room_rules(&room, "zeros.yaml", changes);
	g_free(room.rules);
	room.rules = told;
	room_run(&room, "delete from cube.case_day");
	room_plant(&room, "PKP", "2026-03-03", 3);
	room_plant(&room, "OKR", "2026-03-03", 30);
	room_plant(&room, "SWL", "2026-03-03", 40);
	cr_assert_not(room_prepare(&room, text, "one", &result, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE));
	cr_expect(g_str_has_prefix(error->message, "table 'month' is too fine: "), "%s",
		  error->message);
	cr_expect_str_eq(
	    error_hint(error),
	    "Publish the coarser table 'All' (whole) instead: take 'month' out of one, and "
	    "write 'table: whole' where its headline has 'table: month'.");
}

/* A real table with 1,477 ones: the published counts of Cook County by disposition and race. */
Test(release_audit, a_table_of_a_file_goes_the_public_path)
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
	room_expect(&room, "cook-dispositions", "defendants|cook|all|2011-01-01|2011-12-31",
		    "state", "published");
}
