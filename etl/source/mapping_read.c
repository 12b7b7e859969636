/* A mapping is read: its declaration, its SELECTs, and what all of them are held against. */
#include "core/database/fact.h"
#include "core/error.h"
#include "core/text.h"
#include "etl/source/mapping_check.h"
#include "etl/source/mapping_raw.h"

#include <string.h>

#define FOLDER      "sources/"
#define DECLARATION "source.yaml"
#define AS_AT       "as_at.sql"
#define SETUP       "setup.sql"
#define CONTROL     "control.sql"
#define STATIONS    "stations.sql"
#define KIT         "kit.sql"

/* With other lists other values are taken in: sources are then read in full, as with another
 * mapping.
 */
static const char *const lists[] = {
	SQL_REFERENCE_CODED_COLUMN_CSV,   SQL_REFERENCE_CODED_VALUE_CSV,
	SQL_REFERENCE_STATION_CSV,        SQL_REFERENCE_CASE_STATUS_CSV,
	SQL_REFERENCE_ACCUSED_STATUS_CSV, SQL_REFERENCE_COURT_OUTCOME_CSV
};

static void field_clear(gpointer data)
{
	CopyField *field = data;
	g_free(field->name);
}

static void feed_free(gpointer data)
{
	MappingFeed *feed = data;
	g_free(feed->place);
	g_array_unref(feed->fields);
	g_ptr_array_unref(feed->files);
	g_free(feed->row_id);
	g_free(feed);
}

void mapping_free(Mapping *mapping)
{
	if (mapping == NULL)
		return;
	g_free(mapping->name);
	declaration_free(mapping->declaration);
	g_ptr_array_unref(mapping->feeds);
	g_free(mapping->sha256);
	g_ptr_array_unref(mapping->own_files);
	g_free(mapping);
}

static void own_file_free(gpointer data)
{
	SqlText *file = data;
	g_free((char *)(guintptr)file->text);
	g_free(file);
}

/* The name of a file within its folder. */
static const char *file_name(const SqlText *file)
{
	const char *slash = strrchr(file->path, '/');
	return slash != NULL ? slash + 1 : file->path;
}

static const char *feed_of(const SqlText *file)
{
	for (const char *const *feed = fact_feeds(); *feed != NULL; feed++) {
		g_autofree char *wanted = g_strconcat(*feed, ".sql", NULL);
		if (strcmp(file_name(file), wanted) == 0)
			return *feed;
	}
	return NULL;
}

static void add_feed(Mapping *mapping, const char *name, const SqlText *file)
{
	MappingFeed *feed = g_new0(MappingFeed, 1);
	feed->feed = name;
	feed->file = file;
	feed->place = sqltext_place(file->path);
	feed->fields = g_array_new(FALSE, TRUE, sizeof(CopyField));
	g_array_set_clear_func(feed->fields, field_clear);
	feed->files = g_ptr_array_new();
	g_ptr_array_add(mapping->feeds, feed);
}

/* Puts FILE in its place of the mapping. */
static bool take_file(Mapping *mapping, const SqlText *file, GError **error)
{
	const char *name = file_name(file);
	const char *feed = feed_of(file);
	if (strcmp(name, DECLARATION) == 0)
		mapping->declaration = declaration_parse(mapping->name, file->text, error);
	else if (strcmp(name, AS_AT) == 0)
		mapping->as_at = file;
	else if (strcmp(name, SETUP) == 0)
		mapping->setup = file;
	else if (strcmp(name, CONTROL) == 0)
		mapping->control = file;
	else if (strcmp(name, STATIONS) == 0)
		mapping->stations = file;
	else if (strcmp(name, KIT) == 0)
		mapping->kit = file;
	else if (feed != NULL)
		add_feed(mapping, feed, file);
	else {
		g_autofree char *place = sqltext_place(file->path);
		error_set(
		    error, SHUMAR_ERROR_CONFIG,
		    "A feed is case, accused, outcome, complaint, outreach, referral, training or "
		    "count.",
		    "%s:1:1: cannot use mapping '%s': there is no feed of this name", place,
		    mapping->name);
		return false;
	}
	return strcmp(name, DECLARATION) != 0 || mapping->declaration != NULL;
}

