#include "etl/extract/extract.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"
#include "core/warehouse/warehouse.h"
#include "etl/drop/as_at.h"
#include "etl/drop/drop.h"
#include "etl/drop/drop_raw.h"
#include "etl/extract/capture.h"
#include "etl/extract/copy_worker.h"
#include "etl/extract/extract_sample.h"
#include "etl/extract/extract_statement.h"
#include "etl/extract/reader_rights.h"
#include "etl/source/mapping_uses.h"

#include <string.h>

#define PAUSE_FIRST_US ((gint64)G_USEC_PER_SEC)
#define PAUSE_MOST_US  ((gint64)20 * G_USEC_PER_SEC)

/* One source on its way into the stage. */
typedef struct {
	const ExtractContext *context;
	const ConfigSource *source;
	Mapping *mapping;
	SourceKnown known;
	Capture capture;
	Database *reader;  /* where the mapping's SELECTs run */
	const char *force; /* why all is to be read; or NULL */
	char *exported;    /* snapshot for a second reader */
	Coded *coded;      /* what texts may hold */
	DropScan *scan;    /* the files; NULL for PostgreSQL */
} Extract;

static void extract_reset(Extract *extract)
{
	g_clear_pointer(&extract->reader, database_close);
	g_clear_pointer(&extract->exported, g_free);
	g_clear_pointer(&extract->coded, coded_free);
	capture_clear(&extract->capture);
}

/* ── what is read ── */
static void key_clear(gpointer data)
{
	g_free(((CopyField *)data)->name);
}

/* SAMPLE is NULL where all is read. */
static CopyTask *rows_task(const Extract *extract, const MappingFeed *feed, ExtractSample *sample,
			   GError **error)
{
	g_autofree char *some = sample != NULL ? extract_sample_rows(sample, feed, error) : NULL;
	if (sample != NULL && some == NULL)
		return NULL;
	CopyTask *task = g_new0(CopyTask, 1);
	bool compared = capture_is_full(&extract->capture) && extract->known.any;
	task->feed = feed;
	task->table = g_strconcat(compared ? "full_" : "", feed->feed, NULL);
	task->statement = some != NULL ? g_steal_pointer(&some)
				       : extract_rows_statement(extract->reader, extract->mapping,
								feed, &extract->capture);
	return task;
}

static CopyTask *keys_task(const Extract *extract, const MappingFeed *feed, GError **error)
{
	g_auto(GStrv) keys = extract_fact_keys(extract->context->warehouse, feed->feed, error);
	if (keys == NULL)
		return NULL;
	CopyTask *task = g_new0(CopyTask, 1);
	task->feed = feed;
	task->table = g_strconcat("deleted_", feed->feed, NULL);
	task->statement = extract_keys_statement(extract->reader, feed, (const char *const *)keys,
						 &extract->capture);
	task->keys = g_array_new(FALSE, TRUE, sizeof(CopyField));
	g_array_set_clear_func(task->keys, key_clear);
	for (char **key = keys; *key != NULL; key++) {
		CopyField field = { .name = g_strdup(*key), .kind = COPY_FIELD_KEY };
		g_array_append_val(task->keys, field);
	}
	return task;
}

/* Elements CopyTask; NULL with *error. */
static GPtrArray *plan(const Extract *extract, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func((GDestroyNotify)copy_task_free);
	bool keys = extract->capture.from_xid != NULL && !capture_is_full(&extract->capture);
	const ExtractContext *context = extract->context;
	g_autoptr(ExtractSample) sample =
	    context->sample > 0
		? extract_sample_new(extract->reader, context->warehouse, extract->mapping,
				     context->sample, context->notes)
		: NULL;
	for (guint n = 0; n < extract->mapping->feeds->len; n++) {
		const MappingFeed *feed = g_ptr_array_index(extract->mapping->feeds, n);
		CopyTask *rows = rows_task(extract, feed, sample, error);
		if (rows == NULL)
			return NULL;
		g_ptr_array_add(tasks, rows);
		CopyTask *task = keys ? keys_task(extract, feed, error) : NULL;
		if (keys && task == NULL)
			return NULL;
		if (task != NULL)
			g_ptr_array_add(tasks, task);
	}
	return g_steal_pointer(&tasks);
}

