/* The rejected rows as files for the stations: one a station, and none of stations that owe
 * nothing.
 */
#include "core/error.h"
#include "core/outfile.h"
#include "core/text.h"
#include "etl/ledger/rejects_private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define NO_DISTRICT "unknown-station"
#define NAME_BYTES  180 /* file systems take 255 of a name */
#define INDEX                                                                                      \
	".shumar-rejects" /* the files of this export, a line each: what the next may remove */

/* ── names ── */

/* Appends PART of a name, injectively: what file systems or terminals cannot take, "%" and EXTRA
 * are written as %XX. */
static void put_part(GString *name, const char *part, const char *extra)
{
	for (const char *at = part; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gsize bytes = (gsize)g_utf8_skip[(guchar)*at];
		g_autofree char *shown = text_printable(at, (gssize)bytes);
		bool plain = strncmp(shown, at, bytes) == 0 && strlen(shown) == bytes &&
			     strchr("/\\:*?\"<>|%\n\t", *at) == NULL && strchr(extra, *at) == NULL;
		bool at_end = at[bytes] == '\0' && (*at == '.' || *at == ' ');
		for (gsize n = 0; n < bytes; n++)
			g_string_append_printf(name, plain && !at_end ? "%c" : "%%%02X",
					       (guchar)at[n]);
	}
}

/* NAME no longer than a file may be called; what is cut off becomes a sum, so that two stations
 * stay two. Takes it over. */
static char *cut_name(GString *name)
{
	if (name->len > NAME_BYTES) {
		g_autofree char *sum =
		    g_compute_checksum_for_string(G_CHECKSUM_SHA256, name->str, -1);
		gsize end = NAME_BYTES;
		while ((name->str[end] & 0xC0) == 0x80) /* not within a character */
			end--;
		g_string_truncate(name, end);
		g_string_append_printf(name, "-%.12s", sum);
	}
	g_string_append(name, ".csv");
	return g_string_free(name, FALSE);
}

/* "psrms-LHR-Civil Lines.csv": never the name of another owner. Transfer full. */
static char *file_name(const DatabaseResult *rows, int row)
{
	const char *district = result_text_at(rows, row, "district");
	const char *station = result_text_at(rows, row, "station");
	GString *name = g_string_new(NULL);
	put_part(name, result_text_at(rows, row, "source"), "-");
	g_string_append_c(name, '-');
	if (district == NULL) {
		g_string_append(name, NO_DISTRICT);
		return cut_name(name);
	}
	/* a district that is called as NO_DISTRICT begins is told from it */
	put_part(name, district, g_str_has_prefix(NO_DISTRICT, district) ? "-u" : "-");
	if (station != NULL) {
		g_string_append_c(name, '-');
		put_part(name, station, "");
	}
	return cut_name(name);
}

/* ── the files ── */

static void free_text(gpointer text)
{
	g_string_free(text, TRUE);
}

/* The files by name, with their content. */
static GHashTable *fill_files(const DatabaseResult *rows)
{
	GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_text);
	for (int row = 0; row < result_rows(rows); row++) {
		g_autofree char *name = file_name(rows, row);
		GString *text = g_hash_table_lookup(files, name);
		bool first = text == NULL;
		if (first) {
			text = g_string_new(NULL);
			g_hash_table_insert(files, g_steal_pointer(&name), text);
		}
		Csvout csv = csvout_begin(text, first);
		if (first)
			rejects_put_csv(&csv, rows, -1);
		rejects_put_csv(&csv, rows, row);
	}
	return files;
}

static bool write_file(const char *folder, const char *name, const GString *csv, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return outfile_write(path, OUTFILE_INTERNAL, csv->str, csv->len, error);
}

/* ── files of the export before ── */

/* The names that the export before left in its index; other files are nobody's to remove. */
static GStrv read_index(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, INDEX, NULL);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return g_new0(char *, 1);
	return g_strsplit(g_strchomp(text), "\n", -1);
}

static gint by_name(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Writes the index: the FILES, and those BEFORE, which may be NULL. */
static bool write_index(const char *folder, GHashTable *files, char *const *before, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GString) text = g_string_new(NULL);
	GHashTableIter each;
	gpointer name = NULL;
	g_hash_table_iter_init(&each, files);
	while (g_hash_table_iter_next(&each, &name, NULL))
		g_ptr_array_add(names, name);
	for (char *const *old = before; old != NULL && *old != NULL; old++) {
		if (**old != '\0' && !g_hash_table_contains(files, *old))
			g_ptr_array_add(names, *old);
	}
	g_ptr_array_sort(names, by_name);
	for (guint n = 0; n < names->len; n++)
		g_string_append_printf(text, "%s\n", (char *)names->pdata[n]);
	return write_file(folder, INDEX, text, error);
}

/* Removes the files of BEFORE that are not among FILES; *ret_removed counts them. */
static bool remove_stale(const char *folder, GHashTable *files, char *const *before,
			 guint *ret_removed, GError **error)
{
	for (char *const *old = before; *old != NULL; old++) {
		g_autofree char *path = g_build_filename(folder, *old, NULL);
		if (!outfile_name_is_safe(*old) || strchr(*old, '/') != NULL ||
		    g_hash_table_contains(files, *old))
			continue;
		if (g_unlink(path) == 0) {
			(*ret_removed)++;
		} else if (errno != ENOENT) {
			error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
					"Remove it by hand: its station owes nothing any more.",
					"cannot remove '%s'", path);
			return false;
		}
	}
	return true;
}

/* The index names old and new files until the old are gone: an export that is broken off leaves
 * nothing that the next would not know for its own. */
static bool write_files(GHashTable *files, const char *folder, guint *ret_removed, GError **error)
{
	g_auto(GStrv) before = read_index(folder);
	GHashTableIter each;
	gpointer name = NULL;
	gpointer csv = NULL;
	if (!write_index(folder, files, before, error))
		return false;
	g_hash_table_iter_init(&each, files);
	while (g_hash_table_iter_next(&each, &name, &csv)) {
		if (!write_file(folder, name, csv, error))
			return false;
	}
	return remove_stale(folder, files, before, ret_removed, error) &&
	       write_index(folder, files, NULL, error);
}

bool rejects_export(GString *text, Database *db, const Rejects *wanted, const char *folder,
		    GError **error)
{
	g_autoptr(DatabaseResult) rows = rejects_find(db, wanted, error);
	if (rows == NULL)
		return false;
	g_autoptr(GHashTable) files = fill_files(rows);
	guint removed = 0;
	if (!write_files(files, folder, &removed, error))
		return false;
	g_string_append_printf(text, "%d entries in %u files, one per station, in %s\n",
			       result_rows(rows), g_hash_table_size(files), folder);
	if (removed > 0)
		g_string_append_printf(text, "%u file%s of the export before removed\n", removed,
				       removed == 1 ? "" : "s");
	return true;
}
