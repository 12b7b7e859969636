/*
 * Redact: takes personal data that got in out of the warehouse, as a run with a reason. Facts,
 * closed versions, rejected rows and raw tables lose the values; figures stay, cubes are built anew
 * and proven. A station or FIR number gets a neutral code of its own, "REDACTED-1".
 */
#pragma once

#include "etl/run/run.h"

typedef struct {
	const char *source;
	const char *feed;    /* NULL: every feed */
	const char *column;  /* NULL: every column that takes text */
	const char *station; /* this station's name; NULL: none */
	const char *pattern; /* a regular expression; NULL: what would not be taken in today */
	const char *reason;
} Redaction;

/* Errors: SHUMAR_ERROR_USAGE when there is no such source or column, or nothing matches. Values are
 * neither logged nor printed. Of OPTIONS, dry_run counts. */
bool run_redact(const Config *config, const RunOptions *options, const Redaction *redaction,
		GString *summary, GError **error);
