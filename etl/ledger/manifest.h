/*
 * Manifests: what each run did, signed, so that it cannot be changed in silence.
 *
 * A manifest is canonical JSON (RFC 8785) made from the ledgers by
 * sql/etl/manifest_content.sql: sources, control totals, rejects, proofs, and the
 * sha256 of the manifest before it. So they are a chain; each is signed (Ed25519)
 * with a key that is not in the warehouse.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

/* Writes the manifest of RUN_NO, which has ended as published or unchanged in the
 * caller's transaction; does nothing when it has one. SHUMAR_ERROR_CONFIG: the
 * key (see signature_key_open). */
bool manifest_write(Database *warehouse, const Config *config, const char *run_no, GError **error);

/* What the manifest of RUN_NO says when it is made now. NULL without *error when
 * the run is unknown or has not ended well. Transfer full. */
char *manifest_content(Database *db, const char *run_no, GError **error);

/* Appends the exact text of the manifest of RUN_NO (NULL: the last).
 * SHUMAR_ERROR_FAILED when there is none. */
bool manifest_text(GString *text, Database *db, const char *run_no, GError **error);

/* Verifies all manifests: the hash and the signature of each, with the public keys
 * in the PEM file KEY_PATH (NULL: <data>/keys/manifest.pub; of several, later runs
 * use later ones), that they are one chain, and that the ledgers still say what
 * was signed. REPORT gets a line for each fault, and one at the end.
 * SHUMAR_ERROR_UNPUBLISHED names the first broken run; FAILED: there is none yet.
 * Reads one snapshot, in a transaction of its own unless the caller has one. */
bool manifest_verify(Database *db, const Config *config, const char *key_path, GString *report,
		     GError **error);

/* Writes NNNNNN.json (exact text) and NNNNNN.sig (64 bytes) of RUN_NO (NULL: all)
 * and manifest.pub to FOLDER, and a line to REPORT. A file that is there with
 * other bytes is not replaced: SHUMAR_ERROR_OUTPUT. */
bool manifest_export(Database *db, const Config *config, const char *run_no, const char *folder,
		     GString *report, GError **error);
