/* What the release desk's commands are asked. */
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/release/commands.h"
#include "reports/release/mend.h"
#include "reports/release/words.h"

#define BY_OPTION                                                                                  \
	{                                                                                          \
		"by", 0, OPTION_TEXT, "who does it: name and rank", "NAME"                         \
	}
#define REASON_OPTION                                                                              \
	{                                                                                          \
		"reason", 0, OPTION_TEXT, "why, in words that stay visible", "TEXT"                \
	}
#define AS_OF_OPTION                                                                               \
	{                                                                                          \
		"as-of", 0, OPTION_TEXT,                                                           \
		    "figures as that run, or the last of that day, knew them", "RUN|DATE"          \
	}
#define TABLE_OPTION                                                                               \
	{                                                                                          \
		"table", 0, OPTION_FILE,                                                           \
		    "the table of counts (CSV) of a plan that counts one, one count a line",       \
		    "FILE"                                                                         \
	}
#define DRY_RUN_OPTION                                                                             \
	{                                                                                          \
		"dry-run", 0, OPTION_FLAG, "do everything, say what would be, and change nothing", \
		    NULL                                                                           \
	}

const CommandOption release_prepare_options[] = {
	{ "param", 'p', OPTION_TEXTS, "value of a parameter of the plan, as often as it has some",
	  "NAME=VALUE" },
	AS_OF_OPTION,
	TABLE_OPTION,
	BY_OPTION,
	DRY_RUN_OPTION,
	{ 0 },
};
const CommandOption release_audit_options[] = {
	{ "report", 0, OPTION_FILE,
	  "writes the safety report there: internal, never to be given out", "FILE" },
	{ 0 },
};
const CommandOption release_approve_options[] = {
	BY_OPTION,
	{ "embargo", 0, OPTION_TEXT, "nothing is published before, as 2026-11-25T09:30:00+05:00",
	  "INSTANT" },
	{ "access", 0, OPTION_TEXTS, "who sees the release before it is public, one a time",
	  "NAME" },
	{ 0 },
};
const CommandOption release_publish_options[] = {
	{ "output", 'o', OPTION_FILE,
	  "folder in which the release's folder is made (else releases/ below the configured output)",
	  "DIR" },
	DRY_RUN_OPTION,
	{ 0 },
};
const CommandOption release_withdraw_options[] = { BY_OPTION, REASON_OPTION, { 0 } };
const CommandOption release_correct_options[] = {
	BY_OPTION, REASON_OPTION, AS_OF_OPTION, TABLE_OPTION, { 0 }
};
const CommandOption release_calendar_options[] = {
	{ "on", 0, OPTION_TEXT, "day of the release", "DAY" },
	{ "at", 0, OPTION_TEXT, "hour of the release, in the jurisdiction's time, as 09:30",
	  "HOUR" },
	BY_OPTION,
	REASON_OPTION,
	{ 0 },
};

Desk *release_commands_open(CommandContext *context, GStrv words, guint least, guint most,
			    DeskWork work, GError **error)
{
	if (!command_words(context, words, least, most, error))
		return NULL;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? library_of_config(config, error) : NULL;
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

char *release_commands_reason(const CommandContext *context, const Library *library, GError **error)
{
	const char *given = command_text(context, "reason");
	g_autofree char *reason = given != NULL ? text_fold_key(given, -1) : NULL;
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
