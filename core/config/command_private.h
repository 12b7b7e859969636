/*
 * Commands: what an option was given, between the parser and those who ask for it. Private to
 * command.c and command_options.c.
 */
#pragma once

#include "core/config/command.h"

union CommandValue {
	gboolean flag;
	char *text;
	char **texts;
	gint64 number;
};

/* Room for the values of OPTIONS, in their order; those that nobody gives are told from others.
 * Transfer full; cleared before it is freed. */
CommandValue *command_values_new(const CommandOption *options);
void command_values_clear(const CommandOption *options, CommandValue *values);

/* OPTIONS as GLib's parser has them, which puts what it finds into VALUES. Transfer full. */
GOptionEntry *command_entries_new(const CommandOption *options, CommandValue *values);

/* Refuses texts that are not UTF-8. Errors: SHUMAR_ERROR_USAGE. */
bool command_check_texts(const CommandOption *options, const CommandValue *values, GError **error);
