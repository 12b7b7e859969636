/*
 * Mend: the ends of publishing and withdrawing that come after the ledger, which the next command
 * at the desk reaches when the one before was killed.
 */
#pragma once

#include "reports/library/library.h"
#include "reports/release/desk.h"

#define MEND_NOTICE ".WITHDRAWN.txt"

/* Does what a killed command left undone: folders get their names, withdrawn ones their notice.
 * What cannot be done is logged, with the command that ends it. */
bool mend_all(Desk *desk, const Library *library, GError **error);

/* Gives the whole folder of RELEASE_ID its name PATH, and notes it. */
bool mend_name_folder(Desk *desk, const char *release_id, const char *path, GError **error);

/* Writes the notice of a withdrawn release beside its folder at PATH, in all languages. */
bool mend_notice_write(Desk *desk, const Library *library, const char *release_id, const char *path,
		       GError **error);

/* Appends the word KEY of LOCALE with VALUE in the place of {} as a line. */
void release_words(GString *text, const Locale *locale, const char *key, const char *value);
