/* Numbers in fields of drops. */
#include "etl/source/drop_field.h"

#include <string.h>

/* A number as written: DIGITS before the point, without leading zeros, and PLACES behind it. */
typedef struct {
	bool negative;
	const char *digits;
	size_t digits_count;
	const char *places;
	size_t places_count;
} Written;

static size_t count_digits(const char *text)
{
	size_t count = 0;
	while (g_ascii_isdigit(text[count]))
		count++;
	return count;
}

/* One sign or none, digits, and nothing else but, with POINT, a point and digits behind it. */
static bool take_number(const char *text, bool point, Written *ret_written)
{
	const char *at = text + (*text == '-' || *text == '+');
	*ret_written = (Written){ .negative = *text == '-', .digits = at, .places = "" };
	size_t whole = count_digits(at);
	at += whole;
	if (point && *at == '.') {
		ret_written->places = at + 1;
		ret_written->places_count = count_digits(at + 1);
		at += 1 + ret_written->places_count;
		if (ret_written->places_count == 0)
			return false;
	}
	while (whole > 0 && *ret_written->digits == '0') {
		ret_written->digits++;
		whole--;
	}
	ret_written->digits_count = whole;
	return *at == '\0' && g_ascii_isdigit(at[-1]);
}

DropValue drop_field_integer(const FileField *field, const DropReading *reading, const char *text)
{
	enum { MOST_DIGITS = 10 }; /* of a gint32 */
	Written written;
	gint64 value = 0;
	if (!take_number(text, false, &written)) {
		g_string_printf(reading->reason, "%s is no whole number.", field->name);
		return drop_field_reject("integer-form",
					 "Write a whole number in digits, without commas.");
	}
	for (size_t n = 0; n < MIN(written.digits_count, MOST_DIGITS + 1U); n++)
		value = value * 10 + (written.digits[n] - '0');
	value = written.negative ? -value : value;
	if (value >= G_MININT32 && value <= G_MAXINT32)
		return (DropValue){ .integer = (gint32)value };
	g_string_printf(reading->reason, "%s is a larger number than can be.", field->name);
	return drop_field_reject("integer-range", "Correct the number at the source.");
}

static DropValue reject_places(const FileField *field, const DropReading *reading, size_t most)
{
	g_string_printf(reading->reason, "%s has more than %zu decimals.", field->name, most);
	return drop_field_reject("decimal-places",
				 "Correct the number at the source, or declare more 'decimals'.");
}

/* The digits as they are kept, with as many decimals as are declared. */
static DropValue keep_decimal(const FileField *field, const DropReading *reading,
			      const Written *written, size_t places)
{
	size_t wanted = field->decimals >= 0 ? (size_t)field->decimals : places;
	g_autoptr(GString) kept = g_string_new(NULL);
	g_string_append_len(kept, written->digits, (gssize)written->digits_count);
	if (written->digits_count == 0)
		g_string_append_c(kept, '0');
	if (wanted > 0)
		g_string_append_c(kept, '.');
	for (size_t n = 0; n < wanted; n++)
		g_string_append_c(kept, n < places ? written->places[n] : '0');
	if (written->negative && strspn(kept->str, "0.") < kept->len)
		g_string_prepend_c(kept, '-');
	return (DropValue){ .text = g_string_chunk_insert_len(reading->texts, kept->str,
							      (gssize)kept->len),
			    .length = kept->len };
}

DropValue drop_field_decimal(const FileField *field, const DropReading *reading, const char *text)
{
	size_t most = field->decimals >= 0 ? (size_t)field->decimals : DROP_DECIMAL_PLACES;
	Written written;
	if (!take_number(text, true, &written)) {
		g_string_printf(reading->reason, "%s is no number.", field->name);
		return drop_field_reject(
		    "decimal-form",
		    "Write the number as 1234.5, without commas, signs of money or '%'.");
	}
	size_t places = written.places_count;
	while (places > most && written.places[places - 1] == '0')
		places--;
	if (places > most)
		return reject_places(field, reading, most);
	size_t whole = field->digits > 0 ? (size_t)field->digits : DROP_DECIMAL_WHOLE;
	if (written.digits_count > whole) {
		g_string_printf(reading->reason, "%s is a larger number than can be.", field->name);
		return drop_field_reject("decimal-range", "Correct the number at the source.");
	}
	return keep_decimal(field, reading, &written, places);
}
