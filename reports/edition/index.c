#include "reports/edition/index.h"
#include "reports/output/devices.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "core/period.h"

#define DEPTH_MOST 8 /* folders in folders; deeper ones are none of ours */

/* ── owners ── */

static void file_free(gpointer data)
{
	IndexFile *file = data;
	g_free(file->path);
	g_free(file->device);
	g_free(file->language);
	g_free(file->sha256);
	g_free(file);
}

static void edition_free(gpointer data)
{
	IndexEdition *edition = data;
	g_free(edition->template_name);
	g_free(edition->district);
	g_free(edition->period);
	g_free(edition->others);
	g_free(edition->as_at);
	g_tree_unref(edition->made_of);
	g_ptr_array_unref(edition->files);
	g_free(edition);
}

void index_free(Index *index)
{
	if (index == NULL)
		return;
	g_free(index->folder);
	g_ptr_array_unref(index->editions);
	g_ptr_array_unref(index->unlisted);
	g_ptr_array_unref(index->unread);
	g_free(index);
}

static int compare_names(gconstpointer left, gconstpointer right, gpointer unused)
{
	(void)unused;
	return strcmp(left, right);
}

/* ── districts ── */

Districts *index_districts(void)
{
	Districts *districts = districts_new();
	g_auto(GStrv) lines = g_strsplit(sqltext(SQL_REFERENCE_DISTRICT_CSV), "\n", -1);
	/* code, name_en, name_ur, division stand first, and hold no comma */
	for (char **line = lines + 1; lines[0] != NULL && *line != NULL; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, ",", 5);
		if (g_strv_length(fields) == 5)
			districts_add(districts, fields[0], fields[1], fields[2], fields[3]);
	}
	return districts;
}

/* ── parameters ── */

/* The days that VALUE names; a year of four digits is one, other words are none. */
static bool read_days(const char *value, Period *ret_period)
{
	static const PeriodKind kinds[] = { PERIOD_DAY,   PERIOD_WEEK,        PERIOD_QUARTER,
					    PERIOD_MONTH, PERIOD_FISCAL_YEAR, PERIOD_YEAR };
	for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
		if (period_parse(kinds[n], value, ret_period, NULL))
			return true;
	}
	return false;
}

static void take_days(IndexEdition *edition, const Period *period)
{
	if (!edition->dated || g_date_compare(&period->first, &edition->first) < 0)
		edition->first = period->first;
	if (!edition->dated || g_date_compare(&period->last, &edition->last) > 0)
		edition->last = period->last;
	edition->dated = true;
}

static void append_word(char **text, const char *word, const char *between)
{
	g_autofree char *before = g_steal_pointer(text);
	*text = before[0] != '\0' ? g_strconcat(before, between, word, NULL) : g_strdup(word);
}

static gboolean take_parameter(gpointer name, gpointer value, gpointer data)
{
	IndexEdition *edition = data;
	Period period;
	if (strcmp(name, "district") == 0) {
		g_free(edition->district);
		edition->district = g_strdup(value);
		return FALSE;
	}
	append_word(&edition->period, value, " – ");
	if (read_days(value, &period))
		take_days(edition, &period);
	else
		append_word(&edition->others, value, " ");
	return FALSE;
}

/* ── editions ── */

static gboolean take_part(gpointer name, gpointer sha256, gpointer data)
{
	g_tree_replace(data, g_strdup(name), g_strdup(sha256));
	return FALSE;
}

static IndexEdition *edition_new(const ManifestRendering *rendering, const ManifestEdition *listed)
{
	IndexEdition *edition = g_new0(IndexEdition, 1);
	edition->template_name = g_strdup(rendering->template_name);
	edition->district = g_strdup("");
	edition->period = g_strdup("");
	edition->others = g_strdup("");
	edition->run_no = rendering->run_no;
	edition->as_at = g_strdup(rendering->as_at);
	edition->made_of = g_tree_new_full(compare_names, NULL, g_free, g_free);
	edition->files = g_ptr_array_new_with_free_func(file_free);
	g_tree_foreach(rendering->tables[MANIFEST_PARTS], take_part, edition->made_of);
	g_tree_foreach(rendering->tables[MANIFEST_QUERIES], take_part, edition->made_of);
	g_tree_foreach(listed->parameters, take_parameter, edition);
	return edition;
}

