/* Values of CSV files as their declarations type them. */
#include "etl/source/drop_field.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_field);

#define DAY_2019_08_05 ((gint32)7156) /* select date '2019-08-05' - date '2000-01-01' */

static DropValue read_as(FileField *field, const char *zone_name, const char *text,
			 char **ret_reason)
{
	char name[] = "held";
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	static GStringChunk *texts; /* of one value; the test's process ends with it */
	g_autoptr(GString) reason = g_string_new(NULL);
	texts = texts == NULL ? g_string_chunk_new(64) : texts;
	field->name = name;
	const DropReading reading = { zone, reason, texts };
	DropValue value = drop_field_read(field, &reading, text, strlen(text));
	field->name = NULL;
	if (ret_reason != NULL)
		*ret_reason = g_strdup(reason->str);
	return value;
}

Test(drop_field, reads_dates_in_the_declared_styles)
{
	static const struct {
		const char *text;
		bool us_style;
		gint32 day;
	} cases[] = {
		{ "2019-08-05", false, DAY_2019_08_05 },
		{ " 2019-08-05 ", false, DAY_2019_08_05 },
		{ "2019-08-05T22:45:00", false, DAY_2019_08_05 },
		{ "2019-08-05 22:45:00.123", false, DAY_2019_08_05 },
		{ "2019-08-05", true, DAY_2019_08_05 },
		{ "8/5/2019", true, DAY_2019_08_05 },
		{ "08/05/2019", true, DAY_2019_08_05 },
		{ "8/5/2019 12:00:00 AM", true, DAY_2019_08_05 },
		{ "8/5/2019 11:59 PM", true, DAY_2019_08_05 },
		{ "2000-01-01", false, 0 },
		{ "1999-12-31T23:59:59", false, -1 },
		{ "2020-02-29", false, 7364 },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_DATE, .us_style = cases[n].us_style };
		DropValue value = read_as(&field, "America/Chicago", cases[n].text, NULL);
		cr_assert_null(value.code, "'%s' gave %s", cases[n].text, value.code);
		cr_assert_eq(value.day, cases[n].day, "'%s' gave day %d", cases[n].text, value.day);
	}
}

Test(drop_field, reads_days_first_and_months_where_declared)
{
	static const struct {
		const char *text;
		bool dmy_style;
		bool month_style;
		gint32 day;
	} cases[] = {
		{ "5/8/2019", true, false, DAY_2019_08_05 },
		{ "05-08-2019", true, false, DAY_2019_08_05 },
		{ "5.8.2019 22:45", true, false, DAY_2019_08_05 },
		{ "2019-08-05", true, true, DAY_2019_08_05 },
		{ "2019-08", false, true, DAY_2019_08_05 - 4 },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_DATE,
				    .dmy_style = cases[n].dmy_style,
				    .month_style = cases[n].month_style };
		DropValue value = read_as(&field, "Asia/Karachi", cases[n].text, NULL);
		cr_assert_null(value.code, "'%s' gave %s", cases[n].text, value.code);
		cr_assert_eq(value.day, cases[n].day, "'%s' gave day %d", cases[n].text, value.day);
	}
	static const char *const rejected[] = { "5/8-2019", "5 8 2019", "31/4/2019",
						"2019-8",   "2019-08-", "2019-08 12:00" };
	for (size_t n = 0; n < G_N_ELEMENTS(rejected); n++) {
		FileField field = { .type = FIELD_DATE, .dmy_style = true, .month_style = true };
		DropValue value = read_as(&field, "Asia/Karachi", rejected[n], NULL);
		cr_assert_not_null(value.code, "'%s' was taken", rejected[n]);
	}
}

Test(drop_field, counts_days_as_the_calendar_does)
{
	GDate date;
	g_date_clear(&date, 1);
	/* from 1000-01-01 on, past leap years of every kind */
	for (guint32 julian = 364878; julian < 800000; julian += 37) {
		g_date_set_julian(&date, julian);
		g_autofree char *text =
		    g_strdup_printf("%04d-%02d-%02d", (int)g_date_get_year(&date),
				    (int)g_date_get_month(&date), (int)g_date_get_day(&date));
		FileField field = { .type = FIELD_DATE };
		DropValue value = read_as(&field, "UTC", text, NULL);
		cr_assert_null(value.code, "%s", text);
		cr_assert_eq(value.day, (gint32)julian - 730120, "%s", text);
	}
}

