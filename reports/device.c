#include "reports/device.h"

#include <string.h>

#include "core/error.h"
#include "core/problem.h"

const Device devices[] = {
	{ "text", "txt", device_text_write },
	{ "pdf", "pdf", device_pdf_write },
	{ "xlsx", "xlsx", device_xlsx_write },
	{ "html", "html", device_html_write },
	{ 0 },
};

const Device *device_find(const char *name, GError **error)
{
	const char *names[G_N_ELEMENTS(devices)] = { 0 };
	for (size_t n = 0; devices[n].name != NULL; n++) {
		if (strcmp(devices[n].name, name) == 0)
			return &devices[n];
		names[n] = devices[n].name;
	}
	g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)names);
	const char *near = nearest_name(name, names);
	g_autofree char *hint =
	    near != NULL ? g_strdup_printf("Did you mean '%s'? There are: %s.", near, all)
			 : g_strdup_printf("There are: %s.", all);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no output format '%s'", name);
	return NULL;
}
