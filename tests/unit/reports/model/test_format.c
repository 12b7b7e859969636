#include "reports/library/parameter.h"
#include "reports/model/format.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"

static Locale *read_locale(const char *language)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(GError) error = NULL;
	Locale *locale = locale_read(folder, language, &error);
	cr_assert_not_null(locale, "%s", error != NULL ? error->message : "");
	return locale;
}

static Datum day(int year, int month, int number)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)number, (GDateMonth)month, (GDateYear)year);
	return datum_of_date(&date);
}

typedef struct {
	const char *format;
	double number;
	const char *printed;
} NumberCase;

Test(format, prints_numbers_in_english)
{
	static const NumberCase cases[] = {
		{ NULL, 0, "0" },
		{ "int", 1234567, "1,234,567" },
		{ "int", 9007199254740991.0, "9,007,199,254,740,991" },
		{ "decimal", 3.25, "3.3" },
		{ "pct", 27.85, "27.9%" },
		{ "pct", 0, "0.0%" },
		{ "pct", 0.04, "[low]" },
		{ "pct", 2.0 / 4000 * 100, "0.1%" },
		{ "decimal", 0.049, "[low]" },
		{ "decimal", 0.05, "0.1" },
		{ "rate100k", 0.0012, "[low]" },
		{ "int", 0.4, "[low]" },
		{ "int", 0.6, "1" },
		{ "count:case", 0.3, "[low] cases" },
		{ "pct", 1e-15, "0.0%" }, /* what arithmetic leaves of zero */
		/* zero has no sign, nor has what is rounded to it */
		{ "int", -0.0, "0" },
		{ "decimal", -0.0, "0.0" },
		{ "pct", -0.0, "0.0%" },
		{ "signed", -0.0, "0" },
		{ "signed", -0.4, "0" },
		{ "signed", 0.4, "0" },
		{ "money", -0.0, "Rs 0" },
		{ "decimal", -0.04, "[low]" },
		{ "decimal", -0.05, "-0.1" },
		{ "signed", 12, "+12" },
		{ "signed", -1200, "\u22121,200" },
		{ "signed", 0, "0" },
		{ "days", 1, "1 day" },
		{ "days", 17, "17 days" },
		{ "count:case", 1, "1 case" },
		{ "count:case", 0, "0 cases" },
		{ "count:case", 81, "81 cases" },
		{ "count:accused", 1081, "1,081 accused persons" },
	};
	g_autoptr(Locale) english = read_locale("en");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Datum datum = datum_of_number(cases[n].number);
		g_autofree char *printed = format_datum(english, cases[n].format, &datum);
		cr_expect_str_eq(printed, cases[n].printed, "%s: '%s' instead of '%s'",
				 cases[n].format, printed, cases[n].printed);
	}
}

Test(format, prints_dates_weeks_and_months)
{
	g_autoptr(Locale) english = read_locale("en");
	Datum monday = day(2024, 8, 5);
	Datum wednesday = day(2024, 8, 7);
	Datum turn = day(2024, 12, 31);
	g_autofree char *date = format_datum(english, "date", &monday);
	g_autofree char *week = format_datum(english, "week", &wednesday);
	g_autofree char *over = format_datum(english, "week", &turn);
	g_autofree char *month = format_datum(english, "month", &monday);
	g_autofree char *brief = format_datum(english, "short-date", &monday);
	cr_expect_str_eq(date, "5 August 2024");
	cr_expect_str_eq(week, "5 to 11 August 2024");
	cr_expect_str_eq(over, "30 December 2024 to 5 January 2025");
	cr_expect_str_eq(month, "August 2024");
	cr_expect_str_eq(brief, "5 Aug");
}

Test(format, isolates_values_and_keeps_latin_digits_in_urdu)
{
	g_autoptr(Locale) urdu = read_locale("ur");
	Datum date = day(2012, 1, 13);
	Datum count = datum_of_number(1081);
	g_autofree char *printed = format_datum(urdu, "date", &date);
	g_autofree char *cases = format_datum(urdu, "count:case", &count);
	/* the form that Urdu papers use: the sign of the era behind the year, no comma */
	cr_expect_str_eq(printed, "\u206813 جنوری 2012ء\u2069", "%s", printed);
	cr_expect_str_eq(cases, "\u20681,081\u2069 مقدمات", "%s", cases);
}

