/* What goes away in the middle: the source, the lock, the right time; and two that come at once. */
#include "core/error.h"
#include "tests/support/crash.h"
#include "tests/support/kit.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <signal.h>
#include <string.h>

static const char *const only_psrms[] = { "psrms", NULL };

static void expect_said(const char *said, const char *text)
{
	cr_expect(strstr(said, text) != NULL, "expected '%s' in: %s", text, said);
}

static void end_with(const Crash *crash, pid_t child, int code, const char *text)
{
	g_autofree char *said = NULL;
	int ended = crash_end(crash, child, &said);
	cr_expect_eq(ended, code, "exit %d instead of %d: %s", ended, code, said);
	expect_said(said, text);
}

static void expect_undisturbed(Crash *crash, const char *undisturbed)
{
	g_autofree char *digest = crash_digest(crash);
	cr_expect_str_eq(digest, undisturbed, "%s\ninstead of:\n%s", digest, undisturbed);
}

/* ── the source ── */
static void let_in(Crash *crash, bool yes)
{
	g_autofree char *name = kit_text(crash->source, "select current_database()");
	g_autofree char *sql =
	    g_strdup_printf("alter database %s allow_connections %s", name, yes ? "true" : "false");
	g_autoptr(Database) other = server_open("postgres"); /* nobody may lock himself out */
	kit_script(other, sql);
}

/* False when it had no session. */
static bool cut_off(Crash *crash)
{
	g_autofree char *cut =
	    kit_text(crash->source,
		     "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
		     " current_database() and application_name = 'shumar/etl-extract'");
	return strcmp(cut, "0") != 0;
}

static pid_t begin_to(Crash *crash, const char *fault)
{
	crash_copy(crash, CRASH_NIGHTLY);
	pid_t child = crash_begin(crash, CRASH_NIGHTLY, fault);
	cr_assert(crash_wait_halted(child, NULL));
	return child;
}

Test(outage, source_reset_while_it_copies_is_exit_4_and_leaves_no_trace, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	crash->options.sources = only_psrms;
	pid_t child = begin_to(crash, "extract.middle=stop");
	cr_assert(cut_off(crash));
	kill(child, SIGCONT);
	end_with(crash, child, 4, "lost the connection to database");
	crash->options.sources = NULL;
	crash_run_well(crash, CRASH_NIGHTLY);
	expect_undisturbed(crash, undisturbed);
}

Test(outage, source_reset_while_it_copies_does_not_keep_the_others, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	pid_t child = begin_to(crash, "extract.middle=stop");
	cr_assert(cut_off(crash));
	kill(child, SIGCONT);
	end_with(crash, child, 0, "source 'psrms': away, its facts stay as they were");
	g_autofree char *stations =
	    crash_ask(crash, "select count(*) from fact.outreach_history where source = 'station'");
	cr_expect_str_neq(stations, "0", "the files were not read");
	g_autofree char *cases = crash_ask(crash, "select count(*) from fact.case_history");
	cr_expect_str_eq(cases, "0", "some of the half reading was applied");
	crash_run_well(crash, CRASH_NIGHTLY);
	expect_undisturbed(crash, undisturbed);
}

/* Outages of seconds stand for those of half a minute: patience is counted, not timed, here. */
Test(outage, source_away_three_times_is_waited_for, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	crash->options.patience_s = 120;
	crash_copy(crash, CRASH_NIGHTLY);
	let_in(crash, false);
	pid_t child = crash_begin(crash, CRASH_NIGHTLY, "extract.middle=stop");
	for (int outages = 1; outages < 3;) {
		g_usleep(G_USEC_PER_SEC);
		let_in(crash, true);
		cr_assert(crash_wait_halted(child, NULL), "outage %d ended the run", outages);
		let_in(crash, false);
		outages += cut_off(crash); /* not when it only reads what came before the cut */
		kill(child, SIGCONT);
	}
	g_usleep(G_USEC_PER_SEC);
	let_in(crash, true);
	end_with(crash, child, 0, "published");
	expect_undisturbed(crash, undisturbed);
}

