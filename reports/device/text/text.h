/* Plain text: for terminals and mails, and what the golden tests compare. */
#pragma once

#include "reports/device/device.h"

bool device_text_write(const Model *model, const char *path, GError **error);
