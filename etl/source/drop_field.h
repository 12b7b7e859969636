/*
 * Drop field: one value of a CSV file as its declaration types it.
 *
 * Pure: text in, value or reject out. Blanks around a value, of any kind, and characters that
 * cannot be seen do not belong to it, an empty one is no value, nor one declared as blank, and
 * ="001", as spreadsheets guard a text, is 001. Keys and texts are folded as core/text.h keeps
 * them; digits of any script count. A value is read whole or rejected. Dates are read in ISO form
 * (2019-08-05, also with a time and an offset) and, where declared, in the American one (8/5/2019,
 * also with 12:00:00 AM), with the day first (5/8/2019) or as a month (2019-08). A time zone offset
 * moves a date or a timestamp to the source's zone; an instant stays the instant that it is, and
 * one without an offset is read in the source's zone as PostgreSQL does: of a time that the clock
 * shows twice the second. Refusal reasons may hold a date, never another value.
 */
#pragma once

#include "etl/source/declaration.h"

/* Most digits of a decimal before and behind the point. */
#define DROP_DECIMAL_WHOLE  24
#define DROP_DECIMAL_PLACES 12

typedef struct {
	bool null;        /* no value: empty or rejected */
	const char *text; /* FIELD_TEXT, FIELD_KEY, FIELD_DECIMAL: LENGTH bytes, borrowed from the
			     input or from the reading's TEXTS; of a decimal "-12.50" */
	size_t length;
	gint32 integer;     /* FIELD_INTEGER */
	bool boolean;       /* FIELD_BOOLEAN */
	gint32 day;         /* FIELD_DATE: days since 2000-01-01 */
	gint64 time_us;     /* since 2000-01-01 00:00; FIELD_TIMESTAMP: civil, FIELD_INSTANT: UTC */
	bool noted;         /* nothing is rejected: the value stands, and CODE is of a note */
	const char *code;   /* of a reject ("date-range", ...), static; NULL when there is none */
	const char *remedy; /* static */
} DropValue;

/* What values are read with. */
typedef struct {
	GTimeZone *zone;     /* of the source */
	GString *reason;     /* written over on a reject or a note */
	GStringChunk *texts; /* takes what is not as it stands in the file */
} DropReading;

/* Reads LENGTH bytes at TEXT, behind which there is a zero byte or more text, as FIELD declares. On
 * a reject the value is null, code and remedy are set, and the reason is written. */
DropValue drop_field_read(const FileField *field, const DropReading *reading, const char *text,
			  size_t length);

/* ── the parts, of TEXT that was folded and trimmed ── */
static inline DropValue drop_field_reject(const char *code, const char *remedy)
{
	return (DropValue){ .null = true, .code = code, .remedy = remedy };
}

DropValue drop_field_integer(const FileField *field, const DropReading *reading, const char *text);
DropValue drop_field_decimal(const FileField *field, const DropReading *reading, const char *text);
DropValue drop_field_time(const FileField *field, const DropReading *reading, const char *text);
