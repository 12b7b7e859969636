/*
 * Fuzzing the reader of SQL words, by which the check of mappings finds the names that a SELECT
 * uses: no text may crash, hang or leak, and its words stand in it in their order, where they say.
 */
#include <stdint.h>
#include <string.h>

#include "etl/source/sqlword.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *sql = g_strndup((const char *)data, size);
	if (!g_utf8_validate(sql, -1, NULL))
		return 0; /* whoever reads a file of SQL refuses it */
	g_autoptr(GPtrArray) words = sqlword_list(sql);
	size_t length = strlen(sql), end = 0;
	int line = 1;
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *word = words->pdata[n];
		g_assert(word->text != NULL && word->length > 0);
		g_assert(word->offset >= end && word->length <= length - word->offset);
		g_assert(word->line >= line && word->column >= 1);
		end = word->offset + word->length;
		line = word->line;
	}
	return 0;
}
