/*
 * The bench's mappings, read from tests/bench/sql/ when they are asked for:
 * "bench" (three feeds), "bench-case" (only the cases) and "bench-drop" (a CSV).
 */
#pragma once

#include "etl/source/mapping.h"

/* For RunOptions.find. Its texts live as long as the process. */
Mapping *ours_mapping_find(const char *name, GError **error);
