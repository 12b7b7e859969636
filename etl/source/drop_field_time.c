/* Dates and times in fields of drops. */
#include "etl/source/drop_field.h"

#include <string.h>

#define DAY_US     ((gint64)86400 * G_USEC_PER_SEC)
#define MARCH_2000 730425 /* civil_day's days before 2000-01-01 */
#define EPOCH_DAY  730120 /* days from 0001-01-01, which is 1 for GDate, to 2000-01-01 */

/* A civil time as written; offset_minutes counts only with has_offset. */
typedef struct {
	int year, month, day;
	int hour, minute, second, microsecond;
	bool afternoon, morning; /* PM, AM */
	bool has_offset;
	int offset_minutes;
} Written;

/* Reads LEAST to MOST digits at *at and moves it behind them. */
static bool take_number(const char **at, int least, int most, int *ret_number)
{
	int number = 0;
	int digits = 0;
	for (; digits < most && g_ascii_isdigit(**at); digits++, (*at)++)
		number = number * 10 + (**at - '0');
	*ret_number = number;
	return digits >= least;
}

static bool take_char(const char **at, char wanted)
{
	bool there = **at == wanted;
	*at += there;
	return there;
}

/* "2019-08-05" */
static bool take_iso_day(const char **at, Written *written)
{
	return take_number(at, 4, 4, &written->year) && take_char(at, '-') &&
	       take_number(at, 2, 2, &written->month) && take_char(at, '-') &&
	       take_number(at, 2, 2, &written->day);
}

/* "8/5/2019": month first */
static bool take_us_day(const char **at, Written *written)
{
	return take_number(at, 1, 2, &written->month) && take_char(at, '/') &&
	       take_number(at, 1, 2, &written->day) && take_char(at, '/') &&
	       take_number(at, 4, 4, &written->year);
}

/* "5/8/2019", "05-08-2019", "5.8.2019": day first */
static bool take_dmy_day(const char **at, Written *written)
{
	if (!take_number(at, 1, 2, &written->day))
		return false;
	const char between = **at;
	return (between == '/' || between == '-' || between == '.') && take_char(at, between) &&
	       take_number(at, 1, 2, &written->month) && take_char(at, between) &&
	       take_number(at, 4, 4, &written->year);
}

/* "2019-08", and nothing behind it: the first of the month */
static bool take_month(const char **at, Written *written)
{
	written->day = 1;
	return take_number(at, 4, 4, &written->year) && take_char(at, '-') &&
	       take_number(at, 2, 2, &written->month) && **at == '\0';
}

/* The day in one of the column's styles. */
static bool take_day(const FileField *field, const char **at, Written *written)
{
	const char *begin = *at;
	if (take_iso_day(at, written))
		return true;
	*at = begin;
	if (field->us_style && take_us_day(at, written))
		return true;
	*at = begin;
	if (field->dmy_style && take_dmy_day(at, written))
		return true;
	*at = begin;
	return field->month_style && take_month(at, written);
}

/* ".123": digits after the sixth are dropped */
static void take_fraction(const char **at, Written *written)
{
	int unit = 100000;
	for (; g_ascii_isdigit(**at); (*at)++, unit /= 10)
		written->microsecond += (**at - '0') * unit;
}

/* "22:45", "22:45:00", "22:45:00.123" or with a comma, "12:00:00 AM" */
static bool take_time(const char **at, Written *written)
{
	if (!take_number(at, 1, 2, &written->hour) || !take_char(at, ':') ||
	    !take_number(at, 2, 2, &written->minute))
		return false;
	if (take_char(at, ':') && !take_number(at, 2, 2, &written->second))
		return false;
	if ((**at == '.' || **at == ',') && g_ascii_isdigit((*at)[1])) {
		(*at)++;
		take_fraction(at, written);
	}
	const char *half = *at + (**at == ' ');
	written->morning = g_ascii_strncasecmp(half, "am", 2) == 0;
	written->afternoon = g_ascii_strncasecmp(half, "pm", 2) == 0;
	if (written->morning || written->afternoon)
		*at = half + 2;
	return true;
}

