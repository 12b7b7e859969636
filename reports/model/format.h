/*
 * Formats: how a datum is printed in a language. The only module that sees ICU.
 *
 * A format is a word of the const table in format.c ("int", "date", "pct" …),
 * or "count:UNIT" for a number with its unit in the right CLDR plural form
 * ("81 cases"). Digits are Latin in every language; in right-to-left languages
 * a formatted value is wrapped in U+2068 … U+2069 (bidi isolation).
 */
#pragma once

#include "reports/model/datum.h"
#include "reports/model/locale.h"
#include "reports/model/model.h"

/* Names of all formats but count:UNIT, NULL-terminated; for checks and suggestions. */
extern const char *const format_names[];

/* True when FORMAT may print data of TYPE; else *ret_why is a sentence
 * part such as "format 'date' wants a date, not a number" (transfer full). LOCALE knows the units.
 */
bool format_check(const Locale *locale, const char *format, DatumType type, char **ret_why);

/* DATUM printed by FORMAT (NULL: the plain format of its type); "[x]" for a missing one. FORMAT
 * must have passed format_check. Transfer full. */
char *format_datum(const Locale *locale, const char *format, const Datum *datum);

/* The same as a model value, with number or date and spreadsheet format beside the text. Fills
 * *ret_value, which the caller clears with value_clear. */
void format_value(const Locale *locale, const char *format, const Datum *datum, Value *ret_value);

/* The unit alone in the plural of COUNT: "cases". Transfer full; NULL for an unknown unit. */
char *format_unit(const Locale *locale, const char *unit, gint64 count);

/* The CLDR plural category of NUMBER: "one", "other". Transfer full. */
char *format_plural(const Locale *locale, double number);

/* True when the language has the plural category CATEGORY; else *ret_why is a sentence that names
 * those it has (transfer full). */
bool format_plural_check(const Locale *locale, const char *category, char **ret_why);

/* FROM to TO as one phrase: "9 to 15 November 2026", "1 August 2023 to 31 July 2024". */
char *format_range(const Locale *locale, const GDate *from, const GDate *to);

/* The same of data, isolated as other values are; NULL unless both are known dates in their order.
 */
char *format_range_of(const Locale *locale, const Datum *from, const Datum *to);

/* The version of ICU. Borrowed. */
const char *format_library_version(void);
