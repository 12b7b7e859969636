#include "core/period.h"

#include <string.h>

#include "core/error.h"
#include "core/text.h"

#define YEAR_FIRST 1900
#define YEAR_LAST  2199

/* Proleptic Julian day, as GDate counts, of 1970-01-01. */
#define EPOCH_DAY     719163
#define SECONDS_A_DAY 86400

/* ── the kinds ── */

/* The first day of the period whose name holds NUMBERS in order; an invalid date when there
 * is none. The year is within bounds already. */
static GDate day_first(const int *numbers)
{
	GDate first;
	g_date_clear(&first, 1);
	GDateMonth month = (GDateMonth)numbers[1];
	GDateDay day = (GDateDay)numbers[2];
	GDateYear year = (GDateYear)numbers[0];
	if (g_date_valid_dmy(day, month, year))
		g_date_set_dmy(&first, day, month, year);
	return first;
}

static GDate month_first(const int *numbers)
{
	return day_first((const int[]){ numbers[0], numbers[1], 1 });
}

static GDate quarter_first(const int *numbers)
{
	/* a quarter of 0 or 5 gives a month that does not exist */
	return day_first((const int[]){ numbers[0], numbers[1] * 3 - 2, 1 });
}

static GDate year_first(const int *numbers)
{
	return day_first((const int[]){ numbers[0], 1, 1 });
}

static GDate fiscal_year_first(const int *numbers)
{
	int month = (numbers[0] + 1) % 100 == numbers[1] ? 7 : 0;
	return day_first((const int[]){ numbers[0], month, 1 });
}

/* ISO 8601: week 1 is the one that holds 4 January, and every week begins on Monday. */
static GDate week_first(const int *numbers)
{
	GDate date = day_first((const int[]){ numbers[0], 1, 4 });
	guint32 monday = g_date_get_julian(&date) - g_date_get_weekday(&date) + 1;
	GDate last_week = day_first((const int[]){ numbers[0], 12, 28 });
	g_date_clear(&date, 1);
	if (numbers[1] >= 1 && (guint)numbers[1] <= g_date_get_iso8601_week_of_year(&last_week))
		g_date_set_julian(&date, monday + 7 * ((guint32)numbers[1] - 1));
	return date;
}

static const struct {
	const char *name;
	const char *form; /* of the canonical name: each 0 is any digit */
	const char *example;
	GDate (*first)(const int *numbers);
	int months; /* how many a period has, 0 for days and weeks */
} kinds[] = {
	[PERIOD_DAY] = { "day", "0000-00-00", "2024-08-05", day_first, 0 },
	[PERIOD_WEEK] = { "week", "0000-W00", "2024-W31", week_first, 0 },
	[PERIOD_MONTH] = { "month", "0000-00", "2024-07", month_first, 1 },
	[PERIOD_QUARTER] = { "quarter", "0000-Q0", "2024-Q3", quarter_first, 3 },
	[PERIOD_YEAR] = { "year", "0000", "2024", year_first, 12 },
	[PERIOD_FISCAL_YEAR] = { "fiscal-year", "0000-00", "2023-24", fiscal_year_first, 12 },
};

bool period_kind_parse(const char *name, PeriodKind *ret_kind)
{
	for (size_t kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
		if (strcmp(name, kinds[kind].name) == 0) {
			*ret_kind = (PeriodKind)kind;
			return true;
		}
	}
	return false;
}

const char *period_kind_name(PeriodKind kind)
{
	return kinds[kind].name;
}

/* ── dates ── */

/* Reads TEXT by FORM: each run of zeros is a number of so many digits, all else stands for
 * itself. At most three numbers. */
static bool read_form(const char *text, const char *form, int *ret_numbers)
{
	int numbers[3] = { 0 };
	int count = 0;
	for (; *form != '\0'; form++, text++) {
		if (*form == '0' ? !g_ascii_isdigit(*text) : *text != *form)
			return false;
		if (*form != '0')
			continue;
		numbers[count] = numbers[count] * 10 + (*text - '0');
		if (form[1] != '0')
			count++;
	}
	memcpy(ret_numbers, numbers, sizeof numbers);
	return *text == '\0';
}

/* The first day of the period of KIND called TEXT; an invalid date when there is none. */
static GDate read_first(PeriodKind kind, const char *text)
{
	GDate first;
	g_date_clear(&first, 1);
	int numbers[3];
	if (read_form(text, kinds[kind].form, numbers) && numbers[0] >= YEAR_FIRST &&
	    numbers[0] <= YEAR_LAST)
		first = kinds[kind].first(numbers);
	return first;
}

