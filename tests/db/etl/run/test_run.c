#include "etl/run/run.h"

#include "core/error.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ── the whole path ── */
Test(run, brings_the_records_to_facts_and_cubes_and_publishes)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 4);
	cr_expect_eq(records_number(records, "select count(*) from fact.accused"), 5);
	cr_expect_eq(records_number(records, "select sum(cases) from cube.case_day"), 4);
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 1);
	cr_expect(strstr(records->summary->str, "published") != NULL, "%s", records->summary->str);
}

Test(run, says_that_nothing_changed_the_second_time)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	g_autofree char *before = records_digest(records, true);
	records_run_well(records);
	g_autofree char *after = records_digest(records, true);
	g_autofree char *state =
	    records_text(records, "select state from etl.run where run_no = 2");
	cr_expect_str_eq(after, before);
	cr_expect_str_eq(state, "unchanged");
	cr_expect(strstr(records->summary->str, "nothing changed since run 1") != NULL, "%s",
		  records->summary->str);
	cr_expect_eq(records_number(records, "select published_run from etl.pointer"), 1);
	cr_expect_eq(records_number(records, "select count(*) from fact.case_history"), 0);
}

Test(run, empties_the_stage_when_it_has_ended)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	cr_expect_eq(records_number(records, "select count(*) from stage.\"case\""), 0);
	cr_expect_eq(records_number(records, "select count(*) from stage.delta_case"), 0);
}

Test(run, dry_leaves_the_warehouse_as_it_was)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *before = records_digest(records, false);
	records_exec(
	    records,
	    "update rec.firs set status = 'CANCELLED', district = 'nowhere' where fir_id > 2");
	cr_assert(records_run_dry(records, &error), "%s", error != NULL ? error->message : "");
	g_autofree char *after = records_digest(records, false);
	cr_expect_str_eq(after, before);
	cr_expect(strstr(records->summary->str, "all rolled back") != NULL);
	cr_expect(strstr(records->summary->str, "unknown-district") != NULL);
}

Test(run, dry_that_fails_leaves_the_warehouse_as_it_was)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *before = records_digest(records, false);
	records_exec(records, "alter table rec.firs rename column station to post");
	cr_assert_not(records_run_dry(records, &error));
	g_autofree char *after = records_digest(records, false);
	cr_expect_str_eq(after, before);
}

/* ── sources ── */
Test(run, fails_as_unreachable_when_its_only_source_is_away)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	ConfigSource *source = g_ptr_array_index(records->config->sources, 0);
	g_free(source->connection);
	source->connection = server_conninfo("no_such_database");
	cr_assert_not(records_run(records, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNREACHABLE), "%s",
		  error->message);
	g_autofree char *state = records_text(records, "select state from etl.run");
	cr_expect_str_eq(state, "failed");
}

Test(run, goes_on_without_one_source_of_two_and_keeps_its_facts)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(Database) other = records_second(records, "second", true);
	ConfigSource *second = g_ptr_array_index(records->config->sources, 1);
	cr_assert(database_script(other, "update rec.firs set year = 2023", NULL));
	records_run_well(records);
	cr_assert_eq(records_number(records, "select count(*) from fact.\"case\""), 8);
	g_free(second->connection);
	second->connection = server_conninfo("no_such_database");
	records_exec(records,
		     "delete from rec.outcomes; delete from rec.accused; delete from rec.firs");
	const RunOptions options = { .find = records_find,
				     .accept_loss = (const char *const[]){ "all", NULL } };
	cr_assert(run_nightly(records->config, &options, records->summary, NULL));
	cr_expect_eq(
	    records_number(records, "select count(*) from fact.\"case\" where source = 'second'"),
	    4);
	cr_expect_eq(
	    records_number(records, "select count(*) from fact.\"case\" where source = 'rec'"), 0);
	cr_expect(strstr(records->summary->str, "'second': away") != NULL, "%s",
		  records->summary->str);
}

/* ── a process that is killed, and one that works meanwhile ── */
/* Starts a run in a child and waits until it wants to write to TABLE, which our
 * session has locked. */
static pid_t start_blocked(Records *records, const char *table)
{
	g_autofree char *lock = g_strdup_printf("begin; lock table %s in exclusive mode", table);
	records_exec_warehouse(records, lock);
	pid_t child = fork();
	if (child == 0) {
		const RunOptions options = { .find = records_find };
		GString *summary = g_string_new(NULL);
		_exit(run_nightly(records->config, &options, summary, NULL) ? 0 : 1);
	}
	cr_assert(child > 0);
	for (int tries = 0; tries < 6000; tries++) {
		/* pg_stat_activity would not change within our transaction */
		if (records_number(
			records,
			"select count(*) from pg_locks l join pg_database d on d.oid = "
			"l.database and d.datname = current_database() where not l.granted") > 0)
			return child;
		g_usleep(50000);
	}
	kill(child, SIGKILL);
	cr_assert_fail("the run never came to %s", table);
	return -1;
}

