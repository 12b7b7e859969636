#include "etl/drop_folder.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)128 * 1024)

static const char folder_hint[] =
    "Check the source's 'folder' in the configuration, and that this user may read it.";

char *drop_folder_path(const ConfigSource *source, const char *name)
{
	return g_build_filename(source->folder, name, NULL);
}

static bool fail_folder(const ConfigSource *source, const char *folder, int errnum, GError **error)
{
	error_set_errno(error, SHUMAR_ERROR_FAILED, errnum, folder_hint,
			"cannot read the folder '%s' of source '%s'", folder, source->name);
	return false;
}

/* glob(3) is silent about a first folder that is missing. */
static bool check_folder(const ConfigSource *source, GError **error)
{
	int fd = open(source->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail_folder(source, source->folder, errno, error);
	close(fd);
	return true;
}

/* The folder and the pattern as one pattern, in which the folder means itself. */
static char *whole_pattern(const char *folder, const char *pattern)
{
	GString *whole = g_string_new(NULL);
	for (const char *at = folder; *at != '\0'; at++) {
		if (strchr("\\*?[]", *at) != NULL)
			g_string_append_c(whole, '\\');
		g_string_append_c(whole, *at);
	}
	g_string_append_printf(whole, "/%s", pattern);
	return g_string_free(whole, FALSE);
}

static int compare_names(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Names below the folder of what was found. */
static GPtrArray *names_of(const ConfigSource *source, const glob_t *found)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (size_t n = 0; n < found->gl_pathc; n++)
		g_ptr_array_add(names, g_strdup(found->gl_pathv[n] + strlen(source->folder) + 1));
	g_ptr_array_sort(names, compare_names);
	return names;
}

GPtrArray *drop_folder_files(const ConfigSource *source, const FileDeclaration *file,
			     GError **error)
{
	if (!check_folder(source, error))
		return NULL;
	g_autofree char *pattern = whole_pattern(source->folder, file->pattern);
	glob_t found = { .gl_pathc = 0 };
	int code = glob(pattern, GLOB_ERR | GLOB_NOSORT, NULL, &found);
	int errnum = errno;
	GPtrArray *names = code == 0 ? names_of(source, &found) : NULL;
	globfree(&found);
	if (code == GLOB_NOMATCH) {
		g_autofree char *hint = g_strdup_printf(
		    "Put the file there, or mend the pattern of '%s' in the source's declaration.",
		    file->name);
		error_set(error, SHUMAR_ERROR_FAILED, hint,
			  "cannot find the file '%s' of source '%s': nothing in '%s' is named '%s'",
			  file->name, source->name, source->folder, file->pattern);
	} else if (code != 0)
		fail_folder(source, source->folder, errnum, error);
	return names;
}

/* Adds what FD holds, which is read to its end. */
static bool sum_file(int fd, GChecksum *sum, gint64 *ret_bytes)
{
	g_autofree guint8 *block = g_malloc(BLOCK);
	gint64 bytes = 0;
	ssize_t got = 0;
	while ((got = read(fd, block, BLOCK)) > 0 || (got < 0 && errno == EINTR)) {
		if (got < 0)
			continue;
		g_checksum_update(sum, block, got);
		bytes += got;
	}
	*ret_bytes = bytes;
	return got == 0;
}

bool drop_folder_sum(const ConfigSource *source, const char *name, GChecksum *sum,
		     gint64 *ret_bytes, GError **error)
{
	g_autofree char *path = drop_folder_path(source, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool summed = fd >= 0 && sum_file(fd, sum, ret_bytes);
	int errnum = errno;
	if (fd >= 0)
		close(fd);
	if (!summed)
		error_set_errno(error, SHUMAR_ERROR_FAILED, errnum,
				"Check that this is a file and that this user may read it.",
				"cannot read '%s' of source '%s'", name, source->name);
	return summed;
}
