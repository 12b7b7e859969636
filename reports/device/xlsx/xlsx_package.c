#include "reports/device/xlsx/xlsx_package.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "reports/device/xlsx/xlsx_finish.h"

/* ── members ── */

/* One member of the package, from its local header (APPNOTE.TXT 4.3.7). */
typedef struct {
	const uint8_t *header;
	const char *name;
	size_t name_length;
	const uint8_t *packed;
	size_t packed_length, length;
	bool deflated;
	size_t end; /* of the member in the package */
} Member;

enum {
	LOCAL_HEADER = 30,
	CENTRAL_HEADER = 46,
	END_RECORD = 22,
	LOCAL_SIGNATURE = 0x04034b50,
	CENTRAL_SIGNATURE = 0x02014b50,
	END_SIGNATURE = 0x06054b50
};

static uint32_t little(const uint8_t *at, size_t bytes)
{
	uint32_t number = 0;
	for (size_t n = bytes; n > 0; n--)
		number = number << 8 | at[n - 1];
	return number;
}

static void put_little(uint8_t *at, size_t number)
{
	for (size_t n = 0; n < 4; n++)
		at[n] = (uint8_t)(number >> (8 * n));
}

static bool read_member(const uint8_t *data, size_t length, size_t at, Member *ret_member)
{
	if (length - at < LOCAL_HEADER || little(data + at, 4) != LOCAL_SIGNATURE)
		return false;
	const uint8_t *header = data + at;
	size_t names = (size_t)little(header + 26, 2) + little(header + 28, 2);
	Member member = {
		.header = header,
		.name = (const char *)header + LOCAL_HEADER,
		.name_length = little(header + 26, 2),
		.deflated = little(header + 8, 2) == 8,
		.packed_length = little(header + 18, 4),
		.length = little(header + 22, 4),
	};
	if (length - at - LOCAL_HEADER < names + member.packed_length)
		return false;
	member.packed = header + LOCAL_HEADER + names;
	member.end = at + LOCAL_HEADER + names + member.packed_length;
	*ret_member = member;
	return true;
}

/* ── whole parts ── */

/* The beginning and the end of a text that is too long to keep. */
typedef struct {
	char head[512], tail[512];
	size_t head_length, tail_length;
} Ends;

static void keep_ends(Ends *ends, const char *text, size_t length)
{
	size_t missing = MIN(sizeof ends->head - 1 - ends->head_length, length);
	memcpy(ends->head + ends->head_length, text, missing);
	ends->head_length += missing;
	const size_t most = sizeof ends->tail - 1;
	size_t taken = MIN(length, most);
	size_t kept = MIN(ends->tail_length, most - taken);
	memmove(ends->tail, ends->tail + ends->tail_length - kept, kept);
	memcpy(ends->tail + kept, text + length - taken, taken);
	ends->tail_length = kept + taken;
	ends->tail[ends->tail_length] = '\0';
}

/* Unpacks MEMBER, which must be as long as it says, and keeps its ends. */
static bool unpack_ends(const Member *member, Ends *ends)
{
	char buffer[65536];
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)member->packed,
			    .avail_in = (uInt)member->packed_length };
	int status = Z_OK;
	if (!member->deflated || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return false;
	while (status == Z_OK) {
		stream.next_out = (Bytef *)buffer;
		stream.avail_out = sizeof buffer;
		status = inflate(&stream, Z_NO_FLUSH);
		keep_ends(ends, buffer, sizeof buffer - stream.avail_out);
	}
	size_t unpacked = stream.total_out;
	inflateEnd(&stream);
	return status == Z_STREAM_END && unpacked == member->length;
}

/* True when the document's last tag closes its first element. */
static bool is_whole_xml(Ends *ends)
{
	const char *declaration_end = strstr(ends->head, "?>");
	const char *root = declaration_end != NULL ? strchr(declaration_end, '<') : NULL;
	if (root == NULL)
		return false;
	g_autofree char *name = g_strndup(root + 1, strcspn(root + 1, " \t\r\n/>"));
	g_autofree char *closing = g_strdup_printf("</%s>", name);
	g_strchomp(ends->tail);
	/* an element without content is its own end */
	const char *root_end = strchr(root, '>');
	return g_str_has_suffix(ends->tail, closing) ||
	       (root_end != NULL && root_end[-1] == '/' &&
		root_end[1 + strspn(root_end + 1, " \t\r\n")] == '\0');
}

bool xlsx_package_is_whole(const void *data, size_t length)
{
	size_t at = 0;
	Member member;
	while (read_member(data, length, at, &member)) {
		Ends ends = { 0 };
		if (!unpack_ends(&member, &ends) || !is_whole_xml(&ends))
			return false;
		at = member.end;
	}
	return at > 0 && length - at >= 4 &&
	       little((const uint8_t *)data + at, 4) == CENTRAL_SIGNATURE;
}

