#include "etl/extract/copy_worker.h"

#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"
#include "core/warehouse/warehouse.h"

#define SEND_BYTES ((guint)64 * 1024)

/* What the pairs share. */
typedef struct {
	const CopyWork *work;
	Progress *progress;
	GMutex lock;
	guint next;    /* task */
	GError *error; /* the first fault; no further task is begun after it */
} Pool;

/* One pair of connections. */
typedef struct {
	Pool *pool;
	Database *reader;
	Database *warehouse;
} Pair;

void copy_task_free(CopyTask *task)
{
	g_free(task->statement);
	g_free(task->table);
	g_clear_pointer(&task->keys, g_array_unref);
	g_free(task);
}

/* ── one task ── */
static char *copy_statement(Database *warehouse, const char *table, const CopySpec *spec)
{
	g_autofree char *name = database_quote_identifier(warehouse, table);
	g_autofree char *columns = copybinary_columns(spec);
	return g_strdup_printf("copy stage.%s (%s) from stdin (format binary)", name, columns);
}

/* Sends what OUT holds once it is worth a message. */
static bool send(Database *warehouse, GByteArray *out, guint least, GError **error)
{
	if (out->len < MAX(least, 1))
		return true;
	bool sent = database_copy_write(warehouse, (const char *)out->data, out->len, error);
	g_byte_array_set_size(out, 0);
	return sent;
}

static void tell(Pool *pool, const CopyBinary *copy, gint64 *told)
{
	g_mutex_lock(&pool->lock);
	progress_add(pool->progress, copybinary_rows(copy) - *told);
	g_mutex_unlock(&pool->lock);
	*told = copybinary_rows(copy);
}

/* Carries the open COPY of the reader into the open COPY of the warehouse. */
static bool carry(Pair *pair, CopyBinary *copy, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_sized_new(2 * SEND_BYTES);
	const char *data = NULL;
	size_t length = 0;
	gint64 told = 0;
	DatabaseCopy got = DATABASE_COPY_DATA;
	while ((got = database_copy_read(pair->reader, &data, &length, error)) ==
	       DATABASE_COPY_DATA) {
		if (!copybinary_push(copy, data, length, out, error) ||
		    !send(pair->warehouse, out, SEND_BYTES, error))
			return false;
		if (out->len == 0) {
			tell(pair->pool, copy, &told);
			fault_point("extract.middle");
		}
	}
	tell(pair->pool, copy, &told);
	return got == DATABASE_COPY_END && copybinary_end(copy, out, error) &&
	       send(pair->warehouse, out, 0, error);
}

/* Ends the warehouse's COPY: with its data, or without it after a fault. */
static bool finish_copy(Pair *pair, bool carried, GError **error)
{
	if (carried)
		return database_copy_end(pair->warehouse, NULL, NULL, error);
	database_copy_end(pair->warehouse, "the source's rows were not good", NULL, NULL);
	return false;
}

static bool enter_feed(const Pair *pair, const CopyTask *task, gint64 rows, GError **error)
{
	const CopyWork *work = pair->pool->work;
	g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, rows);
	bool keys = task->keys != NULL;
	log_info(keys ? "keys noted" : "feed staged", "source", work->source, "feed",
		 task->feed->feed, "rows", count, NULL);
	return database_exec(pair->warehouse, sqltext(SQL_ETL_FEED_STAGE),
			     DATABASE_PARAMS(claim_run_text(work->context->claim), work->source,
					     task->feed->feed, keys ? "0" : count,
					     keys ? count : "0"),
			     NULL, error);
}

static bool copy_task(Pair *pair, const CopyTask *task, GError **error)
{
	const CopyWork *work = pair->pool->work;
	const GArray *fields = task->keys != NULL ? task->keys : task->feed->fields;
	const CopySpec spec = { .place = task->feed->place,
				.feed = task->feed->feed,
				.source = work->source,
				.fields = (const CopyField *)(gconstpointer)fields->data,
				.fields_count = fields->len,
				.keys_only = task->keys != NULL,
				.row_id = task->keys == NULL && task->feed->row_id != NULL,
				.coded = work->coded,
				.pseudonym = work->context->pseudonym };
	g_autoptr(CopyBinary) copy = copybinary_new(&spec);
	g_autofree char *in = copy_statement(pair->warehouse, task->table, &spec);
	if (!database_copy_out(pair->reader, task->statement, error) ||
	    !database_copy_in(pair->warehouse, in, error))
		return false;
	bool carried = carry(pair, copy, error);
	return finish_copy(pair, carried, error) &&
	       enter_feed(pair, task, copybinary_rows(copy), error);
}

/* A task is a transaction of its own, which the claim has to allow. */
static bool run_task(Pair *pair, const CopyTask *task, GError **error)
{
	const Claim *claim = pair->pool->work->context->claim;
	bool done = database_begin(pair->warehouse, DATABASE_READ_WRITE, error) &&
		    claim_hold(claim, pair->warehouse, "claimed", error) &&
		    copy_task(pair, task, error);
	if (done)
		fault_point("extract.before-commit");
	done = done && database_commit(pair->warehouse, error);
	database_rollback(pair->warehouse);
	if (done)
		fault_point("extract.after-commit");
	return done;
}

/* ── the pairs ── */
static const CopyTask *take_task(Pool *pool)
{
	g_mutex_lock(&pool->lock);
	bool some = pool->error == NULL && pool->next < pool->work->tasks->len;
	const CopyTask *task = some ? g_ptr_array_index(pool->work->tasks, pool->next++) : NULL;
	g_mutex_unlock(&pool->lock);
	return task;
}

static void keep_error(Pool *pool, GError *error)
{
	g_mutex_lock(&pool->lock);
	if (pool->error == NULL)
		pool->error = error;
	else
		g_error_free(error);
	g_mutex_unlock(&pool->lock);
}

static void take_tasks(Pair *pair)
{
	GError *error = NULL;
	const CopyTask *task = NULL;
	while ((task = take_task(pair->pool)) != NULL) {
		if (!run_task(pair, task, &error))
			keep_error(pair->pool, g_steal_pointer(&error));
	}
}

static gpointer take_tasks_second(gpointer payload)
{
	Pool *pool = payload;
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) warehouse =
	    database_open(pool->work->context->conninfo, "etl-load", &error);
	g_autoptr(Database) reader =
	    warehouse != NULL ? pool->work->open_reader(pool->work->payload, &error) : NULL;
	Pair pair = { pool, reader, warehouse };
	if (reader != NULL)
		take_tasks(&pair);
	else
		keep_error(pool, g_steal_pointer(&error));
	return NULL;
}

bool copy_worker_run(const CopyWork *work, GError **error)
{
	g_autofree char *title = g_strdup_printf("stage %s", work->source);
	Pool pool = { .work = work };
	g_mutex_init(&pool.lock);
	pool.progress = progress_begin(title, "rows", work->expected);
	bool two = work->open_reader != NULL && work->tasks->len > 1;
	GThread *second = two ? g_thread_new("load", take_tasks_second, &pool) : NULL;
	Pair first = { &pool, work->reader, work->context->warehouse };
	take_tasks(&first);
	if (second != NULL)
		g_thread_join(second);
	progress_end(pool.progress);
	g_mutex_clear(&pool.lock);
	if (pool.error == NULL)
		return true;
	g_propagate_error(error, pool.error);
	return false;
}
