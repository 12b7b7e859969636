#include "etl/drop_field.h"

#include "etl/forbidden.h"

#include <string.h>

#define DAY_US     ((gint64)86400 * G_USEC_PER_SEC)
#define MARCH_2000 730425 /* civil_day's days before 2000-01-01 */
#define EPOCH_DAY  730120 /* days from 0001-01-01, which is 1 for GDate, to 2000-01-01 */

static DropValue refused(const char *code, const char *remedy)
{
	return (DropValue){ .null = true, .code = code, .remedy = remedy };
}

/* ── numbers ── */
/* Digits that fit any integer, with a sign before them; false for all else. */
static bool take_short_integer(const char *text, gint32 *ret_value)
{
	bool negative = *text == '-';
	const char *at = text + (negative || *text == '+');
	gint32 value = 0;
	int digits = 0;
	for (; g_ascii_isdigit(*at) && digits < 9; at++, digits++)
		value = value * 10 + (*at - '0');
	*ret_value = negative ? -value : value;
	return digits > 0 && *at == '\0';
}

static DropValue read_integer(const FileField *field, const char *text, GString *reason)
{
	g_autoptr(GError) error = NULL;
	gint64 value = 0;
	gint32 short_value = 0;
	if (take_short_integer(text, &short_value))
		return (DropValue){ .integer = short_value };
	const char *digits = text[0] == '+' ? text + 1 : text;
	if (g_ascii_string_to_signed(digits, 10, G_MININT32, G_MAXINT32, &value, &error))
		return (DropValue){ .integer = (gint32)value };
	if (g_error_matches(error, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS)) {
		g_string_printf(reason, "%s is a larger number than can be.", field->name);
		return refused("integer-range", "Correct the number at the source.");
	}
	g_string_printf(reason, "%s is no whole number.", field->name);
	return refused("integer-form", "Write a whole number in digits, without commas.");
}

static DropValue read_boolean(const FileField *field, const char *text, GString *reason)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = {
		{ "true", true },   { "t", true },  { "yes", true }, { "y", true },  { "1", true },
		{ "false", false }, { "f", false }, { "no", false }, { "n", false }, { "0", false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++) {
		if (g_ascii_tolower(*text) == words[n].text[0] &&
		    g_ascii_strcasecmp(text, words[n].text) == 0)
			return (DropValue){ .boolean = words[n].value };
	}
	g_string_printf(reason, "%s is neither true nor false.", field->name);
	return refused("boolean-form", "Write true or false.");
}

/* ── dates ── */
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

/* "22:45", "22:45:00", "22:45:00.123", "12:00:00 AM" */
static bool take_time(const char **at, Written *written)
{
	if (!take_number(at, 1, 2, &written->hour) || !take_char(at, ':') ||
	    !take_number(at, 2, 2, &written->minute))
		return false;
	if (take_char(at, ':') && !take_number(at, 2, 2, &written->second))
		return false;
	if (take_char(at, '.'))
		take_fraction(at, written);
	const char *half = *at + (**at == ' ');
	written->morning = g_ascii_strncasecmp(half, "am", 2) == 0;
	written->afternoon = g_ascii_strncasecmp(half, "pm", 2) == 0;
	if (written->morning || written->afternoon)
		*at = half + 2;
	return true;
}

/* "Z", "+05:00", "+0500", "+05" or nothing */
static bool take_offset(const char **at, Written *written)
{
	int sign = **at == '-' ? -1 : 1;
	int hours = 0;
	int minutes = 0;
	if (**at == '\0')
		return true;
	written->has_offset = true;
	if (take_char(at, 'Z') || take_char(at, 'z'))
		return true;
	if (!take_char(at, '+') && !take_char(at, '-'))
		return false;
	if (!take_number(at, 2, 2, &hours))
		return false;
	bool colon = take_char(at, ':');
	if ((colon || **at != '\0') && !take_number(at, 2, 2, &minutes))
		return false;
	written->offset_minutes = sign * (hours * 60 + minutes);
	return true;
}

