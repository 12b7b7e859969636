#include "core/database/database_private.h"

#include "core/database/sqltext.h"
#include "core/log.h"

#include <poll.h>
#include <string.h>

#define RETRY_US        (5 * G_USEC_PER_SEC)
#define CONNECT_TIMEOUT "10" /* seconds; a connection string may set another */

/* ── connecting ── */
/* libpq's own complaint can quote a piece of a password, so it is not passed on. */
static PQconninfoOption *parse_conninfo(const char *conninfo, GError **error)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
	if (options == NULL)
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Write it as \"host=... dbname=...\" or \"postgresql://host/dbname\".",
			  "cannot read the connection string: it has not libpq's form");
	return options;
}

/* The options that CONNINFO sets, passwords apart, as a connection string; NULL when it is none. */
static char *name_without_secrets(const char *conninfo, GError **error)
{
	g_autoptr(PQconninfoOption) options = parse_conninfo(conninfo, error);
	if (options == NULL)
		return NULL;
	g_autoptr(GString) name = g_string_new(NULL);
	for (PQconninfoOption *option = options; option->keyword != NULL; option++) {
		/* dispchar "*" marks what must not be shown */
		if (option->val != NULL && option->val[0] != '\0' && option->dispchar[0] != '*')
			g_string_append_printf(name, "%s%s=%s", name->len > 0 ? " " : "",
					       option->keyword, option->val);
	}
	return g_strdup(name->str);
}

/* Starts connecting. Keywords before dbname are defaults that CONNINFO overrides, those after it
 * override CONNINFO. */
static PGconn *connect_start(const char *conninfo, const char *job)
{
	g_autofree char *application = g_strdup_printf("shumar/%s", job);
	const char *const keywords[] = {
		"connect_timeout", "keepalives_idle",  "keepalives_interval", "keepalives_count",
		"dbname",          "application_name", "client_encoding",     NULL
	};
	const char *const values[] = { CONNECT_TIMEOUT, "60",        "10",   "6",
				       conninfo,        application, "UTF8", NULL };
	PGconn *conn = PQconnectStartParams(keywords, values, 1);
	g_assert(conn != NULL);
	/* The verbose form of an error is the only one that shows a failed connection's SQLSTATE.
	 */
	PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
	return conn;
}

static gint64 connect_timeout_us(PGconn *conn)
{
	g_autoptr(PQconninfoOption) options = PQconninfo(conn);
	gint64 seconds = 0;
	for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL;
	     option++) {
		if (strcmp(option->keyword, "connect_timeout") == 0 && option->val != NULL)
			seconds = g_ascii_strtoll(option->val, NULL, 10);
	}
	return (seconds > 0 ? MAX(seconds, 2) : G_MAXINT32) * G_USEC_PER_SEC;
}

/* Drives CONN until it is connected, has failed or has taken too long. */
static bool connect_finish(PGconn *conn, bool *ret_timed_out)
{
	gint64 until_us = g_get_monotonic_time() + connect_timeout_us(conn);
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;
	*ret_timed_out = false;
	if (PQstatus(conn) == CONNECTION_BAD)
		return false;
	while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
		gint64 left_ms = (until_us - g_get_monotonic_time()) / 1000;
		struct pollfd wait = { .fd = PQsocket(conn),
				       .events =
					   state == PGRES_POLLING_READING ? POLLIN : POLLOUT };
		*ret_timed_out = left_ms <= 0;
		if (*ret_timed_out)
			return false;
		if (poll(&wait, 1, (int)MIN(left_ms, 1000)) > 0)
			state = PQconnectPoll(conn);
	}
	return state == PGRES_POLLING_OK;
}

/* One attempt; NULL with *error and whether another attempt could help. */
static PGconn *connect_once(const char *conninfo, const char *job, const char *name,
			    bool *ret_again, GError **error)
{
	g_autoptr(PGconn) conn = connect_start(conninfo, job);
	bool timed_out = false;
	if (connect_finish(conn, &timed_out))
		return g_steal_pointer(&conn);
	char sqlstate[6];
	g_autofree char *message = database_connect_message(PQerrorMessage(conn), sqlstate);
	database_fail_connect(name, sqlstate,
			      timed_out ? "the server did not answer in time" : message, error);
	bool unanswered = sqlstate[0] == '\0' && PQconnectionNeedsPassword(conn) == 0;
	*ret_again = unanswered || strcmp(sqlstate, "57P03") == 0;
	return NULL;
}

