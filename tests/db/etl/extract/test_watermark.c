/*
 * The race for the watermark: writers whose transactions are open from a millisecond to
 * seconds, and readers that come again and again for what changed.
 *
 * The reader of the source kit's ledger must end with the source, having been shown every
 * committed change once. The readers by max(updated_at), with and without a lag, must not:
 * the race is rigged so that they miss, which shows that it can be lost.
 */
#include "core/database/sqltext.h"
#include "tests/support/kit.h"
#include "tests/support/records.h"
#include "tests/support/server.h"
#include "tests/support/writers.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define RACE_US      (4 * G_USEC_PER_SEC)
#define PAUSE_US     20000 /* between two readings */
#define LAG_MS       "200"
#define LONGER_US    400000 /* than the lag */
#define LATE_ITEM    "1"    /* written by the rigged transaction and by nobody else */
#define EARLIER_ITEM "2"

#define ITEM_ROWS                                                                                  \
	"select m.item_key, m.value from (select i.item_id as row_id, f.code || '/' || i.item_id"  \
	" as item_key, i.value::text as value from race.item as i join race.folder as f"           \
	" using (folder_id)) as m"
#define WINDOW "(l.xid >= $1::text::xid8 or l.xid = any($2::text::xid8[]))"

/* ── readers ── */
typedef struct Reader Reader;
typedef struct {
	const char *name;
	void (*read)(Reader *reader);
	const char *all; /* key and value of every row, as its copy should have them */
	const char *lag; /* or NULL */
	bool complete;   /* what it is to be */
} ReaderKind;

struct Reader {
	const ReaderKind *kind;
	Database *db;
	GHashTable *copy;  /* of values by key */
	GHashTable *shown; /* how often, by change_no; of the ledger's reader */
	KitPlace *place;
	char *newest;
	int compared; /* readings in full, because keys moved meanwhile */
	int readings;
};

static DatabaseResult *ask(Database *db, const char *sql, const char *const *params,
			   size_t params_count)
{
	g_autoptr(GError) error = NULL;
	DatabaseResult *rows = database_query(db, sql, params, params_count, &error);
	cr_assert(rows != NULL, "%s", error != NULL ? error->message : "");
	return rows;
}

static void put_rows(GHashTable *copy, const DatabaseResult *rows)
{
	for (int row = 0; row < result_rows(rows); row++)
		g_hash_table_replace(copy, g_strdup(result_text(rows, row, 0)),
				     g_strdup(result_text(rows, row, 1)));
}

static void count_shown(Reader *reader, const DatabaseResult *rows)
{
	for (int row = 0; row < result_rows(rows); row++) {
		char *change = g_strdup(result_text(rows, row, 0));
		int times = GPOINTER_TO_INT(g_hash_table_lookup(reader->shown, change));
		g_hash_table_replace(reader->shown, change, GINT_TO_POINTER(times + 1));
	}
}

/* The first reading takes all; what the ledger holds by then is known with it. */
static void read_full(Reader *reader)
{
	kit_advance(reader->db, reader->place);
	g_autoptr(DatabaseResult) known =
	    ask(reader->db, "select l.change_no from shumar_kit.ledger as l", DATABASE_NO_PARAMS);
	g_autoptr(DatabaseResult) rows = ask(reader->db, ITEM_ROWS, DATABASE_NO_PARAMS);
	count_shown(reader, known);
	put_rows(reader->copy, rows);
}

static void count_fresh(Reader *reader, const char *const window[3])
{
	g_autoptr(DatabaseResult) fresh =
	    ask(reader->db,
		"select l.change_no from shumar_kit.ledger as l where " WINDOW
		" and not pg_visible_in_snapshot(l.xid, $3::text::pg_snapshot)",
		window, 3);
	count_shown(reader, fresh);
}

/* Takes the keys touched out of the copy and puts their rows in, as they are now. */
static void take_changes(Reader *reader, const char *const window[2])
{
	g_autoptr(DatabaseResult) touched = ask(
	    reader->db,
	    "select distinct array_to_string(l.keys, '/') from shumar_kit.ledger as l where " WINDOW
	    " and l.keys is not null",
	    window, 2);
	g_autoptr(DatabaseResult) rows = ask(
	    reader->db,
	    ITEM_ROWS
	    " where m.row_id in (select l.row_id::bigint from shumar_kit.ledger as l where " WINDOW
	    ")",
	    window, 2);
	for (int row = 0; row < result_rows(touched); row++)
		g_hash_table_remove(reader->copy, result_text(touched, row, 0));
	put_rows(reader->copy, rows);
}

/* The feed must be compared in full: the copy becomes the source. */
static void compare(Reader *reader)
{
	g_autoptr(DatabaseResult) rows = ask(reader->db, ITEM_ROWS, DATABASE_NO_PARAMS);
	g_hash_table_remove_all(reader->copy);
	put_rows(reader->copy, rows);
	reader->compared++;
}

