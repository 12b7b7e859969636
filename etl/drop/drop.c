#include "etl/drop/drop.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"
#include "core/period.h"
#include "etl/drop/drop_copy.h"
#include "etl/drop/drop_plan.h"
#include "etl/drop/drop_raw.h"
#include "etl/guard/copyrow.h"

#include <string.h>

/* One declared file on its way into its raw table. */
typedef struct {
	const DropScan *scan;
	DropRaw *raw;
	DropCopy *copy;
} Load;

/* ── one file ── */
static void log_read(const Load *load, const DropFile *file)
{
	g_autofree char *records = g_strdup_printf("%" G_GINT64_FORMAT, file->records);
	g_autofree char *rejected = g_strdup_printf("%" G_GINT64_FORMAT, file->rejected);
	if (file->code == NULL)
		log_info("file read", "source", load->scan->source->name, "file", file->name,
			 "records", records, "rejected", rejected, NULL);
	else
		log_warning("a file cannot be read; the run goes on without it", "source",
			    load->scan->source->name, "file", file->name, "why", file->reason,
			    NULL);
}

/* A file that was written to while it was read is for the next run. */
static void refuse_changing(DropFile *file)
{
	g_autoptr(GError) fault = NULL;
	error_set(
	    &fault, SHUMAR_ERROR_FAILED,
	    "Send files under a name that ends in \".part\" and rename them when they are whole.",
	    "cannot read '%s': it was written to meanwhile", file->name);
	drop_file_refuse(file, "file-unreadable", 0, fault);
}

static bool read_file(Load *load, DropFile *file, GError **error)
{
	gint32 file_no = 0;
	if (!drop_raw_begin(load->raw, file, &file_no, error) ||
	    !drop_copy_file(load->copy, file, file_no, error))
		return false;
	bool same = drop_folder_is_same(load->scan->source, file->path, &file->identity);
	if (!same)
		refuse_changing(file);
	log_read(load, file);
	fault_point("extract.file");
	/* under a name that says zero these records are rejected; under another they would not be
	 */
	bool refused_by_name = file->zero && file->records > 0;
	return drop_raw_end(load->raw, file, file_no, same && !refused_by_name, error);
}

/* What was found out about these bytes before. */
static void recall(DropFile *file, const DropRead *read)
{
	file->records = read->records;
	file->rejected = read->rejected;
	file->line = read->line;
	file->code = g_strdup(read->code);
	file->reason = g_strdup(read->reason);
	file->remedy = g_strdup(read->remedy);
}

static void doubt(DropFile *file, DropState state, const char *code, const char *reason,
		  const char *remedy)
{
	file->state = state;
	file->code = g_strdup(code);
	file->reason = g_strdup(reason);
	file->remedy = g_strdup(remedy);
}

/* Decides what a file is that was read as a whole. */
static void judge(const Load *load, DropFile *file)
{
	bool says_zero = load->raw->file->zero != NULL;
	if (file->records > 0 && file->zero)
		doubt(file, DROP_UNREADABLE, "zero-with-records",
		      "The file's name says that nothing happened, and it has records.",
		      "Send the records under a name for records, or the zero file with its header "
		      "alone.");
	else if (file->records > 0 || !says_zero)
		file->state = DROP_STANDS;
	else if (file->zero)
		file->state = DROP_ZERO;
	else
		doubt(
		    file, DROP_EMPTY, "file-empty",
		    "The file has a header and no records, and does not say that nothing happened.",
		    "Send a zero file, or send the file again with its records.");
}

/* An unreadable file does not take away what the file of its name held before. */
static void hold_on(const Load *load, DropFile *file)
{
	DropRead *held = g_hash_table_lookup(load->raw->by_name, file->name);
	file->state = DROP_UNREADABLE;
	if (held == NULL)
		return;
	file->state = DROP_KEPT;
	file->records = held->records;
	file->rejected = held->rejected;
	held->used = true;
}

/* The DropTry of the plan. */
static bool look(DropFile *file, gpointer payload, GError **error)
{
	Load *load = payload;
	DropRead *before =
	    file->sha256 != NULL ? g_hash_table_lookup(load->raw->by_sha256, file->sha256) : NULL;
	if (before != NULL)
		recall(file, before);
	else if (file->sha256 != NULL && !read_file(load, file, error))
		return false;
	if (file->code == NULL)
		judge(load, file);
	else
		hold_on(load, file);
	if (before != NULL)
		before->used = before->code != NULL || file->state != DROP_UNREADABLE;
	return true;
}

