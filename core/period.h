/*
 * Periods: days, ISO weeks (Monday to Sunday), months, quarters, years and
 * fiscal years (July to June), as values with both bounds inclusive.
 *
 * Plain values, no I/O; dates here carry no zone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	PERIOD_DAY,
	PERIOD_WEEK,
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_YEAR,
	PERIOD_FISCAL_YEAR,
} PeriodKind;

typedef struct {
	PeriodKind kind;
	GDate first; /* inclusive */
	GDate last;  /* inclusive */
} Period;

/* "day", "week", "month", "quarter", "year", "fiscal-year"; false if unknown. */
bool period_kind_parse(const char *name, PeriodKind *ret_kind);
const char *period_kind_name(PeriodKind kind);

/* Strict ISO date "2024-08-05", years 1900 to 2199. Errors: SHUMAR_ERROR_USAGE. */
bool date_parse(const char *text, GDate *ret_date, GError **error);

/* "2024-08-05". Transfer full. */
char *date_text(const GDate *date);

/* A moment, and what clocks showed there: days are days of a jurisdiction, whose zone comes from
 * its sources and is nowhere in the code. */
typedef struct {
	gint64 utc_s;  /* seconds since the epoch */
	gint64 zone_s; /* how many seconds the zone was ahead of UTC then */
} CivilTime;

/* The civil date there and then. */
GDate civil_date(CivilTime time);

/* The period of KIND that holds DATE. */
Period period_of(PeriodKind kind, const GDate *date);

/* Parses a canonical name: day 2024-08-05, week 2024-W31, month 2024-07,
 * quarter 2024-Q3, year 2024, fiscal year 2023-24. A date is accepted for any
 * kind and means the period that holds it. Errors: SHUMAR_ERROR_USAGE, naming
 * the expected form. */
bool period_parse(PeriodKind kind, const char *text, Period *ret_period, GError **error);

/* The canonical name, as period_parse reads it. Transfer full. */
char *period_name(const Period *period);

/* STEPS periods later (or earlier, when negative). */
Period period_shift(const Period *period, int steps);

/* The last period of KIND whose last day is on or before AS_AT. */
Period period_last_complete(PeriodKind kind, const GDate *as_at);

/* Number of days, both bounds counted. */
int period_days(const Period *period);
