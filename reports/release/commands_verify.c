/* release verify: a published folder, by its files alone. */
#include <stdio.h>

#include "core/error.h"
#include "reports/release/commands.h"
#include "reports/release/folder_verify.h"

static char *key_option;

const GOptionEntry release_verify_options[] = {
	{ "key", 0, 0, G_OPTION_ARG_FILENAME, &key_option,
	  "Trust the public key in this file (PEM), not the one in the folder", "FILE" },
	{ 0 },
};

bool release_verify(CommandContext *context, GStrv words, GError **error)
{
	g_autofree char *key = g_steal_pointer(&key_option);
	if (!command_words(context, words, 1, 1, error))
		return false;
	g_autoptr(GString) said = g_string_new(NULL);
	bool done = folder_verify(words[0], key, said, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(said->str, 1, said->len, stdout);
	return done;
}
