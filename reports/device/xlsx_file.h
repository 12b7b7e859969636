/*
 * XLSX file: the library writes into memory; what it wrote is checked and only
 * then put on disk.
 *
 * libxlsxwriter 1.1.4 keeps every part in a temporary file and does not notice
 * when one is cut short: on a full disk it packs half a sheet and reports
 * success. It also prints when it cannot write the package. So the package goes
 * to a memory file, each part is unpacked and must be a whole XML document, and
 * the write to the disk is ours.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A new memory file; *ret_path names it for a library that wants a path (transfer full). The
 * caller closes the descriptor; -1 on failure. Errors: SHUMAR_ERROR_OUTPUT, naming TARGET. */
int xlsx_file_open(const char *target, char **ret_path, GError **error);

/* The folder for the library's temporary files, tried with one; NULL when none can be made there.
 * Borrowed. Errors: SHUMAR_ERROR_OUTPUT, naming TARGET. */
const char *xlsx_file_folder(const char *target, GError **error);

/* True when the LENGTH bytes at DATA are a package whose every part is a whole XML document. */
bool xlsx_file_is_whole(const void *data, size_t length);

/* Checks memory FILE and writes it to TARGET. Errors: SHUMAR_ERROR_OUTPUT. */
bool xlsx_file_save(int file, const char *target, GError **error);
