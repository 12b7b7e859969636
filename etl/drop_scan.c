#include "etl/drop_scan.h"

#include "core/error.h"

#include <string.h>

#define PATIENCE_SECONDS ((gint64)24 * 60 * 60)

const char *drop_state_name(DropState state)
{
	static const char *const names[] = { "found",      "stands",     "zero",
					     "empty",      "superseded", "repeated",
					     "unreadable", "kept",       "part" };
	return names[state];
}

/* ── files ── */
DropFile *drop_file_new(const char *name)
{
	DropFile *file = g_new0(DropFile, 1);
	file->name = g_strdup(name);
	file->said.seq = -1;
	g_date_clear(&file->said.period, 1);
	return file;
}

void drop_file_free(gpointer data)
{
	DropFile *file = data;
	g_free(file->name);
	g_free(file->sha256);
	drop_name_clear(&file->said);
	g_free(file->code);
	g_free(file->reason);
	g_free(file->remedy);
	g_free(file);
}

static void feed_free(gpointer data)
{
	DropFeed *feed = data;
	g_ptr_array_unref(feed->files);
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
/* A file that fits its pattern, unless it is being written. */
static void take_name(const DropScan *scan, DropFeed *feed, const DropPattern *pattern,
		      const char *name)
{
	DropName said;
	if (g_str_has_suffix(name, DROP_PART) || !drop_pattern_match(pattern, name, &said))
		return;
	DropFile *file = drop_file_new(name);
	file->said = said;
	file->zero = pattern == feed->file->zero;
	g_autoptr(GError) fault = NULL;
	file->sha256 = drop_folder_sum(scan->source, name, &file->identity, &fault);
	if (file->sha256 == NULL) {
		drop_file_refuse(file, "file-unreadable", 0, fault);
		file->state = DROP_FOUND; /* it may be superseded */
	}
	g_ptr_array_add(feed->files, file);
}

/* One that has been written for more than a day was forgotten. */
static void take_part(const DropScan *scan, DropFeed *feed, const char *name)
{
	gint64 written = drop_folder_written(scan->source, name);
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	if (!g_str_has_suffix(name, DROP_PART) || written == 0 || now - written < PATIENCE_SECONDS)
		return;
	DropFile *file = drop_file_new(name);
	file->state = DROP_WAITING;
	g_ptr_array_add(feed->files, file);
}

static bool find_zeros(const DropScan *scan, DropFeed *feed, GHashTable *zeros, GError **error)
{
	if (feed->file->zero == NULL)
		return true;
	g_autoptr(GPtrArray) names = drop_folder_files(scan->source, feed->file->zero, "", error);
	for (guint n = 0; names != NULL && n < names->len; n++) {
		take_name(scan, feed, feed->file->zero, g_ptr_array_index(names, n));
		g_hash_table_add(zeros, g_strdup(g_ptr_array_index(names, n)));
	}
	return names != NULL;
}

static int compare_files(gconstpointer left, gconstpointer right)
{
	const DropFile *const *one = left;
	const DropFile *const *other = right;
	return strcmp((*one)->name, (*other)->name);
}

/* A name that says zero is not looked at a second time. */
static bool find_files(const DropScan *scan, DropFeed *feed, GError **error)
{
	const DropPattern *pattern = feed->file->names;
	g_autoptr(GHashTable) zeros = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!find_zeros(scan, feed, zeros, error))
		return false;
	g_autoptr(GPtrArray) names = drop_folder_files(scan->source, pattern, "", error);
	g_autoptr(GPtrArray) parts =
	    names != NULL ? drop_folder_files(scan->source, pattern, DROP_PART, error) : NULL;
	if (parts == NULL)
		return false;
	for (guint n = 0; n < names->len; n++) {
		if (!g_hash_table_contains(zeros, g_ptr_array_index(names, n)))
			take_name(scan, feed, pattern, g_ptr_array_index(names, n));
	}
	for (guint n = 0; n < parts->len; n++)
		take_part(scan, feed, g_ptr_array_index(parts, n));
	g_ptr_array_sort(feed->files, compare_files);
	return true;
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

static char *digest_of(const DropScan *scan)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (guint f = 0; f < scan->feeds->len; f++) {
		const DropFeed *feed = g_ptr_array_index(scan->feeds, f);
		for (guint n = 0; n < feed->files->len; n++) {
			const DropFile *file = g_ptr_array_index(feed->files, n);
			g_autofree char *line =
			    g_strdup_printf("%s\n%s\n%s\n", feed->file->name, file->name,
					    file->sha256 != NULL ? file->sha256 : "-");
			g_checksum_update(sum, (const guchar *)line, -1);
		}
	}
	return g_strdup(g_checksum_get_string(sum));
}

DropScan *drop_scan(const ConfigSource *source, const Declaration *declaration, GError **error)
{
	g_autoptr(DropScan) scan = g_new0(DropScan, 1);
	scan->source = source;
	scan->declaration = declaration;
	scan->feeds = g_ptr_array_new_with_free_func(feed_free);
	for (guint n = 0; n < declaration->files->len; n++) {
		DropFeed *feed = g_new0(DropFeed, 1);
		feed->file = g_ptr_array_index(declaration->files, n);
		feed->files = g_ptr_array_new_with_free_func(drop_file_free);
		g_ptr_array_add(scan->feeds, feed);
		if (!find_files(scan, feed, error))
			return NULL;
	}
	if (!check_there(scan, error))
		return NULL;
	scan->digest = digest_of(scan);
	return g_steal_pointer(&scan);
}
