/*
 * Ledger of the release desk: what was done with releases, a line each, that nobody can change in
 * silence.
 *
 * The lines are a chain (each has the hash of the one before) in the table release.event. How many
 * there are, and the hash of the last, is kept outside the database in <data>/release.ledger, so
 * that a ledger cut short is found too. The file names a line before it is committed ("next") and
 * again afterwards ("last"): whenever the program is killed, it is known whether the line is there.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

/* A line: detail is JSON. */
typedef struct {
	const char *at; /* ISO instant */
	const char *kind;
	const char *release_id; /* or NULL */
	const char *person;     /* or NULL */
	const char *detail;
} LedgerLine;

/* Holds the chain and the file against each other. SHUMAR_ERROR_CONFIG says which line was altered
 * or is missing, and what to do. Who is ALONE at the desk takes a line that was committed while the
 * program was killed up in the file, when that named it; who is not looks again when another may
 * just be writing. */
bool release_ledger_check(Database *db, const Config *config, bool alone, GError **error);

/* Appends LINE in the caller's transaction, names it in the file, commits, and names it as the
 * last. One line a transaction. */
bool release_ledger_commit(Database *db, const Config *config, const LedgerLine *line,
			   GError **error);
