/*
 * The median that STL's robust weights are measured in, as the authors' program finds it.
 *
 * Their program (and so R's stl) asks a partial sort for the two middle values, the upper one
 * first, where the sort needs its places in rising order. With an even number of values it may
 * therefore stop before the two places hold what they should; what is there then is some value
 * nearby. Robust fits of the program cannot be made again without doing the same.
 */
#pragma once

#include <stddef.h>

/* The sum of what the partial sort leaves in the two middle places of COUNT (>= 1) values, which it
 * reorders: twice their median, or nearly. */
double stl_median_twice(double *values, size_t count);
