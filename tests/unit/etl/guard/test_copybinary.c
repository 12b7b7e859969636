#include "etl/guard/copybinary.h"

#include "core/error.h"
#include "etl/guard/copyrow.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

static const guint8 key[32] = { 7 };

static const CopyField fields[] = {
	{ (char *)(guintptr) "case_key", COPY_FIELD_KEY },
	{ (char *)(guintptr) "origin", COPY_FIELD_ORIGIN },
	{ (char *)(guintptr) "district", COPY_FIELD_TEXT },
	{ (char *)(guintptr) "sections", COPY_FIELD_TEXTS },
	{ (char *)(guintptr) "victims", COPY_FIELD_PLAIN },
};

static CopySpec spec_of(const Pseudonym *pseudonym)
{
	return (CopySpec){ .place = "sql/sources/x/case.sql",
			   .feed = "case",
			   .source = "x",
			   .fields = fields,
			   .fields_count = G_N_ELEMENTS(fields),
			   .pseudonym = pseudonym };
}

static void put_raw32(GByteArray *out, guint32 value)
{
	guint32 wire = GUINT32_TO_BE(value);
	g_byte_array_append(out, (const guint8 *)&wire, sizeof wire);
}

/* A text[] of one element in its binary form (array_send). */
static void put_texts(GByteArray *out, const char *element)
{
	put_raw32(out, (guint32)(24 + strlen(element)));
	put_raw32(out, 1);  /* dimensions */
	put_raw32(out, 0);  /* no nulls */
	put_raw32(out, 25); /* text */
	put_raw32(out, 1);  /* elements */
	put_raw32(out, 1);  /* the first one's number */
	copyrow_string(out, element);
}

static void put_row(GByteArray *in, const char *case_key, const char *origin, const char *district,
		    const char *section)
{
	copyrow_begin(in, G_N_ELEMENTS(fields));
	copyrow_string(in, case_key);
	copyrow_string(in, origin);
	copyrow_string(in, district);
	put_texts(in, section);
	copyrow_int32(in, 3);
}

static GByteArray *two_rows(void)
{
	GByteArray *in = g_byte_array_new();
	copyrow_header(in);
	put_row(in, "1/2024", "a.csv:2", "LHR", "376");
	put_row(in, NULL, NULL, NULL, "302");
	copyrow_trailer(in);
	return in;
}

/* Pushes IN in pieces of PIECE bytes; NULL and *error when refused. */
static GByteArray *transform(const GByteArray *in, size_t piece, GError **error)
{
	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	CopySpec spec = spec_of(pseudonym);
	g_autoptr(CopyBinary) copy = copybinary_new(&spec);
	g_autoptr(GByteArray) out = g_byte_array_new();
	for (size_t at = 0; at < in->len; at += piece) {
		if (!copybinary_push(copy, (const char *)in->data + at, MIN(piece, in->len - at),
				     out, error))
			return NULL;
	}
	return copybinary_end(copy, out, error) ? g_steal_pointer(&out) : NULL;
}

static GByteArray *transform_row(const char *case_key, const char *origin, const char *district,
				 const char *section, GError **error)
{
	g_autoptr(GByteArray) in = g_byte_array_new();
	copyrow_header(in);
	put_row(in, case_key, origin, district, section);
	copyrow_trailer(in);
	return transform(in, in->len, error);
}

/* The row's hash in the outgoing stream: after header, count, source, row_no, length. */
#define HASH_AT (19 + 2 + 4 + 1 + 4 + 8 + 4)

static bool contains(const GByteArray *bytes, const char *text)
{
	for (gsize at = 0; at + strlen(text) <= bytes->len; at++) {
		if (memcmp(bytes->data + at, text, strlen(text)) == 0)
			return true;
	}
	return false;
}

Test(copybinary, adds_source_number_and_hash_and_replaces_the_key)
{
	g_autoptr(GByteArray) in = two_rows();
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) out = transform(in, in->len, &error);
	cr_assert(out != NULL, "%s", error != NULL ? error->message : "");

	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	guint8 hashed[PSEUDONYM_BYTES];
	guint8 digest[PSEUDONYM_BYTES];
	pseudonym_hash(pseudonym, "x/", "1/2024", strlen("1/2024"), hashed);
	/* the first row's fields as they land, origin left out */
	g_autoptr(GByteArray) landed = g_byte_array_new();
	copyrow_text(landed, (const char *)hashed, sizeof hashed);
	copyrow_string(landed, "LHR");
	put_texts(landed, "376");
	copyrow_int32(landed, 3);
	crypto_generichash(digest, sizeof digest, landed->data, landed->len, NULL, 0);

	g_autoptr(GByteArray) expected = g_byte_array_new();
	copyrow_header(expected);
	copyrow_begin(expected, 3 + G_N_ELEMENTS(fields));
	copyrow_string(expected, "x");
	copyrow_int64(expected, 1);
	copyrow_text(expected, (const char *)digest, sizeof digest);
	copyrow_text(expected, (const char *)hashed, sizeof hashed);
	copyrow_string(expected, "a.csv:2");
	copyrow_string(expected, "LHR");
	put_texts(expected, "376");
	copyrow_int32(expected, 3);
	cr_expect_arr_eq(out->data, expected->data, expected->len);
	cr_expect_not(contains(out, "1/2024"));
}

