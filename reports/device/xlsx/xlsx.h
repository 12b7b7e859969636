/* XLSX: an edition as a workbook with native tables and charts. */
#pragma once

#include "reports/device/device.h"

bool device_xlsx_write(const Model *model, const char *path, GError **error);

/* The version of the library that writes workbooks. */
const char *xlsx_library_version(void);
