/* The release desk as a whole, on made-up records: a release from its announcement to its
 * withdrawal, and killed wherever it can be. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/release_home.h"

TestSuite(release, .timeout = 300);

#define ID     "tiny-2026-09"
#define BEFORE "2026-10-20T00:00:00Z"
#define READY  "2026-11-23T00:00:00Z"
#define HOUR   "2026-11-24T05:00:00Z"
#define AFTER  "2026-11-24T06:00:00Z"
#define LAST   "2026-12-25T00:00:00Z" /* after what is published of Cook County */

static char *home_of_demo(void)
{
	g_autofree char *data = g_build_filename(demo_home(), "data", NULL);
	return release_home_new(data);
}

static char *status_of(const char *home)
{
	return release_done(home, AFTER, "status " ID);
}

/* A real table of counts that is none of the warehouse's, from its file to its folder. Its hours
 * are those of its own jurisdiction, and come after all others: the desk has one ledger. */
static void publish_cook(const char *home)
{
	const char *data = g_getenv("SHUMAR_REAL_DATA");
	/* the program works in its own folder, to which a relative one would belong */
	g_autofree char *absolute =
	    g_canonicalize_filename(data != NULL ? data : "", g_getenv("SHUMAR_ROOT"));
	g_autofree char *table =
	    g_build_filename(absolute, "cook", "cook_disposition_counts_by_offense_race.csv", NULL);
	release_refused(home, AFTER, "prepare cook-dispositions", 2, "none is given");
	release_refused(home, AFTER, "prepare cook-dispositions --table t.csv --as-of 1", 2,
			"no records");
	release_refused(home, AFTER, "prepare tiny --param month=2026-09 --table t.csv", 2,
			"no table");
	release_refused(home, AFTER, "calendar announce tiny --on 2026-12-24 --at 09:30 --by A", 2,
			"no plan has a release 'tiny'");
	if (!g_file_test(table, G_FILE_TEST_EXISTS))
		return;
	g_free(release_done(
	    home, AFTER, "calendar announce cook-dispositions --on 2026-12-24 --at 09:30 --by A"));
	g_autofree char *prepare =
	    g_strdup_printf("prepare cook-dispositions --table '%s' --by Bilal", table);
	release_says(home, AFTER, prepare, "prepared from its table, joined with ");
	g_autofree char *audited = release_done(home, AFTER, "audit cook-dispositions");
	cr_expect(strstr(audited, "none that can be found") != NULL, "%s", audited);
	cr_expect(strstr(audited, "Defendants by disposition and race: withholding loses ") != NULL,
		  "%s", audited);
	g_free(release_done(home, AFTER, "approve cook-dispositions --by Ayesha"));
	g_free(release_done(home, AFTER, "approve cook-dispositions --by Kamran"));
	g_free(release_done(home, "2026-12-24T15:30:00Z", "publish cook-dispositions -o pub"));
	g_autofree char *verified = release_done(home, AFTER, "verify pub/cook-dispositions");
	cr_expect(strstr(verified, "verified: ") != NULL, "%s", verified);
}

/* ── what ships ── */

/* Of few cases: the rules alone withhold more of the month's districts than the plan that ships
 * allows, and the province's months are what to publish instead. */
static void refuse_sparse(const char *home)
{
	static const char words[] = "prepare punjab-monthly --param month=2024-08 --dry-run",
			  says[] =
			      "table 'Cases by district' (district-month) would lose at least ",
			  remedy[] =
			      "hint: Publish the coarser table 'Cases in Punjab, month by month' "
			      "(province-month) instead: take 'district-month' out of ";
	release_refused(home, LAST, words, 8, says);
	release_refused(home, LAST, words, 8, remedy);
}

/* The plan that ships, as a demonstration of 2,000 cases can pass it: quarters of divisions, and
 * more withheld than an office would, since nearly all of its figures are small. */
