#include "reports/library/library_command.h"

#include "core/installed.h"

Library *library_of_config(const Config *config, GError **error)
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

Library *library_begin(CommandContext *context, GStrv words, guint least, guint most,
		       GError **error)
{
	if (!command_words(context, words, least, most, error))
		return NULL;
	const Config *config = command_config(context, error);
	return config != NULL ? library_of_config(config, error) : NULL;
}
