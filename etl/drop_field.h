/*
 * Drop field: one value of a CSV file as its declaration types it.
 *
 * Pure: text in, value or refusal out. Blanks around a value do not belong to it
 * and an empty one is no value. Dates are read in ISO form (2019-08-05, also with
 * a time and an offset) and, where declared, in the American one (8/5/2019, also
 * with 12:00:00 AM), with the day first (5/8/2019) or as a month (2019-08); a time zone offset
 * moves the value to the source's zone. Refusal reasons may hold a date, never another value.
 */
#pragma once

#include "etl/declaration.h"

typedef struct {
	bool null;        /* no value: empty or refused */
	const char *text; /* FIELD_TEXT, FIELD_KEY: LENGTH bytes, borrowed from the input */
	size_t length;
	gint32 integer;     /* FIELD_INTEGER */
	bool boolean;       /* FIELD_BOOLEAN */
	gint32 day;         /* FIELD_DATE: days since 2000-01-01 */
	gint64 time_us;     /* FIELD_TIMESTAMP: civil microseconds since 2000-01-01 00:00 */
	const char *code;   /* of a refusal ("date-range", ...), static; NULL when there is none */
	const char *remedy; /* static */
} DropValue;

/* Reads LENGTH bytes at TEXT, behind which there is a zero byte or more text, as FIELD declares, in
 * ZONE. On a refusal the value is null, code and remedy are set, and the reason is written over
 * REASON. */
DropValue drop_field_read(const FileField *field, GTimeZone *zone, const char *text, size_t length,
			  GString *reason);
