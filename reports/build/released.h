/*
 * Released: the release that a public paper is rendered of (docs/release.md).
 *
 * A public template reads nothing but the schema "released": the figures of one prepared release,
 * without those that are hidden. Its queries run as the role shumar_press, which can read nothing
 * else, so that no page ever holds a hidden figure. Run, day and parameters are the release's too.
 */
#pragma once

#include "core/database/database.h"
#include "reports/build/edition.h"

typedef struct {
	char *id; /* "punjab-monthly-2026-10" */
	gint64 run_no;
	CivilTime as_at;
	char **words; /* NAME=VALUE of those of its parameters that the template has */
} Released;

/* Finds the release ID, or (NULL) the newest that has the paper TEMPLATE, and makes the views of
 * schema released those of it. DB is in a transaction. Errors: SHUMAR_ERROR_UNPUBLISHED where none
 * is prepared, USAGE for an ID that is none or has not this paper, CONFIG where the session may not
 * read as the press does; the database's. */
Released *released_find(Database *db, const Template *template, const char *id, GError **error);
void released_free(Released *released); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Released, released_free)

/* The binding of TEMPLATE to the release's parameters. WORDS may say the same again, and nothing
 * else: SHUMAR_ERROR_USAGE. */
Binding *released_bind(const Released *released, const Template *template, const char *const *words,
		       const Districts *districts, GError **error);

/* Between these two the transaction reads as the press does. An error ends the transaction. */
bool released_press_begin(Database *db, GError **error);
bool released_press_end(Database *db, GError **error);
