#include "core/outfile.h"

#include "core/error.h"

#include <errno.h>

bool outfile_write(const char *path, const void *bytes, size_t length, GError **error)
{
	static const char hint[] = "Name a folder that can be written, and see that its disk is "
				   "not full; nothing half was left.";
	g_autoptr(GError) cause = NULL;
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, hint,
				"cannot make the folder '%s'", folder);
		return false;
	}
	if (g_file_set_contents_full(path, bytes, (gssize)length,
				     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
				     0644, &cause))
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT, hint, "cannot write '%s': %s", path, cause->message);
	return false;
}
