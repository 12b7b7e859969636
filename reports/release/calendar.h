/*
 * Calendar of the release desk: the day and hour at which a release becomes public, told to
 * everybody long before, so that no figure leaves when it suits somebody.
 *
 * It is kept in the ledger alone. An hour is announced CALENDAR_WEEKS ahead; a change has a reason
 * and stays visible; it may bring a release forward only to an hour that is still so far ahead. A
 * correction may be announced for any hour to come.
 */
#pragma once

#include "reports/release/desk.h"

#define CALENDAR_WEEKS 4
/* A release leaves within this after its hour; later, the calendar needs a change. */
#define CALENDAR_LATE_HOURS 24

/* What is asked: DAY "2026-11-25", HOUR "09:30", both in the time of JURISDICTION. */
typedef struct {
	const char *release_id;
	const char *day;
	const char *hour;
	const char *jurisdiction;
	const char *person;
	const char *reason; /* NULL: a first announcement */
} CalendarAsk;

/* Announces, or changes when there is a reason, and writes it to the ledger; *ret_shown is the hour
 * as people read it. SHUMAR_ERROR_CONFIG says which rule refuses, USAGE what cannot be read. */
bool calendar_announce(Desk *desk, const CalendarAsk *ask, char **ret_shown, GError **error);

/* Appends the calendar: each release with its hour, and below it what was announced before and why
 * it changed. */
bool calendar_print(Desk *desk, GString *text, GError **error);
