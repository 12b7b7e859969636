#include "core/site/site.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/installed.h"
#include "core/site/site_private.h"

static Site *current;

static void file_free(gpointer data)
{
	SiteFile *file = data;
	g_free(file->path);
	g_free(file->text);
	g_free(file->sha256);
	g_free(file->reason);
	g_free(file);
}

void site_free(Site *site)
{
	if (site == NULL)
		return;
	g_free(site->folder);
	g_ptr_array_unref(site->files);
	g_free(site);
}

Site *site_read(const char *folder, const char *const *templates, GError **error)
{
	g_autoptr(Site) site = g_new0(Site, 1);
	site->folder = g_strdup(folder);
	site->files = g_ptr_array_new_with_free_func(file_free);
	if (!site_read_folder(site, error))
		return NULL;
	for (guint n = 0; n < site->files->len; n++) {
		if (!site_check_file(site, g_ptr_array_index(site->files, n), error))
			return NULL;
	}
	return site_check_replaced(site, templates, error) ? g_steal_pointer(&site) : NULL;
}

/* Lays the SQL of the site over the program's. What it points to lives as long as the process. */
static void lay(const Site *site)
{
	g_autofree SqlText *files = g_new0(SqlText, site->files->len);
	size_t count = 0;
	for (guint n = 0; n < site->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(site->files, n);
		if (g_str_has_prefix(file->path, SITE_SQL))
			files[count++] =
			    (SqlText){ .path = file->path + strlen(SITE_SQL), .text = file->text };
	}
	sqltext_overlay(site->folder, files, count);
}

bool site_begin(const Config *config, GError **error)
{
	if (config->site == NULL)
		return true;
	g_auto(GStrv) templates = installed_templates(config->templates);
	current = site_read(config->site, (const char *const *)templates, error);
	if (current == NULL)
		return false;
	lay(current);
	return true;
}

const Site *site_current(void)
{
	return current;
}

const SiteFile *site_find(const char *path)
{
	for (guint n = 0; current != NULL && n < current->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(current->files, n);
		if (strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}
