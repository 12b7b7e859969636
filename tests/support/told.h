/* Told: everything the CSV reader says of some bytes, as text. */
#pragma once

#include "etl/csv/csv.h"

/* One line for a record, "line|field|field"; for a reject "!line code column reason", for a note
 * "?line code column reason", and "error exit message" for a file that cannot be read on. FORMAT
 * may be NULL: all columns, UTF-8. Transfer full. */
char *told_bytes(const void *bytes, size_t length, const CsvFormat *format);

/* The same of TEXT with the columns NAMES (NULL-terminated), all of which must be there. */
char *told_text(const char *text, const char *const *names);

/* Holds what is told of TEXT to EXPECTED. */
void told_check(const char *text, const char *const *names, const char *expected);
