/*
 * The key that signs manifests (Ed25519), and the public keys that verify them.
 *
 * The secret seed is <data>/keys/manifest.key; the public key is the setting
 * 'manifest-key' of the warehouse and the file <data>/keys/manifest.pub, as PEM
 * that openssl reads. Public keys and signatures are base64 text everywhere else.
 */
#pragma once

#include "core/config.h"
#include "core/database.h"

typedef struct ManifestKey ManifestKey;

/* Opens the key, making it (and the file of its public key) on the first use. A
 * key that is gone or another than the warehouse's manifests were signed with is
 * SHUMAR_ERROR_CONFIG. Writes a setting: in the caller's transaction, if any. */
ManifestKey *manifest_key_open(const Config *config, Database *warehouse, GError **error);
void manifest_key_free(ManifestKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ManifestKey, manifest_key_free)

const char *manifest_key_public(const ManifestKey *key);              /* borrowed */
char *manifest_key_sign(const ManifestKey *key, const char *content); /* transfer full */

/* The file of the public key. Transfer full. */
char *manifest_key_public_path(const Config *config);

/* The public keys in the PEM file at PATH, in order (elements char*, transfer
 * full). SHUMAR_ERROR_CONFIG when it is missing or holds anything else. */
GPtrArray *manifest_key_read_public(const char *path, GError **error);

/* PUBLIC_KEY as PEM. Transfer full. */
char *manifest_key_pem(const char *public_key);

/* True when SIGNATURE is PUBLIC_KEY's over CONTENT. */
bool manifest_key_holds(const char *public_key, const char *content, const char *signature);

/* Makes the next run take a new key: puts the present one, if it is there, aside as
 * manifest.key.retired. Its public key stays in manifest.pub, for the manifests it signed.
 * REPORT gets a line. */
bool manifest_key_retire(const Config *config, Database *warehouse, GString *report,
			 GError **error);
