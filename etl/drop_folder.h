/*
 * Drop folder: the files of a CSV source that a declaration asks for.
 */
#pragma once

#include "core/config.h"
#include "etl/declaration.h"

/* Names below the source's folder that match FILE's pattern, in byte order; char*,
 * transfer full. Errors: SHUMAR_ERROR_FAILED for a folder that cannot be read and
 * when nothing matches, with the folder and the pattern. */
GPtrArray *drop_folder_files(const ConfigSource *source, const FileDeclaration *file,
			     GError **error);

/* The path of NAME in the source's folder. Transfer full. */
char *drop_folder_path(const ConfigSource *source, const char *name);

/* Adds the bytes of NAME to SUM; *ret_bytes is their number. */
bool drop_folder_sum(const ConfigSource *source, const char *name, GChecksum *sum,
		     gint64 *ret_bytes, GError **error);
