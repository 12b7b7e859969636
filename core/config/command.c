#include "core/config/command_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/text.h"

/* The program's tables, set once by command_main; command_call looks there too. */
static const Command *const *command_tables;

enum { COMMON_CONFIG, COMMON_LOG_FORMAT, COMMON_LOG_LEVEL, COMMON_QUIET, COMMON_HELP, COMMON_ALL };

static const CommandOption common_options[] = {
	[COMMON_CONFIG] = { "config", 'c', OPTION_FILE,
			    "configuration (else $SHUMAR_CONFIG, ./shumar.yaml, "
			    "/etc/shumar/shumar.yaml)",
			    "FILE" },
	[COMMON_LOG_FORMAT] = { "log-format", 0, OPTION_TEXT, "text, json or journal", "FORMAT" },
	[COMMON_LOG_LEVEL] = { "log-level", 0, OPTION_TEXT, "debug, info, warning or error",
			       "LEVEL" },
	[COMMON_QUIET] = { "quiet", 'q', OPTION_FLAG,
			   "no progress, and only warnings and errors in the log", NULL },
	[COMMON_HELP] = { "help", 'h', OPTION_FLAG, "this text", NULL },
	[COMMON_ALL] = { 0 },
};

/* Of the one command line; commands that are called by others share them. */
static CommandValue common[COMMON_ALL];

static char *command_full_name(const Command *command)
{
	return command->group[0] != '\0' ? g_strdup_printf("%s %s", command->group, command->name)
					 : g_strdup(command->name);
}

/* ── help ── */

static void help_options(GString *text, const CommandOption *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		g_autofree char *left =
		    g_strdup_printf("--%s%s%s", options->name, options->word != NULL ? " " : "",
				    options->word != NULL ? options->word : "");
		if (options->letter != 0)
			g_string_append_printf(text, "  -%c, %-21s %s\n", options->letter, left,
					       options->says);
		else
			g_string_append_printf(text, "      %-21s %s\n", left, options->says);
	}
}

static void help_exits(GString *text)
{
	g_string_append(text, "\nExit codes:\n");
	for (size_t n = 0; n < error_exits_count; n++)
		g_string_append_printf(text, "  %d  %s\n", (int)error_exits[n].code,
				       error_exits[n].meaning);
}

char *command_help(const Command *command)
{
	g_autofree char *name = command_full_name(command);
	GString *text = g_string_new(NULL);
	g_string_append_printf(text, "Usage: shumar %s%s%s\n\n%s.\n", name,
			       command->usage[0] != '\0' ? " " : "", command->usage,
			       command->summary);
	if (command->details[0] != '\0')
		g_string_append_printf(text, "\n%s\n", command->details);
	if (command->options != NULL && command->options->name != NULL)
		g_string_append(text, "\nOptions:\n");
	help_options(text, command->options);
	g_string_append(text, "\nCommon options:\n");
	help_options(text, common_options);
	help_exits(text);
	return g_string_free(text, FALSE);
}

/* Usage and one line a command; only those of GROUP unless it is NULL. */
static char *program_help(const char *group)
{
	GString *text =
	    g_string_new("Usage: shumar COMMAND [OPTION]…\n\n"
			 "Turns police records of crimes against women into figures that can be\n"
			 "trusted, explained and published.\n\nCommands:\n");
	for (const Command *const *table = command_tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++) {
			if (group != NULL && strcmp(group, command->group) != 0)
				continue;
			g_autofree char *name = command_full_name(command);
			g_string_append_printf(text, "  %-16s %s\n", name, command->summary);
		}
	}
	g_string_append(
	    text,
	    "\n'shumar COMMAND --help' tells all of a command; 'shumar --version' the version.\n"
	    "Options that all commands have may stand before the command, too.\n");
	help_exits(text);
	return g_string_free(text, FALSE);
}

/* ── finding a command ── */

static const Command *command_find(const char *group, const char *name)
{
	for (const Command *const *table = command_tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++) {
			if (strcmp(command->group, group) == 0 && strcmp(command->name, name) == 0)
				return command;
		}
	}
	return NULL;
}

static bool is_group(const char *word)
{
	for (const Command *const *table = command_tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++) {
			if (word[0] != '\0' && strcmp(command->group, word) == 0)
				return true;
		}
	}
	return false;
}

