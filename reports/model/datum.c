#include "reports/model/datum.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/period.h"
#include "core/text.h"

static const char *const type_names[] = {
	[DATUM_TEXT] = "text",
	[DATUM_NUMBER] = "number",
	[DATUM_DATE] = "date",
	[DATUM_BOOL] = "yes or no",
	[DATUM_SERIES] = "series of numbers",
};

static const struct {
	const char *sql;
	DatumType type;
} sql_types[] = {
	{ "text", DATUM_TEXT },       { "bigint", DATUM_NUMBER },
	{ "integer", DATUM_NUMBER },  { "smallint", DATUM_NUMBER },
	{ "numeric", DATUM_NUMBER },  { "date", DATUM_DATE },
	{ "boolean", DATUM_BOOL },    { "double precision", DATUM_NUMBER },
	{ "bigint[]", DATUM_SERIES },
};

const char *datum_type_name(DatumType type)
{
	return type_names[type];
}

bool datum_type_of_sql(const char *sql_type, DatumType *ret_type)
{
	for (size_t n = 0; n < G_N_ELEMENTS(sql_types); n++) {
		if (strcmp(sql_type, sql_types[n].sql) == 0) {
			*ret_type = sql_types[n].type;
			return true;
		}
	}
	return false;
}

Datum datum_missing(DatumType type)
{
	return (Datum){ .type = type, .missing = true };
}

Datum datum_hidden(DatumType type)
{
	return (Datum){ .type = type, .missing = true, .hidden = true };
}

Datum datum_of_text(const char *text)
{
	return (Datum){ .type = DATUM_TEXT, .text = text, .missing = text == NULL };
}

Datum datum_of_number(double number)
{
	return (Datum){ .type = DATUM_NUMBER, .number = number };
}

Datum datum_of_date(const GDate *date)
{
	return (Datum){ .type = DATUM_DATE, .date = *date, .missing = !g_date_valid(date) };
}

char *datum_printable(const char *text)
{
	char *shown = text_printable(text, -1);
	return g_strdelimit(shown, "\n\t", ' ');
}

static bool parse_number(const char *text, double *ret_number)
{
	char *end;
	errno = 0;
	*ret_number = g_ascii_strtod(text, &end);
	return errno == 0 && end != text && *end == '\0';
}

GArray *datum_series(const char *text)
{
	size_t length = strlen(text);
	if (length < 2 || text[0] != '{' || text[length - 1] != '}')
		return NULL;
	g_autofree char *inner = g_strndup(text + 1, length - 2);
	g_auto(GStrv) items = g_strsplit(inner, ",", -1);
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(double));
	for (char **item = items; *item != NULL; item++) {
		double number = NAN;
		if (strcmp(*item, "NULL") != 0 && !parse_number(*item, &number))
			return NULL;
		g_array_append_val(numbers, number);
	}
	return g_steal_pointer(&numbers);
}

SeriesEnds datum_series_ends(const char *text)
{
	g_autoptr(GArray) numbers = datum_series(text);
	SeriesEnds ends = { NAN, NAN, NAN, NAN };
	for (guint n = 0; numbers != NULL && n < numbers->len; n++) {
		double number = g_array_index(numbers, double, n);
		ends.first = n == 0 ? number : ends.first;
		ends.lowest = fmin(ends.lowest, number); /* of what is a number */
		ends.highest = fmax(ends.highest, number);
		ends.last = number;
	}
	return ends;
}

static bool parse_series(const char *text, Datum *datum)
{
	g_autoptr(GArray) numbers = datum_series(text);
	if (numbers == NULL)
		return false;
	datum->text = text;
	datum->missing = true; /* without any number it is none */
	for (guint n = 0; n < numbers->len; n++)
		datum->missing = datum->missing && isnan(g_array_index(numbers, double, n));
	return true;
}

static bool parse_truth(const char *text, bool *ret_truth)
{
	*ret_truth = strcmp(text, "t") == 0;
	return *ret_truth || strcmp(text, "f") == 0;
}

bool datum_parse(DatumType type, const char *text, Datum *ret_datum)
{
	*ret_datum = datum_missing(type);
	if (text == NULL)
		return true;
	ret_datum->missing = false;
	switch (type) {
	case DATUM_TEXT:
		ret_datum->text = text;
		return true;
	case DATUM_NUMBER:
		return parse_number(text, &ret_datum->number);
	case DATUM_DATE:
		return date_parse(text, &ret_datum->date, NULL);
	case DATUM_BOOL:
		return parse_truth(text, &ret_datum->truth);
	case DATUM_SERIES:
		return parse_series(text, ret_datum);
	}
	g_assert_not_reached();
}

int datum_compare(const Datum *left, const Datum *right)
{
	g_assert(left->type == right->type && !left->missing && !right->missing);
	switch (left->type) {
	case DATUM_TEXT:
	case DATUM_SERIES:
		return strcmp(left->text, right->text);
	case DATUM_NUMBER:
		return (left->number > right->number) - (left->number < right->number);
	case DATUM_DATE:
		return g_date_compare(&left->date, &right->date);
	case DATUM_BOOL:
		return (int)left->truth - (int)right->truth;
	}
	g_assert_not_reached();
}