/* "Z", "UTC", "+05:00", "+0500", "+05", with a blank before them, or nothing */
static bool take_offset(const char **at, Written *written)
{
	int sign = 1;
	int hours = 0;
	int minutes = 0;
	if (**at == '\0')
		return true;
	take_char(at, ' ');
	sign = **at == '-' ? -1 : 1;
	written->has_offset = true;
	if (take_char(at, 'Z') || take_char(at, 'z'))
		return true;
	if (g_ascii_strcasecmp(*at, "utc") == 0 || g_ascii_strcasecmp(*at, "gmt") == 0) {
		*at += 3;
		return true;
	}
	if (!take_char(at, '+') && !take_char(at, '-'))
		return false;
	if (!take_number(at, 2, 2, &hours))
		return false;
	bool colon = take_char(at, ':');
	if ((colon || **at != '\0') && !take_number(at, 2, 2, &minutes))
		return false;
	written->offset_minutes = sign * (hours * 60 + minutes);
	return minutes < 60;
}

static bool take_written(const FileField *field, const char *text, Written *written)
{
	const char *at = text;
	if (!take_day(field, &at, written))
		return false;
	if (*at == '\0')
		return true;
	if (!take_char(&at, 'T') && !take_char(&at, 't') && !take_char(&at, ' '))
		return false;
	return take_time(&at, written) && take_offset(&at, written) && *at == '\0';
}

static bool is_leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_day(int year, int month, int day)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= lengths[month - 1] + (month == 2 && is_leap_year(year));
}

/* Days since 2000-01-01 of a day on the calendar from year 1 on: years are counted from March, so
 * that the leap day ends one. Richards, Explanatory Supplement to the Astronomical Almanac, 15.11.
 */
static gint64 civil_day(int year, int month, int day)
{
	const int march_year = month > 2 ? year : year - 1;
	const int march_month = month > 2 ? month - 3 : month + 9;
	const gint64 before =
	    (gint64)march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400;
	return before + (march_month * 153 + 2) / 5 + day - 1 - MARCH_2000;
}

/* Brings 12-hour times to 24; false for what no clock and no calendar shows. */
static bool settle(Written *written)
{
	if (written->morning || written->afternoon) {
		if (written->hour < 1 || written->hour > 12)
			return false;
		written->hour = written->hour % 12 + (written->afternoon ? 12 : 0);
	}
	return written->year >= 1000 && written->hour <= 23 && written->minute <= 59 &&
	       written->second <= 59 && ABS(written->offset_minutes) <= 14 * 60 &&
	       is_day(written->year, written->month, written->day);
}

/* Civil microseconds since 2000 of a time that is on the calendar, as written. */
static gint64 civil_us(const Written *written)
{
	gint64 days = civil_day(written->year, written->month, written->day);
	gint64 seconds = written->hour * 3600 + written->minute * 60 + written->second;
	return days * DAY_US + seconds * G_USEC_PER_SEC + written->microsecond;
}

/* What the zone's clock is ahead of UTC at an instant. */
static gint64 offset_us(GTimeZone *zone, gint64 utc_us)
{
	enum { UNIX_2000 = 946684800 };
	gint64 second = utc_us / G_USEC_PER_SEC - (utc_us % G_USEC_PER_SEC < 0) + UNIX_2000;
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, second);
	return (gint64)g_time_zone_get_offset(zone, interval) * G_USEC_PER_SEC;
}

typedef enum { CLOCK_ONCE, CLOCK_TWICE, CLOCK_NEVER } ClockShows;

/* The instant of a civil time in ZONE, and how often the clock shows it. As PostgreSQL takes it
 * (DetermineTimeZoneOffset): of two the later, of none what the clock before the change gives. */
static ClockShows instant_of(GTimeZone *zone, gint64 local_us, gint64 *ret_utc_us)
{
	gint64 before = offset_us(zone, local_us - DAY_US);
	gint64 after = offset_us(zone, local_us + DAY_US);
	bool was = offset_us(zone, local_us - before) == before;
	bool is = offset_us(zone, local_us - after) == after;
	*ret_utc_us = local_us - (is ? after : before);
	if (before == after || was != is)
		return CLOCK_ONCE;
	return was ? CLOCK_TWICE : CLOCK_NEVER;
}

static gint64 day_of(gint64 us)
{
	return us / DAY_US - (us % DAY_US < 0 ? 1 : 0);
}

static gint64 bound_day(const GDate *bound)
{
	return (gint64)g_date_get_julian(bound) - EPOCH_DAY;
}

