/*
 * Seal: manifest.json, its signature and its public key: the last files of a release's folder.
 *
 * The manifest is canonical JSON (RFC 8785) that names every other file with its sha256 and size.
 * Nothing in it is made of a withheld figure. It is signed (Ed25519) by the key
 * <data>/keys/release.key, whose public keys stand in <data>/keys/release.pub: a reader gets them
 * elsewhere than from the folder.
 */
#pragma once

#include "core/warehouse/signature.h"
#include "reports/release/contents.h"

#define SEAL_MANIFEST  "manifest.json"
#define SEAL_SIGNATURE "manifest.sig"
#define SEAL_PUBLIC    "manifest.pub"
#define SEAL_SUMS      "SHA256SUMS"

extern const SignatureKind release_key;

/* Writes the three files into FOLDER, over a manifest that papers left there, and SHA256SUMS.
 * Everything in it is listed: plain files with plain names. What it says is read in the caller's
 * transaction; nothing is taken from the clock. *ret_sha256 (may be NULL; transfer full) is that of
 * manifest.json. Errors: OUTPUT, CONFIG (the key), FAILED (no such release). */
bool seal_folder(Database *db, const Config *config, const char *release_id, const char *folder,
		 char **ret_sha256, GError **error);

/* Its two halves. Writes SHA256SUMS and puts all files of FOLDER into CONTENTS. */
bool seal_list(Contents *contents, const char *folder, GError **error);
/* The three files of CONTENTS, signed by KEY. */
bool seal_write(const Contents *contents, const SignatureKey *key, const char *folder,
		char **ret_sha256, GError **error);
