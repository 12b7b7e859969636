#include <xlsxwriter.h>
#include <zlib.h>

#include "reports/device/xlsx/xlsx.h"

void xlsx_versions(GTree *libraries)
{
	g_tree_replace(libraries, g_strdup("libxlsxwriter"), g_strdup(lxw_version()));
	g_tree_replace(libraries, g_strdup("zlib"), g_strdup(zlibVersion()));
}