Test(drop_field, rejects_dates_by_form_and_by_calendar)
{
	static const struct {
		const char *text;
		bool us_style;
		const char *code;
	} cases[] = {
		{ "8/5/2019", false, "date-form" },
		{ "8/5/19", true, "date-form" },
		{ "5 Aug 2019", true, "date-form" },
		{ "2019-8-5", true, "date-form" },
		{ "2019-08-05x", true, "date-form" },
		{ "2019-08-05T", true, "date-form" },
		{ "2019-08-05T10:00+5", true, "date-form" },
		{ "2019-08-05T10:00+05:60", true, "date-form" },
		{ "2019-08-05T10:00Z+05", true, "date-form" },
		{ "2019-08-05T10:00:00.", true, "date-form" },
		{ "2019-08-05 10:00 PKT", true, "date-form" },
		{ "20190805", true, "date-form" },
		{ "2019-02-29", true, "date-impossible" },
		{ "13/1/2019", true, "date-impossible" },
		{ "2019-00-10", true, "date-impossible" },
		{ "0000-00-00", true, "date-impossible" },
		{ "2019-08-05T24:00:00", true, "date-impossible" },
		{ "8/5/2019 13:00:00 PM", true, "date-impossible" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_DATE, .us_style = cases[n].us_style };
		g_autofree char *reason = NULL;
		DropValue value = read_as(&field, "America/Chicago", cases[n].text, &reason);
		cr_assert(value.null);
		cr_assert_str_eq(value.code, cases[n].code, "'%s' gave %s", cases[n].text,
				 value.code);
		cr_assert_null(strstr(reason, cases[n].text), "the reason shows the value");
		cr_assert(g_str_has_suffix(value.remedy, ".") ||
			  g_str_has_suffix(value.remedy, ")."));
	}
}

Test(drop_field, rejects_dates_outside_their_bounds_which_belong_to_them)
{
	static const struct {
		const char *text;
		const char *reason;
	} cases[] = {
		{ "2010-01-01", NULL },
		{ "2020-12-31T23:59:59", NULL },
		{ "1965-11-06T15:59:00", "held 1965-11-06 is before 2010-01-01." },
		{ "4/22/2109", "held 2109-04-22 is after 2020-12-31." },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_DATE, .us_style = true };
		g_date_set_dmy(&field.earliest, 1, 1, 2010);
		g_date_set_dmy(&field.latest, 31, 12, 2020);
		g_autofree char *reason = NULL;
		DropValue value = read_as(&field, "UTC", cases[n].text, &reason);
		cr_assert_eq(value.null, cases[n].reason != NULL);
		cr_assert_str_eq(reason, cases[n].reason != NULL ? cases[n].reason : "");
		cr_assert(value.code == NULL || strcmp(value.code, "date-range") == 0);
	}
}

Test(drop_field, reads_timestamps_as_civil_time_of_the_zone)
{
	static const gint64 second = G_USEC_PER_SEC;
	static const gint64 midnight = (gint64)DAY_2019_08_05 * 86400 * G_USEC_PER_SEC;
	const struct {
		const char *text;
		gint64 us;
	} cases[] = {
		{ "2019-08-05", midnight },
		{ "2019-08-05T10:15", midnight + (10 * 3600 + 15 * 60) * second },
		{ "2019-08-05T10:15:30.5",
		  midnight + (10 * 3600 + 15 * 60 + 30) * second + 500000 },
		{ "8/5/2019 12:05:00 AM", midnight + 300 * second },
		{ "8/5/2019 12:05:00 PM", midnight + (12 * 3600 + 300) * second },
		/* London is an hour ahead of UTC in August */
		{ "2019-08-04T23:30:00Z", midnight + 1800 * second },
		{ "2019-08-04T23:30:00+00:00", midnight + 1800 * second },
		{ "2019-08-05T05:30:00+0500", midnight + 5400 * second },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_TIMESTAMP, .us_style = true };
		DropValue value = read_as(&field, "Europe/London", cases[n].text, NULL);
		cr_assert_null(value.code, "'%s' gave %s", cases[n].text, value.code);
		cr_assert_eq(value.time_us, cases[n].us, "'%s'", cases[n].text);
	}
}

/* ── instants ── */
#define SECOND         ((gint64)G_USEC_PER_SEC)
#define HOUR           (3600 * SECOND)
#define DAY_2009_10_31 ((gint64)3591 * 24 * HOUR) /* date '2009-10-31' - date '2000-01-01' */

