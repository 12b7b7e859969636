/*
 * Output files that are there whole or not at all.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes LENGTH bytes to PATH by way of a temporary file beside it, synced and
 * renamed; a file of before stays as it was on failure. Missing folders are made.
 * SHUMAR_ERROR_OUTPUT. */
bool outfile_write(const char *path, const void *bytes, size_t length, GError **error);
