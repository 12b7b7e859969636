#include "etl/command/site_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/site/site.h"
#include "core/warehouse/warehouse.h"
#include "etl/fact/cubes.h"
#include "etl/source/mapping.h"

#include <stdio.h>
#include <string.h>

#define SQL "sql/"

const char site_check_details[] =
    "Holds every file of the site to what the program's own are held to: mappings to\n"
    "their declaration; cubes, datasets and rules are prepared on the warehouse's schema\n"
    "and their columns compared with their headers; cubes must add up, over any parts of\n"
    "the facts and with what a run takes away. Nothing is changed.";

/* ── list ── */
static const Site *begin(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return NULL;
	const Config *config = command_config(context, error);
	if (config == NULL || site_current() != NULL)
		return config != NULL ? site_current() : NULL;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Make a folder 'site' beside shumar.yaml, or name one there: 'site: FOLDER'.",
		  "there is no site: '%s' names none, and no folder 'site' lies beside it",
		  config->path);
	return NULL;
}

bool site_list_run(CommandContext *context, GStrv words, GError **error)
{
	const Site *site = begin(context, words, error);
	if (site == NULL)
		return false;
	printf("site %s: %u file%s\n", site->folder, site->files->len,
	       site->files->len == 1 ? "" : "s");
	for (guint n = 0; n < site->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(site->files, n);
		printf("  %.12s  %-40s %s%s\n", file->sha256, file->path,
		       file->reason != NULL ? "replaces the program's: " : "of the site",
		       file->reason != NULL ? file->reason : "");
	}
	return true;
}

/* ── check ── */
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
	/* a rule gives what engine.refuse asks of it, and has no such line */
	bool rule = g_str_has_prefix(file->path, "etl/rules/");
	g_autofree char *hint = g_strdup_printf("It gives: %s.", has);
	if (!rule && strcmp(has, says) != 0)
		error_set(error, SHUMAR_ERROR_CONFIG, hint,
			  "%s:1:1: its line 'returns' says otherwise: %s", place, says);
	else if (!rule && parameters->len != description->parameters->len)
		error_set(error, SHUMAR_ERROR_CONFIG, NULL,
			  "%s:1:1: it has %u parameters, and its line 'parameters' %u", place,
			  description->parameters->len, parameters->len);
	else
		return true;
	return false;
}

static bool add_up(Database *db, const SqlText *file, GError **error)
{
	g_autofree char *name = g_path_get_basename(file->path);
	name[strlen(name) - strlen(".sql")] = '\0';
	g_autofree char *place = sqltext_place(file->path);
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_CUBE_ADDS_UP), DATABASE_PARAMS(name), error);
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
static bool check_file(Database *db, const SiteFile *file, GError **error)
{
	const SqlText *text =
	    g_str_has_prefix(file->path, SQL) ? sqltext_find(file->path + strlen(SQL)) : NULL;
	if (text == NULL || g_str_has_prefix(text->path, "reference/"))
		return true;
	if (!g_str_has_prefix(text->path, "sources/"))
		return prepare(db, text, error) &&
		       (!g_str_has_prefix(text->path, "cubes/") || add_up(db, text, error));
	if (!g_str_has_suffix(text->path, "/source.yaml"))
		return true;
	g_autofree char *folder = g_path_get_dirname(text->path);
	g_autofree char *name = g_path_get_basename(folder);
	g_autoptr(Mapping) mapping = mapping_find(name, error);
	return mapping != NULL;
}

static bool check_files(Database *db, const Site *site, GError **error)
{
	if (!cubes_declare(db, NULL, error))
		return false;
	for (guint n = 0; n < site->files->len; n++) {
		if (!check_file(db, g_ptr_array_index(site->files, n), error))
			return false;
	}
	return true;
}

bool site_check_run(CommandContext *context, GStrv words, GError **error)
{
	const Site *site = begin(context, words, error);
	const Config *config = site != NULL ? command_config(context, error) : NULL;
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "site", error) : NULL;
	if (db == NULL || !database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	bool done = check_files(db, site, error);
	database_rollback(db);
	if (done)
		printf("site %s: %u file%s are as they should be\n", site->folder, site->files->len,
		       site->files->len == 1 ? "" : "s");
	return done;
}