static void name_bound(GString *reason, const FileField *field, gint64 day, const char *side,
		       const GDate *bound)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_DAY));
	g_string_printf(reason, "%s %04d-%02d-%02d is %s %04d-%02d-%02d.", field->name,
			(int)g_date_get_year(&date), (int)g_date_get_month(&date),
			(int)g_date_get_day(&date), side, (int)g_date_get_year(bound),
			(int)g_date_get_month(bound), (int)g_date_get_day(bound));
}

static const char *form_remedy(const FileField *field)
{
	if (field->us_style)
		return "Write the date as 2019-08-05 or 8/5/2019 (month first).";
	if (field->dmy_style)
		return "Write the date as 2019-08-05 or 5/8/2019 (day first).";
	return field->month_style ? "Write the month as 2019-08." : "Write the date as 2019-08-05.";
}

/* A day out of the declared bounds; no code where it is within. */
static DropValue check_bounds(const FileField *field, const DropReading *reading, gint64 day)
{
	static const char remedy[] =
	    "Correct the date at the source; the record comes with the next run.";
	if (g_date_valid(&field->earliest) && day < bound_day(&field->earliest)) {
		name_bound(reading->reason, field, day, "before", &field->earliest);
		return drop_field_reject("date-range", remedy);
	}
	if (g_date_valid(&field->latest) && day > bound_day(&field->latest)) {
		name_bound(reading->reason, field, day, "after", &field->latest);
		return drop_field_reject("date-range", remedy);
	}
	return (DropValue){ .code = NULL };
}

/* A civil time cannot say which of two instants it is: an instant that would become the other is
 * not taken. */
static DropValue check_once(const FileField *field, const DropReading *reading, gint64 local_us,
			    gint64 utc_us)
{
	gint64 again_us = 0;
	instant_of(reading->zone, local_us, &again_us);
	if (again_us == utc_us)
		return (DropValue){ .code = NULL };
	g_string_printf(
	    reading->reason,
	    "%s falls in an hour that the clock showed twice, and a timestamp cannot say "
	    "in which of the two.",
	    field->name);
	return drop_field_reject(
	    "time-twice",
	    "Declare the column as 'instant' in the source's declaration, and take it "
	    "without 'at time zone' in the mapping.");
}

/* A civil time that is no instant, or two, is read and noted. */
static void note_clock(const FileField *field, const DropReading *reading, ClockShows shows,
		       DropValue *value)
{
	static const char remedy[] =
	    "Have times exported with their offset, as 2009-10-31T18:10:00+05:00.";
	if (shows == CLOCK_ONCE)
		return;
	value->noted = true;
	value->code = shows == CLOCK_TWICE ? "time-twice" : "time-never";
	value->remedy = remedy;
	g_string_printf(
	    reading->reason,
	    shows == CLOCK_TWICE
		? "%s is a time that the clock showed twice: it is taken as the second."
		: "%s is a time that the clock passed over: it is taken as that much later.",
	    field->name);
}

/* The value of a time that is on the calendar. */
static DropValue settled_value(const FileField *field, const DropReading *reading,
			       const Written *written)
{
	gint64 local_us = civil_us(written);
	gint64 utc_us = local_us - (gint64)written->offset_minutes * 60 * G_USEC_PER_SEC;
	ClockShows shows = CLOCK_ONCE;
	if (written->has_offset)
		local_us = utc_us + offset_us(reading->zone, utc_us);
	else if (field->type == FIELD_INSTANT)
		shows = instant_of(reading->zone, local_us, &utc_us);
	DropValue fault = check_bounds(field, reading, day_of(local_us));
	if (fault.code == NULL && field->type == FIELD_TIMESTAMP && written->has_offset)
		fault = check_once(field, reading, local_us, utc_us);
	if (fault.code != NULL)
		return fault;
	DropValue value = { .day = (gint32)day_of(local_us),
			    .time_us = field->type == FIELD_INSTANT ? utc_us : local_us };
	note_clock(field, reading, shows, &value);
	return value;
}

DropValue drop_field_time(const FileField *field, const DropReading *reading, const char *text)
{
	Written written = { .year = 0 };
	if (!take_written(field, text, &written)) {
		g_string_printf(reading->reason, "%s is not written as a date.", field->name);
		return drop_field_reject("date-form", form_remedy(field));
	}
	if (!settle(&written)) {
		g_string_printf(reading->reason,
				"%s is not a day of the calendar and a time of day.", field->name);
		return drop_field_reject("date-impossible", "Correct the date at the source.");
	}
	return settled_value(field, reading, &written);
}
