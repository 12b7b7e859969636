/* The commands that serve the embedded database, and doctor. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

static void says(const ProgramRun *run, int code, const char *part)
{
	cr_assert(run->code == code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_assert(strstr(run->out, part) != NULL || strstr(run->err, part) != NULL,
		  "expected '%s' in: %s%s", part, run->out, run->err);
}

Test(db, starts_migrates_shows_and_stops_its_server)
{
	static const struct {
		const char *name;
		const char *part;
	} steps[] = {
		{ "status", "stopped; it starts when it is needed" },
		{ "stop", "was not running" },
		{ "start", "server    started (pid " },
		{ "start", "server    was running (pid " },
		{ "migrate", "migrations applied" },
		{ "migrate", "0 migrations applied" },
		{ "status", "schema    migration " },
		{ "stop", "server    stopped" },
	};
	char *home = program_home("data: data\n");
	for (size_t n = 0; n < G_N_ELEMENTS(steps); n++) {
		g_autoptr(ProgramRun) run = program_run(home, "db", steps[n].name, NULL);
		says(run, 0, steps[n].part);
	}
	program_home_free(home);
}

Test(db, becomes_psql_on_the_warehouse_with_the_words_after_two_dashes)
{
	char *home = program_home("data: data\n");
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-XAtc",
						"select current_database(), current_user", NULL);
	says(run, 0, "shumar|shumar\n");
	g_autoptr(ProgramRun) other =
	    program_run(home, "db", "psql", "--", "-d", "postgres", "-XAtc",
			"select current_database(), current_user", NULL);
	says(other, 0, "postgres|shumar\n");
	program_home_free(home);
}

Test(db, serves_a_server_that_is_not_its_own_but_does_not_stop_it)
{
	g_autofree char *database = server_create(false);
	g_autofree char *conninfo = server_conninfo(database);
	g_autofree char *config = g_strdup_printf("warehouse: \"%s\"\n", conninfo);
	char *home = program_home(config);
	g_autoptr(ProgramRun) behind = program_run(home, "db", "status", NULL);
	says(behind, 0, "run 'shumar db migrate'");
	g_autoptr(ProgramRun) migrated = program_run(home, "db", "migrate", NULL);
	says(migrated, 0, "migrations applied");
	g_autoptr(ProgramRun) status = program_run(home, "db", "status", NULL);
	says(status, 0, database);
	g_autoptr(ProgramRun) stopped = program_run(home, "db", "stop", NULL);
	says(stopped, 3, "not Shumar's own");
	program_home_free(home);
}

Test(db, says_that_a_database_is_unreachable)
{
	char *home = program_home("warehouse: \"host=/nonexistent dbname=x\"\n");
	g_autoptr(ProgramRun) run = program_run(home, "db", "status", NULL);
	says(run, 4, "cannot connect to database 'dbname=x host=/nonexistent'");
	program_home_free(home);
}

/* ── doctor ── */
Test(doctor, names_what_is_missing_with_its_remedy)
{
	char *home = program_home("templates: nowhere\nwarehouse: \"host=/nonexistent\"\n"
				  "sources:\n  drops: {mapping: cook, folder: nothing}\n");
	static const char *const parts[] = {
		"ok    font           Noto Nastaliq Urdu\n",
		"ok    time zones     known here\n",
		"FAIL  templates",
		"FAIL  warehouse",
		"FAIL  source drops",
		"Put the records there, or set another folder",
	};
	g_autoptr(ProgramRun) run = program_run(home, "doctor", NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		says(run, 1, parts[n]);
	program_home_free(home);
}

Test(doctor, finds_nothing_to_fail_in_a_fresh_embedded_house_and_starts_no_server)
{
	char *home = program_home("data: data\ntemplates: .\n");
	g_autoptr(ProgramRun) run = program_run(home, "doctor", NULL);
	g_autofree char *cluster = g_build_filename(home, "data", "cluster", NULL);
	says(run, 0, "ok    warehouse");
	cr_assert(strstr(run->out, "FAIL") == NULL, "%s", run->out);
	cr_assert(!g_file_test(cluster, G_FILE_TEST_EXISTS), "it made the cluster");
	program_home_free(home);
}

Test(doctor, fails_on_a_key_that_others_can_read)
{
	char *home = program_home("data: data\ntemplates: .\n");
	program_write(home, "data/keys/pseudonym.key", "01234567890123456789012345678901");
	g_autofree char *key = g_build_filename(home, "data", "keys", "pseudonym.key", NULL);
	cr_assert(g_chmod(key, 0644) == 0);
	g_autoptr(ProgramRun) run = program_run(home, "doctor", NULL);
	says(run, 1, "FAIL  pseudonym key");
	program_home_free(home);
}

Test(doctor, fails_while_figures_are_unpublished_old_or_half_done)
{
	static const struct {
		const char *change; /* of the ledger */
		int code;
		const char *says;
	} cases[] = {
		{ "select 1", 0, "ok    figures" },
		{ "insert into etl.run (kind, state, program, host, pid, finished_at, message) values"
		  " ('nightly', 'failed', 'x', 'x', 1, now(), 'source ''rec'' is away')",
		  1,
		  "FAIL  figures        run 2 failed, nothing changed: source 'rec' is away; reports read "
		  "those of run 1" },
		{ "update etl.run set state = 'applied', message = 'cube ''x'' is wrong' where run_no = 2",
		  1, "FAIL  figures        run 2 is applied and not published: cube 'x' is wrong" },
		{ "update etl.run set state = 'staged', finished_at = null where run_no = 2", 1,
		  "FAIL  figures        run 2 was broken off when it was staged" },
		{ "update etl.run set state = 'unchanged', finished_at = now() where run_no = 2", 0,
		  "ok    figures        published by run 1, 0 hours old" },
		{ "update etl.run set started_at = started_at - interval '40 hours', finished_at = finished_at -"
		  " interval '40 hours'",
		  1,
		  "FAIL  figures        the last run that published or found nothing new "
		  "was 40 hours ago" },
	};
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	cr_assert_eq(g_mkdir_with_parents(records->config->templates, 0700), 0);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		records_exec_warehouse(records, cases[n].change);
		g_autoptr(ProgramRun) run =
		    program_run(NULL, "doctor", "--config", records->config->path, NULL);
		says(run, cases[n].code, cases[n].says);
	}
}

Test(doctor, fails_on_a_folder_of_keys_that_others_can_write_to)
{
	char *home = program_home("data: data\ntemplates: .\n");
	program_write(home, "data/keys/other", "");
	g_autofree char *keys = g_build_filename(home, "data", "keys", NULL);
	cr_assert(g_chmod(keys, 0777) == 0);
	g_autoptr(ProgramRun) run = program_run(home, "doctor", NULL);
	says(run, 1, "others may exchange the keys");
	program_home_free(home);
}

Test(doctor, works_without_a_configuration)
{
	g_autofree char *home = server_scratch();
	g_autoptr(ProgramRun) run = program_run(home, "doctor", NULL);
	says(run, 1, "FAIL  configuration");
	says(run, 1, "not looked at without a configuration");
}
