/*
 * Made folder: a small published folder, made without a database: eight invented districts, two
 * months, two releases; audited, proved, and signed with a key of the test's own.
 *
 *     g_autofree char *home = program_home(NULL);
 *     made_folder(home, "release", "trusted.pub");
 */
#pragma once

#include "reports/disclosure/store.h"

#define MADE_RELEASE "made-2026-11"
/* The district whose figure is withheld in both months, and its number of the second. */
#define MADE_HIDDEN        "QQ2"
#define MADE_HIDDEN_NUMBER 3

/* Writes the folder NAME below HOME, and the public key to KEY there (NULL: not). */
void made_folder(const char *home, const char *name, const char *key);

/* Makes the manifest, the sums and the signature of the folder anew, with another key, as who has
 * forged it would. */
void made_folder_forge(const char *folder);

/* The figures of it; their keys end with the release. */
Store *made_folder_store(void);
