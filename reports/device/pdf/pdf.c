/*
 * The PDF device: A4 pages drawn with cairo and pango.
 *
 * Blocks are measured into pieces (draw*.c), pieces get places (page.c), then
 * each page is drawn: furniture, pieces, outline; pdf_tags.c adds what cairo
 * cannot write. Dates come from the model, so the same model gives the same bytes.
 */
#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/file.h"
#include "reports/device/font/look.h"
#include "reports/device/page/draw.h"
#include "reports/device/page/draw_draft.h"
#include "reports/device/pdf/pdf.h"
#include "reports/device/pdf/pdf_tags.h"

#define AUTHOR  "Shumar"
#define CREATOR "Shumar " SHUMAR_VERSION

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

typedef struct {
	const Model *model;
	char *title; /* the model's, as programs list it */
	PagePaper paper;
	Canvas canvas;
	Ink ink;
	Outline *outline;
	cairo_surface_t *surface;
	Tag *draft; /* what is read first of a draft; or NULL */
	size_t pages;
} Document;

/* ── the document's own data ── */

/* TEXT without the marks that isolate directions: lists of files and bookmarks show them as boxes.
 */
static char *plain_title(const char *text)
{
	static const char *const isolates[] = { "\u2066", "\u2067", "\u2068", "\u2069" };
	g_autoptr(GString) plain = g_string_new(text);
	for (size_t n = 0; n < G_N_ELEMENTS(isolates); n++)
		g_string_replace(plain, isolates[n], "", 0);
	return g_string_free(g_steal_pointer(&plain), FALSE);
}

