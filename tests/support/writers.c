#include "tests/support/writers.h"

#include "core/database/sqltext.h"
#include "tests/support/kit.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

#define FIRST_ITEM 100L
#define ITEMS      20L /* of each writer at the start */

typedef struct {
	Database *db;
	GThread *thread;
	GRand *dice;
	long number;
	long next; /* item to insert; its own are WRITERS apart */
	gint64 race_us;
	gint64 until; /* g_get_monotonic_time */
	bool renames;
	GError *error; /* what ended it early */
} Writer;

struct Writers {
	Writer writers[WRITERS];
};

/* ── the source ── */
static const char schema[] =
    "create schema race;"
    "create table race.folder (folder_id bigint primary key, code text not null);"
    "create table race.item (item_id bigint primary key, folder_id bigint not null references race.folder,"
    " value bigint not null, updated_at timestamptz not null default now());"
    "create index on race.item (folder_id);"
    "insert into race.folder select n, 'f' || n from generate_series(0, 8) as n;"
    "insert into race.item (item_id, folder_id, value) select n, 8, 0 from generate_series(1, 2) as n;";

static const char watch[] =
    "select shumar_kit.watch('race.folder', '{case}', '{folder_id}', 'select null, null, null where false',"
    " '{case}', '{folder_id,code}',"
    " 'select ''case'', i.item_id::text, array[m.code || ''/'' || i.item_id] from moved as m"
    " join race.item as i using (folder_id)');"
    "select shumar_kit.watch('race.item', '{case,accused,outcome}', '{item_id,folder_id,value}',"
    " 'select ''case'', c.item_id::text, array[f.code || ''/'' || c.item_id] from changed as c"
    " left join race.folder as f using (folder_id)')";

void writers_prepare(Database *db)
{
	g_autofree char *items = g_strdup_printf(
	    "insert into race.item (item_id, folder_id, value) select n, n %% %d, 0 from"
	    " generate_series(%ld, %ld) as n",
	    WRITERS, FIRST_ITEM, FIRST_ITEM - 1 + ITEMS * WRITERS);
	kit_script(db, schema);
	kit_script(db, items);
	kit_script(db, sqltext(SQL_SOURCES_KIT_LEDGER));
	kit_script(db, watch);
}

/* ── deeds ── */
/* One throw of a hundred decides. {own} is an item of the writer's own, {folder} any folder,
 * {new} an item that never was. */
static const struct {
	int upto;
	const char *sql;
} deeds[] = {
	{ 50, "update race.item set value = value + 1, updated_at = now() where item_id = {own}" },
	{ 60, "delete from race.item where item_id = {own}" },
	{ 70,
	  "update race.item set folder_id = {folder}, updated_at = now() where item_id = {own}" },
	{ 100, "insert into race.item (item_id, folder_id, value) values ({new}, {folder}, 0)" },
};
/* Only this writer renames the folder, so that writers do not wait for each other. */
static const char rename_folder[] =
    "update race.folder set code = 'f{writer}-{new}' where folder_id = {writer}";
#define RENAMED_ONE_IN 25

static int throw(Writer * writer, int sides)
{
	return g_rand_int_range(writer->dice, 0, sides);
}

static void fill(GString *sql, const char *place, long number)
{
	g_autofree char *text = g_strdup_printf("%ld", number);
	g_string_replace(sql, place, text, 0);
}

static bool act(Writer *writer, const char *deed)
{
	int made = (int)((writer->next - FIRST_ITEM) / WRITERS);
	g_autoptr(GString) sql = g_string_new(deed);
	fill(sql, "{writer}", writer->number);
	fill(sql, "{own}", FIRST_ITEM + writer->number + throw(writer, made) * WRITERS);
	fill(sql, "{folder}", throw(writer, WRITERS));
	fill(sql, "{new}", writer->next);
	writer->next += WRITERS;
	return database_exec(writer->db, sql->str, DATABASE_NO_PARAMS, NULL, &writer->error);
}

static const char *choose(Writer *writer)
{
	int thrown = throw(writer, 100);
	size_t deed = 0;
	while (thrown >= deeds[deed].upto)
		deed++;
	return deeds[deed].sql;
}

/* ── transactions ── */
/* Mostly short, some long. */
static gint64 hold_us(Writer *writer)
{
	int thrown = throw(writer, 100);
	if (thrown < 70)
		return 1000 + throw(writer, 9000);
	return thrown < 90 ? 10000 + throw(writer, 190000) : 200000 + throw(writer, 800000);
}

static bool transact(Writer *writer, gint64 hold)
{
	int count = 1 + throw(writer, 3);
	if (!database_begin(writer->db, DATABASE_READ_WRITE, &writer->error))
		return false;
	if (writer->renames && throw(writer, RENAMED_ONE_IN) == 0 && !act(writer, rename_folder))
		return false;
	for (int deed = 0; deed < count; deed++) {
		if (!act(writer, choose(writer)))
			return false;
		g_usleep((gulong)(hold / count));
	}
	if (throw(writer, 10) > 0)
		return database_commit(writer->db, &writer->error);
	database_rollback(writer->db);
	return true;
}

/* Two writers begin with a transaction that is open for half the race. */
static gpointer write_on(gpointer data)
{
	Writer *writer = data;
	bool going = transact(writer, writer->number < 2 ? writer->race_us / 2 : 1000);
	while (going && g_get_monotonic_time() < writer->until)
		going = transact(writer, hold_us(writer));
	return NULL;
}

/* ── public ── */
Writers *writers_start(const char *database, gint64 race_us, bool renames)
{
	Writers *writers = g_new0(Writers, 1);
	for (int n = 0; n < WRITERS; n++)
		writers->writers[n] = (Writer){ .db = server_open(database),
						.dice = g_rand_new_with_seed((guint32)n + 1),
						.number = n,
						.next = FIRST_ITEM + n + ITEMS * WRITERS,
						.race_us = race_us,
						.renames = renames };
	for (int n = 0; n < WRITERS; n++) {
		writers->writers[n].until = g_get_monotonic_time() + race_us;
		writers->writers[n].thread = g_thread_new("writer", write_on, &writers->writers[n]);
	}
	return writers;
}

bool writers_going(const Writers *writers)
{
	return g_get_monotonic_time() < writers->writers[WRITERS - 1].until;
}

void writers_join(Writers *writers, int number)
{
	Writer *writer = &writers->writers[number];
	g_thread_join(g_steal_pointer(&writer->thread));
	cr_expect_null(writer->error, "writer %d: %s", number, writer->error->message);
}

void writers_free(Writers *writers)
{
	if (writers == NULL)
		return;
	for (int n = 0; n < WRITERS; n++) {
		Writer *writer = &writers->writers[n];
		if (writer->thread != NULL)
			g_thread_join(writer->thread);
		database_close(writer->db);
		g_rand_free(writer->dice);
		g_clear_error(&writer->error);
	}
	g_free(writers);
}
