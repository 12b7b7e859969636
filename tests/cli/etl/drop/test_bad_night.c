/* All kinds of bad files in one night, beside good ones: what an operator sees of it. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/program.h"

#define HEAD            "Crime ID,Month,Falls within,LSOA code,Crime type,Last outcome category\n"
#define LINE(id, month) id "," month ",City of London Police,E01000914,Burglary,\n"

static const char config[] = "data: data\noutput: reports\nlog: {level: error}\nsources:\n"
			     "  uk: {mapping: uk, folder: drops}\n";

static const struct {
	const char *file;
	const char *text;
} files[] = {
	{ "a/2016-01-city-of-london-street.csv",
	  HEAD LINE("aa01", "2016-01") LINE("aa02", "2016-01") },
	{ "a/2016-02-city-of-london-street.csv",
	  HEAD LINE("ab01", "2016-02") ",,,,,\n,,,,,\n \n" LINE("ab02", "2016-02") },
	{ "a/2016-03-city-of-london-street.csv", "Crime,Month\nac01,2016-03\n" }, /* bad header */
	{ "a/2016-04-city-of-london-street.csv",
	  HEAD "ad01,2016-04,\"never closed,E0,B,\n" }, /* stray quote */
	{ "a/2016-05-city-of-london-street.csv", HEAD LINE("ae01", "May") LINE("ae02", "2016-05") },
	{ "a/2016_06_city-of-london-street.csv",
	  HEAD LINE("af01", "2016-06") }, /* fits no pattern */
	{ "a/2016-07-city-of-london-street.csv.gz", "\x1f\x8b no gzip" },
	{ "a/2016-01-city-of-london-outcomes.csv",
	  "Crime ID,Month,Outcome type\naa01,2016-02,Unable to prosecute suspect\n" },
};

static void write_drops(const char *home)
{
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *path = g_strconcat("drops/", files[n].file, NULL);
		program_write(home, path, files[n].text);
	}
	g_autofree char *endless =
	    g_build_filename(home, "drops/a/2016-08-city-of-london-street.csv", NULL);
	g_autofree char *nameless = g_build_filename(home, "drops/a/2016-09-\xff-street.csv", NULL);
	cr_assert_eq(symlink("/dev/zero", endless), 0);
	cr_assert(g_file_set_contents(nameless, HEAD, -1, NULL));
}

Test(bad_night, good_files_load_beside_all_bad_ones_and_the_exit_code_tells, .timeout = 1500)
{
	char *home = program_home(config);
	write_drops(home);
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", NULL);
	cr_expect_eq(run->code, 9, "exit %d: %s%s", run->code, run->out, run->err);
	g_autoptr(ProgramRun) facts =
	    program_run(home, "db", "psql", "--", "-d", "shumar", "-X", "-A", "-t", "-c",
			"select count(*) from fact.\"case\"", NULL);
	cr_expect_str_eq(facts->out, "5\n");
	g_autoptr(ProgramRun) list = program_run(home, "etl", "rejects", NULL);
	g_autoptr(ProgramRun) status = program_run(home, "etl", "status", NULL);
	g_autofree char *all = g_strconcat(list->out, status->out, run->out, run->err, NULL);
	static const char *const told[] = { "2016-03", "2016-04", "2016-05", "2016_06",
					    "2016-07", "2016-08", "‹0xFF›" };
	for (size_t n = 0; n < G_N_ELEMENTS(told); n++)
		cr_expect(strstr(all, told[n]) != NULL, "nothing is said of %s in:\n%s", told[n],
			  all);
	g_autoptr(ProgramRun) again = program_run(home, "etl", "run", NULL);
	cr_expect_eq(again->code, 9, "the files are still refused: %s%s", again->out, again->err);
	program_home_free(home);
}
