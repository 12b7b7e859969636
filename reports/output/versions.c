#include "reports/output/versions.h"

#include "reports/device/font/font.h"
#include "reports/device/xlsx/xlsx.h"
#include "reports/model/format.h"

void device_versions(GTree *libraries, GTree *fonts)
{
	font_versions(libraries, fonts);
	xlsx_versions(libraries);
	g_tree_replace(libraries, g_strdup("icu"), g_strdup(format_library_version()));
}
