/*
 * Sketch file: what the columns of a CSV file seem to hold.
 *
 * Each value of the sample is read as a run would read it (etl/source/drop_field.h); a type that
 * refuses none of them may be the column's, and the narrowest is taken.
 */
#pragma once

#include "etl/sketch/sketch.h"

#define SKETCH_RECORDS 20000 /* so many are looked at */

/* Looks at the file at PATH. Times are read in ZONE. Transfer full. */
Sketch *sketch_file(const char *path, const char *zone, GError **error);
