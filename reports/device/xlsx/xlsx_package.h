/*
 * XLSX package: the finished package of the library, checked part by part in flat
 * memory, and copied with some parts finished (PKWARE's APPNOTE.TXT).
 *
 * By hand, and not by libzip, because the copy streams into the file that core/outfile.h made:
 * parts that stay go through as they are packed, and no second package lies in memory. libzip
 * writes to a file of its own, or to memory.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* True when the LENGTH bytes at DATA are a package whose every part is a whole XML document. */
bool xlsx_package_is_whole(const void *data, size_t length);

/* Writes the package at DATA, which is whole, to FILE with its parts finished for LANGUAGE
 * (xlsx_finish.h). False when FILE does not take it all (errno), or the package is no zip. */
bool xlsx_package_write(const void *data, size_t length, const char *language, FILE *file);
