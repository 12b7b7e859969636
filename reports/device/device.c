#include "reports/device/device.h"

#include <string.h>

static void file_free(gpointer data)
{
	DeviceFile *file = data;
	g_free(file->ending);
	g_free(file);
}

GPtrArray *device_files_new(void)
{
	return g_ptr_array_new_with_free_func(file_free);
}

static bool is_there(const GPtrArray *files, const char *ending)
{
	for (guint n = 0; n < files->len; n++) {
		if (strcmp(((DeviceFile *)files->pdata[n])->ending, ending) == 0)
			return true;
	}
	return false;
}

void device_files_add(GPtrArray *files, const char *name, const char *extension, gconstpointer part)
{
	g_autofree char *safe = g_strdup(name);
	if (safe != NULL)
		g_strcanon(safe, "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
			   '-');
	DeviceFile *file = g_new0(DeviceFile, 1);
	file->part = part;
	file->ending = safe != NULL ? g_strdup_printf("-%s.%s", safe, extension)
				    : g_strdup_printf(".%s", extension);
	for (guint number = 2; is_there(files, file->ending); number++) {
		g_free(file->ending);
		file->ending =
		    g_strdup_printf("-%s-%u.%s", safe != NULL ? safe : "", number, extension);
	}
	g_ptr_array_add(files, file);
}