/* Attempts with growing, jittered pauses for as long as RETRY_US. */
static PGconn *connect_retrying(const char *conninfo, const char *job, const char *name,
				GError **error)
{
	gint64 until_us = g_get_monotonic_time() + RETRY_US;
	for (gint64 pause_us = 50000;; pause_us = MIN(pause_us * 2, 800000)) {
		g_autoptr(GError) fault = NULL;
		bool again = false;
		PGconn *conn = connect_once(conninfo, job, name, &again, &fault);
		if (conn != NULL)
			return conn;
		if (!again || g_get_monotonic_time() + pause_us >= until_us) {
			g_propagate_error(error, g_steal_pointer(&fault));
			return NULL;
		}
		g_usleep((gulong)((double)pause_us * g_random_double_range(0.5, 1.5)));
	}
}

/* A notice's text can hold values, so only its kind is logged. */
static void receive_notice(void *payload, const PGresult *notice)
{
	(void)payload;
	const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *sqlstate = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
	log_debug("server notice", "severity", severity != NULL ? severity : "", "sqlstate",
		  sqlstate != NULL ? sqlstate : "", NULL);
}

/* Loads of a back-fill and migrations may take a night; a report that takes four hours is lost. */
static const char *statement_timeout(const char *job)
{
	return g_str_has_prefix(job, "etl") || g_str_has_prefix(job, "db") ? "0" : "4h";
}

Database *database_open(const char *conninfo, const char *job, GError **error)
{
	g_autofree char *name = name_without_secrets(conninfo, error);
	if (name == NULL)
		return NULL;
	PGconn *conn = connect_retrying(conninfo, job, name, error);
	if (conn == NULL)
		return NULL;
	PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
	PQsetNoticeReceiver(conn, receive_notice, NULL);
	g_autoptr(Database) db = g_new0(Database, 1);
	db->conn = conn;
	db->name = g_steal_pointer(&name);
	g_autoptr(DatabaseResult) pinned = database_query(
	    db, sqltext(SQL_CORE_SESSION), DATABASE_PARAMS(statement_timeout(job)), error);
	return pinned != NULL ? g_steal_pointer(&db) : NULL;
}

void database_close(Database *db)
{
	if (db == NULL)
		return;
	PQfreemem(db->copy_message);
	PQfinish(db->conn);
	g_free(db->name);
	g_free(db);
}

bool database_answers(const char *conninfo)
{
	return PQping(conninfo) == PQPING_OK;
}

bool database_export(const char *conninfo, GError **error)
{
	g_autoptr(PQconninfoOption) options = parse_conninfo(conninfo, error);
	if (options == NULL)
		return false;
	for (PQconninfoOption *option = options; option->keyword != NULL; option++) {
		if (option->envvar != NULL && option->val != NULL)
			g_setenv(option->envvar, option->val, TRUE);
	}
	return true;
}

const char *database_name(const Database *db)
{
	return db->name;
}

int database_backend_pid(const Database *db)
{
	return PQbackendPID(db->conn);
}

/* ── statements ── */
PGresult *database_run(Database *db, const char *sql, const char *const *params,
		       size_t params_count)
{
	g_assert(db->copy == COPY_STATE_NONE);
	return PQexecParams(db->conn, sql, (int)params_count, NULL, params, NULL, NULL, 0);
}

