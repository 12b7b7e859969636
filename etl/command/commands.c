/* The commands of the ETL wing; all of them but 'manifest'. */
#include "etl/command/commands.h"
#include "core/error.h"
#include "core/period.h"
#include "core/progress.h"
#include "core/text.h"
#include "core/warehouse/warehouse.h"
#include "etl/command/baseline_commands.h"
#include "etl/command/feed_commands.h"
#include "etl/command/ledger.h"
#include "etl/command/manifest_commands.h"
#include "etl/command/redact_commands.h"
#include "etl/command/site_commands.h"
#include "etl/command/source_check_commands.h"
#include "etl/command/source_commands.h"
#include "etl/command/source_new_commands.h"
#include "etl/ledger/rejects.h"
#include "etl/run/run.h"

#include <stdio.h>
#include <string.h>

/* ── options ── */
#define PATIENCE_USUAL_S 60

#define RUN_OPTIONS                                                                                \
	{ "source", 0, OPTION_TEXTS, "Read only this source; may be given more than once",         \
	  "NAME" },                                                                                \
	    { "dry-run", 0, OPTION_FLAG, "Do everything, print what would change, and roll back",  \
	      NULL },                                                                              \
	    { "accept-loss", 0, OPTION_TEXTS,                                                      \
	      "Let these districts ('all': any) lose records; the message that asks names them",   \
	      "DISTRICT…" },                                                                       \
	    { "trust-clock", 0, OPTION_FLAG,                                                       \
	      "The clock is right, although a run before began later than it says", NULL },        \
	{                                                                                          \
		"patience", 0, OPTION_NUMBER,                                                      \
		    "How long a source that is away is tried again (default: 60)", "SECONDS"       \
	}

static const CommandOption run_options[] = {
	RUN_OPTIONS,
	{ "brief", 0, OPTION_FLAG, "Print the last line of the summary only", NULL },
	{ "full", 0, OPTION_FLAG,
	  "Compare every source row by row, whatever its change ledger says", NULL },
	{ "verify-all", 0, OPTION_FLAG, "Prove all cells of all cubes, not only those touched",
	  NULL },
	{ 0 },
};

static const CommandOption backfill_options[] = {
	RUN_OPTIONS,
	{ "from", 0, OPTION_TEXT, "First day of the period", "DAY" },
	{ "to", 0, OPTION_TEXT, "Last day of the period", "DAY" },
	{ 0 },
};

static const CommandOption reclassify_options[] = {
	{ "reason", 0, OPTION_TEXT, "Why; kept with the run", "TEXT" },
	{ "accept-loss", 0, OPTION_TEXTS,
	  "Let these districts ('all': any) lose records; the message that asks names them",
	  "DISTRICT…" },
	{ 0 },
};

static const CommandOption rejects_options[] = {
	{ "run", 0, OPTION_NUMBER, "Entries that run N knew (default: those open now)", "N" },
	{ "district", 0, OPTION_TEXT, "Only of this district", "CODE" },
	{ "station", 0, OPTION_TEXT, "Only of this station", "NAME" },
	{ "export", 0, OPTION_FILE, "Write one CSV file per station, to be sent to it", "DIR" },
	{ "retry", 0, OPTION_FLAG, "Try the rejected rows again now, reading no source", NULL },
	{ "source", 0, OPTION_TEXT, "Only of this source", "NAME" },
	{ "code", 0, OPTION_TEXT, "Only with this code", "CODE" },
	{ "csv", 0, OPTION_FLAG, "As CSV, with every column", NULL },
	{ 0 },
};

/* ── printing ── */
/* Prints TEXT; a closed or full stdout is an error, unless there is one already. Whatever a value
 * in it holds, the terminal obeys none of it; CSV, whose lines end with CR LF, has seen to that. */
static bool print(const CommandContext *context, GString *text, bool done, GError **error)
{
	bool csv = command_takes(context, "csv") && command_flag(context, "csv");
	g_autofree char *shown =
	    csv ? g_strndup(text->str, text->len) : text_printable(text->str, (gssize)text->len);
	bool printed = fputs(shown, stdout) >= 0 && fflush(stdout) == 0;
	g_string_free(text, TRUE);
	if (done && !printed)
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot write to standard output");
	return done && printed;
}

typedef bool (*Show)(GString *text, Database *db, gpointer payload, GError **error);

/* Opens the warehouse, lets SHOW write, and prints it. */
static bool show(CommandContext *context, Show write, gpointer payload, GError **error)
{
	const Config *config = command_config(context, error);
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "etl-show", error) : NULL;
	if (db == NULL)
		return false;
	GString *text = g_string_new(NULL);
	bool done = write(text, db, payload, error);
	return print(context, text, done, error);
}

/* ── commands ── */
static void keep_last_line(GString *text)
{
	gsize start = text->len > 0 ? text->len - 1 : 0;
	while (start > 0 && text->str[start - 1] != '\n')
		start--;
	g_string_erase(text, 0, (gssize)start);
}