/* What tells editions apart: other formats and languages of one are no others. Transfer full. */
static char *edition_key(const ManifestRendering *rendering, const ManifestEdition *listed)
{
	g_auto(GStrv) words = edition_manifest_words(listed);
	g_autofree char *parameters = g_strjoinv("\x1f", words);
	return g_strdup_printf("%s\x1f%s\x1f%" G_GINT64_FORMAT, rendering->template_name,
			       parameters, rendering->run_no);
}

static IndexState look_at(const char *path, const ManifestEdition *listed)
{
	gint64 bytes = 0;
	g_autofree char *sha256 = g_file_test(path, G_FILE_TEST_IS_REGULAR)
				      ? edition_manifest_file_sha256(path, &bytes, NULL)
				      : NULL;
	if (sha256 == NULL)
		return INDEX_MISSING;
	return bytes == listed->bytes && strcmp(sha256, listed->sha256) == 0 ? INDEX_WHOLE
									     : INDEX_ALTERED;
}

/* ── the folder ── */

/* What reading goes through with. */
typedef struct {
	Index *index;
	GHashTable *keys;   /* edition_key → IndexEdition */
	GHashTable *listed; /* paths below the folder that a manifest lists */
	GPtrArray *found;   /* of char*: all files but manifests and indexes */
} Reading;

static char *below(const char *folder, const char *name)
{
	return folder[0] != '\0' ? g_build_filename(folder, name, NULL) : g_strdup(name);
}

static void take_edition(Reading *reading, const char *folder, const ManifestRendering *rendering,
			 const ManifestEdition *listed)
{
	/* a manifest that names files elsewhere is not followed there */
	if (!outfile_name_is_safe(listed->file))
		return;
	g_autofree char *key = edition_key(rendering, listed);
	IndexEdition *edition = g_hash_table_lookup(reading->keys, key);
	if (edition == NULL) {
		edition = edition_new(rendering, listed);
		g_ptr_array_add(reading->index->editions, edition);
		g_hash_table_insert(reading->keys, g_steal_pointer(&key), edition);
	}
	IndexFile *file = g_new0(IndexFile, 1);
	file->path = below(folder, listed->file);
	file->device = g_strdup(listed->device);
	file->language = g_strdup(listed->language);
	file->sha256 = g_strdup(listed->sha256);
	file->bytes = listed->bytes;
	g_autofree char *full = g_build_filename(reading->index->folder, file->path, NULL);
	file->state = look_at(full, listed);
	g_ptr_array_add(edition->files, file);
	g_hash_table_add(reading->listed, g_strdup(file->path));
}

static void take_manifest(Reading *reading, const char *folder)
{
	g_autofree char *path =
	    g_build_filename(reading->index->folder, folder, EDITION_MANIFEST_FILE, NULL);
	g_autoptr(EditionManifest) manifest = edition_manifest_read(path, NULL);
	if (manifest == NULL) {
		g_ptr_array_add(reading->index->unread, below(folder, EDITION_MANIFEST_FILE));
		return;
	}
	for (guint r = 0; r < manifest->renderings->len; r++) {
		const ManifestRendering *rendering = manifest->renderings->pdata[r];
		for (guint n = 0; n < rendering->editions->len; n++)
			take_edition(reading, folder, rendering, rendering->editions->pdata[n]);
	}
}

/* Whether NAME ends as a format's files do. */
static bool is_format(const char *name)
{
	for (const Device *device = devices; device->name != NULL; device++) {
		g_autofree char *extension = g_strconcat(".", device->extension, NULL);
		if (g_str_has_suffix(name, extension))
			return true;
	}
	return false;
}

/* A published release has a manifest of another kind, and is a whole of its own. */
static bool is_release(const char *folder)
{
	g_autofree char *seal = g_build_filename(folder, "manifest.sig", NULL);
	return g_file_test(seal, G_FILE_TEST_EXISTS);
}

/* Walks FOLDER below the index's, through no link. */
static void walk(Reading *reading, const char *folder, int depth)
{
	g_autofree char *here = g_build_filename(reading->index->folder, folder, NULL);
	if (is_release(here))
		return;
	g_autoptr(GDir) names = g_dir_open(here, 0, NULL);
	const char *name = NULL;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = below(folder, name);
		g_autofree char *full = g_build_filename(reading->index->folder, path, NULL);
		GStatBuf status;
		if (name[0] == '.' || g_lstat(full, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode) && depth < DEPTH_MOST)
			walk(reading, path, depth + 1);
		else if (S_ISREG(status.st_mode) && strcmp(name, EDITION_MANIFEST_FILE) == 0)
			take_manifest(reading, folder);
		else if (S_ISREG(status.st_mode) && strcmp(name, INDEX_FILE) != 0 &&
			 is_format(name))
			g_ptr_array_add(reading->found, g_steal_pointer(&path));
	}
}