/* The known name nearest to what was typed: full names, so that "etl rnu" finds "etl run". */
static void set_unknown(GError **error, const char *typed)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const Command *const *table = command_tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++)
			g_ptr_array_add(names, command_full_name(command));
	}
	g_ptr_array_add(names, NULL);
	const char *near = nearest_name(typed, (const char *const *)names->pdata);
	g_autofree char *hint = near != NULL ? g_strdup_printf("Did you mean 'shumar %s'?", near)
					     : g_strdup("'shumar --help' lists the commands.");
	g_autofree char *quoted = text_quote(typed, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no %s %s",
		  typed[0] == '-' ? "command, or no option" : "command", quoted);
}

/* Finds the command at the head of WORDS; *ret_used is how many words name it. */
static const Command *command_of_words(GStrv words, guint *ret_used, GError **error)
{
	bool group = is_group(words[0]);
	if (group && words[1] == NULL) {
		g_autofree char *hint = g_strdup_printf("'shumar %s --help' lists them.", words[0]);
		error_set(error, SHUMAR_ERROR_USAGE, hint, "'%s' needs a command after it",
			  words[0]);
		return NULL;
	}
	const Command *command =
	    group ? command_find(words[0], words[1]) : command_find("", words[0]);
	if (command == NULL) {
		g_autofree char *typed =
		    group ? g_strdup_printf("%s %s", words[0], words[1]) : g_strdup(words[0]);
		set_unknown(error, typed);
		return NULL;
	}
	*ret_used = group ? 2 : 1;
	return command;
}

/* ── running one ── */

/* The option of COMMAND whose name is nearest to the one that CAUSE did not know, or NULL. */
static const char *nearest_option(const Command *command, const GError *cause)
{
	const char *typed = strstr(cause->message, "--");
	if (!g_error_matches(cause, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || typed == NULL)
		return NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const CommandOption *const tables[] = { command->options, common_options };
	for (size_t table = 0; table < G_N_ELEMENTS(tables); table++) {
		const CommandOption *option = tables[table];
		for (; option != NULL && option->name != NULL; option++)
			g_ptr_array_add(names, (gpointer)(guintptr)option->name);
	}
	g_ptr_array_add(names, NULL);
	return nearest_name(typed + 2, (const char *const *)names->pdata);
}

static void set_option_fault(const Command *command, const GError *cause, GError **error)
{
	const char *near = nearest_option(command, cause);
	g_autofree char *name = command_full_name(command);
	g_autofree char *hint = g_strdup_printf(
	    "%s%s%s'shumar %s --help' lists the options.", near != NULL ? "Did you mean --" : "",
	    near != NULL ? near : "", near != NULL ? "? " : "", name);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "%s", cause->message);
}

/* Takes the options off WORDS into VALUES. */
static bool take_options(const Command *command, CommandValue *values, GStrv *words, GError **error)
{
	g_autofree GOptionEntry *shared = command_entries_new(common_options, common);
	g_autofree GOptionEntry *own = command_entries_new(command->options, values);
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, shared, NULL);
	g_option_context_add_main_entries(context, own, NULL);
	/* GOption skips the first word as a program's name. */
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_strv_builder_add(builder, "shumar");
	g_strv_builder_addv(builder, (const char **)(gpointer)*words);
	g_auto(GStrv) with_name = g_strv_builder_end(builder);
	g_autoptr(GError) cause = NULL;
	if (!g_option_context_parse_strv(context, &with_name, &cause)) {
		set_option_fault(command, cause, error);
		return false;
	}
	g_strfreev(*words);
	/* A "--" that parted options from words stays in front of them. */
	bool dashes = with_name[1] != NULL && strcmp(with_name[1], "--") == 0;
	*words = g_strdupv(with_name + (dashes ? 2 : 1));
	return command_check_texts(common_options, common, error) &&
	       command_check_texts(command->options, values, error);
}

