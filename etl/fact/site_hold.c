#include "etl/fact/site_hold.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/site/site.h"
#include "etl/fact/cubes.h"

#include <string.h>

#define SQL "sql/"

/* "name type, name type", or "none". Transfer full. */
static char *described(const DatabaseDescription *description)
{
	GString *list = g_string_new(NULL);
	for (guint n = 0; n < description->columns->len; n++) {
		const DatabaseColumn *column = g_ptr_array_index(description->columns, n);
		g_string_append_printf(list, "%s%s %s", n > 0 ? ", " : "", column->name,
				       column->type);
	}
	return g_string_free(list, FALSE);
}

/* The header line as 'described' writes it. Transfer full. */
static char *written(const SqlText *file)
{
	GString *list = g_string_new(NULL);
	g_autoptr(GPtrArray) columns = sqltext_columns(file->text, "returns");
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		g_string_append_printf(list, "%s%s %s", n > 0 ? ", " : "", column->name,
				       column->type);
	}
	return g_string_free(list, FALSE);
}

static bool prepare(Database *db, const SqlText *file, GError **error)
{
	g_autoptr(DatabaseDescription) description = database_describe(db, file->text, error);
	if (description == NULL) {
		if (error != NULL && *error != NULL && (*error)->code != SHUMAR_ERROR_UNREACHABLE)
			(*error)->code = SHUMAR_ERROR_CONFIG;
		return false;
	}
	g_autofree char *place = sqltext_place(file->path);
	g_autofree char *has = described(description);
	g_autofree char *says = written(file);
	g_autoptr(GPtrArray) parameters = sqltext_columns(file->text, "parameters");
	g_autofree char *hint = g_strdup_printf("It gives: %s.", has);
	if (strcmp(has, says) != 0)
		error_set(error, SHUMAR_ERROR_CONFIG, hint,
			  "%s:1:1: its line 'returns' does not say what it gives: %s", place, says);
	else if (parameters->len != description->parameters->len)
		error_set(error, SHUMAR_ERROR_CONFIG, NULL,
			  "%s:1:1: it has %u parameters, and its line 'parameters' %u", place,
			  description->parameters->len, parameters->len);
	else
		return true;
	return false;
}

/* Asks of a cube that is built, as it stands, only where ALL are asked: its proofs say so each
 * night. */
static bool add_up(Database *db, const SqlText *file, bool all, GError **error)
{
	g_autofree char *name = g_path_get_basename(file->path);
	name[strlen(name) - strlen(".sql")] = '\0';
	g_autofree char *place = sqltext_place(file->path);
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_CUBE_ADDS_UP),
			 DATABASE_PARAMS(name, all ? "true" : "false"), error);
	if (row == NULL || result_int64(row, 0, 0) == 0)
		return row != NULL;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Each row of the fact gives its own rows, and each count is f.sign times what "
		  "that row counts: no aggregate, no distinct, no look at other rows.",
		  "%s:1:1: the cube does not add up: %s of its cells are others when the facts are "
		  "counted in two parts",
		  place, result_text(row, 0, 0));
	return false;
}

/* Holds one file of the site, in a transaction in which its cubes are declared. */
static bool check_file(Database *db, const SiteFile *file, bool all, GError **error)
{
	const SqlText *text =
	    g_str_has_prefix(file->path, SQL) ? sqltext_find(file->path + strlen(SQL)) : NULL;
	if (text == NULL || g_str_has_prefix(text->path, "reference/"))
		return true;
	if (g_str_has_prefix(text->path, "sources/"))
		return true; /* a mapping is held where its source is: etl/source/mapping_check.h */
	return prepare(db, text, error) &&
	       (!g_str_has_prefix(text->path, "cubes/") || add_up(db, text, all, error));
}

static bool check_files(Database *db, const Site *site, bool all, GError **error)
{
	if (!cubes_declare(db, NULL, error))
		return false;
	for (guint n = 0; n < site->files->len; n++) {
		if (!check_file(db, g_ptr_array_index(site->files, n), all, error))
			return false;
	}
	return true;
}

bool site_hold(Database *db, bool all, GError **error)
{
	const Site *site = site_current();
	if (site == NULL)
		return true;
	if (!database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	bool done = check_files(db, site, all, error);
	database_rollback(db);
	return done;
}
