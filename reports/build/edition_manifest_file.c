/* The edition manifest as a file: JSON with sorted keys, one edition a line. JSON is YAML, which
 * reads it.
 */
#include <string.h>

#include "core/config/yaml.h"
#include "core/error.h"
#include "core/json.h"
#include "reports/build/edition_manifest_private.h"

/* ── writing ── */

static void put_pair(GString *json, const char *name, const char *value)
{
	json_put_text(json, name);
	g_string_append(json, ": ");
	json_put_text(json, value);
}

static gboolean put_row(gpointer name, gpointer value, gpointer data)
{
	GString *json = data;
	if (json->str[json->len - 1] != '{')
		g_string_append(json, ", ");
	put_pair(json, name, value);
	return FALSE;
}

static void put_table(GString *json, const char *name, GTree *table)
{
	json_put_text(json, name);
	g_string_append(json, ": {");
	g_tree_foreach(table, put_row, json);
	g_string_append_c(json, '}');
}

static void put_edition(GString *json, const ManifestEdition *edition)
{
	g_string_append_printf(json, "   {\"bytes\": %" G_GINT64_FORMAT ", ", edition->bytes);
	put_pair(json, "device", edition->device);
	g_string_append(json, ", ");
	put_pair(json, "file", edition->file);
	g_string_append(json, ", ");
	put_pair(json, "language", edition->language);
	g_string_append(json, ", ");
	put_table(json, "parameters", edition->parameters);
	g_string_append(json, ", ");
	put_pair(json, "sha256", edition->sha256);
	g_string_append(json, ", ");
	put_pair(json, "stem", edition->stem);
	g_string_append_c(json, '}');
}

static int compare_files(gconstpointer left, gconstpointer right)
{
	const ManifestEdition *const *a = left, *const *b = right;
	return strcmp((*a)->file, (*b)->file);
}

static void put_editions(GString *json, const ManifestRendering *rendering)
{
	g_ptr_array_sort(rendering->editions, compare_files);
	g_string_append(json, "  \"editions\": [\n");
	for (guint n = 0; n < rendering->editions->len; n++) {
		put_edition(json, rendering->editions->pdata[n]);
		g_string_append(json, n + 1 < rendering->editions->len ? ",\n" : "\n");
	}
	g_string_append(json, "  ],\n");
}

/* Most papers are made of no file of the office or of the site. */
static bool may_be_missing(int table)
{
	return table == MANIFEST_OFFICE || table == MANIFEST_SITE;
}

static void put_named_table(GString *json, const ManifestRendering *rendering, int table)
{
	if (may_be_missing(table) && g_tree_nnodes(rendering->tables[table]) == 0)
		return;
	g_string_append(json, "  ");
	put_table(json, edition_manifest_table_names[table], rendering->tables[table]);
	g_string_append(json, ",\n");
}

static void put_rendering(GString *json, const ManifestRendering *rendering, bool editions)
{
	g_string_append(json, "  ");
	put_pair(json, "as_at", rendering->as_at);
	g_string_append(json, ",\n");
	if (editions)
		put_editions(json, rendering);
	for (int table = 0; table < MANIFEST_TABLES; table++) {
		/* "program" stands before "queries" */
		if (table == MANIFEST_QUERIES) {
			g_string_append(json, "  ");
			put_pair(json, "program", rendering->program);
			g_string_append(json, ",\n");
		}
		if (table != MANIFEST_SITE)
			put_named_table(json, rendering, table);
	}
	if (rendering->release != NULL) {
		g_string_append(json, "  ");
		put_pair(json, "release", rendering->release);
		g_string_append(json, ",\n");
	}
	g_string_append_printf(json, "  \"run\": %" G_GINT64_FORMAT ",\n", rendering->run_no);
	put_named_table(json, rendering, MANIFEST_SITE);
	g_string_append(json, "  ");
	put_pair(json, "template", rendering->template_name);
	g_string_append_c(json, '\n');
}

char *edition_manifest_made_of(const ManifestRendering *rendering)
{
	g_autoptr(GString) json = g_string_new(NULL);
	put_rendering(json, rendering, false);
	return g_string_free(g_steal_pointer(&json), FALSE);
}

/* By the first file, which only one rendering has. */
static int compare_renderings(gconstpointer left, gconstpointer right)
{
	const ManifestRendering *const *a = left, *const *b = right;
	return compare_files(&(*a)->editions->pdata[0], &(*b)->editions->pdata[0]);
}

static void sort_editions(gpointer rendering, gpointer unused)
{
	(void)unused;
	g_ptr_array_sort(((ManifestRendering *)rendering)->editions, compare_files);
}

char *edition_manifest_text(const EditionManifest *manifest)
{
	g_autoptr(GString) json = g_string_new("{\n \"manifest\": 1,\n \"renderings\": [\n");
	g_ptr_array_foreach(manifest->renderings, sort_editions, NULL);
	g_ptr_array_sort(manifest->renderings, compare_renderings);
	for (guint n = 0; n < manifest->renderings->len; n++) {
		g_string_append(json, " {\n");
		put_rendering(json, manifest->renderings->pdata[n], true);
		g_string_append(json, n + 1 < manifest->renderings->len ? " },\n" : " }\n");
	}
	g_string_append(json, " ]\n}\n");
	return g_string_free(g_steal_pointer(&json), FALSE);
}

