/*
 * Devices: the const table of output formats.
 *
 * Adding a device is one row here, one file under reports/device/, one test.
 */
#pragma once

#include "reports/device/device.h"

extern const Device devices[]; /* ended by a row whose name is NULL */

/* The device NAME, or NULL with SHUMAR_ERROR_USAGE naming the nearest. */
const Device *device_find(const char *name, GError **error);
