/*
 * Fuzzing the auditor of workbooks, which reads files of whatever program: no parts, however
 * malformed, may crash, hang or leak; they are an audit of every rule or an error.
 *
 * A package is packed of the input here, as its sums would let no changed byte past them:
 *
 *     === xl/workbook.xml
 *     <workbook>…
 */
#define _GNU_SOURCE /* memfd_create */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "core/error.h"
#include "reports/audit/audit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MARK "=== "

/* Adds the parts of TEXT; ended by NULs they would be cut, so lengths are counted. */
static void add_parts(zip_t *package, const char *text, const char *end)
{
	while (text != NULL && text < end) {
		const char *name = text + strlen(MARK);
		const char *name_end = name < end ? memchr(name, '\n', (size_t)(end - name)) : NULL;
		if (name_end == NULL)
			return;
		const char *body = name_end + 1;
		const char *next = memmem(body, (size_t)(end - body), "\n" MARK, strlen("\n" MARK));
		size_t length = (size_t)((next != NULL ? next : end) - body);
		g_autofree char *part = g_utf8_make_valid(name, name_end - name);
		zip_source_t *source = zip_source_buffer(package, body, length, 0);
		if (zip_file_add(package, part, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8) < 0)
			zip_source_free(source);
		text = next != NULL ? next + 1 : NULL;
	}
}

/* Packs DATA into FD. False where it has no part. */
static bool pack(int fd, const uint8_t *data, size_t size)
{
	zip_error_t error;
	zip_source_t *made = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *package = zip_open_from_source(made, ZIP_TRUNCATE, &error);
	g_assert(package != NULL);
	zip_source_keep(made);
	if (size > strlen(MARK) && memcmp(data, MARK, strlen(MARK)) == 0)
		add_parts(package, (const char *)data, (const char *)data + size);
	bool good = zip_get_num_entries(package, 0) > 0 && zip_close(package) == 0;
	if (!good)
		zip_discard(package);
	char bytes[4096];
	zip_int64_t got = 0;
	good = good && zip_source_open(made) == 0;
	while (good && (got = zip_source_read(made, bytes, sizeof bytes)) > 0)
		g_assert(write(fd, bytes, (size_t)got) == (ssize_t)got);
	zip_source_free(made);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz.xlsx", MFD_CLOEXEC);
	g_assert(fd >= 0);
	if (pack(fd, data, size)) {
		g_autoptr(GError) error = NULL;
		g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
		g_autoptr(AuditReport) report = audit_file(path, &error);
		g_assert((report == NULL) == (error != NULL));
		g_autofree char *text = report != NULL ? audit_report_text(report) : NULL;
		g_assert(text == NULL || g_utf8_validate(text, -1, NULL));
	}
	close(fd);
	return 0;
}