static bool setup_log(const Config *config, GError **error)
{
	LogFormat format = config != NULL ? config->log_format : LOG_FORMAT_TEXT;
	LogLevel level = config != NULL ? config->log_level : LOG_LEVEL_INFO;
	if (common[COMMON_LOG_FORMAT].text != NULL &&
	    !log_format_parse(common[COMMON_LOG_FORMAT].text, &format)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give text, json or journal.",
			  "no log format '%s'", common[COMMON_LOG_FORMAT].text);
		return false;
	}
	if (common[COMMON_LOG_LEVEL].text != NULL &&
	    !log_level_parse(common[COMMON_LOG_LEVEL].text, &level)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give debug, info, warning or error.",
			  "no log level '%s'", common[COMMON_LOG_LEVEL].text);
		return false;
	}
	if (common[COMMON_QUIET].flag)
		level = MAX(level, LOG_LEVEL_WARNING);
	log_setup(format, level);
	progress_set_quiet(common[COMMON_QUIET].flag);
	return true;
}

static void setup_files(const Config *config)
{
	for (int kind = 0; kind < OUTFILE_KINDS; kind++) {
		if (config->file_modes[kind] != 0)
			outfile_set_mode((OutfileKind)kind, config->file_modes[kind]);
	}
}

bool (*command_on_config)(const Config *config, GError **error);

const Config *command_config(CommandContext *context, GError **error)
{
	if (context->config == NULL) {
		context->config = config_read(common[COMMON_CONFIG].text, error);
		if (context->config != NULL &&
		    (!setup_log(context->config, error) ||
		     (command_on_config != NULL && !command_on_config(context->config, error))))
			g_clear_pointer(&context->config, config_free);
		if (context->config != NULL)
			setup_files(context->config);
	}
	return context->config;
}

static void refuse_word(const char *command, const char *word, const char *hint, GError **error)
{
	g_autofree char *quoted = text_quote(word, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "'%s' takes no word %s", command, quoted);
}

bool command_words(const CommandContext *context, GStrv words, guint least, guint most,
		   GError **error)
{
	guint count = g_strv_length(words);
	if (count >= least && count <= most)
		return true;
	g_autofree char *name = command_full_name(context->command);
	g_autofree char *hint =
	    g_strdup_printf("Usage: shumar %s %s", name, context->command->usage);
	if (count < least)
		error_set(error, SHUMAR_ERROR_USAGE, hint, "'%s' needs %u word%s after it, got %u",
			  name, least, least == 1 ? "" : "s", count);
	else
		refuse_word(name, words[most], hint, error);
	return false;
}

/* Runs COMMAND with the values that WORDS give its options. */
static bool run_with_values(CommandContext *context, const Command *command, GStrv *words,
			    GError **error)
{
	const Command *caller = context->command;
	CommandValue *callers = context->values;
	g_autofree CommandValue *values = command_values_new(command->options);
	context->command = command;
	context->values = values;
	bool done = take_options(command, values, words, error);
	if (done && common[COMMON_HELP].flag) {
		g_autofree char *help = command_help(command);
		fputs(help, stdout);
	} else {
		done = done && (caller != NULL || setup_log(NULL, error)) &&
		       command->run(context, *words, error);
	}
	command_values_clear(command->options, values);
	context->command = caller;
	context->values = callers;
	return done;
}

bool command_call(CommandContext *context, const char *group, const char *name, GStrv words,
		  GError **error)
{
	const Command *command = command_find(group, name);
	if (command == NULL)
		g_error("no command '%s %s'", group, name);
	g_auto(GStrv) rest = g_strdupv(words);
	return run_with_values(context, command, &rest, error);
}

static bool command_run(const Command *command, GStrv *words, GError **error)
{
	CommandContext context = { 0 };
	bool done = run_with_values(&context, command, words, error);
	g_clear_pointer(&context.config, config_free);
	return done;
}

/* ── the program ── */

static bool print_and_check(const char *text)
{
	fputs(text, stdout);
	return true;
}

/* Help and version without a command, or the help of a group; false when WORDS is neither. */
static bool answer_general(GStrv words)
{
	const char *first = words[0];
	if (first == NULL || strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 ||
	    strcmp(first, "help") == 0) {
		g_autofree char *help = program_help(NULL);
		return print_and_check(help);
	}
	if (strcmp(first, "--version") == 0)
		return print_and_check("shumar " SHUMAR_VERSION "\n");
	if (is_group(first) && words[1] != NULL &&
	    (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0)) {
		g_autofree char *help = program_help(first);
		return print_and_check(help);
	}
	return false;
}

