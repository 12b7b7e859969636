#include "etl/guard/copyrow.h"

static void put(GByteArray *rows, const void *bytes, size_t length)
{
	g_byte_array_append(rows, bytes, (guint)length);
}

static void put_int16(GByteArray *rows, gint16 value)
{
	gint16 wire = GINT16_TO_BE(value);
	put(rows, &wire, sizeof wire);
}

static void put_int32(GByteArray *rows, gint32 value)
{
	gint32 wire = GINT32_TO_BE(value);
	put(rows, &wire, sizeof wire);
}

void copyrow_header(GByteArray *rows)
{
	static const char signature[] = "PGCOPY\n\377\r\n"; /* its zero byte belongs to it */
	put(rows, signature, sizeof signature);
	put_int32(rows, 0); /* flags */
	put_int32(rows, 0); /* length of the extension */
}

void copyrow_trailer(GByteArray *rows)
{
	put_int16(rows, -1);
}

void copyrow_begin(GByteArray *rows, gint16 columns)
{
	put_int16(rows, columns);
}

void copyrow_null(GByteArray *rows)
{
	put_int32(rows, -1);
}

void copyrow_text(GByteArray *rows, const char *text, size_t length)
{
	put_int32(rows, (gint32)length);
	put(rows, text, length);
}

void copyrow_string(GByteArray *rows, const char *text)
{
	if (text != NULL)
		copyrow_text(rows, text, strlen(text));
	else
		copyrow_null(rows);
}

void copyrow_json(GByteArray *rows, const char *json)
{
	static const char version = 1;
	if (json == NULL) {
		copyrow_null(rows);
		return;
	}
	put_int32(rows, (gint32)strlen(json) + 1);
	put(rows, &version, 1);
	put(rows, json, strlen(json));
}

void copyrow_bool(GByteArray *rows, bool value)
{
	char wire = value ? 1 : 0;
	copyrow_text(rows, &wire, 1);
}

void copyrow_int32(GByteArray *rows, gint32 value)
{
	put_int32(rows, sizeof value);
	put_int32(rows, value);
}

void copyrow_int64(GByteArray *rows, gint64 value)
{
	gint64 wire = GINT64_TO_BE(value);
	put_int32(rows, sizeof wire);
	put(rows, &wire, sizeof wire);
}

guint8 *copyrow_open(GByteArray *rows, size_t length)
{
	guint end = rows->len;
	g_byte_array_set_size(rows, end + (guint)length);
	return rows->data + end;
}

void copyrow_close(GByteArray *rows, const guint8 *end)
{
	g_byte_array_set_size(rows, (guint)(end - rows->data));
}

/* ── decimals ── */
#define GROUP 4 /* decimal digits of one digit of a numeric, whose base is 10,000 */

static guint8 *put_short(guint8 *at, int value)
{
	gint16 wire = GINT16_TO_BE((gint16)value);
	memcpy(at, &wire, sizeof wire);
	return at + sizeof wire;
}

/* The group of the decimal digits PLACE to PLACE + 3 of COUNT at DIGITS; those outside are zero. */
static int group_at(const char *digits, int count, int place)
{
	int group = 0;
	for (int n = place; n < place + GROUP; n++)
		group = group * 10 + (n >= 0 && n < count ? digits[n] - '0' : 0);
	return group;
}

/* As numeric_recv of PostgreSQL takes it: number of groups, weight of the first, sign, decimals to
 * be shown, the groups. Zero groups at the ends are allowed. */
guint8 *copyrow_put_decimal(guint8 *at, const char *text)
{
	enum { NEGATIVE = 0x4000 };
	bool negative = *text == '-';
	const char *whole = text + negative;
	int full_count = (int)strcspn(whole, ".");
	const char *places = whole + full_count + (whole[full_count] == '.');
	int places_count = (int)strlen(places);
	int whole_groups = (full_count + GROUP - 1) / GROUP;
	int groups = whole_groups + (places_count + GROUP - 1) / GROUP;
	at = copyrow_put_length(at, (gint32)(8 + 2 * groups));
	at = put_short(put_short(at, groups), whole_groups - 1);
	at = put_short(put_short(at, negative ? NEGATIVE : 0), places_count);
	for (int n = 0; n < whole_groups; n++)
		at = put_short(
		    at, group_at(whole, full_count, full_count - (whole_groups - n) * GROUP));
	for (int n = whole_groups; n < groups; n++)
		at = put_short(at, group_at(places, places_count, (n - whole_groups) * GROUP));
	return at;
}

bool copyrow_send(Database *db, GByteArray *rows, GError **error)
{
	bool sent = database_copy_write(db, (const char *)rows->data, rows->len, error);
	g_byte_array_set_size(rows, 0);
	return sent;
}
