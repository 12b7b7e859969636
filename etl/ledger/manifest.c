#include "etl/ledger/manifest.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/json.h"
#include "core/site/site.h"
#include "etl/ledger/manifest_key.h"

char *manifest_content(Database *db, const char *run_no, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_ETL_MANIFEST_CONTENT), DATABASE_PARAMS(run_no), error);
	return row != NULL && result_rows(row) == 1 ? g_strdup(result_text(row, 0, 0)) : NULL;
}

/* ── writing ── */
static bool has_manifest(Database *warehouse, const char *run_no, bool *ret_has, GError **error)
{
	g_autoptr(DatabaseResult) row = database_query(warehouse, sqltext(SQL_ETL_MANIFEST_GET),
						       DATABASE_PARAMS(run_no), error);
	if (row == NULL)
		return false;
	*ret_has = result_rows(row) == 1;
	return true;
}

/* As manifest_content, of a run that must have ended well. */
static char *content_to_sign(Database *warehouse, const char *run_no, GError **error)
{
	g_autoptr(GError) fault = NULL;
	char *content = manifest_content(warehouse, run_no, &fault);
	if (content == NULL && fault == NULL)
		error_set(&fault, SHUMAR_ERROR_FAILED,
			  "Only published and unchanged runs have one.",
			  "cannot write the manifest of run %s: it has not ended well", run_no);
	if (fault != NULL)
		g_propagate_error(error, g_steal_pointer(&fault));
	return content;
}

static bool sign(Database *warehouse, const SignatureKey *key, const char *run_no, GError **error)
{
	g_autofree char *content = content_to_sign(warehouse, run_no, error);
	if (content == NULL)
		return false;
	g_autofree char *signature = signature_make(key, content);
	return database_exec(warehouse, sqltext(SQL_ETL_MANIFEST_PUT),
			     DATABASE_PARAMS(run_no, content, signature, signature_key_public(key)),
			     NULL, error);
}

static void put_text(GString *json, const char *key, const char *text)
{
	json_put_name(json, key);
	if (text != NULL)
		json_put_text(json, text);
	else
		g_string_append(json, "null");
}

/* Enters which files of its site the program had. */
static bool enter_site(Database *warehouse, const char *run_no, GError **error)
{
	const Site *site = site_current();
	if (site == NULL)
		return true;
	g_autoptr(GString) json = g_string_new("[");
	for (guint n = 0; n < site->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(site->files, n);
		g_string_append(json, n > 0 ? ", {" : "{");
		put_text(json, "path", file->path);
		put_text(json, "sha256", file->sha256);
		put_text(json, "reason", file->reason);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
	return database_exec(warehouse, sqltext(SQL_ETL_RUN_SITE_ENTER),
			     DATABASE_PARAMS(run_no, json->str), NULL, error);
}

bool manifest_write(Database *warehouse, const Config *config, const char *run_no, GError **error)
{
	bool has = false;
	if (!has_manifest(warehouse, run_no, &has, error))
		return false;
	if (has)
		return true;
	if (!enter_site(warehouse, run_no, error))
		return false;
	g_autoptr(SignatureKey) key = signature_key_open(&manifest_key, config, warehouse, error);
	return key != NULL && sign(warehouse, key, run_no, error);
}

/* ── showing ── */
bool manifest_text(GString *text, Database *db, const char *run_no, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_ETL_MANIFEST_GET), DATABASE_PARAMS(run_no), error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 1) {
		g_string_append(text, result_text(row, 0, result_column(row, "content")));
		return true;
	}
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Runs that failed or were not published have none; see 'shumar etl status'.",
		  "no manifest of %s%s", run_no != NULL ? "run " : "any run",
		  run_no != NULL ? run_no : "");
	return false;
}
