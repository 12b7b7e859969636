/* XLSX: an edition as a workbook with native tables and charts. */
#pragma once

#include "reports/device/device.h"

bool device_xlsx_write(const Model *model, const char *path, GError **error);

/* Adds the versions of what writes workbooks to LIBRARIES, a tree of texts that it owns. */
void xlsx_versions(GTree *libraries);