/* ── the copy ── */

typedef struct {
	FILE *file;
	const char *language;
	size_t written;
	GByteArray *central; /* the directory of the copy */
	guint members;
	bool failed;
} Copy;

static void put(Copy *copy, const void *data, size_t length)
{
	copy->failed = copy->failed || fwrite(data, 1, length, copy->file) != length;
	copy->written += length;
}

static char *unpack(const Member *member)
{
	g_autofree char *text = g_malloc0(member->length + 1);
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)member->packed,
			    .avail_in = (uInt)member->packed_length,
			    .next_out = (Bytef *)text,
			    .avail_out = (uInt)member->length };
	if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return NULL;
	int status = inflate(&stream, Z_FINISH);
	inflateEnd(&stream);
	return status == Z_STREAM_END ? g_steal_pointer(&text) : NULL;
}

/* TEXT deflated; NULL when zlib has no memory. */
static GByteArray *pack(const char *text)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)strlen(text) };
	enum { MEMORY_LEVEL = 8 };
	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	GByteArray *packed = g_byte_array_new();
	g_byte_array_set_size(packed, (guint)deflateBound(&stream, stream.avail_in));
	stream.next_out = packed->data;
	stream.avail_out = packed->len;
	(void)deflate(&stream, Z_FINISH);
	g_byte_array_set_size(packed, (guint)stream.total_out);
	deflateEnd(&stream);
	return packed;
}

/* Checksum and lengths, as they stand in both headers from their fields AT on. */
static void put_sizes(uint8_t *at, const char *text, const GByteArray *packed)
{
	put_little(at, crc32(0, (const Bytef *)text, (uInt)strlen(text)));
	put_little(at + 4, packed->len);
	put_little(at + 8, strlen(text));
}

/* Copies MEMBER with its content replaced by TEXT; ENTRY is its entry of the directory. */
static void put_finished(Copy *copy, const Member *member, const char *text, uint8_t *entry)
{
	g_autoptr(GByteArray) packed = pack(text);
	if (packed == NULL) {
		copy->failed = true;
		return;
	}
	size_t header_length = (size_t)(member->packed - member->header);
	g_autofree uint8_t *header = g_malloc(header_length);
	memcpy(header, member->header, header_length);
	put_sizes(header + 14, text, packed);
	put_sizes(entry + 16, text, packed);
	put(copy, header, header_length);
	put(copy, packed->data, packed->len);
}

static void copy_member(Copy *copy, const Member *member, const uint8_t *from, size_t length)
{
	g_autofree uint8_t *entry = g_malloc(length);
	g_autofree char *name = g_strndup(member->name, member->name_length);
	enum { LARGEST_FINISHED = 1 << 20 };
	g_autofree char *text = member->length <= LARGEST_FINISHED ? unpack(member) : NULL;
	g_autofree char *finished =
	    text != NULL ? xlsx_finish_part(name, text, copy->language) : NULL;
	memcpy(entry, from, length);
	put_little(entry + 42, copy->written);
	if (finished != NULL)
		put_finished(copy, member, finished, entry);
	else
		put(copy, member->header,
		    (size_t)(member->packed - member->header) + member->packed_length);
	g_byte_array_append(copy->central, entry, (guint)length);
	copy->members++;
}

/* Where the directory of the package begins: behind the last member. */
static size_t directory_of(const uint8_t *data, size_t length)
{
	size_t at = 0;
	Member member;
	while (read_member(data, length, at, &member))
		at = member.end;
	return at;
}

static void put_end(Copy *copy)
{
	uint8_t end[END_RECORD] = { 0 };
	put_little(end, END_SIGNATURE);
	end[8] = end[10] = (uint8_t)copy->members;
	end[9] = end[11] = (uint8_t)(copy->members >> 8);
	put_little(end + 12, copy->central->len);
	put_little(end + 16, copy->written);
	put(copy, copy->central->data, copy->central->len);
	put(copy, end, sizeof end);
}

bool xlsx_package_write(const void *data, size_t length, const char *language, FILE *file)
{
	g_autoptr(GByteArray) central = g_byte_array_new();
	Copy copy = { .file = file, .language = language, .central = central };
	const uint8_t *bytes = data;
	size_t at = directory_of(bytes, length);
	while (length - at >= CENTRAL_HEADER && little(bytes + at, 4) == CENTRAL_SIGNATURE) {
		const uint8_t *entry = bytes + at;
		size_t entry_length = CENTRAL_HEADER + (size_t)little(entry + 28, 2) +
				      little(entry + 30, 2) + little(entry + 32, 2);
		Member member;
		if (length - at < entry_length ||
		    !read_member(bytes, length, little(entry + 42, 4), &member))
			return false;
		copy_member(&copy, &member, entry, entry_length);
		at += entry_length;
	}
	put_end(&copy);
	return !copy.failed && copy.members > 0;
}
