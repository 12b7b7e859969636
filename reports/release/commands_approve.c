/* release approve: two different people. */
#include <stdio.h>

#include "reports/release/approve.h"
#include "reports/release/commands.h"

bool release_approve(CommandContext *context, GStrv words, GError **error)
{
	g_autofree char *said = NULL;
	g_autofree char *person = desk_person(command_text(context, "by"), error);
	g_autoptr(Desk) desk =
	    person != NULL ? release_commands_open(context, words, 1, 1, DESK_CHANGES, error)
			   : NULL;
	const ApproveAsk ask = { words[0], person, command_text(context, "embargo"),
				 command_texts(context, "access") };
	if (desk == NULL || !release_approve_by(desk, &ask, &said, error))
		return false;
	puts(said);
	return true;
}
