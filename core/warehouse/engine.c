#include "core/warehouse/engine.h"

#include "core/database/sqltext.h"

#include <string.h>

#define ENGINE_UNDER "engine/"
#define FACTS_UNDER  "facts/"

/* ── the hash: of paths and texts, in their order ── */
static bool add_to_hash(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	GChecksum *hash = payload;
	g_checksum_update(hash, (const guchar *)file->path, -1);
	g_checksum_update(hash, (const guchar *)"\n", 1);
	g_checksum_update(hash, (const guchar *)file->text, -1);
	return true;
}

static char *carried_sha256(void)
{
	g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);
	sqltext_each(ENGINE_UNDER, add_to_hash, hash, NULL);
	sqltext_each(FACTS_UNDER, add_to_hash, hash, NULL);
	return g_strdup(g_checksum_get_string(hash));
}

static bool is_applied(Database *db, const char *sha256, bool *ret_applied, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_ENGINE_APPLIED), DATABASE_PARAMS(sha256), error);
	if (row == NULL)
		return false;
	*ret_applied = result_bool(row, 0, 0);
	return true;
}

bool engine_check(Database *db, bool *ret_current, GError **error)
{
	g_autofree char *sha256 = carried_sha256();
	return is_applied(db, sha256, ret_current, error);
}

/* ── the facts that it is made for ── */
static const char *yes_unless_none(const char *value)
{
	return g_strcmp0(value, "none") == 0 ? "false" : "true";
}

static char *lines_of(const SqlText *file, const char *name)
{
	g_auto(GStrv) lines = sqltext_headers(file->text, name);
	return g_strjoinv("\n", lines);
}

/* Enters the header lines of a file of sql/facts/ (core/database/fact.h). */
static bool declare_fact(const SqlText *file, gpointer payload, GError **error)
{
	const char *name = file->path + strlen(FACTS_UNDER);
	g_autofree char *fact = g_strndup(name, strcspn(name, "."));
	g_autofree char *place = sqltext_header(file->text, "place");
	g_autofree char *feed = sqltext_header(file->text, "feed");
	g_autofree char *keys = sqltext_header(file->text, "keys");
	g_autofree char *day = sqltext_header(file->text, "day");
	g_autofree char *landed = sqltext_header(file->text, "landed");
	g_autofree char *district = sqltext_header(file->text, "district");
	g_autofree char *area = sqltext_header(file->text, "area");
	g_autofree char *classified = sqltext_header(file->text, "classified");
	g_autofree char *inherits = lines_of(file, "inherits");
	g_autofree char *figure = sqltext_header(file->text, "figure");
	g_autofree char *events = lines_of(file, "event");
	g_autofree char *record = sqltext_header(file->text, "record");
	g_autofree char *staged = sqltext_header(file->text, "staged");
	g_autofree char *tells = sqltext_header(file->text, "tells");
	g_autofree char *found = sqltext_header(file->text, "found");
	bool declared =
	    database_exec(payload, sqltext(SQL_CORE_FACT_DECLARE),
			  DATABASE_PARAMS(fact, place, yes_unless_none(feed), keys, day, landed,
					  yes_unless_none(district), area, classified, inherits,
					  record, staged, tells, found, file->text, figure, events),
			  NULL, error);
	if (!declared)
		g_prefix_error(error, "sql/%s: ", file->path);
	return declared;
}

static bool declare_facts(Database *db, GError **error)
{
	return database_exec(db, sqltext(SQL_CORE_FACTS_FORGET), DATABASE_NO_PARAMS, NULL, error) &&
	       sqltext_each(FACTS_UNDER, declare_fact, db, error);
}

/* ── making it ── */
/* Files of the kind 'marked' have marks in place of what differs by fact (11_marks.sql). */
static bool run_marked(Database *db, const char *text, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_ENGINE_RENDERED), DATABASE_PARAMS(text), error);
	return row != NULL && database_script(db, result_text(row, 0, 0), error);
}

static bool run_file(const SqlText *file, gpointer payload, GError **error)
{
	g_autofree char *kind = sqltext_header(file->text, "kind");
	bool is_marked = g_strcmp0(kind, "marked") == 0;
	if (is_marked ? run_marked(payload, file->text, error)
		      : database_script(payload, file->text, error))
		return true;
	g_prefix_error(error, "sql/%s: ", file->path);
	return false;
}

static bool make_steps(Database *db, const char *sha256, GError **error)
{
	return declare_facts(db, error) && sqltext_each(ENGINE_UNDER, run_file, db, error) &&
	       database_exec(db, sqltext(SQL_CORE_ENGINE_RECORD), DATABASE_PARAMS(sha256), NULL,
			     error) &&
	       database_commit(db, error);
}

bool engine_up(Database *db, GError **error)
{
	bool applied = false;
	g_autofree char *sha256 = carried_sha256();
	if (!is_applied(db, sha256, &applied, error))
		return false;
	if (applied)
		return true;
	if (!database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	if (make_steps(db, sha256, error))
		return true;
	database_rollback(db);
	return false;
}
