#include "etl/drop_folder.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <openssl/evp.h>
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
static char *whole_pattern(const char *folder, const char *pattern, const char *ending)
{
	GString *whole = g_string_new(NULL);
	for (const char *at = folder; *at != '\0'; at++) {
		if (strchr("\\*?[]", *at) != NULL)
			g_string_append_c(whole, '\\');
		g_string_append_c(whole, *at);
	}
	g_string_append_printf(whole, "/%s%s", pattern, ending);
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

GPtrArray *drop_folder_files(const ConfigSource *source, const DropPattern *pattern,
			     const char *ending, GError **error)
{
	if (!check_folder(source, error))
		return NULL;
	g_autofree char *whole = whole_pattern(source->folder, drop_pattern_glob(pattern), ending);
	glob_t found = { .gl_pathc = 0 };
	int code = glob(whole, GLOB_ERR | GLOB_NOSORT, NULL, &found);
	int errnum = errno;
	GPtrArray *names = code == 0 || code == GLOB_NOMATCH ? names_of(source, &found) : NULL;
	globfree(&found);
	if (names == NULL)
		fail_folder(source, source->folder, errnum, error);
	return names;
}

/* ── one file ── */
static DropIdentity identity_of(const struct stat *status)
{
	const gint64 second_ns = G_GINT64_CONSTANT(1000000000);
	return (DropIdentity){
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = status->st_size,
		.changed_ns = status->st_ctim.tv_sec * second_ns + status->st_ctim.tv_nsec,
		.written_ns = status->st_mtim.tv_sec * second_ns + status->st_mtim.tv_nsec,
	};
}

static bool same_identity(const DropIdentity *one, const DropIdentity *other)
{
	return one->device == other->device && one->inode == other->inode &&
	       one->size == other->size && one->changed_ns == other->changed_ns &&
	       one->written_ns == other->written_ns;
}

bool drop_folder_is_same(const ConfigSource *source, const char *name, const DropIdentity *identity)
{
	g_autofree char *path = drop_folder_path(source, name);
	struct stat status;
	if (stat(path, &status) != 0)
		return false;
	const DropIdentity now = identity_of(&status);
	return same_identity(&now, identity);
}

gint64 drop_folder_written(const ConfigSource *source, const char *name)
{
	g_autofree char *path = drop_folder_path(source, name);
	struct stat status;
	return stat(path, &status) == 0 ? status.st_mtim.tv_sec : 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

/* The digest of what SUM was given, hex. Transfer full. */
static char *sum_text(EVP_MD_CTX *sum)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	GString *text = g_string_new(NULL);
	EVP_DigestFinal_ex(sum, bytes, &length);
	for (unsigned n = 0; n < length; n++)
		g_string_append_printf(text, "%02x", bytes[n]);
	return g_string_free(text, FALSE);
}

/* The sha256 of what FD holds, which is read to its end; NULL with errno. Transfer full. */
static char *sum_file(int fd)
{
	g_autofree guint8 *block = g_malloc(BLOCK);
	g_autoptr(EVP_MD_CTX) sum = EVP_MD_CTX_new();
	ssize_t got = 0;
	EVP_DigestInit_ex(sum, EVP_sha256(), NULL);
	while ((got = read(fd, block, BLOCK)) > 0 || (got < 0 && errno == EINTR)) {
		if (got > 0)
			EVP_DigestUpdate(sum, block, (size_t)got);
	}
	return got == 0 ? sum_text(sum) : NULL;
}

char *drop_folder_sum(const ConfigSource *source, const char *name, DropIdentity *ret_identity,
		      GError **error)
{
	g_autofree char *path = drop_folder_path(source, name);
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *sum = fd >= 0 && fstat(fd, &status) == 0 ? sum_file(fd) : NULL;
	int errnum = errno;
	if (fd >= 0)
		close(fd);
	if (sum != NULL) {
		*ret_identity = identity_of(&status);
		return sum;
	}
	error_set_errno(error, SHUMAR_ERROR_FAILED, errnum,
			"Check that this is a file and that this user may read it.",
			"cannot read '%s' of source '%s'", name, source->name);
	return NULL;
}
