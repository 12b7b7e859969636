/* release publish, withdraw: what becomes public, and what is taken back. */
#include <stdio.h>

#include "reports/release/commands.h"
#include "reports/release/publish.h"
#include "reports/release/withdraw.h"

static void print_published(const PublishAsk *ask, const PublishResult *result, double seconds)
{
	if (ask->dry_run) {
		printf("%s: would be published now, to %s\n", ask->release_id, result->path);
		return;
	}
	printf("%s: %s, %u files of papers with figures, proof and seal in %.1f s\n",
	       ask->release_id, result->ended ? "was public; its folder is whole now" : "public",
	       result->files, seconds);
	printf("%s\nmanifest %s\nnext: shumar release verify %s\n", result->path, result->manifest,
	       result->path);
}

bool release_publish(CommandContext *context, GStrv words, GError **error)
{
	gint64 start_us = g_get_monotonic_time();
	g_auto(PublishResult) result = { 0 };
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autoptr(Desk) desk =
	    library != NULL ? release_commands_open(context, words, 1, 1, DESK_CHANGES, error)
			    : NULL;
	if (desk == NULL)
		return false;
	g_autofree char *usual = g_build_filename(desk_config(desk)->output, "releases", NULL);
	g_autofree char *rules = release_commands_rules(library);
	const PublishAsk ask = { words[0],
				 command_text(context, "output") != NULL
				     ? command_text(context, "output")
				     : usual,
				 library, rules, command_flag(context, "dry-run") };
	if (!publish_release(desk, &ask, &result, error))
		return false;
	print_published(&ask, &result, (double)(g_get_monotonic_time() - start_us) / 1e6);
	return true;
}

bool release_withdraw(CommandContext *context, GStrv words, GError **error)
{
	g_autofree char *notice = NULL;
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autofree char *person =
	    library != NULL ? desk_person(command_text(context, "by"), error) : NULL;
	g_autofree char *reason =
	    person != NULL ? release_commands_reason(context, library, error) : NULL;
	g_autoptr(Desk) desk =
	    reason != NULL ? release_commands_open(context, words, 1, 1, DESK_CHANGES, error)
			   : NULL;
	if (desk == NULL ||
	    !release_withdraw_by(desk, library, words[0], person, reason, &notice, error))
		return false;
	printf("%s: withdrawn; the notice is %s\n", words[0], notice);
	return true;
}