static Database *open_source(const Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	return extract->scan != NULL
		   ? database_open(context->conninfo, "etl-raw", error)
		   : warehouse_open_source(context->config, extract->source, "etl-extract", error);
}

/* A further reader of the same snapshot. */
static Database *open_reader(gpointer payload, GError **error)
{
	const Extract *extract = payload;
	g_autoptr(Database) reader = open_source(extract, error);
	if (reader == NULL || !database_begin(reader, DATABASE_SNAPSHOT_READ, error))
		return NULL;
	g_autofree char *literal = database_quote_literal(reader, extract->exported);
	g_autoptr(GString) statement = g_string_new(sqltext(SQL_ETL_SNAPSHOT_IMPORT));
	g_string_replace(statement, "@snapshot@", literal, 0);
	return database_script(reader, statement->str, error) ? g_steal_pointer(&reader) : NULL;
}

static bool copy_all(Extract *extract, GError **error)
{
	g_autoptr(GPtrArray) tasks = plan(extract, error);
	bool full = capture_is_full(&extract->capture);
	const CopyWork work = { .context = extract->context,
				.source = extract->source->name,
				.coded = extract->coded,
				.tasks = tasks,
				.reader = extract->reader,
				.open_reader = full ? open_reader : NULL,
				.payload = extract,
				.expected = full ? extract->known.facts : 0 };
	return tasks != NULL && copy_worker_run(&work, error);
}

/* ── what is noted of the source ── */
static bool enter_source(const Extract *extract, GError **error)
{
	const Mapping *mapping = extract->mapping;
	const Capture *capture = &extract->capture;
	const ExtractContext *context = extract->context;
	g_autofree char *as_at = as_at_read(extract->reader, mapping, context->warehouse,
					    extract->source->name, context->notes, error);
	g_autofree char *exceptions = declaration_exceptions(mapping->declaration);
	bool period = context->period_from != NULL;
	return as_at != NULL &&
	       database_exec(context->warehouse, sqltext(SQL_ETL_SOURCE_STAGE),
			     DATABASE_PARAMS(extract->source->name, mapping->name,
					     mapping->declaration->jurisdiction,
					     mapping->declaration->timezone, as_at, mapping->sha256,
					     extract->scan != NULL ? extract->scan->digest : NULL,
					     capture->kind, period ? "period" : capture->extent,
					     "read", context->period_from, context->period_to,
					     period ? extract->known.position : capture->position,
					     period ? extract->known.identity : capture->identity,
					     period ? NULL : capture->note, exceptions),
			     NULL, error);
}

/* What the source itself counts of each feed. */
static bool enter_control(const Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	if (extract->mapping->control == NULL || context->period_from != NULL ||
	    context->sample > 0)
		return true;
	g_autoptr(DatabaseResult) rows = database_query(
	    extract->reader, extract->mapping->control->text, DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		if (!database_exec(context->warehouse, sqltext(SQL_ETL_CONTROL_ENTER),
				   DATABASE_PARAMS(claim_run_text(context->claim),
						   extract->source->name, result_text(rows, row, 0),
						   result_text(rows, row, 1)),
				   NULL, error))
			return false;
	}
	return true;
}

static bool note_source(const Extract *extract, GError **error)
{
	Database *warehouse = extract->context->warehouse;
	bool noted = database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		     claim_hold(extract->context->claim, warehouse, "claimed", error) &&
		     enter_source(extract, error) && enter_control(extract, error) &&
		     database_commit(warehouse, error);
	database_rollback(warehouse);
	if (noted)
		fault_point("extract.noted");
	return noted;
}

/* ── what may be read ── */
/* A line for the run's summary. */
static void note(const Extract *extract, const char *what)
{
	const char *name = extract->source->name;
	if (extract->context->notes != NULL)
		g_ptr_array_add(extract->context->notes,
				g_strdup_printf("source '%s': %s", name, what));
}

