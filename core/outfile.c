#define _GNU_SOURCE /* fopencookie */
#include "core/outfile.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 100 /* names are 64 random bits: a second try is never seen */

struct Outfile {
	char *path;   /* as asked for: in messages */
	char *name;   /* its last part */
	char *part;   /* what it is called until it is whole; NULL: a device, which is written to */
	int folder;   /* handle */
	int handle;   /* of the file; -1 once closed */
	FILE *stream; /* NULL once closed */
	int errnum;   /* why the first write that failed did */
};

/* Set by the configuration; else the mode is less the umask. */
static struct {
	mode_t mode;
	bool exact;
} modes[OUTFILE_KINDS] = {
	[OUTFILE_INTERNAL] = { 0640, false }, [OUTFILE_PUBLIC] = { 0644, false }
};

static char *confined; /* absolute folder below which no link is followed, or NULL */

void outfile_set_mode(OutfileKind kind, mode_t mode)
{
	modes[kind].mode = mode;
	modes[kind].exact = true;
}

void outfile_confine(const char *folder)
{
	g_free(confined);
	confined = folder != NULL ? g_canonicalize_filename(folder, NULL) : NULL;
}

static const char *hint_for(int errnum)
{
	return errnum == ENOSPC || errnum == EFBIG || errnum == EDQUOT
		   ? "Free space on the disk, or name another folder; nothing was left behind."
		   : "Name a folder that can be written, or make this one writable.";
}

static void set_failure(GError **error, int errnum, const char *attempt, const char *path)
{
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum, hint_for(errnum), "%s '%s'", attempt,
			path);
}

/* ── names ── */

bool outfile_name_is_safe(const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	for (char **part = parts; *part != NULL; part++) {
		if (**part == '\0' || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
			return false;
	}
	for (const char *at = name; *at != '\0'; at++) {
		if (g_ascii_iscntrl(*at))
			return false;
	}
	return parts[0] != NULL;
}

static char *random_name(void)
{
	guint64 bits = 0;
	if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits)
		bits = ((guint64)g_random_int() << 32) | g_random_int();
	return g_strdup_printf(".shumar-%016" G_GINT64_MODIFIER "x.part", bits);
}

/* ── folders ── */

static mode_t folder_mode(OutfileKind kind)
{
	mode_t mode = modes[kind].mode;
	return mode | ((mode & 0444) >> 2);
}

/* What FOLDER is called below the confined folder; NULL when it lies elsewhere. */
static const char *confined_part(const char *folder)
{
	size_t length = confined != NULL ? strlen(confined) : 0;
	bool inside = length > 1 && strncmp(folder, confined, length) == 0 &&
		      (folder[length] == '/' || folder[length] == '\0');
	return inside ? folder + length : NULL;
}

/* Opens FOLDER, a path below the open folder BASE, and closes BASE; what is missing is made where
 * MODE is not 0. -1 with errno. A link on the way is no folder. */
