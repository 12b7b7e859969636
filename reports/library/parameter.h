/*
 * Parameters: what a template asks for, and the values that one edition is given.
 *
 * A const table of types says how each is read from the command line, handed to
 * SQL and printed. Relative defaults ("last-complete") count from the date the
 * records are known to, never from the clock.
 */
#pragma once

#include "core/period.h"
#include "reports/library/district.h"
#include "reports/model/datum.h"

typedef struct {
	const char *name;   /* as in a template: "fiscal-year" */
	DatumType type;     /* of {name} alone, and what SQL gets: text or date */
	const char *format; /* of {name} where none is named; NULL for the type's own */
	bool is_period;     /* KIND holds; has {name.start}, {name.end}, {name.name} */
	PeriodKind kind;
	bool is_district; /* has {name.code}, {name.name}, {name.division} */
	bool is_choice;   /* one of the words that the template lists */
} ParameterType;

extern const ParameterType parameter_types[]; /* ended by a row whose name is NULL */

const ParameterType *parameter_type_find(const char *name);
const char **parameter_type_names(void); /* NULL-terminated, transfer container */

/* The datum type of {parameter.ATTRIBUTE}; NULL is the bare name. False when TYPE
 * has no such attribute; *ret_known (may be NULL) then is a list of those it has. */
bool parameter_attribute(const ParameterType *type, const char *attribute, DatumType *ret_type,
			 const char *const **ret_known);

/* One value. */
typedef struct {
	const ParameterType *type;
	char *text;               /* canonical: "PKP", "2024-W30", "2024-08-05", or the text */
	char *shown;              /* the same as it is printed */
	Period period;            /* of a period or date */
	bool last_complete;       /* it was asked for as that; which it is, coverage says */
	const District *district; /* borrowed; NULL of a district parameter: all districts */
} ParameterValue;

/* What reading a value needs. */
typedef struct {
	const Districts *districts;
	GDate as_at; /* records are known up to here */
} ParameterWorld;

/* Reads TEXT ("last-complete" for dates and periods, "all" for a district too; whether a template
 * takes all districts, its default says). Errors: SHUMAR_ERROR_USAGE. */
bool parameter_read(const ParameterType *type, const char *text, const ParameterWorld *world,
		    ParameterValue *ret_value, GError **error);
void parameter_clear(ParameterValue *value);

/* What SQL gets: code ("all" for all districts), text, or ISO date (a period's first day).
 * Transfer full. */
char *parameter_sql(const ParameterValue *value);

/* The datum of {parameter.ATTRIBUTE} in LANGUAGE; its text is borrowed from VALUE. */
Datum parameter_datum(const ParameterValue *value, const char *attribute, const char *language);
