#include "reports/model/theme.h"

#include <math.h>
#include <string.h>

#include "core/config/problem.h"

#define CONTRAST_LETTERS  4.5
#define CONTRAST_GRAPHICS 3.0

static const char *const top_keys[] = { "theme",   "orientation", "scale",  "scale-right-to-left",
					"margins", "colours",     "series", NULL };
static const char *const orientations[] = { "portrait", "landscape", NULL };

/* The numbers and colours of a theme: where they are written and kept, and their bounds. */
static const struct {
	const char *mapping; /* NULL: the top */
	const char *key;
	size_t offset;
	double least, most;
} sizes[] = {
	{ NULL, "scale", offsetof(Theme, scale), 0.8, 1.5 },
	{ NULL, "scale-right-to-left", offsetof(Theme, scale_right_to_left), 0.8, 1.5 },
	{ "margins", "top", offsetof(Theme, top_mm), 8, 40 },
	{ "margins", "bottom", offsetof(Theme, bottom_mm), 8, 40 },
	{ "margins", "side", offsetof(Theme, side_mm), 8, 40 },
};
static const char *const margin_keys[] = { "top", "bottom", "side", NULL };

static const struct {
	const char *key;
	size_t offset;
	double contrast; /* with the paper, at least; 0: none */
} colours[] = {
	{ "paper", offsetof(Theme, paper), 0 }, /* first: the others are held against it */
	{ "text", offsetof(Theme, text), CONTRAST_LETTERS },
	{ "muted", offsetof(Theme, muted), CONTRAST_LETTERS },
	{ "accent", offsetof(Theme, accent), CONTRAST_GRAPHICS },
};
static const char *const colour_keys[] = { "paper", "text", "muted", "accent", NULL };

typedef struct {
	const YamlDocument *document;
	Problems *problems;
	Theme *theme;
} ThemeReader;

/* ── contrast ── */

static double linear(guint32 colour, int shift)
{
	double share = (double)((colour >> shift) & 0xff) / 255.0;
	return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(guint32 colour)
{
	return 0.2126 * linear(colour, 16) + 0.7152 * linear(colour, 8) +
	       0.0722 * linear(colour, 0);
}

double theme_contrast(guint32 one, guint32 other)
{
	double first = luminance(one);
	double second = luminance(other);
	return (MAX(first, second) + 0.05) / (MIN(first, second) + 0.05);
}

/* ── reading ── */

static void read_size(ThemeReader *reader, const YamlNode *root, size_t n)
{
	const YamlNode *mapping =
	    sizes[n].mapping != NULL ? yaml_find(root, sizes[n].mapping) : root;
	const YamlNode *node = yaml_find(mapping, sizes[n].key);
	const char *text = yaml_text(node);
	double *place = G_STRUCT_MEMBER_P(reader->theme, sizes[n].offset);
	if (node == NULL)
		return;
	char *end = NULL;
	double size = text != NULL ? g_ascii_strtod(text, &end) : NAN;
	if (text != NULL && *end == '\0' && size >= sizes[n].least && size <= sizes[n].most)
		*place = size;
	else
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a number from %g to %g", sizes[n].key, sizes[n].least,
			     sizes[n].most);
}

/* Reads the colour NODE, "#12436D", called KEY. */
static void read_colour(ThemeReader *reader, const YamlNode *node, const char *key, double contrast,
			guint32 *ret_colour)
{
	const char *text = yaml_text(node);
	if (text == NULL || !g_regex_match_simple("^#[0-9A-Fa-f]{6}\\z", text, 0, 0)) {
		problems_add(reader->problems, reader->document, node,
			     "write for example \"#12436D\"", "%s is no colour", key);
		return;
	}
	*ret_colour = (guint32)g_ascii_strtoull(text + 1, NULL, 16);
	double has = theme_contrast(*ret_colour, reader->theme->paper);
	if (has < contrast)
		problems_add(reader->problems, reader->document, node,
			     contrast >= CONTRAST_LETTERS ? "letters need 4.5:1; take a darker one"
							  : "graphics need 3:1; take a darker one",
			     "%s: '%s' has a contrast of %.1f:1 with the paper", key, text, has);
}

