#include "etl/ledger/manifest_key.h"

#include "core/database/sqltext.h"
#include "core/error.h"

#include <errno.h>
#include <glib/gstdio.h>

const SignatureKind manifest_key = {
	.file = {
	.what = "manifest key",
	.file = "manifest.key",
	.setting = "manifest-key",
	.gone = "the warehouse's manifests were signed with it",
	.exchanged = "the warehouse's manifests were signed with another key",
	.hint = "Restore the file from its backup. If it is lost for good, or known to others, "
		"'shumar etl manifest --new-key' makes the next run take a new one.",
	},
	.public_file = "manifest.pub",
};

bool manifest_key_retire(const Config *config, Database *warehouse, GString *report, GError **error)
{
	g_autofree char *path = keyfile_path(&manifest_key.file, config);
	g_autofree char *aside = g_strconcat(path, ".retired", NULL);
	/* the file first: with the setting gone a run would take the old key for a new one */
	if (g_rename(path, aside) != 0 && errno != ENOENT) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errno,
				"Make the data folder writable for this user.",
				"cannot put manifest key '%s' aside", path);
		return false;
	}
	if (!database_exec(warehouse, sqltext(SQL_ETL_MANIFEST_RETIRE_KEY),
			   DATABASE_PARAMS(manifest_key.file.setting), NULL, error))
		return false;
	g_string_append(report, "the manifest key is retired; the next run makes a new one\n");
	return true;
}
