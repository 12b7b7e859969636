/*
 * Devices: the const table of output formats. A device draws a finished model
 * into the file it is given; reports/output.c gives it name.part and renames.
 *
 * Adding a device is one row here, one file under reports/device/, one test.
 */
#pragma once

#include <stdio.h>

#include "reports/model.h"

typedef struct {
	const char *name;      /* as in --format and a template's outputs: */
	const char *extension; /* without the dot */
	/* Writes MODEL to a new file at PATH and checks the library's own close
	 * status. Same model, same bytes. Errors: SHUMAR_ERROR_OUTPUT. */
	bool (*write)(const Model *model, const char *path, GError **error);
} Device;

extern const Device devices[]; /* ended by a row whose name is NULL */

/* The device NAME, or NULL with SHUMAR_ERROR_USAGE naming the nearest. */
const Device *device_find(const char *name, GError **error);

/* One function a device; each in its file. */
bool device_text_write(const Model *model, const char *path, GError **error);
bool device_pdf_write(const Model *model, const char *path, GError **error);
bool device_xlsx_write(const Model *model, const char *path, GError **error);
bool device_html_write(const Model *model, const char *path, GError **error);
