/* PDF: the pages of an edition, tagged. */
#pragma once

#include "reports/device/device.h"

bool device_pdf_write(const Model *model, const char *path, GError **error);
