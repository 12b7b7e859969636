#include "reports/release/names.h"

#include <string.h>

#include "core/csvout.h"
#include "core/database/sqltext.h"
#include "core/outfile.h"

static const char *const languages[] = { "en", "ur" };

static void put_measure(Csvout *csv, const Library *library, const char *code)
{
	const Measure *measure = measures_find(library_measures(library), code);
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++)
		csvout_text(csv, measure != NULL ? measure_name(measure, languages[n]) : code);
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		const char *basis = measure != NULL ? measure_basis(measure, languages[n]) : NULL;
		const char *definition =
		    measure != NULL ? measure_definition(measure, languages[n]) : NULL;
		g_autofree char *meaning = definition == NULL ? NULL
					   : basis == NULL
					       ? g_strdup(definition)
					       : g_strdup_printf("%s (%s)", definition, basis);
		csvout_text(csv, meaning);
	}
}

static void put_name(Csvout *csv, const DatabaseResult *rows, int row, const Library *library)
{
	const char *column = result_text(rows, row, 0), *code = result_text(rows, row, 1);
	csvout_text(csv, column);
	csvout_text(csv, code);
	if (strcmp(column, "measure") == 0) {
		put_measure(csv, library, code);
	} else {
		csvout_text(csv, result_text(rows, row, 2));
		csvout_text(csv, result_text(rows, row, 3));
		csvout_text(csv, NULL);
		csvout_text(csv, NULL);
	}
	csvout_end(csv);
}

bool names_write(Database *db, const Library *library, const char *release_id, const char *folder,
		 GError **error)
{
	static const char *const heads[] = { "column",  "code",       "name_en",
					     "name_ur", "meaning_en", "meaning_ur" };
	g_autoptr(DatabaseResult) rows = database_query(db, sqltext(SQL_RELEASE_FOLDER_NAMES),
							DATABASE_PARAMS(release_id), error);
	if (rows == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	/* with the mark: it is opened in spreadsheets, and no program of ours reads it back */
	Csvout csv = csvout_begin(text, true);
	for (size_t n = 0; n < G_N_ELEMENTS(heads); n++)
		csvout_text(&csv, heads[n]);
	csvout_end(&csv);
	for (int row = 0; row < result_rows(rows); row++)
		put_name(&csv, rows, row, library);
	g_autofree char *path = g_build_filename(folder, "data", "names.csv", NULL);
	return outfile_write(path, OUTFILE_PUBLIC, text->str, text->len, error);
}
