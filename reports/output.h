/*
 * Output: a device's file arrives under its final name whole or not at all.
 */
#pragma once

#include "reports/device.h"

/* Draws MODEL with DEVICE into PATH: makes missing folders, writes PATH.part beside it, fsyncs,
 * renames. On failure nothing is left but a former PATH, untouched. Errors: SHUMAR_ERROR_OUTPUT.
 * *ret_bytes (may be NULL) is the file's size. */
bool output_write(const Device *device, const Model *model, const char *path, goffset *ret_bytes,
		  GError **error);

/* Draws MODEL with DEVICE to standard output. */
bool output_print(const Device *device, const Model *model, GError **error);
