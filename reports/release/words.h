/*
 * Words: the language of a release's finished papers, and of what officers write at the desk, held
 * to the rules of templates/words/public.yaml (reports/template/public_words.h).
 */
#pragma once

#include "core/database/database.h"
#include "reports/library/library.h"

/* Holds every paper of the release ID, in every language, to the rules: appends a line to SAID for
 * each finding ("press-note (en): 'rapist': it says that …"). *ret_findings counts them. Reads as
 * papers_each_text does. Errors: those of reading; findings are none. */
bool words_look(Database *db, const Library *library, const char *id, GString *said,
		guint *ret_findings, GError **error);

/* Whether TEXT, which an officer wrote for the public in LANGUAGE, may be said. Errors:
 * SHUMAR_ERROR_DISCLOSURE naming WHAT ("the reason") and the rule; CONFIG for the file of rules. */
bool words_may_say(const Library *library, const char *language, const char *what, const char *text,
		   GError **error);