Test(format, prints_a_missing_value_as_not_available_and_never_as_zero)
{
	g_autoptr(Locale) english = read_locale("en");
	Datum missing = datum_missing(DATUM_NUMBER);
	Value value;
	format_value(english, "count:case", &missing, &value);
	cr_expect_str_eq(value.text, "[x]");
	cr_expect_eq(value.state, VALUE_NOT_AVAILABLE);
	cr_expect_null(value.excel_format);
	value_clear(&value);
}

Test(format, says_in_words_what_a_sparkline_shows)
{
	static const struct {
		const char *series, *en, *ur;
	} cases[] = {
		{ "{3,0,9,5}", "first 3, lowest 0, highest 9, last 5",
		  "\u2068پہلا 3، سب سے کم 0، سب سے زیادہ 9، آخری 5\u2069" },
		{ "{NULL,2,1234,NULL}", "first [x], lowest 2, highest 1,234, last [x]",
		  "\u2068پہلا [x]، سب سے کم 2، سب سے زیادہ 1,234، آخری [x]\u2069" },
		{ "{NULL}", "[x]", "\u2068[x]\u2069" },
	};
	g_autoptr(Locale) en = read_locale("en"), ur = read_locale("ur");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Datum datum;
		cr_assert(datum_parse(DATUM_SERIES, cases[n].series, &datum));
		g_autofree char *english = format_datum(en, NULL, &datum);
		g_autofree char *urdu = format_datum(ur, "spark", &datum);
		cr_expect_str_eq(english, cases[n].en);
		cr_expect_str_eq(urdu, cases[n].ur);
	}
}

Test(format, never_prints_a_small_figure_as_zero)
{
	g_autoptr(Locale) english = read_locale("en");
	Datum small = datum_of_number(0.04);
	Value value;
	format_value(english, "pct", &small, &value);
	cr_expect_str_eq(value.text, "[low]");
	cr_expect_eq(value.state, VALUE_LOW);
	cr_expect_null(value.excel_format, "a spreadsheet would show 0.0%%");
	value_clear(&value);
}

Test(format, prints_with_a_share_of_few_how_many_they_are)
{
	g_autoptr(Locale) english = read_locale("en");
	Datum share = datum_of_number(80);
	share.share_of = 15;
	Value value;
	format_value(english, "pct", &share, &value);
	cr_expect_str_eq(value.text, "80.0%");
	cr_expect_str_eq(value.mark, "[n=15]");
	value_clear(&value);
	g_autofree char *text = format_datum(english, "pct", &share);
	cr_expect_str_eq(text, "80.0% [n=15]");
}

Test(format, gives_spreadsheets_the_number_behind_the_text)
{
	g_autoptr(Locale) english = read_locale("en");
	Datum number = datum_of_number(1234);
	Value value;
	format_value(english, NULL, &number, &value);
	cr_expect_eq(value.kind, VALUE_NUMBER);
	cr_expect_eq(value.number, 1234.0);
	cr_expect_str_eq(value.text, "1,234");
	cr_expect_str_eq(value.excel_format, "#,##0");
	value_clear(&value);
}

typedef struct {
	const char *format;
	DatumType type;
	const char *why; /* NULL: accepted */
} CheckCase;

Test(format, says_why_a_format_does_not_fit)
{
	static const CheckCase cases[] = {
		{ "int", DATUM_NUMBER, NULL },
		{ "count:case", DATUM_NUMBER, NULL },
		{ "date", DATUM_NUMBER, "format 'date' wants a date, not number" },
		{ "count:case", DATUM_TEXT, "format 'count:case' wants a number, not text" },
		{ "count:cse", DATUM_NUMBER, "there is no unit 'cse'; did you mean 'case'?" },
		{ "itn", DATUM_NUMBER, "there is no format 'itn'; did you mean 'int'?" },
	};
	g_autoptr(Locale) english = read_locale("en");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *why = NULL;
		bool fits = format_check(english, cases[n].format, cases[n].type, &why);
		cr_expect_eq(fits, cases[n].why == NULL);
		cr_expect(g_strcmp0(why, cases[n].why) == 0, "%s", why);
	}
}

