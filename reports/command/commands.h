/*
 * The commands of the reports: what they are asked, and what all of them begin with.
 *
 * commands.c names them in one const table; each commands_*.c runs a few. What the
 * options' parser was given is taken from it at once, so that a command may be called
 * several times in one program.
 */
#pragma once

#include "core/config/command.h"
#include "reports/build/render.h"

/* The table, for app/main.c. */
extern const Command report_commands[];

#define ASKED_NO_LIMIT 0

/* What one call asks for; NULL where nothing was given. */
typedef struct {
	char **params; /* NULL-terminated, never NULL */
	char *format;
	char *output;
	char *language;
	char *as_of;
	char *release;  /* that a public paper is rendered of */
	char *row;      /* of a table: what its first column says */
	char *rows;     /* file with sample rows */
	gint64 limit;   /* lines of a list; ASKED_NO_LIMIT: all */
	gboolean cells; /* list the cells too */
	gboolean all;   /* of a trace: every figure */
	gboolean dry_run;
	gboolean watch;
} Asked;

/* Takes the values that the options' parser has left. */
Asked asked_take(void);
void asked_clear(Asked *asked);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

/* The options of each command that has some. */
extern const GOptionEntry new_options[];
extern const GOptionEntry render_options[];
extern const GOptionEntry batch_options[];
extern const GOptionEntry trace_options[];
extern const GOptionEntry diff_options[];
extern const GOptionEntry preview_options[];

/* The templates: of the configured folder, or the one beside the program's, or the installed one.
 */
Library *commands_library(const Config *config, GError **error);

/* The configuration and the library of CONTEXT after a check that WORDS are LEAST to MOST. */
Library *commands_begin(CommandContext *context, GStrv words, guint least, guint most,
			GError **error);

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
