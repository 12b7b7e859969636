#include "etl/extract.h"

#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "core/warehouse.h"
#include "etl/drop.h"

#include <string.h>

#define SEND_BYTES ((guint)64 * 1024)

/* One source on its way into the stage. */
typedef struct {
	const ExtractContext *context;
	const ConfigSource *source;
	Mapping *mapping;
	Database *reader; /* where the mapping's SELECTs run */
	DropScan *scan;   /* the files; NULL for PostgreSQL */
	char *digest;     /* of them, borrowed */
} Extract;

/* ── one feed ── */
static char *copy_statement(Database *warehouse, const MappingFeed *feed, const CopySpec *spec)
{
	g_autofree char *table = database_quote_identifier(warehouse, feed->feed);
	g_autofree char *columns = copybinary_columns(spec);
	return g_strdup_printf("copy stage.%s (%s) from stdin (format binary)", table, columns);
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

/* Carries the open COPY of the reader into the open COPY of the warehouse. */
static bool pump(Extract *extract, CopyBinary *copy, Progress *progress, GError **error)
{
	Database *warehouse = extract->context->warehouse;
	g_autoptr(GByteArray) out = g_byte_array_sized_new(2 * SEND_BYTES);
	const char *data = NULL;
	size_t length = 0;
	gint64 told = 0;
	DatabaseCopy got = DATABASE_COPY_DATA;
	while ((got = database_copy_read(extract->reader, &data, &length, error)) ==
	       DATABASE_COPY_DATA) {
		if (!copybinary_push(copy, data, length, out, error) ||
		    !send(warehouse, out, SEND_BYTES, error))
			return false;
		if (out->len == 0) {
			progress_add(progress, copybinary_rows(copy) - told);
			told = copybinary_rows(copy);
		}
	}
	progress_add(progress, copybinary_rows(copy) - told);
	return got == DATABASE_COPY_END && copybinary_end(copy, out, error) &&
	       send(warehouse, out, 0, error);
}

/* Ends the warehouse's COPY: with its data, or without it after a fault. */
static bool finish_copy(Extract *extract, bool pumped, GError **error)
{
	Database *warehouse = extract->context->warehouse;
	if (pumped)
		return database_copy_end(warehouse, NULL, NULL, error);
	database_copy_end(warehouse, "the source's rows were not good", NULL, NULL);
	return false;
}

static bool enter_feed(const Extract *extract, const MappingFeed *feed, gint64 rows, GError **error)
{
	const ExtractContext *context = extract->context;
	g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, rows);
	log_info("feed staged", "source", extract->source->name, "feed", feed->feed, "rows", count,
		 NULL);
	return database_exec(context->warehouse, sqltext("etl/feed_stage.sql"),
			     DATABASE_PARAMS(claim_run_text(context->claim), extract->source->name,
					     feed->feed, count),
			     NULL, error);
}

static bool stage_feed(Extract *extract, const MappingFeed *feed, GError **error)
{
	const ExtractContext *context = extract->context;
	const CopySpec spec = { .place = feed->place,
				.feed = feed->feed,
				.source = extract->source->name,
				.fields = (const CopyField *)(gconstpointer)feed->fields->data,
				.fields_count = feed->fields->len,
				.pseudonym = context->pseudonym };
	g_autoptr(CopyBinary) copy = copybinary_new(&spec);
	g_autofree char *title = g_strdup_printf("stage %s %s", extract->source->name, feed->feed);
	g_autofree char *out =
	    g_strdup_printf("copy (%s\n) to stdout (format binary)", feed->file->text);
	g_autofree char *in = copy_statement(context->warehouse, feed, &spec);
	if (!database_copy_out(extract->reader, out, error) ||
	    !database_copy_in(context->warehouse, in, error))
		return false;
	g_autoptr(Progress) progress = progress_begin(title, "rows", 0);
	bool pumped = pump(extract, copy, progress, error);
	return finish_copy(extract, pumped, error) &&
	       enter_feed(extract, feed, copybinary_rows(copy), error);
}

