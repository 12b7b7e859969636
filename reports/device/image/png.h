/* PNG: each chart of an edition as a picture, and as a card to share. */
#pragma once

#include "reports/device/device.h"

bool device_png_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error);
GPtrArray *device_png_files(const Model *model, GError **error);
bool device_card_write_file(const Model *model, const DeviceFile *file, const char *base,
			    const char *path, GError **error);
GPtrArray *device_card_files(const Model *model, GError **error);
