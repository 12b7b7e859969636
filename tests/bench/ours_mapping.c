#include "tests/bench/ours_mapping.h"

#include "core/error.h"

#include <string.h>

/* Files below tests/bench/sql/, NULL-terminated. */
static const struct {
	const char *name;
	const char *folder;
	const char *files[6];
} mappings[] = {
	{ "bench",
	  "mapping",
	  { "source.yaml", "as_at.sql", "case.sql", "accused.sql", "outcome.sql", NULL } },
	{ "bench-case", "mapping", { "source.yaml", "as_at.sql", "case.sql", NULL } },
	{ "bench-drop", "drop", { "source.yaml", "as_at.sql", "case.sql", NULL } },
};

static bool read_file(const char *folder, const char *file, SqlText *ret_text, GError **error)
{
	g_autofree char *path = g_build_filename("tests/bench/sql", folder, file, NULL);
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	*ret_text =
	    (SqlText){ .path = g_strdup_printf("sources/%s/%s", folder, file), .text = text };
	return true;
}

Mapping *ours_mapping_find(const char *name, GError **error)
{
	for (size_t n = 0; n < G_N_ELEMENTS(mappings); n++) {
		if (strcmp(mappings[n].name, name) != 0)
			continue;
		SqlText *texts = g_new0(SqlText, G_N_ELEMENTS(mappings[n].files));
		size_t count = 0;
		for (; mappings[n].files[count] != NULL; count++) {
			if (!read_file(mappings[n].folder, mappings[n].files[count], &texts[count],
				       error))
				return NULL;
		}
		return mapping_new(name, texts, count, error);
	}
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "the bench has no mapping '%s'", name);
	return NULL;
}
