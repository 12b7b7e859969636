#include "etl/command/redact_commands.h"

#include "core/error.h"
#include "etl/run/redact.h"

#include <stdio.h>
#include <string.h>

const char redact_details[] =
    "Names, numbers and remarks that got in leave facts, closed versions, rejected rows\n"
    "and raw tables, in a run of its own that is kept with its reason. Figures stay: a\n"
    "station or FIR number gets a code of its own (REDACTED-1), another column nothing.\n"
    "Without --station and --pattern it takes what would not be taken in today: what is\n"
    "none of a list, or looks like a card, phone or mail. No value is printed. Correct\n"
    "the record at the source too. Papers of earlier runs, made again, show the code.\n"
    "\n"
    "  shumar etl redact --source psrms --reason \"remarks in relation\" --dry-run\n"
    "  shumar etl redact --source psrms --column case.station --pattern '\\bw/o\\b' \\\n"
    "      --reason \"complainants in the place of stations\"";

const CommandOption redact_options[] = {
	{ "source", 0, OPTION_TEXT, "Of this source", "NAME" },
	{ "column", 0, OPTION_TEXT, "Only in this column (default: every one that takes text)",
	  "FEED.COLUMN" },
	{ "station", 0, OPTION_TEXT, "This station's name", "NAME" },
	{ "pattern", 0, OPTION_TEXT, "Values in which this is found", "REGEX" },
	{ "reason", 0, OPTION_TEXT, "Why; kept with the run", "TEXT" },
	{ "dry-run", 0, OPTION_FLAG, "Do everything, print what would change, and roll back",
	  NULL },
	{ 0 },
};

static bool check_options(const CommandContext *context, GError **error)
{
	const char *reason = command_text(context, "reason");
	if (reason == NULL || reason[strspn(reason, " ")] == '\0') {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Say why with --reason; it is kept with the run.", "--reason is missing");
		return false;
	}
	if (command_text(context, "station") == NULL || command_text(context, "pattern") == NULL)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Run it once for each.",
		  "--station and --pattern exclude each other");
	return false;
}

bool redact_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error) || !check_options(context, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	const char *column = command_text(context, "column");
	const char *station = command_text(context, "station");
	g_auto(GStrv) parts = g_strsplit(column != NULL ? column : "", ".", 2);
	bool named = parts[0] != NULL && parts[1] != NULL;
	if (column != NULL && !named) {
		error_set(error, SHUMAR_ERROR_USAGE, "Write it as case.station.",
			  "--column '%s' is no feed and column", column);
		return false;
	}
	const Redaction redaction = { .source = command_text(context, "source"),
				      .feed = station != NULL ? "case"
					      : named         ? parts[0]
							      : NULL,
				      .column = station != NULL ? "station"
						: named         ? parts[1]
								: NULL,
				      .station = station,
				      .pattern = command_text(context, "pattern"),
				      .reason = command_text(context, "reason") };
	const RunOptions options = { .dry_run = command_flag(context, "dry-run") };
	g_autoptr(GString) text = g_string_new(NULL);
	bool done = run_redact(config, &options, &redaction, text, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
