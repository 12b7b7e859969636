/* Commands of the release desk out of their order, or on what is no more what it was: each is
 * refused with its reason, leaves everything as it was, and the next command goes on. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "tests/support/release_home.h"

TestSuite(release_illegal, .timeout = 300);

#define BEFORE "2026-10-20T00:00:00Z"
#define READY  "2026-11-23T00:00:00Z"
#define HOUR   "2026-11-24T05:00:00Z"
#define AFTER  "2026-11-24T06:00:00Z"
#define LATER  "2026-11-26T06:00:00Z" /* when the hour is over */

/* A warehouse of its own: no other test is at its desk. */
static char *home_of_its_own(void)
{
	char *home = release_home_new("data");
	g_autoptr(ProgramRun) made = program_run(home, "demo", "--cases", "2000", "--papers",
						 "none", "--output", "demo", "--quiet", NULL);
	cr_assert_eq(made->code, 0, "%s", made->err);
	return home;
}

/* All that a command could have changed: lines of the ledger, states, hours, and what is public. */
static char *picture(const char *home)
{
	g_autoptr(ProgramRun) desk = program_run(home, "release", "list", NULL);
	g_autoptr(ProgramRun) hours = program_run(home, "release", "calendar", "list", NULL);
	g_autoptr(ProgramRun) files = program_run_other(
	    home, "sh", "-c",
	    "cat data/release.ledger; find pub -mindepth 1 -exec stat -c '%n %i %Y' {} +", NULL);
	return g_strconcat(desk->out, hours->out, files->out, NULL);
}

static void illegal(const char *home, const char *clock, const char *words, int code,
		    const char *says)
{
	g_autofree char *before = picture(home);
	release_refused(home, clock, words, code, says);
	g_autofree char *after = picture(home);
	cr_expect_str_eq(after, before, "release %s left something:\n%s\nwas\n%s", words, after,
			 before);
}

/* COMMANDS, each with ID for its %s. */
static void legal(const char *home, const char *clock, const char *const *commands, const char *id)
{
	for (; *commands != NULL; commands++) {
		g_autoptr(GString) words = g_string_new(*commands);
		g_string_replace(words, "%s", id, 0);
		g_free(release_done(home, clock, words->str));
	}
}

static const char *const announced[] = {
	"calendar announce %s --on 2026-11-24 --at 09:30 --by Ayesha", NULL
};
static const char *const approved[] = { "audit %s", "approve %s --by Ayesha",
					"approve %s --by Kamran", NULL };
static const char *const audited[] = { "audit %s", NULL };
static const char *const published[] = { "publish %s -o pub", NULL };