Test(locale, both_languages_have_the_same_words_and_units)
{
	g_autofree char *folder =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "locale", NULL);
	g_autofree char *en_path = g_build_filename(folder, "en.yaml", NULL);
	g_autofree char *ur_path = g_build_filename(folder, "ur.yaml", NULL);
	g_autoptr(YamlDocument) en = yaml_read(en_path, NULL);
	g_autoptr(YamlDocument) ur = yaml_read(ur_path, NULL);
	static const char *const sections[] = { "words", "units" };
	for (size_t n = 0; n < G_N_ELEMENTS(sections); n++) {
		const YamlNode *left = yaml_find(yaml_root(en), sections[n]);
		const YamlNode *right = yaml_find(yaml_root(ur), sections[n]);
		cr_expect_eq(yaml_count(left), yaml_count(right));
		for (size_t at = 0; at < yaml_count(left); at++) {
			const char *key = yaml_text(yaml_key(left, at));
			cr_expect_not_null(yaml_find(right, key), "ur.yaml lacks %s '%s'",
					   sections[n], key);
		}
	}
}

Test(locale, refuses_a_unit_without_its_number_or_other_form)
{
	g_autoptr(GError) error = NULL;
	Locale *locale =
	    locale_parse("language: en\nicu: en\ndirection: ltr\nunits:\n  case: {one: \"case\"}\n",
			 "x.yaml", &error);
	cr_assert_null(locale);
	cr_expect(strstr(error->message, "x.yaml:5:9: unit 'case' has no form 'other'") != NULL,
		  "%s", error->message);
	cr_expect(strstr(error->message, "a form without its number") != NULL);
}

Test(format, prints_money_quarters_and_fiscal_years)
{
	g_autoptr(Locale) english = read_locale("en");
	g_autoptr(Locale) urdu = read_locale("ur");
	Datum sum = datum_of_number(1250000);
	Datum june = day(2024, 6, 30);
	Datum july = day(2024, 7, 1);
	g_autofree char *money = format_datum(english, "money", &sum);
	g_autofree char *rupees = format_datum(urdu, "money", &sum);
	g_autofree char *quarter = format_datum(english, "quarter", &june);
	g_autofree char *third = format_datum(urdu, "quarter", &july);
	g_autofree char *before = format_datum(english, "fiscal-year", &june);
	g_autofree char *after = format_datum(english, "fiscal-year", &july);
	g_autofree char *fiscal = format_datum(urdu, "fiscal-year", &july);
	g_autofree char *month = format_datum(urdu, "month", &july);
	g_autofree char *week = format_datum(urdu, "week", &june);
	cr_expect_str_eq(money, "Rs 1,250,000");
	cr_expect_str_eq(rupees, "\u20681,250,000 روپے\u2069", "%s", rupees);
	cr_expect_str_eq(quarter, "Quarter 2 of 2024");
	cr_expect_str_eq(third, "\u20682024ء کی تیسری سہ ماہی\u2069", "%s", third);
	cr_expect_str_eq(before, "2023–24");
	cr_expect_str_eq(after, "2024–25");
	cr_expect_str_eq(fiscal, "\u20682024-25ء\u2069", "%s", fiscal);
	cr_expect_str_eq(month, "\u2068جولائی 2024ء\u2069", "%s", month);
	cr_expect_str_eq(week, "\u206824 تا 30 جون 2024ء\u2069", "%s", week);
}

/* every type's own format must be one, or the first text that prints it would stop the program */
Test(format, knows_the_own_format_of_every_type_of_parameter)
{
	g_autoptr(Locale) english = read_locale("en");
	for (const ParameterType *type = parameter_types; type->name != NULL; type++) {
		g_autofree char *why = NULL;
		if (type->format != NULL)
			cr_expect(format_check(english, type->format, type->type, &why), "%s: %s",
				  type->name, why);
	}
}
