#include "core/database/database_private.h"

#include <limits.h>

/* Starts a COPY whose answer must be EXPECTED. */
static bool copy_start(Database *db, const char *sql, ExecStatusType expected, CopyState state,
		       GError **error)
{
	g_assert(db->copy == COPY_STATE_NONE);
	g_autoptr(PGresult) result = PQexec(db->conn, sql);
	ExecStatusType status = PQresultStatus(result);
	if (status == expected) {
		db->copy = state;
		return true;
	}
	if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_TUPLES_OK ||
	    status == PGRES_COMMAND_OK)
		g_error("the statement is no COPY of the expected direction");
	return database_fail(db, result, sql, error);
}

bool database_copy_out(Database *db, const char *sql, GError **error)
{
	return copy_start(db, sql, PGRES_COPY_OUT, COPY_STATE_OUT, error);
}

bool database_copy_in(Database *db, const char *sql, GError **error)
{
	return copy_start(db, sql, PGRES_COPY_IN, COPY_STATE_IN, error);
}

/* Reads the answers that end a COPY; the first one is the COPY's own. */
static PGresult *copy_finish(Database *db)
{
	PGresult *result = PQgetResult(db->conn);
	PGresult *more = NULL;
	while ((more = PQgetResult(db->conn)) != NULL)
		PQclear(more);
	db->copy = COPY_STATE_NONE;
	return result;
}

DatabaseCopy database_copy_read(Database *db, const char **ret_data, size_t *ret_length,
				GError **error)
{
	g_assert(db->copy == COPY_STATE_OUT);
	g_clear_pointer(&db->copy_message, PQfreemem);
	int length = PQgetCopyData(db->conn, &db->copy_message, 0);
	if (length > 0) {
		*ret_data = db->copy_message;
		*ret_length = (size_t)length;
		return DATABASE_COPY_DATA;
	}
	g_autoptr(PGresult) result = copy_finish(db);
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		return DATABASE_COPY_END;
	database_fail(db, result, NULL, error);
	return DATABASE_COPY_FAILED;
}

bool database_copy_write(Database *db, const char *data, size_t length, GError **error)
{
	g_assert(db->copy == COPY_STATE_IN);
	while (length > 0) {
		size_t piece = MIN(length, (size_t)INT_MAX / 2);
		if (PQputCopyData(db->conn, data, (int)piece) != 1)
			return database_fail(db, NULL, NULL, error);
		data += piece;
		length -= piece;
	}
	return true;
}

bool database_copy_end(Database *db, const char *failure, gint64 *ret_rows, GError **error)
{
	g_assert(db->copy == COPY_STATE_IN);
	int put = PQputCopyEnd(db->conn, failure);
	g_autoptr(PGresult) result = copy_finish(db);
	if (put != 1 || PQstatus(db->conn) == CONNECTION_BAD)
		return database_fail(db, result, NULL, error);
	/* A COPY that was told to fail answers with our own text as its error. */
	if (failure == NULL && PQresultStatus(result) != PGRES_COMMAND_OK)
		return database_fail(db, result, NULL, error);
	if (ret_rows != NULL)
		*ret_rows = failure == NULL ? g_ascii_strtoll(PQcmdTuples(result), NULL, 10) : 0;
	return true;
}