/* Pakistan's clock went back an hour when it was 24:00 on 31 October 2009. */
Test(drop_field, instants_stay_instants_where_the_clock_goes_back)
{
	static const struct {
		const char *text;
		gint64 us; /* UTC, of that day */
		const char *code;
	} cases[] = {
		{ "2009-10-31T17:10Z", 17 * HOUR + 600 * SECOND, NULL },
		{ "2009-10-31T18:10Z", 18 * HOUR + 600 * SECOND, NULL },
		{ "2009-10-31t18:10:00.25z", 18 * HOUR + 600 * SECOND + 250000, NULL },
		{ "2009-10-31 18:10:00,123456789 UTC", 18 * HOUR + 600 * SECOND + 123456, NULL },
		{ "2009-10-31T23:10+06:00", 17 * HOUR + 600 * SECOND, NULL },
		{ "2009-10-31T23:10+0500", 18 * HOUR + 600 * SECOND, NULL },
		{ "2009-10-31 23:10:00 +05", 18 * HOUR + 600 * SECOND, NULL },
		{ "2009-10-31T13:10\u221205:00", 18 * HOUR + 600 * SECOND, NULL },
		/* without an offset: as PostgreSQL reads it, and told */
		{ "2009-10-31 22:59", 16 * HOUR + 3540 * SECOND, NULL },
		{ "2009-10-31 23:10", 18 * HOUR + 600 * SECOND, "time-twice" },
		{ "2009-11-01 00:00", 19 * HOUR, NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_INSTANT };
		g_autofree char *reason = NULL;
		DropValue value = read_as(&field, "Asia/Karachi", cases[n].text, &reason);
		cr_expect_str_eq(value.code != NULL ? value.code : "",
				 cases[n].code != NULL ? cases[n].code : "", "'%s': %s",
				 cases[n].text, reason);
		cr_expect_eq(value.noted, cases[n].code != NULL);
		cr_expect_not(value.null);
		cr_expect_eq(value.time_us, DAY_2009_10_31 + cases[n].us,
			     "'%s' is %" G_GINT64_FORMAT, cases[n].text,
			     value.time_us - DAY_2009_10_31);
	}
}

/* The clock of London jumped from 1:00 to 2:00 on 31 March 2019. */
Test(drop_field, a_time_that_the_clock_passed_over_is_told)
{
	FileField field = { .type = FIELD_INSTANT };
	g_autofree char *reason = NULL;
	DropValue value = read_as(&field, "Europe/London", "2019-03-31 01:30", &reason);
	cr_assert_str_eq(value.code, "time-never");
	cr_assert(value.noted && !value.null);
	/* select '2019-03-31 01:30' at time zone 'Europe/London' - '2019-03-31 00:00Z' is 01:30 */
	cr_assert_eq(value.time_us % (24 * HOUR), 90 * 60 * SECOND);
}

/* What a timestamp without time zone cannot say is not mistaken for the other. */
Test(drop_field, a_timestamp_that_would_be_another_instant_is_rejected)
{
	static const struct {
		const char *text;
		const char *code;
	} cases[] = {
		{ "2009-10-31T16:59Z", "" },
		{ "2009-10-31T17:10Z", "time-twice" },
		{ "2009-10-31T23:10+06", "time-twice" },
		{ "2009-10-31T18:10Z", "" },
		{ "2009-10-31T19:10Z", "" },
		{ "2009-10-31 23:10", "" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_TIMESTAMP };
		g_autofree char *reason = NULL;
		DropValue value = read_as(&field, "Asia/Karachi", cases[n].text, &reason);
		cr_expect_str_eq(value.code != NULL ? value.code : "", cases[n].code, "%s",
				 cases[n].text);
		cr_expect_eq(value.null, cases[n].code[0] != '\0');
		cr_expect_not(value.noted);
	}
}

