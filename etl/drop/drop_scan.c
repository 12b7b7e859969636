#include "etl/drop/drop_scan.h"

#include "core/database/sqltext.h"
#include "core/error.h"

#include <string.h>

#define PATIENCE_SECONDS ((gint64)24 * 60 * 60)

const char *drop_state_name(DropState state)
{
	static const char *const names[] = { "found",      "stands",   "zero",       "empty",
					     "superseded", "repeated", "unreadable", "kept",
					     "part",       "unmatched" };
	return names[state];
}

/* ── files ── */
DropFile *drop_file_new(const char *name)
{
	DropFile *file = g_new0(DropFile, 1);
	file->name = g_strdup(name);
	file->path = g_strdup(name);
	file->said.seq = -1;
	g_date_clear(&file->said.period, 1);
	return file;
}

void drop_file_free(gpointer data)
{
	DropFile *file = data;
	g_free(file->name);
	g_free(file->path);
	g_free(file->sha256);
	drop_name_clear(&file->said);
	g_free(file->code);
	g_free(file->reason);
	g_free(file->remedy);
	g_free(file->note);
	g_free(file);
}

static void feed_free(gpointer data)
{
	DropFeed *feed = data;
	drop_units_free(feed->units);
	g_ptr_array_unref(feed->files);
	g_ptr_array_unref(feed->strange);
	g_free(feed);
}

void drop_scan_free(DropScan *scan)
{
	if (scan == NULL)
		return;
	g_ptr_array_unref(scan->feeds);
	g_free(scan->digest);
	g_free(scan);
}

/* An error's message as a sentence of the ledger; one that begins with a file's name keeps it. */
static char *sentence(const char *message)
{
	char *text = g_strconcat(message, g_str_has_suffix(message, ".") ? "" : ".", NULL);
	if (g_str_has_prefix(text, "cannot "))
		text[0] = 'C';
	return text;
}

void drop_file_refuse(DropFile *file, const char *code, gint64 line, const GError *fault)
{
	const char *hint = error_hint(fault);
	file->state = DROP_UNREADABLE;
	file->line = line;
	g_free(file->code);
	g_free(file->reason);
	g_free(file->remedy);
	file->code = g_strdup(code);
	file->reason = sentence(fault->message);
	file->remedy = g_strdup(hint != NULL ? hint : "Send the file again.");
}

/* ── finding ── */
static DropFile *file_of(const DropEntry *entry)
{
	DropFile *file = drop_file_new(entry->name);
	g_free(file->path);
	file->path = g_strdup(entry->path);
	return file;
}

/* A name that cannot be shown as it is cannot be kept either. */
static void refuse_name(DropFile *file)
{
	g_autoptr(GError) fault = NULL;
	error_set(&fault, SHUMAR_ERROR_FAILED,
		  "Rename the file: a name is UTF-8 without control characters.",
		  "cannot read '%s': its name has bytes that cannot be shown", file->name);
	drop_file_refuse(file, "file-name", 0, fault);
	file->state = DROP_FOUND; /* it may be superseded */
}

/* The bytes of a file that fits its pattern. */
static void sum_bytes(const DropScan *scan, const DropEntry *entry, DropFile *file)
{
	g_autoptr(GError) fault = NULL;
	if (!drop_entry_has_good_name(entry)) {
		refuse_name(file);
		return;
	}
	file->sha256 =
	    drop_folder_sum(scan->source, file->path, file->name, &file->identity, &fault);
	if (file->sha256 == NULL) {
		drop_file_refuse(file, "file-unreadable", 0, fault);
		file->state = DROP_FOUND; /* it may be superseded */
	}
}

/* Says that the name can be read in another way, too. */
static void note_ambiguous(const DropFeed *feed, DropFile *file)
{
	const DropName *said = &file->said;
	if (feed->units == NULL || said->other_unit == NULL)
		return;
	file->note = g_strdup_printf("Its name is taken for unit '%s'; '%s' is declared as well, "
				     "of which it could be another sending.",
				     said->unit, said->other_unit);
}

