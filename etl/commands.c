/* The commands of the ETL wing; all of them but 'manifest'. */
#include "core/command.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/warehouse.h"
#include "etl/ledger.h"
#include "etl/manifest_commands.h"
#include "etl/run.h"

#include <stdio.h>
#include <string.h>

/* ── options ── */
static char **sources_option;
static gboolean dry_run_option;
static gboolean brief_option;
static gint64 run_option;
static char *source_option;
static char *code_option;
static gboolean csv_option;

static const GOptionEntry run_options[] = {
	{ "source", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sources_option,
	  "Read only this source; may be given more than once", "NAME" },
	{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run_option,
	  "Do everything, print the summary, and roll back", NULL },
	{ "brief", 0, 0, G_OPTION_ARG_NONE, &brief_option,
	  "Print the last line of the summary only", NULL },
	{ 0 },
};

static const GOptionEntry rejects_options[] = {
	{ "run", 0, 0, G_OPTION_ARG_INT64, &run_option, "Entries of run N (default: the last)",
	  "N" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &source_option, "Only of this source", "NAME" },
	{ "code", 0, 0, G_OPTION_ARG_STRING, &code_option, "Only with this code", "CODE" },
	{ "csv", 0, 0, G_OPTION_ARG_NONE, &csv_option, "As CSV, with every column", NULL },
	{ 0 },
};

/* ── printing ── */
/* Prints TEXT; a closed or full stdout is an error, unless there is one already. */
static bool print(GString *text, bool done, GError **error)
{
	bool printed = fwrite(text->str, 1, text->len, stdout) == text->len && fflush(stdout) == 0;
	g_string_free(text, TRUE);
	if (done && !printed)
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot write to standard output");
	return done && printed;
}

typedef bool (*Show)(GString *text, Database *db, GError **error);

/* Opens the warehouse, lets SHOW write, and prints it. */
static bool show(CommandContext *context, Show write, GError **error)
{
	const Config *config = command_config(context, error);
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "etl-show", error) : NULL;
	if (db == NULL)
		return false;
	GString *text = g_string_new(NULL);
	bool done = write(text, db, error);
	return print(text, done, error);
}

/* ── commands ── */
static void keep_last_line(GString *text)
{
	gsize start = text->len > 0 ? text->len - 1 : 0;
	while (start > 0 && text->str[start - 1] != '\n')
		start--;
	g_string_erase(text, 0, (gssize)start);
}

static bool etl_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	const RunOptions options = { .sources = (const char *const *)sources_option,
				     .dry_run = dry_run_option };
	GString *summary = g_string_new(NULL);
	bool done = run_nightly(config, &options, summary, error);
	if (brief_option)
		keep_last_line(summary);
	return print(summary, done, error);
}

static bool etl_status(CommandContext *context, GStrv words, GError **error)
{
	return command_words(context, words, 0, 0, error) && show(context, ledger_status, error);
}

static bool show_rejects(GString *text, Database *db, GError **error)
{
	g_autofree char *run =
	    run_option > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, run_option) : NULL;
	const LedgerRejects wanted = {
		.run = run, .source = source_option, .code = code_option, .csv = csv_option
	};
	return ledger_rejects(text, db, &wanted, error);
}

static bool etl_rejects(CommandContext *context, GStrv words, GError **error)
{
	return command_words(context, words, 0, 0, error) && show(context, show_rejects, error);
}

static bool etl_verify(CommandContext *context, GStrv words, GError **error)
{
	return command_words(context, words, 0, 0, error) && show(context, ledger_verify, error);
}

static bool etl_rebuild(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	GString *summary = g_string_new(NULL);
	const char *cube = strcmp(words[0], "all") == 0 ? NULL : words[0];
	bool done = run_rebuild(config, cube, summary, error);
	return print(summary, done, error);
}

const Command etl_commands[] = {
	{ "etl", "run", "[--source NAME]… [--dry-run] [--brief]",
	  "Bring the warehouse to what the sources hold, prove it and publish it",
	  "Reads every source that is not marked 'when: asked', checks the rows, applies\n"
	  "the differences to facts and cubes in one transaction, proves every cube equal\n"
	  "to a rebuild and moves the pointer that reports read. Refused rows are kept:\n"
	  "see 'shumar etl rejects'. Running it twice changes nothing the second time.\n"
	  "\n"
	  "  shumar etl run\n"
	  "  shumar etl run --source cook --dry-run",
	  run_options, etl_run },
	{ "etl", "status", "", "Show the last runs, the sources and what was refused", "", NULL,
	  etl_status },
	{ "etl", "rejects", "[--run N] [--source NAME] [--code CODE] [--csv]",
	  "List refused rows and fields with reason and remedy",
	  "  shumar etl rejects --code unknown-district\n"
	  "  shumar etl rejects --csv > rejects.csv",
	  rejects_options, etl_rejects },
	{ "etl", "verify", "", "Prove every cube equal to a rebuild from the facts",
	  "Exit code 6 when a cube is wrong.", NULL, etl_verify },
	{ "etl", "manifest", MANIFEST_USAGE, "Show, verify or export the signed manifests of runs",
	  manifest_details, manifest_options, manifest_run },
	{ "etl", "rebuild", "CUBE|all", "Make a cube anew from the facts, prove it and publish", "",
	  NULL, etl_rebuild },
	{ 0 },
};
