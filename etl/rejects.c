#include "etl/rejects.h"

#include "core/error.h"
#include "core/outfile.h"
#include "core/sqltext.h"

#include <string.h>

#define NO_STATION "unknown-station"

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

/* A line of heads, then the rows from FROM up to TO. */
static void put_csv(GString *text, const DatabaseResult *rows, int from, int to)
{
	for (int row = from - 1; row < to; row++) {
		for (int column = 0; column < result_columns(rows); column++) {
			if (column > 0)
				g_string_append_c(text, ',');
			put_csv_value(text, row < from ? result_column_name(rows, column)
						       : result_text(rows, row, column));
		}
		g_string_append_c(text, '\n');
	}
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
		put_csv(text, rows, 0, result_rows(rows));
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
/* "LHR-Civil Lines" without what a file's name may not hold. Transfer full. */
static char *owner_name(const DatabaseResult *rows, int row)
{
	const char *district = value_of(rows, row, "district");
	const char *station = value_of(rows, row, "station");
	char *name = district == NULL  ? g_strdup(NO_STATION)
		     : station == NULL ? g_strdup(district)
				       : g_strdup_printf("%s-%s", district, station);
	return g_strdelimit(name, "/\\:*?\"<>|", '_');
}

static bool write_owner(const DatabaseResult *rows, int from, int to, const char *folder,
			const char *name, GError **error)
{
	g_autoptr(GString) csv =
	    g_string_new("\xEF\xBB\xBF"); /* without it, Excel takes UTF-8 for Windows-1252 */
	g_autofree char *file = g_strconcat(name, ".csv", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	put_csv(csv, rows, from, to);
	return outfile_write(path, csv->str, csv->len, error);
}

bool rejects_export(GString *text, Database *db, const Rejects *wanted, const char *folder,
		    GError **error)
{
	g_autoptr(DatabaseResult) rows = find(db, wanted, error);
	if (rows == NULL)
		return false;
	int files = 0;
	for (int from = 0, to = 0; from < result_rows(rows); from = to) {
		g_autofree char *name = owner_name(rows, from);
		bool same = true;
		for (to = from + 1; to < result_rows(rows) && same; to += same) {
			g_autofree char *next = owner_name(rows, to);
			same = strcmp(name, next) == 0 && strcmp(value_of(rows, from, "source"),
								 value_of(rows, to, "source")) == 0;
		}
		g_autofree char *file =
		    g_strdup_printf("%s-%s", value_of(rows, from, "source"), name);
		if (!write_owner(rows, from, to, folder, file, error))
			return false;
		files++;
	}
	g_string_append_printf(text, "%d entries in %d files, one per station, in %s\n",
			       result_rows(rows), files, folder);
	return true;
}
