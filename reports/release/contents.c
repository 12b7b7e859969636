#include "reports/release/contents.h"

#include <string.h>

#include "core/config/yaml.h"
#include "core/error.h"
#include "core/json.h"

static gint by_text(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static void file_free(gpointer data)
{
	ContentsFile *file = data;
	g_free(file->name);
	g_free(file->sha256);
	g_free(file);
}

Contents *contents_new(void)
{
	Contents *contents = g_new(Contents, 1);
	contents->texts = g_tree_new_full(by_text, NULL, g_free, g_free);
	contents->tables = g_tree_new_full(by_text, NULL, g_free, (GDestroyNotify)g_tree_unref);
	contents->files = g_ptr_array_new_with_free_func(file_free);
	return contents;
}

void contents_free(Contents *contents)
{
	if (contents == NULL)
		return;
	g_tree_unref(contents->texts);
	g_tree_unref(contents->tables);
	g_ptr_array_unref(contents->files);
	g_free(contents);
}

void contents_say(Contents *contents, const char *name, const char *text)
{
	if (text != NULL)
		g_tree_replace(contents->texts, g_strdup(name), g_strdup(text));
}

static GTree *table_of(Contents *contents, const char *name)
{
	GTree *table = g_tree_lookup(contents->tables, name);
	if (table == NULL) {
		table = g_tree_new_full(by_text, NULL, g_free, g_free);
		g_tree_insert(contents->tables, g_strdup(name), table);
	}
	return table;
}

void contents_say_row(Contents *contents, const char *table, const char *name, const char *text)
{
	g_tree_replace(table_of(contents, table), g_strdup(name), g_strdup(text));
}

const char *contents_text_of(const Contents *contents, const char *name)
{
	return g_tree_lookup(contents->texts, name);
}

const ContentsFile *contents_file(const Contents *contents, const char *name)
{
	for (guint n = 0; n < contents->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(contents->files, n);
		if (strcmp(file->name, name) == 0)
			return file;
	}
	return NULL;
}

bool contents_name_is_plain(const char *name)
{
	guint depth = 1;
	bool begins = true;
	for (const char *at = name; *at != '\0'; at++) {
		if (begins && (*at == '.' || *at == '-' || *at == '/'))
			return false;
		if (!g_ascii_isalnum(*at) && strchr("._-/", *at) == NULL)
			return false;
		begins = *at == '/';
		depth += begins;
	}
	return !begins && depth <= CONTENTS_DEPTH_MOST && strlen(name) < 200;
}

/* ── writing ── */
static gboolean put_row(gpointer name, gpointer text, gpointer json)
{
	json_put_name(json, name);
	json_put_text(json, text);
	return FALSE;
}

static void put_files(GString *json, const GPtrArray *files)
{
	g_string_append_c(json, '[');
	for (guint n = 0; n < files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(files, n);
		g_string_append_printf(json, "%s{\"bytes\":%" G_GINT64_FORMAT ",\"name\":",
				       n > 0 ? "," : "", file->bytes);
		json_put_text(json, file->name);
		g_string_append(json, ",\"sha256\":");
		json_put_text(json, file->sha256);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
}

static gboolean collect(gpointer name, gpointer value, gpointer names)
{
	(void)value;
	g_ptr_array_add(names, name);
	return FALSE;
}

static gint by_pointed(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_value(GString *json, const Contents *contents, const char *name)
{
	GTree *table = g_tree_lookup(contents->tables, name);
	const char *text = g_tree_lookup(contents->texts, name);
	json_put_name(json, name);
	if (text != NULL) {
		json_put_text(json, text);
	} else if (table != NULL) {
		g_string_append_c(json, '{');
		g_tree_foreach(table, put_row, json);
		g_string_append_c(json, '}');
	} else {
		put_files(json, contents->files);
	}
}

char *contents_json(const Contents *contents)
{
	static char files[] = "files";
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GString *json = g_string_new("{");
	g_tree_foreach(contents->texts, collect, names);
	g_tree_foreach(contents->tables, collect, names);
	g_ptr_array_add(names, files);
	g_ptr_array_sort(names, by_pointed);
	for (guint n = 0; n < names->len; n++)
		put_value(json, contents, g_ptr_array_index(names, n));
	g_string_append_c(json, '}');
	return g_string_free(json, FALSE);
}

/* ── reading ── */
static bool read_table(const YamlNode *node, GTree *table)
{
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *text = yaml_text(yaml_value(node, n));
		if (text == NULL)
			return false;
		g_tree_replace(table, g_strdup(yaml_text(yaml_key(node, n))), g_strdup(text));
	}
	return true;
}

static bool read_file(const YamlNode *node, Contents *contents)
{
	enum { DIGITS_MOST = 12 };
	const char *bytes = yaml_text(yaml_find(node, "bytes"));
	ContentsFile *file = g_new0(ContentsFile, 1);
	g_ptr_array_add(contents->files, file);
	file->name = g_strdup(yaml_text(yaml_find(node, "name")));
	file->sha256 = g_strdup(yaml_text(yaml_find(node, "sha256")));
	return contents->files->len <= CONTENTS_FILES_MOST && file->name != NULL &&
	       file->sha256 != NULL && bytes != NULL && strlen(bytes) <= DIGITS_MOST &&
	       g_ascii_string_to_signed(bytes, 10, 0, G_MAXINT64, &file->bytes, NULL);
}

static bool read_value(const YamlNode *node, Contents *contents, const char *name)
{
	if (yaml_kind(node) == YAML_KIND_MAPPING)
		return read_table(node, table_of(contents, name));
	if (yaml_kind(node) == YAML_KIND_SCALAR) {
		contents_say(contents, name, yaml_text(node));
		return true;
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		if (!read_file(yaml_item(node, n), contents))
			return false;
	return strcmp(name, "files") == 0;
}

/* What contents_json would write in another way is seen when the two are compared. */
static bool read_all(const char *json, gsize length, Contents *contents)
{
	g_autoptr(YamlDocument) document = yaml_parse(json, length, "manifest.json", NULL);
	const YamlNode *root = document != NULL ? yaml_root(document) : NULL;
	for (size_t n = 0; n < yaml_count(root); n++)
		if (!read_value(yaml_value(root, n), contents, yaml_text(yaml_key(root, n))))
			return false;
	return yaml_count(root) > 0;
}

/* Names that are plain, each once and in order; what makes a file be looked for outside, or
 * twice, never comes through. */
static bool files_are_plain(const Contents *contents)
{
	for (guint n = 0; n < contents->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(contents->files, n);
		const ContentsFile *before =
		    n > 0 ? g_ptr_array_index(contents->files, n - 1) : NULL;
		if (!contents_name_is_plain(file->name) ||
		    (before != NULL && strcmp(before->name, file->name) >= 0))
			return false;
	}
	return true;
}

Contents *contents_parse(const char *json, gsize length, GError **error)
{
	g_autoptr(Contents) contents = contents_new();
	bool whole = read_all(json, length, contents);
	g_autofree char *again = whole ? contents_json(contents) : NULL;
	if (whole && strlen(again) == length && memcmp(again, json, length) == 0 &&
	    files_are_plain(contents))
		return g_steal_pointer(&contents);
	error_set(error, SHUMAR_ERROR_FAILED,
		  "It was cut off or changed, or is of another program; get the folder again.",
		  "manifest.json is no manifest of a release");
	return NULL;
}
