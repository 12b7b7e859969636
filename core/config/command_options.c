/* The options of commands: from their tables to GLib's parser, and from there to who asks. */
#include "core/config/command_private.h"

#include <string.h>

#include "core/error.h"

#define NOT_GIVEN G_MININT64 /* of a number */

static guint count_options(const CommandOption *options)
{
	guint count = 0;
	while (options != NULL && options[count].name != NULL)
		count++;
	return count;
}

CommandValue *command_values_new(const CommandOption *options)
{
	guint count = count_options(options);
	CommandValue *values = g_new0(CommandValue, count + 1);
	for (guint n = 0; n < count; n++) {
		if (options[n].kind == OPTION_NUMBER)
			values[n].number = NOT_GIVEN;
	}
	return values;
}

void command_values_clear(const CommandOption *options, CommandValue *values)
{
	for (guint n = 0; n < count_options(options); n++) {
		if (options[n].kind == OPTION_TEXTS)
			g_clear_pointer(&values[n].texts, g_strfreev);
		else if (options[n].kind == OPTION_TEXT || options[n].kind == OPTION_FILE)
			g_clear_pointer(&values[n].text, g_free);
	}
}

/* Texts are taken as bytes: GLib would read them in the locale, and districts have Urdu names. */
GOptionEntry *command_entries_new(const CommandOption *options, CommandValue *values)
{
	static const GOptionArg kinds[] = {
		[OPTION_FLAG] = G_OPTION_ARG_NONE,
		[OPTION_TEXT] = G_OPTION_ARG_FILENAME,
		[OPTION_TEXTS] = G_OPTION_ARG_FILENAME_ARRAY,
		[OPTION_FILE] = G_OPTION_ARG_FILENAME,
		[OPTION_NUMBER] = G_OPTION_ARG_INT64,
	};
	guint count = count_options(options);
	GOptionEntry *entries = g_new0(GOptionEntry, count + 1);
	for (guint n = 0; n < count; n++)
		entries[n] = (GOptionEntry){ .long_name = options[n].name,
					     .short_name = options[n].letter,
					     .arg = kinds[options[n].kind],
					     .arg_data = &values[n] };
	return entries;
}

static bool check_text(const CommandOption *option, const char *text, GError **error)
{
	if (text == NULL || g_utf8_validate(text, -1, NULL))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Give it in UTF-8.",
		  "what --%s was given is not UTF-8", option->name);
	return false;
}

bool command_check_texts(const CommandOption *options, const CommandValue *values, GError **error)
{
	for (guint n = 0; n < count_options(options); n++) {
		if (options[n].kind == OPTION_TEXT &&
		    !check_text(&options[n], values[n].text, error))
			return false;
		char **texts = options[n].kind == OPTION_TEXTS ? values[n].texts : NULL;
		for (; texts != NULL && *texts != NULL; texts++)
			if (!check_text(&options[n], *texts, error))
				return false;
	}
	return true;
}

static const CommandValue *value_of(const CommandContext *context, const char *name,
				    OptionKind kind)
{
	const CommandOption *options = context->command->options;
	for (guint n = 0; n < count_options(options); n++) {
		bool fits = options[n].kind == kind ||
			    (options[n].kind == OPTION_FILE && kind == OPTION_TEXT);
		if (fits && strcmp(options[n].name, name) == 0)
			return &context->values[n];
	}
	g_error("'%s' has no such option --%s", context->command->name, name);
}

const char *command_text(const CommandContext *context, const char *name)
{
	return value_of(context, name, OPTION_TEXT)->text;
}

const char *const *command_texts(const CommandContext *context, const char *name)
{
	static const char *const none[] = { NULL };
	char *const *texts = value_of(context, name, OPTION_TEXTS)->texts;
	return texts != NULL ? (const char *const *)texts : none;
}

bool command_flag(const CommandContext *context, const char *name)
{
	return value_of(context, name, OPTION_FLAG)->flag != FALSE;
}

gint64 command_number(const CommandContext *context, const char *name, gint64 otherwise)
{
	gint64 number = value_of(context, name, OPTION_NUMBER)->number;
	return number != NOT_GIVEN ? number : otherwise;
}

bool command_takes(const CommandContext *context, const char *name)
{
	const CommandOption *options = context->command->options;
	for (guint n = 0; n < count_options(options); n++)
		if (strcmp(options[n].name, name) == 0)
			return true;
	return false;
}
