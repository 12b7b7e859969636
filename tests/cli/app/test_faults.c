/* Faults of the world around the program: each one message with place and remedy, the right exit
 * code, and nothing left behind. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

static void remove_home(char *home)
{
	program_run_free(program_run_other(NULL, "rm", "-rf", "--", home, NULL));
	g_free(home);
}

static void assert_refused(const ProgramRun *run, int code, const char *says)
{
	cr_assert_eq(run->code, code, "exit %d instead of %d: %s", run->code, code, run->err);
	cr_assert(strstr(run->err, says) != NULL, "expected '%s' in: %s", says, run->err);
	cr_assert(strstr(run->err, "hint: ") != NULL, "no remedy in: %s", run->err);
	cr_assert_str_empty(run->out);
}

Test(faults, unreachable_server_is_exit_4)
{
	char *home = program_home("warehouse: \"host=/nonexistent dbname=shumar\"\n");
	g_autoptr(ProgramRun) run = program_run(home, "etl", "status", NULL);
	assert_refused(run, 4, "/nonexistent");
	remove_home(home);
}

Test(faults, wrong_password_is_exit_4_and_not_printed)
{
	const char *home = demo_home();
	g_autofree char *hba =
	    demo_query("postgres", "select setting from pg_settings where name = 'hba_file'");
	g_autofree char *sockets = demo_query(
	    "postgres", "select setting from pg_settings where name = 'unix_socket_directories'");
	g_strdelimit(sockets, "\"", ' ');
	g_autofree char *port =
	    demo_query("postgres", "select setting from pg_settings where name = 'port'");
	g_free(demo_query("postgres", "create role guarded login password 'right-one'"));
	g_autofree char *prepend =
	    g_strdup_printf("sed -i '1i local all guarded scram-sha-256' '%s'", hba);
	g_autoptr(ProgramRun) edited = program_run_other(NULL, "sh", "-c", prepend, NULL);
	cr_assert_eq(edited->code, 0, "%s", edited->err);
	g_free(demo_query("postgres", "select pg_reload_conf()"));
	g_autofree char *config =
	    g_strdup_printf("warehouse: \"host='%s' port=%s user=guarded dbname=shumar\"\n",
			    g_strstrip(sockets), port);
	char *guarded = program_home(config);
	(void)home;
	g_autoptr(ProgramRun) run =
	    program_run_other(guarded, "env", "PGPASSWORD=wrong-one", g_getenv("SHUMAR_PROGRAM"),
			      "etl", "status", NULL);
	assert_refused(run, 4, "password");
	cr_assert(strstr(run->err, "wrong-one") == NULL);
	remove_home(guarded);
}

Test(faults, source_that_is_away_is_exit_4_and_leaves_the_warehouse)
{
	char *home = program_home(
	    "sources:\n  psrms: {mapping: psrms, connection: \"host=/nonexistent dbname=x\"}\n");
	g_autoptr(ProgramRun) run =
	    program_run(home, "etl", "run", "--patience", "0", "--quiet", NULL);
	cr_assert_eq(run->code, 4, "exit %d: %s", run->code, run->err);
	cr_assert(strstr(run->err, "source 'psrms'") != NULL, "%s", run->err);
	program_home_free(home);
}

Test(faults, missing_folder_of_drops_is_named)
{
	char *home = program_home("sources:\n  cook: {mapping: cook, folder: nowhere}\n");
	g_autoptr(ProgramRun) run =
	    program_run(home, "etl", "run", "--patience", "0", "--quiet", NULL);
	cr_assert_neq(run->code, 0);
	cr_assert(strstr(run->err, "nowhere") != NULL, "%s", run->err);
	cr_assert(strstr(run->err, "hint: ") != NULL, "%s", run->err);
	program_home_free(home);
}

Test(faults, unknown_source_is_a_usage_error_with_the_nearest)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "etl", "run", "--source", "psrm", NULL);
	assert_refused(run, 2, "no source 'psrm'");
}

typedef struct {
	const char *district;
	const char *from;
	int code;
	const char *says;
} BadParameter;

Test(faults, bad_parameters_are_usage_errors)
{
	static const BadParameter bad[] = {
		{ "district=Atlantis", "from=2023-08-01", 2, "Atlantis" },
		{ "district=PAK", "from=2023-02-30", 2, "2023-02-30" },
		{ "district=PAK", "form=2023-08-01", 2, "form" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(demo_home(), "report", "render", "vwps-note", "--param",
				bad[n].district, "--param", bad[n].from, "--param", "to=2024-07-31",
				"--format", "text", "-o", "-", NULL);
		assert_refused(run, bad[n].code, bad[n].says);
	}
}

static ProgramRun *render_to(const char *shell_before, const char *output)
{
	g_autofree char *command = g_strdup_printf(
	    "%s exec \"$SHUMAR_PROGRAM\" report render vwps-note --param district=PAK --param from=2023-08-01 "
	    "--param to=2024-07-31 --format pdf -o %s",
	    shell_before, output);
	return program_run_other(demo_home(), "sh", "-c", command, NULL);
}

Test(faults, unwritable_output_folder_is_exit_7)
{
	g_autoptr(ProgramRun) run = render_to("", "shumar.yaml/note");
	assert_refused(run, 7, "shumar.yaml");
}

/* A limit on file size stands in for a full disk: the write fails half-way in the same place. */
Test(faults, full_disk_is_exit_7_and_leaves_no_half_report)
{
	g_autoptr(ProgramRun) run =
	    render_to("mkdir -p full; trap '' XFSZ; ulimit -f 4;", "full/note");
	assert_refused(run, 7, "full/note");
	g_autoptr(ProgramRun) left = program_run_other(demo_home(), "ls", "full", NULL);
	cr_assert_str_empty(left->out, "%s", left->out);
}