static void read_changes(Reader *reader)
{
	g_autofree char *before = g_strdup(reader->place->snapshot);
	kit_advance(reader->db, reader->place);
	cr_assert_null(reader->place->fault, "%s", reader->place->fault);
	const char *const window[] = { reader->place->from_xid, reader->place->also_xids, before };
	g_autoptr(DatabaseResult) markers =
	    ask(reader->db, sqltext(SQL_SOURCES_KIT_MARKERS), window, 2);
	reader->readings++;
	count_fresh(reader, window);
	if (result_rows(markers) > 0)
		compare(reader);
	else
		take_changes(reader, window);
}

static void read_ledger(Reader *reader)
{
	cr_assert(database_begin(reader->db, DATABASE_SNAPSHOT_READ, NULL));
	if (reader->place->snapshot == NULL)
		read_full(reader);
	else
		read_changes(reader);
	database_rollback(reader->db);
}

static void read_newer(Reader *reader)
{
	const char *lag = reader->kind->lag != NULL ? reader->kind->lag : "0";
	g_autoptr(DatabaseResult) rows = ask(
	    reader->db,
	    "select i.item_id::text, i.value::text, max(i.updated_at) over ()::text from race.item as i"
	    " where i.updated_at > $1::timestamptz - make_interval(secs => $2::float8 / 1000)",
	    DATABASE_PARAMS(reader->newest, lag));
	put_rows(reader->copy, rows);
	if (result_rows(rows) == 0)
		return;
	g_free(reader->newest);
	reader->newest = g_strdup(result_text(rows, 0, 2));
}

#define ITEM_VALUES "select i.item_id::text, i.value::text from race.item as i"
static const ReaderKind kinds[] = {
	{ "the ledger's two snapshots", read_ledger, ITEM_ROWS, NULL, true },
	{ "max(updated_at)", read_newer, ITEM_VALUES, NULL, false },
	{ "max(updated_at) with a lag", read_newer, ITEM_VALUES, LAG_MS, false },
};
#define READERS G_N_ELEMENTS(kinds)

static void reader_init(Reader *reader, const ReaderKind *kind, const char *database)
{
	*reader = (Reader){ .kind = kind,
			    .db = server_open(database),
			    .copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
			    .shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			    .place = kit_place_new(),
			    .newest = g_strdup("-infinity") };
}

static void reader_clear(Reader *reader)
{
	database_close(reader->db);
	g_hash_table_unref(reader->copy);
	g_hash_table_unref(reader->shown);
	kit_place_free(reader->place);
	g_free(reader->newest);
}

static void read_all(Reader *readers)
{
	for (size_t n = 0; n < READERS; n++)
		readers[n].kind->read(&readers[n]);
}

/* Rows of the source that the copy has not, or has with another value. */
static int missed(const Reader *reader)
{
	g_autoptr(DatabaseResult) rows = ask(reader->db, reader->kind->all, DATABASE_NO_PARAMS);
	int count = 0;
	for (int row = 0; row < result_rows(rows); row++)
		count += g_strcmp0(g_hash_table_lookup(reader->copy, result_text(rows, row, 0)),
				   result_text(rows, row, 1)) != 0;
	return count;
}

static int surplus(const Reader *reader)
{
	g_autoptr(DatabaseResult) rows = ask(reader->db, reader->kind->all, DATABASE_NO_PARAMS);
	return (int)g_hash_table_size(reader->copy) + missed(reader) - result_rows(rows);
}

/* ── the race ── */
/* A transaction that began before another and commits after the readers saw that one. */
static void rig(Reader *readers, const char *database)
{
	g_autoptr(Database) late = server_open(database);
	g_autoptr(Database) other = server_open(database);
	kit_script(
	    late,
	    "begin; update race.item set value = 99, updated_at = now() where item_id = " LATE_ITEM);
	for (int turn = 0; turn < 2; turn++) {
		g_usleep(LONGER_US);
		kit_script(
		    other,
		    "update race.item set value = value + 1, updated_at = now() where item_id = " EARLIER_ITEM);
		read_all(readers);
	}
	kit_script(late, "commit");
	read_all(readers);
}

static void race(Reader *readers, const char *database, bool renames)
{
	g_autoptr(Writers) writers = writers_start(database, RACE_US, renames);
	while (writers_going(writers)) {
		read_all(readers);
		g_usleep(PAUSE_US);
	}
	for (int n = 0; n < WRITERS; n++) {
		writers_join(writers, n);
		read_all(readers);
	}
}

