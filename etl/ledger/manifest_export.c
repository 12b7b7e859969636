/* Manifests as files, which an auditor verifies without this program. */
#include "etl/ledger/manifest.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "etl/ledger/manifest_key.h"

#include <string.h>

/* Writes FILE in FOLDER unless it is there with the same bytes. */
static bool put_file(const char *folder, const char *file, const void *bytes, size_t length,
		     GError **error)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *before = NULL;
	gsize before_length = 0;
	if (!g_file_get_contents(path, &before, &before_length, NULL))
		return outfile_write(path, OUTFILE_INTERNAL, bytes, length, error);
	if (before_length == length && memcmp(before, bytes, length) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT,
		  "Keep both, and find out which was changed: 'shumar etl manifest --verify' tells "
		  "of the warehouse's.",
		  "cannot export to '%s': the file is there and says something else", path);
	return false;
}

static bool export_row(const DatabaseResult *row, const char *folder, GError **error)
{
	const char *run_no = result_text(row, 0, result_column(row, "run_no"));
	const char *content = result_text(row, 0, result_column(row, "content"));
	gsize length = 0;
	g_autofree guint8 *signature =
	    g_base64_decode(result_text(row, 0, result_column(row, "signature")), &length);
	g_autofree char *json =
	    g_strdup_printf("%06d.json", (int)g_ascii_strtoll(run_no, NULL, 10));
	g_autofree char *sig = g_strdup_printf("%06d.sig", (int)g_ascii_strtoll(run_no, NULL, 10));
	return put_file(folder, json, content, strlen(content), error) &&
	       put_file(folder, sig, signature, length, error);
}

static bool export_run(Database *db, const char *run_no, const char *folder, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_MANIFEST_GET), DATABASE_PARAMS(run_no), error);
	return row != NULL && export_row(row, folder, error);
}

/* Keys are added to this file in time, so that it is replaced. */
static bool export_key(const Config *config, const char *folder, GError **error)
{
	g_autofree char *from = signature_public_path(&manifest_key, config);
	g_autofree char *to = g_build_filename(folder, "manifest.pub", NULL);
	g_autoptr(GPtrArray) keys = signature_read_public(from, error);
	if (keys == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint n = 0; n < keys->len; n++) {
		g_autofree char *pem = signature_pem(g_ptr_array_index(keys, n));
		g_string_append(text, pem);
	}
	return outfile_write(to, OUTFILE_INTERNAL, text->str, text->len, error);
}

bool manifest_export(Database *db, const Config *config, const char *run_no, const char *folder,
		     GString *report, GError **error)
{
	gint64 count = 0;
	g_autoptr(DatabaseResult) runs =
	    database_query(db, sqltext(SQL_ETL_MANIFEST_LIST), DATABASE_NO_PARAMS, error);
	if (runs == NULL)
		return false;
	for (int row = 0; row < result_rows(runs); row++) {
		const char *run = result_text(runs, row, 0);
		if (!result_bool(runs, row, 1) || (run_no != NULL && strcmp(run, run_no) != 0))
			continue;
		if (!export_run(db, run, folder, error))
			return false;
		count++;
	}
	if (count == 0)
		return manifest_text(report, db, run_no, error); /* says that there is none */
	if (!export_key(config, folder, error))
		return false;
	g_string_append_printf(report, "%" G_GINT64_FORMAT " manifests and manifest.pub in '%s'\n",
			       count, folder);
	return true;
}
