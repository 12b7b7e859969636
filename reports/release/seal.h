/*
 * Seal: manifest.json, its signature and its public key: the last files of a release's folder.
 *
 * The manifest is canonical JSON (RFC 8785) that names every other file with its sha256 and size.
 * Nothing in it is made of a withheld figure. It is signed (Ed25519) by the key
 * <data>/keys/release.key, whose public keys stand in <data>/keys/release.pub: a reader gets them
 * elsewhere than from the folder.
 */
#pragma once

#include "core/signature.h"

#define SEAL_MANIFEST  "manifest.json"
#define SEAL_SIGNATURE "manifest.sig"
#define SEAL_PUBLIC    "manifest.pub"

extern const SignatureKind release_key;

/* What the manifest says that no table has. */
typedef struct {
	const char *release_id;
	const char *announced_at; /* ISO 8601; NULL: it was not */
	const char *event_hash;   /* of the last line of the ledger before it is published */
} SealFacts;

/* Writes the three files into FOLDER, over a manifest that papers left there. Everything in it is
 * listed: plain files with plain names, of at most three folders. *ret_sha256 (may be NULL;
 * transfer full) is that of manifest.json. Errors: OUTPUT, CONFIG (the key), FAILED (no such
 * release). */
bool seal_folder(Database *db, const Config *config, const SealFacts *facts, const char *folder,
		 char **ret_sha256, GError **error);
