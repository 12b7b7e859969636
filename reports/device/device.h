/*
 * Device: what an output format is. It draws a finished model into the files it is
 * given, each there whole or not at all (core/outfile.h).
 */
#pragma once

#include <stdio.h>

#include "reports/model/model.h"

/* One file of a device that makes several: a chart of its own, a table of its own. */
typedef struct {
	char *ending;       /* what follows the path without its extension: "-trend.svg" */
	gconstpointer part; /* of the model, as the device means it; borrowed, may be NULL */
} DeviceFile;

typedef struct {
	const char *name;      /* as in --format and a template's outputs: */
	const char *extension; /* without the dot */
	/* Writes MODEL to PATH by way of device/file.h and checks the library's own close
	 * status. Same model, same bytes. Errors: SHUMAR_ERROR_OUTPUT. */
	bool (*write)(const Model *model, const char *path, GError **error);
	/* Instead of write, for devices of several files: which there are (elements DeviceFile,
	 * transfer full; or NULL with SHUMAR_ERROR_USAGE when MODEL has nothing for them), and one
	 * of them to PATH. BASE is the name that all of them begin with, for those that name
	 * others. */
	GPtrArray *(*files)(const Model *model, GError **error);
	bool (*write_file)(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error);
} Device;

/* An empty list of DeviceFile, and one more on it: its ending is "-NAME.EXTENSION", or
 * ".EXTENSION" where NAME is NULL. What a file name cannot hold becomes '-', and a name that is
 * there already gets a number. */
GPtrArray *device_files_new(void);
void device_files_add(GPtrArray *files, const char *name, const char *extension,
		      gconstpointer part);
