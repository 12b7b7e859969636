#include "etl/command/manifest_commands.h"

#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "etl/ledger/manifest.h"
#include "etl/ledger/manifest_key.h"

#include <stdio.h>

static gint64 run_option;
static gboolean verify_option;
static gboolean new_key_option;
static char *key_option;
static char *export_option;

const char manifest_details[] =
    "Prints the manifest of a run, byte for byte: canonical JSON of what was read,\n"
    "counted, rejected and proven, with the sha256 of the manifest before it. Each is\n"
    "signed (Ed25519). --verify holds all of them against their hashes, their\n"
    "signatures and the ledgers, and is exit 6 when one is broken.\n"
    "\n"
    "  shumar etl manifest --run 12 | sha256sum\n"
    "  shumar etl manifest --verify --key /media/auditor/manifest.pub\n"
    "  shumar etl manifest --export audit\n"
    "  openssl pkeyutl -verify -pubin -inkey audit/manifest.pub -rawin \\\n"
    "          -in audit/000012.json -sigfile audit/000012.sig";

const GOptionEntry manifest_options[] = {
	{ "run", 0, 0, G_OPTION_ARG_INT64, &run_option, "Manifest of run N (default: the last)",
	  "N" },
	{ "export", 0, 0, G_OPTION_ARG_FILENAME, &export_option,
	  "Write all of them (or that of --run) as files, with the public key", "DIR" },
	{ "verify", 0, 0, G_OPTION_ARG_NONE, &verify_option,
	  "Verify hashes, chain, signatures and ledgers", NULL },
	{ "key", 0, 0, G_OPTION_ARG_FILENAME, &key_option,
	  "Verify with this public key (PEM) instead of the engine's", "FILE" },
	{ "new-key", 0, 0, G_OPTION_ARG_NONE, &new_key_option,
	  "Retire the key, which was lost or is known to others; the next run makes one", NULL },
	{ 0 },
};

static bool check_options(const CommandContext *context, GError **error)
{
	bool shows = run_option != 0 || export_option != NULL;
	if ((int)shows + (int)verify_option + (int)new_key_option <= 1 && run_option >= 0 &&
	    (key_option == NULL || verify_option))
		return true;
	g_autofree char *hint =
	    g_strdup_printf("Usage: shumar etl manifest %s", context->command->usage);
	error_set(error, SHUMAR_ERROR_USAGE, hint,
		  "options of 'etl manifest' that do not go together");
	return false;
}

static bool act(GString *text, Database *db, const Config *config, GError **error)
{
	g_autofree char *run =
	    run_option > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, run_option) : NULL;
	if (verify_option)
		return manifest_verify(db, config, key_option, text, error);
	if (new_key_option)
		return manifest_key_retire(config, db, text, error);
	if (export_option != NULL)
		return manifest_export(db, config, run, export_option, text, error);
	return manifest_text(text, db, run, error);
}

bool manifest_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error) || !check_options(context, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Database) db =
	    config != NULL ? warehouse_open(config, "etl-manifest", error) : NULL;
	if (db == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	bool done = act(text, db, config, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
