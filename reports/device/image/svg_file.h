/* SVG: each chart of an edition as a file of its own. */
#pragma once

#include "reports/device/device.h"

bool device_svg_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error);
GPtrArray *device_svg_files(const Model *model, GError **error);
