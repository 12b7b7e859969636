#include "core/installed.h"

#include <glib.h>

char *installed_folder(const char *name)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *place = g_path_get_dirname(program != NULL ? program : ".");
	g_autofree char *beside = g_build_filename(place, "..", "share", "shumar", name, NULL);
	return program != NULL && g_file_test(beside, G_FILE_TEST_IS_DIR)
		   ? g_canonicalize_filename(beside, NULL)
		   : g_build_filename(SHUMAR_DATADIR, name, NULL);
}

char **installed_templates(const char *configured)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *place = g_path_get_dirname(program != NULL ? program : ".");
	g_autoptr(GStrvBuilder) folders = g_strv_builder_new();
	/* build/shumar and build/sanitize/shumar of a checkout */
	g_autofree char *beside = g_build_filename(place, "..", "templates", NULL);
	g_autofree char *above = g_build_filename(place, "..", "..", "templates", NULL);
	g_autofree char *installed = installed_folder("templates");
	g_strv_builder_add_many(folders, configured, beside, above, installed, NULL);
	return g_strv_builder_end(folders);
}
