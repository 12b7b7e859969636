/* What was revised is seldom printed. A release is protected for readers who take all of it for
 * new, and for those who take for unchanged what nothing printed says has changed. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "tests/support/release_room.h"

TestSuite(release_doubt, .timeout = 900);

#define HEAD                                                                                       \
	"title: {en: T, ur: جدول}\njurisdiction: punjab\ntables:\n"                            \
	"  - {table: month, measure: cases_registered, place: district, places: [PKP, OKR, SWL], " \
	"kind: all, period: month, to: $to, last: 1}\n"
#define DIVISION                                                                                   \
	"  - {table: division, measure: cases_registered, place: division, places: "               \
	"[\"division:Sahiwal\"], kind: all, period: month, to: $to, last: "
#define TOLD                                                                                       \
	"headline:\n  - {table: month, place: SWL, kind: all}\n"                                   \
	"  - {table: division, place: \"division:Sahiwal\", kind: all}\n"

static const char march[] = "release: march\n" HEAD DIVISION "1}\n" TOLD;

/* March's total is told again, and both months together; what the two smaller districts have in
 * them has to be printed. */
static const char april[] =
    "release: april\n" HEAD DIVISION "2}\n"
    "  - {table: both, measure: cases_registered, place: district, places: [PKP, OKR, SWL], "
    "kind: all, period: whole, from: 2026-03-01, to: $to}\n" TOLD
    "  - {table: both, place: PKP, kind: all}\n  - {table: both, place: OKR, kind: all}\n"
    "  - {table: both, place: SWL, kind: all}\n";

/* PLAN until the day TO. Transfer full. */
static char *until(const char *plan, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(plan, "$to", -1);
	return g_strjoinv(to, parts);
}

/* March is public: 7 cases in two districts, of which each has from 1 to 6. */
static Room told_march(void)
{
	static const char *const rules[] = { "\nzeros: some", "\nzeros: published", "\nguess: 50",
					     "\nguess: 0", NULL };
	Room room = room_begin();
	g_autofree char *plan = until(march, "2026-03-31");
	char *then = room_rules(&room, "told.yaml", rules);
	g_free(room.rules);
	room.rules = then;
	room_plant(&room, "PKP", "2026-03-10", 4);
	room_plant(&room, "OKR", "2026-03-10", 3);
	room_plant(&room, "SWL", "2026-03-10", 40);
	room_plant(&room, "PKP", "2026-04-10", 7);
	room_plant(&room, "OKR", "2026-04-10", 2);
	room_plant(&room, "SWL", "2026-04-10", 40);
	room_publish(&room, plan, "march");
	return room;
}

/* A late case in Sahiwal. The division's March has one more, and Sahiwal's two months say whose it
 * is. OKR has 5 in both months and 1 to 5 in April: who takes its March for what it was knows that
 * 1 at least is left for it, and has 1 to 4. */
Test(release_doubt, who_takes_for_unchanged_what_may_be_finds_nothing)
{
	g_auto(Room) room = told_march();
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autofree char *plan = until(april, "2026-04-30");
	room_plant(&room, "SWL", "2026-03-11", 1);
	cr_assert_not(room_prepare(&room, plan, "april", &result, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message);
	cr_expect(strstr(error->message, "OKR|all|2026-04-01") != NULL, "%s", error->message);
}

/* Two late cases, in both of the small districts: the months together say that either has changed,
 * so nobody takes them for what they were. */
Test(release_doubt, what_is_seen_to_have_changed_is_believed_to_be_new)
{
	g_auto(Room) room = told_march();
	g_autofree char *plan = until(april, "2026-04-30");
	room_plant(&room, "PKP", "2026-03-11", 5);
	room_plant(&room, "OKR", "2026-03-11", 5);
	room_publish(&room, plan, "april");
	room_expect(&room, "april", "cases_registered|OKR|all|2026-03-01|2026-04-30", ROOM_STATE,
		    "published 10");
	room_expect(&room, "april", "cases_registered|OKR|all|2026-03-01|2026-03-31", "version",
		    "april");
}