/* The districts of --accept-loss, which may be parted by commas or stand as WORDS after it. */
static bool take_accepted(const CommandContext *context, GStrv words, GStrv *ret_names,
			  GError **error)
{
	*ret_names = NULL;
	const char *const *asked = command_texts(context, "accept-loss");
	if (asked[0] == NULL)
		return command_words(context, words, 0, 0, error);
	g_autofree char *given = g_strjoinv(",", (char **)(guintptr)asked);
	g_autofree char *after = g_strjoinv(",", words);
	g_autofree char *list = g_strconcat(given, after[0] != '\0' ? "," : "", after, NULL);
	g_auto(GStrv) names = g_strsplit(list, ",", -1);
	for (char **name = names; *name != NULL; name++) {
		if ((*name)[0] != '-' && (*name)[0] != '\0')
			continue;
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name the districts that the message of the run before named, or 'all'.",
			  "--accept-loss needs a district after it");
		return false;
	}
	*ret_names = g_steal_pointer(&names);
	return true;
}

/* Runs with OPTIONS filled from the command line, and prints the summary. */
static bool run_and_print(CommandContext *context, GStrv words, RunOptions *options, GError **error)
{
	g_auto(GStrv) accepted = NULL;
	if (!take_accepted(context, words, &accepted, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	options->sources = command_texts(context, "source");
	options->dry_run = command_flag(context, "dry-run");
	options->accept_loss = (const char *const *)accepted;
	options->trust_clock = command_flag(context, "trust-clock");
	options->patience_s =
	    (int)CLAMP(command_number(context, "patience", PATIENCE_USUAL_S), 0, G_MAXINT);
	GString *summary = g_string_new(NULL);
	bool done = run_nightly(config, options, summary, error);
	if (done && command_takes(context, "brief") && command_flag(context, "brief"))
		keep_last_line(summary);
	return print(context, summary, done, error);
}

static bool etl_run(CommandContext *context, GStrv words, GError **error)
{
	RunOptions options = { .full = command_flag(context, "full"),
			       .verify_all = command_flag(context, "verify-all") };
	return run_and_print(context, words, &options, error);
}

static bool read_day(const char *option, const char *text, GDate *ret_day, GError **error)
{
	if (text != NULL && date_parse(text, ret_day, NULL))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Write a day as 2024-01-31.", "%s is %s", option,
		  text != NULL ? "no day" : "missing");
	return false;
}

static bool etl_backfill(CommandContext *context, GStrv words, GError **error)
{
	GDate from;
	GDate to;
	RunOptions options = { .from = command_text(context, "from"),
			       .to = command_text(context, "to") };
	if (!read_day("--from", options.from, &from, error) ||
	    !read_day("--to", options.to, &to, error))
		return false;
	if (g_date_compare(&from, &to) <= 0)
		return run_and_print(context, words, &options, error);
	error_set(error, SHUMAR_ERROR_USAGE, "Give the earlier day with --from.",
		  "--from %s is after --to %s", options.from, options.to);
	return false;
}

static bool etl_reclassify(CommandContext *context, GStrv words, GError **error)
{
	g_auto(GStrv) accepted = NULL;
	if (!take_accepted(context, words, &accepted, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	const char *reason = command_text(context, "reason");
	if (reason == NULL) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Say why with --reason; it is kept with the run.", "--reason is missing");
		return false;
	}
	GString *summary = g_string_new(NULL);
	bool done =
	    run_reclassify_accepting(config, reason, (const char *const *)accepted, summary, error);
	return print(context, summary, done, error);
}

static bool show_explain(GString *text, Database *db, gpointer run, GError **error)
{
	return ledger_explain(text, db, run, error);
}

static bool etl_explain(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	if (g_ascii_string_to_signed(words[0], 10, 1, G_MAXINT64, NULL, NULL))
		return show(context, show_explain, words[0], error);
	error_set(error, SHUMAR_ERROR_USAGE, "'shumar etl status' shows the runs.",
		  "'%s' is no number of a run", words[0]);
	return false;
}

static bool show_status(GString *text, Database *db, gpointer unused, GError **error)
{
	(void)unused;
	return ledger_status(text, db, error);
}

static bool etl_status(CommandContext *context, GStrv words, GError **error)
{
	return command_words(context, words, 0, 0, error) &&
	       show(context, show_status, NULL, error);
}

static bool show_rejects(GString *text, Database *db, gpointer payload, GError **error)
{
	const CommandContext *context = payload;
	const char *folder = command_text(context, "export");
	gint64 number = command_number(context, "run", 0);
	g_autofree char *run = number > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, number) : NULL;
	const Rejects wanted = { .run = run,
				 .source = command_text(context, "source"),
				 .code = command_text(context, "code"),
				 .district = command_text(context, "district"),
				 .station = command_text(context, "station"),
				 .csv = command_flag(context, "csv") };
	return folder != NULL ? rejects_export(text, db, &wanted, folder, error)
			      : rejects_list(text, db, &wanted, error);
}

static bool etl_rejects(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	if (!command_flag(context, "retry"))
		return show(context, show_rejects, context, error);
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	GString *summary = g_string_new(NULL);
	bool done = run_retry(config, summary, error);
	return print(context, summary, done, error);
}

static bool show_verify(GString *text, Database *db, gpointer unused, GError **error)
{
	(void)unused;
	return ledger_verify(text, db, error);
}

static bool etl_verify(CommandContext *context, GStrv words, GError **error)
{
	return command_words(context, words, 0, 0, error) &&
	       show(context, show_verify, NULL, error);
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
	return print(context, summary, done, error);
}

const Command etl_commands[] = {
	{ "etl", "run",
	  "[--source NAME]… [--dry-run] [--full] [--verify-all] [--accept-loss DISTRICT…]",
	  "Bring the warehouse to what the sources hold, prove it and publish it",
	  "Reads every source that is not marked 'when: asked': what its change ledger\n"
	  "notes, or all of it, and all of it once a week. Checks the rows, applies the\n"
	  "differences to facts and cubes in one transaction, proves the cubes equal to\n"
	  "their facts and moves the pointer that reports read. Rejected rows are kept and\n"
	  "tried again by every run: see 'shumar etl rejects'. Running it twice changes\n"
	  "nothing the second time. It stops where a district would lose more records than\n"
	  "the corrections of a night, and where the warehouse counts records of a source\n"
	  "that the configuration does not have: see 'shumar etl source'.\n"
	  "\n"
	  "  shumar etl run\n"
	  "  shumar etl run --source cook --dry-run",
	  run_options, etl_run },
	{ "etl", "backfill",
	  "--from DAY --to DAY [--source NAME]… [--dry-run] [--accept-loss DISTRICT…]",
	  "Compare a past period of the sources with the facts, and mend what differs",
	  "The day of registration decides, of complaints, sessions, referrals and trainings\n"
	  "their own. Facts of other days are left as they are.\n"
	  "\n"
	  "  shumar etl backfill --from 2023-01-01 --to 2023-12-31 --dry-run",
	  backfill_options, etl_backfill },
	{ "etl", "reclassify", "--reason TEXT [--accept-loss DISTRICT…]",
	  "Classify all facts anew, reading no source",
	  "Happens by itself before a run whose rules or reference data are not those that\n"
	  "the facts were classified by. Figures that move are a revision with this reason.",
	  reclassify_options, etl_reclassify },
	{ "etl", "status", "", "Show the last runs, the sources and what is rejected", "", NULL,
	  etl_status },
	{ "etl", "explain", "RUN", "Say what a run changed and why, and which figures moved",
	  "new, late, corrected, reclassified, rejected, withdrawn; 'case' and 'outcome' are\n"
	  "facts that changed only with their case or with the outcome that decides.",
	  NULL, etl_explain },
	{ "etl", "rejects",
	  "[--run N] [--source NAME] [--code CODE] [--district CODE] [--station NAME] [--csv | --export DIR | --retry]",
	  "List rejected rows and fields with reason, remedy and age",
	  "Rows and fields leave the list by themselves when they come corrected, or when\n"
	  "what they waited for has come.\n"
	  "\n"
	  "  shumar etl rejects --code unknown-district\n"
	  "  shumar etl rejects --csv > rejects.csv\n"
	  "  shumar etl rejects --export for-the-stations",
	  rejects_options, etl_rejects },
	{ "etl", "redact", REDACT_USAGE, "Take personal data that got in out of the warehouse",
	  redact_details, redact_options, redact_run },
	{ "etl", "verify", "", "Prove every cube equal to a rebuild from the facts",
	  "Exit code 6 when a cube is wrong.", NULL, etl_verify },
	{ "etl", "manifest", MANIFEST_USAGE, "Show, verify or export the signed manifests of runs",
	  manifest_details, manifest_options, manifest_run },
	{ "etl", "source", SOURCE_USAGE, "List, rename or retire sources", source_details,
	  source_options, source_run },
	{ "etl", "baseline", BASELINE_USAGE,
	  "Begin what is usual in a district's weeks anew, for a reason", baseline_details,
	  baseline_options, baseline_run },
	{ "etl", "rebuild", "CUBE|all", "Make a cube anew from the facts, prove it and publish", "",
	  NULL, etl_rebuild },
	{ "source", "feeds", FEEDS_USAGE,
	  "Show what a mapping can give: the columns of each feed, their words, where they count",
	  feeds_details, feeds_options, feeds_run },
	{ "source", "new",
	  "NAME --from FILE.csv|CONNECTION [--table TABLE] [--feed FEED] [--timezone ZONE]\n"
	  "[--jurisdiction NAME]",
	  "Begin a mapping from a file or a table that is there", source_new_details,
	  source_new_options, source_new_run },
	{ "source", "check", SOURCE_CHECK_USAGE,
	  "Try a source on a sample, without touching the warehouse", source_check_details,
	  source_check_options, source_check_run },
	{ "site", "list", "", "Show the files of one's own that lie over the program's",
	  "Each with its hash; of one that replaces a file of the program, why.", NULL,
	  site_list_run },
	{ "site", "check", "", "Hold the files of one's own to what the program's are held to",
	  site_check_details, NULL, site_check_run },
	{ 0 },
};
