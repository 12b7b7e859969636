/* What an edition manifest consists of: made empty, and freed. */
#include <string.h>

#include "reports/build/edition_manifest_private.h"

const char *const edition_manifest_table_names[MANIFEST_TABLES] = {
	[MANIFEST_FONTS] = "fonts",     [MANIFEST_LIBRARIES] = "libraries",
	[MANIFEST_OFFICE] = "office",   [MANIFEST_PARTS] = "parts",
	[MANIFEST_QUERIES] = "queries", [MANIFEST_SITE] = "site",
};
const char *const edition_manifest_row_names[MANIFEST_TABLES] = {
	[MANIFEST_FONTS] = "font",         [MANIFEST_LIBRARIES] = "library",
	[MANIFEST_OFFICE] = "office file", [MANIFEST_PARTS] = "template file",
	[MANIFEST_QUERIES] = "query",      [MANIFEST_SITE] = "file of the site",
};

static int compare_names(gconstpointer left, gconstpointer right, gpointer unused)
{
	(void)unused;
	return strcmp(left, right);
}

static GTree *names_new(void)
{
	return g_tree_new_full(compare_names, NULL, g_free, g_free);
}

static void edition_free(gpointer data)
{
	ManifestEdition *edition = data;
	g_free(edition->file);
	g_free(edition->stem);
	g_free(edition->device);
	g_free(edition->language);
	g_free(edition->sha256);
	g_tree_unref(edition->parameters);
	g_free(edition);
}

ManifestEdition *edition_manifest_edition_new(ManifestRendering *rendering)
{
	ManifestEdition *edition = g_new0(ManifestEdition, 1);
	edition->parameters = names_new();
	g_ptr_array_add(rendering->editions, edition);
	return edition;
}

ManifestRendering *edition_manifest_rendering_new(void)
{
	ManifestRendering *rendering = g_new0(ManifestRendering, 1);
	for (int table = 0; table < MANIFEST_TABLES; table++)
		rendering->tables[table] = names_new();
	rendering->editions = g_ptr_array_new_with_free_func(edition_free);
	return rendering;
}

void edition_manifest_rendering_free(ManifestRendering *rendering)
{
	if (rendering == NULL)
		return;
	g_free(rendering->template_name);
	g_free(rendering->program);
	g_free(rendering->release);
	g_free(rendering->as_at);
	for (int table = 0; table < MANIFEST_TABLES; table++)
		g_tree_unref(rendering->tables[table]);
	g_ptr_array_unref(rendering->editions);
	g_free(rendering);
}

void edition_manifest_free(EditionManifest *manifest)
{
	if (manifest == NULL)
		return;
	g_free(manifest->path);
	g_ptr_array_unref(manifest->renderings);
	g_free(manifest);
}
