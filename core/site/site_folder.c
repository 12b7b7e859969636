/* The folder of a site: which files are read, and who may write them. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/site/site_private.h"

#define MOST_BYTES (4 * 1024 * 1024)

/* Where files are read from: folders, and what names end in. One with a '*' has a folder of any
 * name in its place. */
static const struct {
	const char *folder;
	const char *endings[3];
} places[] = {
	{ "sql/sources/*/", { ".sql", ".yaml" } },
	{ "sql/reports/", { ".sql" } },
	{ "sql/cubes/", { ".sql" } },
	{ "sql/reference/", { ".csv" } },
	{ "sql/etl/rules/", { ".sql" } },
	{ "templates/", { ".yaml" } },
	{ "templates/shared/", { ".yaml" } },
};

typedef struct {
	Site *site;
	uid_t owner; /* of the folder */
} Walk;

/* ── who may write ── */
static bool refuse_open(const char *path, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "What lies in a site decides what is counted: give it to one owner, and take the "
		  "right to write from all others (chmod -R go-w).",
		  "cannot use the site: '%s' %s", path, why);
	return false;
}

/* Holds the entry at PATH to the rights of a site; *ret_status says what it is. */
static bool check_rights(const Walk *walk, const char *path, struct stat *ret_status,
			 GError **error)
{
	if (lstat(path, ret_status) != 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, NULL,
				"cannot use the site: '%s'", path);
		return false;
	}
	if (S_ISLNK(ret_status->st_mode))
		return refuse_open(path, "is a link, which leads to where others may write", error);
	if ((ret_status->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return refuse_open(path, "may be written by others than its owner", error);
	if (ret_status->st_uid != walk->owner && ret_status->st_uid != 0)
		return refuse_open(path, "belongs to another than the site's folder", error);
	return true;
}

/* ── which files ── */
/* The folder of PATH below the site, with '*' for the name of a mapping. Transfer full. */
static char *folder_of(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *parent = g_path_get_dirname(folder);
	return strcmp(parent, "sql/sources") == 0 ? g_strdup("sql/sources/*/")
						  : g_strconcat(folder, "/", NULL);
}

static bool is_read(const char *path)
{
	g_autofree char *folder = folder_of(path);
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		if (strcmp(places[n].folder, folder) != 0)
			continue;
		for (const char *const *ending = places[n].endings; *ending != NULL; ending++) {
			if (g_str_has_suffix(path, *ending))
				return true;
		}
	}
	return false;
}

/* Files that say something to people, and those that editors leave. */
static bool is_passed_over(const char *name)
{
	return name[0] == '.' || g_str_has_suffix(name, "~") || g_str_has_prefix(name, "README") ||
	       strcmp(name, SITE_FILE) == 0;
}

static bool refuse_stray(const char *path, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++)
		g_string_append_printf(known, "%s%s", n > 0 ? ", " : "", places[n].folder);
	g_autofree char *hint = g_strdup_printf("Files of a site are read from: %s.", known->str);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "cannot use the site: nothing is read from '%s'", path);
	return false;
}

static SiteFile *read_file(const char *path, const char *name, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *text = NULL;
	gsize length = 0;
	if (!g_file_get_contents(path, &text, &length, &cause)) {
		error_set(error, SHUMAR_ERROR_CONFIG, NULL, "cannot use the site: %s",
			  cause->message);
		return NULL;
	}
	if (length > MOST_BYTES || !g_utf8_validate(text, (gssize)length, NULL)) {
		error_set(error, SHUMAR_ERROR_CONFIG, "Files of a site are UTF-8 texts below 4 MB.",
			  "cannot use the site: '%s' is %s", path,
			  length > MOST_BYTES ? "too long" : "no UTF-8");
		return NULL;
	}
	SiteFile *file = g_new0(SiteFile, 1);
	file->path = g_strdup(name);
	file->sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, (gssize)length);
	file->text = g_steal_pointer(&text);
	return file;
}

static bool take_folder(const Walk *walk, const char *below, int depth, GError **error);

/* Takes the entry NAME of the folder BELOW the site. */
static bool take_entry(const Walk *walk, const char *below, const char *name, int depth,
		       GError **error)
{
	enum { DEEPEST = 4 };
	g_autofree char *here = g_strconcat(below, name, NULL);
	g_autofree char *path = g_build_filename(walk->site->folder, here, NULL);
	struct stat status;
	if (!check_rights(walk, path, &status, error))
		return false;
	if (S_ISDIR(status.st_mode) && name[0] != '.' && depth < DEEPEST) {
		g_autofree char *folder = g_strconcat(here, "/", NULL);
		return take_folder(walk, folder, depth + 1, error);
	}
	if (is_passed_over(name))
		return true;
	if (!S_ISREG(status.st_mode) || !is_read(here))
		return refuse_stray(path, error);
	SiteFile *file = read_file(path, here, error);
	if (file != NULL)
		g_ptr_array_add(walk->site->files, file);
	return file != NULL;
}

static bool take_folder(const Walk *walk, const char *below, int depth, GError **error)
{
	g_autofree char *path = g_build_filename(walk->site->folder, below, NULL);
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) names = g_dir_open(path, 0, &cause);
	if (names == NULL) {
		error_set(error, SHUMAR_ERROR_CONFIG, NULL, "cannot use the site: %s",
			  cause->message);
		return false;
	}
	const char *name;
	while ((name = g_dir_read_name(names)) != NULL) {
		if (!take_entry(walk, below, name, depth, error))
			return false;
	}
	return true;
}

static int compare_files(gconstpointer left, gconstpointer right)
{
	const SiteFile *const *first = left;
	const SiteFile *const *second = right;
	return strcmp((*first)->path, (*second)->path);
}

bool site_read_folder(Site *site, GError **error)
{
	Walk walk = { .site = site };
	struct stat status;
	if (stat(site->folder, &status) == 0)
		walk.owner = status.st_uid;
	if (!check_rights(&walk, site->folder, &status, error) || !take_folder(&walk, "", 0, error))
		return false;
	g_ptr_array_sort(site->files, compare_files);
	return true;
}

char *site_place(const Site *site, const SiteFile *file)
{
	return g_build_filename(site->folder, file->path, NULL);
}
