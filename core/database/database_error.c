#include "core/database/database_private.h"

#include "core/database/sqltext.h"

#include <string.h>

typedef struct {
	const char *sqlstate;
	const char *hint;
} SqlstateHint;

/* Remedies for states that an operator can meet; SQLSTATE appendix A of the manual. */
static const SqlstateHint sqlstate_hints[] = {
	{ "28000", "Check the user name of the connection and the server's pg_hba.conf." },
	{ "28P01", "Give the password in a password file: see PGPASSFILE or ~/.pgpass." },
	{ "3D000", "Check the name of the database, or create it on that server." },
	{ "53100", "Free space on the server's disk, then run the same command again." },
	{ "53200", "Give the server more memory, or run less at once." },
	{ "53300", "Wait for other sessions to end, or raise max_connections on the server." },
	{ "55P03", "Another session holds a lock on it: wait, or find it in pg_stat_activity." },
	{ "57014", "The statement took longer than allowed or was cancelled: run it again." },
	{ "57P03", "The server is starting or stopping: wait a little and try again." },
	{ "42501", "Grant the user of the connection what it lacks." },
};

static const char unanswered_hint[] =
    "Check that the server runs and that host and port of the connection are right.";

static const char *hint_of_sqlstate(const char *sqlstate)
{
	for (size_t n = 0; n < G_N_ELEMENTS(sqlstate_hints); n++) {
		if (strcmp(sqlstate_hints[n].sqlstate, sqlstate) == 0)
			return sqlstate_hints[n].hint;
	}
	return NULL;
}

/* ── the statement that failed ── */
/* "sql/path:line:column" of POSITION (in characters, from 1; 0 for none) in SQL when it is an
 * embedded file, else "a statement". */
static char *statement_place(const char *sql, guint64 position)
{
	const SqlText *file = NULL;
	size_t count = 0;
	const SqlText *files = sqltext_files(&count);
	for (size_t n = 0; n < count && file == NULL; n++) {
		if (files[n].text == sql)
			file = &files[n];
	}
	if (file == NULL)
		return g_strdup("a statement");
	g_autofree char *place = sqltext_place(file->path);
	if (position == 0)
		return g_steal_pointer(&place);
	guint64 line = 1;
	guint64 column = 1;
	for (const char *at = sql; *at != '\0' && position > 1; at++) {
		bool continues =
		    ((guchar)at[1] & 0xC0) == 0x80; /* a UTF-8 character of more bytes */
		position -= continues ? 0 : 1;
		column = *at == '\n' ? 1 : column + (continues ? 0 : 1);
		line += *at == '\n';
	}
	return g_strdup_printf("%s:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, place, line, column);
}

static guint64 error_position(const PGresult *result)
{
	const char *text = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
	return text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
}

/* ── messages ── */
static char *first_line(const char *message)
{
	char *line = g_strndup(message, strcspn(message, "\n"));
	return g_strstrip(line);
}

char *database_message_blot(const char *sqlstate, const char *message)
{
	/* Class 22 (data exception) quotes the offending value; 22P04 (COPY format) quotes names.
	 */
	const char *first = strchr(message, '"');
	const char *last = strrchr(message, '"');
	bool quotes_value = g_str_has_prefix(sqlstate, "22") && strcmp(sqlstate, "22P04") != 0;
	if (!quotes_value || first == NULL)
		return first_line(message);
	g_autoptr(GString) blotted = g_string_new_len(message, first - message);
	g_string_append(blotted, "\"…\"");
	if (last > first)
		g_string_append(blotted, last + 1);
	return first_line(blotted->str);
}

char *database_connect_message(const char *message, char ret_sqlstate[6])
{
	g_autofree char *line = first_line(message);
	g_autoptr(GRegex) verbose = g_regex_new("^.*:  ([0-9A-Z]{5}): ", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	ret_sqlstate[0] = '\0';
	if (!g_regex_match(verbose, line, 0, &match))
		return g_steal_pointer(&line);
	g_autofree char *sqlstate = g_match_info_fetch(match, 1);
	g_strlcpy(ret_sqlstate, sqlstate, 6);
	return g_regex_replace_literal(verbose, line, -1, 0, "", 0, NULL);
}

void database_fail_connect(const char *name, const char *sqlstate, const char *message,
			   GError **error)
{
	const char *hint = sqlstate[0] != '\0' ? hint_of_sqlstate(sqlstate) : unanswered_hint;
	GError *fault = NULL;
	error_set(&fault, SHUMAR_ERROR_UNREACHABLE, hint, "cannot connect to database '%s': %s",
		  name, message);
	error_set_sqlstate(fault, sqlstate);
	g_propagate_error(error, fault);
}

static void fail_statement(const Database *db, const PGresult *result, const char *sql,
			   GError **error)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *state = sqlstate != NULL ? sqlstate : "";
	const char *hint = hint_of_sqlstate(state);
	if (hint == NULL)
		hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	g_autofree char *place = statement_place(sql, error_position(result));
	g_autofree char *message =
	    database_message_blot(state, primary != NULL ? primary : PQresultErrorMessage(result));
	GError *fault = NULL;
	error_set(&fault, SHUMAR_ERROR_FAILED, hint, "cannot run %s in database '%s': %s", place,
		  db->name, message);
	error_set_sqlstate(fault, state);
	g_propagate_error(error, fault);
}

/* "FATAL:  terminating connection" without the severity, which is a word of the server's language.
 */
static const char *after_severity(const char *message)
{
	const char *severity_end = strstr(message, ":  ");
	return severity_end != NULL ? severity_end + 3 : message;
}

static void fail_lost(const Database *db, const PGresult *result, GError **error)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	g_autofree char *message =
	    first_line(primary != NULL ? primary : after_severity(PQerrorMessage(db->conn)));
	GError *fault = NULL;
	error_set(&fault, SHUMAR_ERROR_UNREACHABLE,
		  "Check that the server runs, then run the same command again.",
		  "lost the connection to database '%s': %s", db->name,
		  message[0] != '\0' ? message : "the server closed it");
	error_set_sqlstate(fault, sqlstate);
	g_propagate_error(error, fault);
}

/* The server ends a session with a fatal error before libpq notices that it is closed. */
static bool is_lost(const Database *db, const PGresult *result)
{
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	return PQstatus(db->conn) == CONNECTION_BAD || g_strcmp0(severity, "FATAL") == 0 ||
	       g_strcmp0(severity, "PANIC") == 0;
}

bool database_fail(const Database *db, const PGresult *result, const char *sql, GError **error)
{
	if (is_lost(db, result))
		fail_lost(db, result, error);
	else if (result != NULL && PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL)
		fail_statement(db, result, sql, error);
	else {
		g_autofree char *message = first_line(PQerrorMessage(db->conn));
		error_set(error, SHUMAR_ERROR_FAILED, NULL, "cannot go on in database '%s': %s",
			  db->name, message);
	}
	return false;
}
