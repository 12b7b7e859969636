/* What the release desk's commands are asked. */
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/command/commands.h"
#include "reports/release/commands.h"
#include "reports/release/mend.h"
#include "reports/release/words.h"

/* Where the options' parser puts values; taken from here at once by release_asked_take. */
static ReleaseAsked options;

/* Words as bytes: STRING would be read in the C locale, and people have Urdu names. */
#define BYTES_OPTION(name, place, says, word)                                                      \
	{                                                                                          \
		name, 0, 0, G_OPTION_ARG_FILENAME, &options.place, says, word                      \
	}
#define BY_OPTION     BYTES_OPTION("by", by, "who does it: name and rank", "NAME")
#define REASON_OPTION BYTES_OPTION("reason", reason, "why, in words that stay visible", "TEXT")
#define AS_OF_OPTION                                                                               \
	BYTES_OPTION("as-of", as_of, "figures as that run, or the last of that day, knew them",    \
		     "RUN|DATE")
#define TABLE_OPTION                                                                               \
	BYTES_OPTION("table", table,                                                               \
		     "the table of counts (CSV) of a plan that counts one, one count a line",      \
		     "FILE")
#define DRY_RUN_OPTION                                                                             \
	{                                                                                          \
		"dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,                              \
		    "do everything, say what would be, and change nothing", NULL                   \
	}

const GOptionEntry release_prepare_options[] = {
	{ "param", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.params,
	  "value of a parameter of the plan, as often as it has some", "NAME=VALUE" },
	AS_OF_OPTION,
	TABLE_OPTION,
	BY_OPTION,
	DRY_RUN_OPTION,
	{ 0 },
};
const GOptionEntry release_audit_options[] = {
	BYTES_OPTION("report", report,
		     "writes the safety report there: internal, never to be given out", "FILE"),
	{ 0 },
};
const GOptionEntry release_approve_options[] = {
	BY_OPTION,
	BYTES_OPTION("embargo", embargo,
		     "nothing is published before, as 2026-11-25T09:30:00+05:00", "INSTANT"),
	{ "access", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.access,
	  "who sees the release before it is public, one a time", "NAME" },
	{ 0 },
};
const GOptionEntry release_publish_options[] = {
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "folder in which the release's folder is made (else releases/ below the configured output)",
	  "DIR" },
	DRY_RUN_OPTION,
	{ 0 },
};
const GOptionEntry release_withdraw_options[] = { BY_OPTION, REASON_OPTION, { 0 } };
const GOptionEntry release_correct_options[] = {
	BY_OPTION, REASON_OPTION, AS_OF_OPTION, TABLE_OPTION, { 0 }
};
const GOptionEntry release_calendar_options[] = {
	BYTES_OPTION("on", on, "day of the release", "DAY"),
	BYTES_OPTION("at", at, "hour of the release, in the jurisdiction's time, as 09:30", "HOUR"),
	BY_OPTION,
	REASON_OPTION,
	{ 0 },
};

ReleaseAsked release_asked_take(void)
{
	ReleaseAsked asked = options;
	if (asked.params == NULL)
		asked.params = g_new0(char *, 1);
	if (asked.access == NULL)
		asked.access = g_new0(char *, 1);
	options = (ReleaseAsked){ 0 };
	return asked;
}

void release_asked_clear(ReleaseAsked *asked)
{
	g_strfreev(asked->params);
	g_strfreev(asked->access);
	g_free(asked->as_of);
	g_free(asked->table);
	g_free(asked->report);
	g_free(asked->by);
	g_free(asked->reason);
	g_free(asked->embargo);
	g_free(asked->on);
	g_free(asked->at);
	g_free(asked->output);
}

Desk *release_commands_open(CommandContext *context, GStrv words, guint least, guint most,
			    DeskWork work, GError **error)
{
	if (!command_words(context, words, least, most, error))
		return NULL;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? commands_library(config, error) : NULL;
	g_autoptr(Desk) desk = library != NULL ? desk_open(config, work, error) : NULL;
	if (desk == NULL || (work == DESK_CHANGES && !mend_all(desk, library, error)))
		return NULL;
	return g_steal_pointer(&desk);
}

/* By its letters: of the Arabic script is Urdu. */
static const char *language_of(const char *text)
{
	gunichar letter;
	for (; (letter = g_utf8_get_char(text)) != 0; text += g_unichar_to_utf8(letter, NULL)) {
		if (g_unichar_get_script(letter) == G_UNICODE_SCRIPT_ARABIC)
			return "ur";
	}
	return "en";
}

char *release_commands_reason(const Library *library, const ReleaseAsked *asked, GError **error)
{
	g_autofree char *reason = asked->reason != NULL ? text_fold_key(asked->reason, -1) : NULL;
	if (reason == NULL || reason[0] == '\0') {
		error_set(
		    error, SHUMAR_ERROR_USAGE,
		    "Give --reason with a sentence that everybody may read; it stays in the ledger.",
		    "a reason is needed");
		return NULL;
	}
	return words_may_say(library, language_of(reason), "the reason", reason, error)
		   ? g_steal_pointer(&reason)
		   : NULL;
}
