#include "etl/command/manifest_commands.h"

#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "etl/ledger/manifest.h"
#include "etl/ledger/manifest_key.h"

#include <stdio.h>

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

const CommandOption manifest_options[] = {
	{ "run", 0, OPTION_NUMBER, "Manifest of run N (default: the last)", "N" },
	{ "export", 0, OPTION_FILE,
	  "Write all of them (or that of --run) as files, with the public key", "DIR" },
	{ "verify", 0, OPTION_FLAG, "Verify hashes, chain, signatures and ledgers", NULL },
	{ "key", 0, OPTION_FILE, "Verify with this public key (PEM) instead of the engine's",
	  "FILE" },
	{ "new-key", 0, OPTION_FLAG,
	  "Retire the key, which was lost or is known to others; the next run makes one", NULL },
	{ 0 },
};

static bool check_options(const CommandContext *context, GError **error)
{
	gint64 run = command_number(context, "run", 0);
	bool verify = command_flag(context, "verify");
	bool shows = run != 0 || command_text(context, "export") != NULL;
	if ((int)shows + (int)verify + (int)command_flag(context, "new-key") <= 1 && run >= 0 &&
	    (command_text(context, "key") == NULL || verify))
		return true;
	g_autofree char *hint =
	    g_strdup_printf("Usage: shumar etl manifest %s", context->command->usage);
	error_set(error, SHUMAR_ERROR_USAGE, hint,
		  "options of 'etl manifest' that do not go together");
	return false;
}

static bool act(const CommandContext *context, GString *text, Database *db, GError **error)
{
	const Config *config = context->config;
	gint64 number = command_number(context, "run", 0);
	g_autofree char *run = number > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, number) : NULL;
	if (command_flag(context, "verify"))
		return manifest_verify(db, config, command_text(context, "key"), text, error);
	if (command_flag(context, "new-key"))
		return manifest_key_retire(config, db, text, error);
	if (command_text(context, "export") != NULL)
		return manifest_export(db, config, run, command_text(context, "export"), text,
				       error);
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
	bool done = act(context, text, db, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
