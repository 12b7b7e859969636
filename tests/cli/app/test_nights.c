/* The demonstration's nights through the built program: shumar demo --nights N. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

static const char config[] = "data: data\n"
			     "templates: ${SHUMAR_ROOT}/templates\n"
			     "output: reports\n"
			     "log: {level: warning}\n"
			     "sources:\n"
			     "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n";

static ProgramRun *demo(const char *home, const char *nights)
{
	return program_run(home, "demo", "--cases", "2000", "--nights", nights, "--papers", "none",
			   "--quiet", NULL);
}

static char *query(const char *home, const char *database, const char *sql)
{
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-d", database, "-X",
						"-A", "-t", "-c", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return g_strchomp(g_steal_pointer(&run->out));
}

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

/* What the warehouse says of the cases, whatever its runs and keys. */
static char *facts(const char *home)
{
	return query(
	    home, "shumar",
	    "select md5(string_agg(concat_ws('|', district, station, fir_year, fir_number, "
	    "registered_at, occurred_on, status, status_on, victims), E'\\n' order by district, "
	    "station, fir_year, fir_number)) from fact.\"case\"");
}

static void check_first_call(const char *home)
{
	g_autoptr(ProgramRun) run = demo(home, "3");
	expect(run, 0, "night  entered until");
	expect(run, 0, "\n    3     2026-11-22 ");
	expect(run, 0, "the nights brought\n  entered ");
	g_autofree char *runs =
	    query(home, "shumar", "select count(*) from etl.run where state = 'published'");
	cr_expect(g_ascii_strtoll(runs, NULL, 10) >= 4, "%s runs", runs);
	g_autofree char *bad =
	    query(home, "psrms_demo", "select sum(n) from demo.night where kind = 'bad'");
	cr_expect(g_ascii_strtoll(bad, NULL, 10) >= 3, "%s bad records", bad);
}

/* Every FIR is a fact but those of no district, of a year to come, or of a number taken. */
static void check_facts(const char *home)
{
	g_autofree char *good =
	    query(home, "psrms_demo",
		  "select count(distinct (ps_id, year, split_part(fir_no, '/', 1))) "
		  "from psrms.firs where ps_id <> 99001 and registered_at < '2061-12-30'");
	g_autofree char *cases = query(home, "shumar", "select count(*) from fact.\"case\"");
	cr_expect_str_eq(cases, good);
}

static void check_later_calls(const char *home)
{
	g_autofree char *before = facts(home);
	g_autoptr(ProgramRun) again = demo(home, "3");
	expect(again, 0, "nothing changed");
	cr_expect(strstr(again->out, "entered until") == NULL, "%s", again->out);
	g_autoptr(ProgramRun) without =
	    program_run(home, "demo", "--cases", "2000", "--papers", "none", NULL);
	expect(without, 2,
	       "it holds 2000 cases of seed 1 until 2026-11-22, 3 of their last 3 "
	       "nights played\nhint: Give --force");
	g_autofree char *after = facts(home);
	cr_expect_str_eq(before, after);
}

/* A home whose warehouse has the keyed hashes of HOME's: of two FIRs with one number
 * the one of the lower hash is counted. */
static char *home_like(const char *home)
{
	char *other = program_home(config);
	g_autofree char *copy =
	    g_strdup_printf("mkdir -m 711 '%s/data' && cp -a data/keys '%s/data/'", other, other);
	g_autoptr(ProgramRun) run = program_run_other(home, "sh", "-c", copy, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return other;
}

/* Killed when it has just said of the first night that it was brought in. */
static void kill_after_first_night(const char *home)
{
	static const char script[] =
	    "\"$SHUMAR_PROGRAM\" demo --cases 2000 --nights 3 --quiet > said & "
	    "until grep -q '^    1 ' said; do sleep 0.02; kill -0 $! || exit 1; done; kill -9 $!";
	g_autoptr(ProgramRun) run = program_run_other(home, "sh", "-c", script, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	g_autofree char *played = query(home, "psrms_demo", "select played from demo.settings");
	cr_assert_str_eq(played, "1");
}

Test(nights, are_played_once_with_a_run_each_and_survive_a_kill)
{
	char *home = program_home(config);
	check_first_call(home);
	check_facts(home);
	check_later_calls(home);
	char *killed = home_like(home);
	kill_after_first_night(killed);
	g_autoptr(ProgramRun) rest = demo(killed, "3");
	expect(rest, 0, "\n    2     2026-11-21 ");
	cr_expect(strstr(rest->out, "\n    1 ") == NULL, "%s", rest->out);
	g_autofree char *disturbed = facts(killed);
	g_autofree char *undisturbed = facts(home);
	cr_expect_str_eq(disturbed, undisturbed);
	program_home_free(home);
	program_home_free(killed);
}

Test(nights, are_refused_where_there_is_no_room_for_them)
{
	static const struct {
		const char *nights;
		const char *until;
		const char *says;
	} refused[] = {
		{ "91", "2026-11-22", "cannot play 91 nights: give 0 to 90" },
		{ "-1", "2026-11-22", "cannot play -1 nights" },
		{ "31", "2024-12-31", "cannot play 31 nights: give 0 to 30" },
		{ "x", "2026-11-22", "--nights" },
	};
	char *home = program_home(config);
	for (size_t n = 0; n < G_N_ELEMENTS(refused); n++) {
		g_autoptr(ProgramRun) run = program_run(home, "demo", "--nights", refused[n].nights,
							"--until", refused[n].until, NULL);
		expect(run, 2, refused[n].says);
	}
	program_home_free(home);
}
