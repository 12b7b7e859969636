/* The release desk as a whole, on made-up records: a release from its announcement to its
 * withdrawal, and killed wherever it can be. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

TestSuite(release, .timeout = 300);

/* A plan and a paper so small that a release takes a moment. */
static const char plan[] =
    "release: tiny\n"
    "title: {en: Cases, ur: مقدمات}\n"
    "parameters:\n"
    "  month: {type: month, default: last-complete}\n"
    "jurisdiction: punjab\n"
    "papers: [tiny-note]\n"
    "most-lost: 95\n"
    "tables:\n"
    "  - {table: division-month, measure: cases_registered, place: division, kind: all, period: month, to: $month, last: 2}\n"
    "headline:\n"
    "  - {table: division-month, place: punjab, kind: all}\n";
static const char paper[] =
    "template: tiny-note\n"
    "paper: {en: Note, ur: نوٹ}\n"
    "audience: public\n"
    "languages: [en, ur]\n"
    "outputs: [text]\n"
    "datasets:\n"
    "  helplines: {office: helplines, columns: \"number telephone, name text, what text\"}\n"
    "  contacts: {office: contacts, columns: \"for text, office text, telephone telephone, email e-mail\"}\n"
    "blocks:\n"
    "  - heading: {en: Crimes against women, ur: خواتین کے خلاف جرائم}\n"
    "  - include: shared/office-help.yaml\n";

/* A folder whose configuration has the demonstration's warehouse and templates of its own. */
static char *home_new(void)
{
	g_autofree char *config = g_strdup_printf(
	    "data: %s/data\nwarehouse: embedded\ntemplates: templates\noutput: out\noffice: %s/deploy/office-example\n"
	    "sources:\n  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n",
	    demo_home(), g_getenv("SHUMAR_ROOT"));
	char *home = program_home(config);
	g_autofree char *from = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(ProgramRun) copied =
	    program_run_other(home, "cp", "-r", "--", from, "templates", NULL);
	cr_assert_eq(copied->code, 0, "%s", copied->err);
	program_write(home, "templates/releases/tiny.yaml", plan);
	program_write(home, "templates/tiny-note.yaml", paper);
	return home;
}

static void home_end(char *home)
{
	program_run_free(program_run_other(NULL, "rm", "-rf", "--", home, NULL));
	g_free(home);
}

/* Runs "release WORDS" (parted by one blank) at the instant CLOCK, killed at FAULT unless NULL. */
static ProgramRun *desk(const char *home, const char *clock, const char *fault, const char *words)
{
	g_autofree char *time = g_strconcat("SHUMAR_CLOCK=", clock, NULL);
	g_autofree char *point =
	    fault != NULL ? g_strconcat("SHUMAR_FAULT=", fault, "=kill", NULL) : g_strdup("X=1");
	g_autofree char *command = g_strdup_printf("exec \"$SHUMAR_PROGRAM\" release %s", words);
	return program_run_other(home, "env", time, point, "sh", "-c", command, NULL);
}

static char *done(const char *home, const char *clock, const char *words)
{
	g_autoptr(ProgramRun) run = desk(home, clock, NULL, words);
	cr_assert_eq(run->code, 0, "release %s: exit %d: %s", words, run->code, run->err);
	return g_steal_pointer(&run->out);
}

static void refused(const char *home, const char *clock, const char *words, int code,
		    const char *says)
{
	g_autoptr(ProgramRun) run = desk(home, clock, NULL, words);
	cr_assert_eq(run->code, code, "release %s: exit %d: %s", words, run->code, run->err);
	cr_assert(strstr(run->err, says) != NULL, "expected '%s' in: %s", says, run->err);
	cr_assert(strstr(run->err, "hint: ") != NULL, "%s", run->err);
}

static void killed(const char *home, const char *clock, const char *fault, const char *words)
{
	g_autoptr(ProgramRun) run = desk(home, clock, fault, words);
	cr_assert(run->code == 137 || run->code == 9, "release %s did not come to %s: exit %d: %s",
		  words, fault, run->code, run->err);
}

#define ID     "tiny-2026-09"
#define BEFORE "2026-10-20T00:00:00Z"
#define READY  "2026-11-23T00:00:00Z"
#define HOUR   "2026-11-24T05:00:00Z"
#define AFTER  "2026-11-24T06:00:00Z"

