#include "core/warehouse/engine.h"

#include "core/database/sqltext.h"

#define ENGINE_UNDER "engine/"

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

/* ── making it ── */
static bool run_file(const SqlText *file, gpointer payload, GError **error)
{
	if (database_script(payload, file->text, error))
		return true;
	g_prefix_error(error, "sql/%s: ", file->path);
	return false;
}

static bool make_steps(Database *db, const char *sha256, GError **error)
{
	return sqltext_each(ENGINE_UNDER, run_file, db, error) &&
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