bool database_script(Database *db, const char *sql, GError **error)
{
	g_assert(db->copy == COPY_STATE_NONE);
	g_autoptr(PGresult) result = PQexec(db->conn, sql);
	ExecStatusType status = PQresultStatus(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY || database_fail(db, result, sql, error);
}

bool database_exec(Database *db, const char *sql, const char *const *params, size_t params_count,
		   gint64 *ret_rows, GError **error)
{
	g_autoptr(PGresult) result = database_run(db, sql, params, params_count);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return database_fail(db, result, sql, error);
	if (ret_rows != NULL)
		*ret_rows = g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
	return true;
}

DatabaseResult *database_query(Database *db, const char *sql, const char *const *params,
			       size_t params_count, GError **error)
{
	g_autoptr(PGresult) result = database_run(db, sql, params, params_count);
	ExecStatusType status = PQresultStatus(result);
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return result_new(g_steal_pointer(&result));
	database_fail(db, result, sql, error);
	return NULL;
}

DatabaseResult *database_one(Database *db, const char *sql, const char *const *params,
			     size_t params_count, GError **error)
{
	g_autoptr(DatabaseResult) result = database_query(db, sql, params, params_count, error);
	if (result == NULL || result_rows(result) == 1)
		return g_steal_pointer(&result);
	g_autofree char *purpose = sqltext_header(sql, "purpose");
	error_set(error, SHUMAR_ERROR_FAILED, NULL,
		  "cannot read '%s' in database '%s': %d rows instead of one",
		  purpose != NULL ? purpose : "a value", db->name, result_rows(result));
	return NULL;
}

/* ── streaming ── */
static void cancel(Database *db)
{
	char reason[256];
	PGcancel *request = PQgetCancel(db->conn);
	if (request != NULL)
		PQcancel(request, reason, sizeof reason);
	PQfreeCancel(request);
}

void database_settle(Database *db)
{
	if (db->copy == COPY_STATE_IN)
		PQputCopyEnd(db->conn, "given up");
	else if (PQtransactionStatus(db->conn) == PQTRANS_ACTIVE)
		cancel(db);
	char *data = NULL;
	while (db->copy == COPY_STATE_OUT && PQgetCopyData(db->conn, &data, 0) > 0)
		PQfreemem(data);
	PGresult *result = NULL;
	while ((result = PQgetResult(db->conn)) != NULL)
		PQclear(result);
	db->copy = COPY_STATE_NONE;
}

/* Takes one answer of the stream; false with *error set stops it. */
static bool each_answer(Database *db, PGresult *answer, const char *sql, DatabaseVisit visit,
			gpointer payload, GError **error)
{
	ExecStatusType status = PQresultStatus(answer);
	if (status == PGRES_SINGLE_TUPLE) {
		const DatabaseResult row = { .rows = answer };
		return visit(&row, payload, error);
	}
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
	       database_fail(db, answer, sql, error);
}

bool database_each(Database *db, const char *sql, const char *const *params, size_t params_count,
		   DatabaseVisit visit, gpointer payload, GError **error)
{
	g_assert(db->copy == COPY_STATE_NONE);
	if (PQsendQueryParams(db->conn, sql, (int)params_count, NULL, params, NULL, NULL, 0) == 0)
		return database_fail(db, NULL, sql, error);
	PQsetSingleRowMode(db->conn);
	PGresult *answer = NULL;
	while ((answer = PQgetResult(db->conn)) != NULL) {
		bool going = each_answer(db, answer, sql, visit, payload, error);
		PQclear(answer);
		if (!going) {
			database_settle(db);
			return false;
		}
	}
	return true;
}

/* ── transactions ── */
static const char *const begin_sql[] = {
	[DATABASE_READ_WRITE] = SQL_CORE_BEGIN,
	[DATABASE_SNAPSHOT_READ] = SQL_CORE_BEGIN_SNAPSHOT,
};

bool database_begin(Database *db, DatabaseMode mode, GError **error)
{
	g_assert(!database_in_transaction(db));
	return database_script(db, sqltext(begin_sql[mode]), error);
}

bool database_commit(Database *db, GError **error)
{
	const char *sql = sqltext(SQL_CORE_COMMIT);
	/* COMMIT of a failed transaction is a rollback that the server calls a success. */
	bool failed = PQtransactionStatus(db->conn) == PQTRANS_INERROR;
	if (!database_script(db, sql, error))
		return false;
	if (failed)
		error_set(
		    error, SHUMAR_ERROR_FAILED, NULL,
		    "cannot commit in database '%s': a statement of the transaction had failed",
		    db->name);
	return !failed;
}

void database_rollback(Database *db)
{
	database_settle(db);
	if (!database_in_transaction(db))
		return;
	g_autoptr(PGresult) result = PQexec(db->conn, sqltext(SQL_CORE_ROLLBACK));
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		log_debug("rollback left to the server", "database", db->name, NULL);
}

bool database_in_transaction(const Database *db)
{
	PGTransactionStatusType status = PQtransactionStatus(db->conn);
	return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

/* ── locks and quoting ── */
static char *key_text(gint64 key)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, key);
}

bool database_try_lock(Database *db, gint64 key, bool *ret_got, GError **error)
{
	g_autofree char *text = key_text(key);
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_TRY_LOCK), DATABASE_PARAMS(text), error);
	if (row == NULL)
		return false;
	*ret_got = result_bool(row, 0, 0);
	return true;
}

bool database_unlock(Database *db, gint64 key, GError **error)
{
	g_autofree char *text = key_text(key);
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_UNLOCK), DATABASE_PARAMS(text), error);
	if (row == NULL)
		return false;
	if (!result_bool(row, 0, 0))
		error_set(
		    error, SHUMAR_ERROR_FAILED, NULL,
		    "cannot give back lock %s in database '%s': this session does not hold it",
		    text, db->name);
	return result_bool(row, 0, 0);
}

char *database_quote_identifier(Database *db, const char *name)
{
	char *quoted = PQescapeIdentifier(db->conn, name, strlen(name));
	g_assert(quoted != NULL); /* only text that is not UTF-8 has no quoted form */
	char *copy = g_strdup(quoted);
	PQfreemem(quoted);
	return copy;
}

char *database_quote_literal(Database *db, const char *text)
{
	char *quoted = PQescapeLiteral(db->conn, text, strlen(text));
	g_assert(quoted != NULL);
	char *copy = g_strdup(quoted);
	PQfreemem(quoted);
	return copy;
}
