/* The ETL's commands as an operator calls them, on the demonstration's records. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/database/sqltext.h"

static const char config[] =
    "data: data\n"
    "warehouse: embedded\n"
    "templates: templates\n"
    "output: out\n"
    "sources:\n"
    "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n"
    "  away: {mapping: psrms, connection: \"embedded:no_such\", when: asked}\n"
    "  odd: {mapping: no_such_mapping, connection: \"embedded:psrms_demo\", when: asked}\n"
    "  wrong: {mapping: cook, connection: \"embedded:psrms_demo\", when: asked}\n";

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

/* Runs SQL in the warehouse. */
static void psql(const char *home, const char *sql)
{
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-q", "-c", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
}

static bool count_file(const SqlText *file, gpointer count, GError **error)
{
	(void)file;
	(void)error;
	(*(int *)count)++;
	return true;
}

static void nothing_applied(const char *home)
{
	g_autoptr(ProgramRun) status = program_run(home, "etl", "status", NULL);
	expect(status, 0, "no run is published yet");
	g_autoptr(ProgramRun) verify = program_run(home, "etl", "verify", NULL);
	expect(verify, 1, "no run was applied yet");
	g_autoptr(ProgramRun) rejects = program_run(home, "etl", "rejects", NULL);
	expect(rejects, 0, "0 open entries");
	g_autoptr(ProgramRun) away = program_run(home, "etl", "run", "--patience", "0", NULL);
	expect(away, 4, "psrms_demo");
}

static void rejects(const char *home)
{
	static const struct {
		const char *source;
		int code;
		const char *text;
	} cases[] = {
		{ "psrm", 2, "psrms" },
		{ "away", 4, "no_such" },
		{ "odd", 3, "no_such_mapping" },
		{ "wrong", 3, "Give the source a 'folder:'." },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(ProgramRun) run = program_run(home, "etl", "run", "--patience", "0",
							"--source", cases[n].source, NULL);
		expect(run, cases[n].code, cases[n].text);
	}
	g_autoptr(ProgramRun) word = program_run(home, "etl", "run", "now", NULL);
	expect(word, 2, "'now'");
	g_autoptr(ProgramRun) cube = program_run(home, "etl", "rebuild", "case_dya", NULL);
	expect(cube, 2, "Did you mean 'case_day'?");
	g_autoptr(ProgramRun) none = program_run(home, "etl", "rebuild", NULL);
	expect(none, 2, "");
}

static void ledgers(const char *home)
{
	g_autoptr(ProgramRun) status = program_run(home, "etl", "status", NULL);
	expect(status, 0, "reports read run ");
	expect(status, 0, "outcome-before-registration");
	g_autoptr(ProgramRun) rejects =
	    program_run(home, "etl", "rejects", "--code", "unknown-district", NULL);
	expect(rejects, 0, "There is no district 'ZZZ'.");
	g_autoptr(ProgramRun) csv =
	    program_run(home, "etl", "rejects", "--csv", "--source", "psrms", NULL);
	expect(csv, 0,
	       "reject_no,source,feed,severity,code,file,line,field,district,station,fir,reason");
	g_autoptr(ProgramRun) none = program_run(home, "etl", "rejects", "--run", "9999", NULL);
	expect(none, 0, "entries that run 9999 knew");
}

static void wrong_cell(const char *home)
{
	psql(
	    home,
	    "update cube.arrest_day set accused = accused + 1 where ctid = (select min(ctid) from cube.arrest_day)");
	g_autoptr(ProgramRun) verify = program_run(home, "etl", "verify", NULL);
	expect(verify, 6, "cube 'arrest_day' is not equal to the facts");
	expect(verify, 6, "shumar etl rebuild arrest_day");
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", NULL);
	expect(run, 6, "applied, not published");
	g_autoptr(ProgramRun) rebuild = program_run(home, "etl", "rebuild", "arrest_day", NULL);
	expect(rebuild, 0, "published");
	g_autoptr(ProgramRun) again = program_run(home, "etl", "verify", NULL);
	int cubes = 0;
	(void)sqltext_each("cubes/", count_file, &cubes, NULL);
	g_autofree char *all = g_strdup_printf("%d cubes (", cubes);
	expect(again, 0, all);
}

static char *home;

static void home_make(void)
{
	home = program_home(config);
}

static void home_remove(void)
{
	program_home_free(home);
}

Test(etl, serves_an_operator_from_the_first_night_to_a_repair, .init = home_make,
     .fini = home_remove, .timeout = 1500)
{
	nothing_applied(home);
	/* a demonstration without templates makes its records and then says what lacks */
	g_autoptr(ProgramRun) demo =
	    program_run(home, "demo", "--cases", "600", "--papers", "none", NULL);
	cr_assert(strstr(demo->err, "no command") == NULL, "%s", demo->err);
	g_autoptr(ProgramRun) first = program_run(home, "etl", "run", NULL);
	expect(first, 0, "extracted");
	g_autoptr(ProgramRun) second = program_run(home, "etl", "run", NULL);
	expect(second, 0, "nothing changed since run ");
	g_autoptr(ProgramRun) dry = program_run(home, "etl", "run", "--dry-run", NULL);
	expect(dry, 0, "all rolled back");
	rejects(home);
	ledgers(home);
	wrong_cell(home);
}
