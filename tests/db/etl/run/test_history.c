/* Nights of random changes: whatever path the engine takes, the warehouse is what one fresh load
 * of the same records makes of them. SHUMAR_HISTORIES=N plays more histories, SHUMAR_SEED others.
 */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"

#include <criterion/criterion.h>
#include <string.h>

#define NIGHTS 6

static gint64 setting(const char *name, gint64 otherwise)
{
	const char *text = g_getenv(name);
	return text != NULL ? g_ascii_strtoll(text, NULL, 10) : otherwise;
}

/* ── nights ── */
static void must(const History *history, bool done, const GError *error)
{
	cr_assert(done, "%s\n%s", error != NULL ? error->message : "", history->journal->str);
}

static void run_night(History *history, bool full)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	const RunOptions options = { .find = records_find, .full = full };
	must(history, run_nightly(history->records->config, &options, summary, &error), error);
}

static void plain(History *history)
{
	run_night(history, false);
}

static void full(History *history)
{
	run_night(history, true);
}

static void retried(History *history)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	run_night(history, false);
	must(history, run_retry(history->records->config, summary, &error), error);
}

static void reclassified(History *history)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	run_night(history, false);
	history_refer(
	    history,
	    g_rand_boolean(history->dice)
		? "update ref.offence_section set category = 'HARASS' where section = '302' and needs is null"
		: "update ref.offence_section set category = 'MURDER' where section = '509'");
	must(history, run_reclassify(history->records->config, "test", summary, &error), error);
}

static void backfilled(History *history)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	const RunOptions options = { .find = records_find,
				     .from = "1990-01-01",
				     .to = "2050-12-31" };
	must(history, run_nightly(history->records->config, &options, summary, &error), error);
	run_night(history, false);
}

static void rebuilt(History *history)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	run_night(history, false);
	g_autofree char *before = history_state(history->records->warehouse);
	must(history, run_rebuild(history->records->config, NULL, summary, &error), error);
	g_autofree char *after = history_state(history->records->warehouse);
	history_equal(history, after, before, "rebuilt");
}

/* What a night may be; plain ones are played most. */
static const struct {
	const char *what;
	void (*run)(History *history);
} kinds[] = {
	{ "changes", plain },
	{ "changes", plain },
	{ "changes", plain },
	{ "changes", plain },
	{ "full", full },
	{ "retried", retried },
	{ "rebuilt", rebuilt },
	{ "reclassified", reclassified },
	{ "back-filled", backfilled },
};

static void play(guint32 seed, bool numbered)
{
	g_autoptr(History) history = history_new(seed, numbered);
	run_night(history, false);
	for (int night = 1; night <= NIGHTS; night++) {
		gint32 kind = g_rand_int_range(history->dice, 0, G_N_ELEMENTS(kinds));
		history_change(history);
		kinds[kind].run(history);
		g_autofree char *fresh = history_fresh(history);
		g_autofree char *state = history_state(history->records->warehouse);
		g_autofree char *when =
		    g_strdup_printf("seed %u, night %d, %s", seed, night, kinds[kind].what);
		history_equal(history, state, fresh, when);
	}
}

static void play_all(bool numbered)
{
	guint32 first = (guint32)setting("SHUMAR_SEED", 1);
	guint32 count = (guint32)setting("SHUMAR_HISTORIES", 2);
	for (guint32 seed = first; seed < first + count; seed++)
		play(seed, numbered);
}

Test(history, ends_where_a_fresh_load_does, .timeout = 3000)
{
	play_all(false);
}

Test(history, of_numbered_records_ends_where_a_fresh_load_does, .timeout = 3000)
{
	play_all(true);
}

/* ── a ledger that notes rows, and not all rows of their key ── */
static const char notes_rows_only[] =
    "select shumar_kit.watch('rec.firs', '{case}', '{fir_id,district,station,year,number,registered_at,status,victims}',"
    " 'select ''case'', c.fir_id::text, array[concat_ws(''/'', c.district, c.station, c.year, c.number)] from changed c')";

Test(history, a_record_given_twice_is_read_with_its_twin_when_one_changes, .timeout = 1500)
{
	static const char *const changes[] = {
		"update rec.firs set victims = 7 where fir_id = 9",
		"update rec.firs set victims = 8 where fir_id = 1",
		"delete from rec.firs where fir_id = 9",
	};
	g_autoptr(History) history = history_new(1, true);
	records_exec(history->records, notes_rows_only);
	records_exec(
	    history->records,
	    "insert into rec.firs select 9, district, station, year, number, registered_at,"
	    " occurred_on, sections, honour, domestic, status, 3 from rec.firs where fir_id = 1");
	records_run_well(history->records);
	for (size_t n = 0; n < G_N_ELEMENTS(changes); n++) {
		history_do(history, changes[n]);
		records_run_well(history->records);
		g_autofree char *fresh = history_fresh(history);
		g_autofree char *state = history_state(history->records->warehouse);
		history_equal(history, state, fresh, changes[n]);
	}
	cr_expect(records_number(
		      history->records,
		      "select count(*) from etl.run_source where note like '%given twice%'") > 0);
}
