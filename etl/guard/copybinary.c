#include "etl/guard/copybinary.h"

#include "core/error.h"
#include "core/text.h"
#include "etl/guard/copyrow.h"

#include <sodium.h>
#include <string.h>

#define SIGNATURE       "PGCOPY\n\377\r\n" /* and a zero byte */
#define SIGNATURE_BYTES ((size_t)11)
#define HEADER_BYTES    (SIGNATURE_BYTES + 8) /* flags, length of an extension */
#define FLAG_CRITICAL   0xFFFF0000U           /* flags a reader must know */
#define ADDED_COLUMNS   3                     /* source, row_no, feed_hash */
#define ROWS_ENDED      (-1)
#define ROW_DIGITS      ((size_t)10) /* numbers of phones have 11, those of cards 13 */

/* A value within the incoming bytes; NULL data is an SQL null. */
typedef struct {
	const guint8 *data;
	guint32 length;
} Value;

/* Reads big-endian numbers; OVERRUN when the bytes have not all arrived. */
typedef struct {
	const guint8 *at;
	const guint8 *end;
	bool overrun;
} Cursor;

struct CopyBinary {
	CopySpec spec;
	char *domain;
	Value *values;
	const CodedColumn **columns; /* by field; NULL where anything goes */
	GByteArray *changed;         /* an array of which an element was put otherwise */
	GByteArray *kept;            /* the beginning of a row whose rest has not arrived */
	gint64 rows;
	bool begun;
	bool ended;
};

CopyBinary *copybinary_new(const CopySpec *spec)
{
	CopyBinary *copy = g_new0(CopyBinary, 1);
	copy->spec = *spec;
	copy->domain = g_strdup_printf("%s/", pseudonym_domain(spec->pseudonym, spec->source));
	copy->values = g_new0(Value, spec->fields_count + 1);
	copy->columns = g_new0(const CodedColumn *, spec->fields_count);
	for (guint n = 0; n < spec->fields_count; n++)
		copy->columns[n] = coded_column(spec->coded, spec->feed, spec->fields[n].name);
	copy->changed = g_byte_array_new();
	copy->kept = g_byte_array_new();
	return copy;
}

void copybinary_free(CopyBinary *copy)
{
	if (copy == NULL)
		return;
	g_free(copy->domain);
	g_free(copy->values);
	g_free(copy->columns);
	g_byte_array_unref(copy->changed);
	g_byte_array_unref(copy->kept);
	g_free(copy);
}

gint64 copybinary_rows(const CopyBinary *copy)
{
	return copy->rows;
}

/* Rows that do not say where they stood are told by their id. */
static bool has_row_origin(const CopySpec *spec)
{
	bool origin = !spec->row_id || spec->keys_only;
	for (guint n = 0; n < spec->fields_count && !origin; n++)
		origin = spec->fields[n].kind == COPY_FIELD_ORIGIN;
	return !origin;
}

char *copybinary_columns(const CopySpec *spec)
{
	GString *columns = g_string_new(spec->keys_only ? "source" : "source, row_no, feed_hash");
	for (guint n = 0; n < spec->fields_count; n++)
		g_string_append_printf(columns, ", \"%s\"", spec->fields[n].name);
	if (has_row_origin(spec))
		g_string_append(columns, ", \"origin\"");
	return g_string_free(columns, FALSE);
}

/* ── reading ── */
static guint32 take_number(Cursor *cursor, guint bytes)
{
	guint32 number = 0;
	if ((size_t)(cursor->end - cursor->at) < bytes) {
		cursor->overrun = true;
		return 0;
	}
	for (guint n = 0; n < bytes; n++)
		number = number << 8 | *cursor->at++;
	return number;
}

static Value take_value(Cursor *cursor)
{
	gint32 length = (gint32)take_number(cursor, 4);
	if (cursor->overrun || length < 0)
		return (Value){ 0 };
	if (cursor->end - cursor->at < length) {
		cursor->overrun = true;
		return (Value){ 0 };
	}
	Value value = { .data = cursor->at, .length = (guint32)length };
	cursor->at += length;
	return value;
}

static bool fail_stream(const CopyBinary *copy, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED, NULL,
		  "cannot read the rows of feed '%s' from source '%s': %s", copy->spec.feed,
		  copy->spec.source, why);
	return false;
}