/* ── numbers ── */
Test(drop_field, a_number_is_read_whole_or_rejected)
{
	static const char zeros[] =
	    "0000000000000000000000000000000000000000000000000000000000000000";
	g_autofree char *seven = g_strconcat(zeros, "7", NULL);
	g_autofree char *minus = g_strconcat(" -", zeros, "7 ", NULL);
	g_autofree char *letter = g_strconcat(zeros, "7x ", NULL);
	g_autofree char *large = g_strconcat("1", zeros, NULL);
	const struct {
		const char *text;
		int value;
		const char *code;
	} cases[] = {
		{ seven, 7, "" },
		{ minus, -7, "" },
		{ zeros, 0, "" },
		{ letter, 0, "integer-form" },
		{ large, 0, "integer-range" },
		{ "+-5", 0, "integer-form" },
		{ "-+5", 0, "integer-form" },
		{ "--5", 0, "integer-form" },
		{ "++5", 0, "integer-form" },
		{ "- 5", 0, "integer-form" },
		{ "5-", 0, "integer-form" },
		{ "-", 0, "integer-form" },
		{ "+", 0, "integer-form" },
		{ "1,000", 0, "integer-form" },
		{ "1 000", 0, "integer-form" },
		{ "1\u00A0000", 0, "integer-form" },
		{ "1'000", 0, "integer-form" },
		{ "1.0", 0, "integer-form" },
		{ "1e3", 0, "integer-form" },
		{ "0x10", 0, "integer-form" },
		{ "(5)", 0, "integer-form" },
		{ "5%", 0, "integer-form" },
		{ "#N/A", 0, "integer-form" },
		{ "-0", 0, "" },
		{ "2147483647", G_MAXINT32, "" },
		{ "-2147483648", G_MININT32, "" },
		{ "-2147483649", 0, "integer-range" },
		{ "4294967297", 0, "integer-range" },
		{ "18446744073709551617", 0, "integer-range" },
		{ "\u0663\u0664", 34, "" },        /* Arabic-Indic */
		{ "\u06F3\u06F4", 34, "" },        /* Urdu's */
		{ "\uFF0D\uFF11\uFF12", -12, "" }, /* full-width */
		{ "\u22125", -5, "" },
		{ "\u00A012\u200F", 12, "" },
		{ "5\u00B2", 0, "integer-form" }, /* a note, no digit */
		{ "\u2461", 0, "integer-form" },
		{ "=\"0012\"", 12, "" },
		{ "=12", 0, "integer-form" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_INTEGER };
		DropValue value = read_as(&field, "UTC", cases[n].text, NULL);
		cr_expect_str_eq(value.code != NULL ? value.code : "", cases[n].code, "'%s'",
				 cases[n].text);
		cr_expect_eq(value.integer, cases[n].value, "'%s' gave %d", cases[n].text,
			     value.integer);
	}
}

Test(drop_field, reads_decimals_with_the_declared_places)
{
	static const struct {
		const char *text;
		int decimals;
		const char *value;
		const char *code;
	} cases[] = {
		{ "12.5", 2, "12.50", "" },
		{ "12.50000", 2, "12.50", "" },
		{ "12.505", 2, NULL, "decimal-places" },
		{ "12", 0, "12", "" },
		{ "12.0", 0, "12", "" },
		{ "12.5", 0, NULL, "decimal-places" },
		{ "-.5", 2, "-0.50", "" },
		{ "+007.25", -1, "7.25", "" },
		{ "0", 2, "0.00", "" },
		{ "-0.00", 2, "0.00", "" },
		{ "12.123456789012", -1, "12.123456789012", "" },
		{ "12.1234567890123", -1, NULL, "decimal-places" },
		{ "123456789012345678901234", -1, "123456789012345678901234", "" },
		{ "1234567890123456789012345", -1, NULL, "decimal-range" },
		{ "\u06F1\u06F2\u066B\u06F5", 2, "12.50", "" },
		{ "12,5", 2, NULL, "decimal-form" },
		{ "1,234.50", 2, NULL, "decimal-form" },
		{ "1.234.5", 2, NULL, "decimal-form" },
		{ "12.", 2, NULL, "decimal-form" },
		{ ".", 2, NULL, "decimal-form" },
		{ "+-5.0", 2, NULL, "decimal-form" },
		{ "5e2", 2, NULL, "decimal-form" },
		{ "Rs 5", 2, NULL, "decimal-form" },
		{ "NaN", 2, NULL, "decimal-form" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = FIELD_DECIMAL, .decimals = cases[n].decimals };
		DropValue value = read_as(&field, "UTC", cases[n].text, NULL);
		cr_expect_str_eq(value.code != NULL ? value.code : "", cases[n].code, "'%s'",
				 cases[n].text);
		cr_expect_eq(value.null, cases[n].value == NULL);
		if (cases[n].value != NULL)
			cr_expect_str_eq(value.text, cases[n].value);
	}
}

