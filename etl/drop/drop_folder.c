#include "etl/drop/drop_folder.h"

#include "core/error.h"
#include "core/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)128 * 1024)

static const char folder_hint[] =
    "Check the source's 'folder' in the configuration, and that this user may read it.";

static bool fail_folder(const ConfigSource *source, const char *folder, int errnum, GError **error)
{
	g_autofree char *shown = text_printable(folder, -1);
	error_set_errno(error, SHUMAR_ERROR_FAILED, errnum, folder_hint,
			"cannot read the folder '%s' of source '%s'", shown, source->name);
	return false;
}

/* ── entries ── */
static void entry_free(gpointer data)
{
	DropEntry *entry = data;
	g_free(entry->path);
	g_free(entry->name);
	g_free(entry);
}

bool drop_entry_has_good_name(const DropEntry *entry)
{
	return strcmp(entry->path, entry->name) == 0;
}

static DropEntryKind kind_of(mode_t mode)
{
	return S_ISREG(mode)   ? DROP_ENTRY_FILE
	       : S_ISDIR(mode) ? DROP_ENTRY_FOLDER
	       : S_ISLNK(mode) ? DROP_ENTRY_LINK
			       : DROP_ENTRY_OTHER;
}

/* PATH as it is kept; a line end in it would make two lines of a list. */
static char *shown_name(const char *path)
{
	g_autofree char *shown = text_printable(path, -1);
	g_auto(GStrv) lines = g_strsplit(shown, "\n", -1);
	g_autofree char *line = g_strjoinv("‹U+000A›", lines);
	g_auto(GStrv) parts = g_strsplit(line, "\t", -1);
	return g_strjoinv("‹U+0009›", parts);
}

/* One walk through a folder. */
typedef struct {
	const ConfigSource *source;
	GPtrArray *entries;
	guint depth;
} Walk;

static bool walk_folder(const Walk *walk, int parent, const char *path, guint depth,
			GError **error);

/* Takes one entry of the open FOLDER; one that has left meanwhile is none. */
static bool take_entry(const Walk *walk, int folder, const char *path, const char *own_name,
		       guint depth, GError **error)
{
	struct stat status;
	if (own_name[0] == '.' || fstatat(folder, own_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	DropEntry *entry = g_new0(DropEntry, 1);
	entry->path = path[0] != '\0' ? g_strconcat(path, "/", own_name, NULL) : g_strdup(own_name);
	entry->name = shown_name(entry->path);
	entry->kind = kind_of(status.st_mode);
	g_ptr_array_add(walk->entries, entry);
	return entry->kind != DROP_ENTRY_FOLDER || depth == 0 ||
	       walk_folder(walk, folder, entry->path, depth - 1, error);
}

/* Walks through PATH, which is a folder of the open PARENT, or the source's own for "". */
static bool walk_folder(const Walk *walk, int parent, const char *path, guint depth, GError **error)
{
	bool own = path[0] == '\0';
	const char *slash = strrchr(path, '/');
	const char *own_name = own ? walk->source->folder : slash != NULL ? slash + 1 : path;
	int fd =
	    openat(parent, own_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (own ? 0 : O_NOFOLLOW));
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	if (folder == NULL) {
		int errnum = errno;
		if (fd >= 0)
			close(fd);
		return fail_folder(walk->source, own ? walk->source->folder : path, errnum, error);
	}
	bool good = true;
	const struct dirent *entry = NULL;
	while (good && (errno = 0, entry = readdir(folder)) != NULL)
		good = take_entry(walk, fd, path, entry->d_name, depth, error);
	if (good && errno != 0)
		good = fail_folder(walk->source, own ? walk->source->folder : path, errno, error);
	closedir(folder);
	return good;
}

static int compare_entries(gconstpointer left, gconstpointer right)
{
	const DropEntry *one = *(const DropEntry *const *)left;
	const DropEntry *other = *(const DropEntry *const *)right;
	int order = strcmp(one->name, other->name);
	return order != 0 ? order : strcmp(one->path, other->path);
}

/* A name that is shown in the words of another's gets a mark of its own. */
static void part_names(GPtrArray *entries)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint n = 0; n < entries->len; n++) {
		const DropEntry *entry = g_ptr_array_index(entries, n);
		if (drop_entry_has_good_name(entry))
			g_hash_table_add(known, entry->name);
	}
	for (guint n = 0; n < entries->len; n++) {
		DropEntry *entry = g_ptr_array_index(entries, n);
		if (drop_entry_has_good_name(entry))
			continue;
		while (g_hash_table_contains(known, entry->name)) {
			g_autofree char *name = g_steal_pointer(&entry->name);
			entry->name = g_strconcat(name, "‹›", NULL);
		}
		g_hash_table_add(known, entry->name);
	}
}

