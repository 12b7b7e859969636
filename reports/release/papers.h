/*
 * Papers: the public templates of a release, written as files.
 *
 * The names of the files are those of the published folder: "press-release.en.pdf".
 */
#pragma once

#include "core/database/database.h"
#include "reports/library/library.h"
#include "reports/model/model.h"

/* Writes every paper of the release ID (release.release.papers) in every language and format that
 * its template has into FOLDER, which is there. FINAL papers are for publication; others bear the
 * mark of a draft. Reads in the transaction of DB when it is in one, else in a snapshot of its own;
 * an error ends the transaction. *ret_files, which may be NULL, counts the files. Errors:
 * SHUMAR_ERROR_USAGE for an ID that is none, CONFIG for a template with faults, OUTPUT for a file
 * that cannot be written; what is written by then is left for the caller to remove. */
bool papers_write(Database *db, const Library *library, const char *id, const char *folder,
		  bool final, guint *ret_files, GError **error);

/* Their models, papers in order and the languages of each in theirs (of Model); for who holds two
 * releases against each other. Transfer full. */
GPtrArray *papers_models(Database *db, const Library *library, const char *id, GError **error);

/* All words of them, for who looks at these: VISIT gets the template's name, the language and the
 * texts of heads, sentences, cells and notes, each a line, borrowed; it returns false with *error
 * to stop. */
/* The texts of MODEL, each a line. Transfer full. */
char *papers_text(const Model *model);

typedef bool (*PapersVisit)(const char *paper, const char *language, const char *text,
			    gpointer payload, GError **error);
bool papers_each_text(Database *db, const Library *library, const char *id, PapersVisit visit,
		      gpointer payload, GError **error);

/* The sha256 of these words, without the hour of the next release, which may be announced at any
 * time. DB is in a transaction. Transfer full. */
char *papers_hash(Database *db, const Library *library, const char *id, GError **error);

/* Whether papers rendered from here on in the transaction tell the hour of the next release. */
bool papers_tell_calendar(Database *db, bool told, GError **error);
