#include "reports/release/describe.h"

#include "core/database/sqltext.h"
#include "core/json.h"
#include "core/outfile.h"
#include "reports/model/format.h"

const char *describe_size(const ProtectRules *rules, bool urdu)
{
	if (rules->zeros == ZEROS_PUBLISHED)
		return urdu ? "چھوٹا یا بڑا" : "small or larger";
	return urdu ? "صفر، چھوٹا یا بڑا" : "0, small or larger";
}

/* "NAME":[{"@value":"…","@language":"en"},…]; a text that is NULL is left out. */
static void put_both(GString *json, const char *name, const char *en, const char *ur)
{
	const char *const texts[] = { en, ur }, *const languages[] = { "en", "ur" };
	if (en == NULL && ur == NULL)
		return;
	json_put_name(json, name);
	for (size_t n = 0, told = 0; n < G_N_ELEMENTS(texts); n++) {
		if (texts[n] == NULL)
			continue;
		g_string_append(json, told++ > 0 ? ",{" : "[{");
		json_put_name(json, "@value");
		json_put_text(json, texts[n]);
		json_put_name(json, "@language");
		json_put_text(json, languages[n]);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
}

/* "NAME":["A","B"] of "A B". */
static void put_list(GString *json, const char *name, const char *words)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	json_put_name(json, name);
	g_string_append_c(json, '[');
	for (guint n = 0; all[n] != NULL; n++) {
		g_string_append(json, n > 0 ? "," : "");
		json_put_text(json, all[n]);
	}
	g_string_append_c(json, ']');
}

/* What MEASURE counts, in LANGUAGE: "cases (FIRs)". NULL of one that no list has. Transfer full. */
static char *unit_of(const Library *library, const char *measure, const char *language)
{
	enum { MANY = 100 };
	const Measure *found = measures_find(library_measures(library), measure);
	const Locale *locale = library_locale(library, language);
	return found != NULL && locale != NULL ? format_unit(locale, measure_unit(found), MANY)
					       : NULL;
}

static void put_table(GString *json, const DatabaseResult *tables, int row, const Library *library)
{
	const char *measure = result_text_at(tables, row, "measure");
	g_autofree char *unit_en = unit_of(library, measure, "en");
	g_autofree char *unit_ur = unit_of(library, measure, "ur");
	g_string_append(json, "  {");
	json_put_name(json, "@type");
	json_put_text(json, "schema:Dataset");
	json_put_name(json, "dcterms:identifier");
	json_put_text(json, result_text_at(tables, row, "table_name"));
	put_both(json, "dcterms:title", result_text_at(tables, row, "title_en"),
		 result_text_at(tables, row, "title_ur"));
	json_put_name(json, "schema:variableMeasured");
	json_put_text(json, measure);
	put_both(json, "schema:unitText", unit_en, unit_ur);
	put_list(json, "dcterms:spatial", result_text_at(tables, row, "places"));
	put_list(json, "dcterms:subject", result_text_at(tables, row, "kinds"));
	put_list(json, "dcterms:temporal", result_text_at(tables, row, "periods"));
	g_string_append(json, "},\n");
}

bool describe_write(Database *db, const Library *library, const char *release_id, const char *rules,
		    const char *folder, GError **error)
{
	g_autoptr(ProtectRules) declared = rules_read(rules, error);
	g_autoptr(DatabaseResult) rows =
	    declared != NULL ? database_query(db, sqltext(SQL_RELEASE_FOLDER_TABLES),
					      DATABASE_PARAMS(release_id), error)
			     : NULL;
	if (rows == NULL)
		return false;
	g_autoptr(GString) tables = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++)
		put_table(tables, rows, row, library);
	g_autoptr(GString) json = g_string_new(sqltext(SQL_RELEASE_FIGURES_JSON));
	g_string_replace(json, "{release}", release_id, 0);
	g_string_replace(json, "{least}", declared->zeros == ZEROS_PUBLISHED ? "1" : "0", 0);
	g_string_replace(json, "{size}", describe_size(declared, false), 0);
	g_string_replace(json, "{size_ur}", describe_size(declared, true), 0);
	g_string_replace(json, "{tables}", tables->str, 1); /* last: titles are as they are */
	g_autofree char *path = g_build_filename(folder, "data", "figures.json", NULL);
	return outfile_write(path, OUTFILE_PUBLIC, json->str, json->len, error);
}
