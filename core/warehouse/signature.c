#include "core/warehouse/signature.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"

#include <sodium.h>
#include <string.h>

#define PEM_BEGIN "-----BEGIN PUBLIC KEY-----\n"
#define PEM_END   "\n-----END PUBLIC KEY-----\n"
/* The twelve bytes that make 32 bytes an Ed25519 key of X.509 (RFC 8410), in base64. They end
 * where a group of base64 ends, so that the key's own base64 simply follows. */
#define PEM_PREFIX "MCowBQYDK2VwAyEA"
#define KEY_BASE64 44 /* characters of 32 bytes */

struct SignatureKey {
	guint8 secret[crypto_sign_SECRETKEYBYTES];
	char *public_key;
};

/* ── signing ── */
SignatureKey *signature_key_new(const guint8 seed[KEYFILE_BYTES])
{
	guint8 public_key[crypto_sign_PUBLICKEYBYTES];
	SignatureKey *key = g_new(SignatureKey, 1);
	sodium_mlock(key->secret, sizeof key->secret); /* best effort: keeps it out of swap */
	crypto_sign_seed_keypair(public_key, key->secret, seed);
	key->public_key = g_base64_encode(public_key, sizeof public_key);
	return key;
}

void signature_key_free(SignatureKey *key)
{
	if (key == NULL)
		return;
	sodium_munlock(key->secret, sizeof key->secret); /* wipes it, too */
	g_free(key->public_key);
	g_free(key);
}

const char *signature_key_public(const SignatureKey *key)
{
	return key->public_key;
}

char *signature_make(const SignatureKey *key, const char *content)
{
	guint8 signature[crypto_sign_BYTES];
	crypto_sign_detached(signature, NULL, (const guint8 *)content, strlen(content),
			     key->secret);
	return g_base64_encode(signature, sizeof signature);
}

/* The LENGTH bytes of TEXT, which is their base64 to the letter; NULL when it is not. */
static guint8 *exact_base64(const char *text, gsize length)
{
	gsize decoded = 0;
	g_autofree guint8 *bytes = g_base64_decode(text, &decoded);
	g_autofree char *again = g_base64_encode(bytes, decoded);
	return decoded == length && strcmp(again, text) == 0 ? g_steal_pointer(&bytes) : NULL;
}

bool signature_holds(const char *public_key, const char *content, const char *signature)
{
	g_autofree guint8 *key = exact_base64(public_key, crypto_sign_PUBLICKEYBYTES);
	g_autofree guint8 *signed_with = exact_base64(signature, crypto_sign_BYTES);
	return key != NULL && signed_with != NULL &&
	       crypto_sign_verify_detached(signed_with, (const guint8 *)content, strlen(content),
					   key) == 0;
}

/* ── public keys ── */
char *signature_public_path(const SignatureKind *kind, const Config *config)
{
	g_autofree char *folder = keyfile_folder(config);
	return g_build_filename(folder, kind->public_file, NULL);
}

char *signature_pem(const char *public_key)
{
	return g_strconcat(PEM_BEGIN PEM_PREFIX, public_key, PEM_END, NULL);
}

/* Splits TEXT, which is one PEM block after the other and nothing else; NULL when it is not. */
GPtrArray *signature_parse_public(const char *text)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	while (*text != '\0') {
		const char *key = text + strlen(PEM_BEGIN PEM_PREFIX);
		if (!g_str_has_prefix(text, PEM_BEGIN PEM_PREFIX) || strlen(key) < KEY_BASE64 ||
		    !g_str_has_prefix(key + KEY_BASE64, PEM_END))
			return NULL;
		char *public_key = g_strndup(key, KEY_BASE64);
		g_ptr_array_add(keys, public_key);
		g_autofree guint8 *bytes = exact_base64(public_key, crypto_sign_PUBLICKEYBYTES);
		if (bytes == NULL)
			return NULL;
		text = key + KEY_BASE64 + strlen(PEM_END);
	}
	return keys->len > 0 ? g_steal_pointer(&keys) : NULL;
}

GPtrArray *signature_read_public(const char *path, GError **error)
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
	GPtrArray *keys = signature_parse_public(text);
	if (keys == NULL)
		error_set(error, SHUMAR_ERROR_CONFIG, hint,
			  "cannot read public key '%s': it is not one in PEM", path);
	return keys;
}

/* Adds the public key to its file, behind those of retired keys, unless it is there. */
static bool keep_public(const SignatureKind *kind, const Config *config, const char *public_key,
			GError **error)
{
	g_autofree char *path = signature_public_path(kind, config);
	g_autofree char *before = NULL;
	g_autofree char *pem = signature_pem(public_key);
	if (g_file_get_contents(path, &before, NULL, NULL) && g_str_has_suffix(before, pem))
		return true;
	g_autofree char *text = g_strconcat(before != NULL ? before : "", pem, NULL);
	return outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), error);
}

/* ── the key and the warehouse ── */
/* A key is needed as soon as the warehouse knows one. */
static bool key_known(const SignatureKind *kind, Database *warehouse, bool *ret_known,
		      GError **error)
{
	g_autoptr(DatabaseResult) known = database_query(
	    warehouse, sqltext(SQL_ETL_SETTING_GET), DATABASE_PARAMS(kind->file.setting), error);
	if (known == NULL)
		return false;
	*ret_known = result_rows(known) > 0;
	return true;
}

SignatureKey *signature_key_open(const SignatureKind *kind, const Config *config,
				 Database *warehouse, GError **error)
{
	bool known = false;
	guint8 seed[KEYFILE_BYTES];
	if (!key_known(kind, warehouse, &known, error) ||
	    !keyfile_open(&kind->file, config, known, seed, error))
		return NULL;
	g_autoptr(SignatureKey) key = signature_key_new(seed);
	sodium_memzero(seed, sizeof seed);
	if (!keyfile_check(&kind->file, config, warehouse, known, key->public_key, error) ||
	    !keep_public(kind, config, key->public_key, error))
		return NULL;
	return g_steal_pointer(&key);
}
