/*
 * Inside of the database module; only core/database/database*.c include it.
 */
#pragma once

#include "core/database/database.h"
#include "core/error.h"

#include <libpq-fe.h>

typedef enum { COPY_STATE_NONE, COPY_STATE_OUT, COPY_STATE_IN } CopyState;

struct Database {
	PGconn *conn;
	char *name; /* conninfo without secrets */
	CopyState copy;
	char *copy_message; /* of the last database_copy_read */
};

struct DatabaseResult {
	PGresult *rows;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, PQclear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PQconninfoOption, PQconninfoFree)

/* Sets *error from a failed RESULT (NULL: from the connection) of SQL (NULL when
 * no statement is concerned). Always false, to return. Keeps only the server's
 * primary message and hint: DETAIL and CONTEXT can hold row values. */
bool database_fail(const Database *db, const PGresult *result, const char *sql, GError **error);

/* Sets *error for a connection to NAME that could not be made; SQLSTATE is "" when
 * the server did not answer. */
void database_fail_connect(const char *name, const char *sqlstate, const char *message,
			   GError **error);

/* Takes the SQLSTATE out of the message of a connection attempt in verbose form
 * ("...: FATAL:  57P03: the database ...\nLOCATION: ..."). *ret_sqlstate holds six
 * bytes and is "" when there is none. Transfer full: the first line, or what
 * the server said after the SQLSTATE. */
char *database_connect_message(const char *message, char ret_sqlstate[6]);

/* The server's primary message with the values of data exceptions blotted out.
 * Transfer full. */
char *database_message_blot(const char *sqlstate, const char *message);

DatabaseResult *result_new(PGresult *rows);

/* Runs PQexecParams or, without parameters and with SCRIPT, PQexec. */
PGresult *database_run(Database *db, const char *sql, const char *const *params,
		       size_t params_count);

/* Ends whatever the session is in the middle of (COPY, rows not yet read). */
void database_settle(Database *db);
