/*
 * Database: the one module that sees libpq.
 *
 * A connection with the session pinned (search_path empty but pg_catalog, UTF8,
 * UTC, ISO dates, application_name shumar/<job>, timeouts), statements with text
 * parameters, buffered and streamed results, COPY both ways, transactions and
 * advisory locks. Every failure is one error that keeps the SQLSTATE; connection
 * failures are SHUMAR_ERROR_UNREACHABLE, all others SHUMAR_ERROR_FAILED.
 *
 *     g_autoptr(Database) db = database_open(conninfo, "report", &error);
 *     g_autoptr(DatabaseResult) rows = database_query(
 *             db, sqltext("reports/weekly_head.sql"), DATABASE_PARAMS(code, day), &error);
 *     gint64 cases = result_int64(rows, 0, result_column(rows, "cases"));
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Database Database;
typedef struct DatabaseResult DatabaseResult;

/* Text parameters of a statement ($1...), each NULL for SQL null, and their number. */
#define DATABASE_PARAMS(...)                                                                       \
	((const char *const[]){ __VA_ARGS__ }), G_N_ELEMENTS(((const char *const[]){ __VA_ARGS__ }))
#define DATABASE_NO_PARAMS NULL, 0

/* Connects to CONNINFO, retrying refused or starting servers for up to five
 * seconds with jitter (never a wrong password or unknown database). JOB names
 * the session in pg_stat_activity. */
Database *database_open(const char *conninfo, const char *job, GError **error);
void database_close(Database *db); /* NULL is allowed; an open transaction is rolled back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Database, database_close)

/* True when a server accepts connections at CONNINFO now; one attempt. */
bool database_answers(const char *conninfo);

/* Sets libpq's variables (PGHOST...) of this process to CONNINFO, for a program
 * that it becomes: a command line would show a password to everybody. */
bool database_export(const char *conninfo, GError **error);

/* The conninfo without any password, for messages. Borrowed. */
const char *database_name(const Database *db);

/* The server process of this session (pg_backend_pid). */
int database_backend_pid(const Database *db);

/* Runs a script of several statements without parameters or results. */
bool database_script(Database *db, const char *sql, GError **error);

/* Runs one statement; *ret_rows (may be NULL) is the number of rows it touched. */
bool database_exec(Database *db, const char *sql, const char *const *params, size_t params_count,
		   gint64 *ret_rows, GError **error);

/* Runs one statement and buffers its rows; for small results. */
DatabaseResult *database_query(Database *db, const char *sql, const char *const *params,
			       size_t params_count, GError **error);

/* As database_query, and it is an error unless there is exactly one row. */
DatabaseResult *database_one(Database *db, const char *sql, const char *const *params,
			     size_t params_count, GError **error);

/* Streams the rows one by one to VISIT as a result of one row, which is borrowed
 * for the call. VISIT returns false with *error set to stop. */
typedef bool (*DatabaseVisit)(const DatabaseResult *row, gpointer payload, GError **error);
bool database_each(Database *db, const char *sql, const char *const *params, size_t params_count,
		   DatabaseVisit visit, gpointer payload, GError **error);

/* ── results ── */
void result_free(DatabaseResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DatabaseResult, result_free)
int result_rows(const DatabaseResult *result);
int result_columns(const DatabaseResult *result);
const char *result_column_name(const DatabaseResult *result, int column); /* borrowed */
guint32 result_column_type(const DatabaseResult *result, int column);     /* type oid */

/* Index of the column NAME; its absence is a programming error and aborts. */
int result_column(const DatabaseResult *result, const char *name);
bool result_is_null(const DatabaseResult *result, int row, int column);

/* The text of a value, borrowed from RESULT; NULL for SQL null. */
const char *result_text(const DatabaseResult *result, int row, int column);
const char *result_text_at(const DatabaseResult *result, int row, const char *column); /* by name */

/* Typed values; SQL null or another type is a programming error and aborts, but
 * result_date gives false and an invalid date for null and for a date that GDate
 * cannot hold ("infinity"). */
gint64 result_int64(const DatabaseResult *result, int row, int column);
double result_double(const DatabaseResult *result, int row, int column);
bool result_bool(const DatabaseResult *result, int row, int column);
bool result_date(const DatabaseResult *result, int row, int column, GDate *ret_date);

/* ── description of a statement, without running it ── */
typedef struct {
	char *name;
	char *type;           /* format_type text: "bigint", "text[]" */
	guint32 origin_table; /* oid of the table the column comes from unchanged, or 0 */
	int origin_column;    /* its attribute number there, or 0 */
} DatabaseColumn;

typedef struct {
	GPtrArray *parameters; /* of char*, type names in order */
	GPtrArray *columns;    /* of DatabaseColumn */
} DatabaseDescription;

DatabaseDescription *database_describe(Database *db, const char *sql, GError **error);
void database_description_free(DatabaseDescription *description);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DatabaseDescription, database_description_free)

/* ── COPY ── */
/* Starts "COPY ... TO STDOUT"; then database_copy_read until it says DATABASE_COPY_END. */
typedef enum { DATABASE_COPY_DATA, DATABASE_COPY_END, DATABASE_COPY_FAILED } DatabaseCopy;
bool database_copy_out(Database *db, const char *sql, GError **error);

/* The next message of the stream, borrowed until the next call on DB. */
DatabaseCopy database_copy_read(Database *db, const char **ret_data, size_t *ret_length,
				GError **error);

/* Starts "COPY ... FROM STDIN"; then database_copy_write; then database_copy_end. */
bool database_copy_in(Database *db, const char *sql, GError **error);
bool database_copy_write(Database *db, const char *data, size_t length, GError **error);

/* Ends the COPY. FAILURE NULL commits the data to the transaction; a text makes
 * the server discard it (and the call then succeeds). *ret_rows may be NULL. */
bool database_copy_end(Database *db, const char *failure, gint64 *ret_rows, GError **error);

/* ── transactions ── */
typedef enum {
	DATABASE_READ_WRITE,    /* READ COMMITTED */
	DATABASE_SNAPSHOT_READ, /* REPEATABLE READ READ ONLY */
} DatabaseMode;
bool database_begin(Database *db, DatabaseMode mode, GError **error);
bool database_commit(Database *db, GError **error);
void database_rollback(Database *db); /* never fails; no-op outside a transaction */
bool database_in_transaction(const Database *db);

/* ── advisory locks of the session ── */
bool database_try_lock(Database *db, gint64 key, bool *ret_got, GError **error);
bool database_unlock(Database *db, gint64 key, GError **error);

/* Quotes an identifier or literal for the few statements that cannot take
 * parameters (COPY, CREATE DATABASE). Transfer full. */
char *database_quote_identifier(Database *db, const char *name);
char *database_quote_literal(Database *db, const char *text);
