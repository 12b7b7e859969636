/*
 * Outgrown: figures printed before of periods that do not add up any more to what is printed now of
 * the whole, as a quarter that is more than its months. Nobody prints the months again, yet all
 * readers see that one of them has changed.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A figure that readers have a number of. */
typedef struct {
	const char *series; /* what it is of, but for the days: measure, place, kind */
	guint32 first, last;
	gint64 value;
	bool now;        /* printed in the release at hand */
	gpointer figure; /* the caller's */
} OutgrownTold;

/* The outgrown ones of TOLD (of OutgrownTold; it is sorted). Each once; transfer container, of
 * OutgrownTold.figure. */
GPtrArray *outgrown_find(GArray *told);
