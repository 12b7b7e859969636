#include "tests/bench/report/raw_page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "reports/device/font/font.h"

enum { DASHES = 8 };

/* How a path is drawn. */
typedef enum { NOTED_TEXT, NOTED_STROKE, NOTED_FILL, NOTED_TURN } NotedKind;

/* One thing on the paper; all lengths in points of the page. */
typedef struct {
	NotedKind kind;
	double red, green, blue;
	/* of a text: its left end on the baseline */
	double x, y;
	char *text;
	PangoFontDescription *font;
	PangoAttrList *attributes; /* or NULL */
	/* of a path */
	cairo_path_t *path;
	double width, dashes[DASHES], dash_offset;
	int dash_count;
	cairo_line_join_t join;
} Noted;

struct RawPage {
	GArray *marks;
	guint texts, paths;
};

/* The list that is kept at the moment; the linker's wrappers have no other way to it. */
static RawPage *kept;

static void noted_clear(gpointer data)
{
	Noted *noted = data;
	g_free(noted->text);
	g_clear_pointer(&noted->font, pango_font_description_free);
	g_clear_pointer(&noted->attributes, pango_attr_list_unref);
	g_clear_pointer(&noted->path, cairo_path_destroy);
}

RawPage *raw_page_begin(void)
{
	RawPage *page = g_new0(RawPage, 1);
	page->marks = g_array_new(FALSE, TRUE, sizeof(Noted));
	g_array_set_clear_func(page->marks, noted_clear);
	kept = page;
	return page;
}

void raw_page_end(void)
{
	kept = NULL;
}

void raw_page_free(RawPage *page)
{
	if (page == NULL)
		return;
	g_array_unref(page->marks);
	g_free(page);
}

guint raw_page_texts(const RawPage *page)
{
	return page->texts;
}

guint raw_page_paths(const RawPage *page)
{
	return page->paths;
}

/* ── noting ── */

static Noted noted_new(cairo_t *cairo, NotedKind kind)
{
	Noted noted = { .kind = kind };
	double opaque;
	(void)cairo_pattern_get_rgba(cairo_get_source(cairo), &noted.red, &noted.green, &noted.blue,
				     &opaque);
	return noted;
}

/* The current path as it lies on the page, and the pen. */
static void note_path(cairo_t *cairo, NotedKind kind)
{
	if (kept == NULL)
		return;
	Noted noted = noted_new(cairo, kind);
	double scale = 1, none = 0;
	cairo_user_to_device_distance(cairo, &scale, &none);
	noted.width = cairo_get_line_width(cairo) * scale;
	noted.join = cairo_get_line_join(cairo);
	noted.dash_count = MIN(cairo_get_dash_count(cairo), DASHES);
	if (noted.dash_count > 0)
		cairo_get_dash(cairo, noted.dashes, &noted.dash_offset);
	cairo_save(cairo);
	cairo_identity_matrix(cairo);
	noted.path = cairo_copy_path(cairo);
	cairo_restore(cairo);
	g_array_append_val(kept->marks, noted);
	kept->paths++;
}

static void note_text(cairo_t *cairo, PangoLayoutLine *line)
{
	PangoLayout *layout = line->layout;
	PangoAttrList *attributes = pango_layout_get_attributes(layout);
	Noted noted = noted_new(cairo, NOTED_TEXT);
	cairo_get_current_point(cairo, &noted.x, &noted.y);
	cairo_user_to_device(cairo, &noted.x, &noted.y);
	noted.text =
	    g_strndup(pango_layout_get_text(layout) + line->start_index, (gsize)line->length);
	noted.font = pango_font_description_copy(pango_layout_get_font_description(layout));
	if (attributes != NULL) {
		noted.attributes = pango_attr_list_copy(attributes);
		pango_attr_list_update(noted.attributes, 0, line->start_index, 0);
	}
	g_array_append_val(kept->marks, noted);
	kept->texts++;
}

/* ── what the linker puts in the place of the libraries' functions ── */

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names */
void __real_cairo_stroke(cairo_t *cairo);
void __wrap_cairo_stroke(cairo_t *cairo);
void __real_cairo_fill(cairo_t *cairo);
void __wrap_cairo_fill(cairo_t *cairo);
void __real_cairo_fill_preserve(cairo_t *cairo);
void __wrap_cairo_fill_preserve(cairo_t *cairo);
void __real_cairo_show_page(cairo_t *cairo);
void __wrap_cairo_show_page(cairo_t *cairo);
void __real_pango_cairo_show_layout_line(cairo_t *cairo, PangoLayoutLine *line);
void __wrap_pango_cairo_show_layout_line(cairo_t *cairo, PangoLayoutLine *line);

void __wrap_cairo_stroke(cairo_t *cairo)
{
	note_path(cairo, NOTED_STROKE);
	__real_cairo_stroke(cairo);
}

void __wrap_cairo_fill(cairo_t *cairo)
{
	note_path(cairo, NOTED_FILL);
	__real_cairo_fill(cairo);
}

void __wrap_cairo_fill_preserve(cairo_t *cairo)
{
	note_path(cairo, NOTED_FILL);
	__real_cairo_fill_preserve(cairo);
}

void __wrap_cairo_show_page(cairo_t *cairo)
{
	Noted turn = { .kind = NOTED_TURN };
	if (kept != NULL)
		g_array_append_val(kept->marks, turn);
	__real_cairo_show_page(cairo);
}

void __wrap_pango_cairo_show_layout_line(cairo_t *cairo, PangoLayoutLine *line)
{
	if (kept != NULL)
		note_text(cairo, line);
	__real_pango_cairo_show_layout_line(cairo, line);
}

/* ── drawing ── */

static void draw_text(cairo_t *cairo, PangoLayout *layout, const Noted *noted)
{
	pango_layout_set_font_description(layout, noted->font);
	pango_layout_set_attributes(layout, noted->attributes);
	pango_layout_set_text(layout, noted->text, -1);
	cairo_move_to(cairo, noted->x, noted->y);
	__real_pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout, 0));
}

static void draw_path(cairo_t *cairo, const Noted *noted)
{
	cairo_new_path(cairo);
	cairo_append_path(cairo, noted->path);
	if (noted->kind == NOTED_FILL) {
		__real_cairo_fill(cairo);
		return;
	}
	cairo_set_line_width(cairo, noted->width);
	cairo_set_line_join(cairo, noted->join);
	cairo_set_dash(cairo, noted->dashes, noted->dash_count, noted->dash_offset);
	__real_cairo_stroke(cairo);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static void draw_noted(cairo_t *cairo, PangoLayout *layout, const Noted *noted)
{
	cairo_set_source_rgb(cairo, noted->red, noted->green, noted->blue);
	if (noted->kind == NOTED_TURN)
		__real_cairo_show_page(cairo);
	else if (noted->kind == NOTED_TEXT)
		draw_text(cairo, layout, noted);
	else
		draw_path(cairo, noted);
}

bool raw_page_write(const RawPage *page, const char *path)
{
	const double width_pt = 595.276, height_pt = 841.89; /* A4 */
	PangoContext *fonts = font_context_new(false, "en", NULL);
	if (fonts == NULL)
		return false;
	cairo_surface_t *surface = cairo_pdf_surface_create(path, width_pt, height_pt);
	cairo_t *cairo = cairo_create(surface);
	PangoLayout *layout = pango_layout_new(fonts);
	for (guint n = 0; n < page->marks->len; n++)
		draw_noted(cairo, layout, &g_array_index(page->marks, Noted, n));
	bool drawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	drawn = drawn && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	g_object_unref(layout);
	g_object_unref(fonts);
	return drawn;
}
