#include "etl/csv/csv_private.h"

#include <string.h>

/* What a byte above 0x7F is in UTF-8; no length where the encoding has no such letter. */
struct CsvCharset {
	struct {
		char text[CSV_DECODED_BYTES];
		guint8 length;
	} letters[128];
};

static guint64 word_at(const char *text)
{
	guint64 word = 0;
	memcpy(&word, text, sizeof word);
	return word;
}

bool csv_text_is_ascii(const char *text, size_t length)
{
	guint64 seen = 0;
	size_t n = 0;
	for (; n + sizeof seen <= length; n += sizeof seen)
		seen |= word_at(text + n);
	guint64 rest = 0;
	memcpy(&rest, text + n, length - n);
	return ((seen | rest) & G_GUINT64_CONSTANT(0x8080808080808080)) == 0;
}

size_t csv_text_utf8_fault(const char *text, size_t length)
{
	const char *end = NULL;
	g_utf8_validate_len(text, length, &end);
	return (size_t)(end - text);
}

bool csv_text_is_surely_utf8(const char *text, size_t length)
{
	enum { ENOUGH = 3 }; /* two bytes of another encoding are UTF-8 by chance now and then */
	size_t leads = 0;
	for (size_t n = 0; n < length && leads < ENOUGH; n++)
		leads += (guchar)text[n] >= 0xC2;
	return leads == ENOUGH && csv_text_utf8_fault(text, length) == length;
}

bool csv_text_is_garbled(const char *text, size_t length)
{
	enum { ENOUGH = 3 };
	size_t pairs = 0;
	for (size_t n = 0; n + 2 < length && pairs < ENOUGH; n++) {
		guchar first = (guchar)text[n];
		guchar second = (guchar)text[n + 1];
		guchar third = (guchar)text[n + 2];
		bool west = first == 0xC3 && second >= 0x98 && second <= 0x9B &&
			    (third == 0xC2 || third == 0xC5 || third == 0xC6 || third == 0xCB ||
			     third == 0xE2);
		bool east = first == 0xD8 && second >= 0xB7 && second <= 0xBA && third == 0xC2;
		pairs += west || east;
	}
	return pairs == ENOUGH;
}

size_t csv_text_undouble(char *text, size_t length)
{
	size_t kept = 0;
	for (size_t n = 0; n < length; n++) {
		text[kept++] = text[n];
		if (text[n] == '"')
			n++;
	}
	return kept;
}

/* ── encodings of one byte a letter ── */
CsvCharset *csv_text_charset(const char *encoding)
{
	CsvCharset *charset = g_new0(CsvCharset, 1);
	for (int place = 0; place < 128; place++) {
		const char byte = (char)(place + 128);
		gsize length = 0;
		g_autofree char *letter =
		    g_convert(&byte, 1, "UTF-8", encoding, NULL, &length, NULL);
		if (letter == NULL || length > CSV_DECODED_BYTES)
			continue;
		memcpy(charset->letters[place].text, letter, length);
		charset->letters[place].length = (guint8)length;
	}
	return charset;
}

size_t csv_text_fault(const CsvCharset *charset, const char *text, size_t length)
{
	for (size_t n = 0; n < length; n++) {
		guchar byte = (guchar)text[n];
		if (byte >= 128 && charset->letters[byte - 128].length == 0)
			return n;
	}
	return length;
}

size_t csv_text_decode(const CsvCharset *charset, const char *text, size_t length, char *out)
{
	size_t put = 0;
	for (size_t n = 0; n < length; n++) {
		guchar byte = (guchar)text[n];
		if (byte < 128) {
			out[put++] = text[n];
			continue;
		}
		size_t bytes = charset->letters[byte - 128].length;
		memcpy(out + put, charset->letters[byte - 128].text, bytes);
		put += bytes;
	}
	return put;
}
