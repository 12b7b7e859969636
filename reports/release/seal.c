#include "reports/release/seal.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "reports/disclosure/solver.h"
#include "reports/output/versions.h"
#include "reports/release/contents.h"

const SignatureKind release_key = {
	.file = {
		.what = "release key",
		.file = "release.key",
		.setting = "release-key",
		.gone = "releases were signed with it",
		.exchanged = "releases were signed with another key",
		.hint = "Restore the file from its backup: readers know its public key.",
	},
	.public_file = "release.pub",
};

/* The seal itself is in no list. */
static const char *const seal_files[] = { SEAL_MANIFEST, SEAL_SIGNATURE, SEAL_PUBLIC, NULL };

/* ── what it says ── */
static bool say_release(Contents *contents, Database *db, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_RELEASE_SEAL), DATABASE_PARAMS(release_id), error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 0) {
		error_set(error, SHUMAR_ERROR_FAILED, "'shumar release list' has all of them.",
			  "cannot seal release '%s': there is none of that name", release_id);
		return false;
	}
	static const char *const names[][2] = {
		{ "release", "release_id" },
		{ "plan", "plan" },
		{ "run", "run_no" },
		{ "as_at", "as_at" },
		{ "jurisdiction", "jurisdiction" },
		{ "content", "content" },
		{ "announced_at", "announced" },
		{ "ledger", "ledger" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++)
		contents_say(contents, names[n][0],
			     result_text(row, 0, result_column(row, names[n][1])));
	return true;
}

/* The rows of SQL as TABLE, but the one called BUT. */
static bool say_rows(Contents *contents, Database *db, const char *table, const char *sql,
		     const char *release_id, const char *but, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(sql), DATABASE_PARAMS(release_id), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++) {
		if (g_strcmp0(result_text(rows, row, 0), but) != 0)
			contents_say_row(contents, table, result_text(rows, row, 0),
					 result_text(rows, row, 1));
	}
	return rows != NULL;
}

typedef struct {
	Contents *contents;
	const char *table;
} Saying;

static gboolean say_version(gpointer name, gpointer version, gpointer data)
{
	const Saying *saying = data;
	contents_say_row(saying->contents, saying->table, name, version);
	return FALSE;
}

static gint by_text(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static void say_versions(Contents *contents)
{
	g_autoptr(GTree) libraries = g_tree_new_full(by_text, NULL, g_free, g_free);
	g_autoptr(GTree) fonts = g_tree_new_full(by_text, NULL, g_free, g_free);
	device_versions(libraries, fonts);
	g_tree_foreach(libraries, say_version, &(Saying){ contents, "libraries" });
	g_tree_foreach(fonts, say_version, &(Saying){ contents, "fonts" });
	contents_say(contents, "program", "shumar " SHUMAR_VERSION);
	contents_say(contents, "solver", solver_version());
}

/* ── the files ── */
static bool write_one(const char *folder, const char *name, const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return outfile_write(path, OUTFILE_PUBLIC, text, strlen(text), error);
}

/* SHA256SUMS, for readers who have no more than sha256sum. */
static bool write_sums(const char *folder, const Contents *contents, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint n = 0; n < contents->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(contents->files, n);
		g_string_append_printf(text, "%s  %s\n", file->sha256, file->name);
	}
	return write_one(folder, SEAL_SUMS, text->str, error);
}

static bool walk(Contents *contents, const char *folder, const char *const *skipped, GError **error)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(contents->files, 0);
	if (!contents_walk(contents, folder, skipped, faults, error))
		return false;
	if (faults->len == 0)
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT,
		  "A release has plain files, named with letters, digits and ._- alone.",
		  "cannot seal '%s': %s", folder, (const char *)g_ptr_array_index(faults, 0));
	return false;
}

bool seal_list(Contents *contents, const char *folder, GError **error)
{
	static const char *const but_sums[] = { SEAL_MANIFEST, SEAL_SIGNATURE, SEAL_PUBLIC,
						SEAL_SUMS, NULL };
	return walk(contents, folder, but_sums, error) && write_sums(folder, contents, error) &&
	       walk(contents, folder, seal_files, error);
}

bool seal_write(const Contents *contents, const SignatureKey *key, const char *folder,
		char **ret_sha256, GError **error)
{
	g_autofree char *json = contents_json(contents);
	g_autofree char *signature = signature_make(key, json);
	g_autofree char *line = g_strconcat(signature, "\n", NULL);
	g_autofree char *pem = signature_pem(signature_key_public(key));
	if (!write_one(folder, SEAL_MANIFEST, json, error) ||
	    !write_one(folder, SEAL_SIGNATURE, line, error) ||
	    !write_one(folder, SEAL_PUBLIC, pem, error))
		return false;
	if (ret_sha256 != NULL)
		*ret_sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, json, -1);
	return true;
}

bool seal_folder(Database *db, const Config *config, const char *release_id, const char *folder,
		 char **ret_sha256, GError **error)
{
	g_autoptr(Contents) contents = contents_new();
	g_autoptr(SignatureKey) key = signature_key_open(&release_key, config, db, error);
	if (key == NULL || !say_release(contents, db, release_id, error) ||
	    !say_rows(contents, db, "params", SQL_RELEASE_SEAL_PARAMS, release_id, NULL, error) ||
	    !say_rows(contents, db, "earlier", SQL_RELEASE_FOLDER_EARLIER, release_id, release_id,
		      error))
		return false;
	say_versions(contents);
	return seal_list(contents, folder, error) &&
	       seal_write(contents, key, folder, ret_sha256, error);
}