static void loosen_plan(const char *home)
{
	g_autofree char *path =
	    g_build_filename(home, "templates", "releases", "punjab-monthly.yaml", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_autoptr(GString) loose = g_string_new(text);
	cr_assert_eq(g_string_replace(loose, "most-lost: 60", "most-lost: 100", 0), 1);
	cr_assert_eq(g_string_replace(loose, "place: district, kind: group, period: quarter",
				      "place: division, kind: group, period: quarter", 0),
		     1);
	program_write(home, "templates/releases/punjab-monthly.yaml", loose->str);
}

/* Runs each of COMMANDS, with %s for ID, on the day before DAY, and publishes at its hour. */
static void publish_on(const char *home, const char *day, const char *prepare, const char *id)
{
	static const char *const commands[] = { "audit %s", "approve %s --by Ayesha",
						"approve %s --by Kamran", "publish %s -o pub" };
	g_autofree char *hour = g_strconcat(day, "T09:30:00+05:00", NULL);
	g_free(release_done(home, hour, prepare));
	for (size_t n = 0; n < G_N_ELEMENTS(commands); n++) {
		g_autoptr(GString) words = g_string_new(commands[n]);
		g_string_replace(words, "%s", id, 0);
		g_free(release_done(home, hour, words->str));
	}
}

/* One byte of README.txt, which is put back. */
static void flip_byte(const char *home, const char *folder)
{
	g_autofree char *path = g_build_filename(home, folder, "README.txt", NULL);
	g_autofree char *text = NULL;
	g_autofree char *verify = g_strconcat("verify ", folder, NULL);
	gsize length = 0;
	cr_assert(g_file_get_contents(path, &text, &length, NULL));
	text[length / 2] ^= 1;
	cr_assert(g_file_set_contents(path, text, (gssize)length, NULL));
	g_autoptr(ProgramRun) run = release_run(home, AFTER, NULL, verify);
	cr_expect_eq(run->code, 6, "%s%s", run->out, run->err);
	cr_expect_str_eq(run->out, "README.txt: it was changed\n");
	text[length / 2] ^= 1;
	cr_assert(g_file_set_contents(path, text, (gssize)length, NULL));
}

/* The first withheld cell of this release, as if it were published. */
static void unsuppress(const char *home, const char *folder)
{
	g_autofree char *path = g_build_filename(home, folder, "proof", "cells.csv", NULL);
	g_autofree char *verify = g_strconcat("verify ", folder, NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_autoptr(GRegex) withheld = g_regex_new(
	    "^([0-9]+),([^,\n]+),([^,\n]+),([^,\n]+),([^,\n]+),([^,\n]+),([^,\n]+),hidden,,.*$",
	    G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	cr_assert(g_regex_match(withheld, text, 0, &match));
	int from = 0, to = 0;
	g_match_info_fetch_pos(match, 0, &from, &to);
	g_autofree char *row = g_match_info_expand_references(
	    match, "\\1,\\2,\\3,\\4,\\5,\\6,\\7,published,3,0,", NULL);
	g_autofree char *says = g_match_info_expand_references(
	    match, "cell \\1 (\\3 \\4 \\5 \\6 \\7 \\2): it is published, and yet listed in ", NULL);
	g_autofree char *edited = g_strdup_printf("%.*s%s%s", from, text, row, text + to);
	cr_assert(g_file_set_contents(path, edited, -1, NULL));
	g_autoptr(ProgramRun) run = release_run(home, AFTER, NULL, verify);
	cr_expect_eq(run->code, 8, "%s%s", run->out, run->err);
	const char *said = strstr(run->out, says);
	cr_expect(said != NULL, "'%s' in: %s", says, run->out);
	cr_expect(said == NULL || strstr(said + 1, says) == NULL, "said once: %s", run->out);
}

/* The plans that ship, one after the other: a month that ends a quarter, and a press note. */
static void publish_default_plans(const char *home)
{
	static const char note[] = "press-note-pkp-2023-08-01-2024-07-31",
			  month[] = "punjab-monthly-2026-06";
	loosen_plan(home);
	g_free(release_done(
	    home, LAST,
	    "calendar announce punjab-monthly-2026-06 --on 2027-02-01 --at 09:30 --by A"));
	g_free(release_done(
	    home, LAST,
	    "calendar announce press-note-pkp-2023-08-01-2024-07-31 --on 2027-02-02 --at 09:30 --by A"));
	publish_on(home, "2027-02-01", "prepare punjab-monthly --param month=2026-06 --by Bilal",
		   month);
	publish_on(
	    home, "2027-02-02",
	    "prepare press-note --param district=PKP --param from=2023-08-01 --param to=2024-07-31 --by Bilal",
	    note);
	g_autofree char *verified = release_done(home, AFTER, "verify pub/punjab-monthly-2026-06");
	cr_expect(strstr(verified, "verified: ") != NULL, "%s", verified);
	g_free(release_done(home, AFTER, "verify pub/press-note-pkp-2023-08-01-2024-07-31"));
	flip_byte(home, "pub/punjab-monthly-2026-06");
	unsuppress(home, "pub/punjab-monthly-2026-06");
}

/* Announced, prepared, audited and approved, killed at every line of the ledger: before it is
 * committed, and after. */
static void approve_killed(const char *home)
{
	static const char announce[] =
	    "calendar announce " ID " --on 2026-11-24 --at 09:30 --by Ayesha";
	release_killed(home, BEFORE, "release.appended", announce);
	release_killed(home, BEFORE, "release.named", announce);
	release_killed(home, BEFORE, "release.committed", announce);
	release_refused(home, BEFORE, announce, 3, "was announced for it before");
	release_killed(home, READY, "release.committed",
		       "prepare tiny --param month=2026-09 --by Bilal");
	release_killed(home, READY, "release.committed", "audit " ID);
	release_says(home, READY, "prepare tiny --param month=2026-08 --dry-run",
		     "joined with no earlier release\n");
	release_says(home, READY, "audit " ID, ID ": passed, with no earlier release: ");
	release_killed(home, READY, "release.named", "approve " ID " --by Ayesha");
	g_free(release_done(home, READY, "approve " ID " --by Ayesha --access Secretary"));
	release_killed(home, READY, "release.committed", "approve " ID " --by Kamran");
	release_refused(home, READY, "approve " ID " --by Carla", 3,
			"two people approved it already");
	release_refused(home, READY, "publish " ID " -o pub", 3,
			"it was announced for 2026-11-24 09:30");
}

/* Nothing is public before the ledger says so; and what it says is ended by the next command,
 * whatever that is. */
static void publish_killed(const char *home, const char *folder)
{
	static const char *const points[] = { "release.rendered", "release.sealed",
					      "release.appended", "release.named" };
	for (size_t n = 0; n < G_N_ELEMENTS(points); n++) {
		release_killed(home, HOUR, points[n], "publish " ID " -o pub");
		cr_assert(!g_file_test(folder, G_FILE_TEST_EXISTS), "at %s", points[n]);
		g_autofree char *status = release_done(home, HOUR, "status " ID);
		cr_assert(g_str_has_prefix(status, ID ": approved"), "at %s: %s", points[n],
			  status);
	}
	release_killed(home, HOUR, "release.published", "publish " ID " -o pub");
	cr_assert(!g_file_test(folder, G_FILE_TEST_EXISTS));
	release_refused(home, AFTER, "publish " ID " -o pub", 3, "it is public already");
	cr_assert(g_file_test(folder, G_FILE_TEST_IS_DIR));
	g_free(release_done(home, AFTER, "verify pub/" ID));
}

/* A lost folder comes back as it was. */
static void lose_folder(const char *home, const char *folder)
{
	g_autofree char *manifest = g_build_filename(folder, "manifest.json", NULL);
	g_autofree char *was = NULL, *is = NULL;
	cr_assert(g_file_get_contents(manifest, &was, NULL, NULL));
	program_run_free(program_run_other(home, "rm", "-rf", "--", folder, NULL));
	release_killed(home, AFTER, "release.placed", "publish " ID " -o pub");
	cr_assert(g_file_get_contents(manifest, &is, NULL, NULL));
	cr_assert_str_eq(is, was);
}

static void withdraw_killed(const char *home, const char *folder)
{
	g_autofree char *notice = g_strconcat(folder, ".WITHDRAWN.txt", NULL);
	release_killed(home, AFTER, "release.withdrawn",
		       "withdraw " ID " --by Ayesha --reason wrong");
	cr_assert(!g_file_test(notice, G_FILE_TEST_EXISTS));
	release_refused(home, AFTER, "withdraw " ID " --by Ayesha --reason wrong", 3,
			"withdrawn before");
	cr_assert(g_file_test(notice, G_FILE_TEST_EXISTS));
	g_free(release_done(home, AFTER, "verify pub/" ID));
	g_autofree char *status = status_of(home);
	cr_assert(strstr(status, "withdrawn by Ayesha") != NULL &&
		      strstr(status, "access: Secretary") != NULL,
		  "%s", status);
}

Test(release, from_its_announcement_to_its_withdrawal_killed_between_any_two_steps)
{
	char *home = home_of_demo();
	g_autofree char *folder = g_build_filename(home, "pub", ID, NULL);
	approve_killed(home);
	publish_killed(home, folder);
	lose_folder(home, folder);
	/* nothing changed, so nothing is corrected */
	release_refused(home, AFTER, "correct " ID " --by Ayesha --reason wrong", 3,
			"nothing in it would change");
	release_refused(home, AFTER, "prepare tiny --param month=2026-09", 3, ID);
	release_says(home, AFTER, "prepare tiny --param month=2026-08 --dry-run",
		     "joined with 1 earlier release\n");
	withdraw_killed(home, folder);
	publish_cook(home);
	refuse_sparse(home);
	publish_default_plans(home);
	release_home_end(home);
}

Test(release, every_command_explains_itself_with_an_example)
{
	static const char *const names[] = { "plans",   "prepare",  "audit",   "approve",
					     "publish", "withdraw", "correct", "calendar",
					     "list",    "status",   "verify" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(ProgramRun) run = program_run(NULL, "release", names[n], "--help", NULL);
		g_autofree char *example = g_strconcat("\n  shumar release ", names[n], NULL);
		cr_assert_eq(run->code, 0, "%s: %s", names[n], run->err);
		cr_assert(strstr(run->out, example) != NULL, "%s: %s", names[n], run->out);
	}
}
