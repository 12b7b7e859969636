/* report new: a template of one's own, like one that is there. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "reports/command/commands.h"

const CommandOption new_options[] = {
	{ "like", 0, OPTION_TEXT, "the template to begin with", "NAME|FILE" },
	{ 0 },
};

static bool check_words(const CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	if (command_text(context, "like") == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "'shumar report list' shows what there is.",
			  "'report new' needs --like and the template to begin with");
	else if (!g_regex_match_simple("^[a-z][a-z0-9-]{0,59}\\z", words[0], 0, 0))
		error_set(error, SHUMAR_ERROR_USAGE, "As district-page.",
			  "'%s' is no name of small letters, digits and '-'", words[0]);
	else
		return true;
	return false;
}

/* The place of the new file: the site, or the one that is then made beside the configuration. */
static char *new_path(const Config *config, const char *name)
{
	g_autofree char *file = g_strconcat(name, ".yaml", NULL);
	g_autofree char *absolute = g_canonicalize_filename(config->path, NULL);
	g_autofree char *base = g_path_get_dirname(absolute);
	return config->site != NULL ? g_build_filename(config->site, "templates", file, NULL)
				    : g_build_filename(base, "site", "templates", file, NULL);
}

/* LINE of the template as that of the template NAME: its own name, and files of a batch that are
 * called by it, so that they do not take the place of the other's. Transfer full. */
static char *renamed_line(const char *line, const char *name)
{
	if (g_str_has_prefix(line, "template:"))
		return g_strconcat("template: ", name, NULL);
	if (!g_str_has_prefix(line, "burst:"))
		return g_strdup(line);
	g_autoptr(GRegex) file = g_regex_new("(name: \"(?:[^\"]*/)?)([^\"/]*\")", 0, 0, NULL);
	g_autofree char *own = g_strdup_printf("\\1%s-\\2", name);
	return g_regex_replace(file, line, -1, 0, own, 0, NULL);
}

static char *renamed(const char *text, const char *name, const char *like)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *own = g_string_new(NULL);
	g_string_append_printf(own, "# Begun like %s.\n", like);
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *changed = renamed_line(*line, name);
		g_string_append(own, changed);
		if (line[1] != NULL)
			g_string_append_c(own, '\n');
	}
	return g_string_free(own, FALSE);
}

static bool write_new(const char *path, const char *text, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, NULL, "making '%s'", folder);
		return false;
	}
	return outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), error);
}

/* No template of the name NAME may be there: it would be taken for another. */
static bool is_free(const Library *library, const char *name, const char *path, GError **error)
{
	g_autoptr(GError) unknown = NULL;
	g_autofree char *there = library_find(library, name, &unknown);
	if (there == NULL && !g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Give it another name.",
		  "there is a template '%s' already: '%s'", name, there != NULL ? there : path);
	return false;
}

bool report_new(CommandContext *context, GStrv words, GError **error)
{
	const Config *config =
	    check_words(context, words, error) ? command_config(context, error) : NULL;
	g_autoptr(Library) library = config != NULL ? library_of_config(config, error) : NULL;
	g_autofree char *like =
	    library != NULL ? library_find(library, command_text(context, "like"), error) : NULL;
	g_autoptr(Template) template =
	    like != NULL ? commands_template(library, like, error) : NULL;
	if (template == NULL)
		return false;
	g_autofree char *path = new_path(config, words[0]);
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	if (!is_free(library, words[0], path, error))
		return false;
	if (!g_file_get_contents(like, &text, NULL, &cause)) {
		error_set(error, SHUMAR_ERROR_USAGE, NULL, "cannot read the template: %s",
			  cause->message);
		return false;
	}
	g_autofree char *own = renamed(text, words[0], template->name);
	if (!write_new(path, own, error))
		return false;
	printf("%s\nits title is still that of '%s': change the line 'paper', then 'shumar report "
	       "check %s'\n",
	       path, template->name, words[0]);
	return true;
}
