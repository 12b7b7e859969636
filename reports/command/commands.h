/*
 * The commands of the reports: what they are asked, and what all of them begin with.
 *
 * commands.c names them in one const table; each commands_*.c runs a few.
 */
#pragma once

#include "core/config/command.h"
#include "reports/build/render.h"
#include "reports/library/library_command.h"

/* The table, for app/main.c. */
extern const Command report_commands[];

#define ASKED_NO_LIMIT 0

/* What one call asks for, borrowed from its context; NULL where nothing was given, or nothing can
 * be. */
typedef struct {
	const char *const *params; /* NULL-terminated; NULL where the command takes none */
	const char *format;
	const char *output;
	const char *language;
	const char *as_of;
	const char *release; /* that a public paper is rendered of */
	const char *row;     /* of a table: what its first column says */
	const char *rows;    /* file with sample rows */
	gint64 limit;        /* lines of a list; ASKED_NO_LIMIT: all */
	bool cells;          /* list the cells too */
	bool all;            /* of a trace: every figure */
	bool dry_run;
	bool watch;
} Asked;

Asked asked_of(const CommandContext *context);

/* The options of each command that has some. */
extern const CommandOption new_options[];
extern const CommandOption render_options[];
extern const CommandOption batch_options[];
extern const CommandOption trace_options[];
extern const CommandOption diff_options[];
extern const CommandOption preview_options[];

/* Reads the template that NAME calls. Transfer full. */
Template *commands_template(const Library *library, const char *name, GError **error);

/* LANGUAGE when TEMPLATE speaks it, its first when that is NULL; NULL with SHUMAR_ERROR_USAGE
 * naming those it speaks. Borrowed. */
const char *commands_language(const Template *template, const char *language, GError **error);

/* What TEMPLATE is rendered of, for render_begin: the run, day or release that was asked for, NULL
 * for the newest. Errors: SHUMAR_ERROR_USAGE where it is public and a run was asked for, or a
 * release and it is not. *ret_of is borrowed from ASKED. */
bool commands_of(const Template *template, const Asked *asked, const char **ret_of, GError **error);

/* The devices of FORMAT ("pdf,xlsx"), or else the template's. Transfer container. */
GPtrArray *commands_devices(const Template *template, const char *format, GError **error);

/* Writes the index of FOLDER, and says so. */
bool commands_index(const Library *library, const char *folder, GError **error);

/* Prints TEXT, which it frees; a closed or full standard output is SHUMAR_ERROR_OUTPUT, unless
 * DONE is false: then there is an error already, and false is given back. */
bool commands_print(GString *text, bool done, GError **error);

bool report_list(CommandContext *context, GStrv words, GError **error);
bool report_check(CommandContext *context, GStrv words, GError **error);
bool report_new(CommandContext *context, GStrv words, GError **error);
bool report_render(CommandContext *context, GStrv words, GError **error);
bool report_batch(CommandContext *context, GStrv words, GError **error);
bool report_trace(CommandContext *context, GStrv words, GError **error);
bool report_verify(CommandContext *context, GStrv words, GError **error);
bool report_diff(CommandContext *context, GStrv words, GError **error);
bool report_preview(CommandContext *context, GStrv words, GError **error);
bool report_index(CommandContext *context, GStrv words, GError **error);
bool report_schema(CommandContext *context, GStrv words, GError **error);
bool report_audit(CommandContext *context, GStrv words, GError **error);
