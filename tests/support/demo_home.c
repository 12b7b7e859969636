#include "tests/support/demo_home.h"

#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/support/program.h"

#define HOME_VARIABLE "SHUMAR_TEST_DEMO_HOME"

static const char demo_config[] =
    "data: data\n"
    "templates: ${SHUMAR_ROOT}/templates\n"
    "output: reports\n"
    "log: {level: warning}\n"
    "sources:\n"
    "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n";

/* Tests are processes of their own: the folder's name reaches them by the environment. */
ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
	(void)tests;
	g_autofree char *home =
	    g_strdup_printf("%s/shumar-demo-%d", g_get_tmp_dir(), (int)getpid());
	g_setenv(HOME_VARIABLE, home, TRUE);
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
	(void)stats;
	const char *home = g_getenv(HOME_VARIABLE);
	if (home != NULL && g_file_test(home, G_FILE_TEST_IS_DIR))
		program_home_free(g_strdup(home));
}

static void make_demo(const char *home)
{
	program_write(home, "shumar.yaml", demo_config);
	g_autoptr(ProgramRun) run = program_run(home, "demo", "--cases", "2000", "--papers",
						"vwps-note", "--output", "demo", "--quiet", NULL);
	cr_assert_eq(run->code, 0, "the demonstration failed (exit %d): %s", run->code, run->err);
	program_write(home, "made", run->out);
}

const char *demo_home(void)
{
	const char *home = g_getenv(HOME_VARIABLE);
	g_autofree char *lock_path = g_strconcat(home, ".lock", NULL);
	g_autofree char *made = g_build_filename(home, "made", NULL);
	int lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	cr_assert(lock >= 0 && flock(lock, LOCK_EX) == 0, "locking '%s'", lock_path);
	if (!g_file_test(made, G_FILE_TEST_EXISTS))
		make_demo(home);
	g_unlink(lock_path);
	close(lock);
	return home;
}

char *demo_query(const char *database, const char *sql)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "db", "psql", "--", "-d", database, "-X", "-A", "-t", "-v",
			"ON_ERROR_STOP=1", "-c", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return g_strchomp(g_steal_pointer(&run->out));
}