Test(faults, template_faults_are_shown_with_line_and_column)
{
	char *home = program_home("templates: .\n");
	program_write(home, "bad.yaml",
		      "template: bad\n"
		      "audience: internal\n"
		      "languages: [en]\n"
		      "outputs: [text]\n"
		      "parameters:\n"
		      "  district: {type: distict}\n"
		      "datasets:\n"
		      "  head: {query: press_note_headd}\n"
		      "blocks:\n"
		      "  - headline: x\n"
		      "  - text: {en: \"{head.nothing}\"}\n");
	g_autoptr(ProgramRun) run = program_run(home, "report", "check", "bad.yaml", NULL);
	cr_assert_eq(run->code, 3, "exit %d: %s", run->code, run->err);
	static const char *const places[] = { "bad.yaml:6:", "bad.yaml:8:", "bad.yaml:10:",
					      "district", "heading" };
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++)
		cr_assert(strstr(run->err, places[n]) != NULL, "expected '%s' in: %s", places[n],
			  run->err);
	remove_home(home);
}

/* The lock of the ETL, as a second operator would hold it: a run that is still at work. */
Test(faults, run_started_meanwhile_is_exit_5_and_names_the_holder)
{
	/* each step waits for what it needs to be so, however slow the machine is */
	static const char script[] =
	    "ask() { \"$SHUMAR_PROGRAM\" db psql -- -d \"$1\" -X -q -A -t -c \"$2\"; }\n"
	    "held=\"from pg_locks l where l.relation = 'psrms.firs'::regclass and l.granted"
	    " and l.mode = 'AccessExclusiveLock'\"\n"
	    "ask psrms_demo 'begin; lock table psrms.firs; select pg_sleep(3600)' >/dev/null 2>&1 &\n"
	    "until [ \"$(ask psrms_demo \"select count(*) $held\")\" = 1 ]; do sleep 0.1; done\n"
	    "\"$SHUMAR_PROGRAM\" etl run --quiet >/dev/null 2>first.err &\n"
	    "until [ \"$(ask shumar 'select count(*) from etl.run where finished_at is null')\" = 1 ]; do sleep 0.1; done\n"
	    "\"$SHUMAR_PROGRAM\" etl run --quiet; code=$?\n"
	    "ask psrms_demo \"select pg_terminate_backend(l.pid) $held\" >/dev/null\n"
	    "wait; exit $code";
	g_autoptr(ProgramRun) run = program_run_other(demo_home(), "sh", "-c", script, NULL);
	assert_refused(run, 5, "run ");
	cr_assert(strstr(run->err, "of process ") != NULL && strstr(run->err, "on host") != NULL,
		  "the holder is not named: %s", run->err);
}