/* Takes the stream's header; *ret_done false when it has not all arrived. */
static bool take_header(CopyBinary *copy, Cursor *cursor, bool *ret_done, GError **error)
{
	Cursor ahead = *cursor;
	*ret_done = false;
	if ((size_t)(ahead.end - ahead.at) < HEADER_BYTES)
		return true;
	if (memcmp(ahead.at, SIGNATURE, SIGNATURE_BYTES) != 0)
		return fail_stream(copy, "it is no binary COPY stream", error);
	ahead.at += SIGNATURE_BYTES;
	guint32 flags = take_number(&ahead, 4);
	guint32 extension = take_number(&ahead, 4);
	if ((flags & FLAG_CRITICAL) != 0)
		return fail_stream(copy, "its form is newer than this program knows", error);
	if ((size_t)(ahead.end - ahead.at) < extension)
		return true;
	ahead.at += extension;
	*cursor = ahead;
	*ret_done = true;
	return true;
}

/* Takes one row into copy->values; *ret_done false when it has not all arrived. */
static bool take_row(CopyBinary *copy, Cursor *cursor, bool *ret_done, GError **error)
{
	Cursor ahead = *cursor;
	*ret_done = false;
	gint16 count = (gint16)take_number(&ahead, 2);
	if (ahead.overrun)
		return true;
	if (count == ROWS_ENDED)
		copy->ended = true;
	else if (count < 0 || (guint)count != copy->spec.fields_count + copy->spec.row_id)
		return fail_stream(copy, "a row has another number of columns", error);
	for (gint16 n = 0; n < count && !ahead.overrun; n++)
		copy->values[n] = take_value(&ahead);
	if (ahead.overrun)
		return true;
	*cursor = ahead;
	*ret_done = true;
	return true;
}

/* ── writing ── */
/* VALUE as keys and names are kept (core/text.h); *ret_folded owns it where it is another. */
static Value fold_value(Value value, char **ret_folded)
{
	const char *text = (const char *)value.data;
	*ret_folded = NULL;
	if (text == NULL || text_is_plain(text, value.length))
		return value;
	*ret_folded = text_fold_key(text, value.length);
	return (Value){ .data = (const guint8 *)*ret_folded,
			.length = (guint32)strlen(*ret_folded) };
}

static void put_value(GByteArray *out, Value value)
{
	guint32 length = GUINT32_TO_BE(value.data == NULL ? G_MAXUINT32 : value.length);
	g_byte_array_append(out, (const guint8 *)&length, sizeof length);
	if (value.data != NULL)
		g_byte_array_append(out, value.data, value.length);
}

/* The id of the row at hand at its source, or NULL. Transfer full. */
static char *row_id(const CopyBinary *copy)
{
	Value id = copy->spec.row_id ? copy->values[copy->spec.fields_count] : (Value){ 0 };
	return id.data != NULL ? g_strndup((const char *)id.data, id.length) : NULL;
}

/* What lands of the text VALUE of field N: NULL for itself. */
static char *settle(const CopyBinary *copy, guint n, Value value)
{
	const CodedColumn *column = copy->columns[n];
	char *instead = coded_settle(column, (const char *)value.data, value.length, NULL);
	if (instead == NULL || !g_str_has_prefix(instead, "‹") || !copy->spec.row_id)
		return instead;
	g_free(instead); /* rare: now with the row's id */
	g_autofree char *id = row_id(copy);
	return coded_settle(column, (const char *)value.data, value.length, id);
}

/* A text as it is kept; one of which nothing is left but was something is missing. */
static void put_text(const CopyBinary *copy, GByteArray *out, guint n, Value value)
{
	g_autofree char *folded = NULL;
	bool own = copy->spec.fields[n].kind != COPY_FIELD_ORIGIN;
	Value kept = own ? fold_value(value, &folded) : value;
	if (kept.length == 0 && value.length > 0 && copy->spec.fields[n].kind == COPY_FIELD_TEXT)
		kept.data = NULL;
	g_autofree char *instead = kept.data != NULL ? settle(copy, n, kept) : NULL;
	if (instead == NULL)
		put_value(out, kept);
	else
		copyrow_string(out, instead);
}

/* An array in its binary form: dimensions, a flag, the type; then length and lower bound of each
 * dimension; then the elements, each of which is settled. */
static bool put_texts(CopyBinary *copy, GByteArray *out, guint n, Value value, GError **error)
{
	Cursor cursor = { .at = value.data, .end = value.data + value.length };
	guint32 dimensions = take_number(&cursor, 4);
	take_number(&cursor, 4);
	take_number(&cursor, 4);
	for (guint32 d = 0; d < dimensions && !cursor.overrun; d++) {
		take_number(&cursor, 4);
		take_number(&cursor, 4);
	}
	g_byte_array_set_size(copy->changed, 0);
	if (!cursor.overrun)
		g_byte_array_append(copy->changed, value.data, (guint)(cursor.at - value.data));
	while (cursor.at < cursor.end && !cursor.overrun)
		put_text(copy, copy->changed, n, take_value(&cursor));
	if (cursor.overrun)
		return fail_stream(copy, "an array is cut short", error);
	put_value(out, (Value){ copy->changed->data, copy->changed->len });
	return true;
}

