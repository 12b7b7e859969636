#include "reports/model/format.h"

#include <math.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

#include "core/config/problem.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(UDateFormat, udat_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UPluralRules, uplrules_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UEnumeration, uenum_close)

#define COUNT_PREFIX "count:"

enum { TEXT_LIMIT = 256 }; /* characters of a formatted number or date; the longest is about 40 */

/* ── ICU ── */

static char *utf8_of(const UChar *text, int32_t length)
{
	char buffer[TEXT_LIMIT * 3 + 1];
	int32_t bytes = 0;
	UErrorCode status = U_ZERO_ERROR;
	u_strToUTF8(buffer, sizeof buffer, &bytes, text, length, &status);
	g_assert(U_SUCCESS(status));
	return g_strndup(buffer, (gsize)bytes);
}

/* Latin digits whatever the language's default: docs/definitions.md, How figures print. */
static char *icu_name(const Locale *locale)
{
	return g_strconcat(locale_icu(locale), "@numbers=latn", NULL);
}

/* The last number format that a thread has opened: ICU takes longer to open one than to print a
 * thousand numbers, and a table prints its numbers one after the other in one form. */
typedef struct {
	char *name;
	int decimals;
	UNumberFormat *format;
} LastFormat;

static void last_format_free(gpointer data)
{
	LastFormat *last = data;
	unum_close(last->format);
	g_free(last->name);
	g_free(last);
}

static GPrivate last_format = G_PRIVATE_INIT(last_format_free);

static UNumberFormat *number_format(const Locale *locale, int decimals)
{
	LastFormat *last = g_private_get(&last_format);
	g_autofree char *name = icu_name(locale);
	if (last != NULL && last->decimals == decimals && strcmp(last->name, name) == 0)
		return last->format;
	UErrorCode status = U_ZERO_ERROR;
	UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, name, NULL, &status);
	g_assert(U_SUCCESS(status));
	unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, decimals);
	unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, decimals);
	/* half away from zero, as published tables round: docs/definitions.md */
	unum_setAttribute(format, UNUM_ROUNDING_MODE, UNUM_ROUND_HALFUP);
	last = g_new(LastFormat, 1);
	*last = (LastFormat){ g_steal_pointer(&name), decimals, format };
	g_private_replace(&last_format, last);
	/* cppcheck-suppress memleak ; the thread's own now */
	return format;
}

/* True of what prints as nothing but zeros with so many DECIMALS. */
static bool rounds_to_zero(double number, int decimals)
{
	return fabs(number) * pow(10, decimals) < 0.5;
}

/* True of a figure that is there and would print as zero: a false zero is the worst figure. What is
 * less than a billionth is what arithmetic leaves of zero. */
static bool is_low(double number, int decimals)
{
	const double dust = 1e-9;
	return fabs(number) >= dust && rounds_to_zero(number, decimals);
}

static char *print_number(const Locale *locale, double number, int decimals)
{
	if (rounds_to_zero(number, decimals))
		number = 0; /* zero has no sign, nor has what is rounded to it */
	UNumberFormat *format = number_format(locale, decimals);
	UErrorCode status = U_ZERO_ERROR;
	UChar text[TEXT_LIMIT];
	int32_t length = unum_formatDouble(format, number, text, TEXT_LIMIT, NULL, &status);
	g_assert(U_SUCCESS(status));
	return utf8_of(text, length);
}

/* DATE by PATTERN (CLDR letters), or in the language's long form when PATTERN is NULL. */
static char *print_date(const Locale *locale, const GDate *date, const char *pattern)
{
	enum { EPOCH_JULIAN = 719163 }; /* 1970-01-01 in GDate's count */
	g_autofree char *name = icu_name(locale);
	UErrorCode status = U_ZERO_ERROR;
	UChar form[TEXT_LIMIT];
	UChar utc[8];
	u_uastrcpy(utc, "UTC");
	if (pattern != NULL)
		u_strFromUTF8(form, TEXT_LIMIT, NULL, pattern, -1, &status);
	g_autoptr(UDateFormat) format = udat_open(
	    pattern != NULL ? UDAT_PATTERN : UDAT_NONE, pattern != NULL ? UDAT_PATTERN : UDAT_LONG,
	    name, utc, -1, pattern != NULL ? form : NULL, -1, &status);
	UChar text[TEXT_LIMIT];
	UDate at = ((double)g_date_get_julian(date) - EPOCH_JULIAN) * 86400000.0;
	int32_t length = udat_format(format, at, text, TEXT_LIMIT, NULL, &status);
	g_assert(U_SUCCESS(status));
	return utf8_of(text, length);
}

