/* What a killed run leaves to the server, and the run after it. */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/records.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char at_work[] =
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and application_name = 'shumar/etl-run' and state = 'active' and wait_event = 'PgSleep'";

static void wait_for(Records *records, const char *sql, gint64 number)
{
	for (int tries = 0; tries < 1200 && records_number(records, sql) != number; tries++)
		g_usleep(50000);
	cr_assert_eq(records_number(records, sql), number, "%s", sql);
}

static void end(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* A run whose cubes never come to an end. */
static pid_t begin_endless(Records *records)
{
	records_exec_warehouse(
	    records,
	    "alter function engine.stage_complete rename to stage_complete_kept;"
	    "create function engine.stage_complete(at_run bigint) returns void language plpgsql as"
	    " $$ begin perform pg_sleep(600); end $$");
	pid_t child = fork();
	if (child == 0) {
		GString *summary = g_string_new(NULL);
		const RunOptions options = { .find = records_find };
		_exit(run_nightly(records->config, &options, summary, NULL) ? 0 : 1);
	}
	wait_for(records, at_work, 1);
	return child;
}

static void mend(Records *records)
{
	records_exec_warehouse(
	    records, "begin; set local lock_timeout = '30s'; drop function engine.stage_complete;"
		     "alter function engine.stage_complete_kept rename to stage_complete; commit");
}

Test(claim, of_a_run_that_was_killed_in_a_long_statement_leaves_none_at_work, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	pid_t child = begin_endless(records);
	end(child);
	wait_for(records, at_work, 0);
	mend(records);
	records_run_well(records);
	rows_check(records->warehouse, "select state from etl.run order by run_no",
		   "failed\npublished\n");
}

/* A session as an older program left it: it is not dropped by the server, and holds the ledger. */
static pid_t begin_stubborn(const Records *records)
{
	pid_t child = fork();
	if (child == 0) {
		Database *db = database_open(records->config->warehouse, "etl-run", NULL);
		database_script(
		    db,
		    "begin; insert into etl.run (kind, state, program, host, pid) values ('nightly', 'claimed', 'old', 'here', 1);"
		    "commit; begin; update etl.run set message = 'at work'; select pg_sleep(600)",
		    NULL);
		_exit(0);
	}
	return child;
}

Test(claim, ends_the_statement_of_a_predecessor_that_holds_the_ledger, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	pid_t child = begin_stubborn(records);
	wait_for(records, at_work, 1);
	records_run_well(records);
	rows_check(records->warehouse, "select program = 'old', state from etl.run order by run_no",
		   "t|failed\nf|published\n");
	end(child);
}