static char *status_of(const char *home)
{
	return done(home, AFTER, "status " ID);
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
	refused(home, AFTER, "prepare cook-dispositions", 2, "none is given");
	refused(home, AFTER, "prepare cook-dispositions --table t.csv --as-of 1", 2, "no records");
	refused(home, AFTER, "prepare tiny --param month=2026-09 --table t.csv", 2, "no table");
	refused(home, AFTER, "calendar announce tiny --on 2026-12-24 --at 09:30 --by A", 2,
		"no plan has a release 'tiny'");
	if (!g_file_test(table, G_FILE_TEST_EXISTS))
		return;
	g_free(done(home, AFTER,
		    "calendar announce cook-dispositions --on 2026-12-24 --at 09:30 --by A"));
	g_autofree char *prepare =
	    g_strdup_printf("prepare cook-dispositions --table '%s' --by Bilal", table);
	g_free(done(home, AFTER, prepare));
	g_autofree char *audited = done(home, AFTER, "audit cook-dispositions");
	cr_expect(strstr(audited, "none that can be found") != NULL, "%s", audited);
	cr_expect(strstr(audited, "disposition-race: withholding loses ") != NULL, "%s", audited);
	g_free(done(home, AFTER, "approve cook-dispositions --by Ayesha"));
	g_free(done(home, AFTER, "approve cook-dispositions --by Kamran"));
	g_free(done(home, "2026-12-24T15:30:00Z", "publish cook-dispositions -o pub"));
	g_autofree char *verified = done(home, AFTER, "verify pub/cook-dispositions");
	cr_expect(strstr(verified, "verified: ") != NULL, "%s", verified);
}

Test(release, from_its_announcement_to_its_withdrawal_killed_between_any_two_steps)
{
	char *home = home_new();
	g_autofree char *folder = g_build_filename(home, "pub", ID, NULL);
	g_autofree char *notice = g_strconcat(folder, ".WITHDRAWN.txt", NULL);
	/* a line of the ledger: before it is committed, and after */
	static const char announce[] =
	    "calendar announce " ID " --on 2026-11-24 --at 09:30 --by Ayesha";
	killed(home, BEFORE, "release.appended", announce);
	killed(home, BEFORE, "release.named", announce);
	killed(home, BEFORE, "release.committed", announce);
	refused(home, BEFORE, announce, 3, "was announced for it before");
	killed(home, READY, "release.committed", "prepare tiny --param month=2026-09 --by Bilal");
	killed(home, READY, "release.committed", "audit " ID);
	killed(home, READY, "release.named", "approve " ID " --by Ayesha");
	g_free(done(home, READY, "approve " ID " --by Ayesha --access Secretary"));
	killed(home, READY, "release.committed", "approve " ID " --by Kamran");
	refused(home, READY, "approve " ID " --by Carla", 3, "two people approved it already");
	refused(home, READY, "publish " ID " -o pub", 3, "it was announced for 2026-11-24 09:30");
	/* publishing: nothing is public before the ledger says so */
	static const char *const points[] = { "release.rendered", "release.sealed",
					      "release.appended", "release.named" };
	for (size_t n = 0; n < G_N_ELEMENTS(points); n++) {
		killed(home, HOUR, points[n], "publish " ID " -o pub");
		cr_assert(!g_file_test(folder, G_FILE_TEST_EXISTS), "at %s", points[n]);
		g_autofree char *status = done(home, HOUR, "status " ID);
		cr_assert(g_str_has_prefix(status, ID ": approved"), "at %s: %s", points[n],
			  status);
	}
	/* and what it says is ended by the next command, whatever that is */
	killed(home, HOUR, "release.published", "publish " ID " -o pub");
	cr_assert(!g_file_test(folder, G_FILE_TEST_EXISTS));
	refused(home, AFTER, "publish " ID " -o pub", 3, "it is public already");
	cr_assert(g_file_test(folder, G_FILE_TEST_IS_DIR));
	g_free(done(home, AFTER, "verify pub/" ID));
	/* a lost folder comes back as it was */
	g_autofree char *manifest = g_build_filename(folder, "manifest.json", NULL);
	g_autofree char *was = NULL, *is = NULL;
	cr_assert(g_file_get_contents(manifest, &was, NULL, NULL));
	program_run_free(program_run_other(home, "rm", "-rf", "--", folder, NULL));
	killed(home, AFTER, "release.placed", "publish " ID " -o pub");
	cr_assert(g_file_get_contents(manifest, &is, NULL, NULL));
	cr_assert_str_eq(is, was);
	/* nothing changed, so nothing is corrected */
	refused(home, AFTER, "correct " ID " --by Ayesha --reason wrong", 3,
		"nothing in it would change");
	refused(home, AFTER, "prepare tiny --param month=2026-09", 3, ID);
	killed(home, AFTER, "release.withdrawn", "withdraw " ID " --by Ayesha --reason wrong");
	cr_assert(!g_file_test(notice, G_FILE_TEST_EXISTS));
	refused(home, AFTER, "withdraw " ID " --by Ayesha --reason wrong", 3, "withdrawn before");
	cr_assert(g_file_test(notice, G_FILE_TEST_EXISTS));
	g_free(done(home, AFTER, "verify pub/" ID));
	g_autofree char *status = status_of(home);
	cr_assert(strstr(status, "withdrawn by Ayesha") != NULL &&
		      strstr(status, "access: Secretary") != NULL,
		  "%s", status);
	publish_cook(home);
	home_end(home);
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
