#include "tests/support/urdu_words.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"

typedef struct {
	GPtrArray *texts;
	GHashTable *seen;
} Found;

static bool has_urdu(const char *text)
{
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_ARABIC)
			return true;
	}
	return false;
}

/* Stretches between braces are parts of a text; quoted ones within them too ({plural …}). */
static void add_text(Found *found, const char *text)
{
	g_auto(GStrv) parts = g_strsplit_set(text, "{}\"\n", -1);
	for (char **part = parts; *part != NULL; part++) {
		const char *clean = g_strstrip(*part);
		if (has_urdu(clean) && g_hash_table_add(found->seen, g_strdup(clean)))
			g_ptr_array_add(found->texts, g_strdup(clean));
	}
}

static void add_node(Found *found, const YamlNode *node)
{
	if (node == NULL)
		return;
	if (yaml_kind(node) == YAML_KIND_SCALAR) {
		add_text(found, yaml_text(node));
		return;
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		add_node(found, yaml_kind(node) == YAML_KIND_MAPPING ? yaml_value(node, n)
								     : yaml_item(node, n));
}

static void add_folder(Found *found, const char *folder)
{
	g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
	const char *entry;
	while (entries != NULL && (entry = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(folder, entry, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			add_folder(found, path);
		/* what the glossary forbids is printed nowhere */
		if (!g_str_has_suffix(entry, ".yaml") || strcmp(entry, "glossary.yaml") == 0)
			continue;
		g_autoptr(YamlDocument) document = yaml_read(path, NULL);
		cr_assert(document != NULL, "%s", path);
		add_node(found, yaml_root(document));
	}
}

/* All fields that are Urdu. */
static void add_table(Found *found, const char *path)
{
	g_autofree char *content = NULL;
	cr_assert(g_file_get_contents(path, &content, NULL, NULL), "%s", path);
	g_auto(GStrv) fields = g_strsplit_set(content, ",\"\n", -1);
	for (char **field = fields; *field != NULL; field++)
		add_text(found, *field);
}

GPtrArray *urdu_texts(void)
{
	Found found = { g_ptr_array_new_with_free_func(g_free),
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autofree char *tables = g_build_filename(g_getenv("SHUMAR_ROOT"), "sql/reference", NULL);
	add_folder(&found, templates);
	g_autoptr(GDir) entries = g_dir_open(tables, 0, NULL);
	const char *entry;
	while ((entry = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(tables, entry, NULL);
		add_table(&found, path);
	}
	g_hash_table_unref(found.seen);
	return found.texts;
}

GPtrArray *urdu_words(const GPtrArray *texts)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint n = 0; n < texts->len; n++) {
		g_auto(GStrv) parts = g_strsplit(texts->pdata[n], " ", -1);
		for (char **part = parts; *part != NULL; part++) {
			if (!has_urdu(*part) || g_hash_table_contains(seen, *part))
				continue;
			char *word = g_strdup(*part);
			g_hash_table_add(seen, word);
			g_ptr_array_add(words, word);
		}
	}
	return words;
}
