/* A full disk. A limit on the size of files stands in for it: the server's sessions cannot make a
 * table longer than it already is, and its log of changes has room. */
#include "tests/support/crash.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>
#include <sys/resource.h>

#define LIMIT_BYTES ((rlim_t)17 * 1024 * 1024) /* more than a segment of the log */

/* Starts the server anew, with a limit on the files that it writes. */
static void restart(const Crash *crash, rlim_t bytes)
{
	struct rlimit before = { 0 };
	cr_assert(cluster_stop(crash->cluster, NULL, NULL));
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	struct rlimit limit = { .rlim_cur = bytes, .rlim_max = before.rlim_max };
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert(cluster_start(crash->cluster, NULL, NULL));
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
}

/* Rows of a page each, up to the limit: the next row needs one page more. */
typedef struct {
	const char *table;
	const char *fill;
	const char *empty; /* takes the rows away again */
	bool applied;      /* when the table is full, the application is through */
} Full;

#define FILL(TABLE, COLUMN, COLUMNS, VALUES)                                                       \
	"set session_replication_role = replica;"                                                  \
	"alter table " TABLE " set (autovacuum_enabled = off, fillfactor = 10);"                   \
	"alter table " TABLE " alter column " COLUMN " set storage plain;"                         \
	"insert into " TABLE " (" COLUMN ", " COLUMNS ") select repeat('x', 8000), " VALUES        \
	" from generate_series(1, 2175) n;"                                                        \
	"alter table " TABLE " alter column " COLUMN " set storage extended;"

static const Full fulls[] = {
	/* a run empties a stage with rows in it, but not one without */
	{ "stage.outreach",
	  FILL("stage.outreach", "topic", "source, row_no, feed_hash",
	       "'x', n, gen_random_uuid()") "delete from stage.outreach",
	  "truncate stage.outreach", false },
	{ "fact.outreach",
	  FILL(
	      "fact.outreach", "topic",
	      "outreach_key, source, district, held_on, kind, attended_women, attended_men, run_from",
	      "gen_random_uuid(), 'x', 'LHR', '2024-01-01', 'x', 1, 1, 1"),
	  "delete from fact.outreach where source = 'x'", false },
	{ "etl.manifest",
	  FILL("etl.manifest", "content", "run_no, sha256, signature, public_key",
	       "-n, 'x', 'x', 'x'")
	  /* or a long manifest goes to the table beside it, which has room */
	  "alter table etl.manifest alter column content set storage main",
	  "delete from etl.manifest where run_no < 0;"
	  "alter table etl.manifest alter column content set storage extended",
	  true },
};

static void run_full(Crash *crash, const Full *full)
{
	g_autofree char *said = NULL;
	g_autofree char *before = crash_figures(crash);
	restart(crash, LIMIT_BYTES);
	int code = crash_end(crash, crash_begin(crash, CRASH_NIGHTLY, NULL), &said);
	restart(crash, RLIM_INFINITY);
	g_autofree char *after = crash_figures(crash);
	g_autofree char *pointer = crash_ask(crash, "select published_run from etl.pointer");
	cr_expect_eq(code, full->applied ? 6 : 1, "%s: exit %d: %s", full->table, code, said);
	cr_expect(strstr(said, "could not extend file") != NULL, "%s: %s", full->table, said);
	cr_expect(strstr(said, "hint: Check free disk space") != NULL, "%s: %s", full->table, said);
	cr_expect(full->applied || strcmp(after, before) == 0, "%s: something changed",
		  full->table);
	cr_expect_str_eq(pointer, "1");
}

Test(full, disk_is_a_clear_error_and_nothing_is_published, .timeout = 3000)
{
	g_autoptr(Crash) crash = crash_new(true);
	g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
	for (size_t n = 0; n < G_N_ELEMENTS(fulls); n++) {
		crash_copy(crash, CRASH_NIGHTLY);
		crash_do(crash, fulls[n].fill);
		run_full(crash, &fulls[n]);
		crash_do(crash, fulls[n].empty);
		crash_run_well(crash, CRASH_NIGHTLY);
		g_autofree char *digest = crash_digest(crash);
		cr_expect_str_eq(digest, undisturbed,
				 "after a full disk for %s:\n%s\ninstead of:\n%s", fulls[n].table,
				 digest, undisturbed);
	}
}
