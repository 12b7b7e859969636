/*
 * As-at: the moment up to which a source's records are known.
 *
 * The mapping's as_at.sql says it; without one, or without a record, it is the time of
 * the reading. It comes from the records, so that one date typed wrong would move every
 * figure: it is never taken later than the run's own clock and a day. An as_at.sql that
 * has a parameter ($1 timestamptz) is asked again for the latest moment up to that limit.
 */
#pragma once

#include "core/database/database.h"
#include "etl/source/mapping.h"

/* As-at of SOURCE, read through READER, the snapshot of its records, and held against the clock
 * of WAREHOUSE; a moment that was not taken is said in NOTES (of char*, owned; or NULL) and
 * logged. Transfer full. */
char *as_at_read(Database *reader, const Mapping *mapping, Database *warehouse, const char *source,
		 GPtrArray *notes, GError **error);
