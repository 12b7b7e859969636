/*
 * Drop folder: the files of a CSV source that a declaration asks for.
 *
 * A file whose name ends in ".part" is still being written and is never read.
 */
#pragma once

#include "core/config.h"
#include "etl/declaration.h"

#define DROP_PART ".part"

/* A file's content by what the system keeps of it: two that are equal hold the same. */
typedef struct {
	guint64 device, inode;
	gint64 size, changed_ns, written_ns;
} DropIdentity;

/* Names below the source's folder that the glob of PATTERN and ENDING ("" or DROP_PART) finds, in
 * byte order; char*, transfer full. The list is empty where nothing is found. Errors:
 * SHUMAR_ERROR_FAILED for a folder that cannot be read. */
GPtrArray *drop_folder_files(const ConfigSource *source, const DropPattern *pattern,
			     const char *ending, GError **error);

/* The path of NAME in the source's folder. Transfer full. */
char *drop_folder_path(const ConfigSource *source, const char *name);

/* The sha256 of NAME's bytes, hex, transfer full, and the identity that they had all the while. */
char *drop_folder_sum(const ConfigSource *source, const char *name, DropIdentity *ret_identity,
		      GError **error);

/* True while NAME is the file it was. */
bool drop_folder_is_same(const ConfigSource *source, const char *name,
			 const DropIdentity *identity);

/* When NAME was last written to, in seconds since 1970; 0 when it is gone. */
gint64 drop_folder_written(const ConfigSource *source, const char *name);
