/*
 * Ledger: what the operator asks of past runs, as text.
 */
#pragma once

#include "core/database/database.h"

/* Appends the published run, the last runs, the sources and the open rejects by code. */
bool ledger_status(GString *text, Database *db, GError **error);

/* Appends what RUN changed and why: facts by reason, corrected columns, rejects, the
 * figures that moved. SHUMAR_ERROR_USAGE when there is no such run. */
bool ledger_explain(GString *text, Database *db, const char *run, GError **error);

/* Appends one line per cube that was proven now, for the last applied run.
 * SHUMAR_ERROR_UNPUBLISHED when one is wrong, FAILED before the first run. */
bool ledger_verify(GString *text, Database *db, GError **error);
