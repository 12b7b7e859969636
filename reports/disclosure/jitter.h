/*
 * Jitter: chance that hangs on a cell's key and the office's secret key alone.
 */
#pragma once

#include <glib.h>

/* A number from 0 up to 1, the same for the same KEY, USE and SECRET (NULL: none); of a key of a
 * release ("measure|place|kind|first|last") what comes after the fifth field does not count. */
double cost_jitter(GBytes *secret, const char *use, const char *key);