static int enter_below(int base, const char *folder, mode_t mode)
{
	g_auto(GStrv) parts = g_strsplit(folder, "/", -1);
	for (char **part = parts; *part != NULL && base >= 0; part++) {
		if (**part == '\0')
			continue;
		if (mode != 0)
			(void)mkdirat(base, *part, mode);
		int next = openat(base, *part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int errnum = errno;
		close(base);
		errno = errnum;
		base = next;
	}
	return base;
}

/* The handle of FOLDER; -1 with errno. MODE as above. */
static int open_folder(const char *folder, mode_t mode)
{
	g_autofree char *whole = g_canonicalize_filename(folder, NULL);
	const char *below = confined_part(whole);
	const char *head = below != NULL ? confined : folder;
	if (mode != 0 && g_mkdir_with_parents(head, (int)mode) != 0)
		return -1;
	int handle = open(head, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return handle >= 0 && below != NULL ? enter_below(handle, below, mode) : handle;
}

static void set_folder_failure(GError **error, int errnum, const char *folder)
{
	if (errnum == ENOTDIR || errnum == ELOOP)
		error_set(error, SHUMAR_ERROR_OUTPUT,
			  "Remove the link or file that is in the way, or name another folder.",
			  "cannot write into the folder '%s': a part of it is a link, or a file",
			  folder);
	else
		set_failure(error, errnum, "cannot write into the folder", folder);
}

bool outfile_make_folder(const char *folder, OutfileKind kind, GError **error)
{
	int handle = open_folder(folder, folder_mode(kind));
	bool made = handle >= 0 && faccessat(handle, ".", W_OK, 0) == 0;
	if (!made)
		set_folder_failure(error, errno, folder);
	if (handle >= 0)
		close(handle);
	return made;
}

/* ── a file ── */

void outfile_abandon(Outfile *file)
{
	if (file == NULL)
		return;
	if (file->stream != NULL)
		(void)fclose(file->stream);
	if (file->handle >= 0)
		close(file->handle);
	if (file->part != NULL)
		(void)unlinkat(file->folder, file->part, 0);
	if (file->folder >= 0)
		close(file->folder);
	g_free(file->path);
	g_free(file->name);
	g_free(file->part);
	g_free(file);
}

/* A device of the system (/dev/full) keeps its place: it is written to as it stands. */
static bool is_device(const Outfile *file)
{
	struct stat status;
	return fstatat(file->folder, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISCHR(status.st_mode);
}

/* The handle of a new file under a random name, which FILE keeps; -1 with errno. */
static int make_part(Outfile *file, OutfileKind kind)
{
	int handle = -1;
	for (int tries = 0; handle < 0 && tries < TRIES; tries++) {
		g_free(file->part);
		file->part = random_name();
		handle =
		    openat(file->folder, file->part,
			   O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, modes[kind].mode);
		if (handle < 0 && errno != EEXIST)
			break;
	}
	if (handle < 0)
		g_clear_pointer(&file->part, g_free);
	else if (modes[kind].exact)
		(void)fchmod(handle, modes[kind].mode);
	return handle;
}

/* A stream forgets why a write failed long before it is closed, so its writes are ours. */
static ssize_t write_bytes(void *cookie, const char *bytes, size_t count)
{
	Outfile *file = cookie;
	ssize_t written;
	do
		written = write(file->handle, bytes, count);
	while (written < 0 && errno == EINTR);
	if (written < 0 && file->errnum == 0)
		file->errnum = errno;
	return MAX(written, 0); /* 0 is the failure of fopencookie's writers */
}

Outfile *outfile_open(const char *path, OutfileKind kind, GError **error)
{
	static const cookie_io_functions_t io = { .write = write_bytes };
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(Outfile) file = g_new0(Outfile, 1);
	file->handle = -1;
	file->path = g_strdup(path);
	file->name = g_path_get_basename(path);
	file->folder = open_folder(folder, 0);
	if (file->folder < 0) {
		set_failure(error, errno, "cannot write", path);
		return NULL;
	}
	file->handle = is_device(file) ? openat(file->folder, file->name,
						O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC)
				       : make_part(file, kind);
	if (file->handle >= 0)
		file->stream = fopencookie(file, "w", io);
	if (file->stream != NULL)
		return g_steal_pointer(&file);
	set_failure(error, errno, "cannot write", path);
	return NULL;
}

FILE *outfile_stream(const Outfile *file)
{
	return file->stream;
}

/* Makes the content durable before its name is; errno says why it could not be. */
static bool finish_content(Outfile *file, goffset *ret_bytes)
{
	struct stat status = { 0 };
	bool whole = !ferror(file->stream);
	if (fclose(g_steal_pointer(&file->stream)) != 0)
		whole = false;
	if (!whole) {
		errno = file->errnum != 0 ? file->errnum : EIO;
		return false;
	}
	if (fstat(file->handle, &status) != 0 || (file->part != NULL && fsync(file->handle) != 0))
		return false;
	if (ret_bytes != NULL)
		*ret_bytes = status.st_size;
	/* some file systems tell only now that they could not write */
	int handle = file->handle;
	file->handle = -1;
	return close(handle) == 0;
}

/* A name is safe when its folder is; some file systems cannot sync one, which is no failure. */
static bool give_name(Outfile *file)
{
	if (file->part == NULL)
		return true;
	if (renameat(file->folder, file->part, file->folder, file->name) != 0)
		return false;
	g_clear_pointer(&file->part, g_free);
	(void)fsync(file->folder);
	return true;
}

bool outfile_close(Outfile **file, goffset *ret_bytes, GError **error)
{
	g_autoptr(Outfile) ended = g_steal_pointer(file);
	if (!finish_content(ended, ret_bytes))
		set_failure(error, errno, "cannot write", ended->path);
	else if (!give_name(ended))
		set_failure(error, errno, "cannot give a finished file its name", ended->path);
	else
		return true;
	return false;
}

bool outfile_write(const char *path, OutfileKind kind, const void *bytes, size_t length,
		   GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (!outfile_make_folder(folder, kind, error))
		return false;
	g_autoptr(Outfile) file = outfile_open(path, kind, error);
	if (file == NULL)
		return false;
	(void)fwrite(bytes, 1, length, file->stream); /* its failure is kept by the stream */
	return outfile_close(&file, NULL, error);
}
