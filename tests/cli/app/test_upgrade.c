/* Warehouses of every tagged version (tests/upgrade/) go on under this program. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/program.h"

static const char config[] =
    "data: data\n"
    "sources: {psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}}\n";

static char *fixtures(void)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), "tests", "upgrade", NULL);
}

/* What SCRIPT says, run by sh in HOME as "sh -c SCRIPT sh PROGRAM FOLDER FIXTURES". Transfer full.
 */
static char *run(const char *home, const char *version, const char *script)
{
	g_autofree char *all = fixtures();
	g_autofree char *folder = g_build_filename(all, version, NULL);
	g_autoptr(ProgramRun) done = program_run_other(
	    home, "sh", "-ec", script, "sh", g_getenv("SHUMAR_PROGRAM"), folder, all, NULL);
	cr_assert_eq(done->code, 0, "%s: %s\n%s%s", version, script, done->out, done->err);
	return g_steal_pointer(&done->out);
}

static void restore(const char *home, const char *version)
{
	g_free(run(home, version,
		   "sql() { \"$program\" db psql -- -X -q -v ON_ERROR_STOP=1 \"$@\" >&2; }\n"
		   "program=$1\n"
		   "\"$program\" db start --quiet\n"
		   "tar --no-same-owner -C data -xzf \"$2/keys.tar.gz\"\n"
		   "sql -d postgres -f \"$2/roles.sql\"\n"
		   "sql -d postgres -c 'create database psrms_demo'\n"
		   "gzip -dc \"$2/warehouse.sql.gz\" | sql\n"
		   "gzip -dc \"$2/source.sql.gz\" | sql -d psrms_demo\n"));
}

static char *figures(const char *home, const char *version)
{
	return run(home, version, "\"$1\" db psql -- -X -q -At -f \"$3/figures.sql\"");
}

static void goes_on(const char *version)
{
	g_autofree char *all = fixtures();
	g_autofree char *kept = g_build_filename(all, version, "figures.txt", NULL);
	g_autofree char *then = NULL;
	cr_assert(g_file_get_contents(kept, &then, NULL, NULL), "no %s", kept);
	char *home = program_home(config);
	restore(home, version);
	g_autofree char *made_by =
	    run(home, version,
		"\"$1\" db psql -- -X -q -At -c 'select distinct program, host from etl.run'");
	g_autofree char *by_itself = g_strdup_printf("%s|fixture\n", version);
	cr_expect_str_eq(made_by, by_itself, "it is a warehouse of the program of that version");
	g_free(run(home, version, "\"$1\" db migrate"));
	g_autofree char *now = figures(home, version);
	cr_expect_str_eq(now, then, "%s: the schema alone was changed", version);

	g_free(run(home, version, "\"$1\" etl run --quiet"));
	g_autofree char *after = figures(home, version);
	cr_expect_str_eq(after, then, "%s: nothing was changed in the source", version);

	/* a FIR more, which the source's ledger of changes tells */
	g_free(
	    run(home, version,
		"\"$1\" db psql -- -X -q -v ON_ERROR_STOP=1 -d psrms_demo -c \"create temporary "
		"table one as select * from psrms.firs order by fir_id limit 1; update one set "
		"fir_id = 999999, fir_no = '99999'; insert into psrms.firs select * from one\" && "
		"\"$1\" etl run --quiet && \"$1\" etl verify"));
	g_autofree char *more = figures(home, version);
	int before = 0, cases = 0;
	cr_assert_eq(sscanf(then, "fact case %d", &before), 1);
	cr_assert_eq(sscanf(more, "fact case %d", &cases), 1);
	cr_expect_eq(cases, before + 1, "%s: the new FIR", version);
	program_home_free(home);
}

/* Before a tag is set there is a warehouse of its number: CONTRIBUTING.md, "Versions and tags". */
Test(upgrade, of_this_version_will_be_tested_for_ever)
{
	g_autofree char *all = fixtures();
	g_autoptr(ProgramRun) said = program_run(NULL, "--version", NULL);
	g_auto(GStrv) words = g_strsplit(g_strchomp(said->out), " ", 2);
	cr_assert_eq(g_strv_length(words), 2, "%s", said->out);
	g_autofree char *folder = g_build_filename(all, words[1], NULL);
	cr_expect(g_file_test(folder, G_FILE_TEST_IS_DIR), "no %s: run tools/upgrade-fixture.sh %s",
		  folder, words[1]);
}

Test(upgrade, of_every_tagged_version_has_the_same_figures_and_goes_on, .timeout = 600)
{
	g_autofree char *all = fixtures();
	g_autoptr(GDir) folder = g_dir_open(all, 0, NULL);
	cr_assert_not_null(folder, "no %s", all);
	const char *name;
	int versions = 0;
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(all, name, NULL);
		if (!g_file_test(path, G_FILE_TEST_IS_DIR))
			continue;
		goes_on(name);
		versions++;
	}
	cr_expect_gt(versions, 0, "no warehouse is kept in %s", all);
}
