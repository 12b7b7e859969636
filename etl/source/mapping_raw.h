/*
 * Raw tables of a mapping: raw.<file> in its SELECTs is the file that source.yaml declares so.
 *
 * A mapping does not know how its source is called: each source has raw tables of its own,
 * raw.<source>_<file>, and the SELECTs are made to read those.
 */
#pragma once

#include "etl/source/mapping.h"

/* Notes which files each feed reads. Refuses a SELECT that names a raw table of no declared
 * file. MAPPING reads CSV files. */
bool mapping_raw_check(Mapping *mapping, GError **error);
