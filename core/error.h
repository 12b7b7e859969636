/*
 * Errors: one GError domain whose codes are the program's exit codes.
 *
 * The detector of a fault sets the message (what was attempted, on which
 * object, why) and a hint (the remedy, as a sentence). Callers pass the error
 * on, at most with g_prefix_error. Only main prints it and maps it to an exit.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SHUMAR_ERROR (shumar_error_quark())

/* Exit codes of the program; the table in error.c gives each its meaning. */
typedef enum {
	SHUMAR_OK = 0,
	SHUMAR_ERROR_FAILED = 1,      /* failed, nothing changed */
	SHUMAR_ERROR_USAGE = 2,       /* command line wrong */
	SHUMAR_ERROR_CONFIG = 3,      /* input of ours invalid, or a release out of order */
	SHUMAR_ERROR_UNREACHABLE = 4, /* database unreachable */
	SHUMAR_ERROR_LOCKED = 5,      /* another run holds the lock */
	SHUMAR_ERROR_UNPUBLISHED = 6, /* applied but not published */
	SHUMAR_ERROR_OUTPUT = 7,      /* output not written */
	SHUMAR_ERROR_DISCLOSURE = 8,  /* disclosure audit refused */
	SHUMAR_ERROR_REFUSED = 9,     /* done, but whole files were refused */
} ShumarError;

/* One row of the exit-code table (help, docs and tests print it). */
typedef struct {
	ShumarError code;
	const char *meaning;
} ErrorExit;

extern const ErrorExit error_exits[];
extern const size_t error_exits_count;

GQuark shumar_error_quark(void);

/* Sets *error (which may be NULL) to CODE with a formatted message. HINT is
 * the remedy as a sentence, copied; NULL when there is none. */
void error_set(GError **error, ShumarError code, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* As error_set, for a failed system call: appends ": " and strerror(ERRNUM). */
void error_set_errno(GError **error, ShumarError code, int errnum, const char *hint,
		     const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Gives an error set before another remedy, by a caller who knows which. */
void error_set_hint(GError *error, const char *hint);

/* Keeps the five-character SQLSTATE of the server on an error set before. */
void error_set_sqlstate(GError *error, const char *sqlstate);

/* The hint or SQLSTATE of ERROR, borrowed from it; NULL when there is none. */
const char *error_hint(const GError *error);
const char *error_sqlstate(const GError *error);

/* The exit code for ERROR: its code in our domain, 1 in any other, 0 for NULL. */
int error_exit_code(const GError *error);
