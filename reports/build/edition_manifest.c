#include "reports/build/edition_manifest_private.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "core/site/site.h"
#include "reports/output/versions.h"

/* ── what a rendering is made of ── */

char *edition_manifest_file_sha256(const char *path, gint64 *ret_bytes, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &cause);
	if (file == NULL) {
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot read '%s': %s", path,
			  cause->message);
		return NULL;
	}
	const guchar *bytes = (const guchar *)g_mapped_file_get_contents(file);
	gsize length = g_mapped_file_get_length(file);
	if (ret_bytes != NULL)
		*ret_bytes = (gint64)length;
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256,
					   bytes != NULL ? bytes : (const guchar *)"", length);
}

/* Adds FOLDER's file NAME where there is one. */
static void put_part(ManifestRendering *rendering, const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *sha256 = g_file_test(path, G_FILE_TEST_IS_REGULAR)
			   ? edition_manifest_file_sha256(path, NULL, NULL)
			   : NULL;
	if (sha256 != NULL)
		g_tree_replace(rendering->tables[MANIFEST_PARTS], g_strdup(name), sha256);
}

/* Adds every file that the template names: whatever a text of it calls, and is there, in one of
 * FOLDERS (NULL-terminated); the last counts. */
static void put_named_parts(ManifestRendering *rendering, const char *const *folders,
			    const YamlNode *node)
{
	const char *text = yaml_text(node);
	bool named = text != NULL && g_str_has_suffix(text, ".yaml") && !g_path_is_absolute(text);
	for (const char *const *folder = folders; named && *folder != NULL; folder++)
		put_part(rendering, *folder, text);
	if (node == NULL || text != NULL)
		return;
	bool list = yaml_kind(node) == YAML_KIND_SEQUENCE;
	for (size_t n = 0; n < yaml_count(node); n++)
		put_named_parts(rendering, folders,
				list ? yaml_item(node, n) : yaml_value(node, n));
}

static void put_parts(ManifestRendering *rendering, const Library *library,
		      const Template *template)
{
	const char *base = library_folder(library);
	const YamlNode *root = yaml_root(template->document);
	g_autofree char *folder = g_path_get_dirname(yaml_name(template->document));
	g_autofree char *file = g_path_get_basename(yaml_name(template->document));
	const char *theme = yaml_text(yaml_find(root, "theme"));
	put_part(rendering, folder, file);
	put_part(rendering, base, "measures.yaml");
	for (guint n = 0; n < template->languages->len; n++) {
		g_autofree char *locale =
		    g_strdup_printf("locale/%s.yaml", (char *)template->languages->pdata[n]);
		put_part(rendering, base, locale);
	}
	if (theme != NULL) {
		g_autofree char *name = g_strdup_printf("themes/%s.yaml", theme);
		put_part(rendering, base, name);
	}
	const char *const folders[] = { base, folder, NULL };
	put_named_parts(rendering, folders, root);
}

/* The file of the office that DATASET reads, there or not. */
static void put_office(ManifestRendering *rendering, const Library *library, const Office *office)
{
	g_autofree char *path = office_path(office, library);
	char *sha256 = path != NULL ? edition_manifest_file_sha256(path, NULL, NULL) : NULL;
	g_tree_replace(rendering->tables[MANIFEST_OFFICE], g_strdup(office->file),
		       sha256 != NULL ? sha256 : g_strdup("not there"));
}

static void put_queries(ManifestRendering *rendering, const Library *library,
			const Template *template)
{
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(template->datasets, n);
		if (dataset->office != NULL)
			put_office(rendering, library, dataset->office);
		else if (!g_str_has_prefix(dataset->query, "office/"))
			g_tree_replace(
			    rendering->tables[MANIFEST_QUERIES], g_strdup(dataset->query),
			    g_compute_checksum_for_string(G_CHECKSUM_SHA256, dataset->sql, -1));
	}
}

/* Notes the file PATH where it is one of the site. */
static void put_site_file(ManifestRendering *rendering, const char *path)
{
	const SiteFile *file = site_find(path);
	if (file != NULL)
		g_tree_replace(rendering->tables[MANIFEST_SITE], g_strdup(path),
			       g_strdup(file->sha256));
}

static gboolean put_site_query(gpointer name, gpointer sha256, gpointer rendering)
{
	(void)sha256;
	g_autofree char *path = g_strdup_printf("sql/reports/%s.sql", (char *)name);
	put_site_file(rendering, path);
	return FALSE;
}

/* A file of the site is one of those that the edition was made of, by its bytes too. */
static gboolean put_site_part(gpointer name, gpointer sha256, gpointer rendering)
{
	g_autofree char *path = g_strconcat("templates/", (char *)name, NULL);
	const SiteFile *file = site_find(path);
	if (file != NULL && strcmp(file->sha256, sha256) == 0)
		put_site_file(rendering, path);
	return FALSE;
}