/* Takes ENTRY where it fits PATTERN; false when it does not. */
static bool take_entry(const DropScan *scan, DropFeed *feed, const DropPattern *pattern,
		       const DropEntry *entry)
{
	DropName said;
	if (pattern == NULL || !drop_pattern_match(pattern, entry->path, feed->units, &said))
		return false;
	DropFile *file = file_of(entry);
	file->said = said;
	file->zero = pattern == feed->file->zero;
	sum_bytes(scan, entry, file);
	note_ambiguous(feed, file);
	g_ptr_array_add(feed->files, file);
	return true;
}

/* One that is being written, and fits FEED when that is over; one that has been written for more
 * than a day was forgotten. False when it is none. */
static bool take_part(const DropScan *scan, DropFeed *feed, const DropEntry *entry)
{
	DropName said;
	g_autofree char *whole = g_strndup(entry->path, strlen(entry->path) - strlen(DROP_PART));
	const DropPattern *zero = feed->file->zero;
	if (!drop_pattern_match(feed->file->names, whole, feed->units, &said) &&
	    (zero == NULL || !drop_pattern_match(zero, whole, feed->units, &said)))
		return false;
	drop_name_clear(&said);
	gint64 written = drop_folder_written(scan->source, entry->path);
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	if (written == 0 || now - written < PATIENCE_SECONDS)
		return true;
	DropFile *file = file_of(entry);
	file->state = DROP_WAITING;
	g_ptr_array_add(feed->files, file);
	return true;
}

/* Gives ENTRY to every feed that it fits; false when it fits none. */
static bool give_entry(const DropScan *scan, const DropEntry *entry)
{
	bool part = g_str_has_suffix(entry->path, DROP_PART);
	bool taken = false;
	for (guint n = 0; n < scan->feeds->len; n++) {
		DropFeed *feed = g_ptr_array_index(scan->feeds, n);
		if (part ? take_part(scan, feed, entry)
			 : take_entry(scan, feed, feed->file->zero, entry) ||
			       take_entry(scan, feed, feed->file->names, entry))
			taken = true;
	}
	return taken;
}

/* One that fits no pattern stands with the feed whose pattern is the nearest. A folder is no file
 * that was meant to be read. */
static void take_strange(const DropScan *scan, const DropEntry *entry)
{
	DropFeed *nearest = NULL;
	guint least = G_MAXUINT;
	for (guint n = 0; n < scan->feeds->len; n++) {
		DropFeed *feed = g_ptr_array_index(scan->feeds, n);
		guint distance = drop_name_distance(feed->file->pattern, entry->name);
		if (distance < least) {
			least = distance;
			nearest = feed;
		}
	}
	if (nearest == NULL || entry->kind == DROP_ENTRY_FOLDER)
		return;
	DropFile *file = file_of(entry);
	file->state = DROP_UNMATCHED;
	file->reason = g_strdup_printf("It fits no pattern and is not read; the nearest is '%s'.",
				       nearest->file->pattern);
	g_ptr_array_add(nearest->strange, file);
}

/* The units that the feed's calendar declares. */
static bool read_units(DropScan *scan, DropFeed *feed, Database *warehouse, GError **error)
{
	const FileCalendar *calendar = &feed->file->calendar;
	if (calendar->units != NULL)
		feed->units = drop_units_new((const char *const *)calendar->units);
	if (!calendar->units_reference)
		return true;
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext(SQL_ETL_DROP_UNITS),
			   DATABASE_PARAMS(scan->declaration->jurisdiction), error);
	if (rows == NULL)
		return false;
	g_autofree const char **names = g_new0(const char *, (gsize)result_rows(rows) + 1);
	for (int row = 0; row < result_rows(rows); row++)
		names[row] = result_text(rows, row, 0);
	feed->units = drop_units_new(names);
	return true;
}

