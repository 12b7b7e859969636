/*
 * Folder: what a release publishes beside its papers: data/, proof/, README.txt, and the seal.
 *
 *     papers, corrections and what else belongs to it, in FOLDER
 *     folder_write(db, config, id, rules, folder, &sha256, error)      last of all
 *     folder_verify(folder, NULL, &verdict, error)                      reports/release/verify.h
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

/* Writes data/, proof/ and README.txt of RELEASE_ID into FOLDER, which is there, and seals all of
 * it. What is public of it and of the releases before it is read in the caller's transaction and
 * attacked anew by the rules in the file RULES; nothing is taken from the clock, so the same
 * release gives the same bytes. *ret_sha256 (may be NULL; transfer full) is that of manifest.json.
 * Errors: DISCLOSURE when a withheld figure can be found, or the checker does not find the proof
 * good (its lines are in the message); OUTPUT; CONFIG (the key, the rules); FAILED when there is no
 * such release. */
bool folder_write(Database *db, const Config *config, const char *release_id, const char *rules,
		  const char *folder, char **ret_sha256, GError **error);