/* ── one source ── */
/* The time up to which the records are known, as the mapping says. */
static char *read_as_at(const Extract *extract, GError **error)
{
	const SqlText *own = extract->mapping->as_at;
	const char *sql = own != NULL ? own->text : sqltext("etl/as_at.sql");
	g_autoptr(DatabaseResult) row =
	    database_one(extract->reader, sql, DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return NULL;
	if (!result_is_null(row, 0, 0))
		return g_strdup(result_text(row, 0, 0));
	/* A source without any record is known up to now. */
	g_autoptr(DatabaseResult) now =
	    database_one(extract->reader, sqltext("etl/as_at.sql"), DATABASE_NO_PARAMS, error);
	return now != NULL ? g_strdup(result_text(now, 0, 0)) : NULL;
}

static bool enter_source(const Extract *extract, GError **error)
{
	const Mapping *mapping = extract->mapping;
	g_autofree char *as_at = read_as_at(extract, error);
	return as_at != NULL &&
	       database_exec(extract->context->warehouse, sqltext("etl/source_stage.sql"),
			     DATABASE_PARAMS(extract->source->name, mapping->name,
					     mapping->declaration->jurisdiction,
					     mapping->declaration->timezone, as_at, mapping->sha256,
					     extract->digest),
			     NULL, error);
}

/* Inside the transactions of both sides. */
static bool stage_source(Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	if (!mapping_check(extract->mapping, extract->reader, context->warehouse, error) ||
	    !claim_fence(context->claim, context->warehouse, "claimed", "claimed", error) ||
	    !enter_source(extract, error))
		return false;
	for (guint n = 0; n < extract->mapping->feeds->len; n++) {
		if (!stage_feed(extract, g_ptr_array_index(extract->mapping->feeds, n), error))
			return false;
	}
	return true;
}

static bool stage_in_transaction(Extract *extract, GError **error)
{
	Database *warehouse = extract->context->warehouse;
	if (!database_begin(extract->reader, DATABASE_SNAPSHOT_READ, error))
		return false;
	bool staged = database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		      stage_source(extract, error) && database_commit(warehouse, error);
	database_rollback(warehouse);
	database_rollback(extract->reader);
	return staged;
}

/* ── CSV ── */
/* Tells whether files and mapping are those of the last run; *ret_same on success. */
static bool compare_digest(Extract *extract, bool *ret_same, GError **error)
{
	g_autoptr(DatabaseResult) known =
	    database_query(extract->context->warehouse, sqltext("etl/source_known.sql"),
			   DATABASE_PARAMS(extract->source->name), error);
	if (known == NULL)
		return false;
	*ret_same = result_rows(known) == 1 &&
		    g_strcmp0(result_text(known, 0, 0), extract->mapping->sha256) == 0 &&
		    g_strcmp0(result_text(known, 0, 1), extract->digest) == 0;
	return true;
}

static bool load_raw(Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	Database *warehouse = context->warehouse;
	if (!database_begin(warehouse, DATABASE_READ_WRITE, error))
		return false;
	bool loaded = claim_fence(context->claim, warehouse, "claimed", "claimed", error) &&
		      drop_load(warehouse, extract->scan, context->pseudonym,
				claim_run(context->claim), error) &&
		      database_commit(warehouse, error);
	database_rollback(warehouse);
	return loaded;
}

static ExtractResult extract_drop(Extract *extract, GError **error)
{
	bool same = false;
	extract->scan = drop_scan(extract->source, extract->mapping->declaration, error);
	if (extract->scan == NULL)
		return EXTRACT_AWAY;
	extract->digest = extract->scan->digest;
	if (!compare_digest(extract, &same, error))
		return EXTRACT_FAILED;
	if (same)
		return EXTRACT_UNCHANGED;
	if (!load_raw(extract, error))
		return EXTRACT_FAILED;
	extract->reader = database_open(extract->context->conninfo, "etl-raw", error);
	return extract->reader != NULL && stage_in_transaction(extract, error) ? EXTRACT_STAGED
									       : EXTRACT_FAILED;
}

/* ── PostgreSQL ── */
static ExtractResult extract_database(Extract *extract, GError **error)
{
	extract->reader =
	    warehouse_open_source(extract->context->config, extract->source, "etl-extract", error);
	if (extract->reader == NULL)
		return EXTRACT_AWAY;
	g_autoptr(GError) fault = NULL;
	if (stage_in_transaction(extract, &fault))
		return EXTRACT_STAGED;
	/* A source that goes away in the middle is away; a warehouse that does is not. */
	bool away = g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_UNREACHABLE) &&
		    database_exec(extract->context->warehouse, sqltext("etl/as_at.sql"),
				  DATABASE_NO_PARAMS, NULL, NULL);
	g_propagate_error(error, g_steal_pointer(&fault));
	return away ? EXTRACT_AWAY : EXTRACT_FAILED;
}

ExtractResult extract_source(const ExtractContext *context, const ConfigSource *source,
			     Mapping *mapping, GError **error)
{
	Extract extract = { .context = context, .source = source, .mapping = mapping };
	ExtractResult result = mapping->declaration->kind == SOURCE_CSV
				   ? extract_drop(&extract, error)
				   : extract_database(&extract, error);
	database_close(extract.reader);
	drop_scan_free(extract.scan);
	return result;
}

bool extract_clear(const Claim *claim, Database *warehouse, const char *was, GError **error)
{
	if (!database_begin(warehouse, DATABASE_READ_WRITE, error))
		return false;
	bool cleared = claim_fence(claim, warehouse, was, was, error) &&
		       database_exec(warehouse, sqltext("etl/stage_clear.sql"), DATABASE_NO_PARAMS,
				     NULL, error) &&
		       database_commit(warehouse, error);
	database_rollback(warehouse);
	return cleared;
}
