#include "etl/command/source_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "etl/ledger/summary.h"
#include "etl/run/run.h"
#include "etl/run/run_sources.h"

#include <stdio.h>
#include <string.h>

const char source_details[] =
    "A source's name is part of every record. A run stops (exit 3) where the warehouse\n"
    "counts records of a source that the configuration does not have, and changes\n"
    "nothing, until it is said what is meant:\n"
    "  rename  the records of OLD are those of NEW, which is configured. Figures stay.\n"
    "  retire  the records of NAME no longer count. Their versions are kept, so that\n"
    "          reports of earlier runs stay as they were.\n"
    "Each is a run of its own, proven, published and kept with its reason.\n"
    "\n"
    "  shumar etl source list\n"
    "  shumar etl source rename psrms records --reason \"one name for all districts\"\n"
    "  shumar etl source retire trial --reason \"the trial has ended\" --dry-run";

const CommandOption source_options[] = {
	{ "reason", 0, OPTION_TEXT, "Why; kept with the run", "TEXT" },
	{ "dry-run", 0, OPTION_FLAG, "Do everything, print which figures would move, and roll back",
	  NULL },
	{ 0 },
};

static bool list(GString *text, const Config *config, GError **error)
{
	static const char *const heads[] = { "source",   "configured", "mapping", "facts",
					     "rejected", "last run",   "as at",   "keys as of" };
	g_autofree char *names = run_sources_names(config, false);
	g_autofree char *asked = run_sources_names(config, true);
	g_autoptr(Database) db = warehouse_open(config, "etl-show", error);
	g_autoptr(DatabaseResult) rows = db != NULL
					     ? database_query(db, sqltext(SQL_ETL_SOURCE_LIST),
							      DATABASE_PARAMS(names, asked), error)
					     : NULL;
	if (rows == NULL)
		return false;
	if (result_rows(rows) > 0)
		summary_table(text, rows, heads);
	else
		g_string_append(text, "no source is configured, and the warehouse knows none\n");
	return true;
}

static bool need_reason(const char *reason, const char *action, GError **error)
{
	if (reason != NULL && reason[strspn(reason, " ")] != '\0')
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Say why with --reason; it is kept with the run.",
		  "'etl source %s' needs --reason", action);
	return false;
}

static bool act(const CommandContext *context, GString *text, GStrv words, GError **error)
{
	const Config *config = context->config;
	const char *reason = command_text(context, "reason");
	const RunOptions options = { .dry_run = command_flag(context, "dry-run") };
	if (strcmp(words[0], "list") == 0)
		return list(text, config, error);
	if (!need_reason(reason, words[0], error))
		return false;
	if (strcmp(words[0], "rename") == 0)
		return run_rename(config, &options, words[1], words[2], reason, text, error);
	return run_retire(config, &options, words[1], reason, text, error);
}

/* Words of each action. */
static const struct {
	const char *name;
	guint words;
} actions[] = { { "list", 1 }, { "rename", 3 }, { "retire", 2 } };

static bool check_words(const CommandContext *context, GStrv words, GError **error)
{
	for (size_t n = 0; n < G_N_ELEMENTS(actions); n++) {
		if (words[0] != NULL && strcmp(words[0], actions[n].name) == 0)
			return command_words(context, words, actions[n].words, actions[n].words,
					     error);
	}
	g_autofree char *hint =
	    g_strdup_printf("Usage: shumar etl source %s", context->command->usage);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "'etl source' needs list, rename or retire");
	return false;
}

bool source_run(CommandContext *context, GStrv words, GError **error)
{
	if (!check_words(context, words, error))
		return false;
	if (command_config(context, error) == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	bool done = act(context, text, words, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
