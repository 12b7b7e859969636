/* What the reports' commands are asked: options, templates, languages and formats. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/block/block.h"
#include "reports/build/released.h"
#include "reports/command/commands.h"
#include "reports/output/devices.h"

#define LIMIT_USUAL 200 /* lines; more than a screen's scroll, less than a flood */

#define PARAM_OPTION                                                                               \
	{                                                                                          \
		"param", 'p', OPTION_TEXTS,                                                        \
		    "value of a parameter of the template, as often as it has some", "NAME=VALUE"  \
	}

#define AS_OF_OPTION                                                                               \
	{                                                                                          \
		"as-of", 0, OPTION_TEXT,                                                           \
		    "figures as that run, or the last of that day, knew them", "RUN|DATE"          \
	}

#define RELEASE_OPTION                                                                             \
	{                                                                                          \
		"release", 0, OPTION_TEXT,                                                         \
		    "of a public paper: that release (else the newest that has it)", "ID"          \
	}

#define LANG_OPTION                                                                                \
	{                                                                                          \
		"lang", 'l', OPTION_TEXT, "language of the edition (else the template's first)",   \
		    "LANG"                                                                         \
	}

#define FORMAT_OPTION                                                                              \
	{                                                                                          \
		"format", 'f', OPTION_TEXT,                                                        \
		    "formats parted by commas, as text,pdf,xlsx (else the template's outputs)",    \
		    "LIST"                                                                         \
	}

const CommandOption render_options[] = {
	PARAM_OPTION,
	FORMAT_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "rows", 0, OPTION_FILE, "file with sample rows, in place of the published run", "FILE" },
	{ "output", 'o', OPTION_FILE,
	  "file, or its beginning, or a folder, or - (else the configured folder)", "PATH" },
	{ 0 },
};

const CommandOption batch_options[] = {
	PARAM_OPTION,
	FORMAT_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	{ "lang", 'l', OPTION_TEXT,
	  "languages parted by commas, or all (else the template's first)", "LIST" },
	{ "output", 'o', OPTION_FILE,
	  "folder (else one named for the template in the configured folder)", "DIR" },
	{ "dry-run", 0, OPTION_FLAG, "list the files that would be written, and write none", NULL },
	{ 0 },
};

const CommandOption trace_options[] = {
	PARAM_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "row", 'r', OPTION_TEXT,
	  "row of a table or point of a chart, as printed (else all of them)", "NAME" },
	{ "all", 0, OPTION_FLAG,
	  "every figure of the template, a line each: does it agree with its records?", NULL },
	{ "cells", 0, OPTION_FLAG, "list the cells of the cubes that add up to the figure", NULL },
	{ "limit", 0, OPTION_NUMBER, "lines of a list at most, 0 for all (default: 200)", "N" },
	{ "format", 'f', OPTION_TEXT, "text, or csv: the keys alone, all of them", "text|csv" },
	{ 0 },
};

const CommandOption diff_options[] = {
	PARAM_OPTION,
	LANG_OPTION,
	{ 0 },
};

const CommandOption preview_options[] = {
	PARAM_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "rows", 0, OPTION_FILE,
	  "sample rows (else FILE.rows beside the template, else the published run)", "FILE" },
	{ "output", 'o', OPTION_FILE,
	  "page to write (else NAME.preview.html in the configured folder)", "FILE" },
	{ "watch", 'w', OPTION_FLAG, "make it anew whenever a file changes, until Ctrl-C", NULL },
	{ 0 },
};

static const char *text_of(const CommandContext *context, const char *name)
{
	return command_takes(context, name) ? command_text(context, name) : NULL;
}

static bool flag_of(const CommandContext *context, const char *name)
{
	return command_takes(context, name) && command_flag(context, name);
}

Asked asked_of(const CommandContext *context)
{
	return (Asked){
		.params = command_takes(context, "param") ? command_texts(context, "param") : NULL,
		.format = text_of(context, "format"),
		.output = text_of(context, "output"),
		.language = text_of(context, "lang"),
		.as_of = text_of(context, "as-of"),
		.release = text_of(context, "release"),
		.row = text_of(context, "row"),
		.rows = text_of(context, "rows"),
		.limit = command_takes(context, "limit")
			     ? command_number(context, "limit", LIMIT_USUAL)
			     : LIMIT_USUAL,
		.cells = flag_of(context, "cells"),
		.all = flag_of(context, "all"),
		.dry_run = flag_of(context, "dry-run"),
		.watch = flag_of(context, "watch"),
	};
}

/* ── templates ── */

Template *commands_template(const Library *library, const char *name, GError **error)
{
	g_autofree char *path = library_find(library, name, error);
	return path != NULL ? template_read(path, library, block_types, error) : NULL;
}

/* ── of what ── */

bool commands_of(const Template *template, const Asked *asked, const char **ret_of, GError **error)
{
	bool wanted = template_is_released(template);
	*ret_of = wanted ? asked->release : asked->as_of;
	if (wanted && asked->as_of != NULL)
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Leave --as-of out, or name a release with --release; 'shumar release "
			  "list' shows them.",
			  "template '%s' is public: its figures are of a release, whose run is "
			  "decided",
			  template->name);
	else if (!wanted && asked->release != NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --release out.",
			  "template '%s' is of no release: only public papers with figures are",
			  template->name);
	else
		return true;
	return false;
}

/* ── formats and languages ── */

GPtrArray *commands_devices(const Template *template, const char *format, GError **error)
{
	if (format == NULL)
		return g_ptr_array_ref(template->outputs);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	g_auto(GStrv) names = g_strsplit(format, ",", -1);
	for (char **name = names; *name != NULL; name++) {
		const Device *device = device_find(*name, error);
		if (device == NULL)
			return NULL;
		if (!g_ptr_array_find(found, device, NULL))
			g_ptr_array_add(found, (gpointer)(guintptr)device);
	}
	if (found->len > 0)
		return g_steal_pointer(&found);
	error_set(error, SHUMAR_ERROR_USAGE, "Give for example --format text,pdf.",
		  "--format names no format");
	return NULL;
}

const char *commands_language(const Template *template, const char *language, GError **error)
{
	if (language == NULL)
		return g_ptr_array_index(template->languages, 0);
	if (template_language(template, language) >= 0)
		return language;
	g_autoptr(GString) known = g_string_new(NULL);
	for (guint n = 0; n < template->languages->len; n++)
		g_string_append_printf(known, "%s%s", n > 0 ? ", " : "",
				       (char *)template->languages->pdata[n]);
	g_autofree char *hint = g_strdup_printf("It speaks: %s.", known->str);
	g_autofree char *quoted = text_quote(language, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "template '%s' has no language %s",
		  template->name, quoted);
	return NULL;
}

bool commands_print(GString *text, bool done, GError **error)
{
	bool printed = fwrite(text->str, 1, text->len, stdout) == text->len && fflush(stdout) == 0;
	g_string_free(text, TRUE);
	if (done && !printed)
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot write to standard output");
	return done && printed;
}
