#include "reports/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
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

static bool write_part(const Device *device, const Model *model, const char *part, const char *path,
		       goffset *ret_bytes, GError **error)
{
	if (!device->write(model, part, error) || !sync_file(part, ret_bytes, error))
		return false;
	if (g_rename(part, path) == 0)
		return true;
	set_failure(error, errno, "cannot give a finished report its name", path);
	return false;
}

bool output_write(const Device *device, const Model *model, const char *path, goffset *ret_bytes,
		  GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *part = g_strconcat(path, ".part", NULL);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		set_failure(error, errno, "cannot make the folder", folder);
		return false;
	}
	/* found out before a long rendering, and in the same words for every device */
	if (g_access(folder, W_OK) != 0) {
		set_failure(error, errno, "cannot write into the folder", folder);
		return false;
	}
	if (!write_part(device, model, part, path, ret_bytes, error)) {
		(void)g_unlink(part);
		return false;
	}
	sync_folder(folder);
	return true;
}

bool output_print(const Device *device, const Model *model, GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("shumar-XXXXXX", NULL);
	if (folder == NULL) {
		set_failure(error, errno, "cannot make a folder in", g_get_tmp_dir());
		return false;
	}
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *text = NULL;
	gsize length = 0;
	bool drawn =
	    device->write(model, path, error) && g_file_get_contents(path, &text, &length, error);
	(void)g_unlink(path);
	(void)g_rmdir(folder);
	if (drawn && fwrite(text, 1, length, stdout) != length) {
		set_failure(error, errno, "cannot write to", "standard output");
		drawn = false;
	}
	return drawn;
}