/* ── order ── */

static const char *name_of(const Index *index, const IndexEdition *edition)
{
	const District *district = edition->district[0] != '\0'
				       ? districts_find(index->districts, edition->district, NULL)
				       : NULL;
	return district != NULL ? district->name_en : edition->district;
}

/* By paper, then the latest day first, then by district, then the latest run first. */
static int compare_editions(gconstpointer left, gconstpointer right, gpointer data)
{
	const IndexEdition *a = *(IndexEdition *const *)left, *b = *(IndexEdition *const *)right;
	int order = strcmp(a->template_name, b->template_name);
	if (order == 0 && a->dated != b->dated)
		order = a->dated ? -1 : 1;
	if (order == 0 && a->dated)
		order = g_date_compare(&b->last, &a->last);
	if (order == 0 && a->dated)
		order = g_date_compare(&b->first, &a->first);
	if (order == 0)
		order = strcmp(a->period, b->period);
	if (order == 0)
		order = strcmp(name_of(data, a), name_of(data, b));
	return order != 0 ? order : (a->run_no < b->run_no) - (a->run_no > b->run_no);
}

static int compare_files(gconstpointer left, gconstpointer right)
{
	const IndexFile *a = *(IndexFile *const *)left, *b = *(IndexFile *const *)right;
	int order = strcmp(a->language, b->language);
	return order != 0 ? order : strcmp(a->path, b->path);
}

static int compare_paths(gconstpointer left, gconstpointer right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* ── series ── */

/* The same paper of the same place. Transfer full. */
static char *series_key(const IndexEdition *edition)
{
	return g_strjoin("\x1f", edition->template_name, edition->district, edition->others, NULL);
}

/* Editions stand newest first: what comes next of a series is the one before. */
static void link_series(Index *index)
{
	g_autoptr(GHashTable) latest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gint64 last_run = 0;
	for (guint n = 0; n < index->editions->len; n++)
		last_run = MAX(last_run, ((IndexEdition *)index->editions->pdata[n])->run_no);
	for (guint n = 0; n < index->editions->len; n++) {
		IndexEdition *edition = index->editions->pdata[n];
		g_autofree char *key = series_key(edition);
		IndexEdition *after = g_hash_table_lookup(latest, key);
		if (after != NULL)
			after->before = edition;
		edition->stale = after == NULL && edition->run_no < last_run;
		g_hash_table_insert(latest, g_steal_pointer(&key), edition);
	}
}

static void finish(Reading *reading)
{
	Index *index = reading->index;
	for (guint n = 0; n < reading->found->len; n++) {
		char *path = reading->found->pdata[n];
		if (!g_hash_table_contains(reading->listed, path))
			g_ptr_array_add(index->unlisted, g_strdup(path));
	}
	for (guint n = 0; n < index->editions->len; n++)
		g_ptr_array_sort(((IndexEdition *)index->editions->pdata[n])->files, compare_files);
	g_ptr_array_sort(index->unlisted, compare_paths);
	g_ptr_array_sort(index->unread, compare_paths);
	g_ptr_array_sort_with_data(index->editions, compare_editions, index);
	link_series(index);
}

Index *index_read(const char *folder, const Districts *districts, GError **error)
{
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name a folder that 'shumar report render' or 'batch' has written to.",
			  "cannot make an index of '%s': there is no such folder", folder);
		return NULL;
	}
	Index *index = g_new0(Index, 1);
	index->folder = g_strdup(folder);
	index->editions = g_ptr_array_new_with_free_func(edition_free);
	index->unlisted = g_ptr_array_new_with_free_func(g_free);
	index->unread = g_ptr_array_new_with_free_func(g_free);
	index->districts = districts;
	g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	Reading reading = { index, keys, listed, found };
	walk(&reading, "", 0);
	finish(&reading);
	return index;
}

bool index_write(const Index *index, const Library *library, GError **error)
{
	g_autofree char *page = index_html(index, library);
	g_autofree char *path = g_build_filename(index->folder, INDEX_FILE, NULL);
	return outfile_write(path, OUTFILE_INTERNAL, page, strlen(page), error);
}