static void read_colours(ThemeReader *reader, const YamlNode *node)
{
	if (node != NULL)
		problems_check_keys(reader->problems, reader->document, node, "colours",
				    colour_keys);
	for (size_t n = 0; n < G_N_ELEMENTS(colours); n++) {
		const YamlNode *colour = yaml_find(node, colours[n].key);
		guint32 *place = G_STRUCT_MEMBER_P(reader->theme, colours[n].offset);
		if (colour != NULL)
			read_colour(reader, colour, colours[n].key, colours[n].contrast, place);
	}
}

static void read_series(ThemeReader *reader, const YamlNode *node)
{
	if (node == NULL)
		return;
	size_t count = yaml_kind(node) == YAML_KIND_SEQUENCE ? yaml_count(node) : 0;
	if (count < 2 || count > THEME_SERIES) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "series must be a list of 2 to %d colours", THEME_SERIES);
		return;
	}
	reader->theme->series_count = (guint)count;
	for (size_t n = 0; n < count; n++)
		read_colour(reader, yaml_item(node, n), "series", CONTRAST_GRAPHICS,
			    &reader->theme->series[n]);
}

/* What KEY says must be WORD or, where WORD is NULL, one of the orientations. */
static void check_word(ThemeReader *reader, const YamlNode *root, const char *key, const char *word)
{
	const YamlNode *node = yaml_find(root, key);
	const char *text = yaml_text(node);
	bool good = word != NULL ? g_strcmp0(text, word) == 0
				 : text == NULL || g_strv_contains(orientations, text);
	if (!good)
		problems_add(reader->problems, reader->document, node != NULL ? node : root,
			     word != NULL ? "write the file's name without .yaml"
					  : "write portrait or landscape",
			     "%s is not %s", key, word != NULL ? word : "an orientation");
}

static void read_theme(ThemeReader *reader)
{
	const YamlNode *root = yaml_root(reader->document);
	const YamlNode *margins = yaml_find(root, "margins");
	problems_check_keys(reader->problems, reader->document, root, "the theme", top_keys);
	if (margins != NULL)
		problems_check_keys(reader->problems, reader->document, margins, "margins",
				    margin_keys);
	check_word(reader, root, "theme", reader->theme->name);
	check_word(reader, root, "orientation", NULL);
	const char *orientation = yaml_text(yaml_find(root, "orientation"));
	reader->theme->orientation = g_strdup(orientation != NULL ? orientation : "portrait");
	for (size_t n = 0; n < G_N_ELEMENTS(sizes); n++)
		read_size(reader, root, n);
	read_colours(reader, yaml_find(root, "colours"));
	read_series(reader, yaml_find(root, "series"));
}

/* Takes DOCUMENT. What a theme does not say is as the house's own. */
static Theme *theme_new(YamlDocument *document, GError **error)
{
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(Theme) theme = g_new0(Theme, 1);
	*theme = (Theme){ .scale = 1,
			  .top_mm = 16,
			  .bottom_mm = 18,
			  .side_mm = 16,
			  .paper = 0xffffff,
			  .text = 0x222222,
			  .muted = 0x595959,
			  .accent = 0x12436d,
			  .series = { 0x12436d, 0x28a197, 0x801650, 0xf46a25 },
			  .series_count = 4 };
	theme->name = g_path_get_basename(yaml_name(document));
	if (g_str_has_suffix(theme->name, ".yaml"))
		theme->name[strlen(theme->name) - strlen(".yaml")] = '\0';
	read_theme(&(ThemeReader){ document, problems, theme });
	bool good = problems_end(problems, error);
	yaml_close(document);
	return good ? g_steal_pointer(&theme) : NULL;
}

Theme *theme_read(const char *path, GError **error)
{
	YamlDocument *document = yaml_read(path, error);
	return document != NULL ? theme_new(document, error) : NULL;
}

Theme *theme_parse(const char *text, const char *name, GError **error)
{
	YamlDocument *document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? theme_new(document, error) : NULL;
}

Theme *theme_copy(const Theme *theme)
{
	if (theme == NULL)
		return NULL;
	Theme *copy = g_new(Theme, 1);
	*copy = *theme;
	copy->name = g_strdup(theme->name);
	copy->orientation = g_strdup(theme->orientation);
	return copy;
}

void theme_free(Theme *theme)
{
	if (theme == NULL)
		return;
	g_free(theme->name);
	g_free(theme->orientation);
	g_free(theme);
}
