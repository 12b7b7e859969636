/*
 * Folder verify: a published folder held against its seal and its proof, by the files alone: no
 * configuration, no database, no network, no solver.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Faults that are listed; more are counted. */
#define FOLDER_FAULTS_SAID 50

/* Looks at everything in FOLDER, whatever was found before: the signature over manifest.json (with
 * the public keys in the PEM file KEY_PATH, or, NULL, with the key in the folder, which proves only
 * that nothing was changed since it was signed), every file against the manifest, data/figures.csv
 * against proof/cells.csv, and the proof. SAID gets a line for each fault, and at the end what was
 * verified. FOLDER may be anybody's: no link is followed, nothing in it is run. Errors: DISCLOSURE
 * when a withheld figure can be read or found, or nothing proves that it cannot; else UNPUBLISHED
 * when a file is changed, missing or added; USAGE when FOLDER is no folder; CONFIG for KEY_PATH. */
bool folder_verify(const char *folder, const char *key_path, GString *said, GError **error);