/* ── one declared file ── */
/* The first file that cannot be read, when no other speaks for the declared file; else NULL. */
static DropFile *find_fault(const DropFeed *feed)
{
	DropFile *fault = NULL;
	for (guint n = 0; n < feed->files->len; n++) {
		DropFile *file = g_ptr_array_index(feed->files, n);
		if (file->state == DROP_UNREADABLE && fault == NULL)
			fault = file;
		else if (file->state != DROP_UNREADABLE && file->state != DROP_WAITING)
			return NULL;
	}
	return fault;
}

static bool any_stands(const DropScan *scan)
{
	for (guint f = 0; f < scan->feeds->len; f++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, f);
		if (feed->held || (feed->files->len > 0 && find_fault(feed) == NULL))
			return true;
	}
	return false;
}

/* Refuses the load for FAULT: what the source held would be taken away, or there is nothing else.
 */
static bool refuse_load(DropScan *scan, const DropFeed *feed, const DropFile *fault, GError **error)
{
	bool header = strcmp(fault->code, DROP_CODE_HEADER) == 0;
	g_autofree char *reason = g_strndup(fault->reason, strlen(fault->reason) - 1);
	if (g_str_has_prefix(reason, "Cannot "))
		reason[0] = 'c';
	scan->refused = true;
	error_set(error, header ? SHUMAR_ERROR_CONFIG : SHUMAR_ERROR_FAILED, fault->remedy,
		  "cannot read any file '%s' of source '%s': %s", feed->file->name,
		  scan->source->name, reason);
	return false;
}

/* Where nothing that came can be read, what was read last stands, whatever its file was called; but
 * it is no report for the period of a file that FAULT names. *ret_held says whether there is
 * anything. */
static void hold_last(const DropRaw *raw, DropFile *fault, bool *ret_held)
{
	bool speaks = fault->said.period_text == NULL;
	*ret_held = false;
	for (guint n = 0; n < raw->reads->len; n++) {
		DropRead *read = g_ptr_array_index(raw->reads, n);
		if (read->code != NULL)
			continue;
		read->used = true;
		*ret_held = true;
		if (!speaks)
			continue;
		fault->records = read->records + (fault->state == DROP_KEPT ? fault->records : 0);
		fault->rejected =
		    read->rejected + (fault->state == DROP_KEPT ? fault->rejected : 0);
		fault->state = DROP_KEPT;
	}
}

/* Refuses the load where a file stood before whose records are not to be had any more, because the
 * raw table was made anew: its facts would go. */
static bool check_held(Database *warehouse, DropScan *scan, const DropFeed *feed,
		       const DropFile *fault, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(warehouse, sqltext(SQL_ETL_DROP_HELD),
			 DATABASE_PARAMS(scan->source->name, feed->file->name), error);
	if (row == NULL)
		return false;
	return !result_bool(row, 0, 0) || refuse_load(scan, feed, fault, error);
}

/* Says of a file that it replaces another as a resend, where its name may mean another unit. */
static void note_resends(DropFeed *feed)
{
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint n = 0; n < feed->files->len; n++) {
		DropFile *file = g_ptr_array_index(feed->files, n);
		g_hash_table_insert(by_name, file->name, file);
	}
	for (guint n = 0; n < feed->files->len; n++) {
		const DropFile *file = g_ptr_array_index(feed->files, n);
		DropFile *winner = file->state == DROP_SUPERSEDED
				       ? g_hash_table_lookup(by_name, file->stands)
				       : NULL;
		if (feed->units != NULL || winner == NULL || winner->note != NULL ||
		    winner->said.other_unit == NULL)
			continue;
		winner->note = g_strdup_printf(
		    "Its name is taken for another sending of '%s', and it replaces '%s'. Where "
		    "'%s' is a unit of its own, name the units in the calendar of the declaration.",
		    winner->said.unit, file->name, winner->said.other_unit);
	}
}

static bool load_feed(Database *warehouse, DropScan *scan, DropFeed *feed,
		      const Pseudonym *pseudonym, GError **error)
{
	bool held = true;
	g_autoptr(DropRaw) raw =
	    drop_raw_open(warehouse, scan->source->name, scan->declaration, feed->file, error);
	if (raw == NULL)
		return false;
	g_autoptr(DropCopy) copy = drop_copy_new(raw, scan->source, scan->declaration, pseudonym);
	Load load = { .scan = scan, .raw = raw, .copy = copy };
	if (!drop_plan(feed, look, &load, error))
		return false;
	DropFile *fault = find_fault(feed);
	if (fault != NULL) {
		hold_last(raw, fault, &held);
		feed->held = held;
	}
	note_resends(feed);
	return (held || check_held(warehouse, scan, feed, fault, error)) &&
	       drop_raw_sweep(raw, error);
}

/* ── what the warehouse is told of the folder ── */
static void put_day(GByteArray *rows, const GDate *day)
{
	enum {
		JULIAN_2000 = 730120
	}; /* days of GDate's calendar before 2000-01-01, which COPY counts from */
	if (g_date_valid(day))
		copyrow_int32(rows, (gint32)g_date_get_julian(day) - JULIAN_2000);
	else
		copyrow_null(rows);
}

