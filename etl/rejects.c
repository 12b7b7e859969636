#include "etl/rejects.h"

#include "core/error.h"
#include "core/outfile.h"
#include "core/sqltext.h"

#include <string.h>

#define NO_STATION "unknown-station"
#define NAME_BYTES 200 /* file systems take 255 of a name; outfile adds to it while it writes */

static void put_csv_value(GString *text, const char *value)
{
	if (value == NULL)
		return;
	if (strpbrk(value, "\",\r\n") == NULL) {
		g_string_append(text, value);
		return;
	}
	g_string_append_c(text, '"');
	for (; *value != '\0'; value++)
		g_string_append_printf(text, *value == '"' ? "\"\"" : "%c", *value);
	g_string_append_c(text, '"');
}

/* A line of values; of heads for ROW -1. */
static void put_csv_row(GString *text, const DatabaseResult *rows, int row)
{
	for (int column = 0; column < result_columns(rows); column++) {
		if (column > 0)
			g_string_append_c(text, ',');
		put_csv_value(text, row < 0 ? result_column_name(rows, column)
					    : result_text(rows, row, column));
	}
	g_string_append_c(text, '\n');
}

static const char *value_of(const DatabaseResult *rows, int row, const char *column)
{
	return result_text(rows, row, result_column(rows, column));
}

/* "; open since 2026-11-24 (run 3)" or "; corrected in run 5". */
static void put_life(GString *text, const DatabaseResult *rows, int row)
{
	if (value_of(rows, row, "cured_run") != NULL)
		g_string_append_printf(text, "; %s in run %s", value_of(rows, row, "cured_how"),
				       value_of(rows, row, "cured_run"));
	else
		g_string_append_printf(text, "; open since %s (run %s)",
				       value_of(rows, row, "since"),
				       value_of(rows, row, "first_run"));
}

/* "psrms/case duplicate-fir, LHR, Civil Lines, 12/2024, fir_number, file.csv:12" and what was
 * given. */
static void put_entry(GString *text, const DatabaseResult *rows, int row)
{
	static const char *const places[] = { "district", "station", "fir", "field" };
	g_string_append_printf(
	    text, "%s/%s %s%s", value_of(rows, row, "source"), value_of(rows, row, "feed"),
	    value_of(rows, row, "code"),
	    strcmp(value_of(rows, row, "severity"), "row") == 0       ? " (row refused)"
	    : strcmp(value_of(rows, row, "severity"), "warning") == 0 ? " (only noted)"
								      : "");
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		const char *place = value_of(rows, row, places[n]);
		if (place != NULL)
			g_string_append_printf(text, ", %s", place);
	}
	if (value_of(rows, row, "file") != NULL)
		g_string_append_printf(text, ", %s", value_of(rows, row, "file"));
	if (value_of(rows, row, "line") != NULL)
		g_string_append_printf(text, ":%s", value_of(rows, row, "line"));
	put_life(text, rows, row);
	g_string_append_printf(text, "\n  %s\n  %s\n", value_of(rows, row, "reason"),
			       value_of(rows, row, "remedy"));
	if (value_of(rows, row, "content") != NULL)
		g_string_append_printf(text, "  %s\n", value_of(rows, row, "content"));
}

static DatabaseResult *find(Database *db, const Rejects *wanted, GError **error)
{
	return database_query(db, sqltext("etl/rejects.sql"),
			      DATABASE_PARAMS(wanted->run, wanted->source, wanted->code,
					      wanted->district, wanted->station),
			      error);
}

bool rejects_list(GString *text, Database *db, const Rejects *wanted, GError **error)
{
	g_autoptr(DatabaseResult) rows = find(db, wanted, error);
	if (rows == NULL)
		return false;
	if (wanted->csv) {
		for (int row = -1; row < result_rows(rows); row++)
			put_csv_row(text, rows, row);
		return true;
	}
	for (int row = 0; row < result_rows(rows); row++)
		put_entry(text, rows, row);
	if (wanted->run == NULL)
		g_string_append_printf(text, "%d open entries\n", result_rows(rows));
	else
		g_string_append_printf(text, "%d entries that run %s knew\n", result_rows(rows),
				       wanted->run);
	return true;
}

/* ── files for the stations ── */
/* "psrms-LHR-Civil Lines" without what a file's name may not hold, and no longer than one may
 * be. Transfer full. */
static char *file_name(const DatabaseResult *rows, int row)
{
	const char *district = value_of(rows, row, "district");
	const char *station = value_of(rows, row, "station");
	g_autofree char *name =
	    g_strjoin("-", value_of(rows, row, "source"),
		      district != NULL ? district : NO_STATION, /* ends the list, or goes on */
		      district != NULL ? station : NULL, NULL);
	for (char *at = name; *at != '\0'; at++) {
		if (g_ascii_iscntrl(*at) || strchr("/\\:*?\"<>|", *at) != NULL)
			*at = '_';
	}
	char *end = name + MIN(strlen(name), NAME_BYTES);
	while ((*end & 0xC0) == 0x80) /* not within a character */
		end--;
	return g_strndup(name, (gsize)(end - name));
}

static bool write_file(const char *folder, const char *name, const GString *csv, GError **error)
{
	g_autofree char *file = g_strconcat(name, ".csv", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	return outfile_write(path, csv->str, csv->len, error);
}

static void free_text(gpointer text)
{
	g_string_free(text, TRUE);
}

/* The files by name: two stations whose names are one without marks share one. */
static GHashTable *fill_files(const DatabaseResult *rows)
{
	GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_text);
	for (int row = 0; row < result_rows(rows); row++) {
		g_autofree char *name = file_name(rows, row);
		GString *csv = g_hash_table_lookup(files, name);
		if (csv == NULL) {
			/* without it, Excel takes UTF-8 for Windows-1252 */
			csv = g_string_new("\xEF\xBB\xBF");
			put_csv_row(csv, rows, -1);
			g_hash_table_insert(files, g_steal_pointer(&name), csv);
		}
		put_csv_row(csv, rows, row);
	}
	return files;
}

bool rejects_export(GString *text, Database *db, const Rejects *wanted, const char *folder,
		    GError **error)
{
	g_autoptr(DatabaseResult) rows = find(db, wanted, error);
	if (rows == NULL)
		return false;
	g_autoptr(GHashTable) files = fill_files(rows);
	GHashTableIter each;
	gpointer name = NULL;
	gpointer csv = NULL;
	g_hash_table_iter_init(&each, files);
	while (g_hash_table_iter_next(&each, &name, &csv)) {
		if (!write_file(folder, name, csv, error))
			return false;
	}
	g_string_append_printf(text, "%d entries in %u files, one per station, in %s\n",
			       result_rows(rows), g_hash_table_size(files), folder);
	return true;
}
