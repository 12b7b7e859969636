/* The contents of a folder, looked at without following a link. */
#include "reports/release/contents.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/text.h"

/* ── folders ── */
typedef struct {
	Contents *contents;
	const char *const *skipped;
	GPtrArray *faults;
} Walk;

static void walk_fault(Walk *walk, const char *name, const char *why)
{
	g_autofree char *quoted = text_quote(name, -1);
	g_ptr_array_add(walk->faults, g_strdup_printf("%s: %s", quoted, why));
}

/* The sha256 of what is open as FD, or NULL. */
static char *hash_of(int fd, gint64 *ret_bytes)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree guint8 *block = g_malloc(1 << 16);
	ssize_t got = 0;
	*ret_bytes = 0;
	while ((got = read(fd, block, 1 << 16)) > 0) {
		g_checksum_update(sum, block, got);
		*ret_bytes += got;
	}
	return got == 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

static void take_file(Walk *walk, int fd, const char *name, const struct stat *status)
{
	if (status->st_size > CONTENTS_FILE_MOST) {
		walk_fault(walk, name, "it is too large for a file of a release");
		return;
	}
	if (walk->contents->files->len >= CONTENTS_FILES_MOST) {
		walk_fault(walk, name, "one file too many: it is not looked at");
		return;
	}
	ContentsFile *file = g_new0(ContentsFile, 1);
	file->sha256 = hash_of(fd, &file->bytes);
	file->name = g_strdup(name);
	if (file->sha256 != NULL) {
		g_ptr_array_add(walk->contents->files, file);
		return;
	}
	g_free(file->name);
	g_free(file);
	walk_fault(walk, name, "it cannot be read");
}

static void walk_folder(Walk *walk, int fd, const char *prefix);

static void walk_entry(Walk *walk, int folder, const char *prefix, const char *entry)
{
	g_autofree char *name = g_strconcat(prefix, entry, NULL);
	if (g_strv_contains(walk->skipped, name))
		return;
	if (!contents_name_is_plain(name)) {
		walk_fault(walk, name, "no file of a release is called so");
		return;
	}
	struct stat status;
	int fd = openat(folder, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) != 0) {
		walk_fault(walk, name, errno == ELOOP ? "it is a link" : "it cannot be opened");
	} else if (S_ISDIR(status.st_mode)) {
		g_autofree char *below = g_strconcat(name, "/", NULL);
		walk_folder(walk, fd, below);
		return; /* closed by it */
	} else if (!S_ISREG(status.st_mode)) {
		walk_fault(walk, name, "it is no plain file");
	} else {
		take_file(walk, fd, name, &status);
	}
	if (fd >= 0)
		close(fd);
}

/* Takes FD, and closes it. */
static void walk_folder(Walk *walk, int fd, const char *prefix)
{
	DIR *folder = fdopendir(fd);
	if (folder == NULL) {
		close(fd);
		walk_fault(walk, prefix, "it cannot be read");
		return;
	}
	for (const struct dirent *entry = readdir(folder);
	     entry != NULL && walk->faults->len < CONTENTS_FILES_MOST; entry = readdir(folder)) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			walk_entry(walk, fd, prefix, entry->d_name);
	}
	closedir(folder);
}

static gint by_fault(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static gint by_file_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(ContentsFile *const *)a)->name, (*(ContentsFile *const *)b)->name);
}

bool contents_walk(Contents *contents, const char *folder, const char *const *skipped,
		   GPtrArray *faults, GError **error)
{
	Walk walk = { contents, skipped, faults };
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Name the folder of a release, which has a manifest.json.",
				"cannot read folder '%s'", folder);
		return false;
	}
	walk_folder(&walk, fd, "");
	g_ptr_array_sort(contents->files, by_file_name);
	g_ptr_array_sort(faults, by_fault);
	return true;
}

/* ── one file ── */
static int open_below(const char *folder, const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (guint n = 0; at >= 0 && parts[n] != NULL; n++) {
		int kind = parts[n + 1] != NULL ? O_DIRECTORY : O_NONBLOCK;
		int next = openat(at, parts[n], O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind);
		int saved = errno;
		close(at);
		errno = saved;
		at = next;
	}
	return at;
}

char *contents_read(const char *folder, const char *name, gint64 most, gsize *ret_length,
		    GError **error)
{
	struct stat status;
	int fd = open_below(folder, name);
	g_autofree char *bytes = NULL;
	gsize length = 0;
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size <= most) {
		gsize room = (gsize)status.st_size;
		ssize_t got = 1;
		bytes = g_malloc0(room + 1);
		while (length < room && got > 0) {
			got = read(fd, bytes + length, room - length);
			length += got > 0 ? (gsize)got : 0;
		}
	} else if (fd >= 0) {
		errno = EFBIG;
	}
	if (bytes == NULL)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Name the folder of a release; it has no links in it.",
				"cannot read '%s/%s'", folder, name);
	if (fd >= 0)
		close(fd);
	*ret_length = length;
	return g_steal_pointer(&bytes);
}