Test(copybinary, does_not_mind_where_messages_split_rows)
{
	g_autoptr(GByteArray) in = two_rows();
	g_autoptr(GByteArray) whole = transform(in, in->len, NULL);
	for (size_t piece = 1; piece < in->len; piece++) {
		g_autoptr(GByteArray) out = transform(in, piece, NULL);
		cr_assert_not_null(out);
		cr_assert_eq(out->len, whole->len);
		cr_assert_arr_eq(out->data, whole->data, whole->len, "in pieces of %zu", piece);
	}
}

Test(copybinary, hashes_rows_without_their_origin)
{
	g_autoptr(GByteArray) first = transform_row("k", "a.csv:2", "LHR", "376", NULL);
	g_autoptr(GByteArray) moved = transform_row("k", "a.csv:9", "LHR", "376", NULL);
	g_autoptr(GByteArray) other = transform_row("k", "a.csv:2", "KSR", "376", NULL);
	cr_expect_arr_eq(first->data + HASH_AT, moved->data + HASH_AT, PSEUDONYM_BYTES);
	cr_expect_arr_neq(first->data + HASH_AT, other->data + HASH_AT, PSEUDONYM_BYTES);
}

Test(copybinary, takes_an_empty_key_for_none)
{
	g_autoptr(GByteArray) none = transform_row(NULL, NULL, "LHR", "376", NULL);
	g_autoptr(GByteArray) empty = transform_row("", NULL, "LHR", "376", NULL);
	cr_assert_eq(none->len, empty->len);
	cr_expect_arr_eq(none->data, empty->data, none->len);
}

Test(copybinary, withholds_a_personal_value_and_says_what_it_is)
{
	static const struct {
		const char *origin;
		const char *district;
		const char *section;
		const char *instead;
	} cases[] = {
		{ NULL, "of 35202-1234567-1", "376", "‹withheld: an identity card number›" },
		{ NULL, "LHR", "0300-1234567", "‹withheld: a phone number›" },
		{ "0300-1234567.csv:1", "LHR", "376", "‹withheld: a phone number›" },
		{ NULL, "zohra@example.com", "376", "‹withheld: an e-mail address›" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GByteArray) out =
		    transform_row("k", cases[n].origin, cases[n].district, cases[n].section, NULL);
		cr_assert_not_null(out);
		cr_expect(contains(out, cases[n].instead), "%s", cases[n].instead);
		cr_expect_not(contains(out, "1234567"));
		cr_expect_not(contains(out, "example"));
	}
}

Test(copybinary, lets_a_key_be_a_card_number)
{
	g_autoptr(GByteArray) out = transform_row("35202-1234567-1", NULL, "LHR", "376", NULL);
	cr_assert_not_null(out);
	cr_expect_not(contains(out, "35202"));
}

/* ── streams that are not as they should be ── */
Test(copybinary, refuses_a_stream_that_ends_in_the_middle)
{
	g_autoptr(GByteArray) in = two_rows();
	for (guint length = 0; length < in->len; length += 3) {
		g_autoptr(GByteArray) cut = g_byte_array_new();
		g_autoptr(GError) error = NULL;
		g_byte_array_append(cut, in->data, length);
		g_autoptr(GByteArray) out = transform(cut, MAX(length, 1), &error);
		cr_assert_null(out, "cut at %u", length);
		cr_assert(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED));
	}
}

Test(copybinary, refuses_what_is_no_stream_of_these_columns)
{
	g_autoptr(GByteArray) text = g_byte_array_new();
	g_byte_array_append(text, (const guint8 *)"1\tLHR\tand more of it\n", 21);
	g_autoptr(GByteArray) narrow = g_byte_array_new();
	copyrow_header(narrow);
	copyrow_begin(narrow, 1);
	copyrow_null(narrow);
	g_autoptr(GByteArray) long_tail = two_rows();
	g_byte_array_append(long_tail, (const guint8 *)"x", 1);
	const GByteArray *const streams[] = { text, narrow, long_tail };
	for (size_t n = 0; n < G_N_ELEMENTS(streams); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GByteArray) out = transform(streams[n], streams[n]->len, &error);
		cr_expect_null(out, "stream %d", (int)n);
		cr_expect_not_null(error);
	}
}

Test(copybinary, passes_an_empty_stream_on)
{
	g_autoptr(GByteArray) in = g_byte_array_new();
	copyrow_header(in);
	copyrow_trailer(in);
	g_autoptr(GByteArray) out = transform(in, in->len, NULL);
	cr_assert_not_null(out);
	cr_assert_eq(out->len, in->len);
	cr_expect_arr_eq(out->data, in->data, in->len);
}

Test(copybinary, lists_the_columns_of_its_rows)
{
	CopySpec spec = spec_of(NULL);
	g_autofree char *columns = copybinary_columns(&spec);
	cr_expect_str_eq(columns,
			 "source, row_no, feed_hash, \"case_key\", \"origin\", \"district\", "
			 "\"sections\", \"victims\"");
}
