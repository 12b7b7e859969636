/* What the reports' commands are asked: options, templates, languages and formats. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/installed.h"
#include "core/text.h"
#include "reports/block/block.h"
#include "reports/build/released.h"
#include "reports/command/commands.h"
#include "reports/output/devices.h"

#define LIMIT_USUAL 200 /* lines; more than a screen's scroll, less than a flood */

/* Where the options' parser puts values; taken from here at once by asked_take. */
static Asked options = { .limit = LIMIT_USUAL };

/* Parameters as bytes: STRING would be read in the C locale, and districts have Urdu names. */
#define PARAM_OPTION                                                                               \
	{                                                                                          \
		"param", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.params,                     \
		    "value of a parameter of the template, as often as it has some", "NAME=VALUE"  \
	}

#define AS_OF_OPTION                                                                               \
	{                                                                                          \
		"as-of", 0, 0, G_OPTION_ARG_STRING, &options.as_of,                                \
		    "figures as that run, or the last of that day, knew them", "RUN|DATE"          \
	}

#define RELEASE_OPTION                                                                             \
	{                                                                                          \
		"release", 0, 0, G_OPTION_ARG_STRING, &options.release,                            \
		    "of a public paper: that release (else the newest that has it)", "ID"          \
	}

#define LANG_OPTION                                                                                \
	{                                                                                          \
		"lang", 'l', 0, G_OPTION_ARG_STRING, &options.language,                            \
		    "language of the edition (else the template's first)", "LANG"                  \
	}

#define FORMAT_OPTION                                                                              \
	{                                                                                          \
		"format", 'f', 0, G_OPTION_ARG_STRING, &options.format,                            \
		    "formats parted by commas, as text,pdf,xlsx (else the template's outputs)",    \
		    "LIST"                                                                         \
	}

const GOptionEntry render_options[] = {
	PARAM_OPTION,
	FORMAT_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "rows", 0, 0, G_OPTION_ARG_FILENAME, &options.rows,
	  "file with sample rows, in place of the published run", "FILE" },
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "file, or its beginning, or a folder, or - (else the configured folder)", "PATH" },
	{ 0 },
};

const GOptionEntry batch_options[] = {
	PARAM_OPTION,
	FORMAT_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	{ "lang", 'l', 0, G_OPTION_ARG_STRING, &options.language,
	  "languages parted by commas, or all (else the template's first)", "LIST" },
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "folder (else one named for the template in the configured folder)", "DIR" },
	{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
	  "list the files that would be written, and write none", NULL },
	{ 0 },
};

const GOptionEntry trace_options[] = {
	PARAM_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "row", 'r', 0, G_OPTION_ARG_FILENAME, &options.row,
	  "row of a table or point of a chart, as printed (else all of them)", "NAME" },
	{ "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
	  "every figure of the template, a line each: does it agree with its records?", NULL },
	{ "cells", 0, 0, G_OPTION_ARG_NONE, &options.cells,
	  "list the cells of the cubes that add up to the figure", NULL },
	{ "limit", 0, 0, G_OPTION_ARG_INT64, &options.limit,
	  "lines of a list at most, 0 for all (default: 200)", "N" },
	{ "format", 'f', 0, G_OPTION_ARG_STRING, &options.format,
	  "text, or csv: the keys alone, all of them", "text|csv" },
	{ 0 },
};

const GOptionEntry diff_options[] = {
	PARAM_OPTION,
	LANG_OPTION,
	{ 0 },
};

const GOptionEntry preview_options[] = {
	PARAM_OPTION,
	AS_OF_OPTION,
	RELEASE_OPTION,
	LANG_OPTION,
	{ "rows", 0, 0, G_OPTION_ARG_FILENAME, &options.rows,
	  "sample rows (else FILE.rows beside the template, else the published run)", "FILE" },
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "page to write (else NAME.preview.html in the configured folder)", "FILE" },
	{ "watch", 'w', 0, G_OPTION_ARG_NONE, &options.watch,
	  "make it anew whenever a file changes, until Ctrl-C", NULL },
	{ 0 },
};

Asked asked_take(void)
{
	Asked asked = options;
	memset(&options, 0, sizeof options);
	options.limit = LIMIT_USUAL;
	if (asked.params == NULL)
		asked.params = g_new0(char *, 1);
	return asked;
}

void asked_clear(Asked *asked)
{
	g_strfreev(asked->params);
	g_free(asked->format);
	g_free(asked->output);
	g_free(asked->language);
	g_free(asked->as_of);
	g_free(asked->release);
	g_free(asked->row);
	g_free(asked->rows);
}

/* ── templates ── */

Library *commands_library(const Config *config, GError **error)
{
	g_auto(GStrv) standing = installed_templates(config->templates);
	g_autofree char *own =
	    config->site != NULL ? g_build_filename(config->site, "templates", NULL) : NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	if (own != NULL)
		g_ptr_array_add(list, own);
	for (char **folder = standing; *folder != NULL; folder++)
		g_ptr_array_add(list, *folder);
	g_ptr_array_add(list, NULL);
	const char *const *folders = (const char *const *)list->pdata;
	Library *library = library_open(folders, error);
	if (library != NULL)
		library_set_office(library, config->office);
	return library;
}

Library *commands_begin(CommandContext *context, GStrv words, guint least, guint most,
			GError **error)
{
	if (!command_words(context, words, least, most, error))
		return NULL;
	const Config *config = command_config(context, error);
	return config != NULL ? commands_library(config, error) : NULL;
}

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
