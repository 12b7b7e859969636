#include "etl/command/site_commands.h"

#include "core/error.h"
#include "core/site/site.h"
#include "core/warehouse/warehouse.h"
#include "etl/fact/site_hold.h"
#include "etl/source/mapping.h"

#include <stdio.h>
#include <string.h>

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
/* Every mapping of the site can be read. */
static bool find_mappings(const Site *site, GError **error)
{
	for (guint n = 0; n < site->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(site->files, n);
		if (!g_str_has_prefix(file->path, "sql/sources/") ||
		    !g_str_has_suffix(file->path, "/source.yaml"))
			continue;
		g_autofree char *folder = g_path_get_dirname(file->path);
		g_autofree char *name = g_path_get_basename(folder);
		g_autoptr(Mapping) mapping = mapping_find(name, error);
		if (mapping == NULL)
			return false;
	}
	return true;
}

bool site_check_run(CommandContext *context, GStrv words, GError **error)
{
	const Site *site = begin(context, words, error);
	const Config *config = site != NULL ? command_config(context, error) : NULL;
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "site", error) : NULL;
	if (db == NULL || !find_mappings(site, error) || !site_hold(db, true, error))
		return false;
	printf("site %s: %u file%s are as they should be\n", site->folder, site->files->len,
	       site->files->len == 1 ? "" : "s");
	return true;
}
