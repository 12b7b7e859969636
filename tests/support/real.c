#include "tests/support/real.h"

#include "tests/support/program.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

char *real_records(const char *below)
{
	const char *data = g_getenv("SHUMAR_REAL_DATA");
	g_autofree char *absolute = g_canonicalize_filename(data != NULL ? data : "../shared/data",
							    g_getenv("SHUMAR_ROOT"));
	char *folder = g_build_filename(absolute, below, NULL);
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_free(folder);
		cr_skip_test("no records of %s", below);
	}
	return folder;
}

static void put_key(const char *home)
{
	g_autofree char *folder = g_build_filename(home, "data", "keys", NULL);
	g_autofree char *path = g_build_filename(folder, "pseudonym.key", NULL);
	g_autofree char *digits = g_strnfill(64, '7');
	g_autofree char *text = g_strconcat(digits, "\n", NULL);
	program_write(home, "data/keys/pseudonym.key", text);
	cr_assert_eq(g_chmod(folder, 0700), 0);
	cr_assert_eq(g_chmod(path, 0600), 0);
}

Real *real_new(const char *name, const char *folder)
{
	g_autofree char *records = folder != NULL ? g_strdup(folder) : real_records(name);
	Real *real = g_new0(Real, 1);
	real->source = g_strdup(name);
	real->database = server_create(true);
	g_autofree char *conninfo = server_conninfo(real->database);
	g_autofree char *config =
	    g_strdup_printf("data: data\nwarehouse: \"%s\"\ntemplates: templates\noutput: out\n"
			    "sources:\n  %s: {mapping: %s, folder: \"%s\", when: asked}\n",
			    conninfo, name, name, records);
	real->home = program_home(config);
	put_key(real->home);
	real->db = server_open(real->database);
	return real;
}

void real_free(Real *real)
{
	database_close(real->db);
	program_home_free(real->home);
	g_free(real->source);
	g_free(real->database);
	g_free(real);
}

void real_run(const Real *real)
{
	g_autoptr(ProgramRun) run =
	    program_run(real->home, "etl", "run", "--source", real->source, NULL);
	cr_assert_eq(run->code, 0, "exit %d: %s", run->code, run->err);
}
