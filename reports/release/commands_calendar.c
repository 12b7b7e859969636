/* release calendar: the announced hours. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/release/calendar.h"
#include "reports/release/commands.h"

static bool list(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Desk) desk = release_commands_open(context, words, 0, 1, DESK_READS, error);
	g_autoptr(GString) text = g_string_new(NULL);
	if (desk == NULL || !calendar_print(desk, text, error))
		return false;
	fputs(text->str, stdout);
	return true;
}

/* An announcement has no reason, a change has one. */
static bool announce(CommandContext *context, GStrv words, bool change, GError **error)
{
	g_autofree char *shown = NULL;
	g_autoptr(Library) library = library_begin(context, words, 2, 2, error);
	g_autofree char *person =
	    library != NULL ? desk_person(command_text(context, "by"), error) : NULL;
	g_autofree char *reason =
	    person != NULL && change ? release_commands_reason(context, library, error) : NULL;
	if (person == NULL || (change && reason == NULL))
		return false;
	g_autoptr(Plan) plan = release_commands_plan_of(library, words[1], error);
	g_autoptr(Desk) desk =
	    plan != NULL ? release_commands_open(context, words, 2, 2, DESK_CHANGES, error) : NULL;
	if (desk == NULL)
		return false;
	const CalendarAsk ask = { words[1],
				  command_text(context, "on"),
				  command_text(context, "at"),
				  plan->jurisdiction,
				  person,
				  reason };
	if (!calendar_announce(desk, &ask, &shown, error))
		return false;
	printf("%s: announced for %s\n", words[1], shown);
	return true;
}

bool release_calendar(CommandContext *context, GStrv words, GError **error)
{
	const char *verb = words[0] != NULL ? words[0] : "list";
	if (strcmp(verb, "list") == 0)
		return list(context, words, error);
	if (strcmp(verb, "announce") == 0 || strcmp(verb, "change") == 0)
		return announce(context, words, strcmp(verb, "change") == 0, error);
	g_autofree char *quoted = text_quote(verb, -1);
	error_set(error, SHUMAR_ERROR_USAGE, "Say list, announce or change.",
		  "'release calendar' knows no %s", quoted);
	return false;
}
