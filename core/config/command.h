/*
 * Commands: the const table that names, explains and dispatches subcommands.
 *
 * Each wing exports one table, which ends with a row whose name is NULL; app/main.c
 * joins them. The dispatcher takes the common options (--config, --log-format,
 * --log-level, --quiet, --help) and the command's own options off the words before it
 * runs the command, which asks the context for their values by name.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "core/config/config.h"

typedef struct Command Command;
typedef union CommandValue CommandValue;

typedef enum {
	OPTION_FLAG,   /* takes no value */
	OPTION_TEXT,   /* a text, which has to be UTF-8 in every locale */
	OPTION_TEXTS,  /* the same, as often as wanted */
	OPTION_FILE,   /* a path: any bytes */
	OPTION_NUMBER, /* a whole number */
} OptionKind;

/* An option of a command, a row of its table. */
typedef struct {
	const char *name; /* "dry-run"; NULL ends the table */
	char letter;      /* 'o', or 0 for none */
	OptionKind kind;
	const char *says; /* what it is for: a line of --help */
	const char *word; /* what its value is called there, "FILE"; NULL for a flag */
} CommandOption;

/* What a command gets: its options, and the configuration (read on first use). */
typedef struct {
	const Command *command;
	CommandValue *values; /* of its options, in their order */
	Config *config;       /* NULL until command_config was called */
} CommandContext;

/* Runs the command; WORDS are what is left of the command line after its name
 * and the options (NULL-terminated). Results go to stdout. False with *error set
 * on failure. */
typedef bool (*CommandRun)(CommandContext *context, GStrv words, GError **error);

struct Command {
	const char *group;            /* "etl", or "" for a top-level command */
	const char *name;             /* "run" */
	const char *usage;            /* "[--source NAME]… [--dry-run]" */
	const char *summary;          /* one line for the list */
	const char *details;          /* paragraphs for --help, with examples; may be "" */
	const CommandOption *options; /* its own, ended by an empty row; NULL for none */
	CommandRun run;
};

/* What else is read at start with the configuration, by whom it is not known here: the site
 * (app/main.c). NULL: nothing. */
extern bool (*command_on_config)(const Config *config, GError **error);

/* The configuration, read on the first call. Borrowed from CONTEXT. */
const Config *command_config(CommandContext *context, GError **error);

/* What the option NAME of the command was given, which its table must have: the text, or NULL; the
 * texts, NULL-terminated and never NULL; whether it was given; the number, or OTHERWISE. Borrowed
 * from CONTEXT. */
const char *command_text(const CommandContext *context, const char *name);
const char *const *command_texts(const CommandContext *context, const char *name);
bool command_flag(const CommandContext *context, const char *name);
gint64 command_number(const CommandContext *context, const char *name, gint64 otherwise);

/* Whether the command has an option NAME at all, for what several commands share. */
bool command_takes(const CommandContext *context, const char *name);

/* True when WORDS has between LEAST and MOST words; else SHUMAR_ERROR_USAGE
 * naming the first word too many or what is missing. */
bool command_words(const CommandContext *context, GStrv words, guint least, guint most,
		   GError **error);

/* The whole --help text of COMMAND (usage, details, its options, common
 * options, exit codes). Transfer full. */
char *command_help(const Command *command);

/* Runs the command GROUP NAME of the program's tables with WORDS (options and
 * all), sharing CONTEXT's configuration; how one command builds on another
 * wing's without including it. */
bool command_call(CommandContext *context, const char *group, const char *name, GStrv words,
		  GError **error);

/* Dispatches ARGV over the tables and prints errors; returns the exit code. */
int command_main(int argc, char **argv, const Command *const *tables);
