/*
 * File: where a device puts what it has drawn.
 */
#pragma once

#include "core/outfile.h"
#include "reports/model/model.h"

/* Whom the files of an edition of MODEL are for. */
OutfileKind file_kind(const Model *model);

/* Writes CONTENT, the whole file at PATH, as core/outfile.h says. Errors: SHUMAR_ERROR_OUTPUT with
 * the system's reason, also when only closing it failed. */
bool file_write(const Model *model, const GString *content, const char *path, GError **error);

/* The same for COUNT of BYTES. */
bool file_write_bytes(const Model *model, const void *bytes, size_t count, const char *path,
		      GError **error);