GPtrArray *drop_folder_entries(const ConfigSource *source, guint depth, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	const Walk walk = { .source = source, .entries = entries, .depth = depth };
	if (!walk_folder(&walk, AT_FDCWD, "", depth, error))
		return NULL;
	part_names(entries);
	g_ptr_array_sort(entries, compare_entries);
	return g_steal_pointer(&entries);
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

/* Opens PATH below the source's folder, one folder after the other, through no link; -1 with
 * errno. A pipe is not waited for. */
static int open_below(const ConfigSource *source, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	int fd = open(source->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (char **part = parts; fd >= 0 && *part != NULL; part++) {
		int flags = part[1] != NULL ? O_RDONLY | O_DIRECTORY : O_RDONLY | O_NONBLOCK;
		int next = openat(fd, *part, flags | O_NOFOLLOW | O_CLOEXEC);
		int errnum = errno;
		close(fd);
		errno = errnum;
		fd = next;
	}
	return fd;
}

static void fail_kind(const ConfigSource *source, const char *name, DropEntryKind kind,
		      GError **error)
{
	static const char *const kinds[] = {
		[DROP_ENTRY_FILE] = "a file",
		[DROP_ENTRY_FOLDER] = "a folder, not a file",
		[DROP_ENTRY_LINK] = "a link, and links are not followed",
		[DROP_ENTRY_OTHER] = "no plain file (a device, pipe or socket)",
	};
	error_set(error, SHUMAR_ERROR_FAILED, "Put the records there as a file of its own.",
		  "cannot read '%s' of source '%s': it is %s", name, source->name, kinds[kind]);
}

/* Opens a plain file and says what it is. */
static int open_plain(const ConfigSource *source, const char *path, const char *name,
		      struct stat *ret_status, GError **error)
{
	int fd = open_below(source, path);
	int errnum = errno;
	if (fd >= 0 && fstat(fd, ret_status) == 0 && S_ISREG(ret_status->st_mode))
		return fd;
	if (fd >= 0)
		fail_kind(source, name, kind_of(ret_status->st_mode), error);
	else if (errnum == ELOOP)
		fail_kind(source, name, DROP_ENTRY_LINK, error);
	else if (errnum == ENXIO)
		fail_kind(source, name, DROP_ENTRY_OTHER, error);
	else
		error_set_errno(error, SHUMAR_ERROR_FAILED, errnum,
				"Check that this is a file and that this user may read it.",
				"cannot read '%s' of source '%s'", name, source->name);
	if (fd >= 0)
		close(fd);
	return -1;
}

int drop_folder_open(const ConfigSource *source, const char *path, const char *name, GError **error)
{
	struct stat status;
	return open_plain(source, path, name, &status, error);
}

bool drop_folder_is_same(const ConfigSource *source, const char *path, const DropIdentity *identity)
{
	struct stat status;
	int fd = open_plain(source, path, path, &status, NULL);
	if (fd < 0)
		return false;
	close(fd);
	const DropIdentity now = identity_of(&status);
	return same_identity(&now, identity);
}

gint64 drop_folder_written(const ConfigSource *source, const char *path)
{
	struct stat status;
	int fd = open_plain(source, path, path, &status, NULL);
	if (fd < 0)
		return 0;
	close(fd);
	return status.st_mtim.tv_sec;
}

/* ── its checksum ── */
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

/* The sha256 of what FD holds, which is read to its end; NULL with errno, ETIME after UNTIL_US (0:
 * no limit). Transfer full. */
static char *sum_file(int fd, gint64 until_us)
{
	g_autofree guint8 *block = g_malloc(BLOCK);
	g_autoptr(EVP_MD_CTX) sum = EVP_MD_CTX_new();
	ssize_t got = 0;
	EVP_DigestInit_ex(sum, EVP_sha256(), NULL);
	while ((got = read(fd, block, BLOCK)) > 0 || (got < 0 && errno == EINTR)) {
		if (got > 0)
			EVP_DigestUpdate(sum, block, (size_t)got);
		if (until_us > 0 && g_get_monotonic_time() > until_us) {
			errno = ETIME;
			return NULL;
		}
	}
	return got == 0 ? sum_text(sum) : NULL;
}

static void fail_sum(const ConfigSource *source, const char *name, int errnum, GError **error)
{
	if (errnum == ETIME)
		error_set(
		    error, SHUMAR_ERROR_FAILED,
		    "Send the records in smaller files, or raise 'file_minutes' of the source.",
		    "cannot read '%s' of source '%s': it takes longer than %" G_GINT64_FORMAT
		    " minutes",
		    name, source->name, source->file_minutes);
	else
		error_set_errno(error, SHUMAR_ERROR_FAILED, errnum,
				"Check the file and the disk it lies on.",
				"cannot read '%s' of source '%s'", name, source->name);
}

static bool check_size(const ConfigSource *source, const char *name, const struct stat *status,
		       GError **error)
{
	const gint64 most = source->file_megabytes * 1024 * 1024;
	if (most == 0 || status->st_size <= most)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Send the records in smaller files, or raise 'file_megabytes' of the source.",
		  "cannot read '%s' of source '%s': it is larger than %" G_GINT64_FORMAT
		  " megabytes",
		  name, source->name, source->file_megabytes);
	return false;
}

char *drop_folder_sum(const ConfigSource *source, const char *path, const char *name,
		      DropIdentity *ret_identity, GError **error)
{
	struct stat status;
	const gint64 most_us = source->file_minutes * 60 * G_USEC_PER_SEC;
	int fd = open_plain(source, path, name, &status, error);
	if (fd < 0)
		return NULL;
	char *sum = NULL;
	if (check_size(source, name, &status, error)) {
		sum = sum_file(fd, most_us > 0 ? g_get_monotonic_time() + most_us : 0);
		if (sum == NULL)
			fail_sum(source, name, errno, error);
	}
	close(fd);
	*ret_identity = identity_of(&status);
	return sum;
}
