#include "etl/manifest_key.h"

#include "core/error.h"
#include "core/outfile.h"
#include "core/sqltext.h"
#include "etl/keyfile.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define PEM_BEGIN "-----BEGIN PUBLIC KEY-----\n"
#define PEM_END   "\n-----END PUBLIC KEY-----\n"
/* The twelve bytes that make 32 bytes an Ed25519 key of X.509 (RFC 8410), in base64. They end
 * where a group of base64 ends, so that the key's own base64 simply follows. */
#define PEM_PREFIX "MCowBQYDK2VwAyEA"
#define KEY_BASE64 44 /* characters of 32 bytes */

static const KeyFile key_file = {
	.what = "manifest key",
	.file = "manifest.key",
	.setting = "manifest-key",
	.gone = "the warehouse's manifests were signed with it",
	.exchanged = "the warehouse's manifests were signed with another key",
	.hint = "Restore the file from its backup. If it is lost for good, or known to others, "
		"'shumar etl manifest --new-key' makes the next run take a new one.",
};

struct ManifestKey {
	guint8 secret[crypto_sign_SECRETKEYBYTES];
	char *public_key;
};

/* ── signing ── */
static ManifestKey *key_of_seed(const guint8 seed[KEYFILE_BYTES])
{
	guint8 public_key[crypto_sign_PUBLICKEYBYTES];
	ManifestKey *key = g_new(ManifestKey, 1);
	sodium_mlock(key->secret, sizeof key->secret); /* best effort: keeps it out of swap */
	crypto_sign_seed_keypair(public_key, key->secret, seed);
	key->public_key = g_base64_encode(public_key, sizeof public_key);
	return key;
}

void manifest_key_free(ManifestKey *key)
{
	if (key == NULL)
		return;
	sodium_munlock(key->secret, sizeof key->secret); /* wipes it, too */
	g_free(key->public_key);
	g_free(key);
}

const char *manifest_key_public(const ManifestKey *key)
{
	return key->public_key;
}

char *manifest_key_sign(const ManifestKey *key, const char *content)
{
	guint8 signature[crypto_sign_BYTES];
	crypto_sign_detached(signature, NULL, (const guint8 *)content, strlen(content),
			     key->secret);
	return g_base64_encode(signature, sizeof signature);
}

bool manifest_key_holds(const char *public_key, const char *content, const char *signature)
{
	gsize key_length = 0;
	gsize signature_length = 0;
	g_autofree guint8 *key = g_base64_decode(public_key, &key_length);
	g_autofree guint8 *signed_with = g_base64_decode(signature, &signature_length);
	return key_length == crypto_sign_PUBLICKEYBYTES && signature_length == crypto_sign_BYTES &&
	       crypto_sign_verify_detached(signed_with, (const guint8 *)content, strlen(content),
					   key) == 0;
}

/* ── public keys ── */
char *manifest_key_public_path(const Config *config)
{
	return g_build_filename(config->data, "keys", "manifest.pub", NULL);
}

char *manifest_key_pem(const char *public_key)
{
	return g_strconcat(PEM_BEGIN PEM_PREFIX, public_key, PEM_END, NULL);
}

/* Splits TEXT, which is one PEM block after the other and nothing else; NULL when it is not. */
static GPtrArray *parse_public(const char *text)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	while (*text != '\0') {
		const char *key = text + strlen(PEM_BEGIN PEM_PREFIX);
		gsize length = 0;
		if (!g_str_has_prefix(text, PEM_BEGIN PEM_PREFIX) || strlen(key) < KEY_BASE64 ||
		    !g_str_has_prefix(key + KEY_BASE64, PEM_END))
			return NULL;
		char *public_key = g_strndup(key, KEY_BASE64);
		g_ptr_array_add(keys, public_key);
		g_free(g_base64_decode(public_key, &length));
		if (length != crypto_sign_PUBLICKEYBYTES)
			return NULL;
		text = key + KEY_BASE64 + strlen(PEM_END);
	}
	return keys->len > 0 ? g_steal_pointer(&keys) : NULL;
}

GPtrArray *manifest_key_read_public(const char *path, GError **error)
{
	static const char hint[] =
	    "Name the PEM file of an Ed25519 public key; the engine's own is "
	    "manifest.pub beside the manifest key.";
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	if (!g_file_get_contents(path, &text, NULL, &cause)) {
		error_set(error, SHUMAR_ERROR_CONFIG, hint, "cannot read public key: %s",
			  cause->message);
		return NULL;
	}
	GPtrArray *keys = parse_public(text);
	if (keys == NULL)
		error_set(error, SHUMAR_ERROR_CONFIG, hint,
			  "cannot read public key '%s': it is not one in PEM", path);
	return keys;
}

/* Adds the public key to its file, behind those of retired keys, unless it is there. */
static bool keep_public(const Config *config, const char *public_key, GError **error)
{
	g_autofree char *path = manifest_key_public_path(config);
	g_autofree char *before = NULL;
	g_autofree char *pem = manifest_key_pem(public_key);
	if (g_file_get_contents(path, &before, NULL, NULL) && g_str_has_suffix(before, pem))
		return true;
	g_autofree char *text = g_strconcat(before != NULL ? before : "", pem, NULL);
	return outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), error);
}

/* ── the key and the warehouse ── */
/* A key is needed as soon as the warehouse knows one. */
static bool key_known(Database *warehouse, bool *ret_known, GError **error)
{
	g_autoptr(DatabaseResult) known = database_query(warehouse, sqltext("etl/setting_get.sql"),
							 DATABASE_PARAMS(key_file.setting), error);
	if (known == NULL)
		return false;
	*ret_known = result_rows(known) > 0;
	return true;
}

ManifestKey *manifest_key_open(const Config *config, Database *warehouse, GError **error)
{
	bool known = false;
	guint8 seed[KEYFILE_BYTES];
	if (!key_known(warehouse, &known, error) ||
	    !keyfile_open(&key_file, config, known, seed, error))
		return NULL;
	g_autoptr(ManifestKey) key = key_of_seed(seed);
	sodium_memzero(seed, sizeof seed);
	if (!keyfile_check(&key_file, config, warehouse, known, key->public_key, error) ||
	    !keep_public(config, key->public_key, error))
		return NULL;
	return g_steal_pointer(&key);
}

bool manifest_key_retire(const Config *config, Database *warehouse, GString *report, GError **error)
{
	g_autofree char *path = keyfile_path(&key_file, config);
	g_autofree char *aside = g_strconcat(path, ".retired", NULL);
	/* the file first: with the setting gone a run would take the old key for a new one */
	if (g_rename(path, aside) != 0 && errno != ENOENT) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno,
				"Make the data folder writable for this user.",
				"cannot put manifest key '%s' aside", path);
		return false;
	}
	if (!database_exec(warehouse, sqltext("etl/manifest_retire_key.sql"),
			   DATABASE_PARAMS(key_file.setting), NULL, error))
		return false;
	g_string_append(report, "the manifest key is retired; the next run makes a new one\n");
	return true;
}