static bool take_written(const FileField *field, const char *text, Written *written)
{
	const char *at = text;
	if (!take_day(field, &at, written))
		return false;
	if (*at == '\0')
		return true;
	if (!take_char(&at, 'T') && !take_char(&at, ' '))
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

/* Civil microseconds since 2000 of a time that is on the calendar. */
static gint64 civil_us(const Written *written, GTimeZone *zone)
{
	gint64 days = civil_day(written->year, written->month, written->day);
	gint64 seconds = written->hour * 3600 + written->minute * 60 + written->second;
	gint64 us = days * DAY_US + seconds * G_USEC_PER_SEC + written->microsecond;
	if (!written->has_offset)
		return us;
	enum { UNIX_2000 = 946684800 };
	gint64 utc_us = us - (gint64)written->offset_minutes * 60 * G_USEC_PER_SEC;
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL,
						 utc_us / G_USEC_PER_SEC + UNIX_2000);
	return utc_us + (gint64)g_time_zone_get_offset(zone, interval) * G_USEC_PER_SEC;
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

static DropValue read_date(const FileField *field, GTimeZone *zone, const char *text,
			   GString *reason)
{
	static const char range_remedy[] =
	    "Correct the date at the source; the record comes with the next run.";
	Written written = { .year = 0 };
	if (!take_written(field, text, &written)) {
		g_string_printf(reason, "%s is not written as a date.", field->name);
		return refused("date-form", form_remedy(field));
	}
	if (!settle(&written)) {
		g_string_printf(reason, "%s is not a day of the calendar and a time of day.",
				field->name);
		return refused("date-impossible", "Correct the date at the source.");
	}
	gint64 us = civil_us(&written, zone);
	gint64 day = day_of(us);
	if (g_date_valid(&field->earliest) && day < bound_day(&field->earliest)) {
		name_bound(reason, field, day, "before", &field->earliest);
		return refused("date-range", range_remedy);
	}
	if (g_date_valid(&field->latest) && day > bound_day(&field->latest)) {
		name_bound(reason, field, day, "after", &field->latest);
		return refused("date-range", range_remedy);
	}
	return (DropValue){ .day = (gint32)day, .time_us = us };
}

/* ── any ── */
static DropValue read_text(const FileField *field, const char *text, size_t length, GString *reason)
{
	const char *kind = NULL;
	if (field->type == FIELD_KEY || !forbidden_value(text, length, &kind))
		return (DropValue){ .text = text, .length = length };
	g_string_printf(reason, "%s holds %s, which is not taken in.", field->name, kind);
	return refused("personal-data", "Take it out of this field at the source.");
}

DropValue drop_field_read(const FileField *field, GTimeZone *zone, const char *text, size_t length,
			  GString *reason)
{
	while (length > 0 && g_ascii_isspace(text[length - 1]))
		length--;
	while (length > 0 && g_ascii_isspace(*text)) {
		text++;
		length--;
	}
	if (length == 0 && !field->required)
		return (DropValue){ .null = true };
	if (length == 0) {
		g_string_printf(reason, "%s is empty.", field->name);
		return refused("value-missing",
			       "Fill it in at the source; the record comes with the next run.");
	}
	if (field->type == FIELD_TEXT || field->type == FIELD_KEY)
		return read_text(field, text, length, reason);
	char bounded[64]; /* no number, word or time is longer */
	if (text[length] != '\0') {
		length = MIN(length, sizeof bounded - 1);
		memcpy(bounded, text, length);
		bounded[length] = '\0';
		text = bounded;
	}
	if (field->type == FIELD_INTEGER)
		return read_integer(field, text, reason);
	if (field->type == FIELD_BOOLEAN)
		return read_boolean(field, text, reason);
	return read_date(field, zone, text, reason);
}
