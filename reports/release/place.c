#include "reports/release/place.h"

#include "core/error.h"
#include "core/outfile.h"
#include "reports/build/edition_manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static const char output_hint[] = "Name a folder that can be written with -o, or make room on it.";

char *place_part(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *part = g_strdup_printf(".%s.part", name);
	return g_build_filename(folder, part, NULL);
}

/* ── all that is in a folder ── */

typedef bool (*PathVisit)(const char *path, bool folder);

/* What is in FOLDER first, then it. No link is followed. */
static bool walk(const char *path, PathVisit visit)
{
	bool folder =
	    g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
	g_autoptr(GDir) dir = folder ? g_dir_open(path, 0, NULL) : NULL;
	const char *name;
	bool whole = true;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *below = g_build_filename(path, name, NULL);
		whole = walk(below, visit) && whole;
	}
	return visit(path, folder) && whole;
}

static bool remove_one(const char *path, bool folder)
{
	return (folder ? g_rmdir(path) : g_unlink(path)) == 0;
}

/* Some file systems cannot sync a folder, which is no failure. */
static bool sync_one(const char *path, bool folder)
{
	int handle = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool done = handle >= 0 && (fsync(handle) == 0 || folder);
	int errnum = errno;
	if (handle >= 0)
		close(handle);
	errno = errnum;
	return done;
}

/* ── the part ── */

void place_abandon(const char *path)
{
	g_autofree char *part = place_part(path);
	if (g_file_test(part, G_FILE_TEST_EXISTS))
		(void)walk(part, remove_one);
}

bool place_begin(const char *path, GError **error)
{
	g_autofree char *part = place_part(path);
	if (g_file_test(path, G_FILE_TEST_EXISTS) || g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
		error_set(
		    error, SHUMAR_ERROR_OUTPUT,
		    "Name another folder with -o, or take away what is there: nothing that was "
		    "published is ever written over.",
		    "cannot make the folder '%s': there is something of that name", path);
		return false;
	}
	place_abandon(path);
	return outfile_make_folder(part, OUTFILE_PUBLIC, error);
}

bool place_sync(const char *path, GError **error)
{
	g_autofree char *part = place_part(path);
	if (walk(part, sync_one))
		return true;
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, output_hint,
			"cannot write the folder '%s'", part);
	return false;
}

bool place_name(const char *path, GError **error)
{
	g_autofree char *part = place_part(path);
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_rename(part, path) == 0) {
		(void)sync_one(folder, true);
		return true;
	}
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, output_hint,
			"cannot give the finished folder '%s' its name", part);
	return false;
}

bool place_holds(const char *folder, const char *file, const char *sha256)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *found = edition_manifest_file_sha256(path, NULL, NULL);
	return g_strcmp0(found, sha256) == 0;
}
