/*
 * Fuzzing the reader of binary COPY streams, which come from a source's server: no bytes, however
 * malformed and however split, may crash, hang or leak; and how they are split changes nothing.
 * The first byte says into how large pieces.
 */
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "core/error.h"
#include "etl/guard/copybinary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char case_key[] = "case_key", origin[] = "origin", district[] = "district";
static char sections[] = "sections", victims[] = "victims";
static const CopyField fields[] = {
	{ case_key, COPY_FIELD_KEY },  { origin, COPY_FIELD_ORIGIN },
	{ district, COPY_FIELD_TEXT }, { sections, COPY_FIELD_TEXTS },
	{ victims, COPY_FIELD_PLAIN },
};

/* What comes out, or NULL when the stream is refused. */
static GByteArray *transform(const CopySpec *spec, const uint8_t *data, size_t size, size_t piece)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CopyBinary) copy = copybinary_new(spec);
	g_autoptr(GByteArray) out = g_byte_array_new();
	bool good = true;
	for (size_t at = 0; good && at < size; at += piece)
		good = copybinary_push(copy, (const char *)data + at, MIN(piece, size - at), out,
				       &error);
	good = good && copybinary_end(copy, out, &error);
	g_assert(good == (error == NULL));
	return good ? g_steal_pointer(&out) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const guint8 key[32] = { 7 };
	if (size < 2 || sodium_init() < 0)
		return 0;
	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	const CopySpec spec = { .place = "sql/sources/x/case.sql",
				.feed = "case",
				.source = "x",
				.fields = fields,
				.fields_count = G_N_ELEMENTS(fields),
				.keys_only = (data[0] & 0x80) != 0,
				.row_id = (data[0] & 0x40) != 0,
				.pseudonym = pseudonym };
	g_autoptr(GByteArray) whole = transform(&spec, data + 1, size - 1, size);
	g_autoptr(GByteArray) split = transform(&spec, data + 1, size - 1, 1 + (data[0] & 0x3f));
	g_assert((whole == NULL) == (split == NULL));
	g_assert(whole == NULL ||
		 (whole->len == split->len && memcmp(whole->data, split->data, whole->len) == 0));
	return 0;
}