static void set_metadata(const Document *document)
{
	cairo_surface_t *surface = document->surface;
	g_autofree char *date = document->model->as_at != NULL
				    ? g_date_time_format_iso8601(document->model->as_at)
				    : NULL;
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, AUTHOR);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, CREATOR);
	/* without a date of ours cairo would take the clock's */
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void add_bookmarks(const Document *document)
{
	const Outline *outline = document->outline;
	int last[OUTLINE_LEVELS + 1] = { 0 }; /* of each level; 0 is the root */
	for (guint n = 0; n < outline->entries->len; n++) {
		const OutlineEntry *entry = outline->entries->pdata[n];
		int parent = 0;
		if (!entry->anchor.placed)
			continue;
		for (int above = entry->level - 1; above > 0 && parent == 0; above--)
			parent = last[above];
		/* whole numbers: cairo reads fractions with the decimal point of the locale */
		g_autofree char *target =
		    g_strdup_printf("page=%d pos=[%d %d]", (int)entry->anchor.page + 1,
				    (int)entry->anchor.x_pt, (int)floor(entry->anchor.y_pt));
		g_autofree char *title = plain_title(entry->title);
		last[entry->level] = cairo_pdf_surface_add_outline(
		    document->surface, parent, title, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
		for (int below = entry->level + 1; below <= OUTLINE_LEVELS; below++)
			last[below] = 0;
	}
}

/* ── furniture ── */

/* FORMAT with its first "%d" replaced by PAGE and its second by PAGES; the
 * text comes from a locale file, so it never is a format of printf. */
static char *page_of_text(const char *format, size_t page, size_t pages)
{
	const size_t numbers[] = { page, pages };
	GString *text = g_string_new(NULL);
	size_t used = 0;
	for (const char *at = format; *at != '\0'; at++) {
		if (used < G_N_ELEMENTS(numbers) && strncmp(at, "%d", 2) == 0) {
			g_string_append_printf(text, "%" G_GSIZE_FORMAT, numbers[used++]);
			at++;
		} else {
			g_string_append_c(text, *at);
		}
	}
	return g_string_free(text, FALSE);
}

/* One line of furniture; its top is at Y_PT, or its foot where ABOVE. */
static void draw_line(const Document *document, const char *text, Align align, double width_pt,
		      double y_pt, bool above)
{
	const Canvas *canvas = &document->canvas;
	if (text == NULL || *text == '\0')
		return;
	g_autoptr(PangoLayout) layout = font_layout_new(canvas->fonts, FONT_FURNITURE, 1, text,
							width_pt, canvas_align(canvas, align), 0);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	double start = align == ALIGN_START ? 0 : canvas->width_pt - width_pt;
	canvas_layout(canvas, layout, font_colour(FONT_FURNITURE),
		      canvas_left(canvas, start, width_pt),
		      above ? y_pt - font_height_pt(layout) : y_pt);
}

static void draw_furniture(const Document *document, size_t page)
{
	const Model *model = document->model;
	double width = document->canvas.width_pt, foot = document->canvas.height_pt + 14;
	g_autofree char *page_of = page_of_text(model->page_of != NULL ? model->page_of : "%d / %d",
						page + 1, document->pages);
	canvas_rule(&document->canvas, COLOUR_RULE, 0.5, 0, width, foot);
	draw_line(document, model->footer, ALIGN_START, page_span(width, 10), foot + 4, false);
	draw_line(document, page_of, ALIGN_END, page_span(width, 2), foot + 4, false);
	if (page > 0)
		draw_line(document, model->title, ALIGN_START, width, -9, true);
}

/* ── pages ── */

static void draw_page(Document *document, const Flow *flow, const GArray *places, size_t page)
{
	cairo_t *cairo = document->canvas.cairo;
	document->ink.page = page;
	document->ink.tag = NULL;
	cairo_save(cairo);
	cairo_translate(cairo, document->paper.left_pt, document->paper.top_pt);
	canvas_draft(&document->canvas, document->model, &document->paper,
		     page == 0 ? document->draft : NULL);
	document->ink.tag = NULL;
	draw_furniture(document, page);
	flow_draw(flow, places, page, &document->canvas);
	cairo_restore(cairo);
	cairo_show_page(cairo);
}

static void draw_document(Document *document)
{
	Outline *outline = document->outline;
	Tags *tags = document->ink.tags;
	FlowPlan plan = draw_plan(&document->canvas, document->model, outline);
	if (document->model->draft)
		document->draft = tags_add(tags, tags->document, TAG_PARAGRAPH);
	g_autoptr(Flow) flow =
	    flow_new(&document->canvas, document->model, outline, tags->document, plan);
	draw_blocks(flow, document->model->blocks);
	g_autoptr(GArray) places = flow_places(flow);
	flow_locate(flow, places, document->paper.left_pt, document->paper.top_pt);
	document->pages = flow_pages(places);
	for (size_t page = 0; page < document->pages; page++)
		draw_page(document, flow, places, page);
	add_bookmarks(document);
}

/* ── the file ── */

static cairo_status_t keep_bytes(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* Draws the document into BYTES; the status after the surface is finished. */
static cairo_status_t draw_bytes(Document *document, GByteArray *bytes)
{
	g_autoptr(cairo_surface_t) surface = cairo_pdf_surface_create_for_stream(
	    keep_bytes, bytes, document->paper.width_pt, document->paper.height_pt);
	g_autoptr(cairo_t) cairo = cairo_create(surface);
	document->surface = surface;
	document->canvas.cairo = cairo;
	set_metadata(document);
	draw_document(document);
	cairo_status_t drawn = cairo_status(cairo);
	cairo_surface_finish(surface);
	cairo_status_t finished = cairo_surface_status(surface);
	return drawn != CAIRO_STATUS_SUCCESS ? drawn : finished;
}

/* The finished file in memory. */
static GBytes *make_bytes(Document *document, const char *path, GError **error)
{
	g_autoptr(GByteArray) drawn = g_byte_array_new();
	cairo_status_t status = draw_bytes(document, drawn);
	if (status != CAIRO_STATUS_SUCCESS) {
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot draw '%s': %s", path,
			  cairo_status_to_string(status));
		return NULL;
	}
	const Model *model = document->model;
	tags_give_heads(document->ink.tags);
	PdfFacts facts = { .title = document->title,
			   .language = model->language,
			   .author = AUTHOR,
			   .creator = CREATOR,
			   .date = model->as_at,
			   .right_to_left = model->right_to_left,
			   .height_pt = document->paper.height_pt };
	return pdf_tags_apply(drawn, document->ink.tags, &facts, error);
}

static GBytes *document_bytes(Document *document, const char *path, GError **error)
{
	/* where links lead must outlive the drawing */
	g_autoptr(Tags) tags = tags_new();
	g_autoptr(Outline) outline = outline_new(document->model);
	g_autoptr(PangoContext) fonts = look_fonts(document->model, error);
	if (fonts == NULL)
		return NULL;
	g_autoptr(PangoFont) hidden = font_hidden(fonts);
	document->outline = outline;
	document->ink = (Ink){ .tags = tags, .outline = outline, .hidden = hidden };
	document->canvas = (Canvas){ .fonts = fonts,
				     .width_pt = page_content_width(&document->paper),
				     .height_pt = page_content_height(&document->paper),
				     .right_to_left = document->model->right_to_left,
				     .theme = document->model->look,
				     .ink = &document->ink,
				     .left_pt = document->paper.left_pt,
				     .top_pt = document->paper.top_pt };
	font_share_begin(fonts);
	GBytes *bytes = make_bytes(document, path, error);
	font_share_end(fonts);
	return bytes;
}

bool device_pdf_write(const Model *model, const char *path, GError **error)
{
	g_autofree char *full = model_document_title(model);
	g_autofree char *title = plain_title(full);
	Document document = { .model = model, .title = title, .paper = look_paper(model) };
	g_autoptr(GBytes) bytes = document_bytes(&document, path, error);
	gsize size = 0;
	const void *data = bytes != NULL ? g_bytes_get_data(bytes, &size) : NULL;
	return bytes != NULL && file_write_bytes(model, data, size, path, error);
}