/* An exception is said at every run, loudly. */
static void say(const Extract *extract, const char *what)
{
	log_warning("personal data at a source", "source", extract->source->name, "what", what,
		    NULL);
	note(extract, what);
}

static void say_exceptions(const Extract *extract)
{
	g_autofree char *all = declaration_exceptions(extract->mapping->declaration);
	g_auto(GStrv) lines = g_strsplit(all != NULL ? all : "", "\n", -1);
	for (GStrv line = lines; *line != NULL; line++) {
		if ((*line)[0] != '\0')
			say(extract, *line);
	}
}

/* The server says what the mapping uses, in a transaction that is given up. */
static bool check_mapping(Extract *extract, GError **error)
{
	const char *why_not = NULL;
	Database *reader = extract->reader;
	if (!mapping_uses_ground(reader, &why_not, error))
		return false;
	if (why_not != NULL) {
		g_autofree char *what =
		    g_strdup_printf("which columns the mapping uses could not be "
				    "asked (%s): the role's rights stand alone",
				    why_not);
		say(extract, what);
	}
	bool checked =
	    database_begin(reader, why_not == NULL ? DATABASE_READ_WRITE : DATABASE_SNAPSHOT_READ,
			   error) &&
	    mapping_check(extract->mapping, reader, extract->context->warehouse, why_not == NULL,
			  error);
	database_rollback(reader);
	return checked;
}

static bool check_rights(Extract *extract, GError **error)
{
	g_autofree char *note = NULL;
	if (!reader_rights_check(extract->reader, extract->source->name, extract->mapping, &note,
				 error))
		return false;
	if (note != NULL)
		say(extract, note);
	return check_mapping(extract, error);
}

/* ── what texts may hold ── */
/* What a feed says nothing of counts as the least that is known, which nobody may take for a fact.
 */
static const struct {
	const char *feed;
	const char *column;
	const char *counted;
} least[] = {
	{ "case", "status", "every case counts as registered only" },
	{ "accused", "status", "every accused counts as nominated only" },
	{ "complaint", "disposal", "every complaint counts as open" },
	{ "complaint", "kind", "every complaint counts as of another kind" },
	{ "outreach", "kind", "every session counts as of another kind" },
};

static bool has_column(const MappingFeed *feed, const char *name)
{
	for (guint n = 0; n < feed->fields->len; n++) {
		if (strcmp(g_array_index(feed->fields, CopyField, n).name, name) == 0)
			return true;
	}
	return false;
}

static void note_missing(const Extract *extract)
{
	for (guint n = 0; n < extract->mapping->feeds->len; n++) {
		const MappingFeed *feed = g_ptr_array_index(extract->mapping->feeds, n);
		for (size_t k = 0; k < G_N_ELEMENTS(least); k++) {
			if (strcmp(least[k].feed, feed->feed) != 0 ||
			    has_column(feed, least[k].column))
				continue;
			g_autofree char *what =
			    g_strdup_printf("its feed '%s' gives no %s: %s", feed->feed,
					    least[k].column, least[k].counted);
			note(extract, what);
		}
	}
}

static bool add_stations(Extract *extract, Database *db, const char *sql, const char *const *params,
			 size_t params_count, GError **error)
{
	g_autoptr(DatabaseResult) rows = database_query(db, sql, params, params_count, error);
	if (rows != NULL)
		coded_add_stations(extract->coded, rows);
	return rows != NULL;
}

static bool read_coded(Extract *extract, GError **error)
{
	const Mapping *mapping = extract->mapping;
	Database *warehouse = extract->context->warehouse;
	extract->coded = coded_read(warehouse, error);
	if (extract->coded == NULL ||
	    !add_stations(extract, warehouse, sqltext(SQL_ETL_STATIONS_LISTED),
			  DATABASE_PARAMS(mapping->declaration->jurisdiction), error) ||
	    (mapping->stations != NULL &&
	     !add_stations(extract, extract->reader, mapping->stations->text, DATABASE_NO_PARAMS,
			   error)))
		return false;
	if (coded_stations(extract->coded) == 0)
		log_info("no list of stations: their names are held against a form only", "source",
			 extract->source->name, NULL);
	note_missing(extract);
	return true;
}