/* Every note of a committed transaction was new to the reader once. */
static void expect_shown_once(const Reader *reader)
{
	g_autoptr(DatabaseResult) rows =
	    ask(reader->db, "select l.change_no from shumar_kit.ledger as l", DATABASE_NO_PARAMS);
	int others = 0;
	for (int row = 0; row < result_rows(rows); row++)
		others += GPOINTER_TO_INT(
			      g_hash_table_lookup(reader->shown, result_text(rows, row, 0))) != 1;
	cr_expect_eq(others, 0, "%d of %d changes were missed or doubled", others,
		     result_rows(rows));
	cr_expect_eq((int)g_hash_table_size(reader->shown), result_rows(rows));
	cr_expect_gt(result_rows(rows), 200, "only %d notes: no race", result_rows(rows));
}

static void expect_result(const Reader *reader)
{
	int count = missed(reader);
	if (reader->kind->complete)
		cr_expect(count == 0 && surplus(reader) == 0, "%s: %d rows missed, %d too many",
			  reader->kind->name, count, surplus(reader));
	else
		cr_expect_gt(count, 0, "%s missed nothing: the race cannot be lost",
			     reader->kind->name);
	cr_log_info("%s: %d rows missed", reader->kind->name, count);
}

/* Returns how many readings of the ledger there were and how many of them compared in full. */
static void run_race(bool renames, int *ret_readings, int *ret_compared)
{
	Reader readers[READERS];
	g_autofree char *database = server_create(false);
	g_autoptr(Database) source = server_open(database);
	writers_prepare(source);
	for (size_t n = 0; n < READERS; n++)
		reader_init(&readers[n], &kinds[n], database);
	read_all(readers);
	rig(readers, database);
	race(readers, database, renames);
	for (size_t n = 0; n < READERS; n++)
		expect_result(&readers[n]);
	expect_shown_once(&readers[0]);
	*ret_readings = readers[0].readings;
	*ret_compared = readers[0].compared;
	cr_log_info("%d readings, %d of them in full", *ret_readings, *ret_compared);
	for (size_t n = 0; n < READERS; n++)
		reader_clear(&readers[n]);
}

Test(watermark, is_lost_by_timestamps_and_never_by_the_ledger, .timeout = 1500)
{
	int readings = 0;
	int compared = 0;
	run_race(false, &readings, &compared);
	cr_expect_gt(readings, 20);
	cr_expect_eq(compared, 0);
}

Test(watermark, is_not_lost_when_keys_move_under_the_rows_that_bear_them, .timeout = 1500)
{
	int readings = 0;
	int compared = 0;
	run_race(true, &readings, &compared);
	cr_expect_gt(compared, 0, "no rename overlapped a note: no race");
	cr_expect_gt(readings, compared);
}

/* ── the engine itself ── */
static const char case_rows[] =
    "select i.item_id as row_id, f.code || '/' || i.item_id as case_key, 'LHR' as district, 'City' as station,"
    " 2024 as fir_year, i.item_id::text as fir_number, '2024-01-10Z'::timestamptz as registered_at,"
    " array['302'] as sections, i.value::integer as victims"
    " from race.item as i join race.folder as f using (folder_id)";
static const char no_accused[] = "select i.item_id as row_id, '' as case_key, '' as accused_key"
				 " from race.item as i where false";
static const char no_outcomes[] =
    "select i.item_id as row_id, '' as case_key, '' as accused_key, '' as outcome_key,"
    " '2024-01-10'::date as decided_on, '' as outcome from race.item as i where false";

static void expect_same(Records *records)
{
	g_autofree char *items = kit_text(
	    records->source,
	    "select string_agg(concat(item_id, '=', value), ' ' order by item_id) from race.item");
	g_autofree char *facts =
	    records_text(records, "select string_agg(concat(fir_number, '=', victims), ' ' order by"
				  " fir_number::bigint) from fact.\"case\"");
	cr_expect_str_eq(facts, items);
}

Test(watermark, is_not_lost_by_the_engine, .timeout = 1500)
{
	g_autoptr(Records) records = records_new();
	g_autofree char *database = kit_text(records->source, "select current_database()::text");
	writers_prepare(records->source);
	records_exec(records, "select 1"); /* the reader may read the new tables, too */
	records_map("case", case_rows);
	records_map("accused", no_accused);
	records_map("outcome", no_outcomes);
	records_run_well(records);
	g_autoptr(Writers) writers = writers_start(database, RACE_US, false);
	while (writers_going(writers))
		records_run_well(records);
	for (int n = 0; n < WRITERS; n++)
		writers_join(writers, n);
	records_run_well(records);
	expect_same(records);
	/* the first and no other: the rest was read from the ledger alone */
	cr_expect_eq(
	    records_number(records, "select count(*) from etl.run_source where extent = 'full'"),
	    1);
	cr_expect_gt(
	    records_number(records, "select count(*) from etl.run_source where extent = 'changes'"),
	    1);
}
