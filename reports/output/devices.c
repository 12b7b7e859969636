#include "reports/output/devices.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/device/html/html.h"
#include "reports/device/image/png.h"
#include "reports/device/image/svg_file.h"
#include "reports/device/pdf/pdf.h"
#include "reports/device/text/csv.h"
#include "reports/device/text/text.h"
#include "reports/device/xlsx/xlsx.h"

const Device devices[] = {
	{ "text", "txt", device_text_write, NULL, NULL },
	{ "pdf", "pdf", device_pdf_write, NULL, NULL },
	{ "xlsx", "xlsx", device_xlsx_write, NULL, NULL },
	{ "html", "html", device_html_write, NULL, NULL },
	{ "csv", "csv", NULL, device_csv_files, device_csv_write_file },
	{ "svg", "svg", NULL, device_svg_files, device_svg_write_file },
	/* before png, whose extension is the end of this one's */
	{ "card", "card.png", NULL, device_card_files, device_card_write_file },
	{ "png", "png", NULL, device_png_files, device_png_write_file },
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
	g_autofree char *quoted = text_quote(name, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no output format %s", quoted);
	return NULL;
}
