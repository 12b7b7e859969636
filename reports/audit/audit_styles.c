/* The formats of a workbook: xl/styles.xml (ECMA-376 part 1, 18.8). */
#include <string.h>

#include "reports/audit/audit_book.h"

typedef struct {
	char *name;
	double size;
	bool is_raised;
	gint64 rgb;
} Font;

typedef struct {
	bool is_filled;
	gint64 rgb;
} Fill;

typedef struct {
	AuditBook *book;
	GArray *fonts;        /* of Font */
	GArray *fills;        /* of Fill */
	GArray *borders;      /* of bool */
	GHashTable *headings; /* xfId of the cell styles for headings */
	GArray *style_ids;    /* of guint: xfId of each format */
	const char *list;     /* "fonts", "cellXfs" … that the reader is in; NULL outside */
} Styles;

static void font_clear(gpointer data)
{
	g_free(((Font *)data)->name);
}

static guint number(const AuditAttributes *attributes, const char *name)
{
	const char *text = audit_attribute(attributes, name);
	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : 0;
}

static bool truth(const char *text)
{
	return text != NULL && strcmp(text, "0") != 0 && strcmp(text, "false") != 0;
}

/* "FF12436D" without its opacity; -1 for a colour of the theme. */
static gint64 colour(const AuditAttributes *attributes)
{
	const char *rgb = audit_attribute(attributes, "rgb");
	return rgb != NULL ? (gint64)(g_ascii_strtoull(rgb, NULL, 16) & 0xffffff) : -1;
}

static void start_font(Styles *styles, const char *name, const AuditAttributes *attributes)
{
	if (strcmp(name, "font") == 0) {
		Font font = { .size = 11, .rgb = -1 };
		g_array_append_val(styles->fonts, font);
		return;
	}
	if (styles->fonts->len == 0)
		return;
	Font *font = &g_array_index(styles->fonts, Font, styles->fonts->len - 1);
	const char *value = audit_attribute(attributes, "val");
	if (strcmp(name, "sz") == 0 && value != NULL)
		font->size = g_ascii_strtod(value, NULL);
	else if (strcmp(name, "color") == 0)
		font->rgb = colour(attributes);
	else if (strcmp(name, "vertAlign") == 0)
		font->is_raised = g_strcmp0(value, "superscript") == 0;
	else if (strcmp(name, "name") == 0) {
		g_free(font->name);
		font->name = g_strdup(value);
	}
}

static void start_fill(Styles *styles, const char *name, const AuditAttributes *attributes)
{
	if (strcmp(name, "fill") == 0) {
		Fill fill = { .rgb = -1 };
		g_array_append_val(styles->fills, fill);
		return;
	}
	if (styles->fills->len == 0)
		return;
	Fill *fill = &g_array_index(styles->fills, Fill, styles->fills->len - 1);
	const char *pattern = audit_attribute(attributes, "patternType");
	if (strcmp(name, "patternFill") == 0)
		fill->is_filled = pattern != NULL && strcmp(pattern, "none") != 0;
	else if (strcmp(name, "gradientFill") == 0)
		fill->is_filled = true;
	else if (strcmp(name, "fgColor") == 0)
		fill->rgb = colour(attributes);
}

static void start_border(Styles *styles, const char *name, const AuditAttributes *attributes)
{
	const char *style = audit_attribute(attributes, "style");
	if (strcmp(name, "border") == 0) {
		bool none = false;
		g_array_append_val(styles->borders, none);
	} else if (style != NULL && strcmp(style, "none") != 0 && styles->borders->len > 0) {
		g_array_index(styles->borders, bool, styles->borders->len - 1) = true;
	}
}