/* Keys are folded before they are hashed; one of which nothing is left is missing. */
static void put_key(const CopyBinary *copy, GByteArray *out, Value value)
{
	guint8 hash[PSEUDONYM_BYTES];
	g_autofree char *folded = NULL;
	value = fold_value(value, &folded);
	if (value.length > 0)
		pseudonym_hash(copy->spec.pseudonym, copy->domain, (const char *)value.data,
			       value.length, hash);
	put_value(out, (Value){ .data = value.length > 0 ? hash : NULL, .length = sizeof hash });
}

static bool put_fields(CopyBinary *copy, GByteArray *out, crypto_generichash_state *hash,
		       GError **error)
{
	for (guint n = 0; n < copy->spec.fields_count; n++) {
		const CopyField *field = &copy->spec.fields[n];
		Value value = copy->values[n];
		guint start = out->len;
		if (field->kind == COPY_FIELD_KEY)
			put_key(copy, out, value);
		else if (field->kind == COPY_FIELD_TEXT || field->kind == COPY_FIELD_ORIGIN)
			put_text(copy, out, n, value);
		else if (field->kind == COPY_FIELD_TEXTS && value.data != NULL) {
			if (!put_texts(copy, out, n, value, error))
				return false;
		} else
			put_value(out, value);
		if (field->kind != COPY_FIELD_ORIGIN)
			crypto_generichash_update(hash, out->data + start, out->len - start);
	}
	return true;
}

/* "row:12", for ids that are plain numbers and too short to be anybody's. Not part of the row's
 * hash. */
static void put_row_origin(const CopyBinary *copy, GByteArray *out)
{
	g_autofree char *id = row_id(copy);
	size_t digits = id != NULL ? strspn(id, "0123456789") : 0;
	bool plain = digits > 0 && digits <= ROW_DIGITS && id[digits] == '\0';
	g_autofree char *origin = plain ? g_strconcat("row:", id, NULL) : NULL;
	copyrow_string(out, origin);
}

static bool put_row(CopyBinary *copy, GByteArray *out, GError **error)
{
	guint8 digest[PSEUDONYM_BYTES] = { 0 };
	crypto_generichash_state hash;
	bool keys_only = copy->spec.keys_only;
	crypto_generichash_init(&hash, NULL, 0, sizeof digest);
	bool row_origin = has_row_origin(&copy->spec);
	copyrow_begin(
	    out, (gint16)((keys_only ? 1 : ADDED_COLUMNS) + copy->spec.fields_count + row_origin));
	copyrow_string(out, copy->spec.source);
	copy->rows++;
	if (!keys_only) {
		copyrow_int64(out, copy->rows);
		put_value(out, (Value){ .data = digest, .length = sizeof digest });
	}
	guint place = out->len - (guint)sizeof digest;
	if (!put_fields(copy, out, &hash, error))
		return false;
	if (row_origin)
		put_row_origin(copy, out);
	if (!keys_only)
		crypto_generichash_final(&hash, out->data + place, sizeof digest);
	return true;
}

/* ── the stream ── */
/* Takes whole rows off CURSOR for as long as there are some. */
static bool push_rows(CopyBinary *copy, Cursor *cursor, GByteArray *out, GError **error)
{
	bool done = true;
	if (!copy->begun) {
		if (!take_header(copy, cursor, &copy->begun, error))
			return false;
		if (copy->begun)
			copyrow_header(out);
	}
	while (copy->begun && done && !copy->ended) {
		if (!take_row(copy, cursor, &done, error))
			return false;
		if (done && !copy->ended && !put_row(copy, out, error))
			return false;
	}
	return true;
}

bool copybinary_push(CopyBinary *copy, const char *data, size_t length, GByteArray *out,
		     GError **error)
{
	bool joined = copy->kept->len > 0;
	if (joined)
		g_byte_array_append(copy->kept, (const guint8 *)data, (guint)length);
	const guint8 *start = joined ? copy->kept->data : (const guint8 *)data;
	Cursor cursor = { .at = start, .end = start + (joined ? copy->kept->len : length) };
	if (!push_rows(copy, &cursor, out, error))
		return false;
	size_t left = (size_t)(cursor.end - cursor.at);
	if (copy->ended && left > 0)
		return fail_stream(copy, "bytes follow its end", error);
	if (joined)
		g_byte_array_remove_range(copy->kept, 0, (guint)(cursor.at - start));
	else if (left > 0)
		g_byte_array_append(copy->kept, cursor.at, (guint)left);
	return true;
}

bool copybinary_end(CopyBinary *copy, GByteArray *out, GError **error)
{
	if (!copy->ended)
		return fail_stream(copy, "it ended in the middle", error);
	copyrow_trailer(out);
	return true;
}
