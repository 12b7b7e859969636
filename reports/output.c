#include "reports/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

static const char folder_hint[] =
    "Name a folder that can be written with -o, or make this one writable.";

static const char *hint_for(int errnum)
{
	return errnum == ENOSPC || errnum == EFBIG || errnum == EDQUOT
		   ? "Free space on the disk, then render again; nothing was left behind."
		   : folder_hint;
}

static void set_failure(GError **error, int errnum, const char *attempt, const char *path)
{
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum, hint_for(errnum), "%s '%s'", attempt,
			path);
}

/* Makes the file's content durable before its name is; *ret_bytes is its size. */
static bool sync_file(const char *path, goffset *ret_bytes, GError **error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	bool synced = file >= 0 && fsync(file) == 0 && fstat(file, &status) == 0;
	if (!synced)
		set_failure(error, errno, "cannot write", path);
	else if (ret_bytes != NULL)
		*ret_bytes = status.st_size;
	if (file >= 0)
		close(file);
	return synced;
}

/* A name is safe when its folder is; some file systems cannot sync one, which is no failure. */
static void sync_folder(const char *folder)
{
	int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (handle >= 0) {
		(void)fsync(handle);
		close(handle);
	}
}

/* Writes one file of DEVICE: FILE and what they are called BASE, or its only one where FILE is
 * NULL. */
typedef struct {
	const Device *device;
	const Model *model;
	const DeviceFile *file;
	const char *base;
} Writing;

static bool write_device(const Writing *writing, const char *path, GError **error)
{
	const Device *device = writing->device;
	return writing->file != NULL
		   ? device->write_file(writing->model, writing->file, writing->base, path, error)
		   : device->write(writing->model, path, error);
}

static bool write_part(const Writing *writing, const char *part, const char *path,
		       goffset *ret_bytes, GError **error)
{
	if (!write_device(writing, part, error) || !sync_file(part, ret_bytes, error))
		return false;
	if (g_rename(part, path) == 0)
		return true;
	set_failure(error, errno, "cannot give a finished report its name", path);
	return false;
}

static bool write_whole(const Writing *writing, const char *path, goffset *ret_bytes,
			GError **error)
{
	g_autofree char *part = g_strconcat(path, ".part", NULL);
	if (write_part(writing, part, path, ret_bytes, error))
		return true;
	(void)g_unlink(part);
	return false;
}

/* PATH without DEVICE's extension. Transfer full. */
static char *stem_of(const Device *device, const char *path)
{
	g_autofree char *extension = g_strconcat(".", device->extension, NULL);
	return g_str_has_suffix(path, extension) ? g_strndup(path, strlen(path) - strlen(extension))
						 : g_strdup(path);
}

static bool write_files(const Device *device, const Model *model, const char *path,
			goffset *ret_bytes, GError **error)
{
	g_autoptr(GPtrArray) files = device->files(model, error);
	g_autofree char *stem = stem_of(device, path);
	g_autofree char *base = g_path_get_basename(stem);
	goffset sum = 0;
	for (guint n = 0; files != NULL && n < files->len; n++) {
		const DeviceFile *file = files->pdata[n];
		Writing writing = { device, model, file, base };
		g_autofree char *full = g_strconcat(stem, file->ending, NULL);
		goffset bytes;
		if (!write_whole(&writing, full, &bytes, error))
			return false;
		sum += bytes;
	}
	if (files != NULL && ret_bytes != NULL)
		*ret_bytes = sum;
	return files != NULL;
}

GPtrArray *output_paths(const Device *device, const Model *model, const char *path)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) files = device->files != NULL ? device->files(model, NULL) : NULL;
	g_autofree char *stem = stem_of(device, path);
	if (device->files == NULL)
		g_ptr_array_add(paths, g_strdup(path));
	for (guint n = 0; files != NULL && n < files->len; n++)
		g_ptr_array_add(paths,
				g_strconcat(stem, ((DeviceFile *)files->pdata[n])->ending, NULL));
	return paths;
}

bool output_write(const Device *device, const Model *model, const char *path, goffset *ret_bytes,
		  GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		set_failure(error, errno, "cannot make the folder", folder);
		return false;
	}
	/* found out before a long rendering, and in the same words for every device */
	if (g_access(folder, W_OK) != 0) {
		set_failure(error, errno, "cannot write into the folder", folder);
		return false;
	}
	Writing only = { device, model, NULL, NULL };
	bool written = device->files != NULL ? write_files(device, model, path, ret_bytes, error)
					     : write_whole(&only, path, ret_bytes, error);
	if (written)
		sync_folder(folder);
	return written;
}

/* The one file of DEVICE, for what has no room for more; false where there are several. */
static bool only_file(const Device *device, const Model *model, GPtrArray **ret_files,
		      GError **error)
{
	*ret_files = device->files != NULL ? device->files(model, error) : NULL;
	if (device->files == NULL || (*ret_files != NULL && (*ret_files)->len == 1))
		return true;
	if (*ret_files != NULL)
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name a folder, or the beginning of the files' names, with -o.",
			  "the format %s makes %u files of this edition: standard output takes one",
			  device->name, (*ret_files)->len);
	return false;
}

bool output_print(const Device *device, const Model *model, GError **error)
{
	g_autoptr(GPtrArray) files = NULL;
	if (!only_file(device, model, &files, error))
		return false;
	g_autofree char *folder = g_dir_make_tmp("shumar-XXXXXX", NULL);
	if (folder == NULL) {
		set_failure(error, errno, "cannot make a folder in", g_get_tmp_dir());
		return false;
	}
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *text = NULL;
	gsize length = 0;
	Writing writing = { device, model, files != NULL ? files->pdata[0] : NULL, "report" };
	bool drawn =
	    write_device(&writing, path, error) && g_file_get_contents(path, &text, &length, error);
	(void)g_unlink(path);
	(void)g_rmdir(folder);
	if (drawn && fwrite(text, 1, length, stdout) != length) {
		set_failure(error, errno, "cannot write to", "standard output");
		drawn = false;
	}
	return drawn;
}