static void start_format(Styles *styles, const char *name, const AuditAttributes *attributes)
{
	GArray *formats = styles->book->formats;
	if (strcmp(name, "alignment") == 0 && formats->len > 0)
		g_array_index(formats, AuditFormat, formats->len - 1).is_wrapped =
		    truth(audit_attribute(attributes, "wrapText"));
	if (strcmp(name, "xf") != 0)
		return;
	const AuditFormat none = { .size = 11, .text_rgb = -1, .fill_rgb = -1 };
	g_array_append_val(formats, none);
	AuditFormat *format = &g_array_index(formats, AuditFormat, formats->len - 1);
	guint font = number(attributes, "fontId");
	guint fill = number(attributes, "fillId");
	guint border = number(attributes, "borderId");
	guint style = number(attributes, "xfId");
	if (font < styles->fonts->len) {
		const Font *found = &g_array_index(styles->fonts, Font, font);
		format->font = g_strdup(found->name);
		format->size = found->size;
		format->is_raised = found->is_raised;
		format->text_rgb = found->rgb;
	}
	if (fill < styles->fills->len) {
		format->is_filled = g_array_index(styles->fills, Fill, fill).is_filled;
		format->fill_rgb = g_array_index(styles->fills, Fill, fill).rgb;
	}
	format->has_border =
	    border < styles->borders->len && g_array_index(styles->borders, bool, border);
	g_array_append_val(styles->style_ids, style);
}

/* Built-in styles 15 to 19 are the title and four headings (ECMA-376 part 1, 18.8.7). */
static void start_style(Styles *styles, const char *name, const AuditAttributes *attributes)
{
	const char *called = audit_attribute(attributes, "name");
	const char *built_in = audit_attribute(attributes, "builtinId");
	guint id = built_in != NULL ? number(attributes, "builtinId") : 0;
	if (strcmp(name, "cellStyle") != 0)
		return;
	if ((id >= 15 && id <= 19) || (called != NULL && (g_str_has_prefix(called, "Heading") ||
							  strcmp(called, "Title") == 0)))
		g_hash_table_add(styles->headings,
				 GUINT_TO_POINTER(number(attributes, "xfId") + 1));
}

static const struct {
	const char *list;
	void (*start)(Styles *styles, const char *name, const AuditAttributes *attributes);
} lists[] = {
	{ "fonts", start_font },     { "fills", start_fill },       { "borders", start_border },
	{ "cellXfs", start_format }, { "cellStyles", start_style },
};

static void styles_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Styles *styles = data;
	for (size_t n = 0; n < G_N_ELEMENTS(lists); n++) {
		if (styles->list == lists[n].list)
			lists[n].start(styles, name, attributes);
		else if (styles->list == NULL && strcmp(name, lists[n].list) == 0) {
			styles->list = lists[n].list;
			return;
		}
	}
}

static void styles_end(gpointer data, const char *name)
{
	Styles *styles = data;
	if (styles->list != NULL && strcmp(name, styles->list) == 0)
		styles->list = NULL;
}

bool audit_styles_read(AuditBook *book, AuditPackage *package, const char *part, GError **error)
{
	static const AuditReader reader = { .start = styles_start, .end = styles_end };
	Styles styles = { .book = book,
			  .fonts = g_array_new(FALSE, TRUE, sizeof(Font)),
			  .fills = g_array_new(FALSE, TRUE, sizeof(Fill)),
			  .borders = g_array_new(FALSE, TRUE, sizeof(bool)),
			  .headings = g_hash_table_new(NULL, NULL),
			  .style_ids = g_array_new(FALSE, TRUE, sizeof(guint)) };
	g_array_set_clear_func(styles.fonts, font_clear);
	bool good = audit_package_read(package, part, &reader, &styles, error);
	for (guint n = 0; n < styles.style_ids->len; n++)
		g_array_index(book->formats, AuditFormat, n).is_heading = g_hash_table_contains(
		    styles.headings,
		    GUINT_TO_POINTER(g_array_index(styles.style_ids, guint, n) + 1));
	g_array_unref(styles.fonts);
	g_array_unref(styles.fills);
	g_array_unref(styles.borders);
	g_array_unref(styles.style_ids);
	g_hash_table_unref(styles.headings);
	return good;
}
