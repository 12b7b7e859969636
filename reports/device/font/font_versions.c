/* The versions of the libraries that set type and draw it, and the sums of the font files. */
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <hb.h>
#include <pango/pangofc-fontmap.h>

#include "reports/device/font/font.h"
#include FT_FREETYPE_H

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

static void put(GTree *tree, const char *name, const char *value)
{
	g_tree_replace(tree, g_strdup(name), g_strdup(value));
}

static void put_freetype(GTree *libraries)
{
	FT_Library library;
	FT_Int major, minor, patch;
	if (FT_Init_FreeType(&library) != 0)
		return;
	FT_Library_Version(library, &major, &minor, &patch);
	FT_Done_FreeType(library);
	g_autofree char *version = g_strdup_printf("%d.%d.%d", major, minor, patch);
	put(libraries, "freetype", version);
}

static void put_font(GTree *fonts, const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	if (file == NULL)
		return;
	g_autofree char *sha256 = g_compute_checksum_for_data(
	    G_CHECKSUM_SHA256, (const guchar *)g_mapped_file_get_contents(file),
	    g_mapped_file_get_length(file));
	put(fonts, name, sha256);
}

/* The files of the private font set of font.c. */
static void put_fonts(GTree *fonts)
{
	g_autoptr(PangoContext) context = font_context_new(false, "en", NULL);
	if (context == NULL)
		return;
	PangoFontMap *map = pango_context_get_font_map(context);
	FcConfig *config = pango_fc_font_map_get_config(PANGO_FC_FONT_MAP(map));
	const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
	for (int n = 0; set != NULL && n < set->nfont; n++) {
		FcChar8 *path = NULL;
		if (FcPatternGetString(set->fonts[n], FC_FILE, 0, &path) == FcResultMatch)
			put_font(fonts, (const char *)path);
	}
}

void font_versions(GTree *libraries, GTree *fonts)
{
	put(libraries, "cairo", cairo_version_string());
	put(libraries, "harfbuzz", hb_version_string());
	put(libraries, "pango", pango_version_string());
	put_freetype(libraries);
	put_fonts(fonts);
}