ManifestRendering *edition_manifest_rendering(const Library *library, const Template *template,
					      gint64 run_no, gint64 as_at_s)
{
	g_autoptr(GDateTime) as_at = g_date_time_new_from_unix_utc(as_at_s);
	ManifestRendering *rendering = edition_manifest_rendering_new();
	rendering->template_name = g_strdup(template->name);
	rendering->program = g_strdup("shumar " SHUMAR_VERSION);
	rendering->as_at = g_date_time_format_iso8601(as_at);
	rendering->run_no = run_no;
	put_parts(rendering, library, template);
	put_queries(rendering, library, template);
	g_tree_foreach(rendering->tables[MANIFEST_QUERIES], put_site_query, rendering);
	g_tree_foreach(rendering->tables[MANIFEST_PARTS], put_site_part, rendering);
	device_versions(rendering->tables[MANIFEST_LIBRARIES], rendering->tables[MANIFEST_FONTS]);
	return rendering;
}

/* PATH as it is called below FOLDER. Transfer full. */
static char *below(const char *folder, const char *path)
{
	const char *rest = g_str_has_prefix(path, folder) ? path + strlen(folder) : path;
	while (*rest == '/')
		rest++;
	return g_strdup(rest);
}

bool edition_manifest_add(ManifestRendering *rendering, const char *folder, const char *path,
			  const char *stem, const char *device, const char *language,
			  const Template *template, const Binding *binding, GError **error)
{
	gint64 bytes = 0;
	char *sha256 = edition_manifest_file_sha256(path, &bytes, error);
	if (sha256 == NULL)
		return false;
	ManifestEdition *edition = edition_manifest_edition_new(rendering);
	edition->file = below(folder, path);
	edition->stem = below(folder, stem);
	edition->device = g_strdup(device);
	edition->language = g_strdup(language);
	edition->sha256 = sha256;
	edition->bytes = bytes;
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		const ParameterValue *value = &g_array_index(binding->values, ParameterValue, n);
		g_tree_replace(edition->parameters, g_strdup(parameter->name),
			       g_strdup(value->text));
	}
	return true;
}

static gboolean add_word(gpointer name, gpointer value, gpointer builder)
{
	g_autofree char *word = g_strdup_printf("%s=%s", (char *)name, (char *)value);
	g_strv_builder_add(builder, word);
	return FALSE;
}

char **edition_manifest_words(const ManifestEdition *edition)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_tree_foreach(edition->parameters, add_word, builder);
	return g_strv_builder_end(builder);
}

/* ── the folder's file ── */

static bool has_file(const ManifestRendering *rendering, const char *file)
{
	for (guint n = 0; n < rendering->editions->len; n++) {
		if (strcmp(((ManifestEdition *)rendering->editions->pdata[n])->file, file) == 0)
			return true;
	}
	return false;
}

/* Forgets the editions of OLD that NEWER made anew, and those whose file is gone. */
static void forget_editions(const EditionManifest *manifest, ManifestRendering *old,
			    const ManifestRendering *newer)
{
	g_autofree char *folder = g_path_get_dirname(manifest->path);
	for (guint n = old->editions->len; n > 0; n--) {
		const ManifestEdition *edition = g_ptr_array_index(old->editions, n - 1);
		g_autofree char *path = g_build_filename(folder, edition->file, NULL);
		if (has_file(newer, edition->file) || !g_file_test(path, G_FILE_TEST_EXISTS))
			g_ptr_array_remove_index(old->editions, n - 1);
	}
}

/* Moves the editions of FROM to INTO, which was made of the same. */
static void move_editions(ManifestRendering *from, ManifestRendering *into)
{
	while (from->editions->len > 0)
		g_ptr_array_add(into->editions, g_ptr_array_steal_index(from->editions, 0));
}

void edition_manifest_take(EditionManifest *manifest, ManifestRendering *rendering)
{
	g_autofree char *made_of = edition_manifest_made_of(rendering);
	for (guint n = manifest->renderings->len; n > 0; n--) {
		ManifestRendering *old = g_ptr_array_index(manifest->renderings, n - 1);
		forget_editions(manifest, old, rendering);
		g_autofree char *old_made_of = edition_manifest_made_of(old);
		if (strcmp(made_of, old_made_of) == 0)
			move_editions(old, rendering);
		if (old->editions->len == 0)
			g_ptr_array_remove_index(manifest->renderings, n - 1);
	}
	g_ptr_array_add(manifest->renderings, rendering);
}

bool edition_manifest_write(const EditionManifest *manifest, GError **error)
{
	g_autofree char *text = edition_manifest_text(manifest);
	return outfile_write(manifest->path, OUTFILE_INTERNAL, text, strlen(text), error);
}
