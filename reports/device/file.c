#include "reports/device/file.h"

#include <errno.h>
#include <stdio.h>

#include "core/error.h"

bool file_write_bytes(const void *bytes, size_t count, const char *path, GError **error)
{
	FILE *file = fopen(path, "we");
	bool written = file != NULL && fwrite(bytes, 1, count, file) == count;
	int errnum = errno;
	if (file != NULL && fclose(file) != 0) {
		errnum = written ? errno : errnum;
		written = false;
	}
	if (!written)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum,
				"Free space on the disk, or name another folder with -o.",
				"cannot write '%s'", path);
	return written;
}

bool file_write(const GString *content, const char *path, GError **error)
{
	return file_write_bytes(content->str, content->len, path, error);
}