/* ── one reading ── */
static bool begin_reading(Extract *extract, GError **error)
{
	bool files = extract->scan != NULL;
	say_exceptions(extract);
	if (!files && !check_rights(extract, error))
		return false;
	if (!database_begin(extract->reader, DATABASE_SNAPSHOT_READ, error))
		return false;
	g_autoptr(DatabaseResult) row = database_one(
	    extract->reader, sqltext(SQL_ETL_SNAPSHOT_EXPORT), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	extract->exported = g_strdup(result_text(row, 0, 0));
	fault_point("extract.snapshot");
	return (!files || mapping_check(extract->mapping, extract->reader,
					extract->context->warehouse, false, error)) &&
	       read_coded(extract, error);
}

static bool decide(Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	if (extract->scan == NULL)
		return capture_decide(
		    &extract->capture, extract->mapping, extract->reader, &extract->known,
		    context->period_from != NULL ? "back-fill" : extract->force, error);
	extract->capture = (Capture){ .kind = "files", .extent = "full" };
	return true;
}

static bool read_source(Extract *extract, GError **error)
{
	bool done = begin_reading(extract, error) && decide(extract, error);
	if (done && extract->capture.note != NULL)
		log_info("read in full", "source", extract->source->name, "why",
			 extract->capture.note, NULL);
	done = done && note_source(extract, error) && copy_all(extract, error);
	database_rollback(extract->reader);
	return done;
}

/* Tells which files give which feed: the calendar of a file is the coverage of its feeds. */
static bool tell_feed_files(const Extract *extract, GError **error)
{
	g_autoptr(GPtrArray) feeds = g_ptr_array_new(), files = g_ptr_array_new();
	for (guint n = 0; n < extract->mapping->feeds->len; n++) {
		const MappingFeed *feed = g_ptr_array_index(extract->mapping->feeds, n);
		for (guint m = 0; m < feed->files->len; m++) {
			g_ptr_array_add(feeds, (gpointer)(guintptr)feed->feed);
			g_ptr_array_add(files, g_ptr_array_index(feed->files, m));
		}
	}
	g_autofree char *feed_list = drop_raw_array((const char *const *)feeds->pdata, feeds->len);
	g_autofree char *file_list = drop_raw_array((const char *const *)files->pdata, files->len);
	return database_exec(extract->context->warehouse, sqltext(SQL_ETL_FEED_FILES_ENTER),
			     DATABASE_PARAMS(extract->source->name, feed_list, file_list), NULL,
			     error);
}

/* ── CSV ── */
static bool load_raw(Extract *extract, GError **error)
{
	const ExtractContext *context = extract->context;
	Database *warehouse = context->warehouse;
	if (!database_begin(warehouse, DATABASE_READ_WRITE, error))
		return false;
	bool loaded = claim_hold(context->claim, warehouse, "claimed", error) &&
		      drop_load(warehouse, extract->scan, context->pseudonym, error) &&
		      tell_feed_files(extract, error);
	if (loaded)
		fault_point("extract.raw");
	loaded = loaded && database_commit(warehouse, error);
	database_rollback(warehouse);
	if (loaded)
		fault_point("extract.raw-kept");
	return loaded;
}

static bool is_unchanged(const Extract *extract)
{
	const SourceKnown *known = &extract->known;
	return extract->context->period_from == NULL && extract->force == NULL &&
	       g_strcmp0(known->mapping_sha256, extract->mapping->sha256) == 0 &&
	       g_strcmp0(known->content_sha256, extract->scan->digest) == 0;
}

static ExtractResult extract_drop(Extract *extract, GError **error)
{
	extract->scan = drop_scan(extract->source, extract->mapping->declaration,
				  extract->context->warehouse, error);
	if (extract->scan == NULL)
		return EXTRACT_AWAY;
	if (is_unchanged(extract))
		return EXTRACT_UNCHANGED;
	if (!load_raw(extract, error))
		return extract->scan->refused ? EXTRACT_REFUSED : EXTRACT_FAILED;
	extract->reader = open_source(extract, error);
	return extract->reader != NULL && read_source(extract, error) ? EXTRACT_STAGED
								      : EXTRACT_FAILED;
}

/* ── PostgreSQL ── */
static bool drop_staged(const Extract *extract, GError **error)
{
	return database_exec(
	    extract->context->warehouse, sqltext(SQL_ETL_STAGE_DROP_SOURCE),
	    DATABASE_PARAMS(claim_run_text(extract->context->claim), extract->source->name), NULL,
	    error);
}

/* Reads in full what changes alone cannot tell: a record that was given twice. */
static bool mend_torn(Extract *extract, GError **error)
{
	if (capture_is_full(&extract->capture))
		return true;
	g_autoptr(DatabaseResult) row =
	    database_one(extract->context->warehouse, sqltext(SQL_ETL_STAGE_IS_TORN),
			 DATABASE_PARAMS(extract->source->name), error);
	if (row == NULL)
		return false;
	if (!result_bool(row, 0, 0))
		return true;
	extract->force = "a record that is given twice has changed";
	extract_reset(extract);
	extract->reader = open_source(extract, error);
	return extract->reader != NULL && drop_staged(extract, error) &&
	       read_source(extract, error);
}

static ExtractResult try_database(Extract *extract, GError **error)
{
	extract->reader = open_source(extract, error);
	if (extract->reader == NULL)
		return g_error_matches(*error, SHUMAR_ERROR, SHUMAR_ERROR_UNREACHABLE)
			   ? EXTRACT_AWAY
			   : EXTRACT_FAILED;
	if (read_source(extract, error) && mend_torn(extract, error))
		return EXTRACT_STAGED;
	/* A source that goes away in the middle is away; a warehouse that does is not. */
	return g_error_matches(*error, SHUMAR_ERROR, SHUMAR_ERROR_UNREACHABLE) &&
		       drop_staged(extract, NULL)
		   ? EXTRACT_AWAY
		   : EXTRACT_FAILED;
}

/* Tries again with growing, jittered pauses for as long as there is patience. */
static ExtractResult extract_database(Extract *extract, GError **error)
{
	gint64 until_us = g_get_monotonic_time() + extract->context->patience_us;
	for (gint64 pause_us = PAUSE_FIRST_US;; pause_us = MIN(pause_us * 2, PAUSE_MOST_US)) {
		g_autoptr(GError) fault = NULL;
		ExtractResult result = try_database(extract, &fault);
		extract_reset(extract);
		if (result != EXTRACT_AWAY || g_get_monotonic_time() + pause_us >= until_us) {
			if (fault != NULL)
				g_propagate_error(error, g_steal_pointer(&fault));
			return result;
		}
		log_warning("a source is away; it is tried again", "source", extract->source->name,
			    "why", fault->message, NULL);
		g_usleep((gulong)((double)pause_us * g_random_double_range(0.7, 1.3)));
	}
}

ExtractResult extract_source(const ExtractContext *context, const ConfigSource *source,
			     Mapping *mapping, GError **error)
{
	Extract extract = {
		.context = context, .source = source, .mapping = mapping, .force = context->force
	};
	ExtractResult result = EXTRACT_FAILED;
	if (source_known_read(&extract.known, context->warehouse, source->name, error)) {
		pseudonym_call(context->pseudonym, source->name, extract.known.key_domain);
		result = mapping->declaration->kind == SOURCE_CSV
			     ? extract_drop(&extract, error)
			     : extract_database(&extract, error);
	}
	extract_reset(&extract);
	source_known_clear(&extract.known);
	drop_scan_free(extract.scan);
	return result;
}

bool extract_clear(const Claim *claim, Database *warehouse, const char *was, GError **error)
{
	if (!database_begin(warehouse, DATABASE_READ_WRITE, error))
		return false;
	bool cleared = claim_fence(claim, warehouse, was, was, error) &&
		       database_exec(warehouse, sqltext(SQL_ETL_STAGE_CLEAR), DATABASE_NO_PARAMS,
				     NULL, error) &&
		       database_commit(warehouse, error);
	database_rollback(warehouse);
	return cleared;
}
