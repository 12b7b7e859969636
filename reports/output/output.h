/*
 * Output: a device's file arrives under its final name whole or not at all.
 */
#pragma once

#include "reports/device/device.h"

/* Draws MODEL with DEVICE into PATH, or, where DEVICE makes several files, into those that
 * output_paths names: makes missing folders; the files are written as core/outfile.h says. On
 * failure nothing is left but a former PATH, untouched; of several files those before the failure
 * are there. Errors: SHUMAR_ERROR_OUTPUT. *ret_bytes (may be NULL) is the size of all. */
bool output_write(const Device *device, const Model *model, const char *path, goffset *ret_bytes,
		  GError **error);

/* The files that DEVICE makes of MODEL at PATH: PATH itself, or each file of several beside it:
 * x.svg gives x-trend.svg and x-offences.svg. Elements char*, transfer full. */
GPtrArray *output_paths(const Device *device, const Model *model, const char *path);

/* Draws MODEL with DEVICE to standard output. Errors: SHUMAR_ERROR_USAGE for a device that makes
 * several files of MODEL. */
bool output_print(const Device *device, const Model *model, GError **error);
