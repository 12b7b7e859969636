/*
 * File: bytes of a device made ready in memory and written at once.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes COUNT of BYTES to a new file at PATH. Errors: SHUMAR_ERROR_OUTPUT with the system's
 * reason, also when only closing it failed. */
bool file_write_bytes(const void *bytes, size_t count, const char *path, GError **error);
bool file_write(const GString *content, const char *path, GError **error);
