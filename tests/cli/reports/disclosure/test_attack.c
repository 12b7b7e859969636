/* The attack bench in small: every attacker finds what was planted in a weak release, and nothing
 * in what the library protects. `make attack` is the whole of it. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

static ProgramRun *attack(void)
{
	g_autofree char *build = g_path_get_dirname(g_getenv("SHUMAR_PROGRAM"));
	g_autofree char *filter = g_build_filename(build, "tests", "attack", "protect_table", NULL);
	g_autofree char *script =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "tests", "attack", "run.py", NULL);
	return program_run_other(NULL, "/usr/bin/python3", script, "--small", "--program", filter,
				 NULL);
}

Test(attack, each_attacker_wins_on_a_weak_release_and_none_on_ours)
{
	g_autoptr(ProgramRun) asked =
	    program_run_other(NULL, "/usr/bin/python3", "-c", "import scipy.optimize", NULL);
	if (asked->code != 0)
		cr_skip_test("no python3-scipy on this machine");
	g_autoptr(ProgramRun) run = attack();
	cr_assert_eq(run->code, 0, "%s%s", run->out, run->err);
	const char *const attackers[] = { "1 intervals", "2 differences", "3 guessing",
					  "4 knows",     "5 averaging",   "6 leak" };
	for (size_t n = 0; n < G_N_ELEMENTS(attackers); n++)
		cr_expect(strstr(run->out, attackers[n]) != NULL, "no line of '%s'", attackers[n]);
}
