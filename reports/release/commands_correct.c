/* release correct: a release that replaces one that was public. */
#include <stdio.h>

#include "reports/release/commands.h"
#include "reports/release/correct.h"

static void print_correction(const PrepareResult *result, const Correction *correction)
{
	printf("%s\n", (const char *)correction->texts->pdata[0]);
	g_autofree char *source = prepare_source(result);
	printf("%s: prepared from %s; %u figures and %u statements of papers change; %s\n",
	       result->release_id, source, correction->figures, correction->said,
	       correction->falls ? "a headline falls" : "the headlines stand");
	printf("next: shumar release audit %s\n", result->release_id);
}

bool release_correct(CommandContext *context, GStrv words, GError **error)
{
	g_auto(PrepareResult) result = { 0 };
	g_auto(Correction) correction = { 0 };
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autofree char *person =
	    library != NULL ? desk_person(command_text(context, "by"), error) : NULL;
	g_autofree char *reason =
	    person != NULL ? release_commands_reason(context, library, error) : NULL;
	g_autoptr(Desk) desk =
	    reason != NULL ? release_commands_open(context, words, 1, 1, DESK_CHANGES, error)
			   : NULL;
	if (desk == NULL)
		return false;
	g_autofree char *rules = release_commands_rules(library);
	const CorrectAsk ask = { library,
				 words[0],
				 person,
				 reason,
				 command_text(context, "as-of"),
				 command_text(context, "table"),
				 rules };
	if (!release_correct_by(desk, &ask, &result, &correction, error))
		return false;
	print_correction(&result, &correction);
	return true;
}
