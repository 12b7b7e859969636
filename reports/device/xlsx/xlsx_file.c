#define _GNU_SOURCE
#include "reports/device/xlsx/xlsx_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "reports/device/file.h"
#include "reports/device/xlsx/xlsx_package.h"

int xlsx_file_open(const char *target, const char *folder, bool is_large, char **ret_path,
		   GError **error)
{
	int file = is_large ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
	if (file < 0) /* not every file system has files without a name */
		file = memfd_create("shumar-xlsx", MFD_CLOEXEC);
	if (file < 0)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Give the machine more memory, or end other programs.",
				"cannot write '%s': no memory file", target);
	else
		*ret_path = g_strdup_printf("/proc/self/fd/%d", file);
	return file;
}

const char *xlsx_file_folder(const char *target, GError **error)
{
	const char *folder = g_get_tmp_dir();
	g_autofree char *trial = g_build_filename(folder, "shumar-XXXXXX", NULL);
	int file = g_mkstemp(trial);
	if (file < 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Let TMPDIR name a folder that exists and can be written.",
				"cannot write '%s': no temporary file in '%s'", target, folder);
		return NULL;
	}
	close(file);
	(void)g_unlink(trial);
	return folder;
}

/* ── the disk ── */

static bool write_package(const Model *model, const char *data, size_t length, const char *target,
			  GError **error)
{
	g_autoptr(Outfile) file = outfile_open(target, file_kind(model), error);
	if (file == NULL)
		return false;
	errno = 0;
	bool packed = xlsx_package_write(data, length, model->language, outfile_stream(file));
	int errnum = errno;
	/* what the stream did not take, closing it says */
	if (packed || ferror(outfile_stream(file)))
		return outfile_close(&file, NULL, error);
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum != 0 ? errnum : EIO,
			"Free space on the disk, or name another folder with -o.",
			"cannot write '%s'", target);
	return false;
}

bool xlsx_file_save(int file, const Model *model, const char *target, GError **error)
{
	g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(file, FALSE, NULL);
	const char *data = mapped != NULL ? g_mapped_file_get_contents(mapped) : NULL;
	size_t length = mapped != NULL ? g_mapped_file_get_length(mapped) : 0;
	if (data == NULL || !xlsx_package_is_whole(data, length)) {
		g_autofree char *hint = g_strdup_printf("Free space in '%s', or let TMPDIR name a "
							"folder with more of it.",
							g_get_tmp_dir());
		error_set(error, SHUMAR_ERROR_OUTPUT, hint,
			  "cannot write '%s': the workbook was cut short while it was put together",
			  target);
		return false;
	}
	return write_package(model, data, length, target, error);
}
