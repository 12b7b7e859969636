/* CSV: a file for each table of an edition, and one that says what they are. */
#pragma once

#include "reports/device/device.h"

bool device_csv_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error);
GPtrArray *device_csv_files(const Model *model, GError **error);