static void end_child(pid_t child, int signal_number)
{
	int status = 0;
	kill(child, signal_number);
	cr_assert_eq(waitpid(child, &status, 0), child);
}

Test(run, names_the_holder_when_another_run_works)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	pid_t child = start_blocked(records, "fact.\"case\"");
	g_autofree char *pid = g_strdup_printf("process %d", (int)child);
	bool ran = records_run(records, &error);
	end_child(child, SIGKILL);
	records_exec_warehouse(records, "rollback");
	cr_assert_not(ran);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_LOCKED));
	cr_expect(strstr(error->message, "run 1 ") != NULL, "%s", error->message);
	cr_expect(strstr(error->message, pid) != NULL, "%s", error->message);
	cr_expect(strstr(error->message, g_get_host_name()) != NULL, "%s", error->message);
}

/* Where a run stands when it wants to write to the table. */
static const char *const stations[] = {
	"stage.source",                /* clearing the stage */
	"stage.accused",               /* staging, and clearing */
	"etl.run_feed",                /* extracting */
	"etl.reject",                  /* checking */
	"fact.\"case\"",               /* applying facts */
	"fact.outcome",  "etl.source", /* at the end of applying */
	"etl.proof",                   /* verifying */
	"etl.pointer",                 /* publishing */
};

static void kill_and_run_again(const char *table, const char *undisturbed)
{
	g_autoptr(Records) records = records_new();
	records_run_well(records);
	records_exec(records,
		     "update rec.firs set status = 'CANCELLED', station = null where fir_id = 2;"
		     "update rec.firs set sections = '{354}' where fir_id = 4;"
		     "delete from rec.outcomes where outcome_id = 2");
	pid_t child = start_blocked(records, table);
	end_child(child, SIGKILL);
	records_exec_warehouse(records, "rollback");
	records_run_well(records);
	g_autofree char *digest = records_digest(records, true);
	cr_expect_str_eq(digest, undisturbed, "killed before writing %s", table);
	cr_expect_eq(records_number(records,
				    "select max(run_no) - max(p.published_run) from etl.run,"
				    " etl.pointer p"),
		     0);
}

Test(run, killed_anywhere_and_run_again_ends_as_if_nothing_had_happened, .timeout = 1500)
{
	g_autofree char *undisturbed = NULL;
	{
		g_autoptr(Records) records = records_new();
		records_run_well(records);
		records_exec(
		    records,
		    "update rec.firs set status = 'CANCELLED', station = null where fir_id = 2;"
		    "update rec.firs set sections = '{354}' where fir_id = 4;"
		    "delete from rec.outcomes where outcome_id = 2");
		records_run_well(records);
		undisturbed = records_digest(records, true);
	}
	for (size_t n = 0; n < G_N_ELEMENTS(stations); n++)
		kill_and_run_again(stations[n], undisturbed);
}

Test(run, an_orphan_that_lost_its_lock_applies_nothing)
{
	g_autoptr(Records) records = records_new();
	pid_t child = start_blocked(records, "etl.reject");
	/* its session with the lock dies, the process lives on */
	records_number(
	    records,
	    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
	    " where datname = current_database() and application_name = 'shumar/etl-claim'");
	records_exec_warehouse(records, "update etl.run set state = 'failed', finished_at = now()");
	records_exec_warehouse(records, "commit");
	int status = 0;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 0);
}

/* ── the pseudonym key ── */
Test(run, refuses_to_run_without_the_key_its_facts_were_hashed_with)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "pseudonym.key", NULL);
	cr_assert_eq(g_remove(path), 0);
	cr_assert_not(records_run(records, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect(strstr(error->message, "the file is gone") != NULL, "%s", error->message);
	cr_expect_not(g_file_test(path, G_FILE_TEST_EXISTS), "no new key may be made");
}

Test(run, refuses_a_key_that_others_can_read)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "pseudonym.key", NULL);
	cr_assert_eq(g_chmod(path, 0644), 0);
	cr_assert_not(records_run(records, &error));
	cr_expect(strstr(error->message, "others than its owner") != NULL, "%s", error->message);
}

Test(run, refuses_another_key_than_the_one_of_the_facts)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "pseudonym.key", NULL);
	g_autofree char *other = g_strnfill(64, 'a');
	g_autofree char *text = g_strconcat(other, "\n", NULL);
	cr_assert(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	cr_assert_not(records_run(records, &error));
	cr_expect(strstr(error->message, "another key") != NULL, "%s", error->message);
}