bool date_parse(const char *text, GDate *ret_date, GError **error)
{
	GDate date = read_first(PERIOD_DAY, text);
	if (!g_date_valid(&date)) {
		g_autofree char *quoted = text_quote(text, -1);
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Write a date of the calendar as year-month-day, for example 2024-08-05.",
			  "cannot read %s as a date", quoted);
		return false;
	}
	*ret_date = date;
	return true;
}

char *date_text(const GDate *date)
{
	return g_strdup_printf("%04d-%02d-%02d", (int)g_date_get_year(date),
			       (int)g_date_get_month(date), (int)g_date_get_day(date));
}

GDate civil_date(CivilTime time)
{
	gint64 local_s = time.utc_s + time.zone_s;
	gint64 days = local_s / SECONDS_A_DAY - (local_s % SECONDS_A_DAY < 0 ? 1 : 0);
	g_assert(days > -EPOCH_DAY && days < G_MAXINT32 - EPOCH_DAY);
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(days + EPOCH_DAY));
	return date;
}

/* ── periods ── */

/* The first month of the period of KIND, of one month or more, that holds DATE. */
static GDate months_first(PeriodKind kind, const GDate *date)
{
	GDate first = *date;
	g_date_set_day(&first, 1);
	/* fiscal years begin half a year after the calendar's */
	int lead = kind == PERIOD_FISCAL_YEAR ? 6 : 0;
	int month = (int)g_date_get_month(date) - 1 + 12 - lead;
	g_date_subtract_months(&first, (guint)(month % kinds[kind].months));
	return first;
}

Period period_of(PeriodKind kind, const GDate *date)
{
	Period period = { .kind = kind, .first = *date, .last = *date };
	if (kind == PERIOD_WEEK) {
		g_date_subtract_days(&period.first, (guint)g_date_get_weekday(date) - 1);
		period.last = period.first;
		g_date_add_days(&period.last, 6);
	} else if (kinds[kind].months > 0) {
		period.first = period.last = months_first(kind, date);
		g_date_add_months(&period.last, (guint)kinds[kind].months);
		g_date_subtract_days(&period.last, 1);
	}
	return period;
}

bool period_parse(PeriodKind kind, const char *text, Period *ret_period, GError **error)
{
	GDate first = read_first(kind, text);
	if (!g_date_valid(&first))
		first = read_first(PERIOD_DAY, text);
	if (!g_date_valid(&first)) {
		g_autofree char *hint = g_strdup_printf(
		    "Write for example %s%s.", kinds[kind].example,
		    kind == PERIOD_DAY ? "" : ", or a date in it such as 2024-08-05");
		g_autofree char *quoted = text_quote(text, -1);
		error_set(error, SHUMAR_ERROR_USAGE, hint, "cannot read %s as a %s", quoted,
			  kinds[kind].name);
		return false;
	}
	*ret_period = period_of(kind, &first);
	return true;
}

char *period_name(const Period *period)
{
	int year = g_date_get_year(&period->first);
	int month = (int)g_date_get_month(&period->first);
	GDate thursday = period->first;
	switch (period->kind) {
	case PERIOD_DAY:
		return date_text(&period->first);
	case PERIOD_WEEK:
		/* a week belongs to the year of its Thursday */
		g_date_add_days(&thursday, 3);
		return g_strdup_printf("%04d-W%02u", (int)g_date_get_year(&thursday),
				       g_date_get_iso8601_week_of_year(&thursday));
	case PERIOD_MONTH:
		return g_strdup_printf("%04d-%02d", year, month);
	case PERIOD_QUARTER:
		return g_strdup_printf("%04d-Q%d", year, (month + 2) / 3);
	case PERIOD_YEAR:
		return g_strdup_printf("%04d", year);
	case PERIOD_FISCAL_YEAR:
		return g_strdup_printf("%04d-%02d", year, (year + 1) % 100);
	}
	g_assert_not_reached();
}

/* Moves DATE by STEPS times the length of a period of KIND. */
static void move(GDate *date, PeriodKind kind, int steps)
{
	bool later = steps >= 0;
	guint months = (guint)kinds[kind].months;
	guint count = (guint)ABS(steps) * (months > 0 ? months : kind == PERIOD_WEEK ? 7 : 1);
	if (months > 0 && later)
		g_date_add_months(date, count);
	else if (months > 0)
		g_date_subtract_months(date, count);
	else if (later)
		g_date_add_days(date, count);
	else
		g_date_subtract_days(date, count);
}

Period period_shift(const Period *period, int steps)
{
	GDate first = period->first;
	move(&first, period->kind, steps);
	return period_of(period->kind, &first);
}

Period period_last_complete(PeriodKind kind, const GDate *as_at)
{
	Period period = period_of(kind, as_at);
	return g_date_compare(&period.last, as_at) == 0 ? period : period_shift(&period, -1);
}

int period_days(const Period *period)
{
	return g_date_days_between(&period->first, &period->last) + 1;
}
