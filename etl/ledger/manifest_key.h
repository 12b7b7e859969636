/*
 * The key that signs manifests: <data>/keys/manifest.key, known to the warehouse by the setting
 * 'manifest-key', with its public keys in <data>/keys/manifest.pub.
 */
#pragma once

#include "core/warehouse/signature.h"

extern const SignatureKind manifest_key;

/* Makes the next run take a new key: puts the present one, if it is there, aside as
 * manifest.key.retired. Its public key stays in manifest.pub, for the manifests it signed.
 * REPORT gets a line. */
bool manifest_key_retire(const Config *config, Database *warehouse, GString *report,
			 GError **error);
