#include <xlsxwriter.h>

#include "reports/device/xlsx/xlsx.h"

const char *xlsx_library_version(void)
{
	return lxw_version();
}
