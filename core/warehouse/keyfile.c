#include "core/warehouse/keyfile.h"

#include "core/database/sqltext.h"
#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_TEXT    (2 * KEYFILE_BYTES) /* the file: hexadecimal digits and a line end */
#define HINT_FOLDER "Make the data folder writable for this user."

char *keyfile_folder(const Config *config)
{
	return config->keys != NULL ? g_strdup(config->keys)
				    : g_build_filename(config->data, "keys", NULL);
}

char *keyfile_path(const KeyFile *file, const Config *config)
{
	g_autofree char *folder = keyfile_folder(config);
	return g_build_filename(folder, file->file, NULL);
}

/* ── reading ── */
/* Checks that what is open is of KIND (S_IFREG, S_IFDIR), this user's, and closed to all others. */
static bool key_private(const KeyFile *file, int fd, mode_t kind, const char *path, GError **error)
{
	const char *what = kind == S_IFDIR ? "folder" : "file";
	const char *mode = kind == S_IFDIR ? "0700" : "0600";
	struct stat status;
	if (fstat(fd, &status) != 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, NULL, "cannot look at %s '%s'",
				file->what, path);
		return false;
	}
	g_autofree char *hint = g_strdup_printf(
	    "Run 'chmod %s %s'; if others may have read the key, treat it as known to them.", mode,
	    path);
	if ((status.st_mode & S_IFMT) != kind)
		error_set(error, SHUMAR_ERROR_CONFIG, file->hint, "cannot use %s: '%s' is no %s",
			  file->what, path, what);
	else if (status.st_uid != geteuid())
		error_set(
		    error, SHUMAR_ERROR_CONFIG,
		    "Run the program as the user who owns the data folder, or give the folder "
		    "to the one who runs it.",
		    "cannot use %s: the %s '%s' belongs to another user (uid %u)", file->what, what,
		    path, (unsigned)status.st_uid);
	else if ((status.st_mode & 077) != 0)
		error_set(error, SHUMAR_ERROR_CONFIG, hint,
			  "cannot use %s: others than its owner may read the %s '%s' (its mode is "
			  "%04o)",
			  file->what, what, path, (unsigned)(status.st_mode & 07777));
	else
		return true;
	return false;
}

/* Checks the folder of the keys: who may write there may exchange them. */
static bool folder_private(const KeyFile *file, const Config *config, GError **error)
{
	g_autofree char *folder = keyfile_folder(config);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, HINT_FOLDER,
				"cannot open the folder '%s' of the %s", folder, file->what);
		return false;
	}
	bool private = key_private(file, fd, S_IFDIR, folder, error);
	close(fd);
	return private;
}

/* True when the LENGTH bytes of TEXT are what key_make writes. */
static bool key_parse(const char *text, ssize_t length, guint8 key[KEYFILE_BYTES])
{
	size_t bytes = 0;
	return length == KEY_TEXT + 1 && text[KEY_TEXT] == '\n' &&
	       sodium_hex2bin(key, KEYFILE_BYTES, text, KEY_TEXT, NULL, &bytes, NULL) == 0 &&
	       bytes == KEYFILE_BYTES;
}

/* Reads the key; false without *error when there is no file. */
static bool key_read(const KeyFile *file, const char *path, guint8 ret_key[KEYFILE_BYTES],
		     GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		if (errno != ENOENT)
			error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, NULL,
					"cannot open %s '%s'", file->what, path);
		return false;
	}
	char text[KEY_TEXT + 2];
	bool private = key_private(file, fd, S_IFREG, path, error);
	ssize_t got = private ? read(fd, text, sizeof text) : 0;
	close(fd);
	if (!private)
		return false;
	bool whole = key_parse(text, got, ret_key);
	sodium_memzero(text, sizeof text);
	if (!whole)
		error_set(error, SHUMAR_ERROR_CONFIG, file->hint,
			  "cannot read %s '%s': it is damaged", file->what, path);
	return whole;
}

/* ── making ── */
static bool key_write_all(int fd, const char *text)
{
	for (size_t done = 0; done < KEY_TEXT + 1;) {
		ssize_t wrote = write(fd, text + done, KEY_TEXT + 1 - done);
		if (wrote < 0 && errno != EINTR)
			return false;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	return fsync(fd) == 0;
}

/* Makes a key at PATH unless another process just did. */
static bool key_make(const KeyFile *file, const char *path, GError **error)
{
	guint8 key[KEYFILE_BYTES];
	char text[KEY_TEXT + 2];
	g_autofree char *part = g_strdup_printf("%s.%d.part", path, (int)getpid());
	randombytes_buf(key, sizeof key);
	sodium_bin2hex(text, sizeof text, key, sizeof key);
	text[KEY_TEXT] = '\n';
	unlink(part); /* of an earlier process with our number that was killed just here */
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool written = fd >= 0 && key_write_all(fd, text);
	/* A link, unlike a rename, does not replace the key of a process that was quicker. */
	bool linked = written && (link(part, path) == 0 || errno == EEXIST);
	int errnum = errno;
	if (fd >= 0)
		close(fd);
	unlink(part);
	sodium_memzero(key, sizeof key);
	sodium_memzero(text, sizeof text);
	if (!linked)
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errnum, HINT_FOLDER,
				"cannot make %s '%s'", file->what, path);
	return linked;
}

static bool make_folder(const KeyFile *file, const Config *config, GError **error)
{
	g_autofree char *folder = keyfile_folder(config);
	if (g_mkdir_with_parents(folder, 0700) == 0)
		return true;
	error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, HINT_FOLDER,
			"cannot make folder '%s' for the %s", folder, file->what);
	return false;
}

/* ── the key and the warehouse ── */
bool keyfile_open(const KeyFile *file, const Config *config, bool needed,
		  guint8 ret_key[KEYFILE_BYTES], GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *path = keyfile_path(file, config);
	if (sodium_init() < 0)
		g_error("libsodium cannot be used on this machine");
	if (!make_folder(file, config, error) || !folder_private(file, config, error))
		return false;
	bool read = key_read(file, path, ret_key, &fault);
	if (!read && fault == NULL && needed)
		error_set(&fault, SHUMAR_ERROR_CONFIG, file->hint,
			  "cannot read %s '%s': the file is gone, and %s", file->what, path,
			  file->gone);
	if (!read && fault == NULL && key_make(file, path, &fault))
		read = key_read(file, path, ret_key, &fault);
	if (!read)
		g_propagate_error(error, g_steal_pointer(&fault));
	return read;
}

bool keyfile_check(const KeyFile *file, const Config *config, Database *warehouse, bool needed,
		   const char *identity, GError **error)
{
	g_autofree char *path = keyfile_path(file, config);
	g_autoptr(DatabaseResult) known = database_query(warehouse, sqltext(SQL_ETL_SETTING_GET),
							 DATABASE_PARAMS(file->setting), error);
	if (known == NULL)
		return false;
	if (result_rows(known) == 1 && strcmp(result_text(known, 0, 0), identity) == 0)
		return true;
	if (needed) {
		error_set(error, SHUMAR_ERROR_CONFIG, file->hint, "cannot use %s '%s': %s",
			  file->what, path, file->exchanged);
		return false;
	}
	return database_exec(warehouse, sqltext(SQL_ETL_SETTING_PUT),
			     DATABASE_PARAMS(file->setting, identity), NULL, error);
}
