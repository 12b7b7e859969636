#define _GNU_SOURCE
#include "reports/device/xlsx_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "core/error.h"

int xlsx_file_open(const char *target, char **ret_path, GError **error)
{
	int file = memfd_create("shumar-xlsx", MFD_CLOEXEC);
	if (file < 0)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Give the machine more memory, or end other programs.",
				"cannot write '%s': no memory file", target);
	else
		*ret_path = g_strdup_printf("/proc/self/fd/%d", file);
	return file;
}

const char *xlsx_file_folder(const char *target, GError **error)
{
	const char *folder = g_get_tmp_dir();
	g_autofree char *trial = g_build_filename(folder, "shumar-XXXXXX", NULL);
	int file = g_mkstemp(trial);
	if (file < 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
				"Let TMPDIR name a folder that exists and can be written.",
				"cannot write '%s': no temporary file in '%s'", target, folder);
		return NULL;
	}
	close(file);
	(void)g_unlink(trial);
	return folder;
}

/* ── the package, read back ── */

/* One member of the package, from its local header (APPNOTE.TXT 4.3.7). */
typedef struct {
	const uint8_t *packed;
	size_t packed_length, length;
	bool deflated;
	size_t end; /* of the member in the package */
} Member;

enum { LOCAL_HEADER = 30, LOCAL_SIGNATURE = 0x04034b50, CENTRAL_SIGNATURE = 0x02014b50 };

static uint32_t little(const uint8_t *at, size_t bytes)
{
	uint32_t number = 0;
	for (size_t n = bytes; n > 0; n--)
		number = number << 8 | at[n - 1];
	return number;
}

static bool read_member(const uint8_t *data, size_t length, size_t at, Member *ret_member)
{
	if (length - at < LOCAL_HEADER || little(data + at, 4) != LOCAL_SIGNATURE)
		return false;
	const uint8_t *header = data + at;
	size_t names = (size_t)little(header + 26, 2) + little(header + 28, 2);
	Member member = {
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

/* The member's content with a final NUL; NULL when it cannot be unpacked to its stated length. */
static char *unpack(const Member *member)
{
	g_autofree char *text = g_malloc0(member->length + 1);
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)member->packed,
			    .avail_in = (uInt)member->packed_length,
			    .next_out = (Bytef *)text,
			    .avail_out = (uInt)member->length };
	if (!member->deflated || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return NULL;
	int status = inflate(&stream, Z_FINISH);
	size_t unpacked = stream.total_out;
	inflateEnd(&stream);
	return status == Z_STREAM_END && unpacked == member->length ? g_steal_pointer(&text) : NULL;
}

/* True when the document's last tag closes its first element. */
static bool is_whole_xml(const char *text)
{
	const char *declaration_end = strstr(text, "?>");
	const char *root = declaration_end != NULL ? strchr(declaration_end, '<') : NULL;
	if (root == NULL)
		return false;
	g_autofree char *name = g_strndup(root + 1, strcspn(root + 1, " \t\r\n/>"));
	g_autofree char *closing = g_strdup_printf("</%s>", name);
	/* an element without content is its own end */
	const char *root_end = strchr(root, '>');
	return g_str_has_suffix(text, closing) ||
	       (root_end != NULL && root_end[-1] == '/' && root_end[1] == '\0');
}

bool xlsx_file_is_whole(const void *data, size_t length)
{
	size_t at = 0;
	Member member;
	while (read_member(data, length, at, &member)) {
		g_autofree char *text = unpack(&member);
		if (text == NULL || !is_whole_xml(g_strchomp(text)))
			return false;
		at = member.end;
	}
	return at > 0 && length - at >= 4 &&
	       little((const uint8_t *)data + at, 4) == CENTRAL_SIGNATURE;
}

/* ── the disk ── */

static bool write_bytes(const char *data, size_t length, const char *target, GError **error)
{
	FILE *file = fopen(target, "we");
	bool written = file != NULL && fwrite(data, 1, length, file) == length;
	int errnum = errno;
	if (file != NULL && fclose(file) != 0) {
		errnum = written ? errno : errnum;
		written = false;
	}
	if (!written)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum,
				"Free space on the disk, or name another folder with -o.",
				"cannot write '%s'", target);
	return written;
}

bool xlsx_file_save(int file, const char *target, GError **error)
{
	g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(file, FALSE, NULL);
	const char *data = mapped != NULL ? g_mapped_file_get_contents(mapped) : NULL;
	size_t length = mapped != NULL ? g_mapped_file_get_length(mapped) : 0;
	if (data == NULL || !xlsx_file_is_whole(data, length)) {
		g_autofree char *hint = g_strdup_printf("Free space in '%s', or let TMPDIR name a "
							"folder with more of it.",
							g_get_tmp_dir());
		error_set(error, SHUMAR_ERROR_OUTPUT, hint,
			  "cannot write '%s': the workbook was cut short while it was put together",
			  target);
		return false;
	}
	return write_bytes(data, length, target, error);
}