static guint depth_of(const DropScan *scan)
{
	guint depth = 0;
	for (guint n = 0; n < scan->feeds->len; n++) {
		const FileDeclaration *file =
		    ((const DropFeed *)g_ptr_array_index(scan->feeds, n))->file;
		depth = MAX(depth, drop_pattern_depth(file->names));
		if (file->zero != NULL)
			depth = MAX(depth, drop_pattern_depth(file->zero));
	}
	return depth;
}

static bool find_files(const DropScan *scan, GError **error)
{
	g_autoptr(GPtrArray) entries = drop_folder_entries(scan->source, depth_of(scan), error);
	for (guint n = 0; entries != NULL && n < entries->len; n++) {
		const DropEntry *entry = g_ptr_array_index(entries, n);
		if (!give_entry(scan, entry))
			take_strange(scan, entry);
	}
	return entries != NULL;
}

static guint count_dropped(const DropFeed *feed)
{
	guint count = 0;
	for (guint n = 0; n < feed->files->len; n++)
		count +=
		    ((const DropFile *)g_ptr_array_index(feed->files, n))->state != DROP_WAITING;
	return count;
}

/* A folder without any file is a folder that is not there, more likely than one whose records
 * have all been withdrawn. */
static bool check_there(const DropScan *scan, GError **error)
{
	guint total = 0;
	for (guint n = 0; n < scan->feeds->len; n++)
		total += count_dropped(g_ptr_array_index(scan->feeds, n));
	for (guint n = 0; n < scan->feeds->len; n++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, n);
		bool awaited = total > 0 && feed->file->calendar.every != CALENDAR_NONE;
		bool allowed = total > 0 && feed->file->optional;
		if (awaited || allowed || count_dropped(feed) > 0)
			continue;
		g_autofree char *hint = g_strdup_printf(
		    "Put the file there, or mend the pattern of '%s' in the source's declaration.",
		    feed->file->name);
		error_set(error, SHUMAR_ERROR_FAILED, hint,
			  "cannot find the file '%s' of source '%s': nothing in '%s' is named '%s'",
			  feed->file->name, scan->source->name, scan->source->folder,
			  feed->file->pattern);
		return false;
	}
	return true;
}

static void digest_file(GChecksum *sum, const DropFeed *feed, const DropFile *file)
{
	g_autofree char *line =
	    g_strdup_printf("%s\n%s\n%s\n%s\n%" G_GINT64_FORMAT "\n", feed->file->name, file->name,
			    file->sha256 != NULL ? file->sha256 : "-",
			    file->said.unit != NULL ? file->said.unit : "-", file->said.seq);
	g_checksum_update(sum, (const guchar *)line, -1);
}

static char *digest_of(const DropScan *scan)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (guint f = 0; f < scan->feeds->len; f++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, f);
		for (guint n = 0; n < feed->files->len; n++)
			digest_file(sum, feed, g_ptr_array_index(feed->files, n));
		for (guint n = 0; n < feed->strange->len; n++)
			digest_file(sum, feed, g_ptr_array_index(feed->strange, n));
	}
	return g_strdup(g_checksum_get_string(sum));
}

static DropFeed *feed_new(const FileDeclaration *file)
{
	DropFeed *feed = g_new0(DropFeed, 1);
	feed->file = file;
	feed->files = g_ptr_array_new_with_free_func(drop_file_free);
	feed->strange = g_ptr_array_new_with_free_func(drop_file_free);
	return feed;
}

DropScan *drop_scan(const ConfigSource *source, const Declaration *declaration, Database *warehouse,
		    GError **error)
{
	g_autoptr(DropScan) scan = g_new0(DropScan, 1);
	scan->source = source;
	scan->declaration = declaration;
	scan->feeds = g_ptr_array_new_with_free_func(feed_free);
	for (guint n = 0; n < declaration->files->len; n++) {
		DropFeed *feed = feed_new(g_ptr_array_index(declaration->files, n));
		g_ptr_array_add(scan->feeds, feed);
		if (!read_units(scan, feed, warehouse, error))
			return NULL;
	}
	if (!find_files(scan, error) || !check_there(scan, error))
		return NULL;
	scan->digest = digest_of(scan);
	return g_steal_pointer(&scan);
}