static int compare_feeds(gconstpointer a, gconstpointer b)
{
	const MappingFeed *const *first = a;
	const MappingFeed *const *second = b;
	size_t places[2] = { 0, 0 };
	const char *const *feeds = fact_feeds();
	for (size_t n = 0; feeds[n] != NULL; n++) {
		if (feeds[n] == (*first)->feed)
			places[0] = n;
		if (feeds[n] == (*second)->feed)
			places[1] = n;
	}
	return places[0] < places[1] ? -1 : places[0] > places[1];
}

/* ── digest ── */
static void digest_file(const SqlText *file, GChecksum *sum)
{
	/* with their zero bytes, so that no two lists of files are the same bytes */
	g_checksum_update(sum, (const guchar *)file->path, (gssize)strlen(file->path) + 1);
	g_checksum_update(sum, (const guchar *)file->text, (gssize)strlen(file->text) + 1);
}

static char *digest_new(const SqlText *files, size_t count)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	/* what was read and folded otherwise is read anew, as if the mapping had changed */
	g_checksum_update(sum, (const guchar *)TEXT_FOLD, sizeof TEXT_FOLD);
	for (size_t n = 0; n < count; n++)
		digest_file(&files[n], sum);
	for (size_t n = 0; n < G_N_ELEMENTS(lists); n++)
		digest_file(sqltext_find(lists[n]), sum);
	return g_strdup(g_checksum_get_string(sum));
}

/* ── public ── */
Mapping *mapping_new(const char *name, const SqlText *files, size_t count, GError **error)
{
	g_autoptr(Mapping) mapping = g_new0(Mapping, 1);
	mapping->name = g_strdup(name);
	mapping->feeds = g_ptr_array_new_with_free_func(feed_free);
	mapping->own_files = g_ptr_array_new_with_free_func(own_file_free);
	for (size_t n = 0; n < count; n++) {
		if (!take_file(mapping, &files[n], error))
			return NULL;
	}
	g_assert(mapping->declaration != NULL);
	g_ptr_array_sort(mapping->feeds, compare_feeds);
	/* what a column of a database can hold is known when it is asked */
	bool csv = mapping->declaration->kind == SOURCE_CSV;
	for (guint n = 0; csv && n < mapping->feeds->len; n++) {
		if (!mapping_check_text(g_ptr_array_index(mapping->feeds, n), mapping->declaration,
					error))
			return NULL;
	}
	if (csv && !mapping_raw_check(mapping, error))
		return NULL;
	mapping->sha256 = digest_new(files, count);
	return g_steal_pointer(&mapping);
}

Mapping *mapping_find(const char *name, GError **error)
{
	g_autoptr(Declaration) declared = declaration_read(name, error); /* is there such a one? */
	if (declared == NULL)
		return NULL;
	g_autofree char *folder = g_strdup_printf(FOLDER "%s/", name);
	size_t first = 0;
	size_t all = 0;
	const SqlText *files = sqltext_files(&all);
	while (first < all && !g_str_has_prefix(files[first].path, folder))
		first++;
	size_t count = 0;
	while (first + count < all && g_str_has_prefix(files[first + count].path, folder))
		count++;
	return mapping_new(name, &files[first], count, error);
}

bool mapping_check(Mapping *mapping, Database *source, Database *warehouse, bool ask,
		   GError **error)
{
	for (guint n = 0; n < mapping->feeds->len; n++) {
		if (!mapping_check_feed(g_ptr_array_index(mapping->feeds, n), mapping->declaration,
					source, warehouse, ask, error))
			return false;
	}
	return true;
}
