/*
 * XLSX file: the library writes into memory; what it wrote is checked and only
 * then put on disk.
 *
 * libxlsxwriter 1.1.4 keeps every part in a temporary file and does not notice
 * when one is cut short: on a full disk it packs half a sheet and reports
 * success. It also prints when it cannot write the package. So the package goes
 * to a file of ours, each part is unpacked and must be a whole XML document, and
 * the write to the disk is ours.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "reports/model/model.h"

/* A new file without a name; *ret_path names it for a library that wants a path (transfer full).
 * It lies in memory, or in FOLDER when IS_LARGE. The caller closes the descriptor; -1 on failure.
 * Errors: SHUMAR_ERROR_OUTPUT, naming TARGET. */
int xlsx_file_open(const char *target, const char *folder, bool is_large, char **ret_path,
		   GError **error);

/* The folder for the library's temporary files, tried with one; NULL when none can be made there.
 * Borrowed. Errors: SHUMAR_ERROR_OUTPUT, naming TARGET. */
const char *xlsx_file_folder(const char *target, GError **error);

/* Checks the package in FILE and writes it to TARGET, finished for MODEL's language. Errors:
 * SHUMAR_ERROR_OUTPUT. */
bool xlsx_file_save(int file, const Model *model, const char *target, GError **error);