/* ── reading ── */

/* A copy of the text at KEY of NODE; clears *WHOLE where there is none. */
static char *take_text(const YamlNode *node, const char *key, bool *whole)
{
	const char *text = yaml_text(yaml_find(node, key));
	*whole = *whole && text != NULL;
	return g_strdup(text);
}

static gint64 take_number(const YamlNode *node, const char *key, bool *whole)
{
	gint64 number = 0;
	const char *text = yaml_text(yaml_find(node, key));
	*whole = *whole && text != NULL &&
		 g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, &number, NULL);
	return number;
}

static void take_table(const YamlNode *node, const char *key, GTree *table, bool *whole)
{
	const YamlNode *rows = yaml_find(node, key);
	*whole = *whole && rows != NULL && yaml_kind(rows) == YAML_KIND_MAPPING;
	for (size_t n = 0; *whole && n < yaml_count(rows); n++) {
		const char *value = yaml_text(yaml_value(rows, n));
		*whole = value != NULL;
		g_tree_replace(table, g_strdup(yaml_text(yaml_key(rows, n))), g_strdup(value));
	}
}

static void take_edition(const YamlNode *node, ManifestRendering *rendering, bool *whole)
{
	ManifestEdition *edition = edition_manifest_edition_new(rendering);
	edition->file = take_text(node, "file", whole);
	edition->stem = take_text(node, "stem", whole);
	edition->device = take_text(node, "device", whole);
	edition->language = take_text(node, "language", whole);
	edition->sha256 = take_text(node, "sha256", whole);
	edition->bytes = take_number(node, "bytes", whole);
	take_table(node, "parameters", edition->parameters, whole);
}

static void take_rendering(const YamlNode *node, EditionManifest *manifest, bool *whole)
{
	ManifestRendering *rendering = edition_manifest_rendering_new();
	g_ptr_array_add(manifest->renderings, rendering);
	rendering->template_name = take_text(node, "template", whole);
	rendering->program = take_text(node, "program", whole);
	rendering->as_at = take_text(node, "as_at", whole);
	rendering->run_no = take_number(node, "run", whole);
	rendering->release = g_strdup(yaml_text(yaml_find(node, "release")));
	for (int table = 0; table < MANIFEST_TABLES; table++) {
		if (!may_be_missing(table) ||
		    yaml_find(node, edition_manifest_table_names[table]) != NULL)
			take_table(node, edition_manifest_table_names[table],
				   rendering->tables[table], whole);
	}
	const YamlNode *editions = yaml_find(node, "editions");
	*whole = *whole && yaml_count(editions) > 0;
	for (size_t n = 0; *whole && n < yaml_count(editions); n++)
		take_edition(yaml_item(editions, n), rendering, whole);
}

static void free_rendering(gpointer rendering)
{
	edition_manifest_rendering_free(rendering);
}

static EditionManifest *edition_manifest_new(const char *path)
{
	EditionManifest *manifest = g_new0(EditionManifest, 1);
	manifest->path = g_strdup(path);
	manifest->renderings = g_ptr_array_new_with_free_func(free_rendering);
	return manifest;
}

EditionManifest *edition_manifest_parse(const char *text, size_t length, const char *path,
					GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(YamlDocument) document = yaml_parse(text, length, path, &cause);
	const YamlNode *root = document != NULL ? yaml_root(document) : NULL;
	const YamlNode *renderings = yaml_find(root, "renderings");
	bool whole = g_strcmp0(yaml_text(yaml_find(root, "manifest")), "1") == 0 &&
		     renderings != NULL && yaml_kind(renderings) == YAML_KIND_SEQUENCE;
	g_autoptr(EditionManifest) manifest = edition_manifest_new(path);
	for (size_t n = 0; whole && n < yaml_count(renderings); n++)
		take_rendering(yaml_item(renderings, n), manifest, &whole);
	if (whole)
		return g_steal_pointer(&manifest);
	error_set(error, SHUMAR_ERROR_USAGE,
		  "A manifest is the " EDITION_MANIFEST_FILE
		  " that 'shumar report' leaves beside editions.",
		  "'%s' is no manifest of editions", path);
	return NULL;
}

EditionManifest *edition_manifest_read(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) cause = NULL;
	if (g_file_get_contents(path, &text, &length, &cause))
		return edition_manifest_parse(text, length, path, error);
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Name a manifest, or an edition in a folder that has one.",
		  "cannot read the manifest '%s': %s", path, cause->message);
	return NULL;
}

EditionManifest *edition_manifest_open(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, EDITION_MANIFEST_FILE, NULL);
	g_autoptr(GError) cause = NULL;
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return edition_manifest_new(path);
	EditionManifest *manifest = edition_manifest_read(path, &cause);
	if (manifest == NULL)
		error_set(error, SHUMAR_ERROR_OUTPUT, "Move it away, or name another folder.",
			  "cannot add to the list of editions: %s", cause->message);
	return manifest;
}