/* FILE below HOME with IS in the place of WAS; what it was: transfer full. */
static char *edit(const char *home, const char *file, const char *was, const char *is)
{
	g_autofree char *path = g_build_filename(home, file, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	g_autoptr(GString) edited = g_string_new(text);
	cr_assert_geq(g_string_replace(edited, was, is, 1), 1, "no '%s' in %s", was, file);
	cr_assert(g_file_set_contents(path, edited->str, -1, NULL));
	return text;
}

static void put_back(const char *home, const char *file, char *text)
{
	g_autofree char *path = g_build_filename(home, file, NULL);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	g_free(text);
}

/* ── too early ── */

static void before_there_is_a_release(const char *home)
{
	illegal(home, READY, "prepare tiny --param month=2026-11", 2,
		"goes up to 2026-11-30, and it is 2026-11-23");
	illegal(home, READY, "prepare tiny --param month=2027-01", 2, "goes up to 2027-01-31");
	illegal(home, READY, "audit tiny-2020-01", 2, "no release 'tiny-2020-01' was prepared");
	illegal(home, READY, "publish tiny-2026-06 --dry-run", 2, "was prepared");
	illegal(home, READY, "calendar change tiny-2026-06 --on 2026-12-24 --at 09:30 --by Ayesha",
		2, "a reason is needed");
}

/* ── two at once ── */

/* Halted in the middle, the first one holds the desk; killed there, it has done nothing. */
static void while_another_prepares(const char *home)
{
	static const char first[] =
	    "SHUMAR_CLOCK=" READY " SHUMAR_FAULT=release.appended=stop \"$SHUMAR_PROGRAM\" release "
	    "prepare tiny --param month=2026-05 >/dev/null 2>&1 & echo $!";
	g_autoptr(ProgramRun) started = program_run_other(home, "sh", "-c", first, NULL);
	GPid process = (GPid)g_ascii_strtoll(started->out, NULL, 10);
	g_autofree char *state = g_strdup_printf("/proc/%d/stat", process);
	bool halted = false;
	for (guint n = 0; n < 600 && !halted; n++) {
		g_autofree char *text = NULL;
		halted =
		    g_file_get_contents(state, &text, NULL, NULL) && strstr(text, ") T ") != NULL;
		g_usleep(G_USEC_PER_SEC / 20);
	}
	cr_assert(halted && process > 1, "it did not come to the ledger");
	release_refused(home, READY, "prepare tiny --param month=2026-06", 5,
			"another command works there");
	cr_assert_eq(kill(process, SIGKILL), 0);
	g_usleep(G_USEC_PER_SEC / 2);
	illegal(home, READY, "audit tiny-2026-05", 2, "was prepared");
	g_free(release_done(home, READY, "prepare tiny --param month=2026-06 --by Bilal"));
}

/* ── a figure that can be found ── */

/* As somebody would who wants a figure out: the audit says in which table, what to write in the
 * plan, and in the ledger how many. */
static void with_a_figure_put_back(const char *home)
{
	static const char sql[] =
	    "update release.cell c set state = 'published', value = h.value from release.hidden h "
	    "where h.release_id = c.release_id and h.cell_no = c.cell_no and c.state = 'hidden' and "
	    "c.release_id = 'tiny-2026-06' and h.cell_no not in (select max(cell_no) from "
	    "release.hidden where value between 1 and 4 and release_id = 'tiny-2026-06')";
	g_free(release_done(home, READY, "prepare tiny --param month=2026-06 --by Bilal"));
	g_autoptr(ProgramRun) put = program_run(home, "db", "psql", "--", "-c", sql, NULL);
	cr_assert(put->code == 0 && strstr(put->out, "UPDATE ") != NULL, "%s%s", put->out,
		  put->err);
	release_refused(home, READY, "audit tiny-2026-06", 8,
			"hint: Prepare the release again. If it is refused again: Publish a "
			"coarser table: take 'division-month' out of ");
	illegal(home, READY, "audit tiny-2026-06", 3, "its audit refused it");
	release_says(home, READY, "status tiny-2026-06", "failing: 1");
	illegal(home, READY, "approve tiny-2026-06 --by Ayesha", 3, "its audit refused it");
	g_free(release_done(home, READY, "prepare tiny --param month=2026-06 --by Bilal"));
}

/* ── what was audited is not what is there ── */

static void with_another_plan_paper_or_rules(const char *home)
{
	static const char plan[] = "templates/releases/tiny.yaml",
			  paper[] = "templates/tiny-note.yaml",
			  rules[] = "templates/disclosure.yaml";
	char *was = edit(home, plan, "measure: cases_registered", "measures: cases_registered");
	illegal(home, READY, "audit tiny-2026-06", 3, "tiny.yaml:9");
	put_back(home, plan, was);
	legal(home, READY, approved, "tiny-2026-06");
	was = edit(home, paper, "Crimes against women", "Crimes against ladies");
	illegal(home, HOUR, "publish tiny-2026-06 -o pub", 3,
		"its papers do not say what they said when it was audited");
	illegal(home, HOUR, "audit tiny-2026-06", 3, "its papers do not say what they said");
	put_back(home, paper, was);
	was = edit(home, rules, "threshold: 5", "threshold: 3");
	illegal(home, HOUR, "publish tiny-2026-06 -o pub", 3,
		"it was audited by other rules of disclosure");
	put_back(home, rules, was);
	/* what is published was prepared by the plan as it was */
	was = edit(home, plan, "last: 2", "last: 1");
	g_free(release_done(home, HOUR, "publish tiny-2026-06 --dry-run"));
	put_back(home, plan, was);
}

static void with_another_key_or_no_place(const char *home)
{
	g_autofree char *key = g_build_filename(home, "data", "keys", "release.key", NULL);
	g_autofree char *kept = g_strconcat(key, ".kept", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(key, &text, NULL, NULL));
	cr_assert_eq(g_rename(key, kept), 0);
	illegal(home, HOUR, "publish tiny-2026-06 -o pub", 3, "the file is gone");
	text[0] = text[0] == '0' ? '1' : '0';
	cr_assert(
	    g_file_set_contents_full(key, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
	illegal(home, HOUR, "publish tiny-2026-06 -o pub", 3,
		"releases were signed with another key");
	cr_assert_eq(g_rename(kept, key), 0);
	g_autofree char *there = g_build_filename(home, "pub", "tiny-2026-06", NULL);
	cr_assert_eq(g_mkdir_with_parents(there, 0755), 0);
	illegal(home, HOUR, "publish tiny-2026-06 -o pub", 7, "there is something of that name");
	cr_assert_eq(g_rmdir(there), 0);
	illegal(home, BEFORE, "audit tiny-2026-06", 3, "the clock says 2026-10-20");
	legal(home, HOUR, published, "tiny-2026-06");
}

/* ── embargo and hour ── */

/* Who approves second says nothing of the embargo: it stays. */
static void before_the_embargo_ends(const char *home)
{
	g_free(release_done(home, AFTER, "prepare tiny --param month=2026-08 --by Bilal"));
	legal(home, AFTER, audited, "tiny-2026-08");
	g_free(release_done(home, AFTER,
			    "approve tiny-2026-08 --by Ayesha --embargo 2026-11-24T12:00:00Z"));
	illegal(home, AFTER, "approve tiny-2026-08 --by Kamran --embargo 2026-11-24T01:00:00Z", 3,
		"embargo would have ended");
	g_free(release_done(home, AFTER, "approve tiny-2026-08 --by Kamran"));
	illegal(home, AFTER, "publish tiny-2026-08 -o pub", 3, "its embargo ends on 2026-11-24");
}

static void when_the_hour_is_over(const char *home)
{
	static const char late[] = "calendar change tiny-2026-08 --on 2026-11-27 --at 09:30 --by "
				   "Ayesha --reason 'the server stood still'";
	illegal(home, LATER, "publish tiny-2026-08 -o pub", 3, "more than 24 hours");
	illegal(home, LATER,
		"calendar change tiny-2026-08 --on 2026-11-24 --at 10:00 --by Ayesha --reason late",
		3, "not to come any more");
	g_free(release_done(home, LATER, late));
	illegal(home, LATER, "publish tiny-2026-08 -o pub", 3, "it was announced for 2026-11-27");
	legal(home, "2026-11-27T05:00:00Z", published, "tiny-2026-08");
}

/* ── when it is public ── */

static void when_it_is_public(const char *home)
{
	illegal(home, AFTER, "approve tiny-2026-06 --by Carla", 3, "it is public already");
	illegal(home, AFTER, "publish tiny-2026-06 -o other", 3, "it is public already");
	illegal(home, AFTER, "withdraw tiny-2026-06 --by Ayesha", 2, "a reason is needed");
	illegal(home, AFTER, "withdraw tiny-2026-06 --by Ayesha --reason 'call 0300-1234567'", 8,
		"looks like a phone number");
	g_free(release_done(home, AFTER, "withdraw tiny-2026-06 --by Ayesha --reason wrong"));
	illegal(home, AFTER, "correct tiny-2026-06 --by Ayesha --reason wrong", 3,
		"nothing in it would change");
	illegal(home, AFTER, "publish tiny-2026-06 -o pub", 3, "it is public already");
	illegal(home, AFTER, "prepare tiny --param month=2026-06", 3, "it is withdrawn");
	illegal(home, AFTER,
		"calendar change tiny-2026-06 --on 2026-12-30 --at 09:30 --by A --reason late", 3,
		"it is public already");
}

static void half_a_folder(const char *home)
{
	static const struct {
		const char *lost;
		int code;
		const char *says;
	} halves[] = { { "manifest.json", 6, "manifest.json: it is missing" },
		       { "manifest.sig", 6, "manifest.sig: it is missing" },
		       { "proof", 8, "proof/tables.csv: it is missing" },
		       { "data", 8, "data/figures.csv: it is missing" },
		       { "*", 8, "manifest.json: it is missing" } };
	for (size_t n = 0; n < G_N_ELEMENTS(halves); n++) {
		g_autofree char *copy = g_strdup_printf(
		    "rm -rf half && cp -r pub/tiny-2026-06 half && rm -r half/%s", halves[n].lost);
		program_run_free(program_run_other(home, "sh", "-c", copy, NULL));
		g_autoptr(ProgramRun) run = release_run(home, AFTER, NULL, "verify half");
		cr_expect_eq(run->code, halves[n].code, "%s: exit %d", halves[n].lost, run->code);
		cr_expect(strstr(run->out, halves[n].says) != NULL, "%s: %s", halves[n].lost,
			  run->out);
		cr_expect(strstr(run->err, "hint: ") != NULL, "%s: %s", halves[n].lost, run->err);
	}
	illegal(home, AFTER, "verify nowhere", 2, "it is no folder");
	g_free(release_done(home, AFTER, "verify pub/tiny-2026-06"));
}

Test(release_illegal, each_is_refused_with_its_reason_and_the_next_goes_on)
{
	char *home = home_of_its_own();
	legal(home, BEFORE, announced, "tiny-2026-06");
	legal(home, BEFORE, announced, "tiny-2026-08");
	before_there_is_a_release(home);
	while_another_prepares(home);
	with_a_figure_put_back(home);
	with_another_plan_paper_or_rules(home);
	with_another_key_or_no_place(home);
	when_it_is_public(home);
	half_a_folder(home);
	before_the_embargo_ends(home);
	when_the_hour_is_over(home);
	program_home_free(home);
}
