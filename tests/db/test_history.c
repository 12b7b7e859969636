/* Nights of random changes: whatever path the engine takes, the warehouse is what one fresh load
 * of the same records makes of them. */
#include "core/error.h"
#include "etl/run.h"
#include "tests/support/history.h"

#include <criterion/criterion.h>
#include <string.h>

#define NIGHTS 10

static void run_night(History *history, bool whole)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	const RunOptions options = { .find = records_find, .whole = whole };
	bool done = run_nightly(history->records->config, &options, summary, &error);
	cr_assert(done, "%s\n%s", error != NULL ? error->message : "", history->journal->str);
	if (g_getenv("DBG")) {
		g_autofree char *a = records_text(history->records, "select string_agg(r::text, E'\\n' order by run_no) from etl.run_source r");
		g_autoptr(DatabaseResult) l = database_one(history->records->source, "select string_agg(l::text, E'\\n' order by change_no) from shumar_kit.ledger l", DATABASE_NO_PARAMS, NULL);
		g_printerr("%s\n%s\n%s\n", summary->str, a, result_text(l, 0, 0));
	}
}

static void compare(History *history, guint32 seed, int night, const char *what)
{
	g_autofree char *fresh = history_fresh(history);
	g_autofree char *state = history_state(history->records->warehouse);
	g_autofree char *when = g_strdup_printf("seed %u, night %d, %s", seed, night, what);
	history_equal(history, state, fresh, when);
}

static void play(guint32 seed, bool numbered)
{
	g_autoptr(History) history = history_new(seed, numbered);
	run_night(history, false);
	for (int night = 1; night <= NIGHTS; night++) {
		history_change(history);
		run_night(history, false);
		compare(history, seed, night, "changes");
	}
}

Test(history, of_changes_ends_where_a_fresh_load_does)
{
	const char *from = g_getenv("SEED");
	guint32 first = from != NULL ? (guint32)g_ascii_strtoull(from, NULL, 10) : 1;
	for (guint32 seed = first; seed < first + 3; seed++)
		play(seed, false);
}

Test(history, of_numbered_records_ends_where_a_fresh_load_does)
{
	const char *from = g_getenv("SEED");
	guint32 first = from != NULL ? (guint32)g_ascii_strtoull(from, NULL, 10) : 1;
	for (guint32 seed = first; seed < first + 3; seed++)
		play(seed, true);
}