char *format_plural(const Locale *locale, double number)
{
	UErrorCode status = U_ZERO_ERROR;
	g_autoptr(UPluralRules) rules = uplrules_open(locale_icu(locale), &status);
	UChar text[TEXT_LIMIT];
	int32_t length = uplrules_select(rules, number, text, TEXT_LIMIT, &status);
	g_assert(U_SUCCESS(status));
	return utf8_of(text, length);
}

/* The plural categories that the language has, parted by spaces: " one other ". */
static char *plural_categories(const Locale *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	g_autoptr(UPluralRules) rules = uplrules_open(locale_icu(locale), &status);
	g_autoptr(UEnumeration) words = uplrules_getKeywords(rules, &status);
	g_assert(U_SUCCESS(status));
	g_autoptr(GString) all = g_string_new(" ");
	const char *word;
	while ((word = uenum_next(words, NULL, &status)) != NULL)
		g_string_append_printf(all, "%s ", word);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

bool format_plural_check(const Locale *locale, const char *category, char **ret_why)
{
	g_autofree char *all = plural_categories(locale);
	g_autofree char *word = g_strdup_printf(" %s ", category);
	if (strstr(all, word) != NULL)
		return true;
	*ret_why = g_strdup_printf("the language has no plural category '%s'; there are:%.*s",
				   category, (int)strlen(all) - 1, all);
	return false;
}

static const char *const state_texts[] = {
	[VALUE_SUPPRESSED] = "[c]", [VALUE_NOT_APPLICABLE] = "[z]", [VALUE_NOT_AVAILABLE] = "[x]",
	[VALUE_LOW] = "[low]",      [VALUE_NOT_YET] = "[n]",        [VALUE_UNRELIABLE] = "[u]",
};

/* ── the table of formats ── */

typedef char *(*FormatPrint)(const Locale *locale, const Datum *datum);

static char *print_plain_text(const Locale *locale, const Datum *datum)
{
	(void)locale;
	return g_strdup(datum->text);
}

static char *print_int(const Locale *locale, const Datum *datum)
{
	return print_number(locale, datum->number, 0);
}

static char *print_decimal(const Locale *locale, const Datum *datum)
{
	return print_number(locale, datum->number, 1);
}

static char *print_pct(const Locale *locale, const Datum *datum)
{
	g_autofree char *number = print_number(locale, datum->number, 1);
	return g_strconcat(number, "%", NULL);
}

static char *print_signed(const Locale *locale, const Datum *datum)
{
	g_autofree char *number = print_number(locale, ABS(datum->number), 0);
	/* U+2212 is the minus of the typesetters */
	const char *sign = rounds_to_zero(datum->number, 0) ? ""
			   : datum->number > 0              ? "+"
							    : "\u2212";
	return g_strconcat(sign, number, NULL);
}

static char *print_with_unit(const Locale *locale, const char *unit, const Datum *datum)
{
	g_autofree char *category = format_plural(locale, datum->number);
	const char *form = locale_unit(locale, unit, category);
	g_autofree char *number = print_int(locale, datum);
	g_auto(GStrv) parts = g_strsplit(form != NULL ? form : "{n}", "{n}", -1);
	return g_strjoinv(number, parts);
}

static char *print_days(const Locale *locale, const Datum *datum)
{
	return print_with_unit(locale, "day", datum);
}

static char *print_money(const Locale *locale, const Datum *datum)
{
	return print_with_unit(locale, "rupee", datum);
}

/* DATE by the pattern KEY of the locale; in CLDR's way where it has none, which is OTHER. */
static char *print_day(const Locale *locale, const GDate *date, const char *key, const char *other)
{
	const char *pattern = locale_date(locale, key);
	return print_date(locale, date, pattern != NULL ? pattern : other);
}

static char *print_long_date(const Locale *locale, const Datum *datum)
{
	return print_day(locale, &datum->date, "date", NULL);
}

static char *print_short_date(const Locale *locale, const Datum *datum)
{
	return print_day(locale, &datum->date, "short-date", "d MMM");
}

static char *print_month(const Locale *locale, const Datum *datum)
{
	return print_day(locale, &datum->date, "month", "LLLL y");
}

static char *print_quarter(const Locale *locale, const Datum *datum)
{
	g_autofree char *word =
	    g_strdup_printf("quarter_%d", (g_date_get_month(&datum->date) - 1) / 3 + 1);
	g_autofree char *year = print_day(locale, &datum->date, "year", "y");
	g_auto(GStrv) ends = g_strsplit(locale_word(locale, word), "{year}", 2);
	return g_strjoinv(year, ends);
}

static char *print_year(const Locale *locale, const Datum *datum)
{
	return print_day(locale, &datum->date, "year", "y");
}

/* Pakistan's fiscal year begins on 1 July: July 2024 is of 2024–25. */
static char *print_fiscal_year(const Locale *locale, const Datum *datum)
{
	int begins = g_date_get_year(&datum->date) - (g_date_get_month(&datum->date) < 7 ? 1 : 0);
	const char *form = locale_date(locale, "fiscal-year");
	g_autoptr(GString) text = g_string_new(form != NULL ? form : "{from}–{to}");
	g_autofree char *from = g_strdup_printf("%d", begins);
	g_autofree char *to = g_strdup_printf("%02d", (begins + 1) % 100);
	g_string_replace(text, "{from}", from, 0);
	g_string_replace(text, "{to}", to, 0);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* A date stands for the ISO week that holds it. */
static char *print_week(const Locale *locale, const Datum *datum)
{
	GDate monday = datum->date;
	g_date_subtract_days(&monday, (guint)g_date_get_weekday(&datum->date) - 1);
	GDate sunday = monday;
	g_date_add_days(&sunday, 6);
	return format_range(locale, &monday, &sunday);
}

/* "first 3, lowest 0, highest 9, last 5": what a sparkline shows, in words. */
static char *print_spark(const Locale *locale, const Datum *datum)
{
	static const char *const places[] = { "{first}", "{lowest}", "{highest}", "{last}" };
	SeriesEnds ends = datum_series_ends(datum->text);
	const double seen[] = { ends.first, ends.lowest, ends.highest, ends.last };
	g_autoptr(GString) words = g_string_new(locale_word(locale, "spark"));
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		g_autofree char *number = isnan(seen[n])
					      ? g_strdup(state_texts[VALUE_NOT_AVAILABLE])
					      : print_number(locale, seen[n], 0);
		g_string_replace(words, places[n], number, 1);
	}
	return g_string_free(g_steal_pointer(&words), FALSE);
}

#define TAKES(type) (1u << (type))

typedef struct {
	const char *name;
	const char *wants; /* in messages */
	unsigned takes;    /* TAKES() of the types it prints */
	const char *excel; /* NULL: text */
	FormatPrint print;
	int decimals; /* what is not zero and would print as zero is [low]; WHOLE: it may */
} Format;

/* Of differences, which are whole, and of what is no number. */
#define WHOLE (-1)

static const Format formats[] = {
	{ "text", "a text", TAKES(DATUM_TEXT), NULL, print_plain_text, WHOLE },
	{ "int", "a number", TAKES(DATUM_NUMBER), "#,##0", print_int, 0 },
	{ "decimal", "a number", TAKES(DATUM_NUMBER), "#,##0.0", print_decimal, 1 },
	{ "rate100k", "a number", TAKES(DATUM_NUMBER), "#,##0.0", print_decimal, 1 },
	{ "pct", "a number", TAKES(DATUM_NUMBER), "0.0\"%\"", print_pct, 1 },
	{ "signed", "a number", TAKES(DATUM_NUMBER), "+#,##0;\u2212#,##0;0", print_signed, WHOLE },
	{ "days", "a number", TAKES(DATUM_NUMBER), "#,##0", print_days, 0 },
	{ "money", "a number", TAKES(DATUM_NUMBER), "#,##0", print_money, 0 },
	{ "date", "a date", TAKES(DATUM_DATE), "d mmmm yyyy", print_long_date, WHOLE },
	{ "short-date", "a date", TAKES(DATUM_DATE), "d mmm", print_short_date, WHOLE },
	{ "week", "a date", TAKES(DATUM_DATE), NULL, print_week, WHOLE },
	{ "month", "a date", TAKES(DATUM_DATE), "mmmm yyyy", print_month, WHOLE },
	{ "quarter", "a date", TAKES(DATUM_DATE), NULL, print_quarter, WHOLE },
	{ "year", "a date", TAKES(DATUM_DATE), "yyyy", print_year, WHOLE },
	{ "fiscal-year", "a date", TAKES(DATUM_DATE), NULL, print_fiscal_year, WHOLE },
	{ "spark", "a series of numbers", TAKES(DATUM_SERIES), NULL, print_spark, WHOLE },
};

const char *const format_names[] = { "text",   "int",   "decimal", "rate100k", "pct",
				     "signed", "days",  "money",   "date",     "short-date",
				     "week",   "month", "quarter", "year",     "fiscal-year",
				     "spark",  NULL };
G_STATIC_ASSERT(G_N_ELEMENTS(format_names) == G_N_ELEMENTS(formats) + 1);

static const Format *find_format(const char *name)
{
	for (size_t n = 0; n < G_N_ELEMENTS(formats); n++) {
		if (strcmp(formats[n].name, name) == 0)
			return &formats[n];
	}
	return NULL;
}

/* The format that a type has of itself. */
static const char *const plain_formats[] = {
	[DATUM_TEXT] = "text", [DATUM_NUMBER] = "int",   [DATUM_DATE] = "date",
	[DATUM_BOOL] = "text", [DATUM_SERIES] = "spark",
};

/* ── checking ── */

static char *unknown_among(const char *what, const char *name, const char *const *known)
{
	const char *near = nearest_name(name, known);
	g_autofree char *list = g_strjoinv(", ", (char **)(guintptr)known);
	return near != NULL
		   ? g_strdup_printf("there is no %s '%s'; did you mean '%s'?", what, name, near)
		   : g_strdup_printf("there is no %s '%s'; there are %s", what, name, list);
}

bool format_check(const Locale *locale, const char *format, DatumType type, char **ret_why)
{
	bool count = g_str_has_prefix(format, COUNT_PREFIX);
	const char *unit = format + strlen(COUNT_PREFIX);
	const Format *known = find_format(count ? "int" : format);
	char *why = NULL;
	if (known == NULL)
		why = unknown_among("format", format, format_names);
	else if (count && locale_unit(locale, unit, "other") == NULL)
		why = unknown_among("unit", unit, locale_units(locale));
	else if ((known->takes & TAKES(type)) == 0)
		why = g_strdup_printf("format '%s' wants %s, not %s", format, known->wants,
				      datum_type_name(type));
	if (why != NULL)
		*ret_why = why;
	return why == NULL;
}

/* ── printing ── */

static char *isolate(const Locale *locale, char *text)
{
	if (!locale_right_to_left(locale))
		return text;
	char *isolated = g_strconcat("\u2068", text, "\u2069", NULL);
	g_free(text);
	return isolated;
}

/* FORMAT in the table, or that of the datum's type. */
static const Format *format_of(const char *format, const Datum *datum)
{
	if (format == NULL)
		format = plain_formats[datum->type];
	return find_format(g_str_has_prefix(format, COUNT_PREFIX) ? "int" : format);
}

/* The state that DATUM has when it prints with so many DECIMALS. */
static ValueState state_of(const Datum *datum, int decimals)
{
	if (datum->missing)
		return datum->hidden      ? VALUE_SUPPRESSED
		       : datum->senseless ? VALUE_NOT_APPLICABLE
		       : datum->not_yet   ? VALUE_NOT_YET
		       : datum->too_few   ? VALUE_UNRELIABLE
					  : VALUE_NOT_AVAILABLE;
	bool low = datum->type == DATUM_NUMBER && decimals >= 0 && is_low(datum->number, decimals);
	return low ? VALUE_LOW : VALUE_KNOWN;
}

static char *print_count(const Locale *locale, const char *unit, const Datum *datum)
{
	g_autofree char *category = format_plural(locale, datum->number);
	bool low = state_of(datum, 0) == VALUE_LOW;
	g_autofree char *number =
	    isolate(locale, low ? g_strdup(state_texts[VALUE_LOW]) : print_int(locale, datum));
	g_auto(GStrv) parts = g_strsplit(locale_unit(locale, unit, category), "{n}", -1);
	return g_strjoinv(number, parts);
}

static char *print_datum(const Locale *locale, const char *format, const Datum *datum)
{
	const Format *known = format_of(format, datum);
	ValueState state = state_of(datum, known != NULL ? known->decimals : WHOLE);
	if (!datum->missing && format != NULL && g_str_has_prefix(format, COUNT_PREFIX))
		return print_count(locale, format + strlen(COUNT_PREFIX), datum);
	if (state != VALUE_KNOWN)
		return isolate(locale, g_strdup(state_texts[state]));
	if (datum->type == DATUM_BOOL)
		return g_strdup(locale_word(locale, datum->truth ? "yes" : "no"));
	g_assert(known != NULL && (known->takes & TAKES(datum->type)) != 0);
	/* a text of the data is isolated too: a Latin station name in an Urdu sentence */
	return isolate(locale, known->print(locale, datum));
}

/* "[n=16]": so few a share is of; NULL where nothing is said of that. */
static char *print_share_of(const Locale *locale, const Datum *datum)
{
	if (datum->missing || datum->share_of <= 0)
		return NULL;
	g_autofree char *number = print_number(locale, datum->share_of, 0);
	return g_strdup_printf("[n=%s]", number);
}

char *format_datum(const Locale *locale, const char *format, const Datum *datum)
{
	g_autofree char *printed = print_datum(locale, format, datum);
	g_autofree char *of = print_share_of(locale, datum);
	if (of == NULL)
		return g_steal_pointer(&printed);
	of = isolate(locale, g_steal_pointer(&of));
	return g_strdup_printf("%s %s", printed, of);
}

/* How a spreadsheet prints DATUM as it prints here: months in the words of the language. */
static char *cell_format(const Locale *locale, const Format *known, const Datum *datum)
{
	const char *cells = datum->type == DATUM_DATE ? locale_date(locale, "cells") : NULL;
	if (cells == NULL)
		return g_strdup(known->excel);
	const char *era = strstr(known->excel, "yyyy") != NULL ? locale_date(locale, "era") : NULL;
	return era != NULL ? g_strdup_printf("%s%s\"%s\"", cells, known->excel, era)
			   : g_strconcat(cells, known->excel, NULL);
}

void format_value(const Locale *locale, const char *format, const Datum *datum, Value *ret_value)
{
	const Format *known = format_of(format, datum);
	g_autofree char *of = print_share_of(locale, datum);
	*ret_value = (Value){ .kind = VALUE_TEXT,
			      .text = print_datum(locale, format, datum),
			      .state = state_of(datum, known != NULL ? known->decimals : WHOLE) };
	if (datum->provisional || datum->revised || of != NULL)
		ret_value->mark = g_strconcat(datum->provisional ? "[p]" : "",
					      datum->revised ? "[r]" : "", of, NULL);
	if (datum->type == DATUM_SERIES) {
		ret_value->kind = VALUE_SERIES;
		if (!datum->missing)
			ret_value->series = datum_series(datum->text);
		return;
	}
	if (datum->type == DATUM_DATE && !datum->missing)
		ret_value->date =
		    datum->date; /* also where no spreadsheet prints it so, as a week */
	if (ret_value->state != VALUE_KNOWN || known == NULL || known->excel == NULL ||
	    datum->type == DATUM_BOOL)
		return;
	ret_value->excel_format = cell_format(locale, known, datum);
	ret_value->kind = datum->type == DATUM_DATE ? VALUE_DATE : VALUE_NUMBER;
	ret_value->number = datum->type == DATUM_DATE ? 0 : datum->number;
	ret_value->date = datum->date;
}

char *format_unit(const Locale *locale, const char *unit, gint64 count)
{
	g_autofree char *category = format_plural(locale, (double)count);
	const char *form = locale_unit(locale, unit, category);
	if (form == NULL)
		return NULL;
	g_auto(GStrv) parts = g_strsplit(form, "{n}", -1);
	return g_strstrip(g_strjoinv("", parts));
}

char *format_range(const Locale *locale, const GDate *from, const GDate *to)
{
	bool same_year = g_date_get_year(from) == g_date_get_year(to);
	bool same_month = same_year && g_date_get_month(from) == g_date_get_month(to);
	g_autofree char *first = same_month  ? print_date(locale, from, "d")
				 : same_year ? print_day(locale, from, "day-month", "d MMMM")
					     : print_day(locale, from, "date", NULL);
	g_autofree char *last = print_day(locale, to, "date", NULL);
	return g_strdup_printf("%s %s %s", first, locale_word(locale, "range_to"), last);
}

char *format_range_of(const Locale *locale, const Datum *from, const Datum *to)
{
	if (from->type != DATUM_DATE || to->type != DATUM_DATE || from->missing || to->missing ||
	    g_date_compare(&from->date, &to->date) >= 0)
		return NULL;
	return isolate(locale, format_range(locale, &from->date, &to->date));
}

const char *format_library_version(void)
{
	static char text[U_MAX_VERSION_STRING_LENGTH];
	UVersionInfo version;
	u_getVersion(version);
	u_versionToString(version, text);
	return text;
}
