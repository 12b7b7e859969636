/*
 * Planted: a CSV file of cases in which one line in a hundred is bad, in ten ways
 * by turns, and what the engine must find in it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { PLANTED_KINDS = 10 };

/* One way of being bad. */
typedef struct {
	const char *code; /* under which the engine rejects it */
	bool row;         /* the row is rejected, not only a field */
} PlantedKind;

extern const PlantedKind planted_kinds[PLANTED_KINDS];

/* Copies the clean file FROM to TO with its bad lines. */
bool planted_write(const char *from, const char *to, GError **error);

/* How many of RECORDS records are bad in the way KIND. */
gint64 planted_count(gint64 records, int kind);
