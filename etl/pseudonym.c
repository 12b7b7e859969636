#include "etl/pseudonym.h"

#include "core/error.h"
#include "core/sqltext.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_BYTES   32
#define KEY_TEXT    (2 * KEY_BYTES) /* the file: hexadecimal digits and a line end */
#define SETTING     "pseudonym-key"
#define FINGERPRINT "shumar pseudonym key" /* what the key is asked to hash, to be known again */
#define HINT_RESTORE                                                                               \
	"Restore the file from its backup; without it no new record meets its old ones."

struct Pseudonym {
	guint8 key[KEY_BYTES];
};

Pseudonym *pseudonym_new(const guint8 key[32])
{
	if (sodium_init() < 0)
		g_error("libsodium cannot be used on this machine");
	Pseudonym *pseudonym = g_new(Pseudonym, 1);
	memcpy(pseudonym->key, key, KEY_BYTES);
	sodium_mlock(pseudonym->key, KEY_BYTES); /* best effort: keeps it out of swap */
	return pseudonym;
}

void pseudonym_free(Pseudonym *pseudonym)
{
	if (pseudonym == NULL)
		return;
	sodium_munlock(pseudonym->key, KEY_BYTES); /* wipes it, too */
	g_free(pseudonym);
}

void pseudonym_hash(const Pseudonym *pseudonym, const char *domain, const char *key, size_t length,
		    guint8 ret_hash[PSEUDONYM_BYTES])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, pseudonym->key, KEY_BYTES, PSEUDONYM_BYTES);
	/* The zero byte ends the domain, so that no two pairs are the same bytes. */
	crypto_generichash_update(&state, (const guint8 *)domain, strlen(domain) + 1);
	crypto_generichash_update(&state, (const guint8 *)key, length);
	crypto_generichash_final(&state, ret_hash, PSEUDONYM_BYTES);
}

/* ── the key's file ── */
static char *fingerprint_new(const Pseudonym *pseudonym)
{
	guint8 hash[PSEUDONYM_BYTES];
	char text[2 * PSEUDONYM_BYTES + 1];
	pseudonym_hash(pseudonym, FINGERPRINT, "", 0, hash);
	sodium_bin2hex(text, sizeof text, hash, sizeof hash);
	return g_strdup(text);
}

/* Checks that the open file is one that only its owner reads. */
static bool key_private(int fd, const char *path, GError **error)
{
	struct stat status;
	if (fstat(fd, &status) != 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, NULL,
				"cannot look at pseudonym key '%s'", path);
		return false;
	}
	if (S_ISREG(status.st_mode) && (status.st_mode & 077) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Set its mode to 0600; if others may have read it, treat it as known to them.",
		  "cannot use pseudonym key '%s': others than its owner may read it", path);
	return false;
}

/* Reads the key; NULL without *error when there is no file. */
static Pseudonym *key_read(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno, NULL,
				"cannot open pseudonym key '%s'", path);
		return NULL;
	}
	char text[KEY_TEXT + 2];
	guint8 key[KEY_BYTES];
	size_t length = 0;
	bool private = key_private(fd, path, error);
	ssize_t got = private ? read(fd, text, sizeof text) : 0;
	close(fd);
	if (!private)
		return NULL;
	bool whole = got == KEY_TEXT + 1 && text[KEY_TEXT] == '\n' &&
		     sodium_hex2bin(key, sizeof key, text, KEY_TEXT, NULL, &length, NULL) == 0 &&
		     length == KEY_BYTES;
	Pseudonym *pseudonym = whole ? pseudonym_new(key) : NULL;
	sodium_memzero(text, sizeof text);
	sodium_memzero(key, sizeof key);
	if (!whole)
		error_set(error, SHUMAR_ERROR_CONFIG, HINT_RESTORE,
			  "cannot read pseudonym key '%s': it is damaged", path);
	return pseudonym;
}

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
static bool key_make(const char *path, GError **error)
{
	guint8 key[KEY_BYTES];
	char text[KEY_TEXT + 2];
	g_autofree char *part = g_strdup_printf("%s.%d.part", path, (int)getpid());
	if (sodium_init() < 0)
		g_error("libsodium cannot be used on this machine");
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
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errnum,
				"Make the data folder writable for this user.",
				"cannot make pseudonym key '%s'", path);
	return linked;
}

/* ── the key and the warehouse ── */
static bool warehouse_has_facts(Database *warehouse, bool *ret_facts, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(warehouse, sqltext("etl/has_facts.sql"), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_facts = result_bool(row, 0, 0);
	return true;
}

/* The key at PATH, made when there is none and no fact needs the old one. */
static Pseudonym *key_open(const char *path, bool facts, GError **error)
{
	g_autoptr(GError) fault = NULL;
	Pseudonym *pseudonym = key_read(path, &fault);
	if (pseudonym == NULL && fault == NULL && facts)
		error_set(
		    &fault, SHUMAR_ERROR_CONFIG, HINT_RESTORE,
		    "cannot read pseudonym key '%s': the file is gone, and the warehouse holds "
		    "records hashed with it",
		    path);
	if (pseudonym == NULL && fault == NULL && key_make(path, &fault))
		pseudonym = key_read(path, &fault);
	if (pseudonym == NULL)
		g_propagate_error(error, g_steal_pointer(&fault));
	return pseudonym;
}

/* Holds PSEUDONYM against the fingerprint that the warehouse keeps. */
static bool fingerprint_check(const Pseudonym *pseudonym, const char *path, bool facts,
			      Database *warehouse, GError **error)
{
	g_autofree char *fingerprint = fingerprint_new(pseudonym);
	g_autoptr(DatabaseResult) known = database_query(warehouse, sqltext("etl/setting_get.sql"),
							 DATABASE_PARAMS(SETTING), error);
	if (known == NULL)
		return false;
	if (result_rows(known) == 1 && strcmp(result_text(known, 0, 0), fingerprint) == 0)
		return true;
	if (facts) {
		error_set(error, SHUMAR_ERROR_CONFIG, HINT_RESTORE,
			  "cannot use pseudonym key '%s': the warehouse's records were hashed with "
			  "another key",
			  path);
		return false;
	}
	return database_exec(warehouse, sqltext("etl/setting_put.sql"),
			     DATABASE_PARAMS(SETTING, fingerprint), NULL, error);
}

Pseudonym *pseudonym_open(const Config *config, Database *warehouse, GError **error)
{
	g_autofree char *folder = g_build_filename(config->data, "keys", NULL);
	g_autofree char *path = g_build_filename(folder, "pseudonym.key", NULL);
	bool facts = false;
	if (!warehouse_has_facts(warehouse, &facts, error))
		return NULL;
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno,
				"Make the data folder writable for this user.",
				"cannot make folder '%s' for the pseudonym key", folder);
		return NULL;
	}
	g_autoptr(Pseudonym) pseudonym = key_open(path, facts, error);
	if (pseudonym == NULL || !fingerprint_check(pseudonym, path, facts, warehouse, error))
		return NULL;
	return g_steal_pointer(&pseudonym);
}