/* ── the lock ── */
static void kill_lock(Crash *crash)
{
	g_autofree char *killed = crash_ask(
	    crash, "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
		   " current_database() and application_name = 'shumar/etl-claim'");
	cr_assert_str_eq(killed, "1");
}

Test(outage, run_that_lost_its_lock_gives_way_to_the_one_that_took_over, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	static const char *const points[] = { "run.claimed=stop", "run.extracted=stop",
					      "apply.after-commit=stop" };
	for (size_t n = 0; n < G_N_ELEMENTS(points); n++) {
		pid_t first = begin_to(crash, points[n]);
		kill_lock(crash);
		crash_run_well(crash, CRASH_NIGHTLY);
		kill(first, SIGCONT);
		end_with(crash, first, 5, "it lost its lock and another run took over");
		expect_undisturbed(crash, undisturbed);
	}
}

Test(outage, run_that_takes_over_waits_for_what_is_being_committed, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	pid_t first = begin_to(crash, "apply.before-commit=stop");
	kill_lock(crash);
	pid_t second = crash_begin(crash, CRASH_NIGHTLY, NULL);
	g_usleep(G_USEC_PER_SEC / 2);
	kill(first, SIGCONT);
	int code = crash_end(crash, first, NULL);
	cr_expect(code == 0 || code == 5, "exit %d", code);
	end_with(crash, second, 0, "published");
	expect_undisturbed(crash, undisturbed);
}

Test(outage, second_run_is_exit_5_whenever_it_comes, .timeout = 1500)
{
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	static const char *const points[] = { "run.claimed=stop", "extract.middle=stop",
					      "apply.sources=stop", "run.ended=stop" };
	for (size_t n = 0; n < G_N_ELEMENTS(points); n++) {
		pid_t first = begin_to(crash, points[n]);
		pid_t second = crash_begin(crash, CRASH_NIGHTLY, NULL);
		end_with(crash, second, 5, "cannot start: ");
		kill(first, SIGCONT);
		end_with(crash, first, 0, "published");
		expect_undisturbed(crash, undisturbed);
	}
}

Test(outage, of_runs_that_start_at_once_one_works, .timeout = 1500)
{
	enum { RUNS = 6 };
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	pid_t children[RUNS];
	int worked = 0;
	crash_copy(crash, CRASH_NIGHTLY);
	for (int n = 0; n < RUNS; n++)
		children[n] = crash_begin(crash, CRASH_NIGHTLY, NULL);
	for (int n = 0; n < RUNS; n++) {
		int code = crash_end(crash, children[n], NULL);
		cr_expect(code == 0 || code == 5, "exit %d", code);
		worked += code == 0;
	}
	cr_expect_geq(worked, 1); /* more when one started after another had ended */
	expect_undisturbed(crash, undisturbed);
}

/* ── the clock ── */
Test(outage, clock_that_jumped_changes_nothing_but_times, .timeout = 1500)
{
	static const char *const jumps[] = { "+ interval '10 years'", "- interval '10 years'" };
	g_autoptr(Crash) crash = crash_new(false);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	for (size_t n = 0; n < G_N_ELEMENTS(jumps); n++) {
		g_autofree char *jump =
		    g_strdup_printf("update etl.run set started_at = started_at %s;"
				    "update etl.run set finished_at = finished_at %s;"
				    "update etl.source set full_at = full_at %s",
				    jumps[n], jumps[n], jumps[n]);
		crash_copy(crash, CRASH_NIGHTLY);
		crash_do(crash, jump);
		crash_run_well(crash, CRASH_NIGHTLY);
		g_autofree char *note =
		    crash_ask(crash, "select note from etl.source where source = 'psrms'");
		cr_expect_str_eq(note, "weekly comparison", "the audit was put off");
		expect_undisturbed(crash, undisturbed);
	}
}