static void print_error(const GError *error)
{
	const char *hint = error_hint(error);
	const char *sqlstate = error_sqlstate(error);
	fprintf(stderr, "shumar: %s", error->message);
	if (sqlstate != NULL)
		fprintf(stderr, " (SQLSTATE %s)", sqlstate);
	fputc('\n', stderr);
	if (hint != NULL)
		fprintf(stderr, "hint: %s\n", hint);
}

/* A result that could not be written (a full disk, a closed pipe) is a failure too. */
static bool flush_results(GError **error)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
			"Free disk space, or send the output elsewhere.",
			"writing to standard output");
	return false;
}

/* ── options before the command ── */

/* The common option that WORD ("--config=FILE", "-qc") begins with; NULL for none. Of short
 * ones run together the last counts, which alone can take a value. */
static const CommandOption *common_option(const char *word)
{
	bool is_long = g_str_has_prefix(word, "--");
	size_t length = strcspn(word, "=");
	for (const CommandOption *option = common_options; option->name != NULL; option++) {
		bool named = is_long ? strlen(option->name) + 2 == length &&
					   strncmp(word + 2, option->name, length - 2) == 0
				     : word[1] == option->letter;
		bool run_together =
		    !is_long && named && option->kind == OPTION_FLAG && word[2] != '\0';
		if (run_together) {
			g_autofree char *next = g_strconcat("-", word + 2, NULL);
			return common_option(next);
		}
		if (named)
			return option;
	}
	return NULL;
}

/* True when the value of OPTION is the word after WORD. */
static bool takes_next(const CommandOption *option, const char *word)
{
	if (option->kind == OPTION_FLAG)
		return false;
	return g_str_has_prefix(word, "--") ? strchr(word, '=') == NULL
					    : word[strlen(word) - 1] == option->letter;
}

/* Puts common options that stand before the command, or within its name, behind it: "shumar -q etl
 * run" is "shumar etl run -q". Others stay where they are, and are no command. */
static void move_options(GStrv *words)
{
	g_autoptr(GPtrArray) name = g_ptr_array_new();
	g_autoptr(GPtrArray) moved = g_ptr_array_new();
	guint at = 0;
	for (guint most = 1; (*words)[at] != NULL && name->len < most; at++) {
		char *word = (*words)[at];
		const CommandOption *option = word[0] == '-' ? common_option(word) : NULL;
		if (word[0] == '-' && option == NULL)
			break;
		g_ptr_array_add(option != NULL ? moved : name, word);
		if (option != NULL && takes_next(option, word) && (*words)[at + 1] != NULL)
			g_ptr_array_add(moved, (*words)[++at]);
		if (name->len == 1 && is_group(name->pdata[0]))
			most = 2;
	}
	if (name->len == 0) /* "shumar --help" */
		return;
	g_autoptr(GStrvBuilder) order = g_strv_builder_new();
	for (guint n = 0; n < name->len; n++)
		g_strv_builder_add(order, name->pdata[n]);
	for (guint n = 0; n < moved->len; n++)
		g_strv_builder_add(order, moved->pdata[n]);
	g_strv_builder_addv(order, (const char **)(gpointer)(*words + at));
	g_strfreev(*words);
	*words = g_strv_builder_end(order);
}

static bool dispatch(GStrv *words, GError **error)
{
	move_options(words);
	if (answer_general(*words))
		return true;
	guint used;
	const Command *command = command_of_words(*words, &used, error);
	if (command == NULL)
		return false;
	GStrv rest = g_strdupv(*words + used);
	g_strfreev(*words);
	*words = rest;
	return command_run(command, words, error);
}

int command_main(int argc, char **argv, const Command *const *tables)
{
	command_tables = tables;
	g_auto(GStrv) words = argc > 1 ? g_strdupv(argv + 1) : g_new0(char *, 1);
	g_autoptr(GError) error = NULL;
	if (dispatch(&words, &error))
		flush_results(&error);
	if (error != NULL)
		print_error(error);
	command_values_clear(common_options, common);
	return error_exit_code(error);
}
