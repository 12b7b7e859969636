/*
 * Folder: what a release publishes beside its papers: data/, proof/ and README.txt.
 *
 *     store = all that is or was public;  audit = attack_audit(store, &rule, …)
 *     folder_write(db, id, store, audit->tables, &rule, folder, error)
 *     … the papers, and what else belongs to it …
 *     seal_folder(db, config, &facts, folder, &sha256, error)
 */
#pragma once

#include "core/database.h"
#include "reports/disclosure/attack.h"

/* Writes the files of RELEASE_ID into FOLDER, which is there, and in the caller's transaction reads
 * release.release and release.cell. STORE's keys are "measure|place|kind|first_on|last_on|release".
 * Errors: DISCLOSURE when the checker does not find the proof good (its lines are in the message),
 * or a figure is in STORE otherwise than in the release; OUTPUT; FAILED when there is no such
 * release. */
bool folder_write(Database *db, const char *release_id, const Store *store, const Tables *tables,
		  const AttackRule *rule, const char *folder, GError **error);
