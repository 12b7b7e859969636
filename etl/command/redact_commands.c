#include "etl/command/redact_commands.h"

#include "core/error.h"
#include "etl/run/redact.h"

#include <stdio.h>
#include <string.h>

static char *source_option;
static char *column_option;
static char *station_option;
static char *pattern_option;
static char *reason_option;
static gboolean dry_run_option;

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

const GOptionEntry redact_options[] = {
	{ "source", 0, 0, G_OPTION_ARG_STRING, &source_option, "Of this source", "NAME" },
	{ "column", 0, 0, G_OPTION_ARG_STRING, &column_option,
	  "Only in this column (default: every one that takes text)", "FEED.COLUMN" },
	{ "station", 0, 0, G_OPTION_ARG_STRING, &station_option, "This station's name", "NAME" },
	{ "pattern", 0, 0, G_OPTION_ARG_STRING, &pattern_option, "Values in which this is found",
	  "REGEX" },
	{ "reason", 0, 0, G_OPTION_ARG_STRING, &reason_option, "Why; kept with the run", "TEXT" },
	{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run_option,
	  "Do everything, print what would change, and roll back", NULL },
	{ 0 },
};

static bool check_options(GError **error)
{
	if (reason_option == NULL || reason_option[strspn(reason_option, " ")] == '\0') {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Say why with --reason; it is kept with the run.", "--reason is missing");
		return false;
	}
	if (station_option == NULL || pattern_option == NULL)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Run it once for each.",
		  "--station and --pattern exclude each other");
	return false;
}

bool redact_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error) || !check_options(error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	g_auto(GStrv) parts = g_strsplit(column_option != NULL ? column_option : "", ".", 2);
	bool named = parts[0] != NULL && parts[1] != NULL;
	if (column_option != NULL && !named) {
		error_set(error, SHUMAR_ERROR_USAGE, "Write it as case.station.",
			  "--column '%s' is no feed and column", column_option);
		return false;
	}
	const Redaction redaction = { .source = source_option,
				      .feed = station_option != NULL ? "case"
					      : named                ? parts[0]
								     : NULL,
				      .column = station_option != NULL ? "station"
						: named                ? parts[1]
								       : NULL,
				      .station = station_option,
				      .pattern = pattern_option,
				      .reason = reason_option };
	const RunOptions options = { .dry_run = dry_run_option };
	g_autoptr(GString) text = g_string_new(NULL);
	bool done = run_redact(config, &options, &redaction, text, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