static void put_number(GByteArray *rows, gint64 number, bool known)
{
	if (known)
		copyrow_int64(rows, number);
	else
		copyrow_null(rows);
}

static void put_file(GByteArray *rows, const DropScan *scan, const DropFeed *feed,
		     const DropFile *file)
{
	copyrow_begin(rows, 16);
	copyrow_string(rows, scan->source->name);
	copyrow_string(rows, feed->file->name);
	copyrow_string(rows, file->name);
	copyrow_string(rows, file->sha256);
	put_number(rows, file->identity.size, file->sha256 != NULL);
	copyrow_string(rows, file->said.unit);
	put_day(rows, &file->said.period);
	put_number(rows, file->said.seq, file->said.seq >= 0);
	copyrow_string(rows, drop_state_name(file->state));
	copyrow_string(rows, file->stands);
	copyrow_int64(rows, file->records);
	copyrow_int64(rows, file->rejected);
	copyrow_string(rows, file->code);
	put_number(rows, file->line, file->line > 0);
	/* of a file that is read, the reason is what is to be known of it all the same */
	copyrow_string(rows, file->reason != NULL ? file->reason : file->note);
	copyrow_string(rows, file->remedy);
}

static bool tell_files(Database *warehouse, const DropScan *scan, GError **error)
{
	g_autoptr(GByteArray) rows = g_byte_array_new();
	copyrow_header(rows);
	for (guint f = 0; f < scan->feeds->len; f++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, f);
		for (guint n = 0; n < feed->files->len; n++)
			put_file(rows, scan, feed, g_ptr_array_index(feed->files, n));
		for (guint n = 0; n < feed->strange->len; n++)
			put_file(rows, scan, feed, g_ptr_array_index(feed->strange, n));
	}
	copyrow_trailer(rows);
	return database_exec(warehouse, sqltext(SQL_ETL_DROP_PRESENT_CLEAR),
			     DATABASE_PARAMS(scan->source->name), NULL, error) &&
	       database_copy_in(warehouse, sqltext(SQL_ETL_DROP_PRESENT), error) &&
	       copyrow_send(warehouse, rows, error) &&
	       database_copy_end(warehouse, NULL, NULL, error);
}

static bool tell_calendar(Database *warehouse, const DropScan *scan, const FileDeclaration *file,
			  GError **error)
{
	static const char *const every[] = { NULL, "day", "week", "month" }; /* by CalendarEvery */
	const FileCalendar *calendar = &file->calendar;
	if (calendar->every == CALENDAR_NONE)
		return true;
	g_autofree char *due = g_strdup_printf("%d", calendar->due_days);
	g_autofree char *from = date_text(&calendar->from);
	g_autofree char *to = g_date_valid(&calendar->to) ? date_text(&calendar->to) : NULL;
	g_autofree char *units = calendar->units != NULL
				     ? drop_raw_array((const char *const *)calendar->units,
						      g_strv_length(calendar->units))
				     : NULL;
	return database_exec(
	    warehouse, sqltext(SQL_ETL_DROP_RULE),
	    DATABASE_PARAMS(scan->source->name, file->name, scan->declaration->jurisdiction,
			    scan->declaration->timezone, every[calendar->every], due, from, to,
			    units, calendar->units_reference ? "true" : "false"),
	    NULL, error);
}

static bool tell_calendars(Database *warehouse, const DropScan *scan, GError **error)
{
	if (!database_exec(warehouse, sqltext(SQL_ETL_DROP_RULES_CLEAR),
			   DATABASE_PARAMS(scan->source->name), NULL, error))
		return false;
	for (guint n = 0; n < scan->feeds->len; n++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, n);
		if (!tell_calendar(warehouse, scan, feed->file, error))
			return false;
	}
	return true;
}

bool drop_load(Database *warehouse, DropScan *scan, const Pseudonym *pseudonym, GError **error)
{
	for (guint n = 0; n < scan->feeds->len; n++) {
		if (!load_feed(warehouse, scan, g_ptr_array_index(scan->feeds, n), pseudonym,
			       error))
			return false;
	}
	for (guint n = 0; n < scan->feeds->len && !any_stands(scan); n++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, n);
		const DropFile *fault = find_fault(feed);
		if (fault != NULL)
			return refuse_load(scan, feed, fault, error);
	}
	return tell_files(warehouse, scan, error) && tell_calendars(warehouse, scan, error) &&
	       database_exec(warehouse, sqltext(SQL_ETL_DROP_SETTLE),
			     DATABASE_PARAMS(scan->source->name), NULL, error);
}
