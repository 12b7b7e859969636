#include "reports/output/output.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "reports/device/file.h"

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

/* Writes one file; *ret_bytes is its size. */
static bool write_whole(const Writing *writing, const char *path, goffset *ret_bytes,
			GError **error)
{
	GStatBuf status = { 0 };
	if (!write_device(writing, path, error))
		return false;
	(void)g_lstat(path, &status);
	if (ret_bytes != NULL)
		*ret_bytes = status.st_size;
	return true;
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
	/* found out before a long rendering, and in the same words for every device */
	if (!outfile_make_folder(folder, file_kind(model), error))
		return false;
	Writing only = { device, model, NULL, NULL };
	return device->files != NULL ? write_files(device, model, path, ret_bytes, error)
				     : write_whole(&only, path, ret_bytes, error);
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
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Let TMPDIR name a folder that exists and can be written.",
				"cannot make a folder in '%s'", g_get_tmp_dir());
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
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Free disk space, or send the output elsewhere.",
				"cannot write to standard output");
		drawn = false;
	}
	return drawn;
}
