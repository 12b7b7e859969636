/*
 * Ledger: what the operator asks of past runs, as text.
 */
#pragma once

#include "core/database.h"

/* Appends the published run, the last runs, the sources and the last run's
 * refusals by code. */
bool ledger_status(GString *text, Database *db, GError **error);

/* Which entries of the reject ledger; NULL for any, RUN NULL for the last run that read. */
typedef struct {
	const char *run;
	const char *source;
	const char *code;
	bool csv; /* every column, RFC 4180; else a few lines per entry */
} LedgerRejects;

/* Appends the entries and their number. */
bool ledger_rejects(GString *text, Database *db, const LedgerRejects *wanted, GError **error);

/* Appends one line per cube that was proven now, for the last applied run.
 * SHUMAR_ERROR_UNPUBLISHED when one is wrong, FAILED before the first run. */
bool ledger_verify(GString *text, Database *db, GError **error);