Test(drop_field, declared_digits_are_the_most_and_declared_blanks_no_value)
{
	char *blanks[] = { (char[]){ "-" }, (char[]){ "n/a" }, NULL };
	FileField field = { .type = FIELD_DECIMAL, .digits = 3, .decimals = 1, .blanks = blanks };
	cr_assert_str_eq(read_as(&field, "UTC", "0999.9", NULL).text, "999.9");
	cr_assert_str_eq(read_as(&field, "UTC", "1000", NULL).code, "decimal-range");
	static const char *const none[] = { "-", " \u2013 ", "N/A", "\uFF0D" };
	for (size_t n = 0; n < G_N_ELEMENTS(none); n++) {
		DropValue value = read_as(&field, "UTC", none[n], NULL);
		cr_expect(value.null && value.code == NULL, "'%s'", none[n]);
	}
	cr_assert_str_eq(read_as(&field, "UTC", "--", NULL).code, "decimal-form");
	field.required = true;
	cr_assert_str_eq(read_as(&field, "UTC", "-", NULL).code, "value-missing");
}

/* ── texts ── */
Test(drop_field, keys_and_texts_are_folded_at_the_door)
{
	static const char *const cases[][2] = {
		{ "Saddar\u00A0", "Saddar" },
		{ "Sad\u200Ddar", "Saddar" },
		{ "\u200FSaddar", "Saddar" },
		{ "Model  Town", "Model Town" },
		{ "=\"001\"", "001" },
		{ "cafe\u0301", "caf\u00E9" },
		{ "=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = n % 2 == 0 ? FIELD_TEXT : FIELD_KEY };
		DropValue value = read_as(&field, "UTC", cases[n][0], NULL);
		g_autofree char *text = g_strndup(value.text, value.length);
		cr_expect_str_eq(text, cases[n][1]);
	}
	FileField field = { .type = FIELD_KEY, .required = true };
	cr_expect_str_eq(read_as(&field, "UTC", "\u00A0\u200B", NULL).code, "value-missing");
}

Test(drop_field, reads_numbers_and_truth)
{
	static const struct {
		FieldType type;
		const char *text;
		int value;
		const char *code;
	} cases[] = {
		{ FIELD_INTEGER, "12", 12, NULL },
		{ FIELD_INTEGER, "-12", -12, NULL },
		{ FIELD_INTEGER, "+7", 7, NULL },
		{ FIELD_INTEGER, "1,200", 0, "integer-form" },
		{ FIELD_INTEGER, "4.5", 0, "integer-form" },
		{ FIELD_INTEGER, "2147483648", 0, "integer-range" },
		{ FIELD_INTEGER,
		  "99999999999999999999999999999999999999999999999999999999999999999999", 0,
		  "integer-range" },
		{ FIELD_BOOLEAN, "TRUE", 1, NULL },
		{ FIELD_BOOLEAN, "n", 0, NULL },
		{ FIELD_BOOLEAN, "2", 0, "boolean-form" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		FileField field = { .type = cases[n].type };
		DropValue value = read_as(&field, "UTC", cases[n].text, NULL);
		cr_assert_str_eq(value.code != NULL ? value.code : "",
				 cases[n].code != NULL ? cases[n].code : "", "'%s'", cases[n].text);
		cr_assert_eq(cases[n].type == FIELD_INTEGER ? value.integer : value.boolean,
			     cases[n].value);
	}
}

Test(drop_field, misses_a_value_only_where_it_is_required)
{
	for (FieldType type = FIELD_TEXT; type <= FIELD_INSTANT; type++) {
		FileField field = { .type = type };
		cr_assert(read_as(&field, "UTC", "  ", NULL).null);
		cr_assert_null(read_as(&field, "UTC", "  ", NULL).code);
		field.required = true;
		cr_assert_str_eq(read_as(&field, "UTC", "", NULL).code, "value-missing");
	}
}

Test(drop_field, keeps_personal_numbers_out_of_texts_but_hashes_them_as_keys)
{
	FileField field = { .type = FIELD_TEXT };
	g_autofree char *reason = NULL;
	cr_assert_str_eq(read_as(&field, "UTC", "call 0300-1234567", &reason).code,
			 "personal-data");
	cr_assert_null(strstr(reason, "0300"));
	field.type = FIELD_KEY;
	cr_assert_null(read_as(&field, "UTC", "35202-1234567-1", NULL).code);
}
