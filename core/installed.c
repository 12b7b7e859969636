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
