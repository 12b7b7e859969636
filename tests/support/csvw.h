/*
 * Csvw: whether a text is metadata of a table as CSV on the Web has it (W3C, "Metadata Vocabulary
 * for Tabular Data", 17 December 2015): which names may stand where, and which values.
 */
#pragma once

#include <glib.h>

/* JSON describes a table whose first row is HEADS (NULL-terminated). What breaks the standard, one
 * a line: empty when it holds. Transfer full. */
char *csvw_faults(const char *json, const char *const *heads);
