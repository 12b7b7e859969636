/*
 * Rejects: the rejected rows and fields, for the operator and for the stations.
 */
#pragma once

#include "core/database/database.h"

/* Which entries of the reject ledger; NULL for any. */
typedef struct {
	const char
	    *run; /* entries that were open before, in or until this run; NULL: those open now */
	const char *source;
	const char *code;
	const char *district;
	const char *station;
	bool csv; /* every column, RFC 4180; else a few lines per entry */
} Rejects;

/* Appends the entries and their number. */
bool rejects_list(GString *text, Database *db, const Rejects *wanted, GError **error);

/* Writes one CSV file per source and station to FOLDER, and a line to TEXT. The columns
 * say what was given, why it was rejected and what to do. Files that an export before wrote there
 * and this one does not are removed; others stay. */
bool rejects_export(GString *text, Database *db, const Rejects *wanted, const char *folder,
		    GError **error);
