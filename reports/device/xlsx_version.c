#include <xlsxwriter.h>

#include "reports/device/versions.h"

const char *xlsx_library_version(void)
{
	return lxw_version();
}
