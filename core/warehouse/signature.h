/*
 * Signatures (Ed25519) over texts that must not be changed in silence, and their keys.
 *
 * A secret key is a key file (core/warehouse/keyfile); its public key is a setting of the warehouse
 * and stands, behind those it followed, in a file beside it, as PEM that openssl reads. Public keys
 * and signatures are base64 text everywhere else.
 */
#pragma once

#include "core/warehouse/keyfile.h"

/* One kind of signing key; const tables of their modules. */
typedef struct {
	KeyFile file;
	const char *public_file; /* "manifest.pub" */
} SignatureKind;

typedef struct SignatureKey SignatureKey;

/* Opens the key, making it (and the file of its public key) on the first use. A key that is gone
 * or another than the warehouse knows is SHUMAR_ERROR_CONFIG. Writes a setting: in the caller's
 * transaction, if any. */
SignatureKey *signature_key_open(const SignatureKind *kind, const Config *config,
				 Database *warehouse, GError **error);
void signature_key_free(SignatureKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignatureKey, signature_key_free)

/* A key of 32 secret bytes, for tests and keys of other places. */
SignatureKey *signature_key_new(const guint8 seed[KEYFILE_BYTES]);

const char *signature_key_public(const SignatureKey *key);          /* borrowed */
char *signature_make(const SignatureKey *key, const char *content); /* transfer full */
bool signature_holds(const char *public_key, const char *content, const char *signature);

/* The file of the public keys. Transfer full. */
char *signature_public_path(const SignatureKind *kind, const Config *config);

/* The public keys in the PEM file at PATH, or in TEXT, in order (elements char*, transfer full).
 * SHUMAR_ERROR_CONFIG when it is missing or holds anything else; of a text, NULL. */
GPtrArray *signature_read_public(const char *path, GError **error);
GPtrArray *signature_parse_public(const char *text);

/* PUBLIC_KEY as PEM. Transfer full. */
char *signature_pem(const char *public_key);
